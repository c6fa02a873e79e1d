"""Corners of the main-pipeline checks on plan and work: each limit from just inside and just outside, and local rules that move it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.base import Phase, State
from tests.builders import Example
from tests.examples.main_pipeline import STORM, VARIANTS, complete, phases_of
from workflows.exports import demands
from workflows.facts import CertificateRecord, FileFacts, LinkedCase
from workflows.guiding import Fit
from workflows.index import index_of
from workflows.main_pipeline import MAIN_PIPELINE
from workflows.preparing import preparation
from workflows.reading import Reading

APP, WORK, FINAL = Phase
PLAN = "detailed_plan"
NUMBERED = {
    APP: {f"MAIN-{n:02}" for n in range(1, 12)},
    WORK: {f"MAIN-{n:02}" for n in range(12, 16)},
    FINAL: {f"MAIN-{n:02}" for n in range(15, 31)},
}


def plan(variant: str = PLAN) -> Example:
    return complete(variant, APP)


def notice() -> Example:
    return complete(PLAN, WORK)


def final(variant: str = PLAN) -> Example:
    return complete(variant, FINAL)


def read(case: Example) -> Reading:
    return Reading(MAIN_PIPELINE, case.dossier)


def told(case: Example, id_: str) -> list[str]:
    return [row.what.in_english() for row in case.ledger if row.id == id_ and row.state in (State.MISSING, State.DOUBTFUL)]


def lacks(case: Example, id_: str) -> bool:
    return bool(told(case, id_))


def test_the_numbered_checks_are_those_of_the_domain_in_each_phase() -> None:
    declared = {phase: {one.id for one in demands(MAIN_PIPELINE) if one.phase == phase and one.id.startswith("MAIN-")} for phase in Phase}

    assert declared == NUMBERED


def test_a_statement_for_the_framework_permit_ends_with_its_answer() -> None:
    for variant in VARIANTS:
        case = read(complete(variant, phases_of(variant)[-1]))
        assert [one.phase for one in MAIN_PIPELINE.phases if case.holds(one.applies_if)] == phases_of(variant)


def test_columns_are_called_as_in_the_domain() -> None:
    groups = index_of(MAIN_PIPELINE, APP).groups

    assert [one.key for one in groups["pipes"][1].row.questions] == [
        "id", "system", "from_node", "to_node", "line", "length_m", "od_mm", "id_mm", "material", "class", "invert_from", "invert_to",
        "slope_permille", "cover_min_m", "joint",
    ]  # fmt: skip
    assert (groups["pipes"][1].at_least, groups["pipes"][1].at_most, groups["manholes"][1].at_most) == (1, 500, 500)


@pytest.mark.parametrize(
    ("fire_water", "hydrants", "width", "lacking"),
    [(None, False, 99, True), (None, False, 100, False), (20, False, 149, True), (20, False, 150, False), (None, True, 149, True)],
)
def test_water_mains_are_wider_where_fire_water_is_taken_out(fire_water: object, hydrants: bool, width: int, lacking: bool) -> None:
    case = plan().with_answer("fire_water_ls", fire_water).with_cell("pipes", "id_mm", width)
    case = case if hydrants else case.with_answer("fittings", [])

    assert lacks(case, "MAIN-04") is lacking


def test_a_local_norm_may_allow_63_mm_without_fire_water() -> None:
    case = plan().with_answer("fire_water_ls", None).with_answer("fittings", []).with_cell("pipes", "id_mm", 63)

    assert lacks(case, "MAIN-04")
    assert not lacks(case.with_rules(main_least_mm=63), "MAIN-04")
    assert told(case.with_rules(main_least_mm=75), "MAIN-04") == ["Water main VL1 is 63 mm, the norm says 75 mm."]


@pytest.mark.parametrize(
    ("units", "small", "flow", "lacking"),
    [
        (12, True, "19,9", True), (12, True, 20, False), (12, False, "49,9", True), (12, False, 50, False), (12, None, 20, False),
        (0, None, 20, True), (0, None, 50, False), (12, True, None, True),
    ],
)  # fmt: skip
def test_fire_water_is_20_for_small_houses_and_50_otherwise(units: int, small: bool | None, flow: object, lacking: bool) -> None:
    case = plan().with_answer("units_served", units).with_answer("small_houses", small).with_answer("fire_water_ls", flow)

    assert lacks(case, "MAIN-05") is lacking


def test_nobody_needs_fire_water_without_dwellings_and_hydrants() -> None:
    case = plan().with_answer("units_served", 0).with_answer("fire_water_ls", None)

    assert lacks(case, "MAIN-05")
    assert not lacks(case.with_answer("fittings", []), "MAIN-05")
    assert lacks(case.with_answer("fittings", []).with_cell("manholes", "kind", "hydrant"), "MAIN-05")


def test_the_stormwater_design_has_three_parts_and_each_gap_is_told_once() -> None:
    case = plan(STORM).with_answer("return_period_years", None).with_answer("climate_factor", None).with_files("calculations")

    rows = [row for row in case.ledger if row.is_unmet]
    assert [row.what.in_english() for row in rows] == ["The stormwater design lacks return period, climate factor, calculation."]
    assert [row.id for row in plan().with_files("calculations").ledger if row.is_unmet] == ["MAIN.application.calculations"]


def test_rights_need_declarations_and_the_word_that_they_are_secured() -> None:
    assert told(plan().with_answer("land_rights_secured", False), "MAIN-07") == ["Land rights are missing for 12/35."]
    assert not lacks(plan().with_answer("crossed_properties", None).with_files("declarations"), "MAIN-07")


@pytest.mark.parametrize(
    ("answers", "lacking"),
    [
        ({}, False), ({"quick_clay_zone": True}, True), ({"quick_clay_zone": None}, True), ({"geotech": None}, True),
        ({"clay_area": True}, True), ({"clay_area": None}, True), ({"geotech": "desk", "clay_area": True}, False),
        ({"geotech": "report"}, True),
    ],
)  # fmt: skip
def test_ground_that_may_slide_needs_a_report(answers: dict[str, Any], lacking: bool) -> None:
    case = plan()
    for key, value in answers.items():
        case = case.with_answer(key, value)

    assert [row.id for row in case.ledger if row.is_unmet] == (["MAIN-08"] if lacking else [])
    assert not lacks(case.with_files("geotech_report", FileFacts("rapport.pdf")), "MAIN-08")


@pytest.mark.parametrize(
    ("system", "length", "lacking"), [("VL", "10,0", False), ("VL", "10,1", True), ("AF", 11, True), ("SPP", 90, False)]
)
def test_long_water_and_gravity_lines_need_a_profile(system: str, length: object, lacking: bool) -> None:
    row = {"_row": "1", "id": "X1", "system": system, "length_m": length, "od_mm": 160, "material": "PE100", "class": "SDR11"}

    assert lacks(plan().with_answer("pipes", [row]).with_files("profiles"), "MAIN-10") is lacking


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"class": None}, "the class is missing"),
        ({"to_node": "K9"}, "node K9 is unknown"),
        ({"invert_to": "8,41"}, "the end lies above the start"),
        ({"slope_permille": "11,0"}, None),
        ({"slope_permille": "11,1"}, "the slope does not agree with the levels"),
        ({"slope_permille": None}, None),
        ({"slope_permille": None, "invert_to": None}, "the slope is missing"),
    ],
)
def test_the_numbers_of_a_gravity_pipe_agree(changes: dict[str, Any], problem: str | None) -> None:
    case = plan()
    for key, value in changes.items():
        case = case.with_cell("pipes", key, value, row=1)

    assert told(case, "MAIN-11") == ([f"Pipe SP1: {problem}."] if problem else [])


def test_the_slope_follows_from_the_levels_until_one_is_typed() -> None:
    case = plan().with_cell("pipes", "slope_permille", None, row=1)

    assert read(case).rows("pipes")[1].value("slope_permille") == Decimal(10)
    assert read(case.with_cell("pipes", "invert_to", "-900", row=1)).rows("pipes")[1].value("slope_permille") is None


def test_nodes_are_not_judged_while_there_are_no_manholes_or_one_has_no_id() -> None:
    assert not lacks(plan().with_answer("manholes", []), "MAIN-11")
    assert not lacks(plan().with_cell("manholes", "manhole_id", None), "MAIN-11")


@pytest.mark.parametrize(
    ("held", "lacking"),
    [
        ([CertificateRecord("adk1", "A", date(2026, 12, 10))], False),
        ([CertificateRecord("adk1", "A", date(2026, 12, 9))], True),
        ([CertificateRecord("trade_pipelayer", "F")], False),
        ([CertificateRecord("trade_plumber", "S")], True),
        ([], True),
    ],
)
def test_one_foreman_holds_a_certificate_that_is_valid_at_the_start(held: list[CertificateRecord], lacking: bool) -> None:
    assert lacks(notice().with_known(certificates={"kari": held}), "MAIN-12") is lacking


def test_certificates_nobody_looked_up_are_not_judged_but_a_crew_without_foreman_is() -> None:
    assert not lacks(notice().with_known(certificates=None), "MAIN-12")
    assert lacks(notice().with_known(certificates=None).with_answer("trench_foremen", []), "MAIN-12")


def test_the_certificate_of_the_crew_is_told_before_login() -> None:
    fit = Fit(MAIN_PIPELINE, MAIN_PIPELINE.guide.occasions[0]) if MAIN_PIPELINE.guide else None
    assert fit

    proofs = preparation(fit, MAIN_PIPELINE, MAIN_PIPELINE.defaults(), date(2026, 11, 23)).proofs
    assert [[[str(one) for one in way] for way in proof.ways] for proof in proofs] == [
        [["ADK1 certificate"], ["Pipelayer's trade certificate"]]
    ]


@pytest.mark.parametrize(("days", "start", "lacking"), [(14, "2026-12-06", True), (14, "2026-12-07", False), (15, "2026-12-07", True)])
def test_the_start_is_announced_in_time(days: int, start: str, lacking: bool) -> None:
    assert lacks(notice().with_answer("start_date", start).with_rules(main_start_notice_days=days), "MAIN-13") is lacking


@pytest.mark.parametrize("key", ["start_permit_ref", "start_permit_date"])
def test_the_start_permit_has_a_number_and_a_day(key: str) -> None:
    row = next(row for row in notice().with_answer(key, None).ledger if row.is_unmet)

    assert (row.id, row.at) == ("MAIN-13", key)


@pytest.mark.parametrize(
    ("rules", "changes", "at"),
    [
        ({}, {"date": "2026-12-07"}, None),
        ({}, {"date": "2026-12-06"}, "test_notices/1/date"),
        ({"pressure_test_notice_days": 2}, {"date": "2026-11-25"}, None),
        ({}, {"independent": False}, None),
        ({"independent_tester": True}, {"independent": False}, "test_notices/1/independent"),
        ({"independent_tester": True}, {}, None),
    ],
)
def test_tests_are_announced_in_time_and_done_by_others_where_demanded(
    rules: dict[str, Any], changes: dict[str, Any], at: str | None
) -> None:
    case = notice().with_rules(**rules)
    for key, value in changes.items():
        case = case.with_cell("test_notices", key, value)

    assert [row.at for row in case.ledger if row.is_unmet] == ([at] if at else [])


@pytest.mark.parametrize(
    ("known", "lacking"),
    [
        (None, False),
        (LinkedCase("2026-000010", "main-pipeline", "approved", approved=frozenset({APP})), False),
        (LinkedCase("2026-000010", "main-pipeline", "in_review"), True),
        (LinkedCase("2026-000010", "connection", "approved", approved=frozenset({APP})), True),
    ],
)
@pytest.mark.parametrize("phase", [WORK, FINAL])
def test_a_changed_plan_names_the_case_in_which_it_was_approved(phase: Phase, known: LinkedCase | None, lacking: bool) -> None:
    case = complete(PLAN, phase).with_answer("plan_changed", True).with_answer("revision_case", "2026-000010")

    assert lacks(case.with_known(cases={known.number: known} if known else {}), "MAIN-15") is lacking
    assert lacks(case.with_answer("revision_case", None), "MAIN-15")
