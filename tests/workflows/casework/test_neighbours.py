"""Two companies on one property: the municipality is told of both cases, neither company learns of the other's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from models.base import Phase, State
from storage.database import Database
from storage.demo import furnish
from storage.demo_answers import application
from tests.engines import database, postgresql, sqlite_url
from tests.workflows.casework.desk import KEY, Desk
from ui.texts import translate
from workflows.casework import asking, overview, reviewing, sending, starting
from workflows.exports import ledger_json
from workflows.ledger import LedgerRow
from workflows.ports import CaseFilter

__all__ = ["database", "postgresql", "sqlite_url"]
HERE = {"_row": "1", "gnr": 101, "bnr": 27}
ELSEWHERE = {"_row": "2", "gnr": 44, "bnr": 5}


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def sent(desk: Desk, login: str, *properties: dict[str, Any]) -> str:
    """A sent case of a company on these properties."""
    desk.job = replace(desk.job, person=desk.actor(login).person_id)
    ref = desk.draft(login=login, cells={"old_meter_number": f"OLD-{next(desk.numbers)}000"})
    desk.fill(ref, Phase.APPLICATION, {"property": {"properties": list(properties)}}, login)
    desk.do(login, sending.submit, ref)
    return ref


def open_elsewhere(desk: Desk, ref: str, login: str = "contractor") -> LedgerRow:
    """What the contractor is told by COM-15."""
    return next(row for row in desk.home(ref, login).ledger if row.id == "COM-15")


def test_the_officer_sees_the_neighbours_case_and_neither_company_does(desk: Desk) -> None:
    ours, theirs = sent(desk, "contractor", HERE), sent(desk, "contractor2", HERE)
    (neighbour,) = desk.office(ours).others_here
    number = neighbour.number

    assert (neighbour.ref, neighbour.company) == (theirs, "Havgløtt Varme og Sanitær AS")
    assert [one.ref for one in desk.office(theirs).others_here] == [ours]
    for login, ref, hidden in (("contractor", ours, number), ("contractor2", theirs, desk.case(ours).number)):
        whole = desk.do(login, asking.full_case, ref)
        seen = repr(desk.home(ref, login)) + repr(whole) + json.dumps(ledger_json(whole.ledger, lambda text: translate(text, "en")))
        assert hidden not in seen
        assert open_elsewhere(desk, ref, login).state == State.MET
        answers = {**application(desk.job), "property": {"municipality": desk.job.town, "properties": [HERE]}}
        checked = desk.do(login, asking.check, KEY, {"municipality": desk.job.town, "phase": "application", "answers": answers})
        assert hidden not in repr(checked)
        cards = desk.do(login, starting.similar_cases, KEY, desk.job.town, "101/27/0/0")
        assert hidden not in repr(cards)


def test_an_own_case_on_any_of_the_properties_is_told_to_the_company_and_not_twice_to_the_officer(desk: Desk) -> None:
    first, second = sent(desk, "contractor", HERE), sent(desk, "contractor", {**ELSEWHERE, "_row": "1"}, {**HERE, "_row": "2"})

    told = open_elsewhere(desk, second)

    assert (told.state, told.what.values) == (State.DOUBTFUL, {"ref": desk.case(first).number})
    assert desk.office(second).others_here == []


BOTH = ({**ELSEWHERE, "_row": "1"}, {**HERE, "_row": "2"})
THIRD = {"_row": "1", "gnr": 45, "bnr": 6}


@pytest.mark.parametrize(
    ("older", "newer"),
    [((HERE,), BOTH), (BOTH, (HERE,)), (BOTH, ({**THIRD}, {**HERE, "_row": "2"}))],
    ids=["the second of the newer", "the second of the older", "the second of both"],
)
def test_any_property_of_either_case_tells_that_one_is_open_there_already(
    desk: Desk, older: tuple[dict[str, Any], ...], newer: tuple[dict[str, Any], ...]
) -> None:
    first, second = sent(desk, "contractor", *older), sent(desk, "contractor", *newer)
    neighbour = sent(desk, "contractor2", HERE)

    told = open_elsewhere(desk, second)

    assert (told.state, told.what.values) == (State.DOUBTFUL, {"ref": desk.case(first).number})
    assert [one.ref for one in desk.office(second).others_here] == [neighbour]
    assert {one.ref for one in desk.office(neighbour).others_here} == {first, second}
    found = desk.do("contractor", starting.similar_cases, KEY, desk.job.town, "101/27/0/0")
    assert {one.ref for one in found} == {first, second}


def test_a_list_is_searched_by_every_property(desk: Desk) -> None:
    both = sent(desk, "contractor", *BOTH)

    for login, look in (("contractor", overview.my_cases), ("officer", overview.case_table)):
        for words, hits in (("44/5", [both]), ("101/27", [both]), ("101/28", [])):
            assert [one.ref for one in desk.do(login, look, CaseFilter(text=words)).rows] == hits
    (card,) = desk.do("officer", overview.case_table, CaseFilter(text="101/27")).rows
    assert card.property_key == "44/5/0/0", "the first is what lists show"


def test_a_property_the_municipality_has_not_been_sent_finds_nothing(desk: Desk) -> None:
    paused, neighbour = sent(desk, "contractor", ELSEWHERE | {"_row": "1"}), sent(desk, "contractor2", HERE)
    desk.do("officer", reviewing.begin_review, paused)
    desk.ask(paused, reviewing.Wanted(target="property/properties", what="Oppgi alle eiendommene.", extra_reason="new"))

    desk.fill(paused, Phase.APPLICATION, {"property": {"properties": list(BOTH)}})

    assert desk.office(neighbour).others_here == []
    desk.do("contractor", sending.resubmit, paused)
    assert [one.ref for one in desk.office(neighbour).others_here] == [paused]


def test_a_case_leaves_the_property_it_no_longer_names(desk: Desk) -> None:
    ref = desk.draft()
    desk.fill(ref, Phase.APPLICATION, {"property": {"properties": list(BOTH)}})

    desk.fill(ref, Phase.APPLICATION, {"property": {"properties": [ELSEWHERE | {"_row": "1"}]}})

    assert desk.do("contractor", starting.similar_cases, KEY, desk.job.town, "101/27/0/0") == []


def test_a_draft_that_moves_to_another_municipality_is_found_there(desk: Desk) -> None:
    ref = desk.draft()
    desk.fill(ref, Phase.APPLICATION, {"property": {"properties": list(BOTH)}})

    desk.save(ref, "property", "municipality", "9998")

    found = {town: desk.do("contractor", starting.similar_cases, KEY, town, "44/5/0/0") for town in ("9999", "9998")}
    assert {town: [one.ref for one in cards] for town, cards in found.items()} == {"9999": [], "9998": [ref]}
