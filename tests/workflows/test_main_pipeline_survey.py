"""Corners of the main-pipeline checks on what is handed over: drawings, survey, cards, valves, branches, rights and deviations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.base import Phase
from models.geometry import read_place
from tests.examples.main_pipeline import STORM, large
from tests.workflows.test_main_pipeline import APP, FINAL, final, lacks, read, told
from workflows.facts import FileFacts
from workflows.main_pipeline import falls_the_other_way, level_differs, moved
from workflows.main_pipeline.papers import is_marked
from workflows.main_pipeline.shown import wanted_points

TOPS = [{"_row": name, "kind": "manhole_top", "point_id": name, "north": 6_589_551, "east": 594_048, "z": 9} for name in ("K1", "K2", "K3")]
"""One manhole more than was built."""


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("H01 som bygget 2026-11-20.pdf", True), ("Plan_sombygd_20.11.2026.dwg", True), ("as-built 20261120.pdf", True),
        ("H01 som bygget.pdf", False), ("Plan 2026-11-20.pdf", False),
    ],
)  # fmt: skip
def test_drawings_say_by_name_or_title_field_that_they_show_what_was_built(name: str, marked: bool) -> None:
    case = final().with_answer("as_built_date", None).with_files("as_built_drawings", FileFacts(name))

    assert is_marked(name) is marked
    assert told(case, "MAIN-16") == ([] if marked else [f"As-built drawings are missing for {name}."])


@pytest.mark.parametrize(
    ("group", "kind", "point", "words"),
    [
        ("fittings_built", "outlet", "outlet", "Outlet"),
        ("fittings_built", "pump_station", "structure", "Buried structure"),
        ("services_out", "", "branch", "Branch"),
    ],
)
def test_what_the_rows_show_must_be_surveyed(group: str, kind: str, point: str, words: str) -> None:
    answers = final(STORM).answers[FINAL]
    case = final(STORM).with_answer("points", [row for row in answers["survey"]["points"] if row["kind"] != point])
    rows = answers["services" if group == "services_out" else "done"][group]

    assert told(case, "MAIN-18") == [f"The survey lacks {words}."]
    assert not lacks(case.with_answer(group, [row for row in rows if row.get("fitting_kind", "") != kind]), "MAIN-18")


def test_every_manhole_gully_and_end_in_a_manhole_has_a_point() -> None:
    case, wanted = final(STORM), wanted_points(read(final(STORM)), has_curves=False)
    assert {kind: number for kind, number in wanted.items() if number} == {
        "manhole_top": 2, "gully": 1, "pipe_in_manhole": 4, "outlet": 1, "structure": 1, "branch": 1,
    }  # fmt: skip

    for kind in ("manhole_top", "gully", "pipe_in_manhole"):
        points = list(case.answers[FINAL]["survey"]["points"])
        points.remove(next(row for row in points if row["kind"] == kind))
        assert lacks(case.with_answer("points", points), "MAIN-18"), kind


def test_where_pipes_meet_outside_manholes_changes_and_ends_are_points() -> None:
    pipes = [
        {"_row": "1", "id": "VL1", "system_built": "VL", "from_node": "A", "to_node": "B", "od_mm": 180, "material": "PE100"},
        {"_row": "2", "id": "VL2", "system_built": "VL", "from_node": "B", "to_node": "C", "od_mm": 225, "material": "PE100"},
        {"_row": "3", "id": "VL3", "system_built": "VL", "from_node": "C", "to_node": "D", "od_mm": 225, "material": "PE100",
         "line": "lat/long\n59.434 10.658\n59.4341 10.6582\n59.4342 10.6582"},
    ]  # fmt: skip
    case = final().with_answer("pipes_built", pipes).with_answer("manholes_built", []).with_answer("services_out", [])

    wanted = wanted_points(read(case), has_curves=False)
    assert {kind: number for kind, number in wanted.items() if number} == {"change": 1, "end": 2, "bend": 1}
    assert wanted_points(read(case), has_curves=True)["bend"] == 0
    assert wanted_points(read(case.with_answer("pipes_built", [])), has_curves=False).total() == 0


@pytest.mark.parametrize(
    ("east", "rules", "lacking"),
    [("594058,14", {}, False), ("594058,15", {}, True), ("594058,15", {"survey_max_spacing_curve_m": 11}, False)],
)
def test_points_in_a_curve_lie_at_most_ten_metres_apart(east: str, rules: dict[str, Any], lacking: bool) -> None:
    curve = [{"_row": f"c{number}", "kind": "curve", "pipe": "OV1", "north": "6589551,59", "east": place, "z": 9}
             for number, place in enumerate(("594048,14", east))]  # fmt: skip
    case = final(STORM)
    case = case.with_answer("points", [*case.answers[FINAL]["survey"]["points"], *curve]).with_rules(**rules)

    assert told(case, "MAIN-18") == (["The survey lacks points each 10 m in curves."] if lacking else [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"z": None}, "The survey lacks the height of point 2."),
        ({"system": "VL", "z_ref": "inner_bottom"}, "The survey lacks heights measured at the right place."),
        ({"system": "SP", "z_ref": "outer_top"}, "The survey lacks heights measured at the right place."),
        ({"pipe": "SP1", "z_ref": "outer_top"}, "The survey lacks heights measured at the right place."),
        ({"system": "VL", "z_ref": "outer_top"}, None),
        ({"system": "SP", "z_ref": "inner_bottom"}, None),
        ({"kind": "manhole_top", "system": "SP", "z_ref": "outer_top"}, None),
    ],
)
def test_heights_are_there_and_of_the_right_side_of_the_pipe_even_beside_a_file(changes: dict[str, Any], words: str | None) -> None:
    case = final()
    for key, value in changes.items():
        case = case.with_cell("points", key, value, row=1)

    assert told(case, "MAIN-18") == ([words] if words else [])


def test_a_survey_file_alone_is_a_survey_and_nothing_at_all_is_none() -> None:
    bare = final().with_answer("points", [])

    assert not lacks(bare, "MAIN-18")
    assert told(bare.with_files("survey_file"), "MAIN-18") == ["The as-built survey is missing."]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda case: case.with_cell("manhole_cards", "card_bottom_level", None), "Manhole K1 lacks level of the bottom on its card."),
        (lambda case: case.with_cell("card_pipes", "pipe_manhole", "K9"), "Manhole K1 lacks pipes on its card."),
        (lambda case: case.with_files("photo_above@2"), "Manhole K2 lacks photo on its card."),
        (lambda case: case.with_cell("manhole_cards", "card_id", None), "No card yet for K1."),
        (lambda case: case.with_answer("manhole_cards", []).with_answer("manholes_built", []), "No card yet for K1, K2."),
        (lambda case: case.with_answer("points", TOPS), "No card yet for K3."),
    ],
)  # fmt: skip
def test_every_manhole_has_a_card_with_levels_pipes_and_photo(change: Any, words: str) -> None:
    assert told(change(final()), "MAIN-24") == [words]


def test_there_are_as_many_states_as_valves() -> None:
    more = final().with_cell("manholes_built", "valves", 3)
    fitted = final().with_answer("fittings_built", [{"_row": "1", "fitting_kind": "valve"}])

    assert told(more, "MAIN-25") == ["2 more valves: closed or open?"]
    assert told(fitted, "MAIN-25") == ["1 more valves: closed or open?"]
    assert told(final().with_cell("valves_state", "state", None), "MAIN-25") == ["Valve V1: closed or open?"]


def test_a_branch_has_an_end_and_the_number_of_a_property() -> None:
    bare = final().with_cell("services_out", "end_point", None).with_cell("services_out", "property_mark", "hytta")

    assert told(bare, "MAIN-26") == ["Service branch A1 lacks end point, property."]


@pytest.mark.parametrize(
    ("numbers", "lacking"), [("2026/1, 2026/2", []), ("2026/1, 2026/1", ["12/36"]), ("2026/1", ["12/36"]), (None, ["12/35, 12/36"])]
)
def test_there_is_a_document_number_for_each_property_crossed(numbers: str | None, lacking: list[str]) -> None:
    case = final().with_answer("crossed_properties", "12/35, 12/36", APP).with_answer("rights_numbers", numbers)

    assert told(case, "MAIN-27") == [f"Registered rights are missing for {one}." for one in lacking]


def test_a_certificate_is_asked_for_only_when_there_was_a_building_case() -> None:
    case = final().with_answer("completion_plan", None)

    assert lacks(case, "MAIN-28")
    assert not lacks(case.with_files("completion_certificate", FileFacts("ferdigattest.pdf")), "MAIN-28")
    assert not lacks(case.with_answer("building_case", None, APP), "MAIN-28")


def test_a_guarantee_is_asked_for_only_when_the_agreement_demands_it() -> None:
    case = final().with_files("bank_guarantee_final")

    assert lacks(case, "MAIN-30")
    assert not lacks(case.with_answer("bank_guarantee_agreed", False, APP), "MAIN-30")
    assert not lacks(case.with_answer("no_agreement", "Kommunen bygger selv.", APP), "MAIN-30")


@pytest.mark.parametrize(
    ("length", "rules", "words"),
    [("11,1", {}, None), ("11,2", {}, "Survey and drawing differ for VL1: 11 %."), ("11,2", {"as_built_length_deviation_pct": 15}, None)],
)
def test_the_survey_is_about_as_long_as_the_drawing(length: str, rules: dict[str, Any], words: str | None) -> None:
    points = [
        {"_row": str(number), "kind": "pipe", "pipe": "VL1", "north": f"65895{50 + number}", "east": 594_048, "z": 9} for number in (0, 10)
    ]
    case = final().with_answer("points", points).with_cell("pipes_built", "length_m", length).with_rules(**rules)

    assert told(case, "MAIN-29") == ([words] if words else [])


def test_a_survey_may_be_as_rough_as_the_local_norm_allows() -> None:
    case = final().with_cell("points", "accuracy_m", "0,15")

    assert told(case, "MAIN-29") == ["Point 1 is less accurate than allowed."]
    assert not lacks(case.with_rules(survey_xy_tolerance_m="0.2"), "MAIN-29")


@pytest.mark.parametrize(
    ("group", "key", "within", "beyond"),
    [
        ("pipes_built", "invert_from", "9,15", "9,16"), ("pipes_built", "od_mm", 180, 200), ("pipes_built", "class", "sdr11", "SDR17"),
        ("manholes_built", "point", "lat/long 59.434104 10.658000", "lat/long 59.434106 10.658000"),
    ],
)  # fmt: skip
def test_what_was_built_is_held_against_the_plan_with_its_tolerances(group: str, key: str, within: object, beyond: object) -> None:
    assert not lacks(final().with_cell(group, key, within), "COM-18")
    assert lacks(final().with_cell(group, key, beyond), "COM-18")
    assert not lacks(final().with_cell(group, key, beyond).with_answer("deviations", "Flyttet for kabel."), "COM-18")


def test_tolerances_hold_across_coordinate_systems_and_for_nonsense() -> None:
    reading = read(final())
    here, moved_there = (read_place(f"UTM 32\n{north} 594048.14") for north in ("6589551.59", "6589552.10"))
    degrees = read_place("lat/long {} {}".format(*here.positions()[0])) if here else None

    assert not moved(here, degrees, reading)
    assert moved(here, moved_there, reading)
    assert moved(here, read_place("UTM 32\n1 2"), reading)
    assert (level_differs("9.10", Decimal("9.15"), reading), level_differs("x", 1, reading)) == (False, True)
    assert (falls_the_other_way(5, -1, reading), falls_the_other_way(5, 1, reading)) == (True, False)


def test_the_report_is_due_after_eight_weeks() -> None:
    assert not lacks(final().on(date(2027, 1, 15)), "COM-23")
    assert lacks(final().on(date(2027, 1, 16)), "COM-23")
    assert not lacks(final().on(date(2027, 1, 16)).with_rules(final_report_days_main=60), "COM-23")


@pytest.mark.parametrize("phase", Phase)
def test_a_large_case_is_complete_too(phase: Phase) -> None:
    case = large(40, 20, phase)

    assert [row.key for row in case.ledger if row.is_unmet] == []
    assert len({row.key for row in case.ledger}) == len(case.ledger.rows)


def test_a_large_case_of_which_everything_lacks_tells_each_thing_once() -> None:
    case = large(40, 20, FINAL)
    bare = replace(case, answers={**case.answers, FINAL: {"done": case.answers[FINAL]["done"]}}, files={})

    keys = [row.key for row in bare.ledger if row.is_unmet]
    assert len(keys) == len(set(keys))
    assert {f"MAIN-{n:02}" for n in (16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 30)} <= {key.partition(":")[0] for key in keys}
