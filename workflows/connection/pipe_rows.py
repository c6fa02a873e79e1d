"""Pipe rows of a connection, and what is asked of every pipe. Lengths in metres, diameters in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.geometry import Place
from models.text import _
from workflows.conditions import ALWAYS, all_of, given
from workflows.connection.sources import CHECKLIST, GRIMSTAD
from workflows.declare import NEEDED, NEVER, NOT_APPLICABLE, RECOMMENDED, Outcome, Requirement, Row, missing, question, requirement
from workflows.fields import BooleanKind
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.pipe_rows import LAID
from workflows.shared.pipe_rows import BuiltPipeRow as CommonBuiltPipe
from workflows.shared.pipe_rows import PipeRow as CommonPipe
from workflows.shared.pipe_sources import FINAL_REPORT
from workflows.shared.sources import FORMS, partly_assumed

PRESSURE_SYSTEMS = ("VL", "SPP")
GRAVITY_SYSTEMS = ("SP", "OV", "AF", "DR")
PLASTICS = ("PE100", "PE80", "PVC", "PP")
_STIFF_ENOUGH = ("SN8", "SN16")


def meets_the_main(at: Reading | RowReading) -> bool | None:
    """Whether a pipe is the first of its system that is laid; None for what is no pipe of a group."""
    if not isinstance(at, RowReading):
        return None
    laid = (row for row in at.phase.all_rows(at.group.key) if is_laid(row) and row.value("system") == at.value("system"))
    first = next(laid, None)
    return first is not None and first.id == at.id


def end_at_the_main(reading: Reading | RowReading) -> Place | None:
    """The last point of the first laid pipe that is drawn, for pipes are drawn towards the main; None while none is."""
    phase = reading.phase if isinstance(reading, RowReading) else reading
    lines = (row.value("line") for row in phase.rows("pipes") if is_laid(row))
    drawn = next((line for line in lines if line is not None and line.shape == "line"), None)
    return Place(drawn.system, "point", drawn.points[-1:]) if drawn else None


class PipeRow(Row):
    """One pipe as wanted."""

    system = CommonPipe.system
    status = CommonPipe.status
    line = CommonPipe.line
    length_m = CommonPipe.length_m
    od_mm = replace(CommonPipe.od_mm, governed_by="CONN-02")
    material = replace(CommonPipe.material, governed_by="CONN-01")
    pressure_class = replace(
        CommonPipe.pressure_class, ask=_("Choose the pressure class of pipe {n}."), how=_("As printed on the pipe."), governed_by="CONN-04"
    )
    ring_stiffness = replace(
        CommonPipe.ring_stiffness, ask=_("Choose the ring stiffness of pipe {n}."), how=_("As printed on the pipe."), governed_by="CONN-05"
    )
    slope_permille = CommonPipe.slope_permille
    meets_main = question(
        BooleanKind(), _("This pipe meets the main"), computed=meets_the_main, applies_if=given("status", *LAID),
        hint=_("The first pipe of each system does, until you say otherwise."), source=FORMS,
    )  # fmt: skip
    connection_kind = replace(
        CommonPipe.connection_kind, required=all_of(given("status", *LAID), given("meets_main", True)),
        ask=_("Choose how pipe {n} is connected."), how=_("Where it meets the main."),
    )  # fmt: skip
    cover_m = CommonPipe.cover_m


class BuiltPipeRow(Row):
    """One pipe as it lies after the work."""

    system_built = CommonBuiltPipe.system_built
    status = CommonBuiltPipe.status
    length_m = CommonBuiltPipe.length_m
    od_mm = replace(CommonBuiltPipe.od_mm, required=NEVER, governed_by="CONN-02")
    material = replace(CommonBuiltPipe.material, required=NEVER, governed_by="CONN-01")
    pressure_class = CommonBuiltPipe.pressure_class
    ring_stiffness = replace(
        CommonBuiltPipe.ring_stiffness,
        ask=_("Choose the ring stiffness of pipe {n}."),
        how=_("As printed on the pipe."),
        governed_by="CONN-05",
    )
    slope_permille = CommonBuiltPipe.slope_permille
    connection_kind = CommonBuiltPipe.connection_kind
    cover_m = CommonBuiltPipe.cover_m
    install_year = replace(CommonBuiltPipe.install_year, required=ALWAYS, ask=_("Give the year pipe {n} was laid."), how=_("Four digits."))


def pipes_of(reading: Reading) -> Sequence[RowReading]:
    """The pipes of the phase: as built where it asks for them, else as wanted."""
    return reading.rows("pipes_built" if "pipes_built" in reading.index.groups else "pipes")


def system_of(row: RowReading) -> str:
    """What a pipe carries, as wanted or as built; empty when not told."""
    return str(row.value("system_built" if row.group.key == "pipes_built" else "system") or "")


def is_laid(row: RowReading) -> bool:
    """New or replaced."""
    return row.value("status") in LAID


def _told(judged: Sequence[RowReading], field: str, faulty: Sequence[RowReading]) -> Outcome:
    """One finding for each faulty pipe, with its number and diameter; nothing to say where no pipe was judged."""
    return [missing(row.path(field), n=row.number, od=row.value("od_mm") or "–") for row in faulty] if judged else NOT_APPLICABLE


def sizes_have_materials(reading: Reading) -> Outcome:
    """A pipe that is laid and has a diameter has a material."""
    judged = [row for row in pipes_of(reading) if is_laid(row) and row.value("od_mm") is not None]
    return _told(judged, "material", [row for row in judged if row.value("material") is None])


def pipes_have_sizes(reading: Reading) -> Outcome:
    """A pipe with a material or a length has a diameter."""
    judged = [row for row in pipes_of(reading) if row.value("material") is not None or row.value("length_m") is not None]
    return _told(judged, "od_mm", [row for row in judged if row.value("od_mm") is None])


def water_pipes_are_wide_enough(reading: Reading) -> Outcome:
    """New water pipes against the local least diameter."""
    least = number(reading, "min_water_service_od_mm")
    new = [row for row in pipes_of(reading) if system_of(row) == "VL" and row.value("status") == "new"]
    judged = [row for row in new if row.value("od_mm") is not None]
    narrow = [row for row in judged if row.value("od_mm") < least]
    if not judged:
        return NOT_APPLICABLE
    return [missing(row.path("od_mm"), n=row.number, od=row.value("od_mm"), min=least) for row in narrow]


def pressure_pipes_have_classes(reading: Reading) -> Outcome:
    """Plastic pressure pipes have a pressure class."""
    used = [row for row in pipes_of(reading) if row.value("material") in PLASTICS and row.value("status") != "abandoned"]
    judged = [row for row in used if system_of(row) in PRESSURE_SYSTEMS]
    return _told(judged, "pressure_class", [row for row in judged if row.value("pressure_class") is None])


def gravity_pipes_are_stiff(reading: Reading) -> Outcome:
    """Plastic gravity pipes that are laid are SN8 or stiffer."""
    laid = [row for row in pipes_of(reading) if row.value("material") in PLASTICS and is_laid(row)]
    judged = [row for row in laid if system_of(row) in GRAVITY_SYSTEMS]
    return _told(judged, "ring_stiffness", [row for row in judged if row.value("ring_stiffness") not in _STIFF_ENOUGH])


def pipe_checks(group: str) -> tuple[Requirement, ...]:
    """CONN-01, 02 and 05 of a group of pipes."""
    material = requirement(
        "CONN-01", level=NEEDED, at=group, what=_("Pipe {n}: {od} mm is given without a material."), how=_("Choose the material."),
        source=FINAL_REPORT,
    )  # fmt: skip
    size = requirement(
        "CONN-02", level=NEEDED, at=group, what=_("Pipe {n} lacks its diameter."), how=_("Write the outer diameter in mm."),
        source=FINAL_REPORT,
    )  # fmt: skip
    stiff = requirement(
        "CONN-05", level=RECOMMENDED, at=group, what=_("Pipe {n} should be at least SN8."), how=_("State the ring stiffness."),
        source=CHECKLIST,
    )  # fmt: skip
    return material(sizes_have_materials), size(pipes_have_sizes), stiff(gravity_pipes_are_stiff)


LEAST_DIAMETER = requirement(
    "CONN-03", level=NEEDED, at="pipes", what=_("Water pipe {n} is {od} mm, the least allowed is {min} mm."),
    how=_("Choose a larger pipe or ask for an exception in the description."), source=GRIMSTAD,
)(water_pipes_are_wide_enough)  # fmt: skip
PRESSURE_CLASS = requirement(
    "CONN-04", level=NEEDED, at="pipes", what=_("Pipe {n} lacks its pressure class."),
    how=_("Choose PN or SDR as printed on the pipe."), source=partly_assumed(GRIMSTAD),
)(pressure_pipes_have_classes)  # fmt: skip
