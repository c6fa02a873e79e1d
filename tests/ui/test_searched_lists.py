"""Map, calendar, workload and files show of the board's cases those that are searched for, as the board does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.faults.visitors import Gate, open_gate
from workflows.casework import reviewing
from workflows.ports import CaseFilter


@dataclass
class Town:
    """A case in Storgata that an officer has taken, and one in Strandgata that nobody has; their numbers."""

    gate: Gate
    taken: str
    free: str

    def page(self, address: str) -> str:
        """What an approver is answered."""
        with self.gate.visitor("approver").client(Accept="text/html") as visitor:
            answer = visitor.get(address)
            assert answer.status_code == 200
            return answer.text


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with open_gate(tmp_path_factory.mktemp("searched")) as gate:
        taken, free = gate.seed.submitted(0), gate.seed.submitted(1)
        gate.seed.do("officer", reviewing.take, taken)
        yield Town(gate, gate.seed.numbered(taken), gate.seed.numbered(free))


def due(town: Town) -> str:
    """The day the municipality must be done with both cases."""
    with town.gate.seed.works(writing=False) as work:
        scope = town.gate.seed.actor("officer").scope
        (day,) = {str(one.due_on) for one in work.cases.cards(scope, CaseFilter()).rows}
    return day


@pytest.mark.parametrize("address", ["/board/map?", "/calendar?span=month&day={due}&", "/board/export?kind=csv&"])
def test_a_list_is_narrowed_by_what_is_searched_for(town: Town, address: str) -> None:
    there = address.format(due=due(town))
    everything, searched, nothing = (town.page(f"{there}text={words}") for words in ("", "strandgata", "finnesikke"))

    assert [number in everything for number in (town.taken, town.free)] == [True, True]
    assert [number in searched for number in (town.taken, town.free)] == [False, True]
    assert [number in nothing for number in (town.taken, town.free)] == [False, False]


def test_a_mistyped_word_finds_the_same_as_on_the_board(town: Town) -> None:
    file = town.page("/board/export?kind=csv&text=strandgatq")

    assert (town.taken in file, town.free in file, file.count("\r\n")) == (False, True, 2)


def test_the_workload_counts_only_what_is_searched_for(town: Town) -> None:
    everything, searched = town.page("/board/workload"), town.page("/board/workload?text=strandgata")

    assert ["who=demo-officer" in everything, "who=nobody" in everything] == [True, True]
    assert ["who=demo-officer" in searched, "who=nobody" in searched] == [False, True]


def test_the_map_counts_only_what_is_searched_for(town: Town) -> None:
    assert "2 åpne saker har et sted." in town.page("/board/map")
    assert "1 åpen sak har et sted." in town.page("/board/map?text=strandgata")


def test_programs_narrow_the_same_lists(town: Town) -> None:
    day = due(town)
    with town.gate.portal.api("approver@demo.example") as program:

        def asked(path: str, **query: str) -> httpx.Response:
            answer = program.get(f"{town.gate.portal.base}/api/v1{path}", params=query)
            assert answer.status_code == 200
            return answer

        dates = asked("/calendar", first=day, last=day, q="strandgata").json()["dates"]
        assert [asked("/map", q=words).json()["placed"] for words in ("", "strandgata", "finnesikke")] == [2, 1, 0]
        assert [one["number"] for one in dates if one["kind"] == "ours"] == [town.free]
        assert [one["person"] for one in asked("/workload", q="strandgata").json()["loads"] if one["open"]] == [""]
        assert asked("/exports/cases", q="strandgata").text.count("\r\n") == 2
