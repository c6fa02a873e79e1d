"""What certificates the answers demand, in words people see while they choose the responsible person."""

from __future__ import annotations

import pytest

from tests.builders import Example, complete_water_meter
from tests.examples import connection, discharge, excavation, private_work
from tests.examples.kit import APP
from ui.texts import translate
from workflows.reading import Reading
from workflows.shared.people import certificates_needed

OUTDOORS = (
    "one of: ADK1 certificate with Plumber's trade certificate · ADK1 certificate with Machine operator's trade certificate · "
    "ADK1 certificate with Road and construction trade certificate · Pipelayer's trade certificate"
)


def needed(case: Example) -> str | None:
    words = certificates_needed(Reading(case.workflow, case.dossier))
    return translate(words, "en") if words else None


def test_a_meter_needs_a_plumber() -> None:
    assert needed(complete_water_meter("replace", APP)) == "Plumber's trade certificate"


@pytest.mark.parametrize(("outdoors", "words"), [(True, OUTDOORS), (False, None)])
def test_outdoor_pipes_can_be_laid_in_several_ways(outdoors: bool, words: str | None) -> None:
    assert needed(connection.complete("new_connection", APP).with_answer("outdoor_work", outdoors)) == words


def test_work_on_private_pipes_needs_whoever_its_place_demands() -> None:
    assert needed(private_work.complete("reroute", APP)) == OUTDOORS
    assert needed(private_work.complete("indoor", APP)) == "Plumber's trade certificate"


def test_a_sanitary_plant_needs_who_may_lay_outdoor_pipes() -> None:
    assert needed(discharge.complete("mini", APP)) == OUTDOORS
    assert needed(discharge.complete("oil", APP)) is None


def test_work_in_traffic_needs_course_2_and_work_beside_it_nothing() -> None:
    case = excavation.complete("dig", APP)

    assert needed(case) == "Work warning course 2"
    assert needed(case.with_answer("traffic_effect", "none").with_answer("ground", ["verge"])) is None
