"""Cases of main pipelines: a complete one of each kind, large ones for the benches, and what each requirement lacks in turn.

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
from workflows.main_pipeline import MAIN_PIPELINE

WORKFLOW = MAIN_PIPELINE
VARIANTS: tuple[str, ...] = ("detailed_plan", "storm_and_pumps", "framework_statement", "revision")
NARROWS: dict[str, str] = {
    "takeover": "bank_guarantee_agreed",
    "pipes": "MAIN-06 stormwater_ls",
    "crossed_properties": "MAIN-07",
    "units_served": "MAIN-05 small_houses",
    "stage": "MAIN-01 building_case",
    "fittings": "MAIN-05 recipient",
    "start_date": "MAIN-13",
    "pipes_built": "MAIN-18 MAIN-19 MAIN-20 MAIN-21 MAIN-22 MAIN-23",
    "card_valves": "MAIN-25",
    "manholes_built": "MAIN-25",
}
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

Rows = list[dict[str, Any]]
FIRM = KNOWN.company.organisation_number if KNOWN.company else ""
HOLDERS = {"kari": (CertificateRecord("adk1", "A-1", date(2030, 1, 1)),)}
STORM = "storm_and_pumps"
PLAN_FILES = (
    "measure_description", "overview_plan", "site_plan", "zoning_and_owners", "profiles", "trench_sections", "specification", "model",
    "calculations", "manhole_drawings", "declarations", "agreement",
)  # fmt: skip
FINAL_FILES = (
    "pressure_reports", "tightness_reports", "cctv_films", "lab_reports", "quality_docs", "bank_guarantee_final", "fdv",
)  # fmt: skip
SHARED_ROWS: Rows = [
    {"_row": "1", "id": "VL1", "system": "VL", "from_node": "K1", "to_node": "K2", "length_m": 40, "od_mm": 180, "id_mm": 150,
     "material": "PE100", "class": "SDR11", "invert_from": "9,10", "invert_to": "9,20"},
    {"_row": "2", "id": "SP1", "system": "SP", "from_node": "K1", "to_node": "K2", "length_m": 40, "od_mm": 160, "material": "PVC",
     "class": "SN8", "invert_from": "8,40", "invert_to": "8,00", "slope_permille": 10},
]  # fmt: skip
STORM_ROWS: Rows = [
    {"_row": "1", "id": "OV1", "system": "OV", "from_node": "S1", "to_node": "O1", "length_m": 30, "od_mm": 315, "material": "CONCRETE",
     "class": "BASAL", "invert_from": "7,30", "invert_to": "7,00"},
    {"_row": "2", "id": "OV2", "system": "OV", "from_node": "O1", "length_m": 20, "od_mm": 315, "material": "PP", "class": "SN8",
     "slope_permille": "5,0"},
    {"_row": "3", "id": "SPP1", "system": "SPP", "from_node": "P1", "length_m": 200, "od_mm": 110, "material": "PE100", "class": "SDR11"},
]  # fmt: skip


def manhole(number: int, name: str, kind: str, **more: Any) -> dict[str, Any]:
    """One manhole a bit further up the street than the one before."""
    point = f"lat/long {59.434 + number / 10_000:.6f} 10.658000"
    return {"_row": str(number), "manhole_id": name, "kind": kind, "point": point, "cover_level": "11,00", "bottom_level": "7,90", **more}


SHARED_MANHOLES: Rows = [manhole(1, "K1", "FK", diameter_mm=1_000, valves=1), manhole(2, "K2", "FK", ladder=True, drained=True)]
STORM_MANHOLES: Rows = [manhole(1, "S1", "sand_trap"), manhole(2, "O1", "OK"), manhole(3, "P1", "pump")]


def phases_of(variant: str) -> list[Phase]:
    """A statement for the framework permit ends with its answer."""
    return [APP] if variant == "framework_statement" else list(Phase)


def complete(variant: str, phase: Phase) -> Example:
    """A case in which nothing lacks, doubts or is advised."""
    pipes, manholes = (STORM_ROWS, STORM_MANHOLES) if variant == STORM else (SHARED_ROWS, SHARED_MANHOLES)
    if variant == "framework_statement":
        pipes, manholes = [], []
    answers = {APP: application(variant, pipes, manholes)}
    files = papers(*PLAN_FILES)
    if phase != APP:
        answers[WORK], files = _work(), papers("schedule", "hms_plan", "bank_guarantee")
    if phase == FINAL:
        answers[FINAL], files = _final(variant, answers[APP]), _final_files(variant, manholes)
    return Example(MAIN_PIPELINE, phase, answers, files, replace(KNOWN, certificates=HOLDERS))


def papers(*slots: str) -> dict[str, list[FileFacts]]:
    """A PDF in each of these slots."""
    return {slot: [FileFacts(f"{slot}.pdf")] for slot in slots}


def application(variant: str, pipes: Rows, manholes: Rows) -> dict[str, dict[str, Any]]:
    """The plan of a kind of case with these pipes and manholes."""
    stations: Rows = [{"_row": "1", "fitting_kind": "outlet"}, {"_row": "2", "fitting_kind": "pump_station", "data": "2 pumper"}]
    hydrants: Rows = [{"_row": "1", "fitting_kind": "hydrant", "fitting_point": "lat/long 59.4341 10.658"}]
    is_revision = variant == "revision"
    return {
        "property": {
            "municipality": "9999", "properties": [{"_row": "1", "in_municipality": "9999", "gnr": 12, "bnr": 34}],
            "address": "Storgata 1B", "location": "lat/long 59.434 10.658",
        },
        "parties": {
            "owner_name": "Anna Eier", "owner_kind": "person", "owner_email": "anna@owner.example", "owner_phone": "912 34 567",
            "authority": True,
        },
        "responsible": {"contact": "ola", "responsible_person": "kari", "reference": "J-81"},
        "project": {
            "project_name": "Feltet ved Storgata", "stage": "detailed_plan" if variant == STORM else variant, "plan_id": "9999-201",
            "road_ground_only": False, "description": "Nye hovedledninger til boligfelt.", "planned_start": "2026-12-10",
            "planned_end": "2027-06-01", "building_case": "24/03280", "units_served": 0 if variant == STORM else 12, "pe_served": 30,
            "area_ha": "1,5",
        },
        "roles": {
            "developer": FIRM, "designer": FIRM, "contractor": FIRM, "responsibility_class_pro": "2", "responsibility_class_utf": "2",
            "takeover": variant != "framework_statement", "agreement_ref": None if is_revision else "UA-7",
            "no_agreement": "Kommunen bygger selv." if is_revision else None, "bank_guarantee_agreed": variant == "detailed_plan",
        },
        "pipes": {"pipes": pipes},
        "nodes": {"manholes": manholes, "fittings": stations if variant == STORM else hydrants if pipes else []},
        "demand": {
            "water_demand_ls": "3,5", "small_houses": True, "fire_water_ls": 20, "pressure_min_bar": "3,0", "pressure_max_bar": "6,5",
            "wastewater_ls": "3,2", "stormwater_ls": "85,0", "return_period_years": 25, "climate_factor": "1,4", "recipient": "Storelva",
        },
        "ground": {
            "road_owner": ["municipal"], "excavation_case": "24/03281", "crossed_properties": None if is_revision else "12/35",
            "land_rights_secured": True, "geotech": "none", "quick_clay_zone": False, "clay_area": False, "polluted_ground": False,
            "crossing_other_cables": True, "cultural_heritage_checked": True,
        },
        "disinfection_plan": {"disinfection_plan": "Klor inn i K1, ut og nøytralisert ved K2."},
        "declaration": {"declaration": True},
    }  # fmt: skip


def _work() -> dict[str, dict[str, Any]]:
    return {
        "start": {
            "start_date": "2026-12-10", "site_manager": "Per Formann", "site_manager_phone": "912 34 567", "client_manager": "Siv Leder",
            "client_manager_phone": "912 34 568", "contractor": FIRM, "start_meeting": "2026-12-01", "start_permit_ref": "24/03280-7",
            "start_permit_date": "2026-11-10",
        },
        "crew": {
            "trench_foremen": [{"_row": "1", "foreman": "kari"}],
            "test_notices": [{"_row": "1", "kind": "pressure", "date": "2026-12-20", "stretch": "K1–K2", "independent": True}],
            "shut_offs": [{"_row": "1", "shut_off_date": "2026-12-12", "window": "08.00–12.00", "affected": "Storgata 1–9"}],
        },
        "revision": {"plan_changed": False},
        "declaration": {"declaration": True},
    }  # fmt: skip


def built(rows: Rows, **renamed: str) -> Rows:
    """Rows of the plan as they were built: the same, some columns under another key."""
    return [{**{renamed.get(key, key): value for key, value in row.items()}} for row in rows]


def point(number: int, kind: str, **more: Any) -> dict[str, Any]:
    """One surveyed point."""
    return {"_row": str(number), "kind": kind, "north": f"658955{number % 10},59", "east": "594048,14", "z": "9,10", **more}


def _final(variant: str, plan: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    kinds = ("manhole_top", "manhole_top", "gully", *["pipe_in_manhole"] * 4, "outlet", "structure", "branch")
    few = ["manhole_top", "pipe_in_manhole"]
    points = [point(number, kind) for number, kind in enumerate(kinds if variant == STORM else few, start=1)]
    names = [row["manhole_id"] for row in plan["nodes"]["manholes"]]
    tight = "OV1, OV2, O1" if variant == STORM else "SP1, K1, K2"
    test = {"_row": "1", "pressure_pipes": "SPP1" if variant == STORM else "VL1", "pressure_date": "2026-11-10", "mdp_bar": 6, "stp_bar": 9,
            "minutes": 60, "pressure_result": "pass", "independent": True}  # fmt: skip
    clean = {"_row": "1", "coliform": 0, "e_coli": 0, "enterococci": 0, "approved": True, "sample_date": "2026-11-16"}
    return {
        "done": {
            "completed": "2026-11-20", "in_operation": "2026-11-18", "pipes_built": built(plan["pipes"]["pipes"], system="system_built"),
            "manholes_built": built(plan["nodes"]["manholes"], kind="kind_built"), "fittings_built": plan["nodes"]["fittings"],
        },
        "pressure_tests": {"pressure_tests": [test]},
        "tightness_tests": {
            "tightness_tests": [
                {"_row": "1", "tightness_pipes": tight, "method": "LC", "tightness_date": "2026-11-11", "tightness_result": "pass"},
            ],
            "cctv": [{"_row": "1", "cctv_pipes": tight, "cctv_date": "2026-11-17", "film_ref": "F-1", "worst_grade": 1}],
        },
        "clean_water": {
            "disinfections": [
                {"_row": "1", "disinfection_pipes": "VL1", "disinfection_date": "2026-11-13", "chlorine_mg_l": 10, "hours": 24,
                 "rest_mg_l": "0,50", "flushed": True},
            ],
            "water_samples": [clean],
        },
        "survey": {"crs": "25832", "points": points},
        "manhole_cards": {
            "manhole_cards": [card(number, name) for number, name in enumerate(names, start=1)],
            "card_pipes": [{"_row": str(number), "pipe_manhole": name} for number, name in enumerate(names, start=1)],
            "card_valves": [{"_row": "1", "valve_manhole": names[0], "dn": 150, "closed": False}] if variant != STORM else [],
        },
        "services": {
            "valves_state": [{"_row": "1", "valve_id": "V1", "state": "open"}],
            "services_out": [{"_row": "1", "branch_id": "A1", "end_point": "lat/long 59.4341 10.6582", "property_mark": "12/36"}],
        },
        "papers": {"as_built_date": "2026-11-20", "rights_numbers": "2026/812345", "completion_plan": "Ventes i januar."},
        "revision": {"plan_changed": False},
        "declaration": {"declaration": True},
    }  # fmt: skip


def card(number: int, name: str) -> dict[str, Any]:
    """The card of one manhole."""
    return {"_row": str(number), "card_id": name, "card_cover_level": "11,00", "card_bottom_level": "7,90", "shape": "round"}


def _final_files(variant: str, manholes: Rows) -> dict[str, list[FileFacts]]:
    surveyed = [] if variant == STORM else [FileFacts("innmåling.kof")]
    pictures = {"photos": [photo("trench.jpg")], **{f"photo_above@{row['_row']}": [photo("above.jpg")] for row in manholes}}
    return {**papers(*FINAL_FILES), **pictures, "as_built_drawings": [FileFacts("plan.pdf")], "survey_file": surveyed}


def large(pipes: int, manholes: int, phase: Phase = APP) -> Example:
    """A complete case of so many pipes, every other for water and for wastewater, from manhole to manhole along one street."""
    case = complete("detailed_plan", phase)
    rows = [_nth(number, manholes) for number in range(1, pipes + 1)]
    nodes = [manhole(number, f"K{number}", "FK", valves=1) for number in range(1, manholes + 1)]
    plan = application("detailed_plan", rows, nodes)
    answers = {**case.answers, APP: plan}
    files = case.files
    if phase == FINAL:
        answers[FINAL], files = _large_final(plan), _final_files(STORM, nodes)
    return replace(case, answers=answers, files=files)


def _nth(number: int, manholes: int) -> dict[str, Any]:
    start = (number - 1) // 2 % max(1, manholes - 1) + 1
    system, template = ("VL", SHARED_ROWS[0]) if number % 2 else ("SP", SHARED_ROWS[1])
    ends = {"from_node": f"K{start}", "to_node": f"K{min(start + 1, max(1, manholes))}"}
    return {**template, "_row": str(number), "id": f"{system}{number}", **ends}


def _large_final(plan: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Tests in stretches, a card for each manhole, and every point surveyed."""
    answers, rows, names = _final(STORM, plan), plan["pipes"]["pipes"], [row["manhole_id"] for row in plan["nodes"]["manholes"]]
    water, foul = ([row["id"] for row in rows if row["system"] == system] for system in ("VL", "SP"))
    kinds = ["manhole_top"] * len(names) + ["pipe_in_manhole"] * (2 * len(rows)) + ["branch"]
    for step, group, column, wanted in (
        ("pressure_tests", "pressure_tests", "pressure_pipes", water),
        ("tightness_tests", "tightness_tests", "tightness_pipes", foul + names),
        ("tightness_tests", "cctv", "cctv_pipes", foul),
        ("clean_water", "disinfections", "disinfection_pipes", water),
    ):
        first = answers[step][group][0]
        stretches = [wanted[place : place + 10] for place in range(0, len(wanted), 10)]
        answers[step][group] = [{**first, "_row": str(number), column: ", ".join(some)} for number, some in enumerate(stretches, start=1)]
    answers["survey"]["points"] = [point(number, kind) for number, kind in enumerate(kinds, start=1)]
    answers["services"]["valves_state"] = [{"_row": str(n), "valve_id": f"V{n}", "state": "open"} for n in range(1, len(names) + 1)]
    return answers


def of(variant: str, phase: Phase = APP) -> Callable[[], Example]:
    """A complete case of a variant."""
    return lambda: complete(variant, phase)


def without(key: str, value: Any = None) -> Callable[[Example], Example]:
    """Takes an answer away, or gives another."""
    return lambda case: case.with_answer(key, value)


def no_file(slot: str) -> Callable[[Example], Example]:
    """Empties a slot."""
    return lambda case: case.with_files(slot)


def cell(group: str, key: str, value: Any) -> Callable[[Example], Example]:
    """Another answer in the first row."""
    return lambda case: case.with_cell(group, key, value)


PLAN, NOTICE, BUILT = of("detailed_plan"), of("detailed_plan", WORK), of("detailed_plan", FINAL)
LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete("detailed_plan", phase), Phase, start={WORK: "start_date", FINAL: "completed"}),
    (APP, "COM-08"): Lack(
        PLAN, lambda case: case.with_answer("location", "").with_files("site_plan"), "property", "location", frozenset({"MAIN-09"})
    ),
    (WORK, "COM-11"): Lack(NOTICE, without("site_manager_phone", "123"), "start", "site_manager_phone"),
    (FINAL, "COM-09"): Lack(BUILT, cell("services_out", "end_point", "UTM 32\n594048 6589551"), "services", "services_out/1/end_point"),
    (FINAL, "COM-18"): Lack(BUILT, cell("pipes_built", "material", "PP"), "done", "pipes_built/1/material"),
    (APP, "MAIN-01"): Lack(PLAN, without("pipes", []), "pipes", "pipes"),
    (APP, "MAIN-02"): Lack(PLAN, no_file("agreement"), "roles", "agreement"),
    (APP, "MAIN-03"): Lack(PLAN, without("responsibility_class_utf"), "roles", "responsibility_class_utf"),
    (APP, "MAIN-04"): Lack(PLAN, cell("pipes", "id_mm", 149), "pipes", "pipes/1/id_mm"),
    (APP, "MAIN-05"): Lack(PLAN, without("fire_water_ls", "19,9"), "demand", "fire_water_ls"),
    (APP, "MAIN-06"): Lack(of(STORM), without("climate_factor"), "demand", "climate_factor"),
    (APP, "MAIN-07"): Lack(PLAN, no_file("declarations"), "ground", "declarations"),
    (APP, "MAIN-08"): Lack(PLAN, without("clay_area", True), "ground", "geotech_report"),
    (APP, "MAIN-09"): Lack(PLAN, no_file("site_plan"), "drawings", "site_plan"),
    (APP, "MAIN-10"): Lack(PLAN, no_file("profiles"), "drawings", "profiles"),
    (APP, "MAIN-11"): Lack(PLAN, cell("pipes", "material", None), "pipes", "pipes/1/material"),
    (WORK, "MAIN-12"): Lack(NOTICE, without("trench_foremen", []), "crew", "trench_foremen"),
    (WORK, "MAIN-13"): Lack(NOTICE, without("start_date", "2026-12-06"), "start", "start_date"),
    (WORK, "MAIN-14"): Lack(NOTICE, cell("test_notices", "date", "2026-12-06"), "crew", "test_notices/1/date"),
    (WORK, "MAIN-15"): Lack(NOTICE, without("plan_changed", True), "revision", "revision_case"),
    (FINAL, "MAIN-15"): Lack(BUILT, without("plan_changed", True), "revision", "revision_case"),
    (FINAL, "MAIN-16"): Lack(BUILT, no_file("as_built_drawings"), "papers", "as_built_drawings"),
    (FINAL, "MAIN-17"): Lack(BUILT, no_file("quality_docs"), "papers", "quality_docs"),
    (FINAL, "MAIN-18"): Lack(BUILT, no_file("survey_file"), "survey", "points"),
    (FINAL, "MAIN-19"): Lack(BUILT, without("pressure_tests", []), "pressure_tests", "pressure_tests"),
    (FINAL, "MAIN-20"): Lack(BUILT, cell("tightness_tests", "tightness_pipes", "SP1, K1"), "tightness_tests", "tightness_tests"),
    (FINAL, "MAIN-21"): Lack(BUILT, without("cctv", []), "tightness_tests", "cctv"),
    (FINAL, "MAIN-22"): Lack(BUILT, without("disinfections", []), "clean_water", "disinfections"),
    (FINAL, "MAIN-23"): Lack(BUILT, without("in_operation", "2026-11-15"), "clean_water", "water_samples"),
    (FINAL, "MAIN-24"): Lack(BUILT, cell("manhole_cards", "card_cover_level", None), "manhole_cards", "manhole_cards/1/card_cover_level"),
    (FINAL, "MAIN-25"): Lack(BUILT, cell("valves_state", "state", None), "services", "valves_state/1/state"),
    (FINAL, "MAIN-26"): Lack(BUILT, cell("services_out", "end_point", None), "services", "services_out/1/end_point"),
    (FINAL, "MAIN-27"): Lack(BUILT, without("rights_numbers"), "papers", "rights_numbers"),
    (FINAL, "MAIN-28"): Lack(BUILT, without("completion_plan"), "papers", "completion_plan"),
    (FINAL, "MAIN-29"): Lack(BUILT, cell("points", "accuracy_m", "0,101"), "survey", "points/1/accuracy_m"),
    (FINAL, "MAIN-30"): Lack(BUILT, no_file("bank_guarantee_final"), "papers", "bank_guarantee_final"),
}
