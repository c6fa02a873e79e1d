"""Application: water – flow, pressure, backflow protection and meter."""

from __future__ import annotations

from decimal import Decimal

from models.text import _
from workflows.conditions import AtLeast, all_of, any_of, given
from workflows.connection.choices import BUILDINGS, CATEGORIES, METER_NEEDED, METER_WISHES, METERED_BUILDINGS, WATER
from workflows.connection.sources import BACKFLOW, METERS
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, decimal
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS, TEK17, partly_assumed

_LARGE = any_of(given("building_kind", "business", "flats"), AtLeast("units", 5))


class Water(Step):
    """Flow in l/s, pressure in bar."""

    title = _("Water")
    section = _("The work")
    applies_if = WATER

    water_demand_ls = question(
        decimal(2, "0.1", 100, "l/s"), _("Design flow"), required=_LARGE, ask=_("Give the design flow."),
        how=_("In litres a second."), source=FORMS, example="1,20",
    )  # fmt: skip
    fire_water = question(
        BooleanKind(), _("Sprinkler or fire water"), required=True, ask=_("Say whether there is a sprinkler or fire water."),
        how=_("Answer yes when the pipe is to carry water for fire fighting."), source=FORMS,
    )  # fmt: skip
    fire_water_ls = question(
        decimal(1, 1, 200, "l/s"), _("Fire water flow"), ask=_("Give the fire water flow."), how=_("In litres a second."),
        applies_if=given("fire_water", True), governed_by="CONN-17", source=ASSUMED, example="12,5",
    )  # fmt: skip
    static_pressure_bar = question(
        decimal(1, 1, 16, "bar"), _("Pressure at the connection point"), required=True, level=RECOMMENDED,
        ask=_("Give the pressure at the connection point."), how=_("The municipality can tell it."), source=FORMS, example="5,5",
    )  # fmt: skip
    pressure_reducer = question(
        BooleanKind(), _("Pressure reducing valve"), ask=_("Say whether there is a reducing valve."),
        how=_("Answer yes when one will be mounted."), governed_by="CONN-13", source=TEK17,
    )  # fmt: skip
    backflow_category = question(
        ChoiceKind(CATEGORIES), _("Backflow protection, fluid category"), ask=_("Choose the fluid category."),
        how=_("By NS-EN 1717."), governed_by="CONN-14", source=BACKFLOW,
    )  # fmt: skip
    meter_wanted = question(
        ChoiceKind(METER_WISHES), _("Water meter applied for"), required=True, ask=_("Choose whether a meter is applied for."),
        how=_("Choose one from the list."), source=METERS,
    )  # fmt: skip
    pool = question(BooleanKind(), _("There is a swimming pool"), source=METERS)
    outdoor_stop_valve = question(
        BooleanKind(), _("Outdoor stop valve"), required=True, ask=_("Say whether there is an outdoor stop valve."),
        how=_("Answer no when the water is shut at the main."), source=FORMS,
    )  # fmt: skip

    @requirement(
        "CONN-13", level=RECOMMENDED, at="pressure_reducer", what=_("The pressure is {p} bar."),
        how=_("Above {max} bar a reducing valve is normally needed."), source=TEK17, applies_if=WATER,
    )  # fmt: skip
    def high_pressure_is_reduced(reading: Reading) -> Outcome:
        """Above the local limit a reducing valve is planned."""
        pressure, most = reading.value("static_pressure_bar"), number(reading, "max_pressure_without_reducer_bar")
        if pressure is None:
            return NOT_APPLICABLE
        return missing(p=pressure, max=most) if Decimal(pressure) > most and not reading.value("pressure_reducer") else ()

    @requirement(
        "CONN-14", level=NEEDED, at="backflow_category", what=_("Backflow protection is {state}."),
        how=_("Choose the fluid category by NS-EN 1717."), source=partly_assumed(BACKFLOW), applies_if=WATER,
    )  # fmt: skip
    def backflow_is_prevented(reading: Reading) -> Outcome:
        """A category is chosen; business, farms and sprinklers need 3 or more (pairing assumed)."""
        category = reading.value("backflow_category")
        if category is None:
            return missing(state=_("not given"))
        is_risky = reading.value("building_kind") in ("business", "farm") or reading.value("fire_water")
        return missing(state=_("too low for this use")) if is_risky and category in ("1", "2") else ()

    @requirement(
        "CONN-15", level=NEEDED, at="meter_wanted", what=_("{kind} must have a water meter."),
        how=_("Apply for it here or link the meter case."), source=METERS,
        applies_if=any_of(METER_NEEDED, all_of(WATER, given("pool", True))),
    )  # fmt: skip
    def water_is_metered(reading: Reading) -> Outcome:
        """A meter is wanted, there already, or in a case of its own."""
        if reading.value("meter_wanted") != "none":
            return ()
        kind = reading.value("building_kind")
        named = next((one.label for one in BUILDINGS if one.key == kind and kind in METERED_BUILDINGS), _("This connection"))
        return missing(kind=named)

    @requirement(
        "CONN-17", level=NEEDED, at="fire_water_ls", what=_("The fire water demand is missing."),
        how=_("Write litres per second from the fire concept."), source=ASSUMED, applies_if=all_of(WATER, given("fire_water", True)),
    )  # fmt: skip
    def fire_water_is_sized(reading: Reading) -> Outcome:
        """Fire water has a flow."""
        return missing() if reading.value("fire_water_ls") is None else ()
