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

from models.actor import Actor, Machine
from models.base import Phase, State, Status
from models.case import Case, Snapshot
from models.correspondence import CorrectionRequest, RequestState, TargetKind
from models.errors import MovedOn, Refused
from models.text import Text, _, pack
from workflows.casework.dossiers import Loaded, load
from workflows.casework.settling import ANSWER_WEEKS, clock_of, is_answered, settle, standing_of, tell
from workflows.changes import fingerprint
from workflows.clocks import Calendar, day_of
from workflows.exports import row_json
from workflows.facts import Dossier, FileFacts
from workflows.ledger import LedgerRow
from workflows.lifecycle import decide
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork
from workflows.summary import SummarySection, summary


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the contractor is told after sending. `lacking` names what was asked for at once; `expected` is the municipality's last day."""

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


@dataclass(frozen=True, slots=True)
class Review:
    """Check your answers: everything that would be sent, what stops it, what will be asked for, who is told, and by when an answer comes.

    `seen_version` goes back with the sending, so that what a colleague changed meanwhile is not sent unseen.
    """

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


class Blocked(Refused):
    """Something must be mended before anything can be sent; `rows` says what."""

    text = _("{count} things must be mended before you can send.")

    def __init__(self, rows: Sequence[LedgerRow], **values: Any) -> None:
        super().__init__(count=len(rows), **values)
        self.rows = tuple(rows)


def review(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Review:
    """What would be sent now."""
    with work:
        case = work.cases.get(actor.scope, ref)
        authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
        loaded = load(case, work=work, now=now)
        standing = standing_of(loaded)
        members = work.parties.members(actor.scope)
        ledger = loaded.ledger()
        action = "resubmit" if case.status == Status.PAUSED else "submit"
        return Review(
            ref=case.ref, number=case.number, phase=case.phase, sections=summary(loaded.workflow, loaded.dossier()), rows=ledger.rows,
            blocking=[row for row in ledger.blocking if row.state != State.ASKED_FOR], needed=ledger.needed,
            waived=[row for row in ledger.rows if row.state == State.WAIVED], recipients=_recipients(case, members, loaded),
            municipality=loaded.known.municipality_name, expected=_expected(loaded), seen_version=case.version,
            why_not=_why_not(loaded, action, actor), is_resubmission=action == "resubmit", answered=standing.answered,
            asked=standing.unanswered,
        )  # fmt: skip


def submit(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None, reason: str = ""
) -> Receipt:
    """Send the phase. Lacks something needed: received, so that time counts, and paused at once with the list.

    Pressed again after it was sent, gives the same receipt. Raises Blocked with what must be mended, MovedOn when a colleague changed
    something since `seen_version`, Refused, NotThere, NotAllowed.
    """
    with work:
        case = work.cases.get(actor.scope, ref)
        loaded = load(case, work=work, now=now)
        earlier = _earlier_receipt(loaded, work)
        if earlier is not None:
            authorize(actor, "submit", company_id=case.company_id)
            return earlier
        _unseen(loaded, seen_version, actor, work)
        authorize(actor, "submit", company_id=case.company_id)
        _stop_if_blocked(loaded)
        status = decide(standing_of(loaded), "submit", actor)
        _send(loaded, status, "submitted", reason, actor=actor, work=work, now=now, chance=chance)
        lacking = _pause_at_once(loaded, work=work, now=now, chance=chance)
        receipt = _receipt(loaded, work, lacking)
        work.commit()
    return receipt


def resubmit(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance, seen_version: int | None = None, sentence: str = ""
) -> Receipt:
    """Send the answers to the municipality's requests, to the same officer. What still lacks is asked for again at once.

    Raises Refused when nothing was changed, or when requests are unanswered and no sentence says why; Blocked, MovedOn.
    """
    with work:
        case = work.cases.get(actor.scope, ref)
        loaded = load(case, work=work, now=now)
        _unseen(loaded, seen_version, actor, work)
        authorize(actor, "resubmit", company_id=case.company_id)
        _stop_if_blocked(loaded)
        status = decide(standing_of(loaded), "resubmit", actor)
        unanswered = [one for one in loaded.unanswered() if one.blocking and not is_answered(one, loaded)]
        if unanswered and not sentence.strip():
            raise Refused(
                _("{count} requests are not answered. Answer them, or say in a sentence why you send what you have.", count=len(unanswered))
            )
        for request in loaded.unanswered():
            if is_answered(request, loaded) or not request.blocking:
                request.state, request.answered_by, request.answered_at = RequestState.ANSWERED, actor.person_id, now
                request.answer_kind = request.answer_kind or "corrected"
                if not request.blocking:
                    request.state = RequestState.ACCEPTED
                work.cases.save_request(request)
        loaded.requests = work.cases.requests(case.id)
        loaded.changed()
        _send(loaded, status, "resubmitted", sentence, actor=actor, work=work, now=now, chance=chance)
        lacking = _pause_at_once(loaded, work=work, now=now, chance=chance)
        receipt = _receipt(loaded, work, lacking)
        work.commit()
    return receipt


def _stop_if_blocked(loaded: Loaded) -> None:
    """Raises Blocked with the rows, where the case still lies with the contractor."""
    blocking = [row for row in loaded.ledger().blocking if row.state != State.ASKED_FOR]
    if blocking and loaded.case.status in (Status.DRAFT, Status.PAUSED):
        raise Blocked(blocking)


def _send(loaded: Loaded, status: Status, kind: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """Keep the snapshot, move the case, tell the municipality."""
    case = loaded.case
    snapshot = _snapshot(loaded, actor, work, now, chance)
    data = {"snapshot": snapshot.id, "sending": snapshot.number, "sha256": snapshot.sha256}
    detail = {"words": words.strip()[:2000]} if words.strip() else {}
    columns: dict[str, Any] = {} if case.submitted_at else {"submitted_at": now}
    settle(loaded, kind, actor=actor, work=work, now=now, status=status, data=data, detail=detail, **columns)
    tell(case, kind, [case.assignee_id] if case.assignee_id else [], work=work, chance=chance, now=now)


def _pause_at_once(loaded: Loaded, *, work: UnitOfWork, now: datetime, chance: Chance) -> list[LedgerRow]:
    """Ask for everything needed that lacks; the pause counts as incomplete, so the time starts anew when it comes."""
    case = loaded.case
    lacking = loaded.ledger().needed
    if not lacking:
        return []
    status = decide(standing_of(loaded), "pause_at_once", Machine())
    due = Calendar(loaded.known.closed_days).next_working(day_of(now) + ANSWER_WEEKS)
    open_already = {one.requirement: one for one in loaded.unanswered()}
    number = max((one.number for one in loaded.requests), default=0)
    for row in lacking:
        if row.request:
            continue
        number += 1
        work.cases.save_request(_automatic(loaded, row, number, due, now, chance))
    for request in open_already.values():
        request.due_on = due
        work.cases.save_request(request)
    loaded.requests = work.cases.requests(case.id)
    loaded.changed()
    data = {"automatic": True, "reason": "incomplete", "due": due.isoformat(), "requests": len(loaded.unanswered())}
    settle(loaded, "paused", actor=Machine(), work=work, now=now, status=status, data=data)
    tell(case, "paused", [case.created_by], work=work, chance=chance, now=now)
    return lacking


def _automatic(loaded: Loaded, row: LedgerRow, number: int, due: date, now: datetime, chance: Chance) -> CorrectionRequest:
    kinds = {"field": TargetKind.QUESTION, "group": TargetKind.QUESTION, "slot": TargetKind.SLOT, "step": TargetKind.STEP}
    return CorrectionRequest(
        id=chance.id(), case_id=loaded.case.id, phase=loaded.case.phase, number=number, state=RequestState.SENT, automatic=True,
        target_kind=kinds[row.kind], target=f"{row.step}/{row.at}" if row.at else row.step, requirement=row.id, reason_kind="incomplete",
        what=pack(row.what), how_to_fix=pack(row.how_to_fix), source=row.source.words.in_english(), due_on=due,
        baseline=fingerprint(loaded.dossier(), row.step, row.at), created_at=now, sent_at=now,
    )  # fmt: skip


def _snapshot(loaded: Loaded, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Snapshot:
    case, dossier = loaded.case, loaded.dossier()
    files = {
        slot: [{"id": one.id, "name": one.name, "sha256": one.sha256, "size": one.size, "state": str(one.state)} for one in found]
        for slot, found in dossier.files[case.phase].items()
    }
    content = {
        "answers": dossier.answers[case.phase],
        "files": files,
        "ledger": [row_json(row, Text.in_english) for row in loaded.ledger()],
        "rules_version": case.rules_version,
        "workflow_version": case.workflow_version,
    }
    sent = [one.number for one in work.cases.snapshots(case.id) if one.phase == case.phase]
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    plain = json.loads(json.dumps(content, default=str))
    snapshot = Snapshot(
        id=chance.id(),
        case_id=case.id,
        phase=case.phase,
        number=max(sent, default=0) + 1,
        at=now,
        by=actor.person_id,
        content=plain,
        sha256=digest,
    )
    work.cases.add_snapshot(snapshot)
    return snapshot


def dossier_of(snapshot: Snapshot, loaded: Loaded) -> Dossier:
    """The case as it was at one sending, for showing what changed since."""
    files = {
        slot: [FileFacts(one["name"], sha256=one["sha256"], id=one["id"], size=one["size"]) for one in found]
        for slot, found in snapshot.content["files"].items()
    }
    now = loaded.dossier(snapshot.phase)
    return Dossier(
        now.workflow,
        snapshot.phase,
        now.today,
        {**now.answers, snapshot.phase: snapshot.content["answers"]},
        {snapshot.phase: files},
        now.rules,
        now.known,
    )


def _unseen(loaded: Loaded, seen_version: int | None, actor: Actor, work: UnitOfWork) -> None:
    """What a colleague changed after the sender looked must be looked at first."""
    case = loaded.case
    if seen_version is None or seen_version == case.version:
        return
    others = [one for one in work.cases.events(case.id) if one.actor_id not in (None, actor.person_id)]
    if not others:
        return
    latest = others[-1]
    name = work.parties.names([latest.actor_id or ""]).get(latest.actor_id or "", "")
    raise MovedOn(_("{name} changed the case at {time}. Look through it once more before you send.", name=name, time=latest.at))


def _why_not(loaded: Loaded, action: str, actor: Actor) -> Text | None:
    try:
        decide(standing_of(loaded), action, actor)
    except Refused as error:
        return error.text
    return None


def _recipients(case: Case, members: Sequence[Any], loaded: Loaded) -> list[str]:
    """Who is told what becomes of the case, by name."""
    contact = {field: raw for step in loaded.answers_of(Phase.APPLICATION).values() for field, raw in step.items()}.get("contact")
    wanted = {case.created_by, contact}
    return [person.name for person, _membership in members if person.id in wanted]


def _expected(loaded: Loaded) -> date | None:
    """The municipality's last day, if the case were complete today."""
    handling = loaded.workflow.phase(loaded.case.phase).handling
    length = int(loaded.rules.get(handling.parameter, handling.length)) if handling.parameter else handling.length
    calendar, today = Calendar(loaded.known.closed_days), day_of(loaded.now)
    if handling.unit == "working_days":
        return calendar.add_working_days(today, length)
    return calendar.next_working(date.fromordinal(today.toordinal() + 7 * length))


def _earlier_receipt(loaded: Loaded, work: UnitOfWork) -> Receipt | None:
    """The receipt of a phase that is sent already; None while it is a draft."""
    if loaded.case.status == Status.DRAFT:
        return None
    if not any(one.phase == loaded.case.phase for one in work.cases.snapshots(loaded.case.id)):
        return None
    return _receipt(loaded, work, loaded.ledger().asked_for)


def _receipt(loaded: Loaded, work: UnitOfWork, lacking: Sequence[LedgerRow]) -> Receipt:
    case = loaded.case
    last = [one for one in work.cases.snapshots(case.id) if one.phase == case.phase][-1]
    due = clock_of(loaded, work.cases.events(case.id)).due
    return Receipt(
        case.ref, case.number, case.phase, case.status, last.at, last.number, last.sha256, due, lacking, loaded.known.municipality_name
    )
