"""Final documentation: pipes, manholes and fittings as built, and how they differ from the plan."""

from __future__ import annotations

from dataclasses import replace

from models.base import Phase
from models.text import _
from workflows.conditions import given
from workflows.declare import Prefill, Row, Step, group, question
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, integer, options
from workflows.main_pipeline.choices import GRAVITY_BUILT
from workflows.main_pipeline.nodes import FittingRow, ManholeRow
from workflows.main_pipeline.pipes import PipeRow
from workflows.main_pipeline.sources import FINAL_DOCUMENTS, HARSTAD
from workflows.shared.questions import DEVIATIONS

YEAR = question(integer(1850, 2100), _("Year laid"), source=FINAL_DOCUMENTS)
MAKER = question(TextKind(0, 200), _("Maker"), source=FINAL_DOCUMENTS)
ORDER = question(TextKind(0, 100), _("Order number"), source=FINAL_DOCUMENTS)
VALVE_STATES = options(("open", _("Open")), ("closed", _("Closed")))


class BuiltPipeRow(Row):
    """One pipe as it lies. Its system has a key of its own, since that of surveyed points stands in the same phase."""

    id = PipeRow.id
    system_built = replace(PipeRow.system, key="")
    from_node = PipeRow.from_node
    to_node = PipeRow.to_node
    line = PipeRow.line
    length_m = PipeRow.length_m
    od_mm = PipeRow.od_mm
    id_mm = replace(PipeRow.id_mm, required=given("system_built", "VL"))
    material = replace(PipeRow.material, governed_by="")
    pipe_class = replace(PipeRow.pipe_class, governed_by="")
    invert_from = PipeRow.invert_from
    invert_to = PipeRow.invert_to
    slope_permille = replace(PipeRow.slope_permille, governed_by="", applies_if=GRAVITY_BUILT)
    cover_min_m = PipeRow.cover_min_m
    joint = PipeRow.joint
    renewed = question(BooleanKind(), _("Renewed pipe with service branches"), source=FINAL_DOCUMENTS)
    install_year = YEAR
    maker = MAKER
    order = ORDER


class BuiltManholeRow(Row):
    """One manhole as built. Its kind has a key of its own, since that of surveyed points stands in the same phase."""

    manhole_id = ManholeRow.manhole_id
    kind_built = replace(ManholeRow.kind, key="")
    point = ManholeRow.point
    cover_level = ManholeRow.cover_level
    bottom_level = ManholeRow.bottom_level
    diameter_mm = ManholeRow.diameter_mm
    ladder = ManholeRow.ladder
    drained = ManholeRow.drained
    valves = ManholeRow.valves
    manhole_install_year = YEAR
    manhole_maker = MAKER
    manhole_order = ORDER


class BuiltFittingRow(FittingRow):
    """One fitting as built."""

    fitting_install_year = YEAR
    fitting_maker = MAKER
    fitting_order = ORDER


class ValveRow(Row):
    """One valve at handover."""

    valve_id = question(TextKind(1, 40), _("Valve id"), required=True, ask=_("Give valve {n} an id."), how=_("As on the manhole card."),
        source=HARSTAD)  # fmt: skip
    state = question(ChoiceKind(VALVE_STATES), _("Closed or open"), governed_by="MAIN-25", source=HARSTAD)


class Done(Step):
    """When it was finished and taken into use."""

    title = _("What was built")
    section = _("The work")

    completed = question(DateKind(not_after_today=True), _("Finished"), required=True, ask=_("Give the day the work was finished."),
        how=_("The day the last part was done on site."), source=FINAL_DOCUMENTS)  # fmt: skip
    in_operation = question(DateKind(), _("In operation"), required=True, ask=_("Give the day it was taken into operation."),
        how=_("The day water or wastewater first ran."), source=FINAL_DOCUMENTS)  # fmt: skip
    pipes_built = group(BuiltPipeRow, _("Pipes as built"), row_label=_("Pipe {n}"), add_label=_("Add another pipe"), at_least=1,
        at_most=500, required=True, ask=_("Describe the pipes as built."), how=_("The rows of the plan are copied; correct them."),
        prefill=(Prefill(Phase.APPLICATION, "pipes", renamed=(("system_built", "system"),)),), source=FINAL_DOCUMENTS)  # fmt: skip
    manholes_built = group(BuiltManholeRow, _("Manholes as built"), row_label=_("Manhole {n}"), add_label=_("Add another manhole"),
        at_most=500, prefill=(Prefill(Phase.APPLICATION, "manholes", renamed=(("kind_built", "kind"),)),),
        source=FINAL_DOCUMENTS)  # fmt: skip
    fittings_built = group(BuiltFittingRow, _("Fittings as built"), row_label=_("Fitting {n}"), add_label=_("Add another fitting"),
        at_most=500, prefill=(Prefill(Phase.APPLICATION, "fittings"),), source=FINAL_DOCUMENTS)  # fmt: skip
    deviations = DEVIATIONS
