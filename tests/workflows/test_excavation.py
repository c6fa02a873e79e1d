"""Corners of the digging checks: each limit from just inside and just outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.base import Phase
from tests.builders import Example, photo
from tests.examples.excavation import COURSE, LINE, complete, expired
from tests.examples.kit import APP, FINAL, WORK
from workflows.excavation import EXCAVATION
from workflows.exports import demands
from workflows.facts import FileFacts
from workflows.ledger import evaluate
from workflows.reading import Reading


def places(case: Example, id_: str) -> list[str]:
    """Where a check speaks."""
    return [row.at for row in case.ledger if row.id == id_ and row.is_unmet]


def lacks(case: Example, id_: str) -> bool:
    return bool(places(case, id_))


def answered(case: Example, **answers: Any) -> Example:
    for key, value in answers.items():
        case = case.with_answer(key, value)
    return case


def test_every_numbered_check_stands_in_the_phases_of_the_domain() -> None:
    numbered = {phase: {one.id for one in demands(EXCAVATION) if one.phase == phase and one.id.startswith("EXC-")} for phase in Phase}

    assert numbered[APP] == {f"EXC-{n:02}" for n in (*range(1, 20), 27, 28)}
    assert numbered[WORK] == {"EXC-06", "EXC-07", "EXC-26"}
    assert numbered[FINAL] == {"EXC-12", *(f"EXC-{n}" for n in range(20, 26))}


def test_a_permit_to_dig_is_not_asked_whether_work_began_after_the_approval_twice() -> None:
    assert "COM-13" not in {one.id for one in demands(EXCAVATION)}


@pytest.mark.parametrize(("today", "short"), [("2027-04-12", False), ("2027-04-13", True)])
def test_fifteen_working_days_are_enough_to_handle_it(today: str, short: bool) -> None:
    assert lacks(complete("dig", APP).on(date.fromisoformat(today)), "EXC-01") is short


@pytest.mark.parametrize(("owner", "ground", "name", "told"), [
    ("municipal", "carriageway", "Storgata", []),
    ("private", "verge", None, []),
    ("municipal", "carriageway", None, ["road_name"]),
    ("state", "verge", "E18", ["road_owner"]),
    (None, "verge", None, ["road_owner"]),
])  # fmt: skip
def test_the_road_is_the_municipalitys_and_a_carriageway_has_a_name(owner: str, ground: str, name: str, told: list[str]) -> None:
    case = answered(complete("dig", APP), road_owner=owner, ground=[ground], road_name=name)

    assert places(case, "EXC-02") == told


@pytest.mark.parametrize(("length", "crossing", "told"), [("40", False, False), ("40,1", False, True), ("12", True, True)])
def test_long_and_crossing_lines_are_coordinated(length: str, crossing: bool, told: bool) -> None:
    case = answered(complete("dig", APP), plan_permit_ref=None, length_m=length, crossing=crossing)

    assert lacks(case, "EXC-04") is told
    assert not lacks(case.with_answer("new_line", False), "EXC-04")


@pytest.mark.parametrize(("purpose", "near", "told"), [("storm", False, True), ("fibre", True, True), ("fibre", False, False)])
def test_the_pipe_department_clears_its_own_kinds_and_its_own_pipes(purpose: str, near: bool, told: bool) -> None:
    case = answered(complete("dig", APP), linked_case=None, purpose=purpose, near_municipal_pipes=near)

    assert lacks(case, "EXC-05") is told
    assert not lacks(case.with_answer("pipe_clearance", "Brev 12.11.2026"), "EXC-05")


def test_a_map_from_the_cable_owners_is_attached() -> None:
    case = complete("dig", APP).with_answer("cable_outcome", ["clear"])

    assert not lacks(case, "EXC-06")
    sent = case.with_answer("cable_outcome", ["clear", "map"])
    assert places(sent, "EXC-06") == ["cable_documents"]
    assert not lacks(sent.with_files("cable_documents", FileFacts("kart.pdf")), "EXC-06")
    assert places(sent.with_answer("cable_enquiry_no", None), "EXC-06") == ["cable_enquiry_no"]


@pytest.mark.parametrize(("until", "told"), [("2027-05-03", False), ("2027-05-02", True)])
def test_the_cable_answer_holds_on_the_first_day(until: str, told: bool) -> None:
    assert lacks(complete("dig", APP).with_answer("cable_valid_until", until), "EXC-07") is told


@pytest.mark.parametrize(("marked", "told"), [("2027-05-03", []), ("2027-05-04", ["detection_planned"]), (None, ["detection_planned"])])
def test_cables_are_marked_before_the_start(marked: str | None, told: list[str]) -> None:
    assert places(complete("dig", APP).with_answer("detection_planned", marked), "EXC-07") == told


@pytest.mark.parametrize("part", ["risk_assessment", "responsible_warning", "responsible_phone"])
def test_the_work_warning_names_risk_person_and_phone(part: str) -> None:
    assert places(complete("dig", APP).with_answer(part, None), "EXC-08") == [part]


def test_work_that_touches_no_traffic_needs_no_warning() -> None:
    case = answered(complete("dig", APP).with_files("work_warning_plan"), traffic_effect="none", ground=["verge"])

    assert not lacks(case, "EXC-08")
    assert lacks(case.with_answer("ground", ["pavement"]), "EXC-08")


def test_the_course_stands_in_the_profile_or_is_uploaded() -> None:
    case = complete("dig", APP).with_known(certificates={"kari": (), "ola": (COURSE,)})

    assert lacks(case, "EXC-09")
    assert not lacks(case.with_files("course_proof", FileFacts("bevis.pdf")), "EXC-09")


@pytest.mark.parametrize("kind", ["dig", "work_only", "area_use", "extension"])
def test_everything_that_is_not_urgent_keeps_clear_of_the_winter_stop(kind: str) -> None:
    case = answered(complete(kind, APP), embargo_reason=None, planned_start="2027-10-20", planned_end="2027-11-01")

    assert places(case, "EXC-10") == ["embargo_reason"]
    assert not lacks(case.with_answer("planned_end", "2027-10-31"), "EXC-10")
    assert not lacks(case.with_answer("embargo_reason", "Lekkasje som vokser."), "EXC-10")


def test_urgent_digging_may_be_done_in_winter() -> None:
    assert not lacks(complete("urgent", APP), "EXC-10")


@pytest.mark.parametrize(("year", "told"), [(2024, False), (2025, True)])
def test_new_asphalt_is_not_cut_for_three_years(year: int, told: bool) -> None:
    case = complete("dig", APP).with_answer("last_asphalt_year", year)

    assert lacks(case, "EXC-11") is told
    assert not lacks(case.with_answer("method", "drilling"), "EXC-11")


@pytest.mark.parametrize(("laid", "told"), [("2026-11-23", False), ("2026-11-22", True), (None, True)])
def test_asphalt_opened_in_winter_has_a_day_to_come(laid: str | None, told: bool) -> None:
    assert lacks(complete("urgent", APP).with_answer("permanent_asphalt_by", laid), "EXC-12") is told


@pytest.mark.parametrize("part", ["closed_from", "closed_to", "detour", "emergency_notified"])
def test_a_closed_road_has_times_detour_and_notice(part: str) -> None:
    case = complete("dig", APP).with_answer(part, None)

    assert places(case, "EXC-13") == [part]
    assert not lacks(case.with_answer("traffic_effect", "narrowed"), "EXC-13")


@pytest.mark.parametrize(("effect", "school", "ground", "told"), [
    ("pavement_closed", False, "carriageway", True),
    ("narrowed", True, "carriageway", True),
    ("narrowed", False, "carriageway", False),
])  # fmt: skip
def test_walkers_have_a_way(effect: str, school: bool, ground: str, told: bool) -> None:
    case = answered(complete("dig", APP), pedestrian_solution=None, traffic_effect=effect, school_route=school, ground=[ground])

    assert lacks(case, "EXC-14") is told


@pytest.mark.parametrize(("began", "wanted", "told"), [
    ("2026-10-01", "2027-04-01", False),
    ("2026-10-01", "2027-04-02", True),
    ("2026-08-31", "2027-02-28", False),
    ("2026-08-31", "2027-03-01", True),
])  # fmt: skip
def test_a_permit_is_prolonged_to_six_calendar_months_in_all(began: str, wanted: str, told: bool) -> None:
    case = answered(complete("extension", APP), permit_from=began, planned_start="2026-12-18", planned_end=wanted)

    assert lacks(case, "EXC-15") is told


@pytest.mark.parametrize(("until", "told"), [("2026-11-23", False), ("2026-11-22", True)])
def test_a_permit_is_prolonged_while_it_holds(until: str, told: bool) -> None:
    assert lacks(complete("extension", APP).with_answer("permit_until", until), "EXC-15") is told


@pytest.mark.parametrize(("depth", "told"), [("2,0", False), ("2,1", True)])
def test_deep_trenches_have_a_plan(depth: str, told: bool) -> None:
    assert lacks(answered(complete("dig", APP), deep_trench_plan=None, depth_m=depth), "EXC-16") is told


def test_consent_of_every_owner_does_for_a_file() -> None:
    case = complete("dig", APP).with_files("owner_consent")

    assert lacks(case, "EXC-17")
    assert not lacks(case.with_cell("affected_owners", "owner_consents", True), "EXC-17")


@pytest.mark.parametrize(
    ("metres", "ground", "told"),
    [("2", "verge", False), ("1,9", "verge", True), (None, "park", True), ("30", "park", True), (None, "verge", False)],
)
def test_trees_are_far_and_a_park_speaks_of_them(metres: str | None, ground: str, told: bool) -> None:
    assert lacks(answered(complete("dig", APP), trees_within_m=metres, ground=[ground]), "EXC-18") is told


@pytest.mark.parametrize(("pollution", "told"), [("no", False), ("suspected", True), ("known", True)])
def test_polluted_ground_has_a_plan(pollution: str, told: bool) -> None:
    assert lacks(complete("dig", APP).with_files("soil_plan").with_answer("polluted_ground", pollution), "EXC-19") is told


@pytest.mark.parametrize(("length", "wanted"), [("75", 3), ("75,1", 4)])
def test_long_trenches_have_a_photo_for_every_25_metres(length: str, wanted: int) -> None:
    case = complete("dig", FINAL).with_answer("length_m", length, APP)
    photos = [photo(f"{n}.jpg") for n in range(4)]
    for slot in ("photos_before", "photos_during", "photos_after"):
        case = case.with_files(slot, *photos[:wanted])

    assert not lacks(case, "EXC-20")
    assert places(case.with_files("photos_during", *photos[: wanted - 1]), "EXC-20") == ["photos_during"]


def test_a_temporary_surface_has_no_asphalt_report_yet() -> None:
    case = complete("dig", FINAL).with_files("asphalt_report")

    assert lacks(case, "EXC-21")
    assert not lacks(case.with_answer("temporary_surface", True), "EXC-21")
    assert not lacks(case.with_answer("surface_built", ["gravel"]), "EXC-21")


def test_the_logbook_shows_start_changes_and_end() -> None:
    assert places(complete("dig", FINAL).with_answer("logbook_shows", ["start", "end"]), "EXC-22") == ["logbook_shows"]


def test_typed_points_do_for_a_survey_file() -> None:
    case = complete("dig", FINAL).with_files("survey_file")

    assert not lacks(case, "EXC-23")
    assert lacks(case.with_answer("points", []), "EXC-23")
    assert not lacks(answered(case, points=[], new_line_laid=False), "EXC-23")


@pytest.mark.parametrize(("metres", "told"), [("0,5", False), ("0,4", True)])
def test_asphalt_is_cut_half_a_metre_beyond_the_trench(metres: str, told: bool) -> None:
    case = complete("dig", FINAL).with_answer("cut_back_m", metres)

    assert lacks(case, "EXC-24") is told
    assert not lacks(case.with_answer("deviations", "Fjell inntil grøfta."), "EXC-24")


@pytest.mark.parametrize(("final", "told"), [("24", False), ("24,1", True)])
def test_the_area_grows_by_a_fifth_at_most(final: str, told: bool) -> None:
    assert lacks(complete("dig", FINAL).with_answer("area_m2_final", final), "EXC-25") is told


@pytest.mark.parametrize(("start", "until", "told"), [
    ("2026-10-01T07:00", None, False),
    ("2026-09-30T07:00", None, True),
    ("2027-05-20T07:00", None, False),
    ("2027-05-21T07:00", None, True),
    ("2027-05-21T07:00", "2027-05-21", True),
])  # fmt: skip
def test_work_lies_between_the_decision_and_the_planned_end(start: str, until: str | None, told: bool) -> None:
    case = answered(complete("dig", WORK).with_answer("cable_valid_until", "2028-01-01", APP), actual_start=start, extension_until=until)

    assert lacks(case, "EXC-26") is told


def test_urgent_work_begins_before_the_decision() -> None:
    assert not lacks(complete("urgent", WORK).with_answer("actual_start", "2026-09-01T07:00"), "EXC-26")


@pytest.mark.parametrize(("began", "told"), [("2026-11-20T07:00", False), ("2026-11-19T07:00", True)])
def test_urgent_work_is_reported_on_the_next_working_day(began: str, told: bool) -> None:
    case = complete("urgent", APP).with_answer("started_at", began)

    assert lacks(case, "EXC-27") is told
    assert not lacks(case.with_answer("late_reason", "Arbeidet varte hele natta."), "EXC-27")


@pytest.mark.parametrize("part", ["area_rent_m2", "area_rent_from", "area_rent_to", "purpose"])
def test_use_of_ground_tells_area_days_and_purpose(part: str) -> None:
    assert places(complete("area_use", APP).with_answer(part, None), "EXC-28") == [part]


@pytest.mark.parametrize(("kind", "first", "last"), [
    ("area_use", ("area_rent_from", "2027-05-21"), ("area_rent_to", "2027-05-20")),
    ("dig", ("closed_from", "2027-05-20T16:01"), ("closed_to", "2027-05-20T16:00")),
    ("extension", ("permit_from", "2026-12-02"), ("permit_until", "2026-12-01")),
])  # fmt: skip
def test_no_period_ends_before_it_begins(kind: str, first: tuple[str, str], last: tuple[str, str]) -> None:
    case = answered(complete(kind, APP), **dict([first, last]))

    assert places(case, "COM-12") == [last[0]]
    assert places(case.with_answer(last[0], first[1]), "COM-12") == []


@pytest.mark.parametrize(("today", "late"), [("2026-12-04", False), ("2026-12-05", True)])
def test_the_report_comes_within_ten_working_days(today: str, late: bool) -> None:
    case = complete("dig", FINAL).on(date.fromisoformat(today))

    assert lacks(case, "COM-23") is late
    assert case.workflow.defaults()["final_report_excavation_working_days"] == 10


def test_an_expired_course_is_told_once_and_a_proof_answers_it() -> None:
    case = expired(complete("dig", APP))

    assert places(case, "COM-14") == ["responsible_warning"]
    assert not lacks(case.with_files("course_proof", FileFacts("bevis.pdf")), "COM-14")


def test_at_the_start_another_person_may_answer_for_the_work_warning() -> None:
    case = expired(complete("dig", WORK))

    assert places(case, "COM-14") == ["responsible_warning"]
    assert not lacks(case.with_answer("responsible_warning", "ola"), "COM-14")
    assert not lacks(case.with_files("course_proof", FileFacts("bevis.pdf")), "COM-14")


def test_at_the_start_a_person_without_the_course_is_told() -> None:
    case = complete("dig", WORK).with_known(certificates={"kari": (COURSE,), "ola": ()}).with_answer("responsible_warning", "ola")

    assert places(case, "COM-14") == ["responsible_warning"]


@pytest.mark.parametrize(("person", "told"), [(None, False), ("ola", True)])
def test_a_proof_in_the_application_holds_at_the_start_for_the_same_person(person: str | None, told: bool) -> None:
    case = complete("dig", WORK).with_known(certificates={"kari": (), "ola": ()}).with_answer("responsible_warning", person)
    proof = {APP: {"course_proof": [FileFacts("bevis.pdf")]}}
    dossier = replace(case.dossier, files={**case.dossier.files, **proof})

    assert any(row.id == "COM-14" and row.is_unmet for row in evaluate(EXCAVATION, dossier)) is told


def test_the_risks_may_be_a_file() -> None:
    case = complete("dig", APP).with_answer("risk_assessment", None)

    assert places(case, "EXC-08") == ["risk_assessment"]
    assert not lacks(case.with_files("risk_document", FileFacts("risiko.pdf")), "EXC-08")


@pytest.mark.parametrize("kind", ["work_only", "area_use"])
def test_where_nothing_is_dug_no_surface_is_laid_again(kind: str) -> None:
    case = answered(complete(kind, APP), planned_end="2027-11-20", permanent_asphalt_by=None)

    assert not lacks(case, "EXC-12")
    assert lacks(case.with_answer("kind", "dig"), "EXC-12")


@pytest.mark.parametrize(("ended", "surface", "told"), [
    ("2026-11-20", ["asphalt"], ["temporary_surface"]),
    ("2026-10-31", ["asphalt"], []),
    ("2026-11-20", ["gravel"], ["temporary_surface"]),
])  # fmt: skip
def test_after_work_in_winter_it_is_said_whether_the_surface_is_temporary(ended: str, surface: list[str], told: list[str]) -> None:
    case = answered(complete("dig", FINAL), work_ended=ended, surface_built=surface, temporary_surface=None)

    assert places(case, "EXC-12") == told
    assert places(case.with_answer("surface", ["grass"], APP), "EXC-12") == (told if surface == ["asphalt"] else [])


@pytest.mark.parametrize(("key", "place"), [
    ("cable_enquiry_no", "cable_enquiry_late"),
    ("cable_enquiry_date", "cable_enquiry_date_late"),
    ("cable_outcome", "cable_outcome_late"),
])  # fmt: skip
def test_what_the_application_does_not_say_of_the_cables_is_asked_before_digging(key: str, place: str) -> None:
    case = complete("dig", WORK).with_answer(key, None, APP)

    assert places(case, "EXC-06") == [place]


def test_a_new_answer_of_the_cable_owners_counts_before_the_one_of_the_application() -> None:
    case = complete("dig", WORK).with_answer("cable_valid_until", "2026-11-24", APP)

    assert places(case, "EXC-07") == ["cable_valid_until_late"]
    assert not lacks(case.with_answer("cable_valid_until_late", "2026-11-25"), "EXC-07")
    assert not lacks(answered(case, cable_valid_until_late="2026-11-25", cable_outcome_late=["clear"], detection_done=None), "EXC-07")
    later = complete("dig", WORK).with_answer("cable_outcome", ["clear"], APP).with_answer("detection_done", None)
    assert not lacks(later, "EXC-07")
    assert places(later.with_answer("cable_outcome_late", ["detection"]), "EXC-07") == ["detection_done"]


def test_typed_points_say_their_coordinate_system() -> None:
    case = complete("dig", FINAL).with_answer("crs", None)

    assert places(case, "EXC.final.crs") == ["crs"]
    assert places(case.with_answer("points", []), "EXC.final.crs") == []
    assert places(case.with_answer("new_line_laid", False), "EXC.final.crs") == []


def test_a_prolonged_permit_has_neither_start_nor_completion_of_its_own() -> None:
    reading = Reading(EXCAVATION, complete("extension", APP).dossier)

    assert [one.phase for one in EXCAVATION.phases if reading.holds(one.applies_if)] == [APP]


@pytest.mark.parametrize(
    ("crossing", "metres", "told"), [(True, "1,9", True), (True, "2", False), (False, "1,9", False), (False, "0,4", True)]
)
def test_where_a_road_is_crossed_the_asphalt_is_cut_as_far_as_the_municipality_says(crossing: bool, metres: str, told: bool) -> None:
    case = complete("dig", FINAL).with_rules(cut_back_crossing_m=2).with_answer("crossing", crossing, APP)

    assert lacks(case.with_answer("cut_back_m", metres), "EXC-24") is told


@pytest.mark.parametrize(("effect", "signs", "words", "plan"), [
    ("closed", "standard_plan", True, True),
    ("detour", "standard_plan", True, True),
    ("narrowed", "own_plan", False, True),
    ("narrowed", "standard_plan", False, False),
])  # fmt: skip
def test_a_detour_is_asked_about_where_traffic_is_led_round_or_signs_are_planned_anew(
    effect: str, signs: str, words: bool, plan: bool
) -> None:
    reading = Reading(EXCAVATION, answered(complete("dig", APP), traffic_effect=effect, signs=signs).dossier)

    assert (reading.shows("detour"), reading.shows("detour_plan")) == (words, plan)


def test_asphalt_of_a_year_to_come_is_not_believed() -> None:
    assert lacks(complete("dig", APP).with_answer("last_asphalt_year", 2027), "EXC-11")
    assert told(answered(complete("dig", APP), last_asphalt_year=2027, embargo_reason="Haster."), "EXC-11") == ["2027 has not come yet."]


def test_a_permit_that_would_last_too_long_is_not_said_to_have_ended() -> None:
    case = answered(complete("extension", APP), planned_end="2027-04-02")

    assert told(case, "EXC-15") == ["A permit lasts 6 months at most in all."]
    assert told(case.with_answer("permit_until", "2026-11-22"), "EXC-15") == ["The permit ended 2026-11-22."]


def told(case: Example, id_: str) -> list[str]:
    """The words of a check, in English."""
    return [row.what.in_english() for row in case.ledger if row.id == id_ and row.is_unmet]


def test_a_drawn_line_gives_the_length() -> None:
    case = answered(complete("dig", APP), area=LINE, length_m=None)

    assert not lacks(case, "EXC.application.length_m")
