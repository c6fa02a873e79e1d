"""Who works on a case, as each of those concerned may know it; and what a company is asked to take on, or has handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from models.actor import Actor
from models.base import Status
from models.case import Case
from models.delegation import ACCEPTED, ACTIVE, APPROVED, INVITED, OFFERED, OPEN_HANDOVER
from models.errors import NotThere
from models.text import Text
from models.values import place_name
from workflows.access.anew import Anew, asked_anew
from workflows.access.freezing import Frozen, people_in, thaw
from workflows.casework.companies import CaseCompanies, CoworkLine, HandoverLine, as_coworker, companies_of
from workflows.casework.dossiers import load
from workflows.casework.reaching import reached
from workflows.casework.settling import OVER
from workflows.policy import authorize, is_fresh, may
from workflows.ports import UnitOfWork
from workflows.ports_delegation import NamedCase
from workflows.registry import workflow

Side = Literal["owner", "coworker", "asked", "former", "staff"]


@dataclass(frozen=True, slots=True)
class CompaniesView:
    """One case's companies. `asked` of a company sees only what it is asked about, `former` only its own handovers and what it did.

    Nothing in it changes with every answer: what is shown of it is drawn anew when it differs. `acts` are the use cases open to the actor
    now, by name. `anew` is what to say anew when accepting, `colleagues` who can be named. `frozen` is what the outgoing company had
    done; `left_at` when a former company's time ended.
    """

    side: Side
    case_id: str
    ref: str
    number: str
    title: Text
    place: str
    company: str
    municipality: str
    status: Status
    companies: CaseCompanies
    acts: frozenset[str]
    has_fresh_login: bool
    was_sent: bool = True
    own_cowork: CoworkLine | None = None
    own_handover: HandoverLine | None = None
    anew: Sequence[Anew] = ()
    colleagues: Mapping[str, str] | None = None
    frozen: Frozen | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """Cases a company is asked to work on or take over, and those it has handed over."""

    offered: Sequence[NamedCase]
    handed_over: Sequence[NamedCase]


def offers(*, actor: Actor, work: UnitOfWork) -> Offers:
    """What waits for the actor's company in cases of others, and where it was responsible before. Raises NotAllowed."""
    authorize(actor, "see_own_cases", company_id=actor.company_id)
    with work:
        return Offers(work.delegation.offered(actor.scope), work.delegation.handed_over(actor.scope))


def case_companies(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CompaniesView:
    """Who works on the case, and what the actor may do about it. Raises NotThere, NotAllowed."""
    authorize(actor, "see_case_companies")
    with work:
        case, actor, side = _found(ref, actor, work)
        authorize(actor, "see_case_companies", company_id=case.company_id, municipality_id=case.municipality_id)
        companies = companies_of(case, work)
        own = [one for one in companies.handovers if actor.company_id in (one.from_id, one.to_id)]
        asked = next((one for one in own if one.to_id == actor.company_id and one.state in OPEN_HANDOVER), None)
        left = [one for one in own if one.from_id == actor.company_id and one.state == APPROVED]
        shown = asked or (left[-1] if left and side == "former" else None)
        frozen = work.delegation.frozen(shown.id) if shown else None
        past = thaw(frozen.frozen, frozen.sha256, work.parties.names(people_in(frozen.frozen))) if frozen else None
        loaded = load(case, work=work, now=now) if asked and asked.state == OFFERED else None
        members = {person.id: person.name for person, _held in work.parties.members(actor.scope)} if loaded else {}
        company = work.parties.company(case.company_id)
        town = work.parties.municipality(case.municipality_id)
    then = past if side == "former" else None  # what became of the case since is not shown
    cowork = next((one for one in companies.coworks if one.company_id == actor.company_id), None)
    return CompaniesView(
        side=side, case_id=case.id, ref=case.ref, number=case.number, title=workflow(case.workflow).title,
        place=place_name(then.address, then.property_key) if then else place_name(case.address, case.property_key),
        municipality=town.name, status=then.status if then else case.status,
        company=left[-1].to_company if side == "former" and left else company.name,
        companies=_as_seen(companies, side, actor), acts=_acts(case, companies, side, actor, cowork, asked, gone=bool(company.gone)),
        has_fresh_login=is_fresh(actor, now), was_sent=case.submitted_at is not None, own_cowork=cowork, own_handover=asked,
        anew=asked_anew(loaded) if loaded else (), colleagues=members,
        frozen=past,
        left_at=left[-1].closed_at if side == "former" and left else None,
    )  # fmt: skip


def _found(ref: str, actor: Actor, work: UnitOfWork) -> tuple[Case, Actor, Side]:
    """The case from where the actor stands. Who is only asked, or was there before, acts as a stranger who may look at this page alone."""
    try:
        case, acting = reached(ref, actor=actor, work=work)
    except NotThere:
        if actor.is_staff:
            raise
    else:
        return case, acting, "staff" if actor.is_staff else "coworker" if acting.works_for else "owner"
    try:
        return *_as_stranger(work.delegation.offered_case(actor.scope, ref), actor), "asked"
    except NotThere:
        return *_as_stranger(work.delegation.past_case(actor.scope, ref), actor), "former"


def _as_stranger(case: Case, actor: Actor) -> tuple[Case, Actor]:
    return case, replace(actor, works_for=case.company_id, rights=frozenset({"see_case_companies"}))


def _as_seen(companies: CaseCompanies, side: Side, actor: Actor) -> CaseCompanies:
    """Strangers see the lines that are about them."""
    if side in ("owner", "staff"):
        return companies
    mine = as_coworker(companies, actor.company_id)
    handovers = mine.handovers
    if side == "coworker":
        return mine
    own = [one for one in companies.coworks if one.company_id == actor.company_id]
    if side == "former":
        handovers = [one for one in handovers if one.from_id == actor.company_id and one.state == APPROVED]
        passed = [one for one in companies.responsible if one.company_id == actor.company_id]
        return CaseCompanies(passed, own, handovers)
    return CaseCompanies((), own, [one for one in handovers if one.to_id == actor.company_id and one.state in OPEN_HANDOVER])


def _acts(
    case: Case,
    companies: CaseCompanies,
    side: Side,
    actor: Actor,
    cowork: CoworkLine | None,
    asked: HandoverLine | None,
    *,
    gone: bool,
) -> frozenset[str]:
    waiting, is_open = companies.waiting, case.status not in OVER
    stands = {
        "invite_cowork": side == "owner" and is_open,
        "end_cowork": side in ("owner", "coworker"),
        "accept_cowork": cowork is not None and cowork.state == INVITED and is_open,
        "decline_cowork": cowork is not None and cowork.state == INVITED,
        "leave_cowork": side == "coworker" and cowork is not None and cowork.state == ACTIVE,
        "offer_handover": side == "owner" and is_open and waiting is None and not gone,
        "withdraw_handover": side == "owner" and waiting is not None and not waiting.by_municipality,
        "accept_handover": asked is not None and asked.state == OFFERED,
        "decline_handover": asked is not None,
        "start_handover": side == "staff" and is_open and waiting is None and gone,
        "approve_handover": side == "staff" and waiting is not None and waiting.state == ACCEPTED,
        "refuse_handover": side == "staff" and waiting is not None,
    }
    return frozenset(name for name, holds in stands.items() if holds and _gives(name, actor, case))


ACTIONS = {
    "invite_cowork": "invite_cowork", "end_cowork": "end_cowork", "leave_cowork": "end_cowork", "accept_cowork": "answer_cowork",
    "decline_cowork": "answer_cowork", "offer_handover": "offer_handover", "withdraw_handover": "withdraw_handover",
    "accept_handover": "answer_handover", "decline_handover": "answer_handover", "start_handover": "start_handover",
    "approve_handover": "decide_handover", "refuse_handover": "decide_handover",
}  # fmt: skip
"""Each use case and the action of the permission table it takes."""


def _gives(name: str, actor: Actor, case: Case) -> bool:
    """Answers are given as one's own company, everything else on the case."""
    action = ACTIONS[name]
    if action in ("answer_cowork", "answer_handover"):
        return may(replace(actor, works_for=None), action, company_id=actor.company_id)
    return may(actor, action, company_id=case.company_id, municipality_id=case.municipality_id)
