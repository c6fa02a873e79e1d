"""Final documentation: where the plug sits, and that the meter is read and removed."""

from __future__ import annotations

from typing import Any

from models.base import Phase
from models.text import _
from workflows.conditions import any_of, given_earlier
from workflows.declare import IMAGES, NEEDED, Finding, Outcome, Step, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, decimal
from workflows.kinds import CaseKind
from workflows.private_work.choices import PLUG_PLACES
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.links import is_linked
from workflows.shared.pipe_sources import PLUGGING
from workflows.shared.sources import ASSUMED, partly_assumed

WAS_PLUG = given_earlier(Phase.APPLICATION, "kind", "plug", "site_huts")
"""A temporary connection ends as one that is given up does: its pipe is plugged."""
HAD_METER = any_of(given_earlier(Phase.APPLICATION, "meter_number"), given_earlier(Phase.APPLICATION, "last_reading_m3"))


def _planned_place(reading: Reading | RowReading) -> Any:
    return reading.earlier_value(Phase.APPLICATION, "plug_place")


def _told_reading(reading: Reading | RowReading) -> Any:
    return reading.earlier_value(Phase.APPLICATION, "last_reading_m3")


class PlugDone(Step):
    """Where the plug sits, and the meter."""

    key = "plugging"
    title = _("Plugging")
    section = _("The work")
    applies_if = WAS_PLUG

    plug_place_built = question(
        ChoiceKind(PLUG_PLACES),
        _("The plug sits"),
        computed=_planned_place,
        hint=_("Change it only when it became another than approved."),
        source=PLUGGING,
    )
    plug_point = question(
        GeometryKind(),
        _("Position of the plug"),
        ask=_("Give the position of the plug."),
        how=_("Write north and east with a space between, with the system in the line before."),
        governed_by="PRIV-11",
        source=PLUGGING,
        example="UTM 32 6589551 594048",
    )
    plug_z_m = question(
        decimal(3, -500, 3_000, "m"),
        _("Height of the plug (NN2000)"),
        ask=_("Give the height of the plug."),
        how=_("Metres above sea level in NN2000."),
        governed_by="PRIV-11",
        source=PLUGGING,
        example="12,34",
    )
    plug_date = question(
        DateKind(not_after_today=True),
        _("Plugged on"),
        required=True,
        ask=_("Give the day the pipe was plugged."),
        how=_("The subscription can end from this day."),
        source=PLUGGING,
    )
    photo_plug = slot(
        IMAGES,
        _("Photo of the plug"),
        at_most=10,
        ask=_("Upload a photo of the plug."),
        how=_("Taken before the trench was filled."),
        governed_by="PRIV-11",
        source=PLUGGING,
        before_backfilling=True,
    )
    last_reading_final_m3 = question(
        decimal(3, 0, 9_999_999, "m³"),
        _("Last reading of the meter"),
        computed=_told_reading,
        ask=_("Write the last reading of the meter."),
        how=_("In cubic metres, with up to three decimals."),
        applies_if=HAD_METER,
        governed_by="PRIV-12",
        source=ASSUMED,
    )
    meter_handed_in = question(
        BooleanKind(),
        _("The meter is handed in"),
        ask=_("Hand the meter in."),
        how=_("Or refer to the case in which it is removed."),
        applies_if=HAD_METER,
        governed_by="PRIV-12",
        source=ASSUMED,
    )
    meter_case = question(
        CaseKind("water-meter"),
        _("Water-meter case (removal)"),
        applies_if=HAD_METER,
        governed_by="PRIV-12",
        source=ASSUMED,
        example="2026-000123",
    )

    @requirement(
        "PRIV-11",
        level=NEEDED,
        at="plug_point",
        what=_("The plug must be at the main: {part} is missing."),
        how=_("Give place, coordinates and photo."),
        source=partly_assumed(PLUGGING),
        applies_if=WAS_PLUG,
    )
    def plug_is_shown(reading: Reading) -> Outcome:
        """Position with height, and a photo of the plug; a plug in the building is none."""
        lacks = [
            (reading.value("plug_place_built") == "in_building", "plug_place_built", _("the place of the plug")),
            (reading.value("plug_point") is None, "plug_point", _("the position")),
            (reading.value("plug_z_m") is None, "plug_z_m", _("the height")),
            (not reading.good_files("photo_plug"), "photo_plug", _("the photo")),
        ]
        findings: list[Finding] = [missing(at, part=part) for lacking, at, part in lacks if lacking]
        return findings

    @requirement(
        "PRIV-12",
        level=NEEDED,
        at="meter_handed_in",
        what=_("The meter's last reading is missing."),
        how=_("Write the reading and start a meter removal."),
        source=ASSUMED,
        applies_if=HAD_METER,
    )
    def meter_is_read_and_removed(reading: Reading) -> Outcome:
        """The last reading is told, and the meter is handed in or removed in a case of its own."""
        lacks: list[Finding] = []
        if reading.value("last_reading_final_m3") is None:
            lacks.append(missing("last_reading_final_m3"))
        if not reading.value("meter_handed_in") and not _is_removed(reading):
            lacks.append(missing(instead=_("The meter is not handed in.")))
        return lacks


def _is_removed(reading: Reading) -> bool:
    """A removal case is named; one the portal knows must be of water meters."""
    return is_linked(reading, "meter_case", "water-meter")
