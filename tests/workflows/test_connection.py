"""New connections: the corners of each check, on both sides of its limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.base import Phase
from tests.builders import Example
from tests.examples.connection import complete
from tests.examples.kit import APP, FINAL, WORK
from workflows.connection import CONNECTION
from workflows.exports import demands
from workflows.facts import LinkedCase


def unmet(case: Example) -> set[str]:
    """Ids of what lacks, doubts or is advised."""
    return {row.id for row in case.ledger if row.is_unmet}


def test_every_numbered_check_stands_in_the_phases_of_the_domain() -> None:
    numbered = {phase: {one.id for one in demands(CONNECTION) if one.phase == phase and one.id.startswith("CONN-")} for phase in Phase}

    assert numbered[APP] == {f"CONN-{n:02}" for n in range(1, 22)}
    assert numbered[WORK] == {"CONN-22", "CONN-30", "CONN-31"}
    assert numbered[FINAL] == {f"CONN-{n:02}" for n in (1, 2, 5, 7, *range(23, 30))}


@pytest.mark.parametrize(
    ("field", "value", "id_", "lacks"),
    [
        ("lowest_trap_level_m", "12,10", "CONN-06", False),
        ("lowest_trap_level_m", "12,09", "CONN-06", True),
        ("static_pressure_bar", 6, "CONN-13", False),
        ("static_pressure_bar", "6,1", "CONN-13", True),
        ("backflow_category", "1", "CONN-14", False),
        ("backflow_category", None, "CONN-14", True),
        ("meter_wanted", "none", "CONN-15", False),
    ],
)
def test_limits_of_a_house_hold_on_both_sides(field: str, value: Any, id_: str, lacks: bool) -> None:
    assert (id_ in unmet(complete("new_connection", APP).with_answer(field, value))) == lacks


def test_a_backwater_valve_replaces_the_levels() -> None:
    case = complete("new_connection", APP).with_answer("lowest_trap_level_m", None)

    assert "CONN-06" in unmet(case)
    assert "CONN-06" not in unmet(case.with_answer("backwater_protection", "valve"))


def test_a_pool_and_a_local_rule_demand_a_meter() -> None:
    case = complete("new_connection", APP).with_answer("meter_wanted", "none")

    assert "CONN-15" in unmet(case.with_answer("pool", True))
    assert "CONN-15" in unmet(case.with_rules(meters_demanded=True))


@pytest.mark.parametrize(
    ("north", "east", "crs"),
    [("594048,14", "6589551,59", "25832"), ("6589551,59", "594048,14", "25835"), ("59,434", "10,658", "25832")],
    ids=["axes swapped", "another zone", "degrees"],
)
def test_a_surveyed_point_that_does_not_fit_its_system_is_told_at_its_row(north: str, east: str, crs: str) -> None:
    case = complete("new_connection", FINAL).with_answer("crs", crs)
    rows = [{"_row": "a", "kind": "connection", "north": north, "east": east, "z": "12"}]

    told = [row for row in case.with_answer("points", rows).ledger if row.id == "COM-09" and row.is_unmet]

    assert [(row.step, row.at) for row in told] == [("survey", "points/a/north")]


@pytest.mark.parametrize(("size", "lacks"), [(32, False), (31, True)])
def test_water_pipes_have_a_least_diameter(size: int, lacks: bool) -> None:
    assert ("CONN-03" in unmet(complete("new_connection", APP).with_cell("pipes", "od_mm", size))) == lacks


def test_drawn_pipes_decide_whether_wastewater_and_stormwater_join_too_early() -> None:
    case = complete("new_connection", APP).with_cell("pipes", "system", "OV")
    early = "lat/long\n59.434 10.658\n59.4341 10.6581\n59.4342 10.6582"
    apart = "lat/long\n59.434 10.659\n59.4341 10.6591\n59.4342 10.6582"
    drawn = case.with_cell("pipes", "line", early).with_cell("pipes", "line", early, row=1)

    assert "CONN-20" in unmet(drawn)
    assert "CONN-20" not in unmet(drawn.with_cell("pipes", "line", apart, row=1))


def test_tapping_is_ordered_whole_working_days_ahead() -> None:
    case = complete("new_connection", WORK).on(date(2026, 11, 23))

    assert "CONN-22" not in unmet(case.with_answer("tapping_date", "2026-11-26"))
    assert "CONN-22" in unmet(case.with_answer("tapping_date", "2026-11-25"))


def test_the_fee_need_not_be_paid_first_everywhere() -> None:
    case = complete("new_connection", WORK).with_answer("fee_paid", False)

    assert "CONN-30" in unmet(case)
    assert "CONN-30" not in unmet(case.with_rules(connection_fee_first=False))


@pytest.mark.parametrize(("column", "value"), [("drop_bar", "0,1"), ("bar", "6,4"), ("pressure_result", "fail")])
def test_a_pressure_test_that_does_not_hold_is_none(column: str, value: str) -> None:
    assert "CONN-26" in unmet(complete("new_connection", FINAL).with_cell("pressure_test", column, value))


@pytest.mark.parametrize(("north", "lacks"), [("6589571,59", False), ("6589572,59", True)])
def test_points_lie_close(north: str, lacks: bool) -> None:
    case = complete("new_connection", FINAL)
    for row in (1, 2, 3):
        case = case.with_cell("points", "north", north, row=row)

    assert ("CONN-25" in unmet(case)) == lacks


def test_a_meter_case_counts_when_its_final_report_is_approved() -> None:
    case = complete("business", FINAL).with_answer("meter_ref", "2026-000009")
    sent = LinkedCase("2026-000009", "water-meter", "in_review", approved=frozenset({APP}))
    done = LinkedCase("2026-000009", "water-meter", "closed", approved=frozenset({APP, FINAL}))

    assert "CONN-28" in unmet(case.with_known(cases={sent.number: sent}))
    assert "CONN-28" not in unmet(case.with_known(cases={done.number: done}))


def test_a_lower_backflow_category_than_approved_is_noticed() -> None:
    case = complete("new_connection", FINAL)

    assert "CONN-29" not in unmet(case.with_answer("backflow_category_built", "2"))
    assert "CONN-29" in unmet(case.with_answer("backflow_category_built", "1"))


def test_a_new_responsible_person_without_certificates_is_noticed_in_the_work_notification() -> None:
    case = complete("new_connection", WORK)

    assert "COM-14" in unmet(case.with_answer("responsible_person", "ola"))


@pytest.mark.parametrize(("north", "east", "moved"), [("6589551,59", "594050,00", False), ("6589551,59", "594050,20", True)])
def test_a_connection_point_two_metres_off_is_a_deviation(north: str, east: str, moved: bool) -> None:
    case = complete("new_connection", FINAL).with_answer("connection_point", "UTM 32 6589551.59 594048.14", APP)
    case = case.with_cell("points", "north", north).with_cell("points", "east", east)

    told = [row.at for row in case.ledger if row.id == "COM-18" and row.is_unmet]

    assert told == (["connection_point_built"] if moved else [])
    assert "COM-18" not in unmet(case.with_answer("deviations", "Flyttet for å unngå fjell."))


def test_the_end_of_the_drawn_pipe_is_the_approved_connection_point() -> None:
    case = complete("new_connection", FINAL)
    towards = "UTM 32\n6589600 594100\n6589551.59 594048.14"

    assert "COM-18" not in unmet(case.with_cell("pipes", "line", towards, phase=APP))
    assert "COM-18" in unmet(case.with_cell("pipes", "line", "\n".join(["UTM 32", *towards.split("\n")[:0:-1]]), phase=APP))


def test_the_pipe_that_meets_the_main_tells_how() -> None:
    case = complete("new_connection", APP).with_cell("pipes", "connection_kind", None).with_cell("pipes", "system", "VL", row=1)
    case = case.with_cell("pipes", "pressure_class", "PN16", row=1)

    assert [row.at for row in case.ledger if row.is_unmet] == ["pipes/1/connection_kind"]
    assert unmet(case.with_cell("pipes", "meets_main", False)) == set()
    assert [row.at for row in case.with_cell("pipes", "connection_kind", None, row=1).ledger if row.is_unmet] == ["pipes/1/connection_kind"]


def test_a_stated_flow_is_calculated() -> None:
    case = complete("new_connection", APP).with_files("calculation")

    assert unmet(case) == {"CONN.application.calculation"}
    assert unmet(case.with_answer("water_demand_ls", None)) == set()


def test_the_meter_of_a_pool_is_reported_as_installed() -> None:
    case = complete("new_connection", FINAL).with_answer("meter_ref", None)

    assert "CONN-28" not in unmet(case)
    assert "CONN-28" in unmet(case.with_answer("pool", True, APP))


def test_a_connection_is_work_indoors_or_outdoors() -> None:
    case = complete("new_connection", APP).with_answer("outdoor_work", False)

    assert "CONN.application.indoor_work" not in unmet(case)
    told = case.with_answer("indoor_work", False).ledger["CONN.application.indoor_work"]
    assert (told.is_unmet, told.what.in_english()) == (True, "Neither work indoors nor work outdoors is chosen.")
    assert "CONN.application.indoor_work" not in unmet(case.with_answer("indoor_work", False).with_answer("outdoor_work", True))


@pytest.mark.parametrize(("typed", "deviations", "told"), [
    ({"od_mm": 40}, None, ["pipes_built/9/od_mm"]), ({"od_mm": 40, "material": "PE100"}, None, ["pipes_built/9/od_mm"]),
    ({"od_mm": 40}, "Lagt en ledning til.", []),
])  # fmt: skip
def test_a_pipe_that_was_never_approved_is_told_once_unless_it_is_explained(
    typed: dict[str, Any], deviations: str | None, told: list[str]
) -> None:
    case = complete("new_connection", FINAL)
    rows = [*case.answers[FINAL]["pipes"]["pipes_built"], {"_row": "9", **typed}]
    case = case.with_answer("pipes_built", rows).with_answer("deviations", deviations)

    found = [row for row in case.ledger if row.id == "COM-18" and row.is_unmet]
    assert [row.at for row in found] == told
    assert {row.what.in_english() for row in found} <= {"Outer diameter was approved as –, built as 40 mm."}


def test_where_no_pipe_was_approved_none_is_extra() -> None:
    case = complete("new_connection", FINAL).with_answer("pipes", [], APP)

    assert "COM-18" not in unmet(case)


@pytest.mark.parametrize(("combined", "solution", "joined"), [
    (True, "infiltration", True), (False, "public_combined", True), (None, "public_combined", True), (None, "infiltration", False),
])  # fmt: skip
def test_pipes_join_at_a_public_pipe_that_any_answer_says_is_combined(combined: bool | None, solution: str, joined: bool) -> None:
    case = complete("new_connection", APP).with_answer("public_is_combined", combined).with_answer("stormwater_solution", [solution])

    assert ("CONN-20" in unmet(case.with_answer("joined_before_main", True))) == joined


FOUL = ["UTM 32", "6589600 594100", "6589575 594075", "6589550 594050"]


@pytest.mark.parametrize(("system", "end", "combined", "told"), [
    ("OV", FOUL[2], True, True), ("DR", FOUL[2], True, True), ("OV", FOUL[3], True, False), ("OV", FOUL[3], False, True),
    ("OV", "6589551 594040", False, False), ("VL", FOUL[2], True, False),
])  # fmt: skip
def test_a_drain_or_stormwater_pipe_does_not_end_in_a_wastewater_pipe(system: str, end: str, combined: bool, told: bool) -> None:
    case = complete("new_connection", APP).with_answer("public_is_combined", combined)
    case = case.with_cell("pipes", "line", "\n".join(FOUL), row=1).with_cell("pipes", "system", system)
    case = case.with_cell("pipes", "line", f"UTM 32\n6589610 594090\n{end}")

    assert [row.at for row in case.ledger if row.id == "CONN-07" and row.is_unmet] == (["pipes/1/line"] if told else [])
