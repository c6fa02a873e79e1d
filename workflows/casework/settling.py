"""How every use case ends, all in its transaction: what boards filter on is worked out anew, one event recorded, one change announced."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Machine
from models.base import Phase, State, Status
from models.case import Case, Event, Tick
from models.correspondence import MORE_TIME, OPEN_REQUEST_STATES, CorrectionRequest, RequestState
from models.document import UNJUDGED_STATES
from workflows.casework.counting import count_part
from workflows.casework.dossiers import Loaded
from workflows.clocks import Calendar, Clock, Happening, clock, day_of, left_at, standing_at
from workflows.declare import NEVER, Handling, Step
from workflows.lapsing import unanswered_from, unused_from
from workflows.ledger import LedgerRow, evaluate
from workflows.lifecycle import BY_NAME, Standing, ball_of, column_of, decide
from workflows.notices.kinds import KINDS
from workflows.ports import Chance, Change, UnitOfWork
from workflows.quality import TELLING
from workflows.reading import Reading
from workflows.reminders import DRAFT_LOOK, Turn, first_look_at, look_after_change
from workflows.shared.parameters import VALIDITY_YEARS, number
from workflows.shared.reporting import report_turn
from workflows.staff_side import staff_phase, staff_steps_of

DRAFT_KINDS = frozenset(
    {
        "answered",
        "record_kept",
        "attached",
        "file_removed",
        "file_restored",
        "file_judged",
        "files_confirmed",
        "waived",
        "unwaived",
        "row_added",
        "row_removed",
    }
)
"""Events of preparing a sending: kept in the log, left out of timelines."""

OVER = frozenset({Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})
"""A case that has ended."""

LAPSE_DUTY = "lapse"
"""The task of deciding whether a case lapses; it is there until the case goes on."""

STAFF_KINDS = frozenset(
    {
        "noted", "ticked", "unticked", "request_planned", "request_edited", "request_deleted", "request_reopened", "proposed",
        "proposal_returned", "correction_proposed", "change_seen", "change_unseen",
        "statement_asked", "statement_withdrawn", "statement_given", "statement_read", "statement_file_added", "statement_file_removed",
    }
)  # fmt: skip
"""Events that are the municipality's own business: the company is not told that they happened."""


def permit(loaded: Loaded, name: str, actor: Actor | Machine, ticks: Sequence[Tick] = ()) -> Status:
    """`decide` for a loaded case. The ledger is worked out only where a guard may ask for it: answers are saved many times a minute."""
    case = loaded.case
    bare = Standing(case.company_id, case.municipality_id, case.phase, case.status)
    return decide(standing_of(loaded, ticks) if BY_NAME[name].guards else bare, name, actor)


def standing_of(loaded: Loaded, ticks: Sequence[Tick] = ()) -> Standing:
    """What the life cycle's guards look at."""
    case = loaded.case
    ledger = loaded.ledger()
    requests = [one for one in loaded.requests if one.phase == case.phase]
    access = loaded.known.company.access if loaded.known.company else None
    return Standing(
        company_id=case.company_id,
        municipality_id=case.municipality_id,
        phase=case.phase,
        status=case.status,
        blocking_gaps=len([row for row in ledger.blocking if row.state != State.ASKED_FOR]),
        needed_gaps=len([row for row in ledger.needed if not is_found_good(row, loaded, ticks)]),
        planned=sum(one.state == RequestState.PLANNED for one in requests),
        planned_blocking=sum(one.blocking and one.state == RequestState.PLANNED for one in requests),
        open=sum(one.blocking and one.state in OPEN_REQUEST_STATES for one in requests),
        unanswered=sum(one.blocking for one in loaded.unanswered()),
        answered=sum(is_answered(one, loaded) for one in loaded.unanswered()),
        proposed_by=case.proposal_by,
        four_eyes=bool(loaded.rules.get("four_eyes")),
        assignee_id=case.assignee_id,
        has_access=access in (None, "approved"),
        runs_out_on=_runs_out_on(loaded),
        today=day_of(loaded.now),
        being_checked=being_checked(loaded),
        has_record=case.status == Status.COMPLETED and bool(shown_staff_steps(loaded)),
    )


def shown_staff_steps(loaded: Loaded) -> list[type[Step]]:
    """The municipality's own steps that apply to this case, in order."""
    phase = staff_phase(loaded.workflow)
    if phase is None:
        return []
    whole = loaded.for_staff()
    reading = Reading(whole.workflow, whole.dossier(phase))
    return [one for one in staff_steps_of(loaded.workflow, phase) if reading.shows_step(one)]


def _runs_out_on(loaded: Loaded) -> date | None:
    """The first day on which the case may lapse: its approval was not used, or answers are far too late."""
    case = loaded.case
    unanswered = unanswered_from(case.due_on) if case.status == Status.PAUSED else None
    reading = Reading(loaded.workflow, loaded.dossier())
    unused = unused_from(reading, int(number(reading, VALIDITY_YEARS.name)), case.work_started_on)
    return min((day for day in (unanswered, unused) if day is not None), default=None)


def being_checked(loaded: Loaded) -> str:
    """The name of a file in a visible slot of the current phase that nobody has judged yet; empty when there is none."""
    waiting = {one.id for one in loaded.documents if one.phase == loaded.case.phase and not one.removed_at and one.state in UNJUDGED_STATES}
    if not waiting:
        return ""
    reading = Reading(loaded.workflow, loaded.dossier())
    found = (file.name for place, files in reading.all_files() if reading.shows_slot(place) for file in files if file.id in waiting)
    return next(found, "")


def is_found_good(row: LedgerRow, loaded: Loaded, ticks: Sequence[Tick]) -> bool:
    """An officer has looked at exactly this evidence and found it good."""
    return any(tick.key == row.key and tick.evidence == evidence_of(row, loaded) for tick in ticks)


def all_looked_at(rows: Iterable[LedgerRow], loaded: Loaded, ticks: Sequence[Tick]) -> bool:
    """Every place of the check-list was found good as it stands now; what the portal judges by itself needs no look."""
    return all(is_found_good(row, loaded, ticks) for row in rows if row.at and row.state != State.NOT_APPLICABLE)


def evidence_of(row: LedgerRow, loaded: Loaded) -> str:
    """What an officer who ticks a row has looked at: what stands at its place, and what the check says of it.

    The check's word belongs to it because it may rest on other places too: what was good is to be looked at again when it turns doubtful.
    """
    return hashlib.sha256(f"{loaded.fingerprint(row.step, row.at)} {row.state}".encode()).hexdigest()


def is_answered(request: CorrectionRequest, loaded: Loaded) -> bool:
    """The contractor has changed what was pointed at, or says it is right.

    Only saying that it was corrected is no answer, nor is saying so of a free question without a word, nor asking for more time.
    """
    if request.answer_kind == "disputed" or (not request.target and request.answer and request.answer_kind != MORE_TIME):
        return True
    step, _slash, at = request.target.partition("/")
    return bool(request.target) and loaded.fingerprint(step, at) != request.baseline


def close_requests(loaded: Loaded, *, work: UnitOfWork, now: datetime) -> None:
    """The case has ended or is decided: what was asked and not answered is asked no more, and the tray is emptied."""
    for one in loaded.requests:
        if one.state == RequestState.PLANNED and one.sent_at is None:
            work.cases.delete_request(one.id)
        elif one.state in OPEN_REQUEST_STATES or one.state == RequestState.PLANNED:
            one.state, one.closed_at = RequestState.WITHDRAWN, now
            work.cases.save_request(one)
    loaded.requests = work.cases.requests(loaded.case.id)
    loaded.changed()


def settle(
    loaded: Loaded,
    kind: str,
    *,
    actor: Actor | Machine,
    work: UnitOfWork,
    now: datetime,
    status: Status | None = None,
    phase: Phase | None = None,
    data: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    paths: Sequence[str] = (),
    others: Sequence[str] = (),
    **columns: Any,
) -> Event:
    """Record one action: new status (with the expected old one), derived columns, event, news. The caller commits.

    `others` are companies that hear of it besides those that have the case. The event tells the version the case gets, so that what
    happened since a version was seen can be found. Raises MovedOn when somebody else has moved the case meanwhile.
    """
    case = loaded.case
    expect = (case.phase, case.status)
    said = {"version": case.version + 1, **(data or {})}
    event = work.log.record(kind, actor=actor, at=now, case=case, data=said, detail=detail)
    target, judged = status or case.status, phase or case.phase
    finished = columns.get("work_finished_on", case.work_finished_on)
    changes = {**_derived(loaded, judged, target, kind, finished, work), **columns}
    if (judged, target) != expect:
        work.cases.move(case, expect=expect, phase=judged, status=target, **changes)
        if judged != expect[0]:
            loaded.changed()  # a ledger is that of a phase: a new status alone leaves it as it is
    else:
        work.cases.touch(case, **changes)
    if (judged, target) != expect or kind == "due_moved":
        work.tasks.drop(case.id, LAPSE_DUTY)
    if target in OVER:
        work.delegation.close_all(case.id, now)
        work.statements.close_all(case.id, now)
    if kind in TELLING:
        count_part(case, expect[0], Calendar(frozenset(loaded.known.closed_days)), loaded.requests, loaded.documents, work=work)
    by = actor.person_id if isinstance(actor, Actor) else ""
    company = "" if kind in STAFF_KINDS else case.company_id
    place = (case.municipality_id, company, case.version, by, str(case.phase))
    work.announce(Change(case.id, case.ref, kind, *place, tuple(paths), tuple(others)))
    return event


def _derived(loaded: Loaded, phase: Phase, status: Status, kind: str, finished: date | None, work: UnitOfWork) -> dict[str, Any]:
    """What boards filter and sort on, as it will be true after this transaction."""
    case = loaded.case
    ledger = loaded.ledger() if phase == case.phase else evaluate(loaded.workflow, loaded.dossier(phase))
    ticks = work.cases.ticks(case.id, phase) if status == Status.IN_REVIEW else ()
    open_requests = sum(one.blocking and one.state in OPEN_REQUEST_STATES for one in loaded.requests if one.phase == phase)
    lacking = len(ledger.blocking) + sum(not is_found_good(row, loaded, ticks) for row in ledger.needed)
    derived: dict[str, Any] = {"ball": ball_of(status), "open_requests": open_requests, "lacking": lacking}
    was_sent = case.submitted_at is not None or kind == "submitted"
    is_ready = status == Status.IN_REVIEW and not open_requests and not lacking and all_looked_at(ledger, loaded, ticks)
    derived["board_column"] = column_of(phase, status, is_ready=is_ready, was_sent=was_sent)
    if status == Status.DRAFT:
        report = report_turn(Reading(loaded.workflow, loaded.dossier(phase)), finished)
        derived["look_on"] = _look_at_draft(report, loaded)
        derived["due_on"] = report.due if report else None
    if kind not in DRAFT_KINDS:
        current = clock_of(loaded, work.cases.events(case.id, without=DRAFT_KINDS), phase)
        derived["clock_days"], derived["clock_since"] = standing_at(current, day_of(loaded.now))
        derived["our_due_on"], derived["our_days_left"] = left_at(current, day_of(loaded.now), calendar_of(loaded))
        if status != Status.DRAFT:
            derived["due_on"] = due_of(status, current)
            derived["look_on"] = look_after_change(current, calendar_of(loaded), day_of(loaded.now))
    return derived


def _look_at_draft(report: Turn | None, loaded: Loaded) -> date:
    """When to look at a draft somebody has just changed: some days later, sooner where the day of its report must be told of before."""
    today = day_of(loaded.now)
    look = first_look_at(report, calendar_of(loaded), today) if report else None
    return min(look or date.max, today + DRAFT_LOOK)


def report_of(loaded: Loaded) -> Turn | None:
    """The time the company has for the report of finished work; None while it is not its turn to send one."""
    case = loaded.case
    if case.status != Status.DRAFT or case.phase != Phase.FINAL:
        return None
    return report_turn(Reading(loaded.workflow, loaded.dossier()), case.work_finished_on)


def due_of(status: Status, current: Clock, report: Turn | None = None) -> date | None:
    """The day whoever has the ball must act by: the contractor's while paused, the municipality's while it has the case.

    Of a draft it is the day of its `report`, and there is none for any other draft.
    """
    if status == Status.DRAFT:
        return report.due if report else None
    return current.answer_by if status == Status.PAUSED else current.due


def clock_of(loaded: Loaded, events: Sequence[Event], phase: Phase | None = None) -> Clock:
    """Both clocks of one phase of the case."""
    judged = phase or loaded.case.phase
    handling, length = handling_of(loaded, judged)
    happenings = [Happening(one.kind, one.at, one.data) for one in events if one.phase == judged]
    return clock(happenings, length=length, unit=_unit(handling), calendar=calendar_of(loaded), today=day_of(loaded.now))


def calendar_of(loaded: Loaded) -> Calendar:
    """The working days of the case's municipality."""
    return Calendar(frozenset(loaded.known.closed_days))


def handling_of(loaded: Loaded, phase: Phase) -> tuple[Handling, int]:
    """How the time for one phase is counted, and how long it is: the first other handling that applies, else the usual one."""
    declared = loaded.workflow.phase(phase)
    reading = Reading(loaded.workflow, loaded.dossier(phase)) if declared.other_handling else None
    handling = next((one for one in declared.other_handling if reading and reading.holds(one.applies_if)), declared.handling)
    return handling, int(loaded.rules.get(handling.parameter, handling.length)) if handling.parameter else handling.length


def is_notice(loaded: Loaded, phase: Phase | None = None) -> bool:
    """Whether the municipality only takes note of the phase: work may start once it is sent."""
    judged = phase or loaded.case.phase
    declared = loaded.workflow.phase(judged)
    return declared.noted_if is not NEVER and Reading(loaded.workflow, loaded.dossier(judged)).holds(declared.noted_if)


def _unit(handling: Handling) -> Any:
    return handling.unit


def tell(
    case: Case, subject: str, receivers: Sequence[str], *, work: UnitOfWork, chance: Chance, now: datetime, **more: Any
) -> list[OutboxItem]:
    """Leave one notice for each receiver to be delivered after the commit; the words are made when it is. What was left.

    `more` are values of the words. What the case's company is told, those who work on it for other companies are told too.
    """
    assert subject in KINDS, f"nobody has words for {subject}"
    payload = {"case": case.ref, "number": case.number, "place": case.address or case.property_key or case.title or case.number, **more}
    told = [*receivers, *(work.delegation.coworkers(case.id) if case.created_by in receivers else ())]
    items = [
        OutboxItem(id=chance.id(), kind=subject, case_id=case.id, person_id=person, payload=payload, created_at=now)
        for person in dict.fromkeys(filter(None, told))
    ]
    for item in items:
        work.dispatch(item)
    return items


ANSWER_WEEKS = timedelta(weeks=3)
"""How long a contractor gets when the officer sets no other day (assumed)."""
