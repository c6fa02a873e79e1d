"""Work on private pipes against its domain: ids, the two routes, which phases a case has, and the corners of its checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.base import Phase, State
from tests.builders import OLD_METER, PROPERTY, Example
from tests.examples.private_work import VARIANTS, complete
from workflows.exports import demands
from workflows.facts import CertificateRecord, FileFacts, LinkedCase, MeterRecord
from workflows.private_work import PRIVATE_WORK
from workflows.reading import Reading
from workflows.shared.pipe_choices import length_differs
from workflows.shared.pipe_rows import drawn_length

APP, WORK, FINAL = Phase
NUMBERED = {
    APP: {f"PRIV-{n:02}" for n in (*range(1, 9), *range(10, 15), *range(19, 23))},
    WORK: set(),
    FINAL: {f"PRIV-{n:02}" for n in (7, 8, 9, 11, 12, *range(15, 19))},
}


def unmet(case: Example) -> list[str]:
    return [row.key for row in case.ledger if row.is_unmet]


def reading(case: Example) -> Reading:
    return Reading(case.workflow, case.dossier)


def test_the_numbered_checks_are_those_of_the_domain_in_each_phase() -> None:
    declared = {phase: {one.id for one in demands(PRIVATE_WORK) if one.phase == phase and one.id.startswith("PRIV-")} for phase in Phase}

    assert declared == NUMBERED


@pytest.mark.parametrize("variant", VARIANTS)
def test_only_repairs_valves_small_indoor_changes_and_ordered_work_go_as_a_notice(variant: str) -> None:
    case = reading(complete(variant, APP))

    assert case.holds(PRIVATE_WORK.phase(APP).noted_if) == (variant in ("repair_leak", "backwater", "indoor", "ordered"))


@pytest.mark.parametrize(
    ("variant", "key", "value"),
    [
        ("backwater", "route", "approve"),
        ("backwater", "shut_public", True),
        ("indoor", "changed_use", True),
        ("indoor", "units_after", 2),
        ("indoor", "units_after", 0),
    ],
)
def test_a_notice_becomes_an_application(variant: str, key: str, value: Any) -> None:
    case = reading(complete(variant, APP).with_answer(key, value))

    assert not case.holds(PRIVATE_WORK.phase(APP).noted_if)


def test_choosing_application_settles_that_a_public_pipe_is_shut() -> None:
    case = complete("backwater", APP).with_answer("shut_public", True)

    assert unmet(case) == ["PRIV-19"]
    assert unmet(case.with_answer("route", "approve")) == []


@pytest.mark.parametrize(("shut", "tapped", "notified"), [(True, False, True), (False, True, True), (False, False, False)])
def test_work_is_notified_only_when_the_public_network_is_touched(shut: bool, tapped: bool, notified: bool) -> None:
    case = complete("reroute", FINAL).with_answer("shut_public", shut, APP).with_answer("tapping_needed", tapped, APP)

    assert reading(case).holds(PRIVATE_WORK.phase(WORK).applies_if) == notified


@pytest.mark.parametrize(("start", "lacking"), [("2026-11-25", []), ("2026-11-26", ["PRIV-01"])])
def test_urgent_work_begins_within_two_days(start: str, lacking: list[str]) -> None:
    case = complete("repair_leak", APP).with_answer("planned_start", start).with_answer("planned_end", "2026-11-30")

    assert unmet(case) == lacking


def test_nothing_but_a_repair_is_urgent() -> None:
    case = complete("backwater", APP).with_answer("urgent", True)

    row = next(row for row in case.ledger if row.is_unmet)
    assert (row.id, row.what.in_english()) == ("PRIV-01", "Marked urgent, but it is not the repair of a pipe.")


@pytest.mark.parametrize(("today", "late"), [(date(2026, 11, 23), False), (date(2026, 11, 24), True)])
def test_urgent_work_done_on_a_friday_is_reported_on_monday(today: date, late: bool) -> None:
    case = complete("repair_leak", APP).on(today)

    assert unmet(case) == (["PRIV-02"] if late else [])
    assert unmet(case.with_rules(urgent_report_working_days=2)) == []


def test_a_plan_a_line_or_a_drawn_pipe_is_a_sketch() -> None:
    point = complete("reroute", APP).with_answer("location", "lat/long 59.434 10.658")

    assert unmet(point) == ["PRIV-03"]
    assert unmet(point.with_files("site_plan", FileFacts("plan.pdf"))) == []
    assert unmet(point.with_cell("pipes", "line", "lat/long\n59.434 10.658\n59.4341 10.6582")) == []


def test_a_place_that_lacks_is_told_once() -> None:
    assert unmet(complete("reroute", APP).with_answer("location", None)) == ["COM-08"]


@pytest.mark.parametrize(
    ("status", "od", "material", "place"),
    [
        ("existing_kept", None, None, None),
        ("existing_kept", 32, None, "material"),
        ("existing_kept", None, "PE100", "od_mm"),
        ("replaced", None, None, "od_mm"),
    ],
)
def test_a_pipe_has_both_diameter_and_material_or_neither(status: str, od: int | None, material: str | None, place: str | None) -> None:
    case = complete("reroute", APP).with_cell("pipes", "status", status).with_cell("pipes", "od_mm", od)

    assert unmet(case.with_cell("pipes", "material", material)) == ([f"PRIV-04:pipes/1/{place}"] if place else [])


def test_leaving_the_trench_needs_a_building_case() -> None:
    case = complete("replace", APP).with_answer("same_trench", False)

    assert unmet(case) == ["PRIV-05:same_trench"]
    assert unmet(case.with_answer("building_case", "24/03280")) == []


def test_the_trench_is_confirmed_once() -> None:
    rest = ["accords_with_plan", "not_quick_clay", "no_major_terrain_work", "own_ground_only"]

    assert unmet(complete("replace", APP).with_answer("exemption_confirmed", rest)) == []


def test_work_begun_by_order_names_the_order_and_its_letter_only_where_all_of_it_is_ordered() -> None:
    case = complete("separate", APP).with_answer("cause", "order").with_answer("order_ref", None)

    assert unmet(case) == ["PRIV-06"]
    assert unmet(complete("replace", APP).with_answer("cause", "order").with_answer("order_ref", None)) == []


@pytest.mark.parametrize(("deadline", "lacking"), [("2026-11-30", []), ("2026-11-29", ["PRIV-07"])])
def test_the_last_day_of_an_order_is_in_time(deadline: str, lacking: list[str]) -> None:
    assert unmet(complete("ordered", APP).with_answer("order_deadline", deadline)) == lacking


def test_roof_water_needs_the_ground_or_a_stormwater_pipe() -> None:
    case = complete("separate", APP).with_answer("roof_to_ground", False)

    assert unmet(case) == ["PRIV-08:roof_to_ground"]
    assert unmet(case.with_cell("pipes", "system", "OV", row=1)) == []


@pytest.mark.parametrize(("emptied", "lacking"), [("2026-11-19", []), ("2026-11-20", ["PRIV-09:tank_filled_on"])])
def test_a_tank_is_emptied_before_it_is_filled(emptied: str, lacking: list[str]) -> None:
    assert unmet(complete("septic_off", FINAL).with_answer("tank_emptied_final", emptied)) == lacking


def test_one_photo_of_the_tank_is_too_few() -> None:
    assert unmet(complete("septic_off", FINAL).with_files("photo_tank", FileFacts("one.jpg"))) == ["PRIV-09:photo_tank"]


def test_a_day_of_emptying_still_to_come_is_not_taken_from_the_application() -> None:
    case = complete("septic_off", FINAL).with_answer("tank_emptied_final", None)

    assert unmet(case) == ["PRIV-09"]
    assert unmet(case.with_answer("tank_emptied", "2026-11-18", APP)) == []


def test_a_meter_the_municipality_knows_is_read_before_plugging() -> None:
    case = complete("plug", APP).with_answer("meter_number", None).with_answer("last_reading_m3", None)
    known = {OLD_METER: MeterRecord(OLD_METER, PROPERTY)}

    assert unmet(case.with_known(meters={})) == []
    assert unmet(case.with_known(meters=None)) == []
    assert unmet(case.with_known(meters=known)) == ["PRIV-12"]
    assert unmet(case.with_known(meters={OLD_METER: MeterRecord(OLD_METER, PROPERTY.partition("-")[2])})) == ["PRIV-12"]
    assert unmet(case.with_known(meters={OLD_METER: MeterRecord(OLD_METER, "9999-1/1/0/0")})) == []
    assert unmet(case.with_known(meters={OLD_METER: replace(known[OLD_METER], active=False)})) == []


def test_a_removal_case_serves_instead_of_handing_the_meter_in() -> None:
    case = complete("plug", FINAL).with_answer("meter_handed_in", None)

    assert unmet(case) == ["PRIV-12"]
    assert unmet(case.with_answer("meter_case", "24/03280")) == []
    other = {"2026-000005": LinkedCase("2026-000005", "excavation", "approved")}
    assert unmet(case.with_answer("meter_case", "2026-000005").with_known(cases=other)) == ["PRIV-12"]


def test_a_plug_for_now_keeps_the_subscription_of_a_building_in_use() -> None:
    assert unmet(complete("plug_for_now", APP).with_answer("building_uses_water", True)) == []


def test_a_plug_needs_position_height_and_photo() -> None:
    case = complete("plug", FINAL).with_answer("plug_point", None).with_answer("plug_z_m", None).with_files("photo_plug")

    assert unmet(case) == ["PRIV-11", "PRIV-11:plug_z_m", "PRIV-11:photo_plug"]


def test_points_without_height_are_no_survey_but_a_file_is() -> None:
    flat = complete("reroute", FINAL).with_cell("points", "z", None).with_cell("points", "z", None, row=1)

    assert unmet(flat) == ["PRIV-16"]
    assert unmet(flat.with_files("survey_file", FileFacts("points.kof"))) == []


def test_only_an_open_trench_outdoors_is_photographed() -> None:
    case = complete("repair_leak", FINAL).with_files("photo_open_trench")

    assert unmet(case) == ["PRIV-15"]
    assert unmet(case.with_answer("method", "drilling", APP)) == []


@pytest.mark.parametrize(("status", "length", "tested"), [("replaced", "2,9", False), ("replaced", 3, True), ("new", "2,9", True)])
def test_a_short_repair_needs_no_test(status: str, length: Any, tested: bool) -> None:
    case = complete("reroute", FINAL).with_answer("pressure_test", []).with_answer("deviations", "Kortere enn planlagt.")
    case = case.with_cell("pipes_built", "status", status).with_cell("pipes_built", "length_m", length)

    assert unmet(case) == (["PRIV-18:pipes_built/1/system_built"] if tested else [])


def test_a_failed_test_is_no_test() -> None:
    case = complete("reroute", FINAL).with_cell("tightness_test", "tightness_result", "fail")

    assert unmet(case) == ["PRIV-18:pipes_built/2/system_built"]


@pytest.mark.parametrize(("status", "lacking"), [("in_review", []), ("withdrawn", ["PRIV-20"])])
def test_a_discharge_case_on_the_property_serves_while_it_lives(status: str, lacking: list[str]) -> None:
    case = complete("separator", APP).with_answer("discharge_case", None)
    known = {"2026-000007": LinkedCase("2026-000007", "discharge", status)}

    assert unmet(case.with_known(cases=known)) == lacking


def test_more_units_are_settled_by_a_building_case() -> None:
    case = complete("indoor", APP).with_answer("units_after", 2)

    assert next(row.state for row in case.ledger if row.id == "PRIV-21") == State.DOUBTFUL
    assert unmet(case.with_answer("building_case", "24/03280")) == []


@pytest.mark.parametrize(
    ("built", "lacking"), [("13,7", []), ("13,8", ["COM-18:pipes_built/1/length_m"]), ("11,2", ["COM-18:pipes_built/1/length_m"])]
)
def test_a_length_may_differ_by_a_tenth(built: str, lacking: list[str]) -> None:
    assert unmet(complete("reroute", FINAL).with_cell("pipes_built", "length_m", built)) == lacking


@pytest.mark.parametrize("odd", [None, "x", [], {}])
def test_lengths_that_are_no_numbers_differ_and_never_raise(odd: Any) -> None:
    assert length_differs(odd, 1, reading(complete("reroute", FINAL)))


def test_another_kind_place_of_plug_or_fate_of_the_tank_than_approved_is_explained() -> None:
    assert unmet(complete("reroute", FINAL).with_answer("kind_built", "replace")) == ["COM-18:kind_built"]
    assert unmet(complete("plug", FINAL).with_answer("plug_place_built", "in_manhole")) == ["COM-18:plug_place_built"]
    tank = complete("septic_off", FINAL).with_answer("tank_fate_built", "removed")
    assert unmet(tank) == ["COM-18:tank_fate_built"]
    assert unmet(tank.with_answer("deviations", "Tanken var sprukket.")) == []


def test_urgent_and_noted_work_may_begin_before_the_answer_and_other_work_may_not() -> None:
    early = {"completed": "2026-09-30"}
    states = {
        variant: next(
            row.state for row in complete(variant, FINAL).with_answer("completed", early["completed"]).ledger if row.id == "COM-13"
        )
        for variant in ("repair_leak", "backwater", "reroute")
    }

    assert states == {"repair_leak": State.NOT_APPLICABLE, "backwater": State.NOT_APPLICABLE, "reroute": State.MISSING}


def test_indoor_work_needs_a_plumber_and_outdoor_work_an_adk1() -> None:
    none_held = {"kari": ()}

    assert unmet(complete("indoor", APP).with_known(certificates=none_held)) == ["COM-14"]
    told = [row.what.in_english() for row in complete("reroute", APP).with_known(certificates=none_held).ledger if row.id == "COM-14"]
    assert told == ["Kari Nordmann's ADK1 certificate is missing or expires –."]


def test_the_length_of_a_drawn_pipe_is_worked_out() -> None:
    case = (
        complete("reroute", APP).with_cell("pipes", "line", "UTM 32\n6589551 594048\n6589561 594048").with_cell("pipes", "length_m", None)
    )
    row = reading(case).rows("pipes")[0]

    assert abs(float(row.value("length_m")) - 10) < 0.2
    assert drawn_length(reading(case).rows("pipes")[1]) is None


@pytest.mark.parametrize("field", ["tapping_date", "shut_off_date"])
def test_tapping_and_shut_off_are_ordered_in_time(field: str) -> None:
    case = complete("replace", WORK)

    assert unmet(case.with_answer(field, "2026-11-26")) == []
    late = case.with_answer(field, "2026-11-25")
    assert unmet(late) == [f"PRIV.work.{field}"]
    told = late.ledger[f"PRIV.work.{field}"]
    assert (told.what.values["date"], told.how_to_fix.values["earliest"]) == (date(2026, 11, 25), date(2026, 11, 26))
    assert unmet(late.with_rules(tapping_notice_working_days=2)) == []


def test_site_huts_are_removed_and_plugged() -> None:
    case = complete("site_huts", FINAL)

    assert unmet(case) == []
    assert unmet(case.with_answer("plug_point", None)) == ["PRIV-11"]
    assert unmet(case.with_files("photo_plug")) == ["PRIV-11:photo_plug"]


def test_only_a_separator_needs_its_product_data() -> None:
    assert unmet(complete("separator", FINAL).with_files("product_docs")) == ["PRIV.final.product_docs"]
    assert unmet(complete("replace", FINAL).with_files("product_docs")) == []


def test_work_indoors_and_outdoors_is_led_by_a_pipelayer_in_a_company_with_a_plumber() -> None:
    adk = (CertificateRecord("adk1", "A-1", date(2030, 1, 1)), CertificateRecord("trade_machine", "M-1"))
    plumber = (CertificateRecord("trade_plumber", "S-1"),)
    both = complete("replace", APP)

    assert unmet(both.with_known(certificates={"kari": adk, "ola": plumber})) == []
    assert unmet(both.with_known(certificates={"kari": adk, "ola": ()})) == ["COM-14"]
    assert unmet(complete("indoor", APP).with_known(certificates={"kari": adk, "ola": plumber})) == ["COM-14"]


def test_a_tank_that_was_filled_tells_when() -> None:
    case = complete("septic_off", FINAL).with_answer("tank_filled_on", None)

    assert unmet(case) == ["PRIV-09:tank_filled_on"]
    assert unmet(case.with_answer("tank_fate_built", "removed").with_answer("deviations", "Fjernet i stedet.")) == []
