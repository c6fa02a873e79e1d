"""Corners of the main-pipeline checks on pressure, tightness, inspection, disinfection and water samples."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import State
from tests.examples.main_pipeline import STORM
from tests.workflows.test_main_pipeline import FINAL, final, lacks, told
from workflows.facts import FileFacts


@pytest.mark.parametrize(
    ("design", "test", "strong"),
    [(6, "8,9", False), (6, 9, True), (12, "16,9", False), (12, 17, True), (10, "14,9", False), (10, 15, True)],
)
def test_the_test_pressure_reaches_one_and_a_half_times_the_design_pressure_or_five_bar_more(
    design: int, test: object, strong: bool
) -> None:
    case = final().with_cell("pressure_tests", "mdp_bar", design).with_cell("pressure_tests", "stp_bar", test)

    assert told(case, "MAIN-19") == ([] if strong else ["Pressure test: the test pressure is too low."])


def test_a_weak_test_is_forgiven_when_the_same_pipe_holds_in_another() -> None:
    test = final().answers[FINAL]["pressure_tests"]["pressure_tests"][0]

    assert not lacks(final().with_answer("pressure_tests", [{**test, "stp_bar": 7}, {**test, "_row": "2"}]), "MAIN-19")


@pytest.mark.parametrize(
    ("key", "value", "at"),
    [
        ("pressure_result", "fail", "pressure_tests"),
        ("pressure_result", None, "pressure_tests/1/pressure_result"),
        ("pressure_date", None, "pressure_tests/1/pressure_date"),
        ("stp_bar", None, "pressure_tests/1/stp_bar"),
        ("pressure_pipes", None, "pressure_tests/1/pressure_pipes"),
    ],
)
def test_a_pressure_test_that_is_not_whole_or_not_passed_proves_nothing(key: str, value: object, at: str) -> None:
    rows = [row for row in final().with_cell("pressure_tests", key, value).ledger if row.is_unmet]

    assert [(row.id, row.at, row.what.in_english()) for row in rows] == [("MAIN-19", at, "Pressure test lacks for VL1.")]


def test_pressure_tests_are_independent_where_demanded_and_have_a_report() -> None:
    own = final().with_cell("pressure_tests", "independent", False)

    assert not lacks(own, "MAIN-19")
    assert told(own.with_rules(independent_tester=True), "MAIN-19") == ["Pressure test: the tester is not independent."]
    assert told(final().with_files("pressure_reports"), "MAIN-19") == ["Pressure test: the report is missing."]
    both = final().with_files("pressure_reports").with_answer("pressure_tests", [])
    assert told(both, "MAIN-19") == ["Pressure test lacks for VL1, or the report is missing."]


@pytest.mark.parametrize(("rules", "lacking"), [({}, True), ({"tightness_method": "W"}, False), ({"tightness_method": ""}, False)])
def test_tightness_is_tested_by_the_method_demanded(rules: dict[str, Any], lacking: bool) -> None:
    case = final().with_cell("tightness_tests", "method", "W").with_rules(**rules)

    by = rules.get("tightness_method", "LC")
    assert told(case, "MAIN-20") == ([f"The municipality demands tightness tests by method {by}."] if lacking else [])
    assert [row.at for row in case.ledger if row.id == "MAIN-20" and row.is_unmet] == (["tightness_tests/1/method"] if lacking else [])


def test_what_was_tested_by_no_method_is_told_apart_from_what_was_tested_by_another() -> None:
    case = final().with_cell("tightness_tests", "method", "W").with_cell("tightness_tests", "tightness_pipes", "SP1, K1")

    assert told(case, "MAIN-20") == [
        "Tightness test lacks for K2.",
        "The municipality demands tightness tests by method LC.",
    ]


@pytest.mark.parametrize(("width", "lacking"), [(1_000, True), (1_001, False)])
def test_large_storm_pipes_need_no_tightness_test(width: int, lacking: bool) -> None:
    case = final(STORM).with_cell("tightness_tests", "tightness_pipes", "OV2, O1").with_cell("pipes_built", "od_mm", width)

    assert lacks(case, "MAIN-20") is lacking


def test_renewed_pipes_are_exempt_only_where_the_local_norm_says_so() -> None:
    case = final().with_cell("pipes_built", "renewed", True, row=1).with_cell("tightness_tests", "tightness_pipes", "K1, K2")

    assert told(case, "MAIN-20") == ["Tightness test lacks for SP1."]
    assert not lacks(case.with_rules(tightness_renewed_exempt=True), "MAIN-20")


@pytest.mark.parametrize(
    ("grade", "mending", "rules", "lacking"),
    [(1, None, {}, False), (2, None, {}, True), (2, "Utbedres i mai.", {}, False), (2, None, {"cctv_worst_grade": 2}, False)],
)
def test_what_is_worse_than_the_local_grade_has_a_plan(grade: int, mending: str | None, rules: dict[str, Any], lacking: bool) -> None:
    case = final().with_cell("cctv", "worst_grade", grade).with_cell("cctv", "mending", mending).with_rules(**rules)

    assert told(case, "MAIN-21") == (["Pipe inspection shows grade 2."] if lacking else [])


def test_a_report_is_no_film() -> None:
    report = final().with_cell("cctv", "film_ref", None)

    assert told(report, "MAIN-21") == ["The film of the pipe inspection is missing."]
    assert not lacks(report.with_files("cctv_films", FileFacts("SP1.MPG")), "MAIN-21")
    bad = final().with_answer("cctv", [{"_row": "1", "cctv_pipes": "X", "worst_grade": 4, "cctv_date": "2026-11-17"}])
    assert told(bad, "MAIN-21") == ["Pipe inspection lacks for SP1 or shows grade 4."]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("disinfection_date", "2026-11-10", None),
        ("disinfection_date", "2026-11-09", "Disinfection came before the pressure test."),
        ("flushed", False, "Disinfection came before cleaning."),
        ("flushed", None, "Disinfection came before cleaning."),
        ("rest_mg_l", None, "Disinfection lacks for VL1."),
        ("disinfection_pipes", "VL2", "Disinfection lacks for VL1."),
    ],
)
def test_mains_are_cleaned_tested_and_disinfected_in_this_order(key: str, value: object, words: str | None) -> None:
    assert told(final().with_cell("disinfections", key, value), "MAIN-22") == ([words] if words else [])


@pytest.mark.parametrize(("used", "lacking"), [("2026-11-16", False), ("2026-11-15", True)])
def test_water_is_approved_before_use(used: str, lacking: bool) -> None:
    words = "The water main was taken into use 2026-11-15 before an approved sample."

    assert told(final().with_answer("in_operation", used), "MAIN-23") == ([words] if lacking else [])


@pytest.mark.parametrize(
    ("key", "value"),
    [("coliform", 1), ("e_coli", 1), ("enterococci", 1), ("enterococci", None), ("approved", False), ("sample_date", None)],
)
def test_a_sample_with_bacteria_or_without_a_number_is_no_approved_sample(key: str, value: object) -> None:
    assert lacks(final().with_cell("water_samples", key, value), "MAIN-23")


def test_a_bad_sample_after_the_good_one_and_a_missing_report_are_told() -> None:
    good = final().answers[FINAL]["clean_water"]["water_samples"][0]
    bad = {**good, "_row": "2", "e_coli": 3}

    assert lacks(final().with_answer("water_samples", [good, {**bad, "sample_date": "2026-11-17"}]), "MAIN-23")
    assert not lacks(final().with_answer("water_samples", [{**bad, "sample_date": "2026-11-15"}, good]), "MAIN-23")
    assert lacks(final().with_files("lab_reports"), "MAIN-23")


def test_pipes_without_water_or_gravity_are_not_asked_for_the_tests_of_the_others() -> None:
    pumped = final(STORM).with_answer("pipes_built", [final(STORM).answers[FINAL]["done"]["pipes_built"][2]])

    states = {row.id: row.state for row in pumped.ledger}
    assert {id_: states[id_] for id_ in ("MAIN-20", "MAIN-21", "MAIN-22", "MAIN-23")} == dict.fromkeys(
        ("MAIN-20", "MAIN-21", "MAIN-22", "MAIN-23"), State.NOT_APPLICABLE
    )
