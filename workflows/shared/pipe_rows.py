"""Rows for pipes: as wanted (application) and as built (final documentation). Lengths in metres, diameters in mm, slope in ‰."""

from __future__ import annotations

from models.base import Phase
from models.text import _, verbatim
from workflows.conditions import given
from workflows.declare import RECOMMENDED, Row, question
from workflows.fields import ChoiceKind, decimal, integer, options
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.pipe_sources import FINAL_REPORT
from workflows.shared.sources import FORMS
from workflows.shared.survey import SYSTEM_OPTIONS

STATUSES = options(
    ("new", _("New")),
    ("existing_kept", _("Existing, kept")),
    ("replaced", _("Replaced")),
    ("abandoned", _("Abandoned")),
)
MATERIALS = options(
    ("PE100", verbatim("PE100")),
    ("PE80", verbatim("PE80")),
    ("PVC", verbatim("PVC")),
    ("PP", verbatim("PP")),
    ("DI", _("Ductile iron")),
    ("COPPER", _("Copper")),
    ("CONCRETE", _("Concrete")),
    ("OTHER", _("Other")),
)
PRESSURE_CLASSES = options(*((name, verbatim(name)) for name in ("PN10", "PN12.5", "PN16", "SDR11", "SDR17")))
STIFFNESSES = options(*((name, verbatim(name)) for name in ("SN4", "SN8", "SN16")))
CONNECTIONS = options(
    ("tapping", _("Tapping")),
    ("branch", _("Branch pipe")),
    ("manhole", _("Manhole")),
    ("saddle", _("Saddle")),
    ("existing_service", _("Existing service pipe")),
)
LAID = ("new", "replaced")
"""Pipes that this work puts into the ground."""

PRESSURE = given("system", "VL", "SPP")
GRAVITY = given("system", "SP", "OV", "AF", "DR")
BUILT_PRESSURE = given("system_built", "VL", "SPP")
BUILT_GRAVITY = given("system_built", "SP", "OV", "AF", "DR")


def drawn_length(row: Reading | RowReading) -> object:
    """The length of the drawn line in metres with one decimal; None without a line, or outside what a pipe can be."""
    place = row.value("line")
    length = place.length_m if place is not None else None
    if length is None or not 0.1 <= length <= 5_000:
        return None
    return decimal(1, "0.1", 5_000).parse(f"{length:.1f}")


def approved_system(row: Reading | RowReading) -> object:
    """What the same pipe carries in the application; None for a pipe that was not there."""
    before = row.phase.earlier(Phase.APPLICATION) if isinstance(row, RowReading) else None
    same = (one.value("system") for one in (before.rows("pipes") if before else ()) if isinstance(row, RowReading) and one.id == row.id)
    return next(same, None)


class PipeRow(Row):
    """One pipe, and what lay there before it."""

    system = question(
        ChoiceKind(SYSTEM_OPTIONS),
        _("System"),
        required=True,
        ask=_("Choose what pipe {n} carries."),
        how=_("Choose one from the list."),
        source=FINAL_REPORT,
    )
    status = question(
        ChoiceKind(STATUSES),
        _("New or existing"),
        required=True,
        ask=_("Say whether pipe {n} is new or existing."),
        how=_("An old pipe that is taken out of use is abandoned."),
        source=FORMS,
    )
    line = question(
        GeometryKind(),
        _("Line of the pipe"),
        hint=_("Draw it in the map or paste one point in each line. The length is worked out from it."),
        source=FORMS,
    )
    length_m = question(
        decimal(1, "0.1", 5_000, "m"),
        _("Length"),
        required=True,
        computed=drawn_length,
        ask=_("Give the length of pipe {n}."),
        how=_("In metres along the pipe."),
        source=FORMS,
        example="12,5",
    )
    od_mm = question(
        integer(16, 1_200, "mm"),
        _("Outer diameter"),
        ask=_("Give the outer diameter of pipe {n}."),
        how=_("In mm, as printed on the pipe."),
        governed_by="PRIV-04",
        source=FINAL_REPORT,
        example="110",
    )
    material = question(
        ChoiceKind(MATERIALS),
        _("Material"),
        ask=_("Choose the material of pipe {n}."),
        how=_("As printed on the pipe."),
        governed_by="PRIV-04",
        source=FINAL_REPORT,
    )
    pressure_class = question(ChoiceKind(PRESSURE_CLASSES), _("Pressure class"), applies_if=PRESSURE, source=FORMS)
    ring_stiffness = question(ChoiceKind(STIFFNESSES), _("Ring stiffness"), applies_if=GRAVITY, source=FORMS)
    slope_permille = question(
        decimal(1, 0, 500, "‰"),
        _("Slope"),
        required=True,
        level=RECOMMENDED,
        ask=_("Give the slope of pipe {n}."),
        how=_("In per mille, the least along the pipe."),
        applies_if=GRAVITY,
        source=FORMS,
        example="10",
    )
    connection_kind = question(ChoiceKind(CONNECTIONS), _("Connected by"), hint=_("Only for the pipe that meets the main."), source=FORMS)
    cover_m = question(
        decimal(1, 0, 10, "m"),
        _("Cover"),
        required=True,
        level=RECOMMENDED,
        ask=_("Give the cover of pipe {n}."),
        how=_("In metres from the top of the pipe to the ground, where it is least."),
        source=FORMS,
        example="1,6",
    )
    old_material = question(ChoiceKind(MATERIALS), _("Old material"), source=FORMS)
    old_od_mm = question(integer(16, 1_200, "mm"), _("Old outer diameter"), source=FORMS)
    old_year = question(integer(1850, 2100), _("Year the old pipe was laid"), source=FORMS)


class BuiltPipeRow(Row):
    """One pipe as it lies after the work."""

    system_built = question(
        ChoiceKind(SYSTEM_OPTIONS),
        _("System"),
        required=True,
        computed=approved_system,
        ask=_("Choose what pipe {n} carries."),
        how=_("Choose one from the list."),
        source=FINAL_REPORT,
    )
    status = question(
        ChoiceKind(STATUSES),
        _("New or existing"),
        required=True,
        ask=_("Say whether pipe {n} is new or existing."),
        how=_("An old pipe that is taken out of use is abandoned."),
        source=FORMS,
    )
    length_m = question(
        decimal(1, "0.1", 5_000, "m"),
        _("Length"),
        required=True,
        ask=_("Give the length of pipe {n}."),
        how=_("In metres along the pipe."),
        source=FORMS,
        example="12,5",
    )
    od_mm = question(
        integer(16, 1_200, "mm"),
        _("Outer diameter"),
        required=given("status", *LAID),
        ask=_("Give the outer diameter of pipe {n}."),
        how=_("In mm, as printed on the pipe."),
        source=FINAL_REPORT,
        example="110",
    )
    material = question(
        ChoiceKind(MATERIALS),
        _("Material"),
        required=given("status", *LAID),
        ask=_("Choose the material of pipe {n}."),
        how=_("As printed on the pipe."),
        source=FINAL_REPORT,
    )
    pressure_class = question(ChoiceKind(PRESSURE_CLASSES), _("Pressure class"), applies_if=BUILT_PRESSURE, source=FORMS)
    ring_stiffness = question(ChoiceKind(STIFFNESSES), _("Ring stiffness"), applies_if=BUILT_GRAVITY, source=FORMS)
    slope_permille = question(decimal(1, 0, 500, "‰"), _("Slope"), applies_if=BUILT_GRAVITY, source=FORMS)
    connection_kind = question(ChoiceKind(CONNECTIONS), _("Connected by"), source=FORMS)
    cover_m = question(decimal(1, 0, 10, "m"), _("Cover"), source=FORMS)
    install_year = question(integer(1850, 2100), _("Year laid"), source=FINAL_REPORT)
