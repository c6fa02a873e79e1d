"""Surveyed points: their questions, the coordinate system, and what rules ask of them. Source: domain README section 8 and 1-connection."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import hypot
from typing import NamedTuple

from models.geometry import SYSTEMS
from models.text import _, verbatim
from workflows.conditions import Not, RowsAtLeast, all_of, given
from workflows.declare import Row, question
from workflows.fields import ChoiceKind, Option, TextKind, decimal, options
from workflows.reading import Reading, RowReading
from workflows.shared.sources import FORMS

POINT_KINDS = options(
    ("connection", _("Connection point")),
    ("stop_valve", _("Stop valve")),
    ("branch", _("Branch")),
    ("bend", _("Bend")),
    ("wall_entry", _("Wall entry")),
    ("manhole", _("Manhole")),
    ("end", _("End")),
    ("plug", _("Plug")),
)
SYSTEM_OPTIONS = options(
    ("VL", _("Water (VL)")),
    ("SP", _("Wastewater (SP)")),
    ("OV", _("Stormwater (OV)")),
    ("AF", _("Combined (AF)")),
    ("SPP", _("Pumped wastewater (SPP)")),
    ("DR", _("Drain (DR)")),
)
PRESSURE_SYSTEMS = ("VL", "SPP", "OVP")
HEIGHT_REFERENCES = options(("outer_top", _("Outer top (pressure pipe)")), ("inner_bottom", _("Inner bottom (gravity pipe)")))
SYSTEM_CHOICES = tuple(Option(key, verbatim(f"{system.name} (EPSG:{key})")) for key, system in SYSTEMS.items())

CRS = question(
    ChoiceKind(SYSTEM_CHOICES),
    _("Coordinate system"),
    ask=_("Choose the coordinate system of the points."),
    how=_("It stands in the survey file; UTM 32 in the south, UTM 33 from Nordland northwards."),
    source=FORMS,
)

NOT_SURVEYED_OPEN = Not(given("open_trench_survey", True))
FILE_FROM_THE_TRENCH = all_of(given("open_trench_survey", True), Not(RowsAtLeast("points", 1)))
"""Where the survey is made in the open trench it must have arrived before backfilling, as a file unless the points are typed."""


class SurveyPointRow(Row):
    """One surveyed point; north, east and z in metres (degrees for latitude and longitude), heights in NN2000."""

    point_id = question(TextKind(0, 40), _("Point id"), source=FORMS, example="V12")
    kind = question(
        ChoiceKind(POINT_KINDS),
        _("Kind of point"),
        required=True,
        ask=_("Say what kind of point number {n} is."),
        how=_("Choose one from the list."),
        source=FORMS,
    )
    system = question(ChoiceKind(SYSTEM_OPTIONS), _("System"), source=FORMS)
    north = question(
        decimal(8, -10_000_000, 10_000_000),
        _("North"),
        required=True,
        ask=_("Give north of point {n}."),
        how=_("Seven digits before the comma in UTM, north first."),
        source=FORMS,
        example="6589551,59",
    )
    east = question(
        decimal(8, -10_000_000, 10_000_000),
        _("East"),
        required=True,
        ask=_("Give east of point {n}."),
        how=_("Six digits before the comma in UTM."),
        source=FORMS,
        example="594048,14",
    )
    z = question(decimal(3, -500, 3_000, "m"), _("Height (NN2000)"), source=FORMS, example="12,34")
    z_ref = question(ChoiceKind(HEIGHT_REFERENCES), _("Height measured at"), source=FORMS)


class Spot(NamedTuple):
    """A surveyed point as rules need it; metres in a UTM system, `z` None when no height was given."""

    row: RowReading
    name: str
    kind: str
    system: str
    north: Decimal
    east: Decimal
    z: Decimal | None


def spots(reading: Reading, group: str = "points") -> list[Spot]:
    """The points whose north and east were given, in order."""
    found = []
    for row in reading.rows(group):
        north, east = row.value("north"), row.value("east")
        if north is not None and east is not None:
            name = row.value("point_id") or str(row.number)
            found.append(Spot(row, name, row.value("kind") or "", row.value("system") or "", north, east, row.value("z")))
    return found


def metres_apart(one: Spot, other: Spot, crs: str | None) -> float | None:
    """Distance of two points in the plane of a UTM system; None in degrees or without a system."""
    if crs not in SYSTEMS or crs == "4258":
        return None
    return hypot(float(one.north - other.north), float(one.east - other.east))


def lacking_kinds(found: Sequence[Spot], wanted: Sequence[str]) -> list[str]:
    """The kinds of point that are wanted and not among those found, in the order wanted."""
    there = {spot.kind for spot in found}
    return [kind for kind in wanted if kind not in there]
