"""Discharge permit: application, start and completion report. Source: domain 5-discharge."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import Not, RowsAtLeast, all_of, given, given_earlier
from workflows.declare import Compared, Fee, Handling, PhaseDeclaration, Report, Step, Workflow
from workflows.discharge.after import DUTIES, Operation
from workflows.discharge.built import Built, Proof, outlet_differs
from workflows.discharge.choices import WAS_BUILT, WAS_SANITARY
from workflows.discharge.guide import GUIDE
from workflows.discharge.notices import Notices
from workflows.discharge.papers import Papers
from workflows.discharge.parameters import PARAMETERS
from workflows.discharge.plant import BELOW_CLASS, Plant
from workflows.discharge.recipient import Recipient
from workflows.discharge.size import Rules, Size
from workflows.discharge.sources import GUIDE_CH12
from workflows.discharge.special import Grease, Oil, Separator, SiteWater
from workflows.discharge.what import What
from workflows.discharge.work import Start
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import ADK, Competence, Terms

__all__ = ["DISCHARGE", "STEPS", "TERMS"]

TERMS = Terms(
    certificates=(Competence(ADK, when=WAS_SANITARY),),
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date", Phase.FINAL: "completed"},
    end={Phase.APPLICATION: "planned_end"},
    periods=(("period_from", "period_to"),),
    plan_slot="d_map",
    completed="completed",
    report_days="final_report_days_discharge",
)

STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (
        Property, Parties, Responsible, What, Size, Rules, Recipient, Plant, Notices, Oil, Grease, Separator, SiteWater, Papers, Documents,
        Declaration,
    ),
    Phase.WORK: (Start, StillResponsible, Documents, Declaration),
    Phase.FINAL: (Built, Proof, StillResponsible, Documents, Declaration),
}  # fmt: skip

_WITHIN_STANDARD = all_of(
    given("regime", "ch12"),
    given("deviates_from_standard", False),
    Not(BELOW_CLASS),
    Not(RowsAtLeast("notified", 1, given("remark", "received"))),
)

PHASES = (
    PhaseDeclaration(
        Phase.APPLICATION,
        _("Discharge application"),
        STEPS[Phase.APPLICATION],
        Handling(6, "weeks", "handling_time_discharge_weeks", ASSUMED),
        outcome_label=_("Discharge permitted"),
        is_individual=True,
        other_handling=(Handling(6, "weeks", "", GUIDE_CH12, applies_if=_WITHIN_STANDARD, deemed_granted=True),),
    ),
    PhaseDeclaration(
        Phase.WORK,
        _("Start of work"),
        STEPS[Phase.WORK],
        Handling(6, "weeks", "handling_time_discharge_weeks", ASSUMED),
        applies_if=WAS_BUILT,
        outcome_label=_("Start noted"),
    ),
    PhaseDeclaration(
        Phase.FINAL,
        _("Completion report"),
        STEPS[Phase.FINAL],
        Handling(6, "weeks", "handling_time_discharge_weeks", ASSUMED),
        applies_if=Not(given_earlier(Phase.APPLICATION, "application_kind", "change_of_owner_only")),
        outcome_label=_("Plant registered"),
        staff_steps=(Operation,),
    ),
)

COMPARED = (
    Compared("plant_built", Phase.APPLICATION, "plant", _("Kind of plant")),
    Compared("outlet_point_built", Phase.APPLICATION, "outlet_point", _("Outlet"), outlet_differs),
    Compared("infiltration_area_built_m2", Phase.APPLICATION, "infiltration_area_m2", _("Infiltration area")),
)

DISCHARGE = Workflow(
    key="discharge",
    prefix="DISCH",
    version=1,
    title=_("Discharge permit"),
    summary=_("Apply to let wastewater out from a private plant, or oil, grease or construction water into the public sewer."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={phase: shared_checks(phase, steps, TERMS) for phase, steps in STEPS.items()},
    fees=(Fee("handling", _("Handling of a discharge application"), "fee_discharge"),),
    guide=GUIDE,
    duties=DUTIES,
    report=Report(TERMS.completed, TERMS.report_days),
    announces={Phase.APPLICATION: "planned_start", Phase.WORK: "start_date"},
    quality={"sources": "done", "phases": "done", "languages": "done", "requirements_tested": "done", "phone": "done"},
)
