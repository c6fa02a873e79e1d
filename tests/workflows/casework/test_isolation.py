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
from tests.workflows.casework.desk import ADDRESS, OUTSIDERS, Desk, received
from workflows.casework import (
    answering,
    asking,
    converting,
    deciding,
    documents,
    drafting,
    filling,
    overview,
    receipts,
    reviewing,
    sending,
    talking,
)
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange

MODULES: tuple[ModuleType, ...] = (
    answering, asking, converting, deciding, documents, drafting, filling, overview, receipts, reviewing, sending, talking,
)  # fmt: skip
GIVEN: dict[str, tuple[Any, ...]] = {
    "answer_request": ("r", "disputed", "Nei."), "take_back_answer": ("r",), "propose": ("approved", "Ja."), "approve": ("Ja.",),
    "reject": ("Nei.",), "reopen": ("Ja.",), "lapse": ("Ja.",), "may_attach": (Place(Phase.APPLICATION, "photo_old"),),
    "attach": (Place(Phase.APPLICATION, "photo_old"), received(1)), "remove": ("d",), "restore": ("d",),
    "move_to_slot": ("d", Place(Phase.APPLICATION, "photo_old")), "document_for_download": ("d",),
    "save_answers": ([AnswerChange(Phase.APPLICATION, "property", "address", "x")],),
    "save_nested": (None, {"property": {"address": "x"}}, {}),
    "waive": ("COM-04", "Nei."), "withdraw": ("Ja.",), "convert": ("water-meter",), "conversion_view": ("water-meter",),
    "unlock_step": ("building", "Ja."), "assign": ("demo-officer2",), "tick": ("COM-04",),
    "untick": ("COM-04",), "plan_request": (ADDRESS,), "edit_planned": ("r", ADDRESS), "delete_planned": ("r",),
    "withdraw_request": ("r", "Ja."), "extend_requests": (date(2027, 3, 1),),
    "accept_answer": ("r",), "reopen_request": ("r", "Ja."), "write_message": ("Hei.",), "write_note": ("Hei.",),
    "step_view": (Phase.APPLICATION, "property"), "sheet_view": (Phase.APPLICATION,),
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
