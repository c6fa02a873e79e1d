"""Main pipeline construction: plan, work notification and final documentation before takeover. Source: domain 4-main-pipeline."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from math import dist
from typing import Any

from models.base import Phase
from models.geometry import Place, metres_between
from models.text import _
from workflows.conditions import Not, given, given_earlier
from workflows.declare import Compared, Fee, Guarantee, Handling, PhaseDeclaration, Report, Step, Workflow
from workflows.main_pipeline.built import Done
from workflows.main_pipeline.cards import ManholeCards, Services
from workflows.main_pipeline.clean_water import CleanWater
from workflows.main_pipeline.demand import Demand
from workflows.main_pipeline.drawings import Drawings
from workflows.main_pipeline.ground import DisinfectionPlan, Ground
from workflows.main_pipeline.guide import GUIDE
from workflows.main_pipeline.nodes import Nodes
from workflows.main_pipeline.papers import Papers
from workflows.main_pipeline.parameters import PARAMETERS
from workflows.main_pipeline.pipes import Pipes
from workflows.main_pipeline.project import Project, Roles
from workflows.main_pipeline.sources import BERGEN
from workflows.main_pipeline.surveyed import Survey
from workflows.main_pipeline.takeover import DUTIES, Takeover
from workflows.main_pipeline.tests_done import PressureTests, TightnessTests
from workflows.main_pipeline.work import Crew, Revision, Start
from workflows.reading import Reading
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import Terms

__all__ = ["MAIN_PIPELINE", "STEPS", "TERMS"]

TERMS = Terms(
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date", Phase.FINAL: "completed"},
    end={Phase.APPLICATION: "planned_end"},
    plan_slot="site_plan",
    road_ground=given("road_ground_only", True),
    completed="completed",
    report_days="final_report_days_main",
)
STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (
        Property, Parties, Responsible, Project, Roles, Pipes, Nodes, Demand, Ground, DisinfectionPlan, Drawings, Documents, Declaration,
    ),
    Phase.WORK: (Start, Crew, Revision, StillResponsible, Documents, Declaration),
    Phase.FINAL: (
        Done, PressureTests, TightnessTests, CleanWater, Survey, ManholeCards, Services, Papers, Revision, StillResponsible, Documents,
        Declaration,
    ),
}  # fmt: skip


def moved(new: Any, old: Any, _reading: Reading) -> bool:
    """Whether a manhole lies more than half a metre from where it was approved, whatever systems the two are given in."""
    if not isinstance(new, Place) or not isinstance(old, Place) or not new.fits_system or not old.fits_system:
        return bool(new != old)
    if new.system == old.system and new.system != "4258":
        return dist(new.points[0], old.points[0]) > 0.5
    return metres_between(new.positions()[0], old.positions()[0]) > 0.5


def level_differs(new: Any, old: Any, _reading: Reading) -> bool:
    """Whether a level differs by more than 0.05 m."""
    try:
        return bool(abs(Decimal(new) - Decimal(old)) > Decimal("0.05"))
    except (TypeError, ValueError, InvalidOperation):
        return True


def falls_the_other_way(new: Any, old: Any, _reading: Reading) -> bool:
    """Whether a slope has changed its sign."""
    try:
        return (Decimal(new) < 0) != (Decimal(old) < 0)
    except (TypeError, ValueError, InvalidOperation):
        return True


def _compared(built: str, approved: str, label: Any, differs: Any = None) -> Compared:
    return Compared(built, Phase.APPLICATION, approved, label, differs)


COMPARED = (
    _compared("pipes_built/system_built", "pipes/system", _("System")),
    _compared("pipes_built/od_mm", "pipes/od_mm", _("Outer diameter")),
    _compared("pipes_built/material", "pipes/material", _("Material")),
    _compared("pipes_built/class", "pipes/class", _("Class (PN, SDR, SN)")),
    _compared("pipes_built/invert_from", "pipes/invert_from", _("Level at the start"), level_differs),
    _compared("pipes_built/invert_to", "pipes/invert_to", _("Level at the end"), level_differs),
    _compared("pipes_built/slope_permille", "pipes/slope_permille", _("Slope"), falls_the_other_way),
    _compared("manholes_built/point", "manholes/point", _("Position"), moved),
)
_FOUR_WEEKS = Handling(4, "weeks", "handling_time_main_weeks", BERGEN)
IS_BUILT = Not(given_earlier(Phase.APPLICATION, "stage", "framework_statement"))
"""A statement for the framework permit ends with its answer; nothing may be built on it."""

PHASES = (
    PhaseDeclaration(Phase.APPLICATION, _("Plan"), STEPS[Phase.APPLICATION], _FOUR_WEEKS, outcome_label=_("Plan approved")),
    PhaseDeclaration(Phase.WORK, _("Work notification"), STEPS[Phase.WORK], Handling(2, "weeks", source=ASSUMED), applies_if=IS_BUILT,
        outcome_label=_("Start noted")),
    PhaseDeclaration(Phase.FINAL, _("Final documentation"), STEPS[Phase.FINAL], replace(_FOUR_WEEKS, source=ASSUMED), applies_if=IS_BUILT,
        outcome_label=_("Ready for takeover"), staff_steps=(Takeover,)),
)  # fmt: skip
MAIN_PIPELINE = Workflow(
    key="main-pipeline",
    prefix="MAIN",
    version=1,
    title=_("Main pipelines"),
    summary=_("Build or reroute water, foul and stormwater mains that the municipality takes over."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={phase: shared_checks(phase, steps, TERMS) for phase, steps in STEPS.items()},
    fees=(Fee("handling", _("Handling of a plan for mains"), "fee_main_pipeline"),),
    guide=GUIDE,
    report=Report(TERMS.completed, TERMS.report_days),
    guarantee=Guarantee("guarantee_years_main", begins="guarantee_from"),
    duties=DUTIES,
    announces={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date"},
    quality={"sources": "done", "phases": "done", "languages": "done", "requirements_tested": "done", "phone": "done"},
)
