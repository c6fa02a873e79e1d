"""By which day the report of the last phase must be sent once the work is finished. Pure.

Source: domain README section 5: two weeks after completion (Harstad), one week for meters (Lindesnes), ten working days for digging.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from models.base import Phase
from workflows.clocks import Calendar
from workflows.reading import Reading
from workflows.reminders import Turn
from workflows.shared.parameters import number


def report_due(finished: date, parameter: str, reading: Reading) -> date:
    """The last day for the report of work finished that day, by the local rule `parameter`; never a day off."""
    calendar, limit = Calendar(reading.known.closed_days), int(number(reading, parameter))
    in_working_days = any(one.name == parameter and one.unit == "working_days" for one in reading.workflow.parameters)
    return calendar.add_working_days(finished, limit) if in_working_days else calendar.next_working(finished + timedelta(days=limit))


def report_turn(reading: Reading, confirmed: date | None) -> Turn | None:
    """The company's time for the report while the last phase is not sent; None in other phases and while nothing says that the work ended.

    The answer in the report counts before the day that was confirmed on site, as it is the one the report is judged by (COM-23).
    """
    declared = reading.workflow.report
    if declared is None or reading.phase != Phase.FINAL:
        return None
    told = reading.value(declared.finished)
    finished = told.date() if isinstance(told, datetime) else told if isinstance(told, date) else confirmed
    return Turn("company", finished, report_due(finished, declared.parameter, reading)) if finished else None
