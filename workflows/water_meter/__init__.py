"""Water meters: order, pick-up and final report. Source: domain 3-water-meter."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import Not, all_of
from workflows.declare import Compared, Fee, Handling, PhaseDeclaration, Remembered, Report, Step, Workflow
from workflows.reading import Reading
from workflows.shared.checks import shared_checks
from workflows.shared.closing import Declaration, Documents
from workflows.shared.parties import Parties
from workflows.shared.people import Responsible, StillResponsible
from workflows.shared.property import Property
from workflows.shared.sources import ASSUMED
from workflows.shared.terms import Competence, Terms
from workflows.water_meter.building import Building
from workflows.water_meter.choices import FROM_MUNICIPALITY, NO_NEW_METER, WAS_FETCHED, WAS_MOVED
from workflows.water_meter.guide import GUIDE
from workflows.water_meter.job import Job
from workflows.water_meter.meters import Meters
from workflows.water_meter.mounting import MountedMeters, Mounting, Operation
from workflows.water_meter.parameters import PARAMETERS
from workflows.water_meter.pickup import Pickup
from workflows.water_meter.sources import REQUISITION

TERMS = Terms(
    certificates=(Competence((("trade_plumber",),)),),
    start={Phase.APPLICATION: "planned_start", Phase.WORK: "picked_up", Phase.FINAL: "mounted"},
    end={Phase.APPLICATION: "planned_end"},
    plan_slot="intake_sketch",
    completed="mounted",
    report_days="final_report_days_meter",
)

STEPS: dict[Phase, tuple[type[Step], ...]] = {
    Phase.APPLICATION: (Property, Parties, Responsible, Job, Building, Meters, Documents, Declaration),
    Phase.WORK: (Pickup, StillResponsible, Documents, Declaration),
    Phase.FINAL: (Mounting, MountedMeters, Operation, StillResponsible, Documents, Declaration),
}

PHASES = (
    PhaseDeclaration(
        Phase.APPLICATION,
        _("Order"),
        STEPS[Phase.APPLICATION],
        Handling(1, "working_days", "handling_time_meter_working_days", REQUISITION),
        outcome_label=_("Order approved"),
    ),
    PhaseDeclaration(
        Phase.WORK,
        _("Pick-up"),
        STEPS[Phase.WORK],
        Handling(1, "working_days", "handling_time_meter_working_days", ASSUMED),
        applies_if=all_of(FROM_MUNICIPALITY, Not(NO_NEW_METER)),
        outcome_label=_("Pick-up noted"),
    ),
    PhaseDeclaration(
        Phase.FINAL,
        _("Final report"),
        STEPS[Phase.FINAL],
        Handling(10, "working_days", "handling_time_meter_final_working_days", ASSUMED),
        outcome_label=_("Meter registered"),
    ),
)

COMPARED = (
    Compared("meters_final/meter_number", Phase.WORK, "meters_picked/meter_number", _("Meter number")),
    Compared("meters_final/meter_number", Phase.APPLICATION, "meters/old_meter_number", _("Meter number"), applies_if=WAS_MOVED),
    Compared("meters_final/dn", Phase.APPLICATION, "meters/dn", _("Nominal size (DN)")),
    Compared("meters_final/q3", Phase.APPLICATION, "meters/q3", _("Permanent flow (Q3)")),
    Compared("meters_final/relation", Phase.APPLICATION, "meters/relation", _("Relation")),
    Compared("meters_final/place_room", Phase.APPLICATION, "meters/place_room", _("Place (room, floor)")),
)

QUALITY = {
    "sources": "done",
    "phases": "done",
    "languages": "done",
    "requirements_tested": "done",
    "phone": "done",
}


def meters_rented(reading: Reading) -> int | None:
    """How many meters are ordered; None while none is. Rent is counted from the day of pick-up."""
    ordered = reading if reading.phase == Phase.APPLICATION else reading.earlier(Phase.APPLICATION)
    return (len(ordered.rows("meters")) if ordered else 0) or None


WATER_METER = Workflow(
    key="water-meter",
    prefix="METER",
    version=1,
    title=_("Water meter"),
    summary=_("Order, fetch, mount, replace, move or remove a water meter, and report it."),
    phases=PHASES,
    parameters=PARAMETERS,
    compared=COMPARED,
    requirements={phase: shared_checks(phase, steps, TERMS) for phase, steps in STEPS.items()},
    remembered=Remembered(
        Phase.FINAL, "meters_final", "meter_number", reading="reading_new_m3", retired="old_meter_number", seal="seal_number", on="mounted"
    ),
    fees=(
        Fee(
            "rent",
            _("Rent of meters for a year"),
            "fee_meter_rent_year",
            count=meters_rented,
            unit=_("meter and year"),
            applies_if=all_of(WAS_FETCHED, FROM_MUNICIPALITY),
        ),
    ),
    guide=GUIDE,
    report=Report(TERMS.completed, TERMS.report_days),
    announces={Phase.APPLICATION: "planned_start"},
    quality=QUALITY,
)
