"""Plain routes ask for the action the table of routes gives them: who has it not is turned away, whatever the form holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from models.base import Role
from models.case import Event
from models.parties import Certificate
from storage.database import Database
from storage.rows import table_of
from tests.architecture.test_actions import described
from tests.authorization.town import COLUMNS
from tests.browser.seeding import picture
from tests.faults.visitors import Gate
from workflows.access.resetting import ACCOUNT_KINDS
from workflows.appointments import Span
from workflows.casework.inspecting import Wish, accept_inspection, propose_inspection
from workflows.casework.statements import Ask, ask_statement
from workflows.clocks import day_of
from workflows.policy import MATRIX

PEOPLE = ("contractor", "applicant", "viewer", "officer", "approver", "admin", "auditor", "platform", "expert")
LOGINS = dict(zip(PEOPLE, COLUMNS.values(), strict=True))
NEIGHBOURS = ("contractor2", "officer2", "admin2")
PAGE = {"Accept": "text/html"}
NAMED = {one: action for one, (action, _why) in described().items() if action and not one[1].startswith("/api/")}
OF_ONE_TENANT = {one for one in NAMED if "{" in one[1] and "invitation" not in one[1]}


@pytest.fixture(scope="module")
def gaps(gate: Gate) -> dict[str, str]:
    """Something of ours for each gap of an address."""
    ref = gate.seed.submitted(place=4)
    document = gate.seed.photo(gate.seed.draft(place=5, with_photo=False), "contractor", "photo_old", "a.jpg")
    paper = "demo-contractor-trade_plumber"
    ask = Ask("Er grunnen trygg?", day_of(datetime.now(UTC)) + timedelta(days=9), person="demo-approver")
    asked = gate.seed.do("officer", ask_statement, ref, ask, token="t", token_hash="h").id
    when = datetime.now(UTC) + timedelta(days=2)
    wish = Wish("Åpen grøft", (Span(when, when + timedelta(hours=1)),))
    visit = gate.seed.do("officer", propose_inspection, ref, wish).appointment.id
    gate.seed.do("contractor", accept_inspection, ref, visit)
    files = {"document_id": document, "document": document, "certificate_id": paper, "file": "none"}
    return {"ref": ref, **files, "number": "310000027", "token": "none", "statement": asked, "phase": "application", "page": "1",
            "inspection": visit}  # fmt: skip


def address(path: str, gaps: dict[str, str]) -> str:
    """A route with something of ours in each gap."""
    return re.sub(r"\{(\w+)\}", lambda gap: gaps[gap[1]], path)


def given(action: str) -> frozenset[Role]:
    """The roles that have the action, or one of several."""
    return frozenset().union(*(MATRIX[one] for one in action.split(" | ")))


def ask(gate: Gate, login: str, route: tuple[str, str], gaps: dict[str, str]) -> int:
    """The status somebody gets; where a case is begun, with a wish, for without one everybody is led to the questions."""
    wish = "?what=water-meter.new&municipality=9999" if route[1] == "/start" else ""
    visitor = gate.visitor(login)
    with visitor.client(**PAGE) as client:
        data = {"csrf": visitor.csrf, "kind": "master", "holder": "Ola"} if route[0] == "POST" else None
        upload: dict[str, Any] = {"files": {"file": ("a.jpg", picture("a"), "image/jpeg")}} if route[1].endswith("/documents") else {}
        if upload:
            data = {"slot": "photo_old"}
        return client.request(route[0], address(route[1], gaps) + wish, data=data, **upload).status_code


def written(database: Database) -> tuple[int, int]:
    """How much stands in the log but who signed in, and how many certificates there are."""
    acts = select(func.count()).where(table_of(Event).c.kind.not_in(ACCOUNT_KINDS))
    held = select(func.count()).select_from(table_of(Certificate))
    with database.reading.connect() as connection:
        return connection.execute(acts).scalar_one(), connection.execute(held).scalar_one()


def test_who_has_not_the_action_of_a_route_is_turned_away(gate: Gate, gaps: dict[str, str]) -> None:
    before = written(gate.seed.database)
    wrong = [
        f"{login} {' '.join(route)}: {status}"
        for route, action in NAMED.items()
        for login, role in LOGINS.items()
        if role not in given(action) and (status := ask(gate, login, route, gaps)) not in (403, 404)
    ]

    assert wrong == []
    assert written(gate.seed.database) == before


def test_what_lies_next_door_is_answered_as_what_is_not_there(gate: Gate, gaps: dict[str, str]) -> None:
    nowhere = dict.fromkeys(gaps, "A" * 22)
    wrong = [
        f"{login} {' '.join(route)}: {status}"
        for route in OF_ONE_TENANT
        for login in NEIGHBOURS
        if (status := ask(gate, login, route, gaps)) not in (403, 404) or status != ask(gate, login, route, nowhere)
    ]

    assert wrong == []


@pytest.mark.parametrize("route", [one for one in NAMED if one[0] == "GET" and "{" not in one[1]], ids=" ".join)
def test_who_has_the_action_comes_through(gate: Gate, gaps: dict[str, str], route: tuple[str, str]) -> None:
    login = next(login for login, role in LOGINS.items() if role in given(NAMED[route]))

    assert ask(gate, login, route, gaps) == 200
