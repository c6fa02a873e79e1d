"""Deciding: only when nothing stands open, by somebody who may, with grounds; and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.base import BoardColumn, Phase, Status
from models.errors import BadInput, MovedOn, NotAllowed, NotThere, Refused, SignInAgain
from models.rules import LocalRules
from storage.chance import CHANCE
from storage.rows import add
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.casework import answering, deciding, drafting, reviewing, sending
from workflows.casework.reviewing import Wanted

BOTH = pytest.mark.parametrize("use_case", [deciding.approve, deciding.reject], ids=lambda one: one.__name__)


def answered(desk: Desk) -> tuple[str, str]:
    """A case whose one request is answered by a dispute and being looked at: its ref and the request's id."""
    ref, (asked,) = desk.asked()
    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Det stemmer.")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    return ref, asked.id


def closed(desk: Desk) -> str:
    """A case that was rejected."""
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    return ref


def waiting(desk: Desk) -> str:
    """A case that waits for the contractor."""
    return desk.asked()[0]


@BOTH
def test_no_decision_while_a_request_is_open(desk: Desk, use_case: Callable[..., Any]) -> None:
    ref, request = answered(desk)

    with pytest.raises(Refused, match="1 correction request is open"):
        desk.do("approver", use_case, ref, "Nå.")
    desk.do("officer", reviewing.accept_answer, ref, request)
    desk.do("approver", use_case, ref, "Nå.")

    assert desk.read(ref, "decisions")[0].reason == "Nå."


@BOTH
def test_no_decision_while_the_case_waits_or_something_lies_in_the_tray(desk: Desk, use_case: Callable[..., Any]) -> None:
    waiting, _asked = desk.asked()
    tray = desk.in_review()
    desk.do("officer", reviewing.plan_request, tray, ADDRESS)

    for ref, why in ((waiting, "waits for the contractor"), (tray, "unsent requests"), (desk.submitted(), "must begin the check")):
        with pytest.raises(Refused, match=why):
            desk.do("approver", use_case, ref, "Nå.")


def long_unanswered(desk: Desk) -> str:
    """A case whose answers never came."""
    ref = waiting(desk)
    desk.later(days=60)
    return ref


DECISIONS = {deciding.approve: Desk.in_review, deciding.reject: Desk.in_review, deciding.reopen: closed, deciding.lapse: long_unanswered}


@pytest.mark.parametrize(("use_case", "before"), DECISIONS.items(), ids=lambda one: one.__name__)
def test_no_decision_by_somebody_who_signed_in_long_ago(desk: Desk, use_case: Callable[..., Any], before: Callable[[Desk], str]) -> None:
    ref = before(desk)
    status, signed_in = desk.case(ref).status, desk.actor("approver")

    desk.later(minutes=10, seconds=1)
    with pytest.raises(SignInAgain):
        use_case(ref, "Nå.", actor=signed_in, work=desk.works(writing=True), now=desk.now, chance=CHANCE)

    assert desk.case(ref).status == status
    desk.do("approver", use_case, ref, "Nå.")
    assert desk.case(ref).status != status


def test_no_approval_while_something_needed_lacks_that_nobody_found_good(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    desk.do("contractor", sending.submit, ref)
    (asked,) = desk.requests(ref)
    desk.do("officer", reviewing.withdraw_request, ref, asked.id, "Vi ser på det selv.")
    with pytest.raises(Refused, match="1 requirement is not met"):
        desk.do("approver", deciding.approve, ref, "I orden.")

    key = next(one.row.key for one in desk.office(ref).checklist if one.row.at == "authority")
    desk.do("officer", reviewing.tick, ref, key, reason="Eieren ringte oss.")
    desk.do("approver", deciding.approve, ref, "I orden.")

    assert desk.case(ref).phase == Phase.WORK


def test_a_rejection_needs_nothing_but_grounds_and_ends_the_case(desk: Desk) -> None:
    ref = desk.in_review()
    with pytest.raises(BadInput):
        desk.do("approver", deciding.reject, ref, "  ")

    desk.do("approver", deciding.reject, ref, "Ledningen er stengt.")

    case = desk.case(ref)
    assert (case.status, case.board_column, case.due_on) == (Status.REJECTED, BoardColumn.CLOSED, None)


@pytest.mark.parametrize("login", ["officer", "admin", "auditor", "contractor", "viewer"])
@BOTH
def test_only_an_approver_decides(desk: Desk, use_case: Callable[..., Any], login: str) -> None:
    ref = desk.in_review()

    with pytest.raises((NotAllowed, NotThere)):
        desk.do(login, use_case, ref, "Nå.")


def test_a_decision_upon_what_one_has_not_seen_is_refused(desk: Desk) -> None:
    ref = desk.in_review()
    seen = desk.case(ref).version
    desk.do("officer", reviewing.release, ref)

    with pytest.raises(MovedOn):
        desk.do("approver", deciding.approve, ref, "I orden.", seen_version=seen)
    desk.do("approver", deciding.approve, ref, "I orden.", seen_version=seen + 1)


def test_conditions_go_with_the_approval(desk: Desk) -> None:
    ref = desk.in_review()

    desk.do("approver", deciding.approve, ref, "I orden.", ["Ring før stenging.", "  ", "Hent på lageret."])

    (decision,) = desk.home(ref).decisions
    assert list(decision.conditions) == ["Ring før stenging.", "Hent på lageret."]
    with pytest.raises(BadInput):
        desk.do("approver", deciding.approve, desk.in_review(), "I orden.", ["Ja."] * 51)


def with_four_eyes(desk: Desk) -> None:
    """Fjordvik wants two people for each decision."""
    values: dict[str, object] = {"four_eyes": True}
    with desk.database.writing.begin() as connection:
        add(
            connection,
            LocalRules(
                id="r1",
                municipality_id="demo-fjordvik",
                workflow="water-meter",
                version=1,
                content={"parameters": values},
                published_at=desk.now,
            ),
        )


def test_where_four_eyes_are_wanted_one_proposes_and_another_decides(desk: Desk) -> None:
    with_four_eyes(desk)
    ref = desk.in_review()
    with pytest.raises(Refused, match="Propose it first"):
        desk.do("approver", deciding.approve, ref, "I orden.")
    desk.do("approver", deciding.propose, ref, "approved", "Ser bra ut.")
    with pytest.raises(Refused, match="yourself"):
        desk.do("approver", deciding.approve, ref, "I orden.")

    desk.do("officer", deciding.propose, ref, "approved", "Ser bra ut.")
    shown = desk.office(ref)
    desk.do("approver", deciding.approve, ref, "I orden.")

    (decision,) = desk.read(ref, "decisions")
    assert (decision.proposed_by, decision.decided_by) == ("demo-officer", "demo-approver")
    assert (shown.proposed_outcome, shown.proposal and shown.proposal.words) == ("approved", "Ser bra ut.")


def test_a_proposal_is_void_once_something_is_asked(desk: Desk) -> None:
    with_four_eyes(desk)
    ref = desk.in_review()
    desk.do("officer", deciding.propose, ref, "approved", "Ser bra ut.")

    desk.ask(ref, ADDRESS)

    assert desk.case(ref).proposal_by is None


def test_a_proposal_names_an_outcome(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.do("officer", deciding.propose, desk.in_review(), "maybe", "Tja.")


@pytest.mark.parametrize(("kind", "next_phase"), [("replace", Phase.WORK), ("remove", Phase.FINAL)])
def test_the_next_phase_is_the_next_that_applies(desk: Desk, kind: str, next_phase: Phase) -> None:
    ref = desk.draft()
    desk.save(ref, "job", "kind", kind)
    for row in desk.home(ref).ledger.needed:
        desk.do("contractor", drafting.waive, ref, row.key, "Ikke nødvendig her.")
    desk.handled(ref)

    desk.do("approver", deciding.approve, ref, "I orden.")

    assert (desk.case(ref).phase, desk.case(ref).status) == (next_phase, Status.DRAFT)


def test_the_new_phase_knows_that_the_one_before_was_approved(desk: Desk) -> None:
    ref = desk.approved()

    saved = desk.save(ref, "pickup", "picked_up_by", "Kari Nilsen", phase=Phase.WORK)

    assert saved.loaded.known.approvals[Phase.APPLICATION].on == desk.now.date()


@pytest.mark.parametrize("outcome", ["completed", "rejected"])
def test_a_case_that_has_ended_is_taken_up_again_with_a_reason(desk: Desk, outcome: str) -> None:
    ref = desk.reported()
    desk.do("approver", deciding.approve if outcome == "completed" else deciding.reject, ref, "Ferdig.")
    with pytest.raises(BadInput):
        desk.do("approver", deciding.reopen, ref, " ")

    desk.do("approver", deciding.reopen, ref, "Klage.")
    reopened = desk.case(ref)
    desk.do("approver", deciding.approve, ref, "Ferdig igjen.")

    assert (reopened.status, reopened.phase, reopened.due_on is not None) == (Status.IN_REVIEW, Phase.FINAL, True)
    assert [one.number for one in desk.read(ref, "decisions") if one.phase == Phase.FINAL] == [1, 2]
    assert desk.case(ref).status == Status.COMPLETED


def test_an_approval_that_is_not_used_lapses_for_good(desk: Desk) -> None:
    ref = desk.approved()

    desk.later(days=3 * 366)
    desk.do("approver", deciding.lapse, ref, "Ikke påbegynt på tre år.")

    case = desk.case(ref)
    assert (case.status, case.board_column) == (Status.LAPSED, BoardColumn.CLOSED)
    with pytest.raises(Refused):
        desk.do("approver", deciding.reopen, ref, "Likevel.")


def test_answers_that_never_come_let_a_case_lapse_with_its_requests(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS, Wanted(what="Når?"))

    desk.later(days=60)
    desk.do("approver", deciding.lapse, ref, "Ingen svar.")

    assert desk.case(ref).open_requests == 0
    assert {one.state for one in desk.requests(ref)} == {"withdrawn"}
