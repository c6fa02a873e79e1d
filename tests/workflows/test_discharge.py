"""Corners of the discharge checks: each limit from just inside and just outside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.base import Phase, State
from tests.builders import Example
from tests.examples.discharge import complete
from tests.examples.kit import APP
from workflows.discharge import DISCHARGE, facts
from workflows.fitness import faults_of
from workflows.reading import Reading


def lacks(case: Example, id_: str) -> bool:
    return any(row.id == id_ and row.state in (State.MISSING, State.DOUBTFUL) for row in case.ledger.rows)


def read(case: Example) -> Reading:
    return Reading(DISCHARGE, case.dossier)


def test_the_declaration_is_fit_to_start() -> None:
    assert not list(faults_of(DISCHARGE))


@pytest.mark.parametrize(("pe", "regime"), [("49,9", "ch12"), ("50,0", "ch13")])
def test_fifty_pe_decides_the_chapter(pe: str, regime: str) -> None:
    assert facts.regime(read(complete("mini", APP).with_cell("sources", "pe", pe))) == regime


@pytest.mark.parametrize(("units", "total"), [(7, "35"), (8, "20")])
def test_groups_from_eight_houses_may_use_the_lower_factor(units: int, total: str) -> None:
    assert facts.pe_total(read(complete("village", APP).with_cell("sources", "units", units))) == Decimal(total)


def test_sending_waits_28_days_after_the_last_notice() -> None:
    case = complete("mini", APP).with_cell("notified", "date", "2026-10-26")
    assert not lacks(case, "DISCH-18")
    assert lacks(case.on(date(2026, 11, 22)), "DISCH-18")
    assert not lacks(case.on(date(2026, 11, 22)).with_cell("notified", "consent", True), "DISCH-18")


@pytest.mark.parametrize(("diameter", "metres", "told"), [(499, "4,1", False), (500, 5, True), (799, "5,1", False), (800, 6, True)])
def test_boreholes_keep_away_by_diameter(diameter: int, metres: object, told: bool) -> None:
    case = complete("site", APP).with_answer("pipe_diameter_mm", diameter).with_answer("distance_to_public_pipe_m", metres)
    assert lacks(case, "DISCH-24") is told


def test_the_sea_takes_larger_agglomerations() -> None:
    case = complete("large", APP).with_answer("agglomeration_pe", 9_999).with_answer("to", "sea")
    assert not lacks(case, "DISCH-04")
    assert lacks(case.with_answer("agglomeration_pe", 10_000), "DISCH-04")


def test_a_larger_plant_than_permitted_is_no_lack() -> None:
    assert not lacks(complete("mini", Phase.FINAL).with_answer("design_pe", 61), "DISCH-22")


@pytest.mark.parametrize(
    ("water", "agreement"), [("oil", "emptying_agreement"), ("grease", "emptying_agreement"), ("oil", "analysis_agreement")]
)
def test_no_agreement_is_no_agreement_whatever_is_uploaded(water: str, agreement: str) -> None:
    case = complete(water, APP).with_answer(agreement, False)

    assert [row.at for row in case.ledger if row.id == "DISCH-15" and row.is_unmet] == [agreement]
    assert not lacks(case.with_answer(agreement, True), "DISCH-15")


@pytest.mark.parametrize(("share", "left", "told"), [
    (20, None, []), (19, None, ["removal_ss_pct"]), (None, "180", []), (None, "180,1", ["ss_out_mg_l"]), (19, "180", []),
    (19, 200, ["removal_ss_pct"]),
])  # fmt: skip
def test_on_the_open_coast_little_solids_left_does_for_a_share_removed(share: int | None, left: object, told: list[str]) -> None:
    case = complete("sea", APP).with_files("b_deviation").with_answer("removal_ss_pct", share).with_answer("ss_out_mg_l", left)

    assert [row.at for row in case.ledger if row.is_unmet] == told


def test_construction_water_is_not_led_out_backwards_in_time() -> None:
    case = complete("site", APP).with_answer("period_to", "2026-11-30")

    assert [(row.id, row.at) for row in case.ledger if row.is_unmet] == [("COM-12", "period_to")]
    assert not lacks(case.with_answer("period_to", "2026-12-01"), "COM-12")
