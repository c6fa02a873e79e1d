"""Sending what lies in the tray, and the same rehearsed: what the contractor will see is made by really sending it and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from models.access import OutboxItem
from models.actor import Actor
from models.base import Role
from models.case import Case
from models.correspondence import CorrectionRequest, RequestState
from models.errors import BadInput
from models.hearing import ExtraDemand
from models.text import Text, _
from workflows.casework.company_view import home_of
from workflows.casework.dossiers import Loaded, load
from workflows.casework.freshness import Move, demand_seen, moves_of
from workflows.casework.proposing import void_proposal
from workflows.casework.reaching import reached
from workflows.casework.settling import ANSWER_WEEKS, permit, settle, tell
from workflows.casework.views import CaseHome
from workflows.casework.wording import remarks_on
from workflows.clocks import Calendar, day_of
from workflows.notices.telling import How, wish_for
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork


@dataclass(frozen=True, slots=True)
class Told:
    """One person who is told: by a notice at once, and by a mail as they wish it. `line` is what the mail is made from."""

    name: str
    address: str
    language: str
    how: How
    line: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SendingPreview:
    """What sending the tray now would do. `home` is the case as its company will see it, without anything to press.

    `remarks` are what the officer is warned about, by request id; `moves` what others did since the officer looked.
    """

    ref: str
    number: str
    home: CaseHome
    told: Sequence[Told]
    due: date
    remarks: Mapping[str, Sequence[Text]]
    extra_demands: int
    seen_version: int
    moves: Sequence[Move]


def send_requests(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, due: date | None = None, seen_version: int | None = None
) -> Case:
    """Send everything in the tray at once: one pause, one day to answer by, one notice.

    Raises Refused when the tray is empty, CaseMoved when others changed the case since `seen_version`, BadInput for a day that is over.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        sent_tray(loaded, due, seen_version, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return case


def preview_requests(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, due: date | None = None, seen_version: int | None = None
) -> SendingPreview:
    """The same sending, carried out in a transaction that is never committed, and what it makes. Raises as `send_requests`.

    Others are told of nothing. What others did since `seen_version` does not stop the look; it is shown with it.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "preview_requests", company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        seen = case.version
        moves = moves_of(case, seen_version, actor, work) if seen_version is not None else ()
        sent = sent_tray(loaded, due, None, actor=actor, work=work, now=now, chance=chance)
        home = home_of(ref, actor=_reader(case, actor, work), work=work, now=now)
        told = [_told(one, work) for one in sent.items]
    remarks = {one.id: found for one in sent.requests if (found := remarks_on(one.comment))}
    extra = sum(one.is_extra for one in sent.requests)
    return SendingPreview(ref, home.head.number, replace(home, permitted={}), told, sent.due, remarks, extra, seen, moves)


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out, who is told, and the day to answer by."""

    requests: Sequence[CorrectionRequest]
    items: Sequence[OutboxItem]
    due: date


def sent_tray(
    loaded: Loaded, due: date | None, seen_version: int | None, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Sent:
    """Everything sending does, within the caller's transaction."""
    case = loaded.case
    status = permit(loaded, "send_requests", actor)
    demand_seen(case, seen_version, actor, work)
    planned = [one for one in loaded.requests if one.state == RequestState.PLANNED and one.phase == case.phase]
    day = due or Calendar(loaded.known.closed_days).next_working(day_of(now) + ANSWER_WEEKS)
    if day <= day_of(now):
        raise BadInput(_("Give the contractor at least until tomorrow."), target="due")
    for request in planned:
        step, _slash, at = request.target.partition("/")
        request.state, request.sent_at, request.due_on = RequestState.SENT, now, day
        request.baseline = loaded.fingerprint(step, at) if request.target else ""
        request.answer_kind, request.answer, request.answered_by, request.answered_at = "", "", None, None
        work.cases.save_request(request)
        _count(request, case, work, now)
    loaded.requests = work.cases.requests(case.id)
    loaded.changed()
    reason = "incomplete" if any(one.reason_kind == "incomplete" for one in planned) else "incorrect"
    data = {"automatic": False, "reason": reason, "due": day.isoformat(), "requests": [one.id for one in planned]}
    void_proposal(case, actor, work=work, now=now)
    settle(loaded, "paused", actor=actor, work=work, now=now, status=status, data=data, proposal_by=None)
    items = tell(case, "paused", [case.created_by], work=work, chance=chance, now=now)
    return Sent(planned, items, day)


def _count(request: CorrectionRequest, case: Case, work: UnitOfWork, now: datetime) -> None:
    """What rests on no requirement is counted, once for each request: extra demands, and free questions beside them."""
    if request.requirement or request.automatic:
        return
    demand = ExtraDemand(
        request_id=request.id, case_id=case.id, municipality_id=case.municipality_id, workflow=case.workflow, phase=case.phase,
        is_question=not request.target, sent_at=now,
    )  # fmt: skip
    work.hearing.count_demand(demand)


def _reader(case: Case, officer: Actor, work: UnitOfWork) -> Actor:
    """Whoever of the company is told first, as they would open the case."""
    person, company = work.parties.person(case.created_by), work.parties.company(case.company_id)
    return replace(
        officer, person_id=person.id, name=person.name, email=person.email, role=Role.VIEWER, company_id=company.id, municipality_id=None,
        tenant_name=company.name, language=person.language, only=None,
    )  # fmt: skip


def _told(item: OutboxItem, work: UnitOfWork) -> Told:
    person = work.parties.person(item.person_id or "")
    how = wish_for(item.kind, work.notices.wishes(person.id))
    return Told(person.name, person.email, person.language, how, {"kind": item.kind, "payload": dict(item.payload)})
