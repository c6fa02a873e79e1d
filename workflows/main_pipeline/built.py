"""Final documentation: pipes, manholes and fittings as built, and how they differ from the plan."""

from __future__ import annotations

from dataclasses import replace

from models.base import Phase
from models.text import _
from workflows.declare import Prefill, Row, Step, group, question
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, integer, options
from workflows.main_pipeline.nodes import FittingRow, ManholeRow
from workflows.main_pipeline.pipes import PipeRow
from workflows.main_pipeline.sources import FINAL_DOCUMENTS, HARSTAD
from workflows.shared.questions import DEVIATIONS

YEAR = question(integer(1850, 2100), _("Year laid"), source=FINAL_DOCUMENTS)
MAKER = question(TextKind(0, 200), _("Maker"), source=FINAL_DOCUMENTS)
ORDER = question(TextKind(0, 100), _("Order"), source=FINAL_DOCUMENTS)
VALVE_STATES = options(("open", _("Open")), ("closed", _("Closed")))


class BuiltPipeRow(PipeRow):
    """One pipe as it lies."""

    material = replace(PipeRow.by_key["material"], governed_by="")
    pipe_class = replace(PipeRow.by_key["pipe_class"], governed_by="")
    slope_permille = replace(PipeRow.by_key["slope_permille"], governed_by="")
    renewed = question(BooleanKind(), _("Renewed pipe with service branches"), source=FINAL_DOCUMENTS)
    pipe_year = YEAR
    pipe_maker = MAKER
    pipe_order = ORDER


class BuiltManholeRow(ManholeRow):
    """One manhole as built."""

    manhole_year = YEAR
    manhole_maker = MAKER
    manhole_order = ORDER


class BuiltFittingRow(FittingRow):
    """One fitting as built."""

    fitting_year = YEAR
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
        prefill=(Prefill(Phase.APPLICATION, "pipes"),), source=FINAL_DOCUMENTS)  # fmt: skip
    manholes_built = group(BuiltManholeRow, _("Manholes as built"), row_label=_("Manhole {n}"), add_label=_("Add another manhole"),
        at_most=500, prefill=(Prefill(Phase.APPLICATION, "manholes"),), source=FINAL_DOCUMENTS)  # fmt: skip
    fittings_built = group(BuiltFittingRow, _("Fittings as built"), row_label=_("Fitting {n}"), add_label=_("Add another fitting"),
        at_most=500, prefill=(Prefill(Phase.APPLICATION, "fittings"),), source=FINAL_DOCUMENTS)  # fmt: skip
    deviations = DEVIATIONS
