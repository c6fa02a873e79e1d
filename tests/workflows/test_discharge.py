"""Corners of the discharge checks: each limit from just inside and just outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.base import Phase, State
from tests.builders import Example
from tests.examples.discharge import complete
from tests.examples.kit import APP
from workflows.discharge import DISCHARGE, facts
from workflows.duties import duties_of
from workflows.facts import FileFacts
from workflows.fitness import faults_of
from workflows.ledger import evaluate
from workflows.reading import Reading
from workflows.staff_side import with_staff_steps


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


@pytest.mark.parametrize(("metres", "told"), [(4, "distance_to_public_pipe_m"), ("4,1", "pipe_diameter_mm"), (6, "pipe_diameter_mm")])
def test_near_a_pipe_its_diameter_is_told(metres: object, told: str) -> None:
    case = complete("site", APP).with_answer("pipe_diameter_mm", None).with_answer("distance_to_public_pipe_m", metres)

    assert [row.at for row in case.ledger if row.id == "DISCH-24" and row.is_unmet] == [told]
    assert not lacks(case.with_answer("distance_to_public_pipe_m", "6,1"), "DISCH-24")


@pytest.mark.parametrize("water", ["oil", "grease"])
def test_separators_show_a_commissioning_report_and_one_agreement(water: str) -> None:
    case = complete(water, Phase.FINAL).with_files("emptying_contract").with_files("service_contract")
    earlier = {APP: {"emptying_contract": [FileFacts("avtale.pdf")]}}

    assert _places(case, "DISCH-21") == ["emptying_contract"]
    assert not lacks(case.with_files("service_contract", FileFacts("avtale.pdf")), "DISCH-21")
    assert _places(case.with_files("service_contract", FileFacts("avtale.pdf")).with_files("commissioning_report"), "DISCH-21") == [
        "commissioning_report"
    ]
    dossier = case.dossier
    assert not [
        row for row in evaluate(DISCHARGE, replace(dossier, files={**dossier.files, **earlier})) if row.id == "DISCH-21" and row.is_unmet
    ]


def _places(case: Example, id_: str) -> list[str]:
    return [row.at for row in case.ledger if row.id == id_ and row.is_unmet]


@pytest.mark.parametrize(("kind", "answers", "deemed"), [
    ("mini", {}, True),
    ("mini", {"removal_p_pct": 90, "removal_bod_pct": 70}, True),
    ("mini", {"removal_p_pct": 89}, False),
    ("mini", {"removal_bod_pct": 69}, False),
    ("infiltration", {"removal_p_pct": 60, "removal_bod_pct": 70}, True),
    ("infiltration", {"removal_p_pct": 59}, False),
    ("sea", {"removal_ss_pct": 20}, True),
    ("sea", {"removal_ss_pct": 19}, False),
    ("sea", {"removal_ss_pct": 19, "ss_out_mg_l": 180}, True),
    ("sea", {"removal_ss_pct": None, "ss_out_mg_l": "180,1"}, False),
    ("closed_tank", {}, True),
    ("deviating", {}, False),
])  # fmt: skip
def test_a_permit_counts_as_granted_only_where_the_treatment_is_that_of_the_class(
    kind: str, answers: dict[str, object], deemed: bool
) -> None:
    case = complete(kind, APP).with_files("b_deviation")
    for key, value in answers.items():
        case = case.with_answer(key, value)
    other = DISCHARGE.phase(APP).other_handling[0]

    assert read(case).holds(other.applies_if) is deemed
    assert lacks(case, "DISCH-09") is not deemed
    if kind != "deviating":
        assert read(case.with_rules(treatment_by_local_regulation=True)).holds(other.applies_if)


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


def _duties(variant: str, *controls: tuple[str, str]) -> dict[str, list[tuple[date, date | None]]]:
    """What the municipality sees to on a case approved on 23 November 2026, by duty: by when, and when it was done."""
    case = complete(variant, Phase.FINAL).on(date(2029, 1, 1))
    rows = [{"_row": str(n), "control": kind, "control_on": day} for n, (kind, day) in enumerate(controls, start=1)]
    answers = {**case.answers, Phase.FINAL: {**case.answers[Phase.FINAL], "operation": {"controls": rows}}}
    staffed = with_staff_steps(DISCHARGE)
    found: dict[str, list[tuple[date, date | None]]] = {}
    for one in duties_of(staffed, Reading(staffed, replace(case.dossier, answers=answers)), date(2026, 11, 23)):
        found.setdefault(one.duty, []).append((one.by, one.done_on))
    return found


@pytest.mark.parametrize(("variant", "told"), [
    ("oil", {"oil_samples", "oil_report", "emptying"}), ("grease", {"emptying"}), ("mini", {"service"}), ("infiltration", set()),
    ("large", {"plant_samples", "service"}), ("site", set()),
])  # fmt: skip
def test_after_the_approval_each_kind_of_plant_has_its_duties(variant: str, told: set[str]) -> None:
    assert set(_duties(variant)) == told


def test_oil_is_sampled_twice_a_year_and_reported_by_the_first_of_february() -> None:
    first = _duties("oil")
    assert (first["oil_samples"], first["oil_report"]) == ([(date(2027, 11, 23), None)], [(date(2027, 2, 1), None)])

    one = _duties("oil", ("sample", "2027-05-01"), ("report", "2027-01-20"), ("emptying", "2027-06-01"))
    assert one["oil_samples"] == [(date(2027, 11, 23), None)]
    assert one["oil_report"] == [(date(2027, 2, 1), date(2027, 1, 20)), (date(2028, 2, 1), None)]
    assert one["emptying"] == [(date(2027, 11, 23), date(2027, 6, 1)), (date(2028, 11, 23), None)]

    two = _duties("oil", ("sample", "2027-10-01"), ("sample", "2027-05-01"))
    assert two["oil_samples"] == [(date(2027, 11, 23), date(2027, 10, 1)), (date(2028, 11, 23), None)]
