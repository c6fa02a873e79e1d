"""Excavation and work permits on municipal roads and ground. Source: domain 6-excavation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.base import Phase
from models.text import _
from workflows.conditions import Not, given, given_earlier
from workflows.declare import Compared, Fee, Guarantee, Handling, PhaseDeclaration, Report, Step, Workflow
from workflows.excavation.area import Area
from workflows.excavation.cables import Cables
from workflows.excavation.choices import WAS_AREA_USE, WAS_DUG, WAS_UNLAWFUL, WAS_URGENT, WAS_WARNED
from workflows.excavation.done import Done, Surface, is_another_surface, is_later
from workflows.excavation.ground import Conditions, Ground
from workflows.excavation.guaranteed import GuaranteePeriod
from workflows.excavation.guide import GUIDE
from workflows.excavation.parameters import PARAMETERS
from workflows.excavation.proof import Proof
from workflows.excavation.sources import HANDLING
from workflows.excavation.traffic import COURSE_2, Traffic
from workflows.excavation.what import Road, What
from workflows.excavation.when import When
from workflows.excavation.work import Start
from workflows.reading import Reading
from workflows.shared.after import FOLLOWED_UP
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import Competence, Terms

__all__ = ["EXCAVATION", "STEPS", "TERMS"]

TERMS = Terms(
    certificates=(Competence(COURSE_2, when=WAS_WARNED, person="responsible_warning", lacking_told_by="EXC-09", proof="course_proof"),),
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "actual_start", Phase.FINAL: "work_ended"},
    end={Phase.APPLICATION: "planned_end"},
    periods=(("area_rent_from", "area_rent_to"), ("closed_from", "closed_to"), ("permit_from", "permit_until")),
    plan_slot="map",
    road_ground=given("road_ref"),
    urgent=WAS_URGENT,
    completed="work_ended",
    report_days="final_report_excavation_working_days",
)

STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (
        Property, Parties, Responsible, What, Road, Area, When, Cables, Traffic, Ground, Conditions, Documents, Declaration,
    ),
    Phase.WORK: (Start, StillResponsible, Documents, Declaration),
    Phase.FINAL: (Done, Surface, Proof, StillResponsible, Documents, Declaration),
}  # fmt: skip
REPLACED = {"COM-13"}
"""EXC-26 speaks instead."""

_HAS_ITS_OWN_WORK = Not(given_earlier(Phase.APPLICATION, "kind", "extension"))
"""A permit that is only prolonged has its start and its completion in the first case."""

PHASES = (
    PhaseDeclaration(
        Phase.APPLICATION,
        _("Digging application"),
        STEPS[Phase.APPLICATION],
        Handling(15, "working_days", "handling_time_excavation_working_days", HANDLING),
        outcome_label=_("Digging permit"),
        is_individual=True,
        valid_to="planned_end",
    ),
    PhaseDeclaration(
        Phase.WORK,
        _("Start notice"),
        STEPS[Phase.WORK],
        Handling(1, "working_days", "", ASSUMED),
        applies_if=_HAS_ITS_OWN_WORK,
        outcome_label=_("Start noted"),
    ),
    PhaseDeclaration(
        Phase.FINAL,
        _("Completion report"),
        STEPS[Phase.FINAL],
        Handling(15, "working_days", "handling_time_excavation_working_days", HANDLING),
        applies_if=_HAS_ITS_OWN_WORK,
        outcome_label=_("Guarantee time begins"),
        staff_steps=(GuaranteePeriod,),
    ),
)

COMPARED = (
    Compared("method_built", Phase.APPLICATION, "method", _("Method")),
    Compared("road_side_built", Phase.APPLICATION, "road_side", _("Side of the road")),
    Compared("surface_built", Phase.APPLICATION, "surface", _("Surface"), is_another_surface),
    Compared("work_ended", Phase.APPLICATION, "planned_end", _("Work ended"), is_later),
)


def area_to_pay_for(reading: Reading) -> Any:
    """Square metres of surface: as finished when known, else as applied for."""
    return reading.value("area_m2_final") or reading.earlier_value(Phase.APPLICATION, "area_m2")


def rented(reading: Reading) -> Any:
    """Square metres times days of ground that is used; None while one is not known."""
    area, first, last = (reading.earlier_value(Phase.APPLICATION, key) for key in ("area_rent_m2", "area_rent_from", "area_rent_to"))
    if area is None or first is None or last is None or last < first:
        return None
    return Decimal(area) * ((last - first).days + 1)


EXCAVATION = Workflow(
    key="excavation",
    prefix="EXC",
    version=1,
    title=_("Excavation and work on municipal roads"),
    summary=_("Apply to dig, work or use ground in municipal roads and places, tell when it starts, and report it."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={
        phase: tuple(check for check in shared_checks(phase, steps, TERMS) if check.id not in REPLACED) for phase, steps in STEPS.items()
    },
    fees=(
        Fee("handling", _("Handling of a digging application"), "fee_excavation"),
        Fee("wear", _("Wear of the surface"), "fee_wear_m2", count=area_to_pay_for, unit=_("m²"), applies_if=WAS_DUG),
        Fee("rent", _("Rent of ground"), "fee_rent_m2_day", count=rented, unit=_("m² and day"), applies_if=WAS_AREA_USE),
        Fee("unlawful_start", _("Start without a valid permit"), "fee_unlawful_start", applies_if=WAS_UNLAWFUL),
    ),
    guide=GUIDE,
    report=Report(TERMS.completed, TERMS.report_days),
    guarantee=Guarantee("guarantee_years_excavation", applies_if=WAS_DUG),
    duties=FOLLOWED_UP,
    announces={Phase.APPLICATION: "planned_start"},
    quality={"sources": "done", "phases": "done", "languages": "done", "requirements_tested": "done", "phone": "done"},
)
