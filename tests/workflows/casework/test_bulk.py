"""One act on many cases: the preview and the act come to the same, each case by itself, and nothing that fails takes others with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.actor import Actor
from models.base import Phase, Status
from models.errors import BadInput, MovedOn, NotAllowed, NotThere, PortalError, Refused, SignInAgain
from models.letters import Terms
from tests.workflows.casework.desk import ADDRESS, MONDAY, Desk
from tests.workflows.casework.test_deciding import with_four_eyes
from ui.print.letter import seal
from workflows.casework import deciding, reading_letters, reviewing
from workflows.casework.bulk import MOST, BulkAct, Preview, act_on_one, preview
from workflows.casework.reviewing import Wanted

TAKE, ASK = BulkAct("take"), BulkAct("ask", wanted=Wanted(what="Hvor langt er røret?"))
ASSIGN, APPROVE = BulkAct("assign", person="demo-approver"), BulkAct("approve", reason="I orden.")


@pytest.fixture
def cases(desk: Desk) -> dict[str, str]:
    """Cases in many states."""
    waiting, _requests = desk.asked()
    tray = desk.in_review()
    desk.do("officer", reviewing.plan_request, tray, ADDRESS)
    return {
        "new": desk.submitted(), "review": desk.in_review(), "waiting": waiting, "tray": tray, "work": desk.approved(),
        "final": desk.reported(), "none": "AAAAAAAAAAAAAAAAAAAAAA", "draft": desk.draft(),
    }  # fmt: skip


def seen(desk: Desk, login: str, act: BulkAct, *refs: str) -> Preview:
    found: Preview = desk.do(login, preview, act, refs)
    return found


def outcome(desk: Desk, login: str, act: BulkAct, ref: str, version: int | None) -> str:
    try:
        desk.do(login, act_on_one, act, ref, version)
    except PortalError as error:
        return error.text.in_english()
    return ""


@pytest.mark.parametrize("act", [TAKE, ASSIGN, ASK, APPROVE], ids=lambda one: one.name)
def test_who_can_and_who_cannot_is_what_then_happens(desk: Desk, cases: dict[str, str], act: BulkAct) -> None:
    found = seen(desk, "approver", act, *cases.values())

    assert len(found.can) + len(found.cannot) == len(cases)
    for one in found.can:
        before = len(desk.kinds(one.ref))
        assert outcome(desk, "approver", act, one.ref, one.version) == ""
        assert len(desk.kinds(one.ref)) > before
    for one, why in found.cannot:
        told = outcome(desk, "approver", act, one.ref, one.version or None)
        assert told
        assert told == why.in_english() or one.ref in (cases["none"], cases["draft"])


def test_the_reasons_are_those_of_the_guards(desk: Desk, cases: dict[str, str]) -> None:
    can = {act.name: {one.ref for one in seen(desk, "approver", act, *cases.values()).can} for act in (TAKE, ASSIGN, ASK, APPROVE)}
    names = {ref: name for name, ref in cases.items()}

    assert {name: {names[ref] for ref in refs} for name, refs in can.items()} == {
        "take": {"new", "review", "waiting", "tray", "final"}, "assign": {"new", "review", "waiting", "tray", "final"},
        "ask": {"review", "final"}, "approve": {"final"},
    }  # fmt: skip
    told = {names[one.ref]: why.in_english() for one, why in seen(desk, "approver", APPROVE, *cases.values()).cannot}
    assert told["review"].startswith("Only final documentation")
    assert told["none"] == told["draft"] == "The case is not there, or not yours."
    tray = seen(desk, "approver", ASK, cases["tray"]).cannot[0][1].in_english()
    assert tray == "There are unsent requests in the tray. Send or delete them first."


def test_a_question_to_many_is_sent_at_once_and_each_contractor_is_told(desk: Desk) -> None:
    refs = [desk.in_review(), desk.in_review()]
    for one in seen(desk, "officer", ASK, *refs).can:
        desk.do("officer", act_on_one, ASK, one.ref, one.version)

    for ref in refs:
        assert desk.case(ref).status == Status.PAUSED
        assert desk.kinds(ref).count("paused") == 1
        assert [one.what["values"]["words"] for one in desk.requests(ref)] == ["Hvor langt er røret?"]


def test_what_changed_since_the_preview_is_left_as_it_is_and_the_others_go_on(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    found = seen(desk, "officer", TAKE, first, second)
    desk.do("approver", reviewing.take, first)
    told = {one.ref: outcome(desk, "officer", TAKE, one.ref, one.version) for one in found.can}

    assert "changed" in told[first]
    assert (told[second], desk.case(first).assignee_id, desk.case(second).assignee_id) == ("", "demo-approver", "demo-officer")


@pytest.mark.parametrize("act", [TAKE, ASSIGN, ASK, APPROVE], ids=lambda one: one.name)
def test_no_act_is_done_upon_what_one_has_not_seen(desk: Desk, act: BulkAct) -> None:
    ref = desk.reported()

    with pytest.raises(MovedOn):
        desk.do("approver", act_on_one, act, ref, desk.case(ref).version - 1)
    assert desk.case(ref).status == Status.IN_REVIEW


def test_many_are_approved_only_by_a_fresh_sign_in_and_with_grounds(desk: Desk) -> None:
    ref = desk.reported()

    def by_tired(use_case: Any, *given: Any) -> Any:
        context = {"work": desk.works(writing=True), "now": desk.now + timedelta(minutes=11)}
        tired: Actor = desk.actor("approver")
        more = {"chance": None} if use_case is act_on_one else {}
        return use_case(*given, actor=tired, **context, **more)

    with pytest.raises(SignInAgain):
        by_tired(preview, APPROVE, [ref])
    with pytest.raises(SignInAgain):
        by_tired(act_on_one, APPROVE, ref, None)
    with pytest.raises(BadInput):
        seen(desk, "approver", BulkAct("approve", reason=" "), ref)


def test_four_eyes_hold_for_many_as_for_one(desk: Desk) -> None:
    with_four_eyes(desk)
    ref = desk.in_review()
    desk.do("approver", deciding.propose, ref, "approved", "I orden.")
    desk.do("officer", deciding.propose, ref, "approved", "I orden.")
    desk.do("approver", deciding.approve, ref, "I orden.")
    own = seen(desk, "approver", APPROVE, ref)

    assert own.can == []
    assert desk.case(ref).phase == Phase.WORK


def test_an_application_is_never_approved_among_many(desk: Desk) -> None:
    ref = desk.in_review()

    with pytest.raises(Refused):
        desk.do("approver", act_on_one, APPROVE, ref, None)
    assert desk.case(ref).phase == Phase.APPLICATION


@pytest.mark.parametrize(("login", "act"), [("officer", APPROVE), ("admin", TAKE), ("auditor", ASSIGN), ("contractor", TAKE)])
def test_whose_role_does_not_give_the_act_is_told_so_before_any_case(desk: Desk, login: str, act: BulkAct) -> None:
    with pytest.raises(NotAllowed):
        seen(desk, login, act)


def test_another_municipality_reaches_none_of_them(desk: Desk, cases: dict[str, str]) -> None:
    found = seen(desk, "officer2", TAKE, *cases.values())

    assert found.can == []
    assert {why.in_english() for _one, why in found.cannot} == {"The case is not there, or not yours."}
    assert {one.number for one, _why in found.cannot} == {""}
    with pytest.raises(NotThere):
        desk.do("officer2", act_on_one, TAKE, cases["new"], None)


@pytest.mark.parametrize(
    "act",
    [
        BulkAct("assign", person="demo-contractor"), BulkAct("ask"), BulkAct("approve"),
        BulkAct("ask", wanted=Wanted(what="Hva?"), due=MONDAY.date()),
    ],
    ids=["nobody who handles cases", "no question", "no grounds", "a day that is over"],
)  # fmt: skip
def test_what_lacks_for_whatever_case_is_told_once(desk: Desk, act: BulkAct) -> None:
    with pytest.raises(BadInput):
        seen(desk, "approver", act, desk.submitted())


def test_more_than_two_hundred_are_not_looked_at(desk: Desk) -> None:
    with pytest.raises(BadInput):
        seen(desk, "officer", TAKE, *(f"r{number}" for number in range(MOST + 1)))


def test_a_requirement_that_the_case_does_not_have_is_not_asked_for(desk: Desk) -> None:
    ref = desk.in_review()
    wanted = BulkAct("ask", wanted=Wanted(key="METER.application.flying"))

    assert len(seen(desk, "officer", wanted, ref).cannot) == 1
    assert outcome(desk, "officer", wanted, ref, None) != ""


def test_an_approval_among_many_has_its_letter_printed_and_its_digest_in_the_log(desk: Desk) -> None:
    ref = desk.reported()

    desk.do("approver", act_on_one, APPROVE, ref, None, seal=seal)

    event = next(one for one in desk.read(ref, "events") if one.kind == "approved" and one.phase == Phase.FINAL)
    letter = desk.do("approver", reading_letters.letter_of, ref, Phase.FINAL, 1)
    assert len(letter.sha256) == 64
    assert event.data["letter_pdf"] == letter.sha256


def test_what_is_proposed_with_its_own_terms_is_not_approved_among_many(desk: Desk) -> None:
    ref = desk.reported()
    written = Terms(reason="I orden.", conditions=("Ring først.",))
    desk.do("officer", deciding.propose, ref, "approved", "I orden.", written.conditions, terms=written)

    found = seen(desk, "approver", APPROVE, ref)

    assert found.can == []
    assert "with its own terms" in found.cannot[0][1].in_english()
    assert "with its own terms" in outcome(desk, "approver", APPROVE, ref, None)
    assert desk.case(ref).status == Status.IN_REVIEW
