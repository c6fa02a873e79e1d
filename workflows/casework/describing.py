"""Turning a case into what is shown of it: everything is read once, in one transaction, and described without further queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.actor import Actor
from models.base import Phase, Status
from models.case import Event, Snapshot
from models.correspondence import OWN_WISH, CorrectionRequest, Decision, Message, RequestState, TargetKind
from models.document import Document, FileState
from models.letters import Appeal, DecisionLetter
from models.local_set import LocalSet
from models.text import Text, _, unpack
from workflows.casework.companies import HANDOVER_TALK, NOBODY_ELSE, CaseCompanies, actor_of, as_coworker, companies_of, named
from workflows.casework.dossiers import Loaded, load
from workflows.casework.local import STANDARD
from workflows.casework.mentioning import ids_in, with_names
from workflows.casework.reaching import reached
from workflows.casework.reading_letters import Decided, decided_of
from workflows.casework.settling import (
    DRAFT_KINDS,
    STAFF_KINDS,
    clock_of,
    due_of,
    handling_of,
    is_answered,
    is_notice,
    report_of,
    standing_of,
)
from workflows.casework.sight import dossier_of, seen_by
from workflows.casework.site import REMINDED, happened_words, is_of_draft, named_in
from workflows.casework.verdicts import doubts_of, refusal_of
from workflows.casework.views import (
    DecisionInfo,
    DocumentInfo,
    Head,
    MessageInfo,
    Permitted,
    RequestInfo,
    SendingInfo,
    TimelineEntry,
)
from workflows.changes import lines_by_place
from workflows.clocks import Clock, day_of
from workflows.ledger import label_of
from workflows.lifecycle import BY_NAME, permitted
from workflows.local.comparing import SetDifference, compare_sets
from workflows.parts import unpack_source
from workflows.policy import MATRIX, authorize
from workflows.ports import UnitOfWork
from workflows.progress import ENDS, bar
from workflows.reading import Reading
from workflows.registry import workflow as declared_workflow

SHOWN_STATES = frozenset({FileState.READY, FileState.DOUBTFUL})

HAPPENED: dict[str, Text] = {
    "started": _("Draft started"),
    "converted": _("Changed to another kind of case"),
    "submitted": _("Sent to the municipality"),
    "resubmitted": _("Answers sent"),
    "paused": _("Corrections asked for"),
    "unpaused": _("The pause ended"),
    "more_time_asked": _("Asked for more time"),
    "due_moved": _("More time given"),
    "review_began": _("The check began"),
    "taken": _("Took the case"),
    "assigned": _("Case assigned"),
    "released": _("Let go of the case"),
    "approved": _("Approved"),
    "rejected": _("Rejected"),
    "proposed": _("Decision proposed"),
    "proposal_returned": _("Proposal sent back"),
    "correction_proposed": _("Correction of a decision proposed"),
    "decision_corrected": _("The decision was corrected"),
    "letter_opened": _("The company opened the decision"),
    "appeal_registered": _("Appeal registered"),
    "appeal_answered": _("Appeal answered"),
    "phase_opened": _("The next phase opened"),
    "completed": _("Case closed"),
    "guarantee_set": _("The guarantee was changed"),
    "withdrawn": _("Case withdrawn"),
    "lapsed": _("Case lapsed"),
    "reopened": _("Case reopened"),
    "request_withdrawn": _("Request withdrawn"),
    "answer_accepted": _("Answer accepted"),
    "request_reopened": _("Asked again"),
    "step_unlocked": _("Opened another part to change it"),
    "message": _("Message"),
    "responsible_changed": _("Made a colleague responsible for the case"),
    "cowork_invited": _("Asked another company to work on the case"),
    "cowork_accepted": _("Began to work on the case"),
    "cowork_declined": _("Did not want to work on the case"),
    "cowork_ended": _("Ended the work of another company on the case"),
    "handover_offered": _("Offered to hand the case over"),
    "handover_started": _("Asked another company to take the case over"),
    "handover_accepted": _("Accepted to take the case over"),
    "handover_declined": _("Did not want to take the case over"),
    "handover_withdrawn": _("Took the offer of the case back"),
    "handover_refused": _("Refused the handover"),
    "handover_approved": _("The case was handed over"),
    "company_gone": _("The company register says that the company can no longer act"),
    "company_back": _("The company register says that the company can act again"),
    "work_started": _("The work started"),
    "work_finished": _("The work was finished"),
    "backfill_allowed": _("The trench may be backfilled"),
    "backfilled": _("The trench was backfilled"),
    "inspection_asked": _("Asked for an inspection"),
    "inspection_proposed": _("Proposed an inspection"),
    "inspection_suggested": _("Suggested other times for the inspection"),
    "inspection_moved": _("Moved the inspection"),
    "inspection_agreed": _("The inspection was agreed"),
    "inspection_declined": _("The inspection was declined"),
    "inspection_cancelled": _("The inspection was cancelled"),
    "inspection_held": _("The inspection was held"),
    "inspection_missed": _("The inspection was not held"),
    "reminded": _("Reminder"),
    "statement_asked": _("Asked for a statement"),
    "statement_withdrawn": _("Took back that a statement is asked for"),
    "statement_given": _("Gave a statement"),
    "statement_shared": _("Shared a statement with the contractor"),
    "statement_read": _("The outside expert opened the case"),
    "glass_broken": _("The portal's administrator opened the case"),
    "glass_ended": _("The portal's administrator closed the case again"),
}
GUARANTEE_KINDS = frozenset({"completed", "guarantee_set"})
"""Events that say until when the work is guaranteed."""
WITH_THE_MUNICIPALITY = frozenset({Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW})
STAFF_ONLY = STAFF_KINDS | frozenset(
    {"taken", "assigned", "released", "proposed", "proposal_returned", "correction_proposed", "answer_accepted", "request_reopened"}
)


@dataclass(frozen=True)
class Opened:
    """A case with what was said and decided about it, each read once, as the actor's side may know it. Notes are for staff only.

    `actor` is who asked, with the rights they have on this case; None for a preview, which is nobody's case. `whole` is all that is there,
    whichever side asked: only for what both sides are told of it, as how many files have come.
    """

    loaded: Loaded
    events: Sequence[Event]
    snapshots: Sequence[Snapshot]
    messages: Sequence[Message]
    notes: Sequence[Message]
    decisions: Sequence[Decision]
    names: Mapping[str, str]
    new_rules: Sequence[SetDifference] = ()
    companies: CaseCompanies = NOBODY_ELSE
    actor: Actor | None = None
    whole: Loaded | None = None
    letters: Sequence[DecisionLetter] = ()
    appeals: Sequence[Appeal] = ()

    def sendings(self) -> list[Snapshot]:
        """What was sent in the current phase, in order."""
        return [one for one in self.snapshots if one.phase == self.loaded.case.phase]


def open_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, whole_log: bool = False) -> Opened:
    """Read a case for showing it; with the events of preparing only when the `whole_log` is wanted. Raises NotThere, NotAllowed."""
    case, actor = reached(ref, actor=actor, work=work)
    authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
    without = frozenset() if whole_log else DRAFT_KINDS
    work.casepages.gather(case.id, without=without)
    snapshots = work.cases.snapshots(case.id)
    whole = load(case, work=work, now=now)
    loaded = seen_by(actor, whole, snapshots)
    events = work.cases.events(case.id, without=without)
    decisions = work.cases.decisions(case.id)
    messages = work.cases.messages(case.id, internal=False)
    notes = work.cases.messages(case.id, internal=True) if actor.is_staff else ()
    people = {one.actor_id for one in events} | {one.uploaded_by for one in loaded.documents} | {one.decided_by for one in decisions}
    people |= {id_ for one in notes for id_ in ids_in(one.body)}
    people |= {one.answered_by for one in loaded.requests} | {one.author_id for one in (*messages, *notes)} | {case.assignee_id}
    people |= {case.created_by, *named_in(events)}
    companies = companies_of(case, work)
    names = named(case, sorted(filter(None, people)), events, companies, work)
    if actor.works_for is not None:
        companies = as_coworker(companies, actor.company_id)
        events = [one for one in events if one.kind not in HANDOVER_TALK]
    letters = work.letters.of_case(case.id) if decisions else ()
    appeals = work.letters.appeals(case.id) if decisions else ()
    rules = _new_rules(loaded, work)
    return Opened(loaded, events, snapshots, messages, notes, decisions, names, rules, companies, actor, whole, letters, appeals)


def _new_rules(loaded: Loaded, work: UnitOfWork) -> Sequence[SetDifference]:
    """What the municipality changed in its rules since a draft was last saved."""
    case = loaded.case
    if case.submitted_at is not None or case.rules_version == loaded.local.version:
        return ()
    row = work.rules.version(case.municipality_id, case.workflow, case.rules_version)
    declared = declared_workflow(case.workflow)
    return compare_sets(declared, LocalSet.model_validate(row.content) if row else STANDARD, loaded.local.content)


def head_of(opened: Opened, actor: Actor) -> Head:
    """What stands over every page of the case."""
    loaded, events = opened.loaded, opened.events
    case = loaded.case
    current = clock_of(loaded, events)
    ended_on = next((day_of(one.at) for one in reversed(events) if one.kind in ENDS), None)
    sent = {Phase(one.phase): day_of(one.at) for one in events if one.kind == "submitted" and one.phase}
    decided = {Phase(one.phase): day_of(one.at) for one in events if one.kind == "approved" and one.phase}
    applies = [one.phase for one in loaded.workflow.phases if one.phase == case.phase or one.phase in sent or _may_come(loaded, one.phase)]
    company = loaded.known.company.name if loaded.known.company else ""
    return Head(
        id=case.id, ref=case.ref, number=case.number, workflow=case.workflow, title=loaded.workflow.title, address=case.address,
        property_key=case.property_key, reference=case.reference, company=company, municipality=loaded.known.municipality_name,
        phase=case.phase, phase_title=loaded.workflow.phase(case.phase).title, status=case.status, ball=case.ball, column=case.board_column,
        due=due_of(case.status, current, report_of(opened.whole or loaded)), next_step=next_step(loaded, actor.is_staff),
        assignee_id=case.assignee_id, assignee=opened.names.get(case.assignee_id or "", ""),
        bar=bar(applies, case.phase, case.status, sent, decided, ended_on), clock=current, version=case.version,
        open_requests=case.open_requests,
        submitted_at=case.submitted_at, is_notice=is_notice(loaded),
        deemed_granted_on=_deemed_granted_on(loaded, current), guarantee_until=guaranteed_until(events, case.status),
        contact=loaded.local.content.contact, new_rules=opened.new_rules,
        company_gone=loaded.known.company.gone if loaded.known.company else "", companies=opened.companies,
        responsible=opened.names.get(case.created_by, ""),
        work_is_on=case.work_started_on is not None and case.work_finished_on is None,
    )  # fmt: skip


def guaranteed_until(events: Sequence[Event], status: Status) -> date | None:
    """The last day of the guarantee as it was told last since the case was closed; None for one that is open or has none."""
    telling = (one for one in reversed(events) if one.kind in GUARANTEE_KINDS)
    closing = next(telling, None) if status == Status.COMPLETED else None
    told = closing.data.get("guarantee_until") if closing else None
    return date.fromisoformat(told) if told else None


def _may_come(loaded: Loaded, phase: Phase) -> bool:
    """Whether a phase applies, as far as is known now."""
    return loaded.workflow.phase(phase).applies_if.holds(Reading(loaded.workflow, loaded.dossier()))


def _deemed_granted_on(loaded: Loaded, current: Clock) -> date | None:
    """The last day of a limit after which the permit counts as given; None while the case is not with the municipality."""
    handling, _length = handling_of(loaded, loaded.case.phase)
    return current.due if handling.deemed_granted and loaded.case.status in WITH_THE_MUNICIPALITY else None


def next_step(loaded: Loaded, for_staff: bool) -> Text:
    """What happens next, for the one who reads."""
    waiting = _("Wait for the contractor") if for_staff else _("Wait for the municipality")
    if is_notice(loaded) and loaded.case.status in WITH_THE_MUNICIPALITY:
        return _("Take note of it, or ask for what lacks") if for_staff else _("You may start; the municipality takes note of it")
    texts: dict[Status, tuple[Text, Text]] = {
        Status.DRAFT: (_("Fill in and send"), _("Wait for the contractor")),
        Status.SUBMITTED: (waiting, _("Begin the check")),
        Status.RESUBMITTED: (waiting, _("Look at the answers")),
        Status.IN_REVIEW: (waiting, _("Check and decide")),
        Status.PAUSED: (_("Answer the requests"), waiting),
        Status.APPROVED: (_("Go on to the next phase"), _("Wait for the contractor")),
    }
    ours = texts.get(loaded.case.status)
    return (ours[1] if for_staff else ours[0]) if ours else _("Nothing more to do")


def documents_of(loaded: Loaded, names: Mapping[str, str]) -> list[DocumentInfo]:
    """All files of the case that are not removed, in order of upload."""
    return [document_info(one, names) for one in loaded.documents if one.removed_at is None]


def document_info(one: Document, names: Mapping[str, str]) -> DocumentInfo:
    """One file as it is shown."""
    return DocumentInfo(
        id=one.id, phase=Phase(one.phase), step=one.step, slot=one.slot, row=one.row, at=f"{one.slot}@{one.row}" if one.row else one.slot,
        name=one.name, content_type=one.content_type, size=one.size, sha256=one.sha256, state=one.state, refusal=refusal_of(one),
        doubts=doubts_of(one), facts=one.facts, has_preview=bool(one.preview_key) and one.state in SHOWN_STATES,
        uploaded_at=one.uploaded_at, uploaded_by=names.get(one.uploaded_by, ""),
    )  # fmt: skip


def requests_of(loaded: Loaded, names: Mapping[str, str], before: Mapping[str, Text], *, planned: bool) -> list[RequestInfo]:
    """Requests of the current phase: those in the tray, or those that were sent. `before` maps places to words at the sending before."""
    wanted = [one for one in loaded.requests if (one.state == RequestState.PLANNED) == planned and one.phase == loaded.case.phase]
    now = lines_by_place(loaded.workflow, loaded.dossier(), loaded.case.phase) if wanted else {}
    return [request_info(one, loaded, names, before, now) for one in wanted]


def request_info(
    one: CorrectionRequest, loaded: Loaded, names: Mapping[str, str], before: Mapping[str, Text], now: Mapping[str, Text]
) -> RequestInfo:
    """One request as both sides see it."""
    step, _slash, at = one.target.partition("/")
    what = unpack(one.what)
    declared = next((each for each in loaded.workflow.phase(one.phase).steps if each.key == step), None)
    label = label_of(Reading(loaded.workflow, loaded.dossier(), one.phase), at) or (declared.title if declared else what)
    is_waiting = one.state in (RequestState.SENT, RequestState.REOPENED)
    return RequestInfo(
        id=one.id, number=one.number, phase=one.phase, state=one.state, target_kind=one.target_kind, target=one.target, step=step, at=at,
        label=label, requirement=one.requirement, what=what, how_to_fix=unpack(one.how_to_fix), comment=one.comment,
        source=unpack_source(one.origin, one.source),
        extra_reason="" if one.extra_reason == OWN_WISH else one.extra_reason, is_extra=one.is_extra,
        reason_kind=one.reason_kind, automatic=one.automatic, blocking=one.blocking, due_on=one.due_on,
        answer_kind=one.answer_kind, answer=one.answer, is_ready=is_waiting and is_answered(one, loaded),
        answered_by=names.get(one.answered_by or "", ""), answered_at=one.answered_at, closing_reason=one.closing_reason,
        old=before.get(at) if one.target_kind != TargetKind.FREE else None, new=now.get(at) if one.target_kind != TargetKind.FREE else None,
    )  # fmt: skip


def timeline_of(events: Sequence[Event], names: Mapping[str, str], *, for_staff: bool) -> list[TimelineEntry]:
    """What happened, newest first; answering and uploading are left out, and from the company what is only staff's business."""
    shown = [one for one in events if one.kind in HAPPENED and (for_staff or one.kind not in STAFF_ONLY)]
    shown = [one for one in shown if not (for_staff and one.kind == REMINDED and is_of_draft(one))]
    return [_entry(one, names) for one in reversed(shown)]


def _entry(event: Event, names: Mapping[str, str]) -> TimelineEntry:
    words = str(event.detail.get("words") or event.detail.get("reason") or "")
    what = happened_words(event) or HAPPENED[event.kind]
    if event.kind == "paused" and event.data.get("automatic"):
        what = _("Received and paused at once: something lacks")
    until = event.data.get("guarantee_until")
    if event.kind == "guarantee_set" and until:
        what = _("The guarantee runs until {day}.", day=date.fromisoformat(until))
    if event.kind == "completed" and until:
        what = _("Case closed. The guarantee runs until {day}.", day=date.fromisoformat(until))
    return TimelineEntry(event.seq, event.kind, event.at, actor_of(event, names), what, words, event.phase or "")


def sendings_of(opened: Opened) -> list[SendingInfo]:
    """Everything that was sent, newest first."""
    workflow = opened.loaded.workflow
    return [SendingInfo(one.phase, workflow.phase(one.phase).title, one.number, one.at) for one in reversed(opened.snapshots)]


def messages_of(messages: Sequence[Message], names: Mapping[str, str], actor: Actor) -> list[MessageInfo]:
    """Messages or notes, oldest first."""
    return [
        MessageInfo(one.id, one.at, names.get(one.author_id, ""), one.from_staff, _body(one, names), one.author_id == actor.person_id)
        for one in messages
    ]


def _body(one: Message, names: Mapping[str, str]) -> str:
    return with_names(one.body, names) if one.internal else one.body


def decisions_of(opened: Opened) -> list[DecisionInfo]:
    """All decisions in order."""
    return [
        DecisionInfo(one.phase, one.outcome, one.reason, one.conditions, opened.names.get(one.decided_by, ""), one.decided_at)
        for one in opened.decisions
    ]


def decided_in(opened: Opened) -> list[Decided]:
    """All decisions with their letters and appeals, in order."""
    return decided_of(opened.loaded.case.workflow, opened.decisions, opened.letters, opened.appeals, opened.names)


def permitted_of(loaded: Loaded, actor: Actor, ticks: Sequence[Any] = ()) -> dict[str, Permitted]:
    """Every action the actor's role gives, with why it cannot be done now."""
    answers = permitted(standing_of(loaded, ticks), actor)
    return {name: Permitted(name, BY_NAME[name].label, refusal.why if refusal else None) for name, refusal in answers.items()}


def requests_before(opened: Opened) -> dict[str, Text]:
    """What stood at every place when the open requests were sent: the newest sending, or the one before when the answers are sent."""
    loaded, sent = opened.loaded, opened.sendings()
    if loaded.case.status != Status.PAUSED:
        sent = sent[:-1] or sent
    return lines_by_place(loaded.workflow, dossier_of(sent[-1], loaded), loaded.case.phase) if sent else {}


def read_only_for(actor: Actor) -> Text | None:
    """Why somebody who may see the case can change nothing in it."""
    if actor.role not in MATRIX["answer"]:
        return _("Your role lets you read the case, not change it.")
    if actor.works_for is not None and "answer" not in actor.rights:
        return _("Your company can no longer act, so you can read the case, not change it.")
    return None
