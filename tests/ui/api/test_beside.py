"""Programs are told what pages show: when an answer is expected; companies who is responsible, the municipality who handles a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from models.base import Phase
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program
from tests.workflows.histories import History
from workflows.access import coworking
from workflows.casework import reviewing
from workflows.quality import CountedPart

TOLD = ("expected", "responsible", "responsible_name", "assignee", "assignee_name")


@dataclass
class Place:
    """A portal with a case that waits for the municipality, taken by an officer, and a program for each side."""

    gate: Gate
    ref: str
    programs: dict[str, Program]

    def both(self, who: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """What the case tells alone and in the list."""
        alone = self.programs[who].get(f"/cases/{self.ref}")
        listed = next(one for one in self.programs[who].get("/cases")["cases"] if one["ref"] == self.ref)
        return tuple(alone[name] for name in TOLD), tuple(listed[name] for name in TOLD)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with open_gate(tmp_path_factory.mktemp("beside")) as gate:
        ref = gate.seed.submitted(1)
        gate.seed.do("officer", reviewing.take, ref)
        gate.seed.do("contractor", coworking.invite_cowork, ref, "213000047")
        gate.seed.do("contractor2", coworking.accept_cowork, ref)
        with program(gate, "contractor") as firm, program(gate, "officer") as town, program(gate, "contractor2") as helper:
            yield Place(gate, ref, {"firm": firm, "town": town, "helper": helper})


def count(place: Place, days: int, cases: int) -> None:
    """So many similar cases, each of which took the municipality so many working days."""
    for _each in range(cases):
        scope = place.gate.seed.actor("contractor").scope
        part, draft = History().sent(0).ended("approved", days).part(), place.gate.seed.draft()
        assert part is not None
        with place.gate.seed.works(writing=True) as work:
            case = work.cases.get(scope, draft)
            work.quality.keep(CountedPart(case.id, case.municipality_id, "demo-varme", "water-meter", Phase.APPLICATION, part))
            work.commit()


def test_a_company_is_told_who_is_responsible_and_not_who_handles_it(place: Place) -> None:
    wanted = (None, "demo-contractor", "Kari Nilsen", "", "")
    assert place.both("firm") == (wanted, wanted)


def test_a_company_that_works_on_the_case_is_told_a_name_alone(place: Place) -> None:
    wanted = (None, "", "Kari Nilsen", "", "")
    assert place.both("helper") == (wanted, wanted)


def test_the_municipality_is_told_who_handles_it_and_not_who_is_responsible(place: Place) -> None:
    alone, listed = place.both("town")
    assert alone == listed == (None, "", "", "demo-officer", place.gate.seed.actor("officer").name)


def test_both_are_told_when_an_answer_is_expected_once_there_are_cases_to_tell_by(place: Place) -> None:
    count(place, days=3, cases=5)

    for who in ("firm", "town", "helper"):
        alone, listed = place.both(who)
        assert alone[0] == listed[0]
        assert (alone[0]["median_days"], alone[0]["cases"], alone[0]["if_answered_today"]) == (3, 5, False)
        assert alone[0]["on"] is not None


def test_the_overview_tells_the_same(place: Place) -> None:
    (mine,) = (one for one in place.programs["firm"].get("/overview")["wait"]["cases"] if one["ref"] == place.ref)
    (theirs,) = (one for one in place.programs["helper"].get("/overview")["wait"]["cases"] if one["ref"] == place.ref)

    assert (mine["responsible"], mine["responsible_name"], mine["assignee_name"]) == ("demo-contractor", "Kari Nilsen", "")
    assert (theirs["responsible"], theirs["responsible_name"]) == ("", "Kari Nilsen")
