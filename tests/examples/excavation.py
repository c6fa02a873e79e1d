"""Cases of digging and work on municipal roads: a complete one of each kind, and what each requirement lacks in turn.

Everything here is invented; see tests/builders.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from models.base import Phase
from tests.builders import KNOWN, Example, photo
from tests.examples.kit import APP, FINAL, WORK, Lack, approved_on, common_lacks
from workflows.excavation import EXCAVATION
from workflows.facts import CertificateRecord, FileFacts

WORKFLOW = EXCAVATION
VARIANTS: tuple[str, ...] = ("dig", "urgent", "work_only", "area_use", "extension")
NARROWS: dict[str, str] = {
    "kind": (
        "EXC-04 EXC-05 EXC-06 EXC-07 EXC-12 EXC-16 EXC-28 area_m2 crossing cultural_heritage_checked depth_m extends_case "
        "guarantee_accepted length_m method near_municipal_pipes new_line permit_from permit_until polluted_ground started_at "
        "urgent_reason width_m"
    ),
    "ground": "EXC-02 EXC-08 EXC-14 deputy_warning signs",
    "surface": "EXC-12",
    "crossing": "EXC-04",
    "new_line": "EXC-04",
    "near_municipal_pipes": "EXC-05",
    "purpose": "EXC-05",
    "depth_m": "EXC-16",
    "traffic_effect": "EXC-08 EXC-13 deputy_warning signs",
    "school_route": "EXC-14",
    "night_or_weekend": "night_reason",
    "cable_outcome": "EXC-07",
    "planned_start": "EXC-01 EXC-07 EXC-10",
    "planned_end": "EXC-10 EXC-12",
    "actual_start": "EXC-07",
    "work_ended": "EXC-12",
    "points": "crs",
}  # fmt: skip
"""What a right answer may bring with it: numbered ids, and keys whose absence is then reported. All else it only helps."""

COURSE = CertificateRecord("workwarning_2", "AV2-1", date(2031, 1, 1))
HOLDERS = {"kari": (COURSE,), "ola": (COURSE,)}
LINE = "lat/long\n59.434000 10.658000\n59.434100 10.658200"
POINT = {"_row": "1", "kind": "connection", "system": "VL", "north": "6589551,59", "east": "594048,14", "z": "12,34"}
PHOTOS = ("photos_before", "photos_during", "photos_after")


def phases_of(variant: str) -> list[Phase]:
    """A permit that is only prolonged has its start and its completion report in the first case."""
    return [APP] if variant == "extension" else list(Phase)


def complete(variant: str, phase: Phase) -> Example:
    """A case in which nothing lacks, doubts or is advised."""
    answers = {APP: _application(variant)}
    files = _files_before()
    if phase != APP:
        answers[WORK] = _work()
        files = {"photos_before": [photo("before.jpg")], "revised_plan": [FileFacts("revised.pdf")]}
    if phase == FINAL:
        answers[FINAL] = _final()
        files = _files_after()
    return Example(EXCAVATION, phase, answers, files, replace(KNOWN, certificates=HOLDERS))


def _application(variant: str) -> dict[str, dict[str, Any]]:
    is_urgent = variant == "urgent"
    return {
        "property": {
            "municipality": "9999",
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": 12, "bnr": 34}],
            "address": "Storgata 1B",
            "location": "lat/long 59.434 10.658",
        },
        "parties": {
            "owner_name": "Anna Eier",
            "owner_kind": "person",
            "owner_email": "anna@owner.example",
            "owner_phone": "912 34 567",
            "authority": True,
        },
        "responsible": {"contact": "ola", "responsible_person": "kari", "reference": "J-80"},
        "what": {
            "kind": variant,
            "extends_case": "24/03280",
            "permit_from": "2026-10-01",
            "permit_until": "2026-12-01",
            "purpose": "water",
            "description": "Graving for ny vannledning over vegen.",
            "client": "Fjordvik vannverk",
        },
        "road": {
            "road_name": "Storgata",
            "road_owner": "municipal",
            "ground": ["carriageway", "pavement", "private"],
            "surface": ["asphalt"],
            "road_side": "left",
            "method": "open",
            "crossing": True,
            "new_line": True,
            "plan_permit_ref": "KG-12",
            "near_municipal_pipes": True,
            "linked_case": "24/03281",
        },
        "area": {
            "area": LINE,
            "length_m": "12",
            "width_m": "1,5",
            "depth_m": "2,5",
            "area_m2": "20",
            "deep_trench_plan": "Grøftekasse.",
            "trees_within_m": "8",
            "area_rent_m2": "30",
        },
        "when": {
            "planned_start": {"urgent": "2026-11-25", "extension": "2026-12-18"}.get(variant, "2027-05-03"),
            "planned_end": {"urgent": "2026-11-30", "extension": "2027-03-01"}.get(variant, "2027-05-20"),
            "started_at": "2026-11-23T07:00",
            "urgent_reason": "Vannlekkasje i vegen.",
            "daily_from": "07.00",
            "daily_to": "16.00",
            "night_or_weekend": True,
            "night_reason": "Mindre trafikk.",
            **({"embargo_reason": "Kabelen må fram før jul."} if variant == "extension" else {}),
            "last_asphalt_year": 2015,
            "permanent_asphalt_by": "2027-06-01",
            "area_rent_from": "2027-05-03",
            "area_rent_to": "2027-05-20",
        },
        "cables": {
            "cable_enquiry_no": "GM-1",
            "cable_enquiry_date": "2026-11-20",
            "cable_outcome": ["detection"],
            "cable_valid_until": "2027-06-30",
            "detection_planned": "2026-11-24" if is_urgent else "2027-04-30",
            "owners_consent": ["power"],
        },
        "traffic": {
            "traffic_effect": "closed",
            "aadt": 900,
            "speed_limit": 50,
            "closed_from": "2027-05-03T07:00",
            "closed_to": "2027-05-20T16:00",
            "detour": "Om Strandgata.",
            "emergency_notified": True,
            "bus_notified": True,
            "school_route": True,
            "pedestrian_solution": "Gangbru over grøfta.",
            "signs": "own_plan",
            "risk_assessment": "Høy fart; fysisk sikring.",
            "responsible_warning": "kari",
            "responsible_phone": "912 34 567",
            "deputy_warning": "ola",
        },
        "ground": {
            "polluted_ground": "suspected",
            "cultural_heritage_checked": True,
            "affected_owners": [{"_row": "1", "affected_property": "12/35", "owner_told_on": "2026-11-01", "owner_consents": False}],
        },
        "conditions": {"accepts_terms": True, "guarantee_accepted": True},
        "declaration": {"declaration": True},
    }


def _files_before() -> dict[str, list[FileFacts]]:
    papers = ("map", "cross_section", "work_warning_plan", "soil_plan", "owner_consent")
    return {**{name: [FileFacts(f"{name}.pdf")] for name in papers}, "photos_before": [photo("before.jpg")]}


def _work() -> dict[str, dict[str, Any]]:
    return {
        "start": {
            "actual_start": "2026-11-25T07:00",
            "crew_lead": "Per Formann",
            "crew_phone": "912 34 567",
            "detection_done": "2026-11-22",
            "change_of_plan": True,
        },
        "declaration": {"declaration": True},
    }


def _final() -> dict[str, dict[str, Any]]:
    return {
        "done": {
            "work_ended": "2026-11-20",
            "reinstated": "2026-11-20",
            "new_line_laid": True,
            "found_cables": [{"_row": "1", "found_what": "Gammel telekabel"}],
            "damages": "Ingen skader på ledninger eller trær.",
            "cleaned": True,
        },
        "surface": {
            "surface_built": ["asphalt"],
            "area_m2_final": "20",
            "temporary_surface": False,
            "asphalt_type": "Agb 11",
            "asphalt_thickness_mm": 60,
            "cut_back_m": "0,5",
            "joint_sealed": True,
        },
        "proof": {"logbook_shows": ["start", "changes", "end"], "crs": "25832", "points": [POINT]},
        "declaration": {"declaration": True},
    }


def _files_after() -> dict[str, list[FileFacts]]:
    photos = {slot: [photo(f"{slot}-{number}.jpg") for number in range(3)] for slot in PHOTOS}
    papers = ("asphalt_report", "logbook", "survey_file", "soil_receipts")
    return {**photos, **{name: [FileFacts(f"{name}.pdf")] for name in papers}}


def of(variant: str, phase: Phase = APP) -> Callable[[], Example]:
    """A complete case of a variant."""
    return lambda: complete(variant, phase)


def without(key: str, value: Any = None) -> Callable[[Example], Example]:
    """Takes an answer away, or gives another."""
    return lambda case: case.with_answer(key, value)


def no_file(slot: str) -> Callable[[Example], Example]:
    """Empties a slot."""
    return lambda case: case.with_files(slot)


def expired(case: Example) -> Example:
    """The course of the responsible person is no longer valid."""
    old = replace(COURSE, expires_on=date(2026, 1, 1))
    return case.with_known(certificates={"kari": (old,), "ola": (COURSE,)})


LACKS: dict[tuple[Phase, str], Lack] = {
    **common_lacks(lambda phase: complete("dig", phase), Phase, start={WORK: "actual_start", FINAL: "work_ended"}),
    (APP, "COM-08"): Lack(of("work_only"), lambda case: case.with_answer("location", "").with_files("map"), "property", "location"),
    (FINAL, "COM-09"): Lack(of("dig", FINAL), without("crs", "25835"), "proof", "points/1/north"),
    (APP, "COM-14"): Lack(of("dig"), expired, "traffic", "responsible_warning"),
    (WORK, "COM-14"): Lack(of("dig", WORK), expired, "start", "responsible_warning"),
    (WORK, "COM-11"): Lack(of("dig", WORK), without("crew_phone", "123"), "start", "crew_phone"),
    (WORK, "COM-22"): Lack(of("dig", WORK), lambda case: case.with_known(approvals=approved_on(date(2020, 1, 2))), "start", "actual_start"),
    (FINAL, "COM-18"): Lack(of("dig", FINAL), without("method_built", "drilling"), "done", "method_built"),
    (APP, "EXC.application.length_m"): Lack(
        of("dig"), lambda case: case.with_answer("area", "").with_answer("length_m", None), "area", "length_m"
    ),
    (APP, "EXC.application.area_m2"): Lack(
        of("dig"),
        lambda case: case.with_answer("area", "").with_answer("width_m", None).with_answer("area_m2", None),
        "area",
        "area_m2",
        frozenset({"EXC.application.width_m"}),
    ),
    (APP, "EXC-01"): Lack(of("dig"), lambda case: case.on(date(2027, 4, 20)), "when", "planned_start"),
    (APP, "EXC-02"): Lack(of("dig"), without("road_owner", "county"), "road", "road_owner"),
    (APP, "EXC-03"): Lack(of("dig"), lambda case: case.with_answer("area", "").with_files("map"), "area", "area"),
    (APP, "EXC-04"): Lack(of("dig"), without("plan_permit_ref"), "road", "plan_permit_ref"),
    (APP, "EXC-05"): Lack(of("dig"), without("linked_case"), "road", "linked_case"),
    (APP, "EXC-06"): Lack(of("dig"), without("cable_enquiry_no"), "cables", "cable_enquiry_no"),
    (APP, "EXC-07"): Lack(of("dig"), without("cable_valid_until", "2027-05-02"), "cables", "cable_valid_until"),
    (APP, "EXC-08"): Lack(of("dig"), no_file("work_warning_plan"), "traffic", "work_warning_plan"),
    (APP, "EXC-09"): Lack(
        of("dig"), lambda case: case.with_known(certificates={"kari": (), "ola": (COURSE,)}), "traffic", "responsible_warning"
    ),
    (APP, "EXC-10"): Lack(
        of("dig"),
        lambda case: case.with_answer("planned_start", "2027-04-15").with_answer("detection_planned", "2027-04-14"),
        "when",
        "embargo_reason",
    ),
    (APP, "EXC-11"): Lack(of("dig"), without("last_asphalt_year", 2025), "when", "last_asphalt_year"),
    (APP, "EXC-12"): Lack(of("urgent"), without("permanent_asphalt_by"), "when", "permanent_asphalt_by"),
    (APP, "EXC-13"): Lack(of("dig"), without("closed_from"), "traffic", "closed_from"),
    (APP, "EXC-14"): Lack(of("dig"), without("pedestrian_solution"), "traffic", "pedestrian_solution"),
    (APP, "EXC-15"): Lack(of("extension"), without("permit_until", "2026-11-22"), "what", "permit_until"),
    (APP, "EXC-16"): Lack(of("dig"), without("deep_trench_plan"), "area", "deep_trench_plan"),
    (APP, "EXC-17"): Lack(of("dig"), no_file("owner_consent"), "ground", "owner_consent"),
    (APP, "EXC-18"): Lack(of("dig"), without("trees_within_m", "1,9"), "area", "trees_within_m"),
    (APP, "EXC-19"): Lack(of("dig"), no_file("soil_plan"), "ground", "soil_plan"),
    (APP, "EXC-27"): Lack(of("urgent"), without("started_at", "2026-11-19T07:00"), "when", "started_at"),
    (APP, "EXC-28"): Lack(of("area_use"), without("area_rent_m2"), "area", "area_rent_m2"),
    (WORK, "EXC-06"): Lack(of("dig", WORK), lambda case: case.with_answer("cable_enquiry_no", None, APP), "start", "cable_enquiry_late"),
    (WORK, "EXC-07"): Lack(of("dig", WORK), without("detection_done"), "start", "detection_done"),
    (WORK, "EXC-26"): Lack(of("dig", WORK), without("actual_start", "2026-09-30T07:00"), "start", "actual_start", frozenset({"EXC-07"})),
    (FINAL, "EXC-12"): Lack(of("dig", FINAL), without("temporary_surface", True), "surface", "permanent_asphalt_by"),
    (FINAL, "EXC-20"): Lack(of("dig", FINAL), no_file("photos_after"), "proof", "photos_after"),
    (FINAL, "EXC-21"): Lack(of("dig", FINAL), no_file("asphalt_report"), "proof", "asphalt_report"),
    (FINAL, "EXC-22"): Lack(of("dig", FINAL), no_file("logbook"), "proof", "logbook"),
    (FINAL, "EXC-23"): Lack(
        of("dig", FINAL), lambda case: case.with_files("survey_file").with_answer("points", []), "proof", "survey_file"
    ),
    (FINAL, "EXC-24"): Lack(of("dig", FINAL), without("cut_back_m", "0,4"), "surface", "cut_back_m"),
    (FINAL, "EXC-25"): Lack(of("dig", FINAL), without("area_m2_final", "24,1"), "surface", "area_m2_final"),
}
