"""Final documentation: what was done, and when."""

from __future__ import annotations

from typing import Any

from models.base import Phase
from models.text import _
from workflows.conditions import any_of, given_earlier
from workflows.declare import IMAGES, PDFS, RECOMMENDED, Step, question, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, integer
from workflows.private_work.choices import HAD_PIPES, KINDS, WAS_OUTDOORS
from workflows.private_work.scope import work_met_the_order
from workflows.private_work.separation import stormwater_is_gone
from workflows.reading import Reading, RowReading
from workflows.shared.pipe_sources import BACKWATER, BERGEN, CHANGED_UNITS, STORMWATER
from workflows.shared.questions import DEVIATIONS
from workflows.shared.sources import FORMS

WAS_SEPARATOR = given_earlier(Phase.APPLICATION, "kind", "separator")
WAS_BACKWATER = given_earlier(Phase.APPLICATION, "kind", "backwater")


def approved_kind(reading: Reading | RowReading) -> Any:
    """The kind of work of the application."""
    return reading.earlier_value(Phase.APPLICATION, "kind")


def approved_units(reading: Reading | RowReading) -> Any:
    """The dwelling units of the application."""
    return reading.earlier_value(Phase.APPLICATION, "units_after")


class Done(Step):
    """The work in short."""

    title = _("What was done")
    section = _("The work")

    completed = question(
        DateKind(not_after_today=True),
        _("Finished"),
        required=True,
        ask=_("Give the day the work was finished."),
        how=_("The day the last part was done on site."),
        source=BERGEN,
    )
    work_done = question(
        TextKind(10, 5_000, long=True),
        _("Work done"),
        required=True,
        ask=_("Describe the work that was done."),
        how=_("What was replaced or changed, and where."),
        source=BERGEN,
    )
    kind_built = question(
        ChoiceKind(KINDS),
        _("Kind of work done"),
        computed=approved_kind,
        hint=_("Change it only when it became another than approved."),
        source=BERGEN,
    )
    units_after_built = question(
        integer(0, 999),
        _("Dwelling units as built"),
        required=True,
        computed=approved_units,
        ask=_("Give the number of dwelling units as built."),
        how=_("A whole number."),
        applies_if=given_earlier(Phase.APPLICATION, "kind", "indoor"),
        source=CHANGED_UNITS,
    )
    storm_free = question(
        BooleanKind(),
        _("No stormwater, drain or roof water enters the wastewater"),
        ask=_("Confirm that no stormwater enters the wastewater."),
        how=_("Neither roof water, drain water nor surface water."),
        applies_if=given_earlier(Phase.APPLICATION, "kind", "separate"),
        governed_by="PRIV-08",
        source=STORMWATER,
    )
    valve_place = question(
        TextKind(2, 200),
        _("Place of the valve"),
        required=True,
        ask=_("Write where the backwater valve sits."),
        how=_("Room or manhole, and on which pipe."),
        applies_if=WAS_BACKWATER,
        source=BACKWATER,
    )
    valve_type = question(
        TextKind(2, 200),
        _("Type of valve"),
        required=True,
        ask=_("Write the make and type of the valve."),
        how=_("As printed on the valve."),
        applies_if=WAS_BACKWATER,
        source=BACKWATER,
    )
    photo_valve = slot(
        IMAGES,
        _("Photo of the valve"),
        required=WAS_BACKWATER,
        at_most=10,
        ask=_("Upload a photo of the valve."),
        how=_("The valve in place, with its type readable."),
        applies_if=WAS_BACKWATER,
        source=BACKWATER,
    )
    product_docs = slot(
        PDFS,
        _("Product documentation"),
        required=WAS_SEPARATOR,
        at_most=10,
        ask=_("Upload the product data of the separator, and the agreement for emptying."),
        how=_("PDF; one file may hold both."),
        applies_if=any_of(WAS_SEPARATOR, HAD_PIPES),
        source=BERGEN,
    )
    removed_on = question(
        DateKind(not_after_today=True),
        _("Connection removed on"),
        required=True,
        ask=_("Give the day the temporary connection was removed."),
        how=_("The day the pipe was plugged."),
        applies_if=given_earlier(Phase.APPLICATION, "kind", "site_huts"),
        source=BERGEN,
    )
    restored_ground = question(
        BooleanKind(),
        _("The ground is restored"),
        required=WAS_OUTDOORS,
        level=RECOMMENDED,
        ask=_("Say whether the ground is restored."),
        how=_("Lawn, paving and fences as they were before."),
        applies_if=WAS_OUTDOORS,
        source=FORMS,
    )
    deviations = DEVIATIONS
    checks = (work_met_the_order, stormwater_is_gone)
