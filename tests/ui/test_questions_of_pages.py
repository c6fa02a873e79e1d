"""What the page of a case asks the database until it is answered, the door's look at the session included: little, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.portal_process import ROOT
from workflows.casework import reviewing, talking

MOST = 15
"""Statements, without those that only begin a transaction. What is told behind the answer (unread notices, cases nearby, that somebody
looked) keeps nobody waiting and is not counted."""


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("counted"), ROOT / "tests" / "doubles" / "counting_portal.py") as opened:
        yield opened


def draft(gate: Gate) -> str:
    return gate.seed.draft(place=0)


def in_review(gate: Gate) -> str:
    return gate.seed.in_review(place=1)


def much_talked_about(gate: Gate) -> str:
    """Asked for in three places, paused, with messages and notes of both sides."""
    ref, seed = gate.seed.in_review(place=1), gate.seed
    for target in ("property/address", "meters/photo_old", "responsible/reference"):
        seed.do("officer", reviewing.plan_request, ref, reviewing.Wanted(target=target, what="Se over.", extra_reason="Uklart."))
    seed.do("officer", reviewing.send_requests, ref)
    for number in range(5):
        seed.do("contractor", talking.write_message, ref, f"Spørsmål {number}")
        seed.do("officer", talking.write_note, ref, f"Notat {number}")
    return ref


def approved(gate: Gate) -> str:
    ref = gate.seed.in_review(place=1)
    gate.seed.approve(ref)
    return ref


def asked(gate: Gate, login: str, ref: str) -> list[str]:
    """The statements one opening of the case's page waited for."""
    with gate.visitor(login).client(Accept="text/html") as visitor:
        assert visitor.get(f"/cases/{ref}").status_code == 200
        requests: list[dict[str, Any]] = visitor.get("/test/requests").json()
    return list(next(one for one in reversed(requests) if one["path"] == f"/cases/{ref}")["waited"])


@pytest.mark.parametrize("make", [draft, in_review, much_talked_about, approved])
def test_a_contractor_opens_a_case_by_few_questions(gate: Gate, make: Callable[[Gate], str]) -> None:
    ref = make(gate)

    first, again = asked(gate, "contractor", ref), asked(gate, "contractor", ref)

    assert any('FROM "case"' in one for one in first), "the questions are heard"
    assert any("FROM answer_set" in one for one in first)
    assert max(len(first), len(again)) <= MOST, "\n".join(first)


@pytest.mark.parametrize("make", [in_review, much_talked_about, approved])
def test_an_officer_opens_a_case_by_few_questions(gate: Gate, make: Callable[[Gate], str]) -> None:
    ref = make(gate)

    first, again = asked(gate, "officer", ref), asked(gate, "officer", ref)

    assert any('FROM "case"' in one for one in first), "the questions are heard"
    assert any("FROM answer_set" in one for one in first)
    assert max(len(first), len(again)) <= MOST, "\n".join(first)


def test_who_visits_is_one_question(gate: Gate) -> None:
    """Once at the door, and once with what the page asks: the session may have ended in between."""
    of_session = [one for one in asked(gate, "officer", in_review(gate)) if "login_session" in one]

    assert len(of_session) == 2
    assert all("municipality" in one for one in of_session), "the tenant's name comes with it"
