"""The companies on a case: who was responsible from when until when, who works on it besides, and handovers on their way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case import Case, Event
from models.delegation import APPROVED, OPEN_COWORK, OPEN_HANDOVER
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Responsible:
    """One company's time of responsibility. `since` is None from the beginning, `until` None to this day."""

    company_id: str
    company: str
    number: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CoworkLine:
    """One company that is asked to work on the case, or does."""

    id: str
    company_id: str
    company: str
    may_send: bool
    state: str
    invited_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One handover, open or closed; people by name. `words` is why it was stopped."""

    id: str
    state: str
    from_id: str
    from_company: str
    to_id: str
    to_company: str
    by_municipality: bool
    reason: str
    words: str
    offered_by: str
    offered_at: datetime
    accepted_by: str
    accepted_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseCompanies:
    """Everything about who works on a case. `responsible` is in order and empty while the case was always with one company."""

    responsible: Sequence[Responsible] = ()
    coworks: Sequence[CoworkLine] = ()
    handovers: Sequence[HandoverLine] = ()

    @property
    def waiting(self) -> HandoverLine | None:
        """The handover that waits for somebody; there is one at most."""
        return next((one for one in self.handovers if one.state in OPEN_HANDOVER), None)


NOBODY_ELSE = CaseCompanies()


def companies_of(case: Case, work: UnitOfWork) -> CaseCompanies:
    """Who works on a case that was reached: two queries, and two more where somebody besides its company ever did."""
    coworks, handovers = work.delegation.coworks(case.id), work.delegation.handovers(case.id)
    if not coworks and not handovers:
        return NOBODY_ELSE
    ids = {case.company_id, *(one.company_id for one in coworks)}
    ids |= {one.from_company_id for one in handovers} | {one.to_company_id for one in handovers}
    known = work.delegation.companies(sorted(ids))
    people = {one.offered_by for one in handovers} | {one.accepted_by for one in handovers if one.accepted_by}
    names = work.parties.names(sorted(people))
    told = [
        HandoverLine(
            one.id, one.state, one.from_company_id, known[one.from_company_id].name, one.to_company_id, known[one.to_company_id].name,
            one.by_municipality, one.reason, one.words, names.get(one.offered_by, ""), one.offered_at,
            names.get(one.accepted_by or "", ""), one.accepted_at, one.closed_at,
        )
        for one in handovers
    ]  # fmt: skip
    shown = [
        CoworkLine(one.id, one.company_id, known[one.company_id].name, one.may_send, one.state, one.invited_at, one.answered_at)
        for one in coworks
        if one.state in OPEN_COWORK
    ]
    numbers = {key: one.organisation_number for key, one in known.items()}
    return CaseCompanies(_responsible(case, told, {key: one.name for key, one in known.items()}, numbers), shown, told)


HANDOVER_TALK = frozenset(
    {"handover_offered", "handover_started", "handover_accepted", "handover_declined", "handover_withdrawn", "handover_refused"}
)
"""Events of a handover under way: between the two companies and the municipality, and no business of who works on the case besides."""


def as_coworker(companies: CaseCompanies, company_id: str | None) -> CaseCompanies:
    """What a company that works on the case may know: of handovers only those offered to itself."""
    own = [one for one in companies.handovers if company_id in (one.from_id, one.to_id)]
    return CaseCompanies(companies.responsible, companies.coworks, own)


def _responsible(
    case: Case, handovers: Sequence[HandoverLine], names: Mapping[str, str], numbers: Mapping[str, str]
) -> Sequence[Responsible]:
    passed = sorted((one for one in handovers if one.state == APPROVED and one.closed_at), key=lambda one: one.closed_at or one.offered_at)
    if not passed:
        return ()
    since: datetime | None = None
    found = []
    for one in passed:
        found.append(Responsible(one.from_id, one.from_company, numbers[one.from_id], since, one.closed_at))
        since = one.closed_at
    return (*found, Responsible(case.company_id, names[case.company_id], numbers[case.company_id], since))


def responsible_at(companies: CaseCompanies, moment: datetime) -> Responsible | None:
    """Who was responsible at a moment; None where it was always the case's own company."""
    return next((one for one in companies.responsible if one.until is None or moment < one.until), None)


def named(case: Case, people: Sequence[str], events: Sequence[Event], companies: CaseCompanies, work: UnitOfWork) -> dict[str, str]:
    """Person -> name; with the company behind it where they acted for another than the one the case is with.

    The key `person@company` names somebody as they acted in one event, whatever else they are.
    """
    names = dict(work.parties.names(people))
    others = {one.company_id for one in companies.responsible} | {one.from_id for one in companies.handovers}
    others |= {str(one.data["acted_for"]) for one in events if one.data.get("acted_for")} | {one.company_id for one in companies.coworks}
    others -= {case.company_id}
    if not others:
        return names
    own = set(work.delegation.parts_of([case.company_id], people))
    parts = work.delegation.parts_of(sorted(others), people)
    for person, part in parts.items():
        words = f"{names.get(person, '')} ({part.company})"
        names[f"{person}@{part.company_id}"] = words
        if person not in own:
            names[person] = words
    return names


def as_then(events: Sequence[Event], person: str, names: Mapping[str, str], work: UnitOfWork) -> dict[str, str]:
    """One person as they acted for another company than the case's; empty where they did not."""
    others = sorted({str(one.data["acted_for"]) for one in events if one.actor_id == person and one.data.get("acted_for")})
    return {f"{person}@{one}": f"{names.get(person, '')} ({work.parties.company(one).name})" for one in others}


def actor_of(event: Event, names: Mapping[str, str]) -> str:
    """Who did it, by name; empty for the portal itself."""
    person = event.actor_id or ""
    return names.get(f"{person}@{event.data.get('acted_for', '')}") or names.get(person, "")
