"""The officer's work on a case: take it, look, tick what is good, collect what must be corrected and send it once, judge the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.actor import Actor, Machine
from models.base import Role, Status
from models.case import Case, Tick
from models.correspondence import MORE_TIME, OPEN_REQUEST_STATES, CorrectionRequest, RequestState, TargetKind
from models.errors import BadInput, NotThere, Refused
from models.text import Text, _, pack, verbatim
from workflows.casework.dossiers import Loaded, load
from workflows.casework.freshness import demand_seen
from workflows.casework.reaching import reached
from workflows.casework.settling import evidence_of, permit, settle, tell
from workflows.casework.sight import differs_from_sent
from workflows.casework.telling import company_people
from workflows.casework.tray_sending import send_requests as send_requests
from workflows.clocks import day_of
from workflows.index import index_of
from workflows.ledger import LedgerRow, locate
from workflows.parts import pack_source
from workflows.ports import Chance, UnitOfWork
from workflows.reading import Reading

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction an officer wants. `target` as in `CorrectionRequest`; empty with `what` for a free question.

    `key` is the ledger row it rests on, which gives words and source; without one it is an extra demand, and `extra_reason` tells why.
    """

    target: str = ""
    key: str = ""
    what: str = ""
    how_to_fix: str = ""
    comment: str = ""
    extra_reason: str = ""
    reason_kind: str = "incorrect"
    blocking: bool = True


def take(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, seen_version: int | None = None) -> Case:
    """Make the case one's own. Raises Refused when it is already, CaseMoved when others changed it since `seen_version`."""
    return _assigned(ref, "take", actor.person_id, seen_version, actor=actor, work=work, now=now)


def assign(
    ref: str, person_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None
) -> Case:
    """Give the case to a colleague who handles cases, and tell them. Raises BadInput for anybody else, CaseMoved as `take`."""
    return _assigned(ref, "assign", person_id, seen_version, actor=actor, work=work, now=now, chance=chance)


def release(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Case:
    """Let go of the case, so that anybody may take it."""
    return _assigned(ref, "release", None, None, actor=actor, work=work, now=now)


def _assigned(
    ref: str,
    action: str,
    person_id: str | None,
    seen_version: int | None,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance | None = None,
) -> Case:
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, action, actor)
        if person_id:
            demand_handler(person_id, actor, work)
        demand_seen(case, seen_version, actor, work)
        before = case.assignee_id
        kind = {"take": "taken", "assign": "assigned", "release": "released"}[action]
        settle(loaded, kind, actor=actor, work=work, now=now, data={"person": person_id}, assignee_id=person_id)
        if chance is not None and person_id not in (before, actor.person_id):
            tell(case, "case_assigned", [person_id or ""], work=work, chance=chance, now=now, name=actor.name)
        work.commit()
    return case


def demand_handler(person_id: str, actor: Actor, work: UnitOfWork) -> None:
    """Raise BadInput unless the person handles cases in the actor's municipality."""
    handling = (Role.CASE_WORKER, Role.APPROVER)
    if not any(person.id == person_id and held.active and held.role in handling for person, held in work.parties.members(actor.scope)):
        raise BadInput(_("Choose somebody who handles cases."), target="person")


def begin_review(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Case:
    """Begin to look; the case becomes the officer's own if nobody has it."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        status = permit(loaded, "begin_review", actor)
        columns: dict[str, Any] = {} if case.assignee_id else {"assignee_id": actor.person_id}
        settle(loaded, "review_began", actor=actor, work=work, now=now, status=status, **columns)
        work.commit()
    return case


def tick(ref: str, key: str, *, actor: Actor, work: UnitOfWork, now: datetime, reason: str = "") -> Loaded:
    """Find one ledger row good as it stands now. A row that is not met is thereby *met otherwise*, which takes a reason.

    Raises BadInput for an unknown row or a missing reason.
    """
    with work:
        case, loaded, row = _row(ref, key, actor=actor, work=work, now=now)
        if row.is_unmet and not reason.strip():
            raise BadInput(_("Say why this is good enough although the check says otherwise."), target="reason")
        evidence = evidence_of(row, loaded)
        work.cases.save_tick(Tick(case_id=case.id, phase=str(case.phase), key=row.key, evidence=evidence, by=actor.person_id, at=now))
        detail = {"reason": reason.strip()[:LONGEST]} if reason.strip() else {}
        settle(loaded, "ticked", actor=actor, work=work, now=now, data={"key": row.key, "evidence": evidence}, detail=detail)
        work.commit()
    return loaded


def untick(ref: str, key: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Loaded:
    """Take a tick back."""
    with work:
        case, loaded, row = _row(ref, key, actor=actor, work=work, now=now)
        work.cases.remove_tick(case.id, case.phase, row.key)
        settle(loaded, "unticked", actor=actor, work=work, now=now, data={"key": row.key})
        work.commit()
    return loaded


def _row(ref: str, key: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[Case, Loaded, LedgerRow]:
    case, actor = reached(ref, actor=actor, work=work)
    loaded = load(case, work=work, now=now)
    permit(loaded, "tick", actor)
    row = loaded.ledger().get(key)
    if row is None:
        raise BadInput(_("There is no requirement “{name}”."), name=key)
    return case, loaded, row


def plan_request(ref: str, wanted: Wanted, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> CorrectionRequest:
    """Put a correction into the tray. Nothing is sent yet.

    Raises BadInput for an unknown target or row, and when neither a requirement nor a reason for an extra demand is given.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "plan_request", actor)
        request = planned(loaded, wanted, actor, work, now, chance)
        _settle_requests(loaded, "request_planned", request, actor=actor, work=work, now=now)
        work.commit()
    return request


def planned(loaded: Loaded, wanted: Wanted, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> CorrectionRequest:
    """Put a correction into the tray, as part of the caller's action. Raises as `plan_request`."""
    number = 1 + max((one.number for one in loaded.requests), default=0)
    request = CorrectionRequest(
        id=chance.id(), case_id=loaded.case.id, phase=loaded.case.phase, number=number, target_kind=TargetKind.FREE,
        created_by=actor.person_id, created_at=now,
    )  # fmt: skip
    _fill(request, wanted, loaded)
    work.cases.save_request(request)
    return request


def edit_planned(ref: str, request_id: str, wanted: Wanted, *, actor: Actor, work: UnitOfWork, now: datetime) -> CorrectionRequest:
    """Change a request that lies in the tray. Raises Refused once it is sent."""

    def change(loaded: Loaded, request: CorrectionRequest) -> None:
        _must_be(request, {RequestState.PLANNED}, _("This request is sent already. Withdraw it and ask anew."))
        _fill(request, wanted, loaded)

    return _changed(ref, request_id, "plan_request", "request_edited", change, actor=actor, work=work, now=now)


def delete_planned(ref: str, request_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take a request out of the tray; one that was answered before counts as answered again. Raises Refused once it is sent."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "plan_request", actor)
        request = _request(loaded, request_id)
        _must_be(request, {RequestState.PLANNED}, _("This request is sent already. Withdraw it and ask anew."))
        if request.sent_at is None:
            work.cases.delete_request(request.id)
        else:
            request.state = RequestState.ANSWERED
            work.cases.save_request(request)
        _settle_requests(loaded, "request_deleted", request, actor=actor, work=work, now=now)
        work.commit()


def extend_requests(ref: str, due: date, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """Give the contractor until a later day to answer what is asked, whether they wished for it or not. Neither clock is touched.

    Raises BadInput unless the day is later than the one that stands and not over; Refused when the case does not wait.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "extend_requests", actor)
        if due <= max(day_of(now), case.due_on or due.min):
            raise BadInput(_("Choose a later day than the one that stands."), target="due")
        for request in loaded.unanswered():
            request.due_on = due
            if request.answer_kind == MORE_TIME:
                request.answer_kind, request.answer, request.answered_by, request.answered_at = "", "", None, None
            work.cases.save_request(request)
        loaded.requests = work.cases.requests(case.id)
        loaded.changed()
        settle(loaded, "due_moved", actor=actor, work=work, now=now, data={"due": due.isoformat()})
        tell(case, "due_moved", [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    return case


def withdraw_request(ref: str, request_id: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """Take a sent request back, with a reason; with the last one the pause ends. Those who were asked are told, by one notice.

    Raises BadInput without a reason, Refused when it is not open, or is the last and the contractor has begun to answer: what they have
    written is not sent yet, and nobody may decide upon it.
    """
    if not reason.strip():
        raise BadInput(_("Say why the request is withdrawn."), target="reason")
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "withdraw_request", actor)
        request = _request(loaded, request_id)
        _must_be(request, OPEN_REQUEST_STATES, _("This request is not open."))
        request.state, request.closing_reason = RequestState.WITHDRAWN, reason.strip()[:LONGEST]
        request.closed_by, request.closed_at = actor.person_id, now
        work.cases.save_request(request)
        _settle_requests(loaded, "request_withdrawn", request, actor=actor, work=work, now=now, words=reason)
        notice = "request_withdrawn"
        if case.status == Status.PAUSED and not any(one.blocking for one in loaded.unanswered()):
            _end_pause(loaded, work, now)
            notice = "requests_gone"
        people = company_people(loaded, work, work.cases.events(case.id))
        tell(case, notice, people, work=work, chance=chance, now=now, reason=request.closing_reason)
        work.commit()
    return case


def _end_pause(loaded: Loaded, work: UnitOfWork, now: datetime) -> None:
    """Nothing is asked any more: what hung on the pause is closed, and the check goes on with what was sent."""
    if differs_from_sent(loaded, work):
        raise Refused(_("The contractor has begun to answer. Wait for the answers, or ask them to send what they have."))
    for one in loaded.unanswered():
        one.state, one.closed_at = RequestState.WITHDRAWN, now
        work.cases.save_request(one)
    loaded.requests, loaded.as_sent = work.cases.requests(loaded.case.id), loaded.case.sent_days
    loaded.changed()
    status = permit(loaded, "unpause", Machine())
    settle(loaded, "unpaused", actor=Machine(), work=work, now=now, status=status)


def accept_answer(
    ref: str, request_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, seen_version: int | None = None
) -> CorrectionRequest:
    """The answer is good; the request is closed. Raises CaseMoved when others changed the case since `seen_version`."""

    def change(_loaded: Loaded, request: CorrectionRequest) -> None:
        _must_be(request, {RequestState.ANSWERED}, _("There is no answer to accept."))
        request.state, request.closed_by, request.closed_at = RequestState.ACCEPTED, actor.person_id, now

    return _changed(ref, request_id, "judge_answer", "answer_accepted", change, actor=actor, work=work, now=now, seen_version=seen_version)


def reopen_request(
    ref: str, request_id: str, comment: str, *, actor: Actor, work: UnitOfWork, now: datetime, seen_version: int | None = None
) -> CorrectionRequest:
    """The answer is not good enough: the request goes back into the tray with a word of why. Raises BadInput without one, CaseMoved."""
    if not comment.strip():
        raise BadInput(_("Say what is still not right."), target="comment")

    def change(_loaded: Loaded, request: CorrectionRequest) -> None:
        _must_be(request, {RequestState.ANSWERED}, _("There is no answer to ask about again."))
        request.state, request.comment = RequestState.PLANNED, comment.strip()[:LONGEST]

    given: dict[str, Any] = {"actor": actor, "work": work, "now": now, "words": comment, "seen_version": seen_version}
    return _changed(ref, request_id, "judge_answer", "request_reopened", change, **given)


def _changed(
    ref: str,
    request_id: str,
    action: str,
    kind: str,
    change: Callable[[Loaded, CorrectionRequest], None],
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    words: str = "",
    seen_version: int | None = None,
) -> CorrectionRequest:
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, action, actor)
        demand_seen(case, seen_version, actor, work)
        request = _request(loaded, request_id)
        change(loaded, request)
        work.cases.save_request(request)
        _settle_requests(loaded, kind, request, actor=actor, work=work, now=now, words=words)
        work.commit()
    return request


def _settle_requests(
    loaded: Loaded, kind: str, request: CorrectionRequest, *, actor: Actor, work: UnitOfWork, now: datetime, words: str = ""
) -> None:
    loaded.requests = work.cases.requests(loaded.case.id)
    loaded.changed()
    detail = {"words": words.strip()[:LONGEST]} if words.strip() else {}
    settle(loaded, kind, actor=actor, work=work, now=now, data={"request": request.id, "number": request.number}, detail=detail)


def _request(loaded: Loaded, request_id: str) -> CorrectionRequest:
    found = next((one for one in loaded.requests if one.id == request_id and one.phase == loaded.case.phase), None)
    if found is None:
        raise NotThere
    return found


def _must_be(request: CorrectionRequest, states: set[RequestState] | frozenset[RequestState], otherwise: Text) -> None:
    if request.state not in states:
        raise Refused(otherwise)


def _fill(request: CorrectionRequest, wanted: Wanted, loaded: Loaded) -> None:
    """Words, source and target from the ledger row, or from the officer for an extra demand."""
    row = loaded.ledger().get(wanted.key) if wanted.key else None
    if wanted.key and row is None:
        raise BadInput(_("There is no requirement “{name}”."), name=wanted.key, target="key")
    if row is None and not wanted.what.strip():
        raise BadInput(_("Say what must be corrected."), target="what")
    target = wanted.target or (f"{row.step}/{row.at}" if row and row.at else row.step if row else "")
    if row is None and target and not wanted.extra_reason.strip():
        raise BadInput(_("Say why you ask for more than the rules do."), target="extra_reason")
    if wanted.reason_kind not in ("incomplete", "incorrect"):
        raise BadInput(_("Say whether it is incomplete or incorrect."), target="reason_kind")
    request.target, request.target_kind = target, _target_kind(target, loaded)
    request.requirement = row.id if row else ""
    request.what = pack(verbatim(wanted.what.strip()[:LONGEST]) if wanted.what.strip() or row is None else row.what)
    request.how_to_fix = pack(verbatim(wanted.how_to_fix.strip()[:LONGEST]) if wanted.how_to_fix.strip() or row is None else row.how_to_fix)
    request.source, request.origin = "", pack_source(row.source) if row else {}
    request.comment, request.extra_reason = wanted.comment.strip()[:LONGEST], wanted.extra_reason.strip()[:LONGEST]
    request.reason_kind, request.blocking = wanted.reason_kind, wanted.blocking


def _target_kind(target: str, loaded: Loaded) -> TargetKind:
    """What a target is; raises BadInput when the phase has no such step, question or slot."""
    if not target:
        return TargetKind.FREE
    step, _slash, at = target.partition("/")
    index = index_of(loaded.workflow, loaded.case.phase)
    if step not in index.steps:
        raise BadInput(_("There is no step “{name}”."), name=step, target="target")
    if not at:
        return TargetKind.STEP
    kind, part, _number = locate(Reading(loaded.workflow, loaded.dossier()), at)
    if index.step_of(part) != step:
        raise BadInput(_("There is no field “{name}” in this step."), name=at, target="target")
    return TargetKind.SLOT if kind == "slot" else TargetKind.QUESTION
