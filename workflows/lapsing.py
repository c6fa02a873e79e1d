"""When a case runs out: an approval nobody used in time, or answers that never came. Pure.

Source: domain README sections 4 and 5, COM-22. How long answers may be late is assumed: no source names a time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from models.base import Phase
from workflows.clocks import months_after
from workflows.index import index_of
from workflows.reading import Reading

STILL_HOLDS = "COM-22"
"""The check that an approval still holds. It stands at the question that tells when work began."""
ANSWERS_LATE = timedelta(weeks=4)
"""How long after the day to answer by an officer must still wait."""


def unused_from(reading: Reading, years: int, confirmed: date | None = None) -> date | None:
    """The first day on which the approval of the case no longer holds; None where nothing is approved yet or the work began in time.

    `reading` is of the current phase, `years` the local rule `validity_years`, which holds unless the decision says a day, `confirmed` the
    day of start the contractor confirmed.
    """
    approval = reading.known.approvals.get(Phase.APPLICATION)
    if approval is None or reading.phase == Phase.APPLICATION:
        return None
    last = approval.until or months_after(approval.on, 12 * years)
    began = min((day for day in (_first_day_of_work(reading), confirmed) if day is not None), default=None)
    return None if last == date.max or (began is not None and began <= last) else last + timedelta(days=1)


def unanswered_from(answer_by: date | None) -> date | None:
    """The first day on which answers are so late that the case may be closed; None when none are awaited by any day."""
    return answer_by + ANSWERS_LATE + timedelta(days=1) if answer_by else None


def _first_day_of_work(reading: Reading) -> date | None:
    """The first day of work that is told in any phase after the application, or on which such a phase was approved."""
    later = tuple(Phase)[1 : tuple(Phase).index(reading.phase) + 1]
    days = [approval.on for phase, approval in reading.known.approvals.items() if phase != Phase.APPLICATION]
    for phase in later:
        told = _told(reading, phase)
        days += [told.date() if isinstance(told, datetime) else told] if isinstance(told, date) else []
    return min(days, default=None)


def _told(reading: Reading, phase: Phase) -> object:
    if phase not in [one.phase for one in reading.workflow.phases]:
        return None
    check = next((one for one in index_of(reading.workflow, phase).requirements if one.id == STILL_HOLDS), None)
    return reading.earlier_value(phase, check.at) if check else None
