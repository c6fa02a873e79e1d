"""Sending: what will be sent is shown first; on sending the server judges everything anew, keeps an unchangeable snapshot, and asks at once
for what lacks. What is needed for a decision never stops a sending: the municipality must receive it and say what lacks.

Source: forvaltningsforskriften (advice duty), domain README section 0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.actor import Actor, Machine, Scope
from models.base import Phase, State, Status
from models.case import Case, Snapshot
from models.correspondence import MORE_TIME, CorrectionRequest, RequestState, TargetKind
from models.errors import NotAllowed, Refused
from models.text import Text, _, _n, pack
from workflows.casework.describing import documents_of
from workflows.casework.dossiers import Loaded, announced_start, columns_of, load, renewed
from workflows.casework.freshness import CaseMoved, moves_of
from workflows.casework.reaching import reached
from workflows.casework.settling import (
    ANSWER_WEEKS,
    DRAFT_KINDS,
    being_checked,
    clock_of,
    handling_of,
    is_answered,
    is_found_good,
    is_notice,
    permit,
    settle,
    standing_of,
    tell,
)
from workflows.casework.sight import newest_sending, seen_by, with_sending
from workflows.casework.starting import refuse_paused
from workflows.casework.telling import officers_of
from workflows.casework.views import DocumentInfo
from workflows.clocks import Calendar, day_of
from workflows.exports import row_json
from workflows.fees import FeeLine, fees_of
from workflows.ledger import LedgerRow
from workflows.parts import pack_source
from workflows.places import places_of
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork
from workflows.reading import Reading
from workflows.summary import SummarySection, summary


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the contractor is told after sending. `lacking` names what was asked for at once; `expected` is the municipality's last day.

    `is_notice`: the municipality takes note of it, and work may start.
    """

    ref: str
    number: str
    phase: Phase
    status: Status
    sent_at: datetime
    sending: int
    sha256: str
    expected: date | None
    lacking: Sequence[LedgerRow]
    municipality: str
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """Check your answers: everything that would be sent, what stops it, what will be asked for, who is told, and by when an answer comes.

    `seen_version` goes back with the sending, so that what a colleague changed meanwhile is not sent unseen. `being_checked` names a file
    the sending has to wait for.
    """

    case_id: str
    ref: str
    number: str
    phase: Phase
    sections: Sequence[SummarySection]
    rows: Sequence[LedgerRow]
    blocking: Sequence[LedgerRow]
    needed: Sequence[LedgerRow]
    waived: Sequence[LedgerRow]
    recipients: Sequence[str]
    municipality: str
    expected: date | None
    seen_version: int
    why_not: Text | None
    is_resubmission: bool
    answered: int
    asked: int
    documents: Sequence[DocumentInfo]
    is_notice: bool = False
    fees: Sequence[FeeLine] = ()
    being_checked: str = ""


CHANGES_WHAT_IS_SENT = DRAFT_KINDS | {"request_answered", "step_unlocked", "request_withdrawn"}
"""Events after which somebody who looked before must look again."""


class Blocked(Refused):
    """Something must be mended before anything can be sent; `rows` says what."""

    def __init__(self, rows: Sequence[LedgerRow]) -> None:
        super().__init__(_n("{n} thing must be mended before you can send.", "{n} things must be mended before you can send.", len(rows)))
        self.rows = tuple(rows)


def review(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Review:
    """What would be sent now."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        standing = standing_of(loaded)
        loaded = loaded if actor.is_staff else seen_by(actor, loaded, ())
        members = work.parties.members(Scope(company_id=case.company_id))
        ledger = loaded.ledger()
        action = "resubmit" if case.status == Status.PAUSED else "submit"
        return Review(
            case_id=case.id, ref=case.ref, number=case.number, phase=case.phase,
            sections=summary(loaded.workflow, loaded.dossier()), rows=ledger.rows,
            blocking=[row for row in ledger.blocking if row.state != State.ASKED_FOR], needed=ledger.needed,
            waived=[row for row in ledger.rows if row.state == State.WAIVED], recipients=_recipients(case, members, loaded),
            municipality=loaded.known.municipality_name, expected=_expected(loaded), seen_version=case.version,
            why_not=_why_not(loaded, action, actor), is_resubmission=action == "resubmit", answered=standing.answered,
            asked=standing.unanswered, documents=documents_of(loaded, {}), is_notice=is_notice(loaded),
            fees=fees_of(Reading(loaded.workflow, loaded.dossier())), being_checked=standing.being_checked,
        )  # fmt: skip


def submit(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None, reason: str = ""
) -> Receipt:
    """Send the phase. Lacks something needed: received, so that time counts, and paused at once with the list.

    Pressed again after it was sent, gives the same receipt. Raises Blocked with what must be mended, CaseMoved when a colleague changed
    something since `seen_version`, Refused while a file is being checked, NotThere, NotAllowed.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        earlier = _earlier_receipt(loaded, work)
        if earlier is not None:
            authorize(actor, "submit", company_id=case.company_id)
            return earlier
        _unseen(loaded, seen_version, actor, work)
        authorize(actor, "submit", company_id=case.company_id)
        refuse_paused(work.parties.municipality(case.municipality_id))
        _stop_if_closed(loaded)
        _stop_if_blocked(loaded)
        status = permit(loaded, "submit", actor)
        sent = _send(loaded, status, "submitted", reason, actor=actor, work=work, now=now, chance=chance)
        lacking = _pause_at_once(loaded, work=work, now=now, chance=chance)
        _tell_of_sending(case, "submitted", is_theirs=not lacking, work=work, now=now, chance=chance)
        receipt = _receipt(loaded, work, sent, lacking)
        work.commit()
    return receipt


def resubmit(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None, sentence: str = ""
) -> Receipt:
    """Send the answers to the municipality's requests, to the same officer. What still lacks is asked for again at once.

    Pressed again after it was sent, gives the same receipt. Raises Refused when nothing was changed, while a file is being checked, or
    when requests are unanswered and no sentence says why; Blocked, CaseMoved.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        authorize(actor, "resubmit", company_id=case.company_id)
        if case.status == Status.RESUBMITTED:
            return _receipt(loaded, work, work.cases.snapshots(case.id)[-1], loaded.ledger().asked_for)
        _unseen(loaded, seen_version, actor, work)
        _stop_if_blocked(loaded)
        status = permit(loaded, "resubmit", actor)
        _hand_in_answers(loaded, sentence, actor, work, now)
        sent = _send(loaded, status, "resubmitted", sentence, actor=actor, work=work, now=now, chance=chance)
        lacking = _pause_at_once(loaded, work=work, now=now, chance=chance)
        _tell_of_sending(case, "resubmitted", is_theirs=not lacking, work=work, now=now, chance=chance)
        receipt = _receipt(loaded, work, sent, lacking)
        work.commit()
    return receipt


def _tell_of_sending(case: Case, kind: str, *, is_theirs: bool, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Tell who handles the case; where nobody does and it is the municipality's turn, everybody who handles cases there."""
    handlers = officers_of(case, work)
    tell(case, kind, handlers if is_theirs or case.assignee_id in handlers else [], work=work, chance=chance, now=now)


def _hand_in_answers(loaded: Loaded, sentence: str, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Mark what is answered. What is not stays open, and then a sentence must say why the rest is sent."""
    answered = {one.id for one in loaded.unanswered() if is_answered(one, loaded)}
    left = sum(one.blocking and one.id not in answered for one in loaded.unanswered())
    if left and not sentence.strip():
        raise Refused(
            _n(
                "{n} request is not answered. Answer it, or say in a sentence why you send what you have.",
                "{n} requests are not answered. Answer them, or say in a sentence why you send what you have.",
                left,
            )
        )
    for one in loaded.unanswered():
        if one.id in answered or not one.blocking:
            one.state = RequestState.ANSWERED if one.blocking else RequestState.ACCEPTED
            said = "" if one.answer_kind == MORE_TIME else one.answer_kind
            one.answer_kind = said or ("corrected" if one.id in answered else "")
            one.answered_by, one.answered_at = actor.person_id, now
            work.cases.save_request(one)
    loaded.requests = work.cases.requests(loaded.case.id)
    loaded.changed()


def _stop_if_blocked(loaded: Loaded) -> None:
    """Raises Blocked with the rows, where the case still lies with the contractor; a file that is being checked is told of first, by its
    guard."""
    blocking = [row for row in loaded.ledger().blocking if row.state != State.ASKED_FOR]
    if blocking and not being_checked(loaded) and loaded.case.status in (Status.DRAFT, Status.PAUSED):
        raise Blocked(blocking)


def _send(
    loaded: Loaded, status: Status, kind: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Snapshot:
    """Keep the snapshot, and move the case."""
    case = loaded.case
    snapshot = _snapshot(loaded, actor, work, now, chance)
    data = {"snapshot": snapshot.id, "sending": snapshot.number, "sha256": snapshot.sha256}
    detail = {"words": words.strip()[:2000]} if words.strip() else {}
    columns: dict[str, Any] = {} if case.submitted_at else {"submitted_at": now}
    settle(
        loaded,
        kind,
        actor=actor,
        work=work,
        now=now,
        status=status,
        data=data,
        detail=detail,
        **columns,
        **columns_of(loaded),
        starts_on=announced_start(loaded),
        sent_days={**case.sent_days, str(case.phase): with_sending(case.sent_days.get(str(case.phase)), now)},
        **renewed(loaded),
    )
    return snapshot


def _pause_at_once(loaded: Loaded, *, work: UnitOfWork, now: datetime, chance: Chance) -> list[LedgerRow]:
    """Ask for everything needed that lacks; the pause counts as incomplete, so the time starts anew when it comes.

    What was asked before and not answered stays asked, with a new day to answer by.
    """
    case = loaded.case
    lacking = _lacking(loaded, work)
    if not lacking:
        return []
    status = permit(loaded, "pause_at_once", Machine())
    due = Calendar(loaded.known.closed_days).next_working(day_of(now) + ANSWER_WEEKS)
    for request in loaded.unanswered():
        request.due_on = due
        work.cases.save_request(request)
    number = max((one.number for one in loaded.requests), default=0)
    for more, row in enumerate((row for row in lacking if not row.request), start=1):
        work.cases.save_request(_automatic(loaded, row, number + more, due, now, chance))
    loaded.requests = work.cases.requests(case.id)
    loaded.changed()
    asked = [one.id for one in loaded.unanswered()]
    data = {"automatic": True, "reason": "incomplete", "due": due.isoformat(), "requests": len(asked), "asked": asked}
    settle(loaded, "paused", actor=Machine(), work=work, now=now, status=status, data=data)
    tell(case, "paused", [case.created_by], work=work, chance=chance, now=now)
    return lacking


def _lacking(loaded: Loaded, work: UnitOfWork) -> list[LedgerRow]:
    """What keeps the case with the contractor: requests left open, and what is needed and lacks.

    Not what an officer has found good as it is, nor what the contractor disputes: that is an officer's to judge.
    """
    case, ledger = loaded.case, loaded.ledger()
    ticks = work.cases.ticks(case.id, case.phase)
    judged = {
        (one.requirement, one.target)
        for one in loaded.requests
        if one.phase == case.phase and one.state == RequestState.ANSWERED and one.answer_kind == "disputed"
    }
    left = [row for row in ledger.blocking if row.state == State.ASKED_FOR]
    needed = [row for row in ledger.needed if (row.id, _target(row)) not in judged and not is_found_good(row, loaded, ticks)]
    return [*left, *needed]


def _target(row: LedgerRow) -> str:
    return f"{row.step}/{row.at}" if row.at else row.step


def _automatic(loaded: Loaded, row: LedgerRow, number: int, due: date, now: datetime, chance: Chance) -> CorrectionRequest:
    kinds = {"field": TargetKind.QUESTION, "group": TargetKind.QUESTION, "slot": TargetKind.SLOT, "step": TargetKind.STEP}
    return CorrectionRequest(
        id=chance.id(), case_id=loaded.case.id, phase=loaded.case.phase, number=number, state=RequestState.SENT, automatic=True,
        target_kind=kinds[row.kind], target=_target(row), requirement=row.id, reason_kind="incomplete",
        what=pack(row.what), how_to_fix=pack(row.how_to_fix), origin=pack_source(row.source), due_on=due,
        baseline=loaded.fingerprint(row.step, row.at), created_at=now, sent_at=now,
    )  # fmt: skip


def _snapshot(loaded: Loaded, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Snapshot:
    case, dossier = loaded.case, loaded.dossier()
    files = {
        slot: [{"id": one.id, "name": one.name, "sha256": one.sha256, "size": one.size, "state": str(one.state)} for one in found]
        for slot, found in dossier.files[case.phase].items()
    }
    content = {
        "answers": dossier.answers[case.phase],
        "places": places_of(Reading(loaded.workflow, dossier)),
        "files": files,
        "ledger": [row_json(row, Text.in_english) for row in loaded.ledger()],
        "rules_version": loaded.local.version,
        "workflow_version": case.workflow_version,
        "waivers": dict(dossier.waivers),
    }
    sent = [one.number for one in work.cases.snapshots(case.id) if one.phase == case.phase]
    canonical = json.dumps(content, sort_keys=True, default=str)
    snapshot = Snapshot(
        id=chance.id(),
        case_id=case.id,
        phase=case.phase,
        number=max(sent, default=0) + 1,
        at=now,
        by=actor.person_id,
        content=json.loads(canonical),
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
    )
    work.cases.add_snapshot(snapshot)
    return snapshot


def _unseen(loaded: Loaded, seen_version: int | None, actor: Actor, work: UnitOfWork) -> None:
    """What a colleague changed after the sender looked must be looked at first; what was only said about the case does not count."""
    case = loaded.case
    if seen_version is None or seen_version == case.version:
        return
    moves = [one for one in moves_of(case, seen_version, actor, work, kinds=CHANGES_WHAT_IS_SENT) if one.who]
    if not moves:
        return
    latest = moves[-1]
    said = _("{name} changed the case at {time}. Look through it once more before you send.", name=latest.who, time=latest.at)
    raise CaseMoved(moves, said)


def _why_not(loaded: Loaded, action: str, actor: Actor) -> Text | None:
    try:
        permit(loaded, action, actor)
    except (Refused, NotAllowed) as error:
        return error.text
    return None


def _recipients(case: Case, members: Sequence[Any], loaded: Loaded) -> list[str]:
    """Who is told what becomes of the case, by name."""
    contact = {field: raw for step in loaded.answers_of(Phase.APPLICATION).values() for field, raw in step.items()}.get("contact")
    wanted = {case.created_by, contact}
    return [person.name for person, _membership in members if person.id in wanted]


def _expected(loaded: Loaded) -> date | None:
    """The municipality's last day, if the case were complete today."""
    handling, length = handling_of(loaded, loaded.case.phase)
    calendar, today = Calendar(loaded.known.closed_days), day_of(loaded.now)
    if handling.unit == "working_days":
        return calendar.add_working_days(today, length)
    return calendar.next_working(date.fromordinal(today.toordinal() + 7 * length))


def _stop_if_closed(loaded: Loaded) -> None:
    """A municipality that has closed this kind of case takes no new ones; what was sent before goes on."""
    if loaded.case.submitted_at is None and not loaded.local.content.is_open:
        raise Refused(_("{municipality} takes no new cases of this kind here.", municipality=loaded.known.municipality_name))


def _earlier_receipt(loaded: Loaded, work: UnitOfWork) -> Receipt | None:
    """The receipt of a phase that is sent already; None while it is a draft."""
    if loaded.case.status == Status.DRAFT:
        return None
    last = newest_sending(loaded, work.cases.snapshots(loaded.case.id))
    return _receipt(loaded, work, last, loaded.ledger().asked_for) if last else None


def _receipt(loaded: Loaded, work: UnitOfWork, last: Snapshot, lacking: Sequence[LedgerRow]) -> Receipt:
    case = loaded.case
    due = clock_of(loaded, work.cases.events(case.id, without=DRAFT_KINDS)).due
    return Receipt(
        case.ref,
        case.number,
        case.phase,
        case.status,
        last.at,
        last.number,
        last.sha256,
        due,
        lacking,
        loaded.known.municipality_name,
        is_notice(loaded),
    )
