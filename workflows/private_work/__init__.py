"""Repair or change on private infrastructure: notice or application, work notification and final report. Source: domain 2-private-work."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import any_of, given_earlier
from workflows.declare import Compared, Fee, Handling, PhaseDeclaration, Report, Step, Workflow
from workflows.private_work.built import BuiltPipes
from workflows.private_work.choices import NOTED, WAS_INDOORS, WAS_NOTED, WAS_OUTDOORS
from workflows.private_work.details import Details
from workflows.private_work.done import Done
from workflows.private_work.guide import GUIDE
from workflows.private_work.job import Job
from workflows.private_work.network import Network
from workflows.private_work.parameters import PARAMETERS
from workflows.private_work.permit import Permit
from workflows.private_work.pipes import Pipes, Plan
from workflows.private_work.plugged import PlugDone
from workflows.private_work.plugging import Plugging
from workflows.private_work.scope import Scope
from workflows.private_work.separation import Separation
from workflows.private_work.surveyed import Survey
from workflows.private_work.tank import Tank, TankDone
from workflows.private_work.work import Order, Start
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.pipe_choices import length_differs
from workflows.shared.pipe_sources import BERGEN
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import ADK, Competence, Terms

__all__ = ["PRIVATE_WORK", "STEPS", "TERMS"]

TERMS = Terms(
    certificates=(
        Competence(ADK, when=WAS_OUTDOORS),
        Competence((("trade_plumber",),), when=WAS_INDOORS, anybody=WAS_OUTDOORS),
        Competence(ADK, when=WAS_OUTDOORS, person="trench_foreman"),
    ),
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date", Phase.FINAL: "completed"},
    end={Phase.APPLICATION: "planned_end"},
    plan_slot="site_plan",
    urgent=any_of(given_earlier(Phase.APPLICATION, "urgent", True), WAS_NOTED),
    completed="completed",
    report_days="final_report_days_connection",
)

STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (
        Property, Parties, Responsible, Job, Scope, Permit, Pipes, Separation, Tank, Plugging, Details, Network,
        Plan, Documents, Declaration,
    ),
    Phase.WORK: (Start, Order, StillResponsible, Documents, Declaration),
    Phase.FINAL: (Done, BuiltPipes, TankDone, PlugDone, Survey, StillResponsible, Documents, Declaration),
}  # fmt: skip

PHASES = (
    PhaseDeclaration(
        Phase.APPLICATION,
        _("Application or notice"),
        STEPS[Phase.APPLICATION],
        Handling(3, "weeks", "handling_time_connection_weeks", BERGEN),
        outcome_label=_("Work approved"),
        noted_if=NOTED,
        other_handling=(Handling(5, "working_days", "notice_call_in_working_days", ASSUMED, applies_if=NOTED),),
    ),
    PhaseDeclaration(
        Phase.WORK,
        _("Work notification"),
        STEPS[Phase.WORK],
        Handling(3, "working_days", "tapping_notice_working_days", ASSUMED),
        applies_if=any_of(given_earlier(Phase.APPLICATION, "shut_public", True), given_earlier(Phase.APPLICATION, "tapping_needed", True)),
        outcome_label=_("Start noted"),
    ),
    PhaseDeclaration(
        Phase.FINAL,
        _("Final report"),
        STEPS[Phase.FINAL],
        Handling(3, "weeks", "handling_time_connection_weeks", BERGEN),
        outcome_label=_("Work registered"),
    ),
)


COMPARED = (
    Compared("kind_built", Phase.APPLICATION, "kind", _("Kind of work")),
    Compared("pipes_built/system_built", Phase.APPLICATION, "pipes/system", _("System")),
    Compared("pipes_built/od_mm", Phase.APPLICATION, "pipes/od_mm", _("Outer diameter")),
    Compared("pipes_built/material", Phase.APPLICATION, "pipes/material", _("Material")),
    Compared("pipes_built/length_m", Phase.APPLICATION, "pipes/length_m", _("Length"), length_differs),
    Compared("plug_place_built", Phase.APPLICATION, "plug_place", _("The plug is placed")),
    Compared("tank_fate_built", Phase.APPLICATION, "tank_fate", _("The tank will be")),
    Compared("units_after_built", Phase.APPLICATION, "units_after", _("Dwelling units after")),
)

PRIVATE_WORK = Workflow(
    key="private-work",
    prefix="PRIV",
    version=1,
    title=_("Repair or change on private pipes"),
    summary=_("Repair, replace, reroute, separate, disconnect or plug private pipes, and report it."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={phase: shared_checks(phase, steps, TERMS) for phase, steps in STEPS.items()},
    fees=(Fee("handling", _("Handling of work on private pipes"), "fee_private_work"),),
    guide=GUIDE,
    report=Report(TERMS.completed, TERMS.report_days),
    announces={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date"},
    quality={"sources": "done", "phases": "done", "languages": "done", "requirements_tested": "done", "phone": "done"},
)
