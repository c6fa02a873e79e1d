"""Application: how much water is needed and led away."""

from __future__ import annotations

from decimal import Decimal

from models.document import FileKind
from models.text import Text, _
from workflows.conditions import AtLeast, Not, RowsAtLeast, any_of, given
from workflows.declare import NEEDED, Outcome, Step, missing, question, requirement, slot
from workflows.fields import BooleanKind, TextKind, decimal, integer
from workflows.main_pipeline.choices import HAS_HYDRANTS, HAS_STORM
from workflows.main_pipeline.sources import LEAST_DIMENSION, PLAN_DOCUMENTS
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed
from workflows.words import listed

HAS_OUTLET = RowsAtLeast("fittings", 1, given("fitting_kind", "outlet"))
HAS_UNITS = AtLeast("units_served", 1)


class Demand(Step):
    """Flows in l/s, pressures in bar."""

    title = _("Water and flows")
    section = _("The work")

    water_demand_ls = question(decimal(2, 0, 10_000, "l/s"), _("Water demand"), required=True, ask=_("Give the water demand."),
        how=_("In l/s, the largest hour."), source=FORMS)  # fmt: skip
    small_houses = question(BooleanKind(), _("Only small houses"), required=HAS_UNITS, ask=_("Say whether only small houses are served."),
        how=_("The demand for fire water follows from it."), applies_if=HAS_UNITS, source=FORMS)  # fmt: skip
    fire_water_ls = question(decimal(1, 0, 1_000, "l/s"), _("Fire water"), governed_by="MAIN-05", source=LEAST_DIMENSION)
    pressure_min_bar = question(decimal(1, 0, 40, "bar"), _("Least pressure"), required=True, ask=_("Give the least pressure."),
        how=_("In bar, at the highest point."), source=FORMS)  # fmt: skip
    pressure_max_bar = question(decimal(1, 0, 40, "bar"), _("Largest pressure"), required=True, ask=_("Give the largest pressure."),
        how=_("In bar, at the lowest point."), source=FORMS)  # fmt: skip
    wastewater_ls = question(decimal(2, 0, 10_000, "l/s"), _("Wastewater"), required=True, ask=_("Give the flow of wastewater."),
        how=_("In l/s, the largest hour."), source=FORMS)  # fmt: skip
    stormwater_ls = question(decimal(1, 0, 100_000, "l/s"), _("Stormwater"), required=True, ask=_("Give the flow of stormwater."),
        how=_("In l/s, at the return period chosen."), applies_if=HAS_STORM, source=FORMS)  # fmt: skip
    return_period_years = question(integer(1, 1_000, "years"), _("Return period"), applies_if=HAS_STORM, governed_by="MAIN-06",
        source=ASSUMED)  # fmt: skip
    climate_factor = question(decimal(2, 1, 2), _("Climate factor"), applies_if=HAS_STORM, governed_by="MAIN-06", source=ASSUMED)
    recipient = question(TextKind(2, 200), _("Recipient"), required=True, ask=_("Write where the stormwater is let out."),
        how=_("The name of the stream, lake or fjord."), applies_if=HAS_OUTLET, source=FORMS)  # fmt: skip
    calculations = slot((FileKind.PDF, FileKind.SHEET), _("Hydraulic, fire water and stormwater calculations"), required=Not(HAS_STORM),
        at_most=20, ask=_("Upload the calculations."), how=_("Hydraulics, fire water and stormwater."), source=PLAN_DOCUMENTS)  # fmt: skip

    @requirement("MAIN-05", level=NEEDED, at="fire_water_ls", what=_("Fire water {v} l/s is missing or too small."),
        how=_("Give the flow from the calculation."), source=partly_assumed(LEAST_DIMENSION),
        applies_if=any_of(HAS_HYDRANTS, HAS_UNITS))  # fmt: skip
    def fire_water_is_enough(reading: Reading) -> Outcome:
        """20 l/s for small houses, 50 l/s otherwise, where dwellings or hydrants are served; the lower while nobody said which houses."""
        flow = reading.value("fire_water_ls")
        if flow is None:
            return missing(instead=_("The flow of fire water is missing."))
        is_small = reading.value("small_houses") is not False and reading.value("units_served") != 0
        least = number(reading, "fire_water_small_ls" if is_small else "fire_water_ls")
        return missing(v=flow) if Decimal(flow) < least else ()

    @requirement("MAIN-06", level=NEEDED, at="return_period_years", what=_("The stormwater design lacks {part}."),
        how=_("Add return period, climate factor and calculation."), source=ASSUMED, applies_if=HAS_STORM)  # fmt: skip
    def stormwater_is_designed(reading: Reading) -> Outcome:
        """Return period, climate factor and a calculation; where there is no stormwater, the calculation is a demand of its own."""
        lacking: list[tuple[str, Text]] = []
        if reading.value("return_period_years") is None:
            lacking.append(("return_period_years", _("return period")))
        if reading.value("climate_factor") is None:
            lacking.append(("climate_factor", _("climate factor")))
        if not reading.good_files("calculations"):
            lacking.append(("calculations", _("calculation")))
        return missing(lacking[0][0], part=listed([word for _key, word in lacking])) if lacking else ()
