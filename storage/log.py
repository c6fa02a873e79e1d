"""The append-only log: each event carries the hash of the one before it in its stream, so that a change or a gap shows.

What names people or quotes them stands in `detail`; the chain holds only a salted commitment to it, so that it can be erased and the
chain stays whole. The database itself refuses to change or delete events (see the triggers in the migrations).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_entity

from models.actor import Actor, Machine
from models.case import Case, Event
from storage.chance import CHANCE
from storage.database import Database
from storage.rows import add

GENESIS = "0" * 64
"""What stands before the first event of a stream."""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event of a stream that is not what was recorded, and how it shows: `gap`, `order`, `changed` or `detail`."""

    stream: str
    seq: int
    fault: str


class StoredLog:
    """The port `Log` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(
        self,
        kind: str,
        *,
        actor: Actor | Machine,
        at: datetime,
        case: Case | None = None,
        data: Mapping[str, Any] | None = None,
        detail: Mapping[str, Any] | None = None,
        stream: str | None = None,
    ) -> Event:
        """Append one event to the case's stream, to the person's when there is no case, or to the portal's when nobody acts."""
        person_id = actor.person_id if isinstance(actor, Actor) else None
        stream = stream or (f"case:{case.id}" if case else f"person:{person_id}" if person_id else "portal")
        seq, previous = self._last(stream, alone=case is None)
        detail = _plain(detail or {})
        salt = secrets.token_hex(16) if detail else ""
        event = Event(
            id=CHANCE.id(), stream=stream, seq=seq + 1, kind=kind, phase=case.phase.value if case else None, actor_id=person_id, at=at,
            case_id=case.id if case else None, municipality_id=case.municipality_id if case else _tenant(actor, "municipality_id"),
            company_id=case.company_id if case else _tenant(actor, "company_id"), data=_plain(data or {}), detail=detail, salt=salt,
            commitment=commitment(salt, detail) if detail else "", previous_hash=previous, hash="",
        )  # fmt: skip
        event.hash = hash_of(event)
        add(self._session, event)
        return event

    def _last(self, stream: str, *, alone: bool) -> tuple[int, str]:
        if alone and self._session.get_bind().dialect.name == "postgresql":
            # a case's stream is guarded by the lock on its row; others have no row to lock
            self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(stream, 0))))
        last = select(col(Event.seq), col(Event.hash)).where(col(Event.stream) == stream).order_by(col(Event.seq).desc()).limit(1)
        found = self._session.execute(last).first()
        return (found.seq, found.hash) if found else (0, GENESIS)


def hash_of(event: Event) -> str:
    """SHA-256 over the canonical JSON of the previous hash and what this event says."""
    said = {
        "previous": event.previous_hash, "stream": event.stream, "seq": event.seq, "kind": event.kind, "phase": event.phase,
        "actor": event.actor_id, "at": event.at.astimezone(UTC).isoformat(), "data": event.data, "commitment": event.commitment,
    }  # fmt: skip
    return hashlib.sha256(_canonical(said)).hexdigest()


def commitment(salt: str, detail: Mapping[str, Any]) -> str:
    """A promise about `detail` that tells nothing of it without the salt."""
    return hashlib.sha256(salt.encode() + _canonical(detail)).hexdigest()


def verify(session: Session, stream: str) -> BrokenLink | None:
    """The first broken link of one stream, None when the chain is whole."""
    return _first_fault(stream, session.exec(select_entity(Event).where(col(Event.stream) == stream).order_by(col(Event.seq))))


def verify_all(database: Database) -> Sequence[BrokenLink]:
    """The first broken link of every stream that has one; reads one event at a time."""
    broken: list[BrokenLink] = []
    with Session(database.reading) as session:
        streams = session.execute(select(col(Event.stream)).distinct().order_by(col(Event.stream))).scalars().all()
        for stream in streams:
            fault = verify(session, stream)
            session.expunge_all()
            if fault:
                broken.append(fault)
    return broken


def _first_fault(stream: str, events: Iterator[Event] | Any) -> BrokenLink | None:
    seq, previous = 0, GENESIS
    for event in events:
        fault = _fault(event, seq, previous)
        if fault:
            return BrokenLink(stream, event.seq, fault)
        seq, previous = event.seq, event.hash
    return None


def _fault(event: Event, seq: int, previous: str) -> str:
    if event.seq != seq + 1:
        return "gap"
    if event.previous_hash != previous:
        return "order"
    if event.hash != hash_of(event):
        return "changed"
    erased = not event.salt and not event.detail
    if event.commitment and not erased and event.commitment != commitment(event.salt, event.detail):
        return "detail"
    return "detail" if event.detail and not event.commitment else ""


def _plain(words: Mapping[str, Any]) -> dict[str, Any]:
    """As it will come back from the database, so that it hashes the same then."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(words), default=str, allow_nan=False))
    return plain


def _canonical(words: Mapping[str, Any]) -> bytes:
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _tenant(actor: Actor | Machine, name: str) -> str | None:
    return getattr(actor, name) if isinstance(actor, Actor) else None
