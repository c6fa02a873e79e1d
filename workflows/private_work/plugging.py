"""Application: plugging of a connection, where, for how long, and what becomes of subscription and meter."""

from __future__ import annotations

from models.text import _
from models.values import property_number
from workflows.conditions import given
from workflows.declare import NEEDED, NOT_APPLICABLE, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, DateKind, MeterNumberKind, decimal
from workflows.private_work.choices import PLUG_PLACES
from workflows.reading import Reading
from workflows.shared.pipe_sources import PLUGGING
from workflows.shared.property import properties_of
from workflows.shared.sources import ASSUMED, FORMS, TEK17, partly_assumed

PLUG = given("kind", "plug")


class Plugging(Step):
    """A pipe that is no longer used must not stand under pressure from the main."""

    title = _("Plugging")
    section = _("The work")
    applies_if = PLUG

    plug_place = question(
        ChoiceKind(PLUG_PLACES),
        _("The plug is placed"),
        ask=_("Choose where the plug is placed."),
        how=_("At the main or in the manhole; a plug in the building leaves the pipe in use."),
        governed_by="PRIV-11",
        source=PLUGGING,
    )
    plug_permanent = question(
        BooleanKind(),
        _("Permanent"),
        required=True,
        ask=_("Say whether the plugging is permanent."),
        how=_("Answer no when the property will be connected again."),
        source=PLUGGING,
    )
    reconnect_plan = question(
        DateKind(),
        _("New connection planned by"),
        required=True,
        ask=_("Give the day a new connection is planned."),
        how=_("A good estimate is enough."),
        applies_if=given("plug_permanent", False),
        source=TEK17,
    )
    end_subscription = question(
        BooleanKind(),
        _("The subscription is ended"),
        required=True,
        ask=_("Say whether the subscription is ended."),
        how=_("The municipality ends it once the plugging is approved."),
        source=PLUGGING,
    )
    building_uses_water = question(
        BooleanKind(),
        _("A building with installed water stands on the property"),
        required=True,
        ask=_("Say whether a building on the property uses water."),
        how=_("Answer no when it is or will be torn down."),
        applies_if=given("end_subscription", True),
        source=ASSUMED,
    )
    meter_number = question(
        MeterNumberKind(),
        _("Meter number"),
        hint=_("Leave it empty when the property has no water meter."),
        source=FORMS,
        example="12345678",
    )
    last_reading_m3 = question(
        decimal(3, 0, 9_999_999, "m³"),
        _("Last reading of the meter"),
        ask=_("Write the last reading of the meter."),
        how=_("In cubic metres, with up to three decimals."),
        governed_by="PRIV-12",
        source=ASSUMED,
        example="612,5",
    )

    @requirement(
        "PRIV-11",
        level=NEEDED,
        at="plug_place",
        what=_("The plug must be at the main: {part} is missing."),
        how=_("Give place, coordinates and photo."),
        source=partly_assumed(PLUGGING),
        applies_if=PLUG,
    )
    def plug_is_at_the_main(reading: Reading) -> Outcome:
        """A plug inside the building leaves the service pipe under pressure."""
        place = reading.value("plug_place")
        return missing(part=_("the place of the plug")) if place in (None, "in_building") else ()

    @requirement(
        "PRIV-12",
        level=NEEDED,
        at="last_reading_m3",
        what=_("The meter's last reading is missing."),
        how=_("Write the reading and start a meter removal."),
        source=ASSUMED,
        applies_if=PLUG,
    )
    def last_reading_is_told(reading: Reading) -> Outcome:
        """A property with a meter, told here or known to the municipality, has its last reading told."""
        if reading.value("meter_number") is None and not _has_known_meter(reading):
            return NOT_APPLICABLE
        return missing() if reading.value("last_reading_m3") is None else ()

    @requirement(
        "PRIV-13",
        level=NEEDED,
        at="end_subscription",
        what=_("The building still uses water."),
        how=_("A building in use cannot leave the network; explain or choose temporary."),
        source=ASSUMED,
        applies_if=given("end_subscription", True),
    )
    def building_is_out_of_use(reading: Reading) -> Outcome:
        """A building that uses water stays connected. Source: duty to connect, assumed."""
        return missing() if reading.value("building_uses_water") else ()


def _has_known_meter(reading: Reading) -> bool:
    own = properties_of(reading)
    there = [property_number(meter.property) for meter in (reading.known.meters or {}).values() if meter.active]
    return any(place is not None and place.is_same_title(one) for place in there for one in own)
