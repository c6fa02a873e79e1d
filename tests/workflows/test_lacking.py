"""Each requirement lacking in turn: one change of a complete case makes exactly that requirement unmet, at the right place.

A declared id without a change here fails, so nothing stays uncovered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import NamedTuple

import pytest

from models.base import Phase, State
from models.document import FileState
from tests.builders import KINDS, KNOWN, NEW_METER, Example, complete_water_meter, phases_of, photo, two_water_meters
from workflows.exports import Demand, demands
from workflows.facts import Approval, CompanyStanding, FileFacts, MeterRecord
from workflows.water_meter import WATER_METER

APP, WORK, FINAL = Phase
NATIONAL_ID = "01019010046"
COMPANY = KNOWN.company or CompanyStanding("", "")
APPROVAL = KNOWN.approvals[APP]


class Lack(NamedTuple):
    """A complete case, what takes a requirement away, and the step and place where that is told."""

    case: Callable[[], Example]
    change: Callable[[Example], Example]
    step: str
    at: str


def of(kind: str, phase: Phase) -> Callable[[], Example]:
    return lambda: complete_water_meter(kind, phase)


def two(kind: str, phase: Phase) -> Callable[[], Example]:
    return lambda: two_water_meters(kind, phase)


def approved_on(day: date) -> dict[Phase, Approval]:
    return {APP: replace(APPROVAL, on=day)}


ANY_PHASE: dict[str, tuple[Callable[[Example], Example], str, str]] = {
    "COM-01": (lambda case: case.with_known(company=replace(COMPANY, organisation_number="310000018")), "responsible", ""),
    "COM-02": (lambda case: case.with_known(company=replace(COMPANY, in_business_register=False)), "responsible", ""),
    "COM-03": (lambda case: case.with_known(company=replace(COMPANY, gone="bankrupt")), "responsible", ""),
    "COM-04": (lambda case: case.with_known(company=replace(COMPANY, access="requested")), "responsible", ""),
    "COM-14": (lambda case: case.with_known(certificates={"kari": ()}), "responsible", "responsible_person"),
    "COM-16": (lambda case: case.with_files("other", FileFacts("a.pdf", FileState.REFUSED)), "documents", "other"),
    "COM-19": (lambda case: case.with_known(members={"kari": "Kari"}), "responsible", "contact"),
    "COM-20": (lambda case: case.with_answer("declaration", False), "declaration", "declaration"),
    "COM-21": (lambda case: case.with_known(company_id="another"), "responsible", ""),
}

LACKS: dict[tuple[Phase, str], Lack] = {
    **{
        (phase, id_): Lack(of("replace", phase), change, step, at)
        for id_, (change, step, at) in ANY_PHASE.items()
        for phase in Phase
        if (id_, phase) not in {("COM-21", APP), ("COM-14", FINAL)}
    },
    (APP, "COM-05"): Lack(of("new", APP), lambda case: case.with_known(municipality="9998"), "property", "municipality"),
    (APP, "COM-06"): Lack(of("replace", APP), lambda case: case.with_cell("properties", "gnr", None), "property", "properties/1/gnr"),
    (APP, "COM-07"): Lack(of("new", APP), lambda case: case.with_known(addresses={"storgata 1b": "9999-99/1/0/0"}), "property", "address"),
    (APP, "COM-08"): Lack(of("new", APP), lambda case: case.with_answer("location", ""), "property", "location"),
    (APP, "COM-09"): Lack(of("new", APP), lambda case: case.with_answer("location", "UTM 32\n594048 6589551"), "property", "location"),
    (APP, "COM-10"): Lack(of("new", APP), lambda case: case.with_answer("authority", False), "parties", "authority"),
    (APP, "COM-11"): Lack(of("new", APP), lambda case: case.with_answer("owner_phone", "123"), "parties", "owner_phone"),
    (APP, "COM-12"): Lack(of("new", APP), lambda case: case.with_answer("planned_end", "2026-11-01"), "job", "planned_end"),
    (APP, "COM-15"): Lack(of("new", APP), lambda case: case.with_known(open_cases=("2026-000009",)), "property", "properties"),
    (APP, "COM-17"): Lack(
        of("new", APP), lambda case: case.with_answer("description", f"Eier er {NATIONAL_ID} og bor her"), "job", "description"
    ),
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
    (WORK, "COM-13"): Lack(of("new", WORK), lambda case: case.with_answer("picked_up", "2026-09-30"), "pickup", "picked_up"),
    (WORK, "COM-17"): Lack(of("new", WORK), lambda case: case.with_answer("picked_up_by", f"Ola {NATIONAL_ID}"), "pickup", "picked_up_by"),
    (WORK, "COM-22"): Lack(of("new", WORK), lambda case: case.with_known(approvals=approved_on(date(2023, 11, 17))), "pickup", "picked_up"),
    (FINAL, "COM-13"): Lack(
        of("new", FINAL), lambda case: case.with_known(approvals=approved_on(date(2026, 11, 21))), "mounting", "mounted"
    ),
    (FINAL, "COM-17"): Lack(
        of("new", FINAL), lambda case: case.with_cell("meters_final", "make_model", NATIONAL_ID), "meters", "meters_final/1/make_model"
    ),
    (FINAL, "COM-18"): Lack(of("new", FINAL), lambda case: case.with_cell("meters_final", "dn", "25"), "meters", "meters_final/1/dn"),
    (FINAL, "COM-22"): Lack(
        of("remove", FINAL), lambda case: case.with_known(approvals=approved_on(date(2023, 11, 19))), "mounting", "mounted"
    ),
    (FINAL, "COM-23"): Lack(of("new", FINAL), lambda case: case.on(date(2026, 11, 28)), "mounting", "mounted"),
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


EVERY_DEMAND = list(demands(WATER_METER))


def emptied(demand: Demand) -> Lack:
    """A generated requirement lacks when its answer is taken away, in the first kind of case that asks for it."""
    for kind in (one for one in KINDS if demand.phase in phases_of(one)):
        case = complete_water_meter(kind, demand.phase)
        row = next((row for row in case.ledger if row.id == demand.id and row.state == State.MET), None)
        if row is not None:
            return Lack(of(kind, demand.phase), partial(_without, at=row.at, kind=row.kind), demand.step, row.at)
    raise AssertionError(f"no kind of case asks for {demand.id}: write its lack into LACKS")


def _without(case: Example, at: str, kind: str) -> Example:
    if kind == "slot":
        return case.with_files(at)
    group, _slash, field = at.rpartition("/")
    return case.with_cell(group.split("/")[0], field, None) if group else case.with_answer(at, None)


@pytest.mark.parametrize("demand", EVERY_DEMAND, ids=lambda demand: f"{demand.phase}-{demand.id}")
def test_when_one_thing_lacks_exactly_that_requirement_is_unmet_at_its_place(demand: Demand) -> None:
    lack = LACKS.get((demand.phase, demand.id)) or emptied(demand)
    before = lack.case()
    assert [row.id for row in before.ledger if row.is_unmet] == []

    unmet = [row for row in lack.change(before).ledger if row.is_unmet]

    assert {row.id for row in unmet} == {demand.id}
    assert (unmet[0].step, unmet[0].at) == (lack.step, lack.at)
    assert unmet[0].level == demand.level
    assert "{" not in unmet[0].what.in_english() + unmet[0].how_to_fix.in_english()


def test_every_change_above_belongs_to_a_declared_requirement() -> None:
    declared = {(demand.phase, demand.id) for demand in EVERY_DEMAND}

    assert set(LACKS) - declared == set()


@pytest.mark.parametrize(("kind", "phase"), [(kind, phase) for kind in KINDS for phase in phases_of(kind)])
def test_a_complete_case_of_every_kind_and_phase_lacks_nothing(kind: str, phase: Phase) -> None:
    ledger = complete_water_meter(kind, phase).ledger

    assert [row.key for row in ledger if row.is_unmet] == []
    assert len({row.key for row in ledger}) == len(ledger.rows)


@pytest.mark.parametrize("phase", Phase)
def test_two_complete_meters_lack_nothing(phase: Phase) -> None:
    assert [row.key for row in two_water_meters("replace", phase).ledger if row.is_unmet] == []
