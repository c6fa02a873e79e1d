"""Application: every pipe as a row, and what its numbers must agree on. Lengths in metres, diameters in mm, slope in ‰."""

from __future__ import annotations

from models.text import Text, _
from workflows.conditions import given
from workflows.declare import BLOCKS, NEEDED, Finding, Outcome, Row, Step, group, missing, question, requirement
from workflows.fields import ChoiceKind, TextKind, decimal, integer, options
from workflows.main_pipeline.choices import DETAILED, GRAVITY, HAS_HYDRANTS, MATERIALS, SYSTEMS
from workflows.main_pipeline.sources import LEAST_DIMENSION, PLAN_DOCUMENTS
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.sources import FORM_ITSELF, FORMS

JOINTS = options(("socket", _("Socket")), ("weld", _("Welded")), ("flange", _("Flange")), ("other", _("Other")))
LENGTH, SLOPE = decimal(1, "0.1", 50_000, "m"), decimal(1, -500, 500, "‰")


def drawn_length(row: Reading | RowReading) -> object:
    """The length of the drawn line in metres with one decimal; None without a line, or outside what a pipe can be."""
    place = row.value("line")
    length = place.length_m if place is not None else None
    return LENGTH.parse(f"{length:.1f}") if length is not None and 0.1 <= length <= 50_000 else None


def slope_of_levels(row: Reading | RowReading) -> object:
    """The slope in ‰ with one decimal that levels and length give; None while one of them lacks, or when no pipe can be so steep."""
    top, bottom, length = row.value("invert_from"), row.value("invert_to"), row.value("length_m")
    if top is None or bottom is None or not length:
        return None
    slope = (top - bottom) * 1_000 / length
    return SLOPE.parse(f"{slope:.1f}") if abs(slope) <= 500 else None


class PipeRow(Row):
    """One pipe from node to node. Levels are of the inner bottom of gravity pipes, of the outer top of pressure pipes."""

    id = question(TextKind(1, 40), _("Pipe id"), required=True, ask=_("Give pipe {n} an id."), how=_("As on the drawings."),
        source=PLAN_DOCUMENTS, example="VL1")  # fmt: skip
    system = question(ChoiceKind(SYSTEMS), _("System"), required=True, ask=_("Choose what pipe {n} carries."),
        how=_("Choose one from the list."), source=PLAN_DOCUMENTS)  # fmt: skip
    from_node = question(TextKind(1, 40), _("From node"), source=PLAN_DOCUMENTS)
    to_node = question(TextKind(1, 40), _("To node"), source=PLAN_DOCUMENTS)
    line = question(GeometryKind(), _("Line of the pipe"), source=FORMS)
    length_m = question(LENGTH, _("Length"), required=True, computed=drawn_length,
        ask=_("Give the length of pipe {n}."), how=_("In metres along the pipe."), source=PLAN_DOCUMENTS)  # fmt: skip
    od_mm = question(integer(16, 4_000, "mm"), _("Outer diameter"), required=True, ask=_("Give the outer diameter of pipe {n}."),
        how=_("In mm, as printed on the pipe."), source=PLAN_DOCUMENTS)  # fmt: skip
    id_mm = question(integer(10, 4_000, "mm"), _("Inner diameter"), required=given("system", "VL"),
        ask=_("Give the inner diameter of pipe {n}."), how=_("In mm."), source=LEAST_DIMENSION)  # fmt: skip
    material = question(ChoiceKind(MATERIALS), _("Material"), governed_by="MAIN-11", source=PLAN_DOCUMENTS)
    pipe_class = question(TextKind(1, 40), _("Class (PN, SDR, SN)"), governed_by="MAIN-11", source=PLAN_DOCUMENTS, key="class")
    invert_from = question(decimal(2, -500, 3_000, "m"), _("Level at the start"), source=PLAN_DOCUMENTS,
        hint=_("Inner bottom of gravity pipes, outer top of pressure pipes."))  # fmt: skip
    invert_to = question(decimal(2, -500, 3_000, "m"), _("Level at the end"), source=PLAN_DOCUMENTS)
    slope_permille = question(SLOPE, _("Slope"), applies_if=GRAVITY, computed=slope_of_levels, governed_by="MAIN-11",
        source=PLAN_DOCUMENTS)  # fmt: skip
    cover_min_m = question(decimal(1, 0, 50, "m"), _("Least cover"), source=FORMS)
    joint = question(ChoiceKind(JOINTS), _("Joint"), source=FORMS)


def problems(row: RowReading, nodes: frozenset[str]) -> list[tuple[str, Text]]:
    """What does not agree within one row, as (column, words)."""
    found: list[tuple[str, Text]] = []
    if row.value("od_mm"):
        wanted = (("material", _("the material is missing")), ("class", _("the class is missing")))
        found += [(key, words) for key, words in wanted if row.value(key) is None]
    for key in ("from_node", "to_node"):
        name = row.value(key)
        if name is not None and nodes and name not in nodes:
            found.append((key, _("node {node} is unknown", node=name)))
    return found + (slope_problems(row) if row.holds(GRAVITY) else [])


def slope_problems(row: RowReading) -> list[tuple[str, Text]]:
    """A gravity pipe falls, and as much as it says, to 1 ‰."""
    slope, top, bottom, length = (row.value(key) for key in ("slope_permille", "invert_from", "invert_to", "length_m"))
    if top is not None and bottom is not None and bottom > top:
        return [("invert_to", _("the end lies above the start"))]
    if slope is None:
        return [("slope_permille", _("the slope is missing"))]
    if top is None or bottom is None or not length:
        return []
    differs = abs((top - bottom) * 1_000 / length - slope) > 1
    return [("slope_permille", _("the slope does not agree with the levels"))] if differs else []


class Pipes(Step):
    """The pipes of the plan."""

    title = _("Pipes")
    section = _("The plan")

    pipes = group(PipeRow, _("Pipes"), row_label=_("Pipe {n}"), add_label=_("Add another pipe"), at_least=1, at_most=500,
        governed_by="MAIN-01", source=PLAN_DOCUMENTS)  # fmt: skip

    @requirement("MAIN-01", level=BLOCKS, at="pipes", what=_("No pipe is described."), how=_("Add rows or import the model."),
        source=FORM_ITSELF, applies_if=DETAILED)  # fmt: skip
    def a_pipe_is_described(reading: Reading) -> Outcome:
        """A detailed plan has pipes."""
        return () if reading.rows("pipes") else missing()

    @requirement("MAIN-04", level=NEEDED, at="pipes", what=_("Water main {id} is {d} mm, the norm says {min} mm."),
        how=_("Increase it or ask for an exception."), source=LEAST_DIMENSION)  # fmt: skip
    def water_mains_are_wide_enough(reading: Reading) -> Outcome:
        """Wider where fire water is taken out: a flow is given, or there are hydrants."""
        has_fire_water = bool(reading.value("fire_water_ls")) or reading.holds(HAS_HYDRANTS)
        least = number(reading, "main_least_fire_mm" if has_fire_water else "main_least_mm")
        return [
            missing(row.path("id_mm"), id=row.value("id") or str(row.number), d=width, min=least)
            for row in reading.rows("pipes")
            if row.value("system") == "VL" and (width := row.value("id_mm")) is not None and width < least
        ]

    @requirement("MAIN-11", level=NEEDED, at="pipes", what=_("Pipe {id}: {problem}."), how=_("Correct the row."),
        source=PLAN_DOCUMENTS)  # fmt: skip
    def rows_agree(reading: Reading) -> Outcome:
        """Every row has what its kind needs, and its levels, slope and nodes agree; nodes are manholes, where all of them have ids."""
        manholes = [row.value("manhole_id") for row in reading.rows("manholes")]
        nodes = frozenset(() if None in manholes else manholes)
        found: list[Finding] = []
        for row in reading.rows("pipes"):
            name = row.value("id") or str(row.number)
            found += [missing(row.path(key), id=name, problem=words) for key, words in problems(row, nodes)]
        return found
