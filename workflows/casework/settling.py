"""How every use case ends, all in its transaction: what boards filter on is worked out anew, one event recorded, one change announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Machine
from models.base import Phase, State, Status
from models.case import Case, Event, Tick
from models.correspondence import OPEN_REQUEST_STATES, RequestState
from workflows.casework.dossiers import Loaded
from workflows.changes import fingerprint
from workflows.clocks import Calendar, Clock, Happening, clock, day_of
from workflows.declare import Handling
from workflows.ledger import LedgerRow
from workflows.lifecycle import Standing, ball_of, column_of
from workflows.ports import Chance, Change, UnitOfWork

DRAFT_KINDS = frozenset(
    {"answered", "attached", "file_removed", "file_restored", "file_judged", "waived", "unwaived", "row_added", "row_removed"}
)
"""Events of preparing a sending: kept in the log, left out of timelines."""


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
        open=sum(one.blocking and one.state in OPEN_REQUEST_STATES for one in requests),
        unanswered=sum(one.blocking and one.state in (RequestState.SENT, RequestState.REOPENED) for one in requests),
        answered=sum(is_answered(one, loaded) for one in requests if one.state in (RequestState.SENT, RequestState.REOPENED)),
        proposed_by=case.proposal_by,
        four_eyes=bool(loaded.rules.get("four_eyes")),
        assignee_id=case.assignee_id,
        has_access=access in (None, "approved"),
    )


def is_found_good(row: LedgerRow, loaded: Loaded, ticks: Sequence[Tick]) -> bool:
    """An officer has looked at exactly this evidence and found it good."""
    return any(tick.key == row.key and tick.evidence == fingerprint(loaded.dossier(), row.step, row.at) for tick in ticks)


def is_answered(request: Any, loaded: Loaded) -> bool:
    """The contractor has changed what was pointed at, or has said something about it."""
    if request.answer_kind:
        return True
    step, _slash, at = request.target.partition("/")
    return bool(request.target) and fingerprint(loaded.dossier(), step, at) != request.baseline


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
    **columns: Any,
) -> Event:
    """Record one action: new status (with the expected old one), derived columns, event, news. The caller commits.

    Raises MovedOn when somebody else has moved the case meanwhile.
    """
    case = loaded.case
    expect = (case.phase, case.status)
    event = work.log.record(kind, actor=actor, at=now, case=case, data=data, detail=detail)
    target, judged = status or case.status, phase or case.phase
    moves = (judged, target) != expect
    changes = {**_derived(loaded, judged, target, kind, event, work), **columns}
    if moves:
        work.cases.move(case, expect=expect, phase=judged, status=target, **changes)
    else:
        work.cases.touch(case, **changes)
    by = actor.person_id if isinstance(actor, Actor) else ""
    work.announce(Change(case.id, case.ref, kind, case.municipality_id, case.company_id, case.version, by, str(case.phase), tuple(paths)))
    return event


def _derived(loaded: Loaded, phase: Phase, status: Status, kind: str, event: Event, work: UnitOfWork) -> dict[str, Any]:
    """What boards filter and sort on, as it will be true after this transaction."""
    case = loaded.case
    ledger = loaded.ledger() if phase == case.phase else None
    open_requests = sum(one.blocking and one.state in OPEN_REQUEST_STATES for one in loaded.requests if one.phase == phase)
    lacking = len(ledger.blocking) + len(ledger.needed) if ledger else 0
    derived: dict[str, Any] = {"ball": ball_of(status), "open_requests": open_requests, "lacking": lacking}
    was_sent = case.submitted_at is not None or kind == "submitted"
    derived["board_column"] = column_of(phase, status, is_ready=not open_requests and not lacking, was_sent=was_sent)
    if kind not in DRAFT_KINDS:
        derived["due_on"] = clock_of(loaded, [*work.cases.events(case.id)], phase).due if status != Status.DRAFT else None
    return derived


def clock_of(loaded: Loaded, events: Sequence[Event], phase: Phase | None = None) -> Clock:
    """Both clocks of one phase of the case."""
    judged = phase or loaded.case.phase
    handling = loaded.workflow.phase(judged).handling
    length = int(loaded.rules.get(handling.parameter, handling.length)) if handling.parameter else handling.length
    happenings = [Happening(one.kind, one.at, one.data) for one in events if one.phase == judged]
    calendar = Calendar(frozenset(loaded.known.closed_days))
    return clock(happenings, length=length, unit=_unit(handling), calendar=calendar, today=day_of(loaded.now))


def _unit(handling: Handling) -> Any:
    return handling.unit


def tell(case: Case, subject: str, receivers: Sequence[str], *, work: UnitOfWork, chance: Chance, now: datetime) -> None:
    """Leave one notice for each receiver to be delivered after the commit; the words are made when it is."""
    for person in dict.fromkeys(filter(None, receivers)):
        item = OutboxItem(id=chance.id(), kind=subject, case_id=case.id, person_id=person, payload={"case": case.ref}, created_at=now)
        work.dispatch(item)


ANSWER_WEEKS = timedelta(weeks=3)
"""How long a contractor gets when the officer sets no other day (assumed)."""
