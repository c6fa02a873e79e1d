"""Water-meter cases: those of tests/builders.py, and what each requirement lacks in turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from models.base import Phase
from tests.builders import KINDS, NEW_METER, Example, complete_water_meter, phases_of, photo, two_water_meters
from tests.examples.kit import APP, FINAL, NATIONAL_ID, WORK, Lack, common_lacks
from workflows.facts import MeterRecord
from workflows.water_meter import WATER_METER

WORKFLOW = WATER_METER
VARIANTS = KINDS
NARROWS: dict[str, str] = {
    "kind": "METER-02 METER-03 METER-20 pickup_by",
}  # fmt: skip
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

complete = complete_water_meter
__all__ = ["LACKS", "NARROWS", "VARIANTS", "WORKFLOW", "complete", "phases_of"]


def of(kind: str, phase: Phase) -> Callable[[], Example]:
    """A complete case of a kind."""
    return lambda: complete_water_meter(kind, phase)


def two(kind: str, phase: Phase) -> Callable[[], Example]:
    """A complete case with two meters."""
    return lambda: two_water_meters(kind, phase)


LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete_water_meter("new", phase), Phase, start={WORK: "picked_up", FINAL: "mounted"}),
    (APP, "METER-01"): Lack(of("new", APP), lambda case: case.with_answer("meters", []), "meters", "meters"),
    (APP, "METER-02"): Lack(of("replace", APP), lambda case: case.with_answer("reason", None), "job", "reason"),
    (APP, "METER-03"): Lack(
        of("new", APP), lambda case: case.with_answer("connection_case", "").with_known(connections={}), "job", "connection_case"
    ),
    (APP, "METER-04"): Lack(of("new", APP), lambda case: case.with_cell("meters", "dn", "25"), "meters", "meters/1/dn"),
    (APP, "METER-05"): Lack(of("new", APP), lambda case: case.with_answer("design_flow_ls", 5), "building", "design_flow_ls"),
    (APP, "METER-06"): Lack(
        two("replace", APP), lambda case: case.with_cell("meters", "old_meter_number", "", row=1), "meters", "meters/2/old_meter_number"
    ),
    (APP, "METER-20"): Lack(of("site", APP), lambda case: case.with_answer("site_until", None), "job", "site_until"),
    (APP, "METER-22"): Lack(
        two("new", APP),
        lambda case: case.with_cell("meters", "relation", "deduction").with_cell("meters", "relation", "deduction", row=1),
        "meters",
        "meters/2/relation",
    ),
    (APP, "METER.application.intake_sketch"): Lack(
        two("new", APP), lambda case: case.with_files("intake_sketch"), "meters", "intake_sketch"
    ),
    (FINAL, "COM-17"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "make_model", NATIONAL_ID), "meters", "meters_final/1/make_model"
    ),
    (FINAL, "COM-18"): Lack(of("new", FINAL), lambda case: case.with_cell("meters_final", "dn", "25"), "meters", "meters_final/1/dn"),
    (FINAL, "METER-07"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "meter_number", " "), "meters", "meters_final/1/meter_number"
    ),
    (FINAL, "METER-08"): Lack(
        of("remove", FINAL), lambda case: case.with_cell("meters_final", "old_reading_m3", 499), "meters", "meters_final/1/old_reading_m3"
    ),
    (FINAL, "METER-09"): Lack(of("new", FINAL), lambda case: case.with_answer("tapped", False), "operation", "tapped"),
    (FINAL, "METER-10"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "seal_number", "P-900"), "meters", "meters_final/1/seal_number"
    ),
    (FINAL, "METER-11"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "placement", ["frost_free"]), "meters", "meters_final/1/placement"
    ),
    (FINAL, "METER-12"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "production_year", 2020), "meters", "meters_final/1/production_year"
    ),
    (FINAL, "METER.final.mid_mark"): Lack(
        of("new", FINAL), lambda case: case.with_rules(meters_supplied_by="plumber"), "meters", "meters_final/1/mid_mark"
    ),
    (FINAL, "METER-13"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "valve_after", False), "meters", "meters_final/1/valve_after"
    ),
    (FINAL, "METER-14"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "pressure_bar", "6,1"), "meters", "meters_final/1/pressure_bar"
    ),
    (FINAL, "METER-15"): Lack(
        of("new", FINAL), lambda case: case.with_answer("building_kind", "farm", APP), "operation", "backflow_category"
    ),
    (FINAL, "METER-16"): Lack(of("new", FINAL), lambda case: case.with_files("photo_seal@1"), "meters", "photo_seal@1"),
    (FINAL, "METER-17"): Lack(
        of("new", FINAL),
        lambda case: case.with_known(meters={NEW_METER: MeterRecord(NEW_METER, "9999-1/1/0/0", reading=Decimal(3))}),
        "meters",
        "meters_final/1/meter_number",
    ),
    (FINAL, "METER-18"): Lack(
        of("new", FINAL),
        lambda case: case.with_files("photo_dial@1", photo("dial.jpg", taken_at=datetime(2026, 11, 5, 9, 0))),  # noqa: DTZ001  # as a camera
        "meters",
        "photo_dial@1",
    ),
    (FINAL, "METER-19"): Lack(
        of("replace", FINAL),
        lambda case: case.with_cell("meters_final", "old_meter_fate", "thrown_away"),
        "meters",
        "meters_final/1/old_meter_fate",
    ),
    (FINAL, "METER-21"): Lack(two("new", FINAL), lambda case: case.with_answer("units_served", 3, APP), "meters", "meters_final"),
    (FINAL, "METER.final.serves"): Lack(
        two("new", FINAL), lambda case: case.with_cell("meters_final", "serves", "", row=1), "meters", "meters_final/2/serves"
    ),
}
