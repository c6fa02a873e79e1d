"""Application: when, and whether the time of year and the asphalt allow it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from models.text import _
from workflows.clocks import Calendar
from workflows.conditions import Not, all_of, given
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Step, doubtful, missing, question, requirement
from workflows.excavation.choices import AREA_USE, OPEN, URGENT
from workflows.excavation.sources import ASPHALT, HANDLING, TREES, WINTER
from workflows.fields import BooleanKind, DateKind, TextKind, integer
from workflows.kinds import MomentKind, TimeKind
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.questions import PLANNED_END, PLANNED_START
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed

_ASPHALT = given("surface", "asphalt")
_LAID_AGAIN = all_of(given("kind", "dig", "urgent", "extension"), _ASPHALT)
"""Where no trench is dug no surface is opened."""


class When(Step):
    """Digging in asphalt is seasonal: plants are closed in winter."""

    title = _("When")
    section = _("The work")

    planned_start = PLANNED_START
    planned_end = PLANNED_END
    started_at = question(
        MomentKind(),
        _("Digging began"),
        required=URGENT,
        ask=_("Say when the digging began."),
        how=_("Day and time."),
        applies_if=URGENT,
        source=ASSUMED,
        example="01.06.2027 14.30",
    )
    urgent_reason = question(
        TextKind(0, 1_000, long=True),
        _("Why it could not wait"),
        required=URGENT,
        ask=_("Say why it could not wait."),
        how=_("A leak, a fault, a danger."),
        applies_if=URGENT,
        source=ASSUMED,
    )
    late_reason = question(
        TextKind(0, 500),
        _("Why it is reported late"),
        hint=_("Only when more than a working day has passed."),
        applies_if=URGENT,
        source=ASSUMED,
    )
    daily_from = question(TimeKind(), _("Work begins each day"), source=FORMS, example="07.00")
    daily_to = question(TimeKind(), _("Work ends each day"), source=FORMS, example="16.00")
    night_or_weekend = question(BooleanKind(), _("Work at night or on weekends"), source=FORMS)
    night_reason = question(
        TextKind(0, 500),
        _("Why at night or on weekends"),
        required=given("night_or_weekend", True),
        ask=_("Say why at night or on weekends."),
        how=_("Such as less traffic."),
        applies_if=given("night_or_weekend", True),
        source=FORMS,
    )
    embargo_reason = question(
        TextKind(0, 1_000, long=True),
        _("Reasons for an exception"),
        hint=_("For work in the winter stop, or digging in new asphalt."),
        source=ASSUMED,
    )
    last_asphalt_year = question(
        integer(1950, 2100),
        _("Asphalted in"),
        ask=_("Give the year of the asphalt."),
        how=_("The municipality knows it where you do not."),
        applies_if=_ASPHALT,
        governed_by="EXC-11",
        source=ASPHALT,
        example="2021",
    )
    permanent_asphalt_by = question(
        DateKind(),
        _("Permanent surface laid by"),
        ask=_("Say when the permanent surface is laid."),
        how=_("When the asphalt plants are open."),
        applies_if=_LAID_AGAIN,
        governed_by="EXC-12",
        source=WINTER,
    )
    area_rent_from = question(
        DateKind(),
        _("Ground used from"),
        ask=_("Give the first day the ground is used."),
        how=_("The day it is taken into use."),
        applies_if=AREA_USE,
        governed_by="EXC-28",
        source=TREES,
    )
    area_rent_to = question(
        DateKind(),
        _("Ground used until"),
        ask=_("Give the last day the ground is used."),
        how=_("The day it is cleared."),
        applies_if=AREA_USE,
        governed_by="EXC-28",
        source=TREES,
    )

    @requirement(
        "EXC-01",
        level=RECOMMENDED,
        at="planned_start",
        what=_("{n} working days is short; the usual time is {norm}."),
        how=_("Expect a later start."),
        source=HANDLING,
        applies_if=Not(URGENT),
    )
    def there_is_time_to_handle_it(reading: Reading) -> Outcome:
        """Working days from the day of sending to the start, against the usual time."""
        start, norm = reading.value("planned_start"), int(number(reading, "handling_time_excavation_working_days"))
        if start is None:
            return NOT_APPLICABLE
        days = working_days_between(reading.sent_on, start, reading)
        return doubtful(n=days, norm=norm) if days < norm else ()

    @requirement(
        "EXC-10",
        level=NEEDED,
        at="embargo_reason",
        what=_("Digging is stopped from {from} to {to}."),
        how=_("Move the work, or apply for an exception with reasons."),
        source=ASSUMED,
        applies_if=Not(URGENT),
    )
    def work_avoids_the_winter_stop(reading: Reading) -> Outcome:
        """The work period against the winter stop, which may wrap the new year; reasons make it an application for an exception."""
        start, end = reading.value("planned_start"), reading.value("planned_end")
        begins, ends = str(reading.parameter("embargo_from")), str(reading.parameter("embargo_to"))
        if start is None or end is None or end < start:
            return NOT_APPLICABLE
        if not touches_winter(start, end, begins, ends) or reading.value("embargo_reason"):
            return ()
        values: dict[str, Any] = {"from": _day_words(begins), "to": _day_words(ends)}
        return missing(**values)

    @requirement(
        "EXC-11",
        level=NEEDED,
        at="last_asphalt_year",
        what=_("The asphalt is from {year} and protected until {until}."),
        how=_("Choose drilling, wait, or apply for an exception."),
        source=partly_assumed(ASPHALT),
        applies_if=OPEN,
    )
    def asphalt_is_old_enough(reading: Reading) -> Outcome:
        """New asphalt is not cut; reasons make it an application for an exception."""
        year, start = reading.value("last_asphalt_year"), reading.value("planned_start")
        if year is not None and year > reading.today.year:
            return missing(instead=_("{year} has not come yet.", year=str(year)))
        if year is None or start is None:
            return NOT_APPLICABLE
        until = year + int(number(reading, "new_asphalt_protection_years"))
        return missing(year=str(year), until=str(until)) if start.year < until and not reading.value("embargo_reason") else ()

    @requirement(
        "EXC-12",
        level=NEEDED,
        at="permanent_asphalt_by",
        what=_("The permanent surface has no date."),
        how=_("Say when it is laid (when asphalt plants are open)."),
        source=WINTER,
        applies_if=_LAID_AGAIN,
    )
    def surface_has_a_date(reading: Reading) -> Outcome:
        """Asphalt that is opened in winter is laid again later."""
        end, laid = reading.value("planned_end"), reading.value("permanent_asphalt_by")
        if end is None or not is_in_winter(end, reading):
            return NOT_APPLICABLE
        return () if laid is not None and laid >= reading.sent_on else missing()

    @requirement(
        "EXC-27",
        level=RECOMMENDED,
        at="started_at",
        what=_("Urgent digging {date} is reported late."),
        how=_("Tell why."),
        source=ASSUMED,
        applies_if=URGENT,
    )
    def urgent_work_is_reported_in_time(reading: Reading) -> Outcome:
        """Within the local number of working days after it began."""
        began = reading.value("started_at")
        if began is None or reading.value("late_reason"):
            return NOT_APPLICABLE if began is None else ()
        due = Calendar(reading.known.closed_days).add_working_days(began.date(), int(number(reading, "urgent_report_working_days")))
        return doubtful(date=began.date()) if reading.first_sent_on > due else ()


def working_days_between(first: date, last: date, reading: Reading) -> int:
    """Working days after `first` up to and with `last`, at most a year's; 0 when `last` is not later."""
    calendar, days, day = Calendar(reading.known.closed_days), 0, first
    while day < last and days < 260:
        day += timedelta(days=1)
        days += calendar.next_working(day) == day
    return days


def touches_winter(start: date, end: date, begins: str, ends: str) -> bool:
    """Whether any day from `start` to `end` lies in the stop from `begins` to `ends` (month-day), which may wrap the new year."""
    if (end - start).days >= 366:
        return True
    days = (f"{start + timedelta(days=one):%m-%d}" for one in range((end - start).days + 1))
    if begins <= ends:
        return any(begins <= day <= ends for day in days)
    return any(day >= begins or day <= ends for day in days)


def is_in_winter(day: date, reading: Reading) -> bool:
    """Whether a day lies in the municipality's winter stop."""
    return touches_winter(day, day, str(reading.parameter("embargo_from")), str(reading.parameter("embargo_to")))


def _day_words(month_day: str) -> str:
    month, _dash, day = month_day.partition("-")
    return f"{day}.{month}."
