"""Application: the building behind the meter and how much water it needs."""

from __future__ import annotations

from decimal import Decimal

from models.text import _
from workflows.conditions import Not, given
from workflows.declare import NEEDED, NOT_APPLICABLE, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, decimal, integer
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import partly_assumed
from workflows.water_meter.choices import BUILDINGS, FETCHED, NETWORKS
from workflows.water_meter.sources import INSTALLATION, ORDERING

OVERLOAD_BY_PERMANENT = Decimal("1.25")
"""Q4 / Q3: the greatest flow a meter bears for short. Source: meter standard (assumed)."""

_LITRES_A_SECOND = Decimal("3.6")


class Building(Step):
    """Flow in l/s, diameters in mm."""

    title = _("The building")
    section = _("The work")

    building_kind = question(
        ChoiceKind(BUILDINGS),
        _("Kind of building"),
        required=True,
        ask=_("Choose the kind of building."),
        how=_("Choose what most of the water is used for."),
        source=ORDERING,
    )
    units_served = question(
        integer(0, 999),
        _("Dwelling units served"),
        required=Not(given("building_kind", "business")),
        ask=_("Say how many dwelling units get water from here."),
        how=_("A whole number; 0 when nobody lives there."),
        source=ORDERING,
    )
    connected_to = question(
        MultiKind(NETWORKS),
        _("Property is connected to"),
        required=True,
        ask=_("Say what the property is connected to."),
        how=_("Water, wastewater or both."),
        source=ORDERING,
    )
    sprinkler = question(
        BooleanKind(),
        _("Sprinkler on the same intake"),
        required=True,
        ask=_("Say whether there are sprinklers on the intake."),
        how=_("Fire water is measured too, though it is not billed."),
        source=ORDERING,
    )
    intake_od_mm = question(
        integer(20, 315, "mm"),
        _("Water intake diameter"),
        required=True,
        ask=_("Give the diameter of the water intake."),
        how=_("Outer diameter in millimetres. Above 32 mm, think of parallel meters."),
        source=INSTALLATION,
        example="32",
    )
    design_flow_ls = question(
        decimal(2, "0.05", 100, "l/s"),
        _("Design flow"),
        ask=_("Give the design flow."),
        how=_("Litres a second. Needed for business, flats and many units."),
        applies_if=FETCHED,
        governed_by="METER-05",
        source=ORDERING,
        example="1,20",
    )

    @requirement(
        "METER-05",
        level=NEEDED,
        at="design_flow_ls",
        what=_("The flow {f} m³/h does not fit Q3 {q3}."),
        how=_("Choose a larger meter or correct the flow."),
        source=partly_assumed(ORDERING),
        applies_if=FETCHED,
    )
    def flow_fits_the_meters(reading: Reading) -> Outcome:
        """Large buildings tell their flow, and main and parallel meters together bear it for short (Q4)."""
        flow = reading.value("design_flow_ls")
        if flow is None:
            return missing(instead=_("The design flow is missing.")) if _is_large(reading) else ()
        q3, hourly = _permanent_flow(reading), flow * _LITRES_A_SECOND
        if not q3:
            return NOT_APPLICABLE
        return missing(f=hourly.quantize(Decimal("0.01")).normalize(), q3=q3) if hourly > OVERLOAD_BY_PERMANENT * q3 else ()


def _is_large(reading: Reading) -> bool:
    units = reading.value("units_served") or 0
    return reading.value("building_kind") in ("business", "flats") or units >= number(reading, "meter_design_flow_from_units")


def _permanent_flow(reading: Reading) -> Decimal:
    """Q3 in m³/h of the meters that carry everything, together."""
    carrying = (row.value("q3") for row in reading.rows("meters") if row.value("relation") in ("main", "parallel"))
    return sum((Decimal(q3) for q3 in carrying if q3), Decimal())
