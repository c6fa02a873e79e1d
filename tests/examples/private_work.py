"""Cases of work on private pipes: a complete one of each kind, and what each requirement lacks in turn.

Everything here is invented; see tests/builders.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from models.base import Phase
from tests.builders import KNOWN, Example, photo
from tests.examples.kit import APP, FINAL, WORK, Lack, common_lacks
from workflows.facts import CertificateRecord, FileFacts
from workflows.private_work import PRIVATE_WORK

WORKFLOW = PRIVATE_WORK
VARIANTS: tuple[str, ...] = (
    "repair_leak", "replace", "relining", "reroute", "separate", "septic_off", "plug", "plug_for_now", "backwater", "separator",
    "site_huts", "indoor", "ordered",
)  # fmt: skip
NARROWS: dict[str, str] = {
    "kind": (
        "PRIV-05 PRIV-06 PRIV-08 PRIV-10 PRIV-11 PRIV-12 PRIV-14 PRIV-20 building_uses_water cause changed_use end_subscription "
        "pipes plug_permanent reconnect_plan roof_to_ground same_trench separator_kind tank_fate tank_volume_m3 tank_wc "
        "units_after units_before urgent"
    ),
    "urgent": "work_done_date work_is_done",
    "work_is_done": "work_done_date",
    "plug_permanent": "reconnect_plan",
    "end_subscription": "building_uses_water",
    "meter_number": "PRIV-12",
    "road_work": "PRIV-22",
    "tapping_ordered": "tapping_date tapping_dimension_mm tapping_time_window",
    "shut_off_needed": "affected_subscribers shut_off_date warning_given",
    "pipes_built": "PRIV-18",
    "points": "crs",
    "properties": "PRIV-12",
}  # fmt: skip
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

HOLDERS = {"kari": (CertificateRecord("adk1", "A-1", date(2030, 1, 1)), CertificateRecord("trade_plumber", "S-1"))}
LINE = "lat/long\n59.434 10.658\n59.4341 10.6582"
SPECIAL = {"relining": "replace", "plug_for_now": "plug"}
PLACE_OF = {
    "septic_off": ["septic_tank"], "plug": ["at_main"], "backwater": ["indoor"], "separator": ["separator"], "indoor": ["indoor"],
    "replace": ["indoor", "service_pipe"],
}  # fmt: skip
SYSTEMS_OF = {"separate": ["SP", "OV"], "septic_off": ["SP"], "backwater": ["SP"], "separator": ["SP"]}
SHUTS = "replace"
"""The one kind here that taps and shuts a public pipe, so that work is notified."""


def phases_of(variant: str) -> list[Phase]:
    """Work is notified only where the public network is touched."""
    return [phase for phase in Phase if phase != WORK or variant == SHUTS]


def complete(variant: str, phase: Phase) -> Example:
    """A case in which nothing lacks, doubts or is advised."""
    kind = SPECIAL.get(variant, variant)
    answers = {APP: _application(kind, variant)}
    files = _files_before(kind)
    if phase == WORK or (phase == FINAL and WORK in phases_of(variant)):
        answers[WORK] = _work()
        files = {}
    if phase == FINAL:
        answers[FINAL] = _final(kind)
        files = _files_after()
    return Example(PRIVATE_WORK, phase, answers, files, replace(KNOWN, certificates=HOLDERS))


def _application(kind: str, variant: str) -> dict[str, dict[str, Any]]:
    is_urgent = kind == "repair_leak"
    return {
        "property": {
            "municipality": "9999",
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": 12, "bnr": 34}],
            "address": "Storgata 1B",
            "location": LINE,
        },
        "parties": {
            "owner_name": "Anna Eier",
            "owner_kind": "person",
            "owner_email": "anna@owner.example",
            "owner_phone": "912 34 567",
            "authority": True,
        },
        "responsible": {"contact": "ola", "responsible_person": "kari", "reference": "J-78"},
        "job": {
            "kind": kind,
            "urgent": is_urgent,
            "work_is_done": True,
            "work_done_date": "2026-11-20",
            "description": "Arbeid på privat ledning fram til huset.",
            "planned_start": "2026-11-20" if is_urgent else "2026-11-25",
            "planned_end": "2026-11-20" if is_urgent else "2026-11-30",
        },
        "scope": {
            "where_in_system": PLACE_OF.get(kind, ["service_pipe"]),
            "systems": SYSTEMS_OF.get(kind, ["VL"]),
            "cause": "break" if is_urgent else "age",
            "method": "relining" if variant == "relining" else "indoor" if kind in ("indoor", "backwater") else "open_trench",
            "order_ref": "P-2026/17",
            "order_date": "2026-09-01",
            "order_deadline": "2026-12-31",
        },
        "permit": {
            "same_trench": True,
            "exemption_confirmed": ["same_trench", "accords_with_plan", "not_quick_clay", "no_major_terrain_work", "own_ground_only"],
        },
        "pipes": {"pipes": _pipes(kind), "crosses_other_ground": kind == "replace", "shared_pipe": kind == "replace"},
        "separation": {"stormwater_after": ["public_storm"], "roof_to_ground": True},
        "tank": {
            "tank_volume_m3": 4,
            "tank_wc": True,
            "tank_emptied": "2026-11-25",
            "tank_fate": "filled",
            "pipe_condition_checked": True,
        },
        "plugging": {
            "plug_place": "at_main",
            "plug_permanent": variant != "plug_for_now",
            "reconnect_plan": "2027-06-01",
            "end_subscription": variant != "plug_for_now",
            "building_uses_water": False,
            "meter_number": "OLD-4471",
            "last_reading_m3": "612,5",
        },
        "details": {
            "units_before": 1,
            "units_after": 1,
            "changed_use": False,
            "separator_kind": "oil",
            "discharge_case": "24/03280",
            "temporary_until": "2027-06-01",
        },
        "network": {
            "shut_public": variant == SHUTS,
            "tapping_needed": variant == SHUTS,
            "road_work": variant == SHUTS,
            "excavation_case": "24/03281",
        },
        "declaration": {"declaration": True},
    }


def _pipes(kind: str) -> list[dict[str, Any]]:
    water = {"status": "replaced", "length_m": "12,5", "material": "PE100", "cover_m": "1,6"}
    first = {"_row": "1", **water, "system": "VL", "od_mm": 32, "old_material": "COPPER", "old_od_mm": 28, "old_year": 1962}
    second = {"_row": "2", **water, "system": "SP", "od_mm": 110, "material": "PVC", "slope_permille": 10}
    return [first, second] if kind != "septic_off" else [second]


def _files_before(kind: str) -> dict[str, list[FileFacts]]:
    files = {
        "photos_before": [photo("before.jpg")],
        "cctv_before": [FileFacts("before.mp4")],
        "liner_data": [FileFacts("liner.pdf")],
        "order_letter": [FileFacts("order.pdf")],
        "separator_docs": [FileFacts("separator.pdf")],
    }
    agreements = {"right_agreement": [FileFacts("right.pdf")], "joint_agreement": [FileFacts("joint.pdf")]}
    return files | agreements if kind == "replace" else files


def _work() -> dict[str, dict[str, Any]]:
    return {
        "start": {
            "start_date": "2026-11-25",
            "site_contact": "kari",
            "site_phone": "912 34 567",
            "trench_foreman": "kari",
            "remarks": "Porten er låst, ring først.",
        },
        "order": {
            "tapping_ordered": True,
            "tapping_date": "2026-12-01",
            "tapping_time_window": "any_time",
            "tapping_dimension_mm": 32,
            "shut_off_needed": True,
            "shut_off_date": "2026-12-01",
            "affected_subscribers": 12,
            "warning_given": True,
        },
        "declaration": {"declaration": True},
    }


def _final(kind: str) -> dict[str, dict[str, Any]]:
    spot = {"kind": "connection", "system": "VL", "north": "6589551,59", "east": "594048,14", "z": "12,34", "z_ref": "outer_top"}
    columns = {"_row", "status", "length_m", "od_mm", "material"}
    return {
        "done": {
            "completed": "2026-11-20",
            "work_done": "Ledningen er skiftet fram til huset.",
            "storm_free": True,
            "valve_place": "Kjeller, på spillvann",
            "valve_type": "Tilbakeslagsventil 110",
            "removed_on": "2026-11-20",
            "restored_ground": True,
        },
        "pipes": {
            "pipes_built": [{key: value for key, value in row.items() if key in columns} for row in _pipes(kind)],
            "pressure_test": [
                {
                    "_row": "1",
                    "pressure_date": "2026-11-19",
                    "bar": 10,
                    "minutes": 60,
                    "drop_bar": 0,
                    "pressure_result": "pass",
                    "by": "Kari",
                }
            ],
            "tightness_test": [{"_row": "1", "tightness_date": "2026-11-19", "tightness_method": "LC", "tightness_result": "pass"}],
        },
        "tank": {
            "tank_emptied_final": "2026-11-18",
            "tank_connected_through": True,
            "tank_filled_on": "2026-11-19",
            "tank_filled_with": "Pukk",
            "flush_manhole": False,
        },
        "plugging": {
            "plug_point": "lat/long 59.434 10.658",
            "plug_z_m": "12,34",
            "plug_date": "2026-11-20",
            "meter_handed_in": True,
        },
        "survey": {
            "open_trench_survey": True,
            "crs": "25832",
            "points": [{"_row": "1", **spot}, {"_row": "2", **spot, "north": "6589561,59", "kind": "wall_entry"}],
        },
        "declaration": {"declaration": True},
    }


def _files_after() -> dict[str, list[FileFacts]]:
    return {
        "photo_valve": [photo("valve.jpg")],
        "product_docs": [FileFacts("separator.pdf")],
        "cctv_after": [FileFacts("after.mp4")],
        "emptying_receipt": [FileFacts("receipt.pdf")],
        "photo_tank": [photo("emptied.jpg"), photo("filled.jpg")],
        "photo_plug": [photo("plug.jpg")],
        "as_built_plan": [FileFacts("plan.pdf")],
        "photo_open_trench": [photo("trench.jpg")],
    }


def of(variant: str, phase: Phase) -> Callable[[], Example]:
    """A complete case of a variant."""
    return lambda: complete(variant, phase)


def without(key: str, value: Any = None) -> Callable[[Example], Example]:
    """Takes an answer away, or gives another."""
    return lambda case: case.with_answer(key, value)


LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete("replace", phase), Phase, start={WORK: "start_date", FINAL: "completed"}),
    (WORK, "COM-11"): Lack(of("replace", WORK), without("site_phone", "123"), "start", "site_phone"),
    (WORK, "COM-14"): Lack(
        of("replace", WORK),
        lambda case: case.with_known(certificates={"kari": (CertificateRecord("trade_plumber", "S-1"),)}),
        "start",
        "trench_foreman",
    ),
    (FINAL, "COM-09"): Lack(of("plug", FINAL), without("plug_point", "UTM 32\n594048 6589551"), "plugging", "plug_point"),
    (FINAL, "COM-18"): Lack(of("replace", FINAL), lambda case: case.with_cell("pipes_built", "od_mm", 40), "pipes", "pipes_built/1/od_mm"),
    (APP, "PRIV-01"): Lack(
        of("repair_leak", APP),
        lambda case: case.with_answer("planned_start", "2026-11-26").with_answer("planned_end", "2026-11-30"),
        "job",
        "urgent",
    ),
    (APP, "PRIV-02"): Lack(of("repair_leak", APP), lambda case: case.on(date(2026, 11, 24)), "job", "work_done_date"),
    (APP, "PRIV-03"): Lack(of("reroute", APP), without("location", "lat/long 59.434 10.658"), "plan", "site_plan"),
    (APP, "PRIV-04"): Lack(of("reroute", APP), lambda case: case.with_cell("pipes", "material", None), "pipes", "pipes/1/material"),
    (APP, "PRIV-05"): Lack(of("reroute", APP), without("exemption_confirmed", ["not_quick_clay"]), "permit", "exemption_confirmed"),
    (APP, "PRIV-06"): Lack(of("ordered", APP), without("order_ref"), "scope", "order_ref"),
    (APP, "PRIV-07"): Lack(of("ordered", APP), without("order_deadline", "2026-11-29"), "scope", "order_deadline"),
    (APP, "PRIV-08"): Lack(of("separate", APP), without("stormwater_after"), "separation", "stormwater_after"),
    (APP, "PRIV-10"): Lack(of("septic_off", APP), without("pipe_condition_checked", False), "tank", "pipe_condition_checked"),
    (APP, "PRIV-11"): Lack(of("plug", APP), without("plug_place", "in_building"), "plugging", "plug_place"),
    (APP, "PRIV-12"): Lack(of("plug", APP), without("last_reading_m3"), "plugging", "last_reading_m3"),
    (APP, "PRIV-13"): Lack(of("plug", APP), without("building_uses_water", True), "plugging", "end_subscription"),
    (APP, "PRIV-14"): Lack(of("site_huts", APP), without("temporary_until"), "details", "temporary_until"),
    (APP, "PRIV-19"): Lack(of("backwater", APP), without("shut_public", True), "network", "route"),
    (APP, "PRIV-20"): Lack(of("separator", APP), without("discharge_case"), "details", "discharge_case"),
    (APP, "PRIV-21"): Lack(of("indoor", APP), without("units_after", 2), "details", "units_after"),
    (APP, "PRIV-22"): Lack(of("replace", APP), without("excavation_case"), "network", "excavation_case"),
    (FINAL, "PRIV-07"): Lack(of("ordered", FINAL), lambda case: case.with_answer("order_deadline", "2026-11-19", APP), "done", "completed"),
    (FINAL, "PRIV-08"): Lack(of("separate", FINAL), without("storm_free", False), "done", "storm_free"),
    (FINAL, "PRIV-09"): Lack(of("septic_off", FINAL), without("tank_connected_through", False), "tank", "tank_connected_through"),
    (FINAL, "PRIV-11"): Lack(of("plug", FINAL), lambda case: case.with_files("photo_plug"), "plugging", "photo_plug"),
    (FINAL, "PRIV-12"): Lack(of("plug", FINAL), without("meter_handed_in", False), "plugging", "meter_handed_in"),
    (FINAL, "PRIV-15"): Lack(of("repair_leak", FINAL), lambda case: case.with_files("photo_open_trench"), "survey", "photo_open_trench"),
    (FINAL, "PRIV-16"): Lack(of("replace", FINAL), without("points", []), "survey", "points"),
    (FINAL, "PRIV-17"): Lack(of("relining", FINAL), lambda case: case.with_files("cctv_after"), "pipes", "cctv_after"),
    (FINAL, "PRIV-18"): Lack(of("reroute", FINAL), without("pressure_test", []), "pipes", "pipes_built/1/system_built"),
    (FINAL, "PRIV.final.system_built"): Lack(
        of("reroute", FINAL), lambda case: case.with_cell("pipes", "system", None, phase=APP), "pipes", "pipes_built/1/system_built"
    ),
    (FINAL, "PRIV.final.units_after_built"): Lack(
        of("indoor", FINAL), lambda case: case.with_answer("units_after", None, APP), "done", "units_after_built"
    ),
}
