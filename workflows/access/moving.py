"""How every change of an access ends, all in its transaction: the new state, one event, notices to the other side, news for open pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Machine, Scope
from models.base import Role
from models.parties import Company, CompanyAccess, Municipality
from models.text import Text, pack
from workflows.access.life import BY_NAME, BY_REGISTER, REQUESTED, Move, state_of
from workflows.ports import Chance, Change, UnitOfWork


def stream_of(company_id: str, municipality_id: str) -> str:
    """The log of one access."""
    return f"access:{company_id}:{municipality_id}"


def move(
    access: CompanyAccess,
    name: str,
    *,
    company: Company,
    actor: Actor | Machine,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    words: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Carry out one transition that was found legal. The caller commits. Raises MovedOn when somebody was faster."""
    step, before = BY_NAME[name], state_of(access)
    municipality = work.parties.municipality(access.municipality_id)
    access.state, access.reason = step.target, words.strip()
    access.by_register = name == "register_suspend"
    if name not in BY_REGISTER:  # what the register says does not undo what the municipality has planned
        access.next_state, access.next_on, access.next_reason = "", None, ""
    if step.target == REQUESTED:
        access.requested_at = access.requested_at if name == "answer" else now
    if step.by != "company":
        access.decided_at = now
    work.joining.move_access(access, expect=before)
    record(access, step.event, actor=actor, work=work, now=now, words=words, data={"from": before, "to": step.target, **(data or {})})
    if step.by != "machine":
        receivers = administrators(work, municipality) if step.by == "company" else company_people(work, company)
        tell(step.event, receivers, company=company, municipality=municipality, words=words, work=work, now=now, chance=chance)
    announce(access, step.event, actor=actor, work=work)


def plan(
    access: CompanyAccess,
    step: Move,
    day: date,
    *,
    company: Company,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    words: str,
) -> None:
    """Write down what the access becomes on a day to come, and tell the company at once. The caller commits."""
    access.next_state, access.next_on, access.next_reason = step.target, day, words.strip()
    work.joining.move_access(access, expect=access.state)
    said = {"to": step.target, "day": day.isoformat()}
    record(access, "access_planned", actor=actor, work=work, now=now, words=words, data=said)
    place = work.parties.municipality(access.municipality_id)
    told: dict[str, Any] = {"company": company, "municipality": place, "words": words, "day": packed_day(day)}
    tell("access_planned", company_people(work, company), work=work, now=now, chance=chance, **told)
    announce(access, "access_planned", actor=actor, work=work)


def packed_day(day: date) -> dict[str, Any]:
    """A day as a notice's value: each language writes it its own way."""
    return pack(Text("{words}", {"words": day}, context="verbatim"))


def record(
    access: CompanyAccess, kind: str, *, actor: Actor | Machine, work: UnitOfWork, now: datetime, words: str, data: Mapping[str, Any]
) -> None:
    """One event in the access's own log."""
    said = {"company": access.company_id, "municipality": access.municipality_id, **data}
    detail = {"words": words.strip()} if words.strip() else {}
    stream = stream_of(access.company_id, access.municipality_id)
    work.log.record(kind, actor=actor, at=now, data=said, detail=detail, stream=stream, about=access.company_id)


def announce(access: CompanyAccess, kind: str, *, actor: Actor | Machine, work: UnitOfWork) -> None:
    """Pages of both sides look again, and so do the company's open cases there: what may be sent has changed."""
    by = actor.person_id if isinstance(actor, Actor) else ""
    work.announce(Change("", "", kind, access.municipality_id, access.company_id, 0, by=by))
    for one in work.joining.hints(access.company_id, access.municipality_id):
        # one more than it has: a hint that something around the case is newer than what a page shows
        work.announce(Change(one.id, one.ref, kind, "", "", one.version + 1, by=by))


def administrators(work: UnitOfWork, municipality: Municipality) -> list[str]:
    """Who decides about access in a municipality."""
    members = work.parties.members(Scope(municipality_id=municipality.id))
    return [person.id for person, held in members if held.role == Role.MUNICIPALITY_ADMIN]


def company_people(work: UnitOfWork, company: Company, roles: Iterable[Role] = (Role.COMPANY_ADMIN, Role.APPLICANT)) -> list[str]:
    """Who in a company is told about its access."""
    wanted = set(roles)
    return [person.id for person, held in work.parties.members(Scope(company_id=company.id)) if held.role in wanted]


def tell(
    kind: str,
    receivers: Iterable[str],
    *,
    company: Company,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    municipality: Municipality | None = None,
    words: str = "",
    **more: Any,
) -> None:
    """Leave one notice for each receiver, to be delivered after the commit."""
    payload: dict[str, Any] = {"company": company.name, "number": company.organisation_number, **more}
    payload |= {"municipality": municipality.name} if municipality else {}
    payload |= {"reason": words.strip()} if words.strip() else {}
    for person in dict.fromkeys(receivers):
        work.dispatch(OutboxItem(id=chance.id(), kind=kind, person_id=person, payload=payload, created_at=now))
