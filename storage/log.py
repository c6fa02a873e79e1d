"""The append-only log: each event carries the hash of the one before it in its stream, so that a change or a gap shows.

What names people or quotes them stands in `detail`; the chain holds only a salted commitment to it, so that it can be erased and the
chain stays whole. The database itself refuses to change or delete events (see the triggers in the migrations).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from models.actor import Actor, Machine
from models.case import Case, Event
from storage.chance import CHANCE
from storage.database import Database
from storage.following import follow
from storage.rows import add, entities, entity_of, table_of

GENESIS = "0" * 64
"""What stands before the first event of a stream."""

EVENT = table_of(Event)
LAST_OF_STREAM = select(EVENT.c.seq, EVENT.c.hash).where(EVENT.c.stream == bindparam("of_stream")).order_by(EVENT.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first event of a stream that is not what was recorded, and how it shows: `gap`, `order`, `changed` or `detail`."""

    stream: str
    seq: int
    fault: str


class StoredLog:
    """The port `Log` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        about: str | None = None,
    ) -> Event:
        """Append one event to the case's stream, to the person's when there is no case, or to the portal's when nobody acts.

        It belongs to the tenants its case or stream names, and to the actor's where these name none.
        """
        person_id = actor.person_id if isinstance(actor, Actor) else None
        stream = stream or (f"case:{case.id}" if case else f"person:{person_id}" if person_id else "portal")
        seq, previous = self._last(stream, alone=case is None)
        detail, data = _plain(detail or {}), {**(data or {}), **_on_behalf(actor, case)}
        company_id, municipality_id = _tenants(stream, actor, case)
        salt = secrets.token_hex(16) if detail else ""
        event = entity_of(
            Event, id=CHANCE.id(), stream=stream, seq=seq + 1, kind=kind, at=at, actor_id=person_id,
            phase=case.phase.value if case else None, case_id=case.id if case else None, about=about,
            municipality_id=municipality_id, company_id=company_id, data=_plain(data or {}), detail=detail, salt=salt,
            commitment=commitment(salt, detail) if detail else "", previous_hash=previous, hash="",
        )  # fmt: skip
        event.hash = hash_of(event)
        add(self._connection, event)
        follow(self._connection, event, case)
        return event

    def _last(self, stream: str, *, alone: bool) -> tuple[int, str]:
        if alone and self._connection.dialect.name == "postgresql":
            # a case's stream is guarded by the lock on its row; others have no row to lock
            self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(stream, 0))))
        found = self._connection.execute(LAST_OF_STREAM, {"of_stream": stream}).first()
        return (found.seq, found.hash) if found else (0, GENESIS)


def _on_behalf(actor: Actor | Machine, case: Case | None) -> dict[str, str]:
    """Who acts on a case of another company does so as their own company's person, and the log says which."""
    own = actor.company_id if isinstance(actor, Actor) else None
    return {"acted_for": own} if case is not None and own and own != case.company_id else {}


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


def verify(connection: Connection, stream: str) -> BrokenLink | None:
    """The first broken link of one stream, None when the chain is whole."""
    rows = connection.execute(select(EVENT).where(EVENT.c.stream == stream).order_by(EVENT.c.seq))
    return _first_fault(stream, (entities(Event, [row])[0] for row in rows))


def verify_all(database: Database) -> Sequence[BrokenLink]:
    """The first broken link of every stream that has one; reads one event at a time."""
    return [fault for _stream, fault in verify_each(database) if fault]


def verify_each(database: Database) -> Iterator[tuple[str, BrokenLink | None]]:
    """Every stream in turn with its first broken link, None when it is whole; for telling progress."""
    with database.reading.connect() as connection:
        for stream in connection.execute(select(EVENT.c.stream).distinct().order_by(EVENT.c.stream)).scalars().all():
            yield stream, verify(connection, stream)


def _first_fault(stream: str, events: Iterable[Event]) -> BrokenLink | None:
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


def _tenants(stream: str, actor: Actor | Machine, case: Case | None) -> tuple[str | None, str | None]:
    """The company and the municipality an event belongs to."""
    if case:
        return case.company_id, case.municipality_id
    kind, _colon, names = stream.partition(":")
    first, _colon, second = names.partition(":")
    named = {"access": (first, second), "company": (first, None), "municipality": (None, first)}.get(kind, (None, None))
    if isinstance(actor, Actor):
        return named[0] or actor.company_id, named[1] or actor.municipality_id
    return named
