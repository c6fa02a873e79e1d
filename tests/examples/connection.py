"""Cases of new connections: a complete one of each kind, and what each requirement lacks in turn.

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
from workflows.connection import CONNECTION
from workflows.facts import CertificateRecord, FileFacts

WORKFLOW = CONNECTION
VARIANTS: tuple[str, ...] = ("new_connection", "temporary", "business")
NARROWS: dict[str, str] = {
    "measure": "CONN-21",
    "connect_to": (
        "CONN-06 CONN-14 CONN-16 CONN-17 fire_water meter_wanted outdoor_stop_valve private_pump static_pressure_bar "
        "storm_to_wastewater stormwater_solution wastewater_kind water_demand_ls"
    ),
    "outdoor_work": "affected_properties crosses_other_ground excavation_in_road pipes shared_pipe sharing_properties",
    "building_kind": "business_activity water_demand_ls",
    "fire_water": "CONN-17",
    "wastewater_kind": "CONN-16",
    "crosses_other_ground": "affected_properties",
    "shared_pipe": "sharing_properties",
    "permit_route": "CONN-11 CONN-12",
    "tapping_ordered": "CONN-30 tapping_date tapping_dimension_mm tapping_time_window",
    "shut_off_needed": "affected_subscribers shut_off_date warning_given",
    "pipes_built": "CONN-26 CONN-27",
    "points": "crs",
}  # fmt: skip
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

HOLDERS = {"kari": (CertificateRecord("adk1", "A-1", date(2030, 1, 1)), CertificateRecord("trade_plumber", "S-1"))}
LINE = "lat/long\n59.434 10.658\n59.4341 10.6582"
EXEMPTIONS = ["same_trench", "accords_with_plan", "not_quick_clay", "no_major_terrain_work", "own_ground_only"]


def phases_of(variant: str) -> list[Phase]:
    """Every kind has all phases."""
    return list(Phase)


def complete(variant: str, phase: Phase) -> Example:
    """A case in which nothing lacks, doubts or is advised."""
    answers, files = {APP: _application(variant)}, _files_before()
    if phase != APP:
        answers[WORK], files = _work(), {}
    if phase == FINAL:
        answers[FINAL], files = _final(), _files_after()
    return Example(CONNECTION, phase, answers, files, replace(KNOWN, certificates=HOLDERS))


def _application(variant: str) -> dict[str, dict[str, Any]]:
    is_business = variant == "business"
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
        "measure": {
            "measure": "temporary" if variant == "temporary" else "new_connection",
            "connect_to": ["water", "wastewater"],
            "network": "private_joint" if is_business else "public",
            "outdoor_work": True,
            "indoor_work": True,
            "temporary_until": "2027-06-01",
            "excavation_in_road": False,
            "description": "Nytt bygg knyttes til vann og avløp.",
            "planned_start": "2026-11-25",
            "planned_end": "2026-11-30",
        },
        "building": {
            "building_kind": "business" if is_business else "house",
            "units": 1,
            "floor_area_m2": "142,5",
            "business_activity": "Verksted",
        },
        "water": {
            "water_demand_ls": "1,2",
            "fire_water": is_business,
            "fire_water_ls": 12,
            "static_pressure_bar": 5,
            "pressure_reducer": False,
            "backflow_category": "3" if is_business else "2",
            "meter_wanted": "separate_case",
            "pool": False,
            "outdoor_stop_valve": True,
        },
        "wastewater": {
            "lowest_trap_level_m": "12,5",
            "main_crown_level_m": "11,2",
            "backwater_protection": "none",
            "private_pump": False,
            "stormwater_solution": ["infiltration"],
            "storm_to_wastewater": False,
            "public_is_combined": True,
            "joined_before_main": False,
            "wastewater_kind": ["household", "oil"] if is_business else ["household"],
            "discharge_case": "24/03280",
        },
        "pipes": {"pipes": _pipes()},
        "rights": {
            "crosses_other_ground": is_business,
            "affected_properties": "12/35",
            "shared_pipe": is_business,
            "sharing_properties": "12/36",
            "private_owner_consent": True,
        },
        "permit": {
            "permit_route": "building_permit_needed" if is_business else "exempt",
            "exemption_confirmed": EXEMPTIONS,
            "building_case": "24/03280",
            "responsibility_class": "2",
        },
        "declaration": {"declaration": True},
    }


def _pipes() -> list[dict[str, Any]]:
    laid = {"status": "new", "length_m": "12,5", "cover_m": "1,6", "connection_kind": "branch"}
    water = {"_row": "1", **laid, "system": "VL", "od_mm": 32, "material": "PE100", "pressure_class": "PN16"}
    return [water, {"_row": "2", **laid, "system": "SP", "od_mm": 110, "material": "PVC", "ring_stiffness": "SN8", "slope_permille": 10}]


def _files_before() -> dict[str, list[FileFacts]]:
    keys = ("site_plan", "bottom_pipe_drawing", "right_agreement", "joint_agreement", "responsibility_docs", "stormwater_plan",
            "calculation")  # fmt: skip
    return {key: [FileFacts(f"{key}.pdf")] for key in keys}


def _work() -> dict[str, dict[str, Any]]:
    return {
        "start": {
            "start_date": "2026-11-25",
            "site_contact": "kari",
            "site_phone": "912 34 567",
            "executing_company": (KNOWN.company.organisation_number if KNOWN.company else ""),
            "trench_foreman": "kari",
            "start_permit_ref": "24/03280-7",
            "start_permit_date": "2026-11-10",
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
            "fee_paid": True,
        },
        "declaration": {"declaration": True},
    }


def _final() -> dict[str, dict[str, Any]]:
    spot = {"system": "VL", "north": "6589551,59", "east": "594048,14", "z": "12,34", "z_ref": "outer_top"}
    kinds = ("connection", "stop_valve", "wall_entry", "branch")
    return {
        "done": {
            "completed": "2026-11-20",
            "connected": "2026-11-20",
            "storm_free": True,
            "backflow_mounted": True,
            "backflow_category_built": "4",
            "lowest_trap_level_built_m": "12,5",
            "meter_ref": "24/04471",
        },
        "pipes": {
            "pipes_built": [{**{key: value for key, value in row.items() if key != "system"}, "install_year": 2026} for row in _pipes()],
            "flushed": True,
            "pressure_test": [{"_row": "1", "pressure_date": "2026-11-19", "bar": 10, "drop_bar": 0, "pressure_result": "pass"}],
            "tightness_test": [{"_row": "1", "tightness_date": "2026-11-19", "tightness_method": "LC", "tightness_result": "pass"}],
        },
        "survey": {
            "open_trench_survey": False,
            "crs": "25832",
            "points": [{"_row": str(n), **spot, "kind": kind} for n, kind in enumerate(kinds, start=1)],
        },
        "declaration": {"declaration": True},
    }


def _files_after() -> dict[str, list[FileFacts]]:
    photos = {key: [photo(f"{key}.jpg")] for key in ("photo_connection", "photo_trench", "photo_valves")}
    return {"as_built_plan": [FileFacts("plan.pdf")], "checklist": [FileFacts("list.pdf")], **photos}


def of(variant: str, phase: Phase) -> Callable[[], Example]:
    """A complete case of a variant."""
    return lambda: complete(variant, phase)


def without(key: str, value: Any = None) -> Callable[[Example], Example]:
    """Takes an answer away, or gives another."""
    return lambda case: case.with_answer(key, value)


def cell(group: str, column: str, value: Any = None) -> Callable[[Example], Example]:
    """Changes one cell of the first row."""
    return lambda case: case.with_cell(group, column, value)


def lack(variant: str, phase: Phase, step: str, at: str, change: Callable[[Example], Example]) -> Lack:
    """One lack in a complete case."""
    return Lack(of(variant, phase), change, step, at)


HOUSE, BUSINESS = "new_connection", "business"
LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete(HOUSE, phase), Phase, start={WORK: "start_date", FINAL: "completed"}),
    (APP, "COM-08"): lack(HOUSE, APP, "property", "location", lambda case: case.with_files("site_plan").with_answer("location", "")),
    (FINAL, "COM-09"): lack(HOUSE, FINAL, "survey", "points/1/north", without("crs", "25835")),
    (FINAL, "CONN.final.system_built"): lack(
        HOUSE, FINAL, "pipes", "pipes_built/1/system_built", lambda case: case.with_cell("pipes", "system", None, phase=APP)
    ),
    (WORK, "COM-11"): lack(HOUSE, WORK, "start", "site_phone", without("site_phone", "123")),
    (WORK, "COM-14"): lack(HOUSE, WORK, "start", "trench_foreman", without("trench_foreman", "ola")),
    (FINAL, "COM-18"): lack(HOUSE, FINAL, "pipes", "pipes_built/1/od_mm", cell("pipes_built", "od_mm", 40)),
    (APP, "CONN-01"): lack(HOUSE, APP, "pipes", "pipes/1/material", cell("pipes", "material")),
    (APP, "CONN-02"): lack(HOUSE, APP, "pipes", "pipes/1/od_mm", cell("pipes", "od_mm")),
    (APP, "CONN-03"): lack(HOUSE, APP, "pipes", "pipes/1/od_mm", cell("pipes", "od_mm", 25)),
    (APP, "CONN-04"): lack(HOUSE, APP, "pipes", "pipes/1/pressure_class", cell("pipes", "pressure_class")),
    (APP, "CONN-05"): lack(
        HOUSE, APP, "pipes", "pipes/2/ring_stiffness", lambda case: case.with_cell("pipes", "ring_stiffness", "SN4", row=1)
    ),
    (APP, "CONN-06"): lack(HOUSE, APP, "wastewater", "lowest_trap_level_m", without("lowest_trap_level_m", "12,09")),
    (APP, "CONN-07"): lack(HOUSE, APP, "wastewater", "storm_to_wastewater", without("storm_to_wastewater", True)),
    (APP, "CONN-08"): lack(
        HOUSE, APP, "pipes", "site_plan", lambda case: case.with_files("site_plan").with_answer("location", "lat/long 59.434 10.658")
    ),
    (APP, "CONN-09"): lack(BUSINESS, APP, "rights", "right_agreement", lambda case: case.with_files("right_agreement")),
    (APP, "CONN-10"): lack(
        BUSINESS, APP, "rights", "joint_agreement",
        lambda case: case.with_files("joint_agreement").with_answer("private_owner_consent", False),
    ),
    (APP, "CONN-11"): lack(BUSINESS, APP, "permit", "building_case", without("building_case")),
    (APP, "CONN-12"): lack(HOUSE, APP, "permit", "exemption_confirmed", without("exemption_confirmed", EXEMPTIONS[1:])),
    (APP, "CONN-13"): lack(HOUSE, APP, "water", "pressure_reducer", without("static_pressure_bar", "6,1")),
    (APP, "CONN-14"): lack(BUSINESS, APP, "water", "backflow_category", without("backflow_category", "2")),
    (APP, "CONN-15"): lack(BUSINESS, APP, "water", "meter_wanted", without("meter_wanted", "none")),
    (APP, "CONN-16"): lack(BUSINESS, APP, "wastewater", "discharge_case", without("discharge_case")),
    (APP, "CONN-17"): lack(BUSINESS, APP, "water", "fire_water_ls", without("fire_water_ls")),
    (APP, "CONN-18"): lack(
        HOUSE, APP, "measure", "outdoor_work",
        lambda case: case.with_known(certificates={"kari": (CertificateRecord("trade_plumber", "S-1"),)}),
    ),
    (APP, "CONN-19"): lack(
        HOUSE, APP, "measure", "indoor_work",
        lambda case: case.with_known(certificates={"kari": (CertificateRecord("trade_pipelayer", "R-1"),)}),
    ),
    (APP, "CONN-20"): lack(HOUSE, APP, "wastewater", "joined_before_main", without("joined_before_main", True)),
    (APP, "CONN-21"): lack("temporary", APP, "measure", "temporary_until", without("temporary_until", "2029-01-01")),
    (WORK, "CONN-22"): lack(HOUSE, WORK, "order", "tapping_date", lambda case: case.with_answer("tapping_date", str(case.today))),
    (WORK, "CONN-30"): lack(HOUSE, WORK, "order", "fee_paid", without("fee_paid", False)),
    (WORK, "CONN-31"): lack(BUSINESS, WORK, "start", "start_permit_ref", without("start_permit_ref")),
    (FINAL, "CONN-01"): lack(HOUSE, FINAL, "pipes", "pipes_built/1/material", cell("pipes_built", "material")),
    (FINAL, "CONN-02"): lack(HOUSE, FINAL, "pipes", "pipes_built/1/od_mm", cell("pipes_built", "od_mm")),
    (FINAL, "CONN-05"): lack(
        HOUSE, FINAL, "pipes", "pipes_built/2/ring_stiffness", lambda case: case.with_cell("pipes_built", "ring_stiffness", "SN4", row=1)
    ),
    (FINAL, "CONN-07"): lack(HOUSE, FINAL, "done", "storm_free", without("storm_free", False)),
    (FINAL, "CONN-23"): lack(HOUSE, FINAL, "photos", "photo_connection", lambda case: case.with_files("photo_connection")),
    (FINAL, "CONN-24"): lack(HOUSE, FINAL, "survey", "points/1/z", cell("points", "z")),
    (FINAL, "CONN-25"): lack(HOUSE, FINAL, "survey", "points/2/north", cell("points", "north", "6589511,59")),
    (FINAL, "CONN-26"): lack(HOUSE, FINAL, "pipes", "pipes_built/1/system_built", cell("pressure_test", "pressure_result", "fail")),
    (FINAL, "CONN-27"): lack(HOUSE, FINAL, "pipes", "pipes_built/2/system_built", cell("tightness_test", "tightness_result", "fail")),
    (FINAL, "CONN-28"): lack(BUSINESS, FINAL, "done", "meter_ref", without("meter_ref")),
    (FINAL, "CONN-29"): lack(HOUSE, FINAL, "done", "backflow_mounted", without("backflow_mounted", False)),
}  # fmt: skip
