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
from workflows.casework import asking, drafting, sending
from workflows.exports import ledger_json
from workflows.ledger import LedgerRow

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
        cards = desk.do(login, drafting.similar_cases, KEY, desk.job.town, "101/27/0/0")
        assert hidden not in repr(cards)


def test_an_own_case_on_any_of_the_properties_is_told_to_the_company_and_not_twice_to_the_officer(desk: Desk) -> None:
    first, second = sent(desk, "contractor", HERE), sent(desk, "contractor", {**ELSEWHERE, "_row": "1"}, {**HERE, "_row": "2"})

    told = open_elsewhere(desk, second)

    assert (told.state, told.what.values) == (State.DOUBTFUL, {"ref": desk.case(first).number})
    assert desk.office(second).others_here == []
