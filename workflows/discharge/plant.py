"""Application: the treatment plant of sanitary wastewater."""

from __future__ import annotations

from decimal import Decimal

from models.text import Text, _
from workflows.conditions import AtLeast, Condition, Not, Parameter, all_of, any_of, given
from workflows.declare import (
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Finding,
    Outcome,
    Step,
    doubtful,
    missing,
    question,
    requirement,
    slot,
)
from workflows.discharge.choices import (
    CERTIFIED,
    INFILTRATES,
    MINI,
    PLANT_CLASSES,
    PLANTS,
    SANITARY_NATURE,
    SANITARY_PLANT,
    TANKED,
)
from workflows.discharge.facts import treatment_class
from workflows.discharge.sources import BODO, MAP_FORM, SANITARY_FORM, TREATMENT
from workflows.fields import BooleanKind, ChoiceKind, TextKind, decimal, integer
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed

_PERCENT = integer(0, 100, "%")
_TREATS = all_of(SANITARY_NATURE, Not(given("plant", "closed_tank")))
_SOLIDS_LEFT = 180
"""Suspended solids in the outlet, mg/l, that count as well as the share removed in class d."""


def _below(key: str, need: int) -> Condition:
    return all_of(given(key), Not(AtLeast(key, need)))


_DEMANDS = {"a": (90, 90, 0), "b": (90, 70, 0), "c": (60, 70, 0), "d": (0, 0, 20)}
BELOW_CLASS = all_of(
    Not(Parameter("treatment_by_local_regulation", (True,))),
    any_of(
        *(
            all_of(given("treatment_class", name), any_of(_below("removal_p_pct", phosphorus), _below("removal_bod_pct", oxygen)))
            for name, (phosphorus, oxygen, _solids) in _DEMANDS.items()
            if name != "d"
        ),
        all_of(
            given("treatment_class", "d"),
            any_of(_below("removal_ss_pct", _DEMANDS["d"][2]), all_of(Not(given("removal_ss_pct")), given("ss_out_mg_l"))),
            Not(all_of(given("ss_out_mg_l"), Not(AtLeast("ss_out_mg_l", f"{_SOLIDS_LEFT}.1")))),
        ),
    ),
)
"""The treatment that was given is lower than the class of the area demands, as DISCH-09 reckons it. Solids left have one decimal."""
_REMOVALS: tuple[tuple[str, Text], ...] = (
    ("removal_p_pct", _("phosphorus")),
    ("removal_bod_pct", _("BOD5")),
    ("removal_ss_pct", _("suspended solids")),
)


class Plant(Step):
    """Volumes in m³, distances in metres."""

    title = _("The plant")
    section = _("The work")
    applies_if = SANITARY_PLANT

    plant = question(
        ChoiceKind(PLANTS),
        _("Kind of plant"),
        required=True,
        ask=_("Choose the kind of plant."),
        how=_("Choose one from the list."),
        source=SANITARY_FORM,
    )
    plant_class = question(
        ChoiceKind(PLANT_CLASSES),
        _("Class of mini plant"),
        required=True,
        ask=_("Choose the class of the mini plant."),
        how=_("It stands in the product sheet."),
        applies_if=MINI,
        source=FORMS,
    )
    maker_model = question(
        TextKind(0, 200),
        _("Maker and model"),
        required=MINI,
        ask=_("Write maker and model."),
        how=_("It stands in the product sheet."),
        source=FORMS,
    )
    certified = question(
        ChoiceKind(CERTIFIED),
        _("Certified by"),
        required=MINI,
        ask=_("Choose the certification."),
        how=_("Choose one from the list."),
        source=FORMS,
    )
    design_pe = question(
        decimal(1, "0.1", 100_000, "pe"),
        _("Design size"),
        required=True,
        ask=_("Give the design size in pe."),
        how=_("It stands in the product sheet."),
        source=FORMS,
    )
    design_m3_day = question(decimal(2, 0, 100_000, "m³"), _("Design flow in a day"), source=FORMS)
    sludge_volume_m3 = question(decimal(1, 0, 10_000, "m³"), _("Sludge volume"), source=FORMS)
    bacteria_class = question(TextKind(0, 100), _("Class of bacteria removal"), source=FORMS)
    removal_p_pct = question(
        _PERCENT,
        _("Removes phosphorus"),
        required=given("treatment_class", "a", "b", "c"),
        ask=_("Say how much phosphorus is removed."),
        how=_("In per cent, from the expert or the product sheet."),
        applies_if=_TREATS,
        source=TREATMENT,
    )
    removal_bod_pct = question(
        _PERCENT,
        _("Removes BOD5"),
        required=given("treatment_class", "a", "b", "c"),
        ask=_("Say how much BOD5 is removed."),
        how=_("In per cent, from the expert or the product sheet."),
        applies_if=_TREATS,
        source=TREATMENT,
    )
    removal_ss_pct = question(
        _PERCENT,
        _("Removes suspended solids"),
        required=all_of(given("treatment_class", "d"), Not(given("ss_out_mg_l"))),
        ask=_("Say how much of the solids is removed."),
        how=_("In per cent, from the expert or the product sheet."),
        hint=_("Or give how much is left in the outlet."),
        applies_if=_TREATS,
        source=TREATMENT,
    )
    ss_out_mg_l = question(
        decimal(1, 0, 100_000, "mg/l"),
        _("Suspended solids in the outlet"),
        hint=_("In place of the share that is removed."),
        applies_if=all_of(_TREATS, given("treatment_class", "d")),
        governed_by="DISCH-09",
        source=TREATMENT,
    )
    infiltration_area_m2 = question(
        decimal(1, "0.1", 100_000, "m²"),
        _("Infiltration area"),
        required=True,
        ask=_("Give the infiltration area."),
        how=_("In square metres, from the expert."),
        applies_if=INFILTRATES,
        source=BODO,
    )
    permeability_m_day = question(
        decimal(2, 0, 10_000, "m"), _("Permeability in a day"), applies_if=INFILTRATES, governed_by="DISCH-12", source=BODO
    )
    soil_samples = question(integer(0, 1_000), _("Test holes"), applies_if=INFILTRATES, governed_by="DISCH-12", source=BODO)
    groundwater_depth_m = question(
        decimal(1, 0, 1_000, "m"), _("Depth to groundwater"), applies_if=INFILTRATES, governed_by="DISCH-12", source=BODO
    )
    soil_report = slot(PDFS, _("Soil samples and infiltration test"), applies_if=INFILTRATES, governed_by="DISCH-12", source=BODO)
    tank_volume_m3 = question(decimal(1, 0, 10_000, "m³"), _("Tank volume"), applies_if=TANKED, governed_by="DISCH-17", source=FORMS)
    tank_alarm = question(BooleanKind(), _("The tank has an alarm"), applies_if=TANKED, governed_by="DISCH-17", source=FORMS)
    grey_separate = question(
        BooleanKind(), _("Greywater goes to a plant of its own"), applies_if=TANKED, governed_by="DISCH-17", source=FORMS
    )
    service_agreement = question(
        BooleanKind(),
        _("There is a service agreement"),
        required=MINI,
        ask=_("Say whether there is a service agreement."),
        how=_("Mini plants need one."),
        source=FORMS,
    )
    road_access_emptying = question(
        BooleanKind(),
        _("The emptying truck can reach it"),
        required=True,
        ask=_("Say whether the emptying truck can reach the plant."),
        how=_("By a road that carries a truck."),
        source=MAP_FORM,
    )
    road_distance_m = question(integer(0, 10_000, "m"), _("Distance from a road for trucks"), governed_by="DISCH-26", source=MAP_FORM)
    deviates_from_standard = question(
        BooleanKind(),
        _("Deviates from the standard requirements"),
        required=True,
        ask=_("Say whether it deviates from the standard."),
        how=_("Within the standard the municipality decides in six weeks."),
        source=TREATMENT,
    )
    deviation_reason = question(
        TextKind(0, 2_000, long=True),
        _("Reason for deviating"),
        required=True,
        ask=_("Give the reason for deviating."),
        how=_("Two or three sentences; the document says more."),
        applies_if=given("deviates_from_standard", True),
        source=TREATMENT,
    )
    b_deviation = slot(
        PDFS, _("B Reasons for deviating from standard"), at_least=0, at_most=3, governed_by="DISCH-09", source=SANITARY_FORM
    )

    @requirement(
        "DISCH-09",
        level=NEEDED,
        at="plant",
        what=_("The plant gives {got}, the area demands {need}."),
        how=_("Choose another plant or apply for deviation with reasons."),
        source=TREATMENT,
        applies_if=SANITARY_PLANT,
    )
    def treatment_is_enough(reading: Reading) -> Outcome:
        """As the class of the area demands, or with reasons for the deviation as a file."""
        if reading.good_files("b_deviation"):
            return ()
        found: list[Finding] = []
        if reading.value("deviates_from_standard"):
            found.append(missing("b_deviation", instead=_("The reasons for deviating are missing.")))
        if not reading.parameter("treatment_by_local_regulation"):
            found += _too_low(reading)
        return found

    @requirement(
        "DISCH-12",
        level=NEEDED,
        at="soil_samples",
        what=_("Infiltration needs samples from at least two holes."),
        how=_("Add soil report, permeability and groundwater depth."),
        source=partly_assumed(BODO),
        applies_if=INFILTRATES,
    )
    def ground_was_examined(reading: Reading) -> Outcome:
        """Two holes, report, permeability and groundwater."""
        found = [missing()] if (reading.value("soil_samples") or 0) < 2 else []
        if not reading.good_files("soil_report"):
            found.append(missing("soil_report", instead=_("The soil report is missing.")))
        lacking = [key for key in ("permeability_m_day", "groundwater_depth_m") if reading.value(key) is None]
        return [*found, *(missing(key, instead=_("A figure for the ground is missing.")) for key in lacking)]

    @requirement(
        "DISCH-17",
        level=NEEDED,
        at="tank_alarm",
        what=_("The tank lacks {part}."),
        how=_("Add alarm, volume and what happens to grey water."),
        source=ASSUMED,
        applies_if=TANKED,
    )
    def tank_is_safe(reading: Reading) -> Outcome:
        """Alarm, volume enough, and greywater accounted for."""
        volume = reading.value("tank_volume_m3")
        lacks: list[tuple[bool, str, Text]] = [
            (not reading.value("tank_alarm"), "tank_alarm", _("an alarm")),
            (volume is None or volume < number(reading, "closed_tank_min_m3"), "tank_volume_m3", _("volume enough")),
            (reading.value("grey_separate") is None, "grey_separate", _("a way for the greywater")),
        ]
        return [missing(at, part=part) for lacking, at, part in lacks if lacking]

    @requirement(
        "DISCH-26",
        level=RECOMMENDED,
        at="road_distance_m",
        what=_("The emptying truck may not reach it."),
        how=_("Show access in the map."),
        source=partly_assumed(MAP_FORM),
        applies_if=SANITARY_PLANT,
    )
    def truck_reaches_it(reading: Reading) -> Outcome:
        """Not farther from a road than the local rule."""
        metres = reading.value("road_distance_m")
        if reading.value("road_access_emptying") is None:
            return NOT_APPLICABLE
        far = metres is not None and metres > number(reading, "emptying_road_m")
        return doubtful() if far or not reading.value("road_access_emptying") else ()


def _too_low(reading: Reading) -> list[Finding]:
    demands = _DEMANDS.get(treatment_class(reading) or "", (0, 0, 0))
    found = []
    for (key, matter), need in zip(_REMOVALS, demands, strict=True):
        got: Decimal | None = reading.value(key)
        if got is not None and got < need and not (key == "removal_ss_pct" and _is_clear_enough(reading)):
            percent = _("{percent} % {matter}", percent=got, matter=matter)
            found.append(missing(key, got=percent, need=_("{percent} % {matter}", percent=need, matter=matter)))
    left = reading.value("ss_out_mg_l")
    if not found and left is not None and reading.value("removal_ss_pct") is None and not _is_clear_enough(reading):
        solids = _("{number} mg/l {matter}", number=left, matter=_("suspended solids"))
        found.append(
            missing("ss_out_mg_l", got=solids, need=_("{number} mg/l {matter}", number=_SOLIDS_LEFT, matter=_("suspended solids")))
        )
    return found


def _is_clear_enough(reading: Reading) -> bool:
    left = reading.value("ss_out_mg_l")
    return left is not None and left <= _SOLIDS_LEFT
