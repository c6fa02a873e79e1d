"""Application: oil, grease, process and construction water."""

from __future__ import annotations

from decimal import Decimal

from models.text import Text, _
from workflows.conditions import all_of, any_of, given
from workflows.declare import DRAWINGS, NEEDED, PDFS, Finding, Outcome, Step, missing, question, requirement, slot
from workflows.discharge.choices import (
    ACTIVITIES,
    BUILDS,
    EQUIPMENT,
    GREASY,
    OILY,
    PROCESS,
    SEPARATED,
    SEPARATOR_CLASSES,
    SITE,
    SITE_TREATMENTS,
)
from workflows.discharge.sources import CH15, GREASE, OIL_FORM, OIL_LIMIT, SITE_WATER
from workflows.fields import BooleanKind, ChoiceKind, DateKind, MultiKind, TextKind, decimal, integer
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.sources import partly_assumed

_SEPARATED = all_of(SEPARATED, BUILDS)


def _fifty(reading: Reading | RowReading) -> Decimal:
    return number(reading, "oil_limit_mg_l")


class Oil(Step):
    """What makes the water oily. Flow in l/s, oil in mg/l."""

    title = _("Oily wastewater")
    section = _("The work")
    applies_if = all_of(OILY, BUILDS)

    activity = question(
        MultiKind(ACTIVITIES),
        _("Activity"),
        required=True,
        ask=_("Choose the activity."),
        how=_("Choose all that go on there."),
        source=CH15,
    )
    vehicles_per_day = question(
        integer(0, 10_000),
        _("Vehicles in a day"),
        required=True,
        ask=_("Give the number of vehicles in a day."),
        how=_("On a busy day."),
        source=OIL_FORM,
    )
    wash_places = question(
        integer(0, 1_000),
        _("Wash places"),
        required=True,
        ask=_("Give the number of wash places."),
        how=_("0 when nothing is washed."),
        source=OIL_FORM,
    )
    max_flow_ls = question(
        decimal(2, 0, 1_000, "l/s"),
        _("Largest flow"),
        required=True,
        ask=_("Give the largest flow."),
        how=_("Litres a second into the separator."),
        source=OIL_FORM,
    )
    separator_class = question(ChoiceKind(SEPARATOR_CLASSES), _("Separator class"), governed_by="DISCH-14", source=OIL_FORM)
    nominal_size_ns = question(decimal(1, 0, 10_000), _("Nominal size (NS)"), governed_by="DISCH-14", source=OIL_FORM)
    sand_trap_m3 = question(decimal(1, 0, 10_000, "m³"), _("Sand trap"), governed_by="DISCH-14", source=OIL_FORM)
    alarm = question(
        BooleanKind(),
        _("The separator has an alarm"),
        required=True,
        ask=_("Say whether the separator has an alarm."),
        how=_("One that warns when the separator is full of oil."),
        source=OIL_FORM,
    )
    detergents = question(TextKind(0, 500), _("Detergents"), source=OIL_FORM)
    oil_limit_mg_l = question(
        integer(0, 100_000, "mg/l"), _("Highest oil content out"), computed=_fifty, governed_by="DISCH-16", source=OIL_LIMIT
    )
    oil_explanation = question(
        TextKind(0, 2_000, long=True), _("Explanation of oil content or class"), governed_by="DISCH-16", source=OIL_LIMIT
    )

    @requirement(
        "DISCH-16",
        level=NEEDED,
        at="oil_limit_mg_l",
        what=_("Oil content may not exceed 50 mg/l."),
        how=_("Choose separator class I or explain."),
        source=partly_assumed(OIL_LIMIT),
        applies_if=all_of(OILY, BUILDS),
    )
    def oil_is_held_back(reading: Reading) -> Outcome:
        """Not above the limit, and class I where the recipient is sensitive."""
        limit = reading.value("oil_limit_mg_l")
        if reading.value("oil_explanation") is not None:
            return ()
        if limit is not None and limit > number(reading, "oil_limit_mg_l"):
            return missing()
        weak = reading.value("separator_class") == "II" and reading.value("area_class") == "sensitive"
        return missing("separator_class") if weak else ()


class Grease(Step):
    """Kitchens and food production; process water tells what it holds."""

    title = _("Grease and process water")
    section = _("The work")
    applies_if = all_of(any_of(GREASY, PROCESS), BUILDS)

    seats = question(integer(0, 100_000), _("Seats"), applies_if=GREASY, source=GREASE)
    meals_per_day = question(
        integer(0, 1_000_000),
        _("Meals in a day"),
        required=True,
        ask=_("Give the number of meals in a day."),
        how=_("On a busy day."),
        applies_if=GREASY,
        source=GREASE,
    )
    equipment = question(
        MultiKind(EQUIPMENT),
        _("Kitchen equipment"),
        required=True,
        ask=_("Choose the kitchen equipment."),
        how=_("Choose all that is there."),
        applies_if=GREASY,
        source=GREASE,
    )
    separator_size_ns = question(
        decimal(1, 0, 10_000), _("Nominal size of the grease separator (NS)"), applies_if=GREASY, governed_by="DISCH-14", source=GREASE
    )
    sludge_m3 = question(decimal(1, 0, 10_000, "m³"), _("Sludge volume"), applies_if=GREASY, source=GREASE)
    fat_m3 = question(decimal(1, 0, 10_000, "m³"), _("Fat volume"), applies_if=GREASY, source=GREASE)
    frying_fat_return = question(BooleanKind(), _("Frying fat is handed in"), applies_if=given("equipment", "fryer"), source=GREASE)
    analyses_per_year = question(integer(0, 1_000), _("Analyses in a year"), applies_if=GREASY, governed_by="DISCH-15", source=GREASE)
    ph = question(decimal(1, 0, 14), _("pH"), required=PROCESS, ask=_("Give the pH."), how=_("From 0 to 14."), source=GREASE)
    temperature_c = question(
        decimal(1, 0, 100, "°C"),
        _("Temperature"),
        required=PROCESS,
        ask=_("Give the temperature."),
        how=_("In degrees Celsius, at the inlet."),
        source=GREASE,
    )
    cod_mg_l = question(decimal(1, 0, 1_000_000, "mg/l"), _("COD"), source=GREASE)
    fat_return = slot(
        PDFS,
        _("Agreement for frying fat"),
        required=True,
        ask=_("Upload the agreement for frying fat."),
        how=_("Signed by both parties."),
        applies_if=given("equipment", "fryer"),
        source=GREASE,
    )


class Separator(Step):
    """Drawings of the separator and agreements about its keeping."""

    title = _("Separator")
    section = _("The work")
    applies_if = _SEPARATED

    sampling_manhole = question(BooleanKind(), _("There is a sampling manhole"), governed_by="DISCH-14", source=OIL_FORM)
    emptying_agreement = question(BooleanKind(), _("Emptying is agreed"), governed_by="DISCH-15", source=OIL_FORM)
    analysis_agreement = question(BooleanKind(), _("Analyses are agreed"), governed_by="DISCH-15", source=OIL_FORM)
    emptyings_per_year = question(integer(0, 1_000), _("Emptyings in a year"), governed_by="DISCH-15", source=OIL_FORM)
    separator_drawing = slot(
        DRAWINGS, _("Drawing of separator, sand trap and manhole, product data"), at_most=10, governed_by="DISCH-14", source=OIL_FORM
    )
    plan_1_500 = slot(DRAWINGS, _("Plan 1:500 with separator, service pipes and connection point"), governed_by="DISCH-14", source=OIL_FORM)
    emptying_contract = slot(PDFS, _("Emptying agreement, signed"), governed_by="DISCH-15", source=OIL_FORM)
    analysis_contract = slot(PDFS, _("Analysis agreement, signed"), at_least=0, governed_by="DISCH-15", source=OIL_FORM)

    @requirement(
        "DISCH-14",
        level=NEEDED,
        at="separator_drawing",
        what=_("Separator data lacks {part}."),
        how=_("Fill in and attach drawing and product sheet."),
        source=OIL_FORM,
        applies_if=_SEPARATED,
    )
    def separator_is_described(reading: Reading) -> Outcome:
        """Class, size, sand trap, manhole, drawing and plan."""
        oil = reading.value("water_kind") == "oil"
        lacks: list[tuple[bool, str, Text]] = [
            (oil and reading.value("separator_class") is None, "separator_class", _("the class")),
            (oil and reading.value("nominal_size_ns") is None, "nominal_size_ns", _("the size")),
            (oil and reading.value("sand_trap_m3") is None, "sand_trap_m3", _("the sand trap")),
            (not oil and reading.value("separator_size_ns") is None, "separator_size_ns", _("the size")),
            (not reading.value("sampling_manhole"), "sampling_manhole", _("a sampling manhole")),
            (not reading.good_files("separator_drawing"), "separator_drawing", _("the drawing")),
            (not reading.good_files("plan_1_500"), "plan_1_500", _("the plan 1:500")),
        ]
        return [missing(at, part=part) for lacking, at, part in lacks if lacking]

    @requirement(
        "DISCH-15",
        level=NEEDED,
        at="emptying_contract",
        what=_("Agreement on {what} is missing or too seldom."),
        how=_("Upload the signed agreement."),
        source=OIL_FORM,
        applies_if=_SEPARATED,
    )
    def keeping_is_agreed(reading: Reading) -> Outcome:
        """Agreed, emptied often enough, analysed where grease is concerned, and signed unless the municipality lets it follow."""
        grease, found = reading.value("water_kind") == "grease", list[Finding]()
        emptied, analysed = reading.value("emptying_agreement"), reading.value("analysis_agreement")
        if emptied is False:
            found.append(missing("emptying_agreement", what=_("emptying")))
        if analysed is False:
            found.append(missing("analysis_agreement", what=_("analyses")))
        least = number(reading, "grease_emptyings_min") if grease else 1
        if (reading.value("emptyings_per_year") or 0) < least:
            found.append(missing("emptyings_per_year", what=_("emptying")))
        if grease and not reading.value("analyses_per_year"):
            found.append(missing("analyses_per_year", what=_("analyses")))
        unsigned = not reading.parameter("contracts_may_follow") and not reading.good_files("emptying_contract")
        if unsigned and emptied is not False:
            found.append(missing("emptying_contract", what=_("emptying")))
        return found


_FARTHEST = 6
"""Metres from a public pipe within which its diameter decides."""


class SiteWater(Step):
    """Pumped water from building sites, and energy wells."""

    title = _("Construction water and wells")
    section = _("The work")
    applies_if = all_of(SITE, BUILDS)

    period_from = question(
        DateKind(), _("From"), required=True, ask=_("Give the first day."), how=_("The day the pumping begins."), source=SITE_WATER
    )
    period_to = question(
        DateKind(), _("To"), required=True, ask=_("Give the last day."), how=_("The day the pumping ends."), source=SITE_WATER
    )
    flow_ls = question(
        decimal(2, 0, 10_000, "l/s"),
        _("Flow"),
        required=True,
        ask=_("Give the flow."),
        how=_("Litres a second, at most."),
        source=SITE_WATER,
    )
    treatment = question(
        MultiKind(SITE_TREATMENTS),
        _("Treatment"),
        required=True,
        ask=_("Choose the treatment."),
        how=_("Choose all that is done before the water is let out."),
        source=SITE_WATER,
    )
    borehole_count = question(
        integer(0, 10_000),
        _("Boreholes"),
        required=True,
        ask=_("Give the number of boreholes."),
        how=_("0 when nothing is bored."),
        source=SITE_WATER,
    )
    distance_to_public_pipe_m = question(
        decimal(1, 0, 100_000, "m"), _("Distance to the public pipe"), governed_by="DISCH-24", source=SITE_WATER
    )
    pipe_diameter_mm = question(integer(0, 10_000, "mm"), _("Diameter of the public pipe"), governed_by="DISCH-24", source=SITE_WATER)
    distance_to_tunnel_m = question(integer(0, 100_000, "m"), _("Distance to a tunnel"), governed_by="DISCH-24", source=SITE_WATER)
    inlet_manhole = question(TextKind(0, 100), _("Manhole where it is let in"), source=SITE_WATER)

    @requirement(
        "DISCH-24",
        level=NEEDED,
        at="distance_to_public_pipe_m",
        what=_("The borehole is {d} m from the public pipe; more than {min} m is needed."),
        how=_("Move it or ask the municipality."),
        source=SITE_WATER,
        applies_if=all_of(SITE, BUILDS),
    )
    def boreholes_keep_away(reading: Reading) -> Outcome:
        """More than 4, 5 or 6 m by diameter from public pipes, and more than 20 m from tunnels."""
        if not reading.value("borehole_count"):
            return ()
        metres, diameter, tunnel = (reading.value(key) for key in ("distance_to_public_pipe_m", "pipe_diameter_mm", "distance_to_tunnel_m"))
        least = 4 if diameter is None or diameter < 500 else 5 if diameter < 800 else 6
        found: list[Finding] = []
        if metres is None:
            found.append(missing(instead=_("The distance to the public pipe is missing.")))
        elif metres <= least:
            found.append(missing(d=metres, min=least))
        elif diameter is None and metres <= _FARTHEST:
            words = _("The diameter of the public pipe is missing.")
            found.append(missing("pipe_diameter_mm", instead=words))
        if tunnel is not None and tunnel <= 20:
            words = _("The borehole is {d} m from a tunnel; more than {min} m is needed.")
            found.append(missing("distance_to_tunnel_m", instead=words, d=tunnel, min=20))
        return found
