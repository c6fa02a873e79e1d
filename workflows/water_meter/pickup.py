"""Work notification: the meters fetched at the municipality's store."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.declare import RECOMMENDED, Prefill, Row, Step, group, question
from workflows.fields import BooleanKind, DateKind, MeterNumberKind, Problem, TextKind, TextListKind, integer
from workflows.reading import Reading, RowReading
from workflows.shared.sources import ASSUMED, FORMS
from workflows.water_meter.sources import MOUNTING_RULES, ORDERING


def _is_to_come(row: Reading | RowReading) -> Problem | None:
    """No meter was made in a year that has not begun."""
    year = row.value("production_year")
    if year is None or year <= row.today.year:
        return None
    return Problem(_("{day} is in the future.", day=str(year)), _("Write the year as it stands on the dial."))


class PickedRow(Row):
    """One meter as it left the store."""

    meter_number = question(
        MeterNumberKind(),
        _("Meter number"),
        required=True,
        ask=_("Write the number of meter {n}."),
        how=_("It is printed on the dial: 6 to 20 letters and digits."),
        source=ORDERING,
        example="12345678",
    )
    make_model = question(TextKind(0, 100), _("Make and model"))
    seal_numbers = question(TextListKind(20, 20), _("Seal numbers"), hint=_("The seals handed out with the meter, with commas between."))
    bracket_delivered = question(BooleanKind(), _("Bracket handed out"))
    production_year = question(integer(1990, 2100), _("Year of production"), unfit=_is_to_come)
    mid_mark = question(
        TextKind(0, 20),
        _("MID mark"),
        required=True,
        level=RECOMMENDED,
        ask=_("Write the MID mark of meter {n}."),
        how=_("M and two digits on the dial, such as M26."),
        source=ASSUMED,
        example="M26",
    )


class Pickup(Step):
    """Meter rent runs from the day of pick-up."""

    title = _("Pick-up")
    section = _("The work")

    picked_up = question(
        DateKind(not_after_today=True),
        _("Picked up on"),
        required=True,
        ask=_("Give the day the meter was fetched."),
        how=_("The day it left the store; meter rent runs from then."),
        source=MOUNTING_RULES,
    )
    picked_up_by = question(
        TextKind(0, 200),
        _("Picked up by"),
        required=True,
        ask=_("Write who fetched the meter."),
        how=_("Name of the person who signed for it."),
        source=MOUNTING_RULES,
    )
    meters_picked = group(
        PickedRow,
        _("Meters fetched"),
        row_label=_("Meter {n}"),
        add_label=_("Add another meter"),
        required=True,
        at_least=1,
        ask=_("List the meters that were fetched."),
        how=_("One row for each meter in the order."),
        source=FORMS,
        prefill=(Prefill(Phase.APPLICATION, "meters"),),
    )
