"""After the approval: what comes in each year while the plant runs, and what the municipality sees to. Source: domain 5-discharge."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, date
from functools import partial

from models.text import _
from workflows.clocks import months_after, months_before
from workflows.conditions import Condition, any_of
from workflows.declare import Due, Duty, Row, RuleParameter, Step, group, question
from workflows.discharge.choices import WAS_CHAPTER_13, WAS_MINI, WAS_OILY, WAS_SEPARATED
from workflows.discharge.sources import OIL_CONTROL, OIL_REPORT
from workflows.fields import ChoiceKind, DateKind, options
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED

CONTROLS = options(
    ("sample", _("Sample from an accredited laboratory")),
    ("report", _("Yearly report")),
    ("emptying", _("Emptying")),
    ("service", _("Service")),
)
SHOWN_MONTHS = 2
"""How long before its day a duty shows."""

OIL_SAMPLES = RuleParameter("oil_samples_per_year", 2, _("Samples of oily wastewater in a year"), OIL_CONTROL)
REPORT_DAY = RuleParameter("oil_report_day", "02-01", _("Last day for the yearly report on oily wastewater"), OIL_REPORT, "month-day")


class ControlRow(Row):
    """Something that was handed in or done."""

    control = question(ChoiceKind(CONTROLS), _("What it shows"), required=True, ask=_("Choose what control {n} shows."),
        how=_("Choose one from the list."), source=ASSUMED)  # fmt: skip
    control_on = question(DateKind(not_after_today=True), _("Day"), required=True, ask=_("Give the day of control {n}."),
        how=_("The day it was taken, done or received."), source=ASSUMED)  # fmt: skip


class Operation(Step):
    """Samples, reports, emptying and service of a plant that runs."""

    title = _("Operation")
    intro = _("Record samples, reports, emptying and service as they come in. The contractor sees what you write here.")
    section = _("After approval")
    applies_if = any_of(WAS_SEPARATED, WAS_MINI, WAS_CHAPTER_13)

    controls = group(ControlRow, _("Controls"), row_label=_("Control {n}"), add_label=_("Add another control"), at_most=200, source=ASSUMED)


def _days(reading: Reading, kind: str) -> list[date]:
    rows = [(row.value("control"), row.value("control_on")) for row in reading.rows("controls")]
    return sorted(day for control, day in rows if control == kind and day is not None)


def yearly(kind: str, when: Condition, each: int, reading: Reading, closed_on: date) -> Sequence[Due]:
    """One for each year from the approval in which `each` of a kind were recorded, and one for the year that is open."""
    if not reading.holds(when) or each < 1:
        return ()
    days = _days(reading, kind)
    whole = len(days) // each
    last = [days[(year + 1) * each - 1] for year in range(whole)]
    return [_due(months_after(closed_on, 12 * (year + 1)), year, last) for year in range(whole + 1)]


def samples(reading: Reading, closed_on: date) -> Sequence[Due]:
    """Of oily wastewater as many a year as the municipality says."""
    return yearly("sample", WAS_OILY, int(number(reading, OIL_SAMPLES.name)), reading, closed_on)


def reports(reading: Reading, closed_on: date) -> Sequence[Due]:
    """Of oily wastewater, by the municipality's day in the years after the approval."""
    if not reading.holds(WAS_OILY):
        return ()
    month, _dash, day = str(reading.parameter(REPORT_DAY.name)).partition("-")
    this_year = _on(closed_on.year, month, day)
    first = this_year if this_year > closed_on else _on(closed_on.year + 1, month, day)
    days = _days(reading, "report")
    return [_due(months_after(first, 12 * year), year, days) for year in range(len(days) + 1)]


def _on(year: int, month: str, day: str) -> date:
    year = min(year, MAXYEAR)
    return date(year, int(month), min(int(day), monthrange(year, int(month))[1]))


def _due(by: date, year: int, done: Sequence[date]) -> Due:
    return Due(by, opens_on=months_before(by, SHOWN_MONTHS), row=str(year + 1), done_on=done[year] if year < len(done) else None)


DUTIES = (
    Duty("oil_samples", _("See that the year's samples are there"), samples),
    Duty("oil_report", _("See that the yearly report is there"), reports),
    Duty("plant_samples", _("See that the year's sample is there"), partial(yearly, "sample", WAS_CHAPTER_13, 1)),
    Duty("emptying", _("See that the separator was emptied this year"), partial(yearly, "emptying", WAS_SEPARATED, 1)),
    Duty("service", _("See that the plant had its service this year"), partial(yearly, "service", WAS_MINI, 1)),
)
PARAMETERS_AFTER = (OIL_SAMPLES, REPORT_DAY)
