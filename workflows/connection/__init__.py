"""New connection to the water and sewage network: application, work notification and final documentation. Source: domain 1-connection."""

from __future__ import annotations

from dataclasses import replace

from models.base import Phase
from models.text import _, _c
from workflows.conditions import given
from workflows.connection.built import BuiltPipes, Done
from workflows.connection.choices import WAS_OUTDOORS
from workflows.connection.guide import GUIDE
from workflows.connection.measure import Building, Measure
from workflows.connection.parameters import PARAMETERS
from workflows.connection.pipes import Calculations, Permit, Pipes, Rights
from workflows.connection.surveyed import Photos, Survey, connection_differs
from workflows.connection.wastewater import Wastewater
from workflows.connection.water import Water
from workflows.connection.work import Order, Start
from workflows.declare import Compared, Fee, Handling, PhaseDeclaration, Report, Step, Workflow
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.pipe_choices import length_differs
from workflows.shared.pipe_sources import BERGEN
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import ADK, Competence, Terms

TERMS = Terms(
    certificates=(
        Competence(ADK, when=WAS_OUTDOORS, lacking_told_by="CONN-18"),
        Competence(ADK, when=WAS_OUTDOORS, person="trench_foreman"),
    ),
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date", Phase.FINAL: "completed"},
    end={Phase.APPLICATION: "planned_end"},
    plan_slot="site_plan",
    completed="completed",
    report_days="final_report_days_connection",
)

LATER_TERMS = replace(TERMS, certificates=tuple(replace(one, lacking_told_by="") for one in TERMS.certificates))
"""CONN-18 speaks in the application only; later COM-14 also tells of a certificate that was never held."""

STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (
        Property, Parties, Responsible, Measure, Building, Water, Wastewater, Pipes, Rights, Permit, Calculations, Documents, Declaration,
    ),
    Phase.WORK: (Start, Order, StillResponsible, Documents, Declaration),
    Phase.FINAL: (Done, BuiltPipes, Survey, Photos, StillResponsible, Documents, Declaration),
}  # fmt: skip

PHASES = (
    PhaseDeclaration(
        Phase.APPLICATION, _("Application"), STEPS[Phase.APPLICATION],
        Handling(3, "weeks", "handling_time_connection_weeks", BERGEN), outcome_label=_("Connection approved"),
    ),
    PhaseDeclaration(
        Phase.WORK, _("Work notification"), STEPS[Phase.WORK],
        Handling(3, "working_days", "tapping_notice_working_days", ASSUMED), outcome_label=_("Start noted"),
    ),
    PhaseDeclaration(
        Phase.FINAL, _c("phase", "Final documentation"), STEPS[Phase.FINAL],
        Handling(3, "weeks", "handling_time_connection_weeks", BERGEN), outcome_label=_("Connection registered"),
    ),
)  # fmt: skip

COMPARED = (
    Compared("pipes_built/system_built", Phase.APPLICATION, "pipes/system", _("System")),
    Compared("pipes_built/od_mm", Phase.APPLICATION, "pipes/od_mm", _("Outer diameter")),
    Compared("pipes_built/material", Phase.APPLICATION, "pipes/material", _("Material")),
    Compared("pipes_built/length_m", Phase.APPLICATION, "pipes/length_m", _("Length"), length_differs),
    Compared("connection_point_built", Phase.APPLICATION, "connection_point", _("Connection point"), connection_differs),
)

CONNECTION = Workflow(
    key="connection",
    prefix="CONN",
    version=1,
    title=_("New connection to water and sewage"),
    summary=_("Connect a building to the water and sewage network, order tapping, and report what was built."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={
        phase: shared_checks(phase, steps, TERMS if phase == Phase.APPLICATION else LATER_TERMS) for phase, steps in STEPS.items()
    },
    fees=(
        Fee("water", _("Connection to water"), "fee_connection_water", applies_if=given("connect_to", "water")),
        Fee("wastewater", _("Connection to wastewater"), "fee_connection_wastewater", applies_if=given("connect_to", "wastewater")),
    ),
    guide=GUIDE,
    report=Report(TERMS.completed, TERMS.report_days),
    announces={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date"},
    quality={"sources": "done", "phases": "done", "languages": "done", "requirements_tested": "done", "phone": "done"},
)
