"""What lies ready of a decision: nobody decides without it, and a correction and a new decision never take each other's place."""

from __future__ import annotations

from datetime import date

import pytest

from models.errors import BadInput, MovedOn, Refused
from models.letters import DraftState, Letterhead, Terms
from tests.workflows.casework.desk import ADDRESS, Desk
from tests.workflows.casework.test_letters import FIRST, decided, rules
from workflows.access import letterheads
from workflows.casework import correcting, deciding, proposing


def propose_with_terms(desk: Desk, ref: str) -> Terms:
    """A proposal that says more than its grounds."""
    written = Terms(reason="I orden.", conditions=("Ring først.",), valid_until=date(2027, 1, 4))
    desk.do("officer", proposing.propose, ref, "approved", "I orden.", written.conditions, terms=written)
    return written


def test_what_was_proposed_with_its_own_terms_is_neither_decided_nor_proposed_anew_without_any(desk: Desk) -> None:
    ref = desk.in_review()
    written = propose_with_terms(desk, ref)

    for use_case, given in (
        (deciding.approve, ("Enig.",)), (deciding.approve, ("Enig.", ["Noe annet."])), (deciding.reject, ("Nei.",)),
        (deciding.propose, ("approved", "Likevel.")),
    ):  # fmt: skip
        with pytest.raises(Refused, match="with its own terms"):
            desk.do("approver", use_case, ref, *given)
    assert desk.do("approver", proposing.decision_desk, ref).terms == written

    desk.do("approver", deciding.approve, ref, "Enig.", written.conditions, terms=written)
    (one,) = decided(desk, ref)
    assert (one.conditions, one.valid_until) == (["Ring først."], date(2027, 1, 4))


def test_a_proposal_of_grounds_alone_is_decided_without_terms(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", proposing.propose, ref, "approved", "I orden.")

    desk.do("approver", deciding.approve, ref, "Enig.")

    assert [one.conditions for one in decided(desk, ref)] == [[]]


def test_the_officer_s_page_knows_what_is_written_and_has_the_conditions_of_the_letters(desk: Desk) -> None:
    rules(desk)
    desk.do("admin", letterheads.save_letterhead, Letterhead(language="nn"), 0)
    ref = desk.in_review()
    assert (desk.office(ref).written, desk.office(ref).conditions) == (None, ["Hald vatnet stengt."])

    written = propose_with_terms(desk, ref)

    shown = desk.office(ref).written
    assert shown is not None
    assert (shown.terms, shown.is_proposed) == (written, True)
    assert desk.office(ref, "admin").written is None


def test_what_is_asked_after_a_proposal_leaves_a_decision_that_anybody_can_go_on_writing(desk: Desk) -> None:
    ref = desk.in_review()
    written = propose_with_terms(desk, ref)

    desk.ask(ref, ADDRESS)

    found = desk.do("officer", proposing.decision_desk, ref)
    assert (found.state, found.terms, found.proposed, found.is_mine) == (DraftState.WRITING, written, None, False)
    desk.do("officer", proposing.save_decision, ref, Terms(reason="På nytt."), found.revision)
    assert desk.do("approver", proposing.decision_desk, ref).terms.reason == "På nytt."


def test_a_correction_s_proposal_stays_when_something_is_asked(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    desk.do("approver", deciding.reopen, ref, "Klage.")
    desk.do("officer", correcting.propose_correction, ref, *FIRST, Terms(outcome="rejected", reason="Nei.", why="Feil."))

    desk.ask(ref, ADDRESS)

    assert desk.do("approver", proposing.decision_desk, ref, FIRST).state == DraftState.PROPOSED


def reopened(desk: Desk) -> str:
    """A case whose application was decided once and is looked at anew."""
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    desk.do("approver", deciding.reopen, ref, "Klage.")
    return ref


def test_a_correction_never_takes_the_place_of_a_decision_that_is_being_written(desk: Desk) -> None:
    ref, correction = reopened(desk), Terms(outcome="rejected", reason="Nei.", why="Feil.")
    written = propose_with_terms(desk, ref)

    for use_case, given in (
        (proposing.save_decision, (correction, 0, FIRST)), (correcting.propose_correction, (*FIRST, correction)),
        (correcting.correct_decision, (*FIRST, correction)),
    ):  # fmt: skip
        with pytest.raises(BadInput, match="A new decision is being written"):
            desk.do("approver", use_case, ref, *given)

    there, here = (desk.do("approver", proposing.decision_desk, ref, one) for one in (FIRST, None))
    assert (there.in_the_way, there.may_discard, there.revision, there.state) == (0, False, 0, DraftState.WRITING)
    assert (here.in_the_way, here.terms, here.state) == (None, written, DraftState.PROPOSED)
    with pytest.raises(Refused, match="before you discard"):
        desk.do("approver", proposing.discard_decision, ref)
    desk.do("approver", proposing.return_proposal, ref, "Rett den første.")
    desk.do("officer", proposing.discard_decision, ref)
    assert desk.do("officer", proposing.save_decision, ref, correction, 0, FIRST) == 1


def test_a_new_decision_never_takes_the_place_of_a_correction_that_is_being_written(desk: Desk) -> None:
    ref, correction = reopened(desk), Terms(outcome="rejected", reason="Nei.", why="Feil.")
    desk.do("officer", proposing.save_decision, ref, correction, 0, FIRST)

    with pytest.raises(BadInput, match="correction of decision 1 is being written"):
        desk.do("officer", proposing.save_decision, ref, Terms(reason="Likevel."), 0)
    with pytest.raises(BadInput, match="correction of decision 1 is being written"):
        desk.do("officer", proposing.propose, ref, "approved", "Likevel.")
    assert desk.do("officer", proposing.decision_desk, ref, FIRST).terms == correction

    found = desk.do("officer", proposing.decision_desk, ref)
    assert (found.in_the_way, found.may_discard) == (1, True)
    with pytest.raises(MovedOn):
        desk.do("officer", proposing.discard_decision, ref, FIRST, revision=2)
    desk.do("officer", proposing.discard_decision, ref, FIRST)
    with pytest.raises(Refused, match="Nothing is written"):
        desk.do("officer", proposing.discard_decision, ref, FIRST)
    desk.do("officer", proposing.propose, ref, "approved", "Likevel.")
