"""The case changed since you looked: nobody decides, sends or judges over the head of a colleague; what changed is told."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Phase, Status
from models.letters import Terms
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.casework import correcting, deciding, drafting, freshness, reviewing, sending, talking
from workflows.casework.freshness import CaseMoved


def version(desk: Desk, ref: str) -> int:
    return desk.case(ref).version


def must_look_first(desk: Desk, login: str, use_case: Any, *given: Any, **more: Any) -> CaseMoved:
    with pytest.raises(CaseMoved) as caught:
        desk.do(login, use_case, *given, **more)
    return caught.value


def test_a_decision_over_a_colleague_s_change_is_stopped_and_told_of(desk: Desk) -> None:
    ref = desk.in_review()
    seen = version(desk, ref)
    desk.later(minutes=3)
    desk.do("officer", talking.write_note, ref, "Vent med denne.")

    for act, given in ((deciding.approve, ("I orden.",)), (deciding.reject, ("Nei.",))):
        stopped = must_look_first(desk, "approver", act, ref, *given, seen_version=seen)
        assert [(one.kind, one.who, one.at, one.part) for one in stopped.moves] == [("noted", "Ingrid Solberg", desk.now, "notes")]
        assert "Ingrid Solberg" in stopped.text.in_english()
        assert "Wrote a note" in stopped.text.in_english()

    desk.do("approver", deciding.approve, ref, "I orden.", seen_version=version(desk, ref))
    assert desk.case(ref).phase != "application"


def test_proposing_and_sending_requests_are_stopped_alike(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", reviewing.plan_request, ref, ADDRESS)
    seen = version(desk, ref)
    desk.do("approver", reviewing.plan_request, ref, reviewing.Wanted(what="Når begynner dere?"))

    must_look_first(desk, "officer", reviewing.send_requests, ref, seen_version=seen)
    must_look_first(desk, "officer", deciding.propose, ref, "rejected", "Nei.", seen_version=seen)

    assert (desk.case(ref).status, desk.case(ref).proposal_by) == (Status.IN_REVIEW, None)

    desk.do("officer", reviewing.send_requests, ref, seen_version=version(desk, ref))
    assert desk.case(ref).status == Status.PAUSED


def test_a_correction_is_neither_proposed_nor_made_over_a_colleague_s_change(desk: Desk) -> None:
    ref = desk.approved()
    seen, terms = version(desk, ref), Terms(reason="I orden.", why="Skrivefeil.")
    desk.do("officer", talking.write_note, ref, "Vent.")

    for act in (correcting.propose_correction, correcting.correct_decision):
        must_look_first(desk, "approver", act, ref, Phase.APPLICATION, 1, terms, seen_version=seen)

    desk.do("approver", correcting.propose_correction, ref, Phase.APPLICATION, 1, terms, seen_version=version(desk, ref))


def test_an_answer_is_not_judged_over_a_colleague_s_judgement(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    desk.save(ref, "property", "address", "Storgata 16")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    first = next(one for one in desk.requests(ref) if one.state == "answered")
    seen = version(desk, ref)
    desk.do("approver", reviewing.take, ref)

    must_look_first(desk, "officer", reviewing.accept_answer, ref, first.id, seen_version=seen)
    stopped = must_look_first(desk, "officer", reviewing.reopen_request, ref, first.id, "Nei.", seen_version=seen)

    assert [one.kind for one in stopped.moves] == ["taken"]


def test_what_one_did_oneself_stops_nobody(desk: Desk) -> None:
    ref = desk.in_review()
    seen = version(desk, ref)
    desk.do("approver", talking.write_note, ref, "Ser bra ut.")

    assert desk.do("approver", freshness.moves_since, ref, seen) == ()
    desk.do("approver", deciding.approve, ref, "I orden.", seen_version=seen)


def test_the_municipality_is_not_told_of_what_is_not_sent(desk: Desk) -> None:
    ref, _asked = desk.asked()
    seen = version(desk, ref)
    desk.save(ref, "property", "address", "Storgata 16")

    assert desk.do("officer", freshness.moves_since, ref, seen) == ()


def test_a_company_is_not_told_of_what_staff_do_among_themselves(desk: Desk) -> None:
    ref = desk.in_review()
    seen = version(desk, ref)
    desk.do("officer", talking.write_note, ref, "Hm.")
    desk.do("approver", reviewing.take, ref)
    desk.do("officer", talking.write_message, ref, "Hei.")

    assert [one.kind for one in desk.do("contractor", freshness.moves_since, ref, seen)] == ["message"]


def test_a_sending_over_a_colleague_s_change_says_what_changed(desk: Desk) -> None:
    ref = desk.draft()
    seen = version(desk, ref)
    desk.save(ref, "property", "address", "Storgata 16", login="applicant")

    stopped = must_look_first(desk, "contractor", sending.submit, ref, seen_version=seen)

    assert [one.kind for one in stopped.moves] == ["answered"]
    desk.do("contractor", drafting.withdraw, ref, "")
