"""Discharge cases: a complete one of each kind, and what each numbered requirement lacks in turn. Everything here is invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from models.base import Phase
from tests.builders import KNOWN, Example, photo
from tests.examples.kit import APP, FINAL, NATIONAL_ID, WORK, Lack, common_lacks
from workflows.discharge import DISCHARGE
from workflows.facts import CertificateRecord, FileFacts

WORKFLOW = DISCHARGE
VARIANTS: tuple[str, ...] = (
    "infiltration", "mini", "sea", "closed_tank", "large", "village", "increase", "grey_dry", "oil", "grease", "process", "site",
    "deviating",
)  # fmt: skip
NARROWS: dict[str, str] = {
    "application_kind": "increase_pct same_kind_and_place",
    "water_kind": (
        "DISCH-01 DISCH-03 DISCH-05 DISCH-06 DISCH-12 DISCH-14 DISCH-15 DISCH-17 DISCH-23 DISCH-24 DISCH-27 activity alarm "
        "borehole_count certified design_pe deviates_from_standard deviation_reason distance_to_building_m distance_to_water_m "
        "equipment flow_ls infiltration_area_m2 installed_water maker_model max_flow_ls meals_per_day pe_group_reason "
        "pe_group_rule period_from period_to ph plant plant_class public_sewer_near removal_bod_pct removal_p_pct removal_ss_pct "
        "road_access_emptying service_agreement temperature_c treatment vehicles_per_day wash_places"
    ),
    "to": (
        "DISCH-06 DISCH-23 area_class distance_to_building_m distance_to_water_m eutrophication_risk outlet_depth_m "
        "recipient_name removal_bod_pct removal_p_pct user_interests"
    ),
    "installed_water": "DISCH-27",
    "public_sewer_near": "DISCH-05",
    "sources": "DISCH-03 pe_group_reason pe_group_rule",
    "area_class": "removal_bod_pct removal_p_pct removal_ss_pct",
    "user_interests": "removal_bod_pct removal_p_pct",
    "plant": "DISCH-12 DISCH-17 certified infiltration_area_m2 maker_model plant_class service_agreement",
    "deviates_from_standard": "deviation_reason",
    "borehole_count": "DISCH-24",
    "on_others_ground": "others_property",
    "points": "crs",
}  # fmt: skip
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

HERE = "lat/long 59.434 10.658"
HOLDERS = {"kari": (CertificateRecord("adk1", "A-1", date(2030, 1, 1)), CertificateRecord("trade_plumber", "S-1"))}
WATER = {"oil": "oil", "grease": "grease", "process": "process", "site": "construction_water", "grey_dry": "grey_only"}
PLANT = {"infiltration": "septic_infiltration", "closed_tank": "closed_tank", "grey_dry": "grey_plant"}
TO = {"sea": "sea", "closed_tank": "tank", "oil": "ground", "grease": "public_sewer", "process": "public_sewer", "site": "public_sewer"}


def phases_of(variant: str) -> list[Phase]:
    """Every kind here is built."""
    return list(Phase)


def complete(variant: str, phase: Phase) -> Example:
    """A case in which nothing lacks, doubts or is advised."""
    answers = {APP: _application(variant)}
    files = {slot: [FileFacts(f"{slot}.pdf")] for slot in SLOTS}
    if phase != APP:
        answers[WORK] = {
            "start": {"start_date": "2026-11-18", "installer": "310000019", "installer_person": "kari", "supervision_by_expert": True,
                      "start_permit_ref": "24/03280"},
            "declaration": {"declaration": True},
        }  # fmt: skip
        files = {}
    if phase == FINAL:
        answers[FINAL] = _final()
        files = {slot: [FileFacts(f"{slot}.pdf")] for slot in SLOTS_AFTER}
        files["photos_build"] = [photo(f"{n}.jpg") for n in range(4)]
    return Example(DISCHARGE, phase, answers, files, replace(KNOWN, certificates=HOLDERS))


SLOTS = (
    "sampling_plan", "planning_consent", "soil_report", "b_deviation", "g_notified", "fat_return", "separator_drawing", "plan_1_500",
    "emptying_contract", "d_map", "a_expert", "c_treatment", "e_properties", "f_interests", "rights", "responsibility_docs",
)  # fmt: skip
SLOTS_AFTER = ("as_built_plan", "commissioning_report", "service_contract", "emptying_contract", "expert_declaration", "tightness_report")


def _application(variant: str) -> dict[str, dict[str, Any]]:
    is_group, is_large = variant == "village", variant == "large"
    return {
        "property": {
            "municipality": "9999",
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": 12, "bnr": 34}],
            "address": "Storgata 1B",
            "location": HERE,
        },
        "parties": {"owner_name": "Anna Eier", "owner_kind": "person", "owner_email": "anna@owner.example", "owner_phone": "912 34 567",
                    "authority": True},
        "responsible": {"contact": "ola", "responsible_person": "kari", "reference": "J-79"},
        "what": {
            "application_kind": "substantial_increase" if variant == "increase" else "new",
            "water_kind": WATER.get(variant, "wc_and_grey"),
            "to": TO.get(variant, "ground"),
            "description": "Nytt anlegg for huset, med infiltrasjon i egen grunn.",
            "planned_start": "2027-03-01",
            "planned_end": "2027-06-01",
            "increase_pct": 40,
            "same_kind_and_place": True,
            "installed_water": variant != "grey_dry",
            "harm_reason": "Drikkevannsbrønn like nedenfor.",
            "public_sewer_near": variant == "mini",
            "why_not_connected": "Fjell i dagen, 300 m til ledningen.",
        },
        "size": {
            "sources": [{
                "_row": "1", "connected_property": "12/34", "building_kind": "tourist" if is_large else "house",
                "units": 8 if is_group else 1, "persons_or_beds": 60 if is_large else 4, "wc": True, "water": True, "use": "all_year",
            }],
            "pe_group_rule": "two_and_half",
            "pe_group_reason": "Små boliger.",
            "agglomeration_pe": 500,
        },
        "rules": {"plan_accord": "unknown" if variant == "increase" else "yes"},
        "recipient": {
            "recipient_name": "Fjorden", "area_class": "less_sensitive" if variant == "sea" else "normal", "user_interests": ["none"],
            "eutrophication_risk": variant == "mini", "outlet_point": HERE, "outlet_depth_m": "20", "distance_to_well_m": 200,
            "distance_to_water_m": 100, "distance_to_boundary_m": 10, "distance_to_building_m": 15, "well_assessment": "Ingen brønner.",
        },
        "plant": {
            "plant": PLANT.get(variant, "mini_plant"), "plant_class": "biological_chemical", "maker_model": "Renn 5",
            "certified": "NS-EN 12566-3", "design_pe": 60, "removal_p_pct": 95, "removal_bod_pct": 95, "removal_ss_pct": 95,
            "infiltration_area_m2": 40, "permeability_m_day": 10, "soil_samples": 2, "groundwater_depth_m": 3, "tank_volume_m3": 8,
            "tank_alarm": True, "grey_separate": True, "service_agreement": True, "road_access_emptying": True, "road_distance_m": 20,
            "deviates_from_standard": variant == "deviating", "deviation_reason": "Liten tomt.",
        },
        "notices": {
            "notified": [{"_row": "1", "name": "Nils Nabo", "interest": "neighbour", "date": "2026-10-01", "how": "registered",
                          "remark": "none"}]
        },
        "oil": {"activity": ["wash_hall"], "vehicles_per_day": 20, "wash_places": 2, "max_flow_ls": 3, "separator_class": "I",
                "nominal_size_ns": 6, "sand_trap_m3": 2, "alarm": True, "detergents": "Såpe uten løsemidler"},
        "grease": {"seats": 40, "meals_per_day": 120, "equipment": ["fryer"], "separator_size_ns": 4, "analyses_per_year": 1,
                   "frying_fat_return": True, "ph": 7, "temperature_c": 20},
        "separator": {"sampling_manhole": True, "emptying_agreement": True, "analysis_agreement": True, "emptyings_per_year": 4},
        "site_water": {"period_from": "2026-12-01", "period_to": "2027-02-01", "flow_ls": 5, "treatment": ["sedimentation"],
                       "borehole_count": 2, "distance_to_public_pipe_m": 10, "pipe_diameter_mm": 300, "distance_to_tunnel_m": 100,
                       "inlet_manhole": "SP-1044"},
        "papers": {"map_scale": 1000, "on_others_ground": ["pipe"], "others_property": "12/35"},
        "declaration": {"declaration": True},
    }  # fmt: skip


def _final() -> dict[str, dict[str, Any]]:
    spot = {"_row": "1", "kind": "tank", "north": "6589551,59", "east": "594048,14", "z": "12,34"}
    return {
        "built": {"completed": "2026-11-20", "serial_no": "R-1", "commissioned": "2026-11-20", "commissioned_by": "Kari Nordmann",
                  "alarm_tested": True, "first_sample_date": "2026-12-20", "emptying_registered": True},
        "proof": {"crs": "25832", "points": [spot], "photos_before_covering": True},
        "declaration": {"declaration": True},
    }  # fmt: skip


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


LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete("mini", phase), Phase, start={WORK: "start_date", FINAL: "completed"}),
    (APP, "COM-08"): Lack(of("oil"), lambda case: case.with_answer("location", "").with_files("d_map"), "property", "location"),
    (FINAL, "COM-09"): Lack(of("mini", FINAL), without("outlet_point_built", "UTM 32\n594048 6589551"), "built", "outlet_point_built"),
    (FINAL, "COM-17"): Lack(of("mini", FINAL), without("serial_no", f"{NATIONAL_ID} står her"), "built", "serial_no"),
    (FINAL, "COM-18"): Lack(of("mini", FINAL), without("plant_built", "septic_only"), "built", "plant_built"),
    (APP, "DISCH-01"): Lack(of("mini"), without("sources", []), "size", "sources"),
    (APP, "DISCH-02"): Lack(of("mini"), cell("sources", "pe", 6), "size", "sources/1/pe"),
    (APP, "DISCH-03"): Lack(of("large"), no_file("sampling_plan"), "size", "sampling_plan"),
    (APP, "DISCH-04"): Lack(of("large"), without("agglomeration_pe", 2000), "size", "agglomeration_pe"),
    (APP, "DISCH-05"): Lack(of("mini"), without("why_not_connected"), "what", "why_not_connected"),
    (APP, "DISCH-06"): Lack(of("mini"), cell("notified", "date", None), "notices", "notified/1/date"),
    (APP, "DISCH-07"): Lack(of("mini"), cell("notified", "remark", "received"), "notices", "remark_file@1"),
    (APP, "DISCH-08"): Lack(of("mini"), no_file("a_expert"), "papers", "a_expert"),
    (APP, "DISCH-09"): Lack(
        of("mini"), lambda case: case.with_files("b_deviation").with_answer("removal_p_pct", 89), "plant", "removal_p_pct"
    ),
    (APP, "DISCH-10"): Lack(of("mini"), lambda case: case.with_files("d_map").with_answer("outlet_point", None), "papers", "d_map"),
    (APP, "DISCH-11"): Lack(
        of("oil"),
        lambda case: case.with_answer(
            "properties", [{"_row": str(n), "in_municipality": "9999", "gnr": 12, "bnr": 33 + n} for n in (1, 2)]
        ).with_files("e_properties"),
        "papers",
        "e_properties",
    ),
    (APP, "DISCH-12"): Lack(of("infiltration"), without("soil_samples", 1), "plant", "soil_samples"),
    (APP, "DISCH-13"): Lack(of("mini"), no_file("rights"), "papers", "rights"),
    (APP, "DISCH-14"): Lack(of("oil"), without("separator_class"), "oil", "separator_class"),
    (APP, "DISCH-15"): Lack(of("grease"), without("emptyings_per_year", 3), "separator", "emptyings_per_year"),
    (APP, "DISCH-16"): Lack(of("oil"), without("oil_limit_mg_l", 51), "oil", "oil_limit_mg_l"),
    (APP, "DISCH-17"): Lack(of("closed_tank"), without("tank_volume_m3", "5,9"), "plant", "tank_volume_m3"),
    (APP, "DISCH-18"): Lack(of("mini"), cell("notified", "date", "2026-10-27"), "notices", "earliest_send"),
    (APP, "DISCH-19"): Lack(of("increase"), no_file("planning_consent"), "rules", "plan_accord"),
    (APP, "DISCH-23"): Lack(of("mini"), without("distance_to_boundary_m", 3), "recipient", "distance_to_boundary_m"),
    (APP, "DISCH-24"): Lack(of("site"), without("distance_to_public_pipe_m", 4), "site_water", "distance_to_public_pipe_m"),
    (APP, "DISCH-25"): Lack(of("increase"), without("increase_pct", 24), "what", "increase_pct"),
    (APP, "DISCH-26"): Lack(of("mini"), without("road_distance_m", 31), "plant", "road_distance_m"),
    (APP, "DISCH-27"): Lack(of("grey_dry"), without("harm_reason"), "what", "installed_water"),
    (FINAL, "DISCH-20"): Lack(of("mini", FINAL), no_file("photos_build"), "proof", "photos_build"),
    (FINAL, "DISCH-21"): Lack(of("mini", FINAL), no_file("service_contract"), "proof", "service_contract"),
    (FINAL, "DISCH-22"): Lack(of("mini", FINAL), without("design_pe", 59), "built", "design_pe"),
}
