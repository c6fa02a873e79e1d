"""What a case costs: worked out from the answers and the municipality's tariff, in every phase that changes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.base import Phase
from tests.builders import Example, complete_water_meter, two_water_meters
from tests.examples import connection, excavation
from tests.examples.kit import APP, FINAL, WORK
from workflows.fees import FeeLine, fees_of, kroner
from workflows.reading import Reading

TARIFF = {"fee_excavation": 317_500, "fee_wear_m2": 6_600, "fee_rent_m2_day": 1_250}


def fees(case: Example) -> dict[str, FeeLine]:
    """The fees that apply, by the rule they are taken from."""
    reading = Reading(case.workflow, case.dossier)
    lines = fees_of(reading)
    declared = [one for one in case.workflow.fees if reading.holds(one.applies_if)]
    return {one.parameter: line for one, line in zip(declared, lines, strict=True)}


def test_a_digging_case_costs_its_handling_and_the_wear_of_its_square_metres() -> None:
    lines = fees(excavation.complete("dig", APP).with_rules(**TARIFF).with_answer("area_m2", "20,5"))

    assert {key: line.ore for key, line in lines.items()} == {"fee_excavation": 317_500, "fee_wear_m2": 135_300}
    assert (lines["fee_wear_m2"].count, lines["fee_wear_m2"].each) == (Decimal("20.5"), 6_600)


@pytest.mark.parametrize(("kind", "phase", "start", "told"), [
    ("dig", WORK, "2026-10-01T07:00", False),
    ("dig", WORK, "2026-09-30T07:00", True),
    ("dig", FINAL, "2026-09-30T07:00", True),
    ("urgent", WORK, "2026-09-30T07:00", False),
    ("dig", WORK, "2027-05-21T07:00", True),
])  # fmt: skip
def test_a_start_without_a_valid_permit_has_a_fee(kind: str, phase: Phase, start: str, told: bool) -> None:
    case = excavation.complete(kind, phase).with_rules(fee_unlawful_start=1_000_000).with_answer("actual_start", start, WORK)

    assert {key: line.ore for key, line in fees(case).items() if key == "fee_unlawful_start"} == (
        {"fee_unlawful_start": 1_000_000} if told else {}
    )


@pytest.mark.parametrize(("area", "ore"), [("23", 151_800), (None, 132_000)])
def test_in_the_end_wear_follows_the_finished_area(area: str | None, ore: int) -> None:
    case = excavation.complete("dig", FINAL).with_rules(**TARIFF).with_answer("area_m2_final", area)

    assert fees(case)["fee_wear_m2"].ore == ore


@pytest.mark.parametrize(("answers", "ore"), [
    ({}, 30 * 18 * 1_250),
    ({"area_rent_from": "2027-05-20"}, 30 * 1_250),
    ({"area_rent_m2": "0,1", "area_rent_from": "2027-05-20"}, 125),
    ({"area_rent_to": None}, None),
    ({"area_rent_from": "2027-05-21"}, None),
])  # fmt: skip
def test_ground_is_rented_by_square_metres_and_days_both_days_counted(answers: dict[str, Any], ore: int | None) -> None:
    case = excavation.complete("area_use", APP).with_rules(**TARIFF)
    for key, value in answers.items():
        case = case.with_answer(key, value)

    lines = fees(case)

    assert lines["fee_rent_m2_day"].ore == ore
    assert "fee_wear_m2" not in lines


def test_a_fee_the_municipality_has_not_set_is_told_without_an_amount() -> None:
    lines = fees(connection.complete("new_connection", APP).with_rules(fee_connection_water=1_500_000))

    assert {key: line.ore for key, line in lines.items()} == {"fee_connection_water": 1_500_000, "fee_connection_wastewater": None}
    without_sewage = connection.complete("new_connection", APP).with_answer("connect_to", ["water"])
    assert set(fees(without_sewage)) == {"fee_connection_water"}


@pytest.mark.parametrize("phase", [APP, WORK, FINAL])
def test_meters_of_the_municipality_are_rented_by_the_year(phase: Phase) -> None:
    one, two = (make("replace", phase).with_rules(fee_meter_rent_year=31_250) for make in (complete_water_meter, two_water_meters))

    assert [fees(case)["fee_meter_rent_year"].ore for case in (one, two)] == [31_250, 62_500]
    assert fees(one.with_rules(meters_supplied_by="plumber")) == {}
    assert fees(complete_water_meter("remove", APP)) == {}


@pytest.mark.parametrize(("ore", "shown"), [(317_500, "3175"), (317_550, "3175.5"), (0, "0")])
def test_whole_kroner_have_no_decimals(ore: int, shown: str) -> None:
    assert str(kroner(ore)) == shown
