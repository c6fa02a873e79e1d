"""Reading the log: a municipality's administrator and auditor theirs, a company's administrator what its own people did.

A look at a case, a company, a person or a file is one event for each person and thing within ten minutes: whoever works on a case opens
its pages dozens of times an hour, and a log of nothing else would hide what matters. The caller remembers what was told; a restart forgets,
which costs one event more. The event is written after the page is answered, so that nobody waits for it: a look is therefore not in the
same transaction as what it shows, which only reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.actor import Actor
from models.errors import NotThere
from workflows.casework.describing import STAFF_ONLY
from workflows.casework.settling import DRAFT_KINDS, STAFF_KINDS
from workflows.policy import authorize
from workflows.ports import Page, UnitOfWork
from workflows.ports_oversight import AuditWish, ChainSlice, LoggedLine

SAME_LOOK = timedelta(minutes=10)
EXPORT_AT_ONCE = 500
SEEN_KINDS = {
    "case": "case_seen",
    "company": "company_seen",
    "person": "person_seen",
    "file": "file_seen",
    "receipt": "receipt_seen",
    "letter": "letter_seen",
    "case_file": "case_file_seen",
}
"""What can be looked at -> the kind of its event."""
_ACTIONS = {
    "case": "see_case",
    "company": "see_companies",
    "person": "see_people",
    "file": "download",
    "receipt": "see_receipt",
    "letter": "see_letter",
    "case_file": "see_case_file",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at one thing. `thing` is one of `SEEN_KINDS`, `name` what its address calls it, `part` the file's id."""

    thing: str
    name: str
    part: str = ""


def log_page(wish: AuditWish, after: str | None = None, limit: int = 50, *, actor: Actor, work: UnitOfWork) -> Page[LoggedLine]:
    """One page of the municipality's log, the newest first. Raises NotAllowed."""
    authorize(actor, "see_audit", municipality_id=actor.municipality_id)
    with work:
        return work.oversight.lines(actor.scope, wish, hidden=DRAFT_KINDS, after=after, limit=limit)


def own_company_log(after: str | None = None, limit: int = 20, *, actor: Actor, work: UnitOfWork) -> Page[LoggedLine]:
    """What people of the actor's company did, the newest first. Raises NotAllowed."""
    authorize(actor, "see_company_log", company_id=actor.company_id)
    with work:
        return work.oversight.lines(actor.scope, AuditWish(), hidden=STAFF_KINDS | STAFF_ONLY | DRAFT_KINDS, after=after, limit=limit)


def begin_export(wish: AuditWish, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that the log is taken out, before its first line is. What was searched for stands in the detail. Raises NotAllowed."""
    authorize(actor, "export_audit", municipality_id=actor.municipality_id)
    searched = {"person": wish.person, "company": wish.company, "case": wish.case}
    days = {name: day.isoformat() for name, day in (("since", wish.since), ("until", wish.until)) if day}
    with work:
        data = {"kinds": list(wish.kinds), **days}
        detail = {name: words for name, words in searched.items() if words}
        work.log.record("log_exported", actor=actor, at=now, data=data, detail=detail, stream=f"municipality:{actor.municipality_id}")
        work.commit()


def export_page(wish: AuditWish, after: str | None, *, actor: Actor, work: UnitOfWork) -> Page[LoggedLine]:
    """The next piece of an export that has begun."""
    authorize(actor, "export_audit", municipality_id=actor.municipality_id)
    with work:
        return work.oversight.lines(actor.scope, wish, hidden=DRAFT_KINDS, after=after, limit=EXPORT_AT_ONCE)


def streams_to_verify(*, actor: Actor, work: UnitOfWork) -> Sequence[str]:
    """The chains that hold the municipality's events. Raises NotAllowed."""
    authorize(actor, "verify_audit", municipality_id=actor.municipality_id)
    with work:
        return work.oversight.streams(actor.scope)


def verify_some(streams: Sequence[str], *, actor: Actor, work: UnitOfWork) -> ChainSlice:
    """A few of them, so that progress can be told in between. What was handed out only is verified."""
    authorize(actor, "verify_audit", municipality_id=actor.municipality_id)
    with work:
        return work.oversight.verify(streams)


def record_verified(streams: int, events: int, broken: int | None, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that the chain was verified, and whether it was whole; `broken` is the number of the first event that does not fit."""
    authorize(actor, "verify_audit", municipality_id=actor.municipality_id)
    with work:
        data = {"streams": streams, "events": events, "broken": broken}
        work.log.record("chain_verified", actor=actor, at=now, data=data, stream=f"municipality:{actor.municipality_id}")
        work.commit()


def record_look(look: Look, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that the actor looked at something. Raises NotThere for what is not within reach: then nothing was shown either."""
    authorize(actor, _ACTIONS[look.thing])
    with work:
        about, data = _subject(look, actor, work)
        stream = f"seen:{actor.person_id}"
        work.log.record(SEEN_KINDS[look.thing], actor=actor, at=now, data=data, stream=stream, about=about)
        work.commit()


def _subject(look: Look, actor: Actor, work: UnitOfWork) -> tuple[str, dict[str, Any]]:
    """The opaque id of what was looked at, and what the event says of it."""
    if look.thing == "company":
        company, _access = work.joining.company_in(actor.municipality_id or "", look.name)
        return company.id, {"company": company.id}
    if look.thing == "person":
        person, _held = work.people.member(actor.scope, look.name)
        return person.id, {"person": person.id}
    case = work.cases.get(actor.scope, look.name)
    if not look.part:
        return case.id, {"case": case.id}
    document = work.documents.get(case.id, look.part)
    if document is None:
        raise NotThere
    return case.id, {"case": case.id, "document": document.id}
