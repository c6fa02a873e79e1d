"""What use cases do is counted in their own transaction, and what was sent before there was anything to count is counted by the job."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from models.base import Phase
from models.document import FileState
from models.quality import MissedFact, PartFact
from storage.rows import table_of
from tests.workflows.casework.desk import ADDRESS, MONDAY, Desk, received
from workflows.casework import deciding, documents, drafting, reviewing, sending
from workflows.casework.counting import count_missing
from workflows.casework.documents import Place
from workflows.casework.reviewing import Wanted
from workflows.measures.figures import quality_view
from workflows.quality import QualityFigures, QualityWish, Tally
from workflows.registry import WORKFLOWS


def figures(desk: Desk, **wish: object) -> QualityFigures:
    found: QualityFigures = desk.do("admin", quality_view, QualityWish(**wish)).figures  # type: ignore[arg-type]  # what tests wish
    return found


def decided(desk: Desk, ref: str) -> None:
    """The answers are sent, accepted, and the case approved."""
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    for one in desk.requests(ref):
        desk.do("officer", reviewing.accept_answer, ref, one.id)
    desk.do("approver", deciding.approve, ref, "I orden.")


def test_a_case_is_counted_when_it_is_decided_with_all_that_happened_to_it(any_desk: Desk) -> None:
    desk = any_desk
    desk.approved()
    ref, requests = desk.asked(ADDRESS, Wanted(key="METER.application.units_served", comment="Skriv hele navnet."))
    assert figures(desk).total.parts == 1

    desk.later(days=2)
    desk.save(ref, "property", "address", "Storgata 15")
    desk.save(ref, "building", "units_served", "3")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    for one in requests:
        desk.do("officer", reviewing.accept_answer, ref, one.id)
    desk.do("approver", deciding.approve, ref, "I orden.")
    found = figures(desk)

    assert found.total == Tally(2, 1, 0, 1, 1, 0, 2, 1, 0)
    assert [(one.requirement, one.parts, one.of, one.days) for one in found.missed] == [("METER.application.units_served", 1, 2, 2)]
    assert list(found.companies) == ["demo-rorlegger"]
    assert figures(desk, since=MONDAY.date() + timedelta(days=1)).total.parts == 1
    assert figures(desk, workflow="discharge").total.parts == 0


def test_what_is_sent_with_a_gap_is_a_round_and_asked_for_once(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])
    desk.save(ref, "building", "units_served", "3")
    decided(desk, ref)

    found = figures(desk)

    assert (found.total.right_first, found.total.rounds, found.total.extra) == (0, 1, 0)
    assert [one.requirement for one in found.missed] == ["METER.application.units_served"]


def test_what_the_contractor_opened_of_its_own_accord_is_no_demand(desk: Desk) -> None:
    ref, (request,) = desk.asked()
    desk.do("contractor", drafting.unlock_step, ref, "building", "Feil også her.")
    desk.save(ref, "property", "address", "Storgata 15")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.accept_answer, ref, request.id)
    desk.do("approver", deciding.approve, ref, "I orden.")

    assert figures(desk).total.extra == 1


def test_doubtful_files_are_counted_though_they_were_replaced(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    place = Place(Phase.APPLICATION, "photo_old")
    first = desk.do("contractor", documents.attach, ref, place, received(1))
    desk.judge(first, FileState.DOUBTFUL)
    desk.photo(ref, place, replaces=first.id)
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("approver", deciding.approve, ref, "I orden.")

    assert figures(desk).total.doubtful == 1


def test_a_refusal_and_a_withdrawal_end_a_part_in_their_own_ways(desk: Desk) -> None:
    desk.do("approver", deciding.reject, desk.in_review(), "Måleren kan ikke stå der.")
    desk.do("contractor", drafting.withdraw, desk.in_review(), "Utgår.")

    assert (figures(desk).total.parts, figures(desk).total.rejected) == (1, 1)


def test_a_case_taken_up_again_is_counted_by_its_new_decision(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    desk.do("approver", deciding.reopen, ref, "Klage.")
    assert figures(desk).total.parts == 0

    desk.do("approver", deciding.approve, ref, "Likevel.")
    assert (figures(desk).total.parts, figures(desk).total.right_first) == (1, 1)


def test_cases_of_before_are_counted_by_the_job_as_they_would_have_been(any_desk: Desk) -> None:
    desk = any_desk
    desk.reported()
    desk.asked()
    desk.draft()
    before = figures(desk)
    with desk.database.writing.begin() as connection:
        connection.execute(delete(table_of(MissedFact)))
        connection.execute(delete(table_of(PartFact)))
    assert figures(desk).total.parts == 0

    last, turns = "", 0
    while last := count_missing(last, work=desk.works(writing=True)):
        turns += 1

    assert turns == 1
    assert figures(desk) == before
    assert before.total.parts == 2
    assert count_missing(work=desk.works(writing=True)) == ""


def test_every_requirement_that_is_counted_is_said_in_words(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])
    desk.save(ref, "building", "units_served", "3")
    decided(desk, ref)
    view = desk.do("officer", quality_view, QualityWish())

    assert {(one.workflow, one.requirement) for one in view.figures.missed} == set(view.words)
    assert set(view.figures.workflows) <= set(WORKFLOWS)
    assert view.companies["demo-rorlegger"] == ("310000027", "Nilsen Rør AS")
    assert (view.may_export, view.may_reword) == (False, False)
