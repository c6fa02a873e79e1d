"""What is not yours is not there: every use case, asked by another company and another municipality, says the same."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from models.base import Phase
from models.errors import NotAllowed, NotThere, PortalError
from models.letters import Terms
from tests.workflows.casework.desk import ADDRESS, OUTSIDERS, Desk, received
from workflows.access import coworking, handover
from workflows.casework import (
    answering,
    asking,
    converting,
    deciding,
    documents,
    drafting,
    filling,
    overview,
    proposing,
    receipts,
    reviewing,
    sending,
    talking,
)
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange

MODULES: tuple[ModuleType, ...] = (
    answering, asking, converting, deciding, documents, drafting, filling, overview, proposing, receipts, reviewing, sending, talking,
)  # fmt: skip
GIVEN: dict[str, tuple[Any, ...]] = {
    "answer_request": ("r", "disputed", "Nei."), "take_back_answer": ("r",), "propose": ("approved", "Ja."), "approve": ("Ja.",),
    "reject": ("Nei.",), "reopen": ("Ja.",), "lapse": ("Ja.",), "may_attach": (Place(Phase.APPLICATION, "photo_old"),),
    "attach": (Place(Phase.APPLICATION, "photo_old"), received(1)), "remove": ("d",), "restore": ("d",),
    "confirm_files": ("photo_old",),
    "move_to_slot": ("d", Place(Phase.APPLICATION, "photo_old")), "document_for_download": ("d",),
    "save_answers": ([AnswerChange(Phase.APPLICATION, "property", "address", "x")],),
    "save_nested": (None, {"property": {"address": "x"}}, {}),
    "waive": ("COM-04", "Nei."), "withdraw": ("Ja.",), "convert": ("water-meter",), "conversion_view": ("water-meter",),
    "unlock_step": ("building", "Ja."), "assign": ("demo-officer2",), "tick": ("COM-04",),
    "untick": ("COM-04",), "plan_request": (ADDRESS,), "edit_planned": ("r", ADDRESS), "delete_planned": ("r",),
    "withdraw_request": ("r", "Ja."), "extend_requests": (date(2027, 3, 1),),
    "accept_answer": ("r",), "reopen_request": ("r", "Ja."), "write_message": ("Hei.",), "write_note": ("Hei.",),
    "step_view": (Phase.APPLICATION, "property"), "sheet_view": (Phase.APPLICATION,),
    "save_decision": (Terms(reason="I orden."), 0), "preview_letter": (Terms(reason="I orden."),), "return_proposal": ("Skriv mer.",),
    "save_and_look": ([AnswerChange(Phase.APPLICATION, "property", "address", "x")], Phase.APPLICATION, ["property"]),
}  # fmt: skip


def use_cases() -> dict[str, Callable[..., Any]]:
    """Every public function of the use cases whose first argument is a case's ref."""
    return {
        name: found
        for module in MODULES
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_") and next(iter(inspect.signature(found).parameters), "") == "ref"
    }


def test_all_use_cases_are_tried() -> None:
    assert len(use_cases()) >= 35
    assert set(GIVEN) <= set(use_cases())


@pytest.mark.parametrize("login", OUTSIDERS)
def test_another_tenant_is_told_the_same_of_a_case_and_of_none(desk: Desk, login: str) -> None:
    ref = desk.submitted()
    before, events = desk.case(ref).version, desk.kinds(ref)

    for name, use_case in use_cases().items():
        answers = {where: refusal(desk, login, use_case, where, GIVEN.get(name, ())) for where in (ref, "no-such-case")}
        assert answers[ref] == answers["no-such-case"], name
        assert answers[ref][0] in (NotThere, NotAllowed), name

    assert (desk.case(ref).version, desk.kinds(ref)) == (before, events)


def refusal(desk: Desk, login: str, use_case: Callable[..., Any], ref: str, given: tuple[Any, ...]) -> tuple[type[PortalError], str]:
    """How somebody is turned away."""
    with pytest.raises(PortalError) as turned_away:
        desk.do(login, use_case, ref, *given)
    return turned_away.type, str(turned_away.value)


def test_a_draft_is_not_there_for_the_municipality_it_is_meant_for(desk: Desk) -> None:
    ref = desk.draft()

    for name, use_case in use_cases().items():
        assert refusal(desk, "officer", use_case, ref, GIVEN.get(name, ()))[0] in (NotThere, NotAllowed), name


def asked_or_gone(desk: Desk) -> dict[str, str]:
    """Cases the second company is only asked about, declined, or worked on before."""
    refs = {name: desk.submitted() for name in ("asked", "declined", "ended", "offered")}
    for name in ("asked", "declined", "ended"):
        made = desk.do("contractor", coworking.invite_cowork, refs[name], "213000047")
        if name == "declined":
            desk.do("contractor2", coworking.decline_cowork, refs[name])
        if name == "ended":
            desk.do("contractor2", coworking.accept_cowork, refs[name])
            desk.do("contractor", coworking.end_cowork, refs[name], made.id)
    desk.do("contractor", handover.offer_handover, refs["offered"], "213000047", "For mye.")
    return refs


def test_who_is_asked_or_worked_on_it_before_is_told_the_same_of_a_case_and_of_none(desk: Desk) -> None:
    for where, ref in asked_or_gone(desk).items():
        for name, use_case in use_cases().items():
            answers = {one: refusal(desk, "contractor2", use_case, one, GIVEN.get(name, ())) for one in (ref, "no-such-case")}
            assert answers[ref] == answers["no-such-case"], (where, name)


def test_who_works_on_a_case_does_there_what_was_given_and_nothing_else(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("contractor", coworking.invite_cowork, ref, "213000047")
    desk.do("contractor2", coworking.accept_cowork, ref)
    refused = {name for name, use_case in use_cases().items() if _is_not_allowed(desk, use_case, ref, GIVEN.get(name, ()))}

    staff = {
        name for name, use_case in use_cases().items() if use_case.__module__.rsplit(".", 1)[-1] in ("reviewing", "deciding", "proposing")
    }
    assert refused == staff | {"submit", "resubmit", "withdraw", "convert", "conversion_view", "other_kinds", "officer_case", "write_note"}


def _is_not_allowed(desk: Desk, use_case: Callable[..., Any], ref: str, given: tuple[Any, ...]) -> bool:
    try:
        desk.do("contractor2", use_case, ref, *given)
    except NotAllowed:
        return True
    except PortalError:
        return False
    return False
