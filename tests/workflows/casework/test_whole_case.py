"""One water-meter case from an empty form to an approved final documentation, by the use cases alone."""

from __future__ import annotations

from models.actor import Scope
from models.base import Ball, BoardColumn, Phase, Status
from storage.log import verify
from tests.workflows.casework.desk import Desk
from workflows.casework import deciding


def test_a_case_is_worked_from_start_to_finish(desk: Desk) -> None:
    ref = desk.reported()

    desk.do("approver", deciding.approve, ref, "Ferdig.", ["Måleren leses av i januar."])

    case = desk.case(ref)
    assert (case.phase, case.status, case.ball, case.board_column) == (Phase.FINAL, Status.COMPLETED, Ball.NOBODY, BoardColumn.CLOSED)
    with desk.database.reading.connect() as connection:
        assert verify(connection, f"case:{case.id}") is None
    assert [one.outcome for one in desk.read(ref, "decisions")] == ["approved"] * 3


def test_the_books_remember_the_new_meter_the_old_one_and_the_seal(desk: Desk) -> None:
    ref = desk.reported()
    desk.do("approver", deciding.approve, ref, "Ferdig.")

    case = desk.case(ref)
    with desk.works(writing=False) as work:
        asked = {"meter_numbers": [desk.job.new_meter, desk.job.old_meter], "seals": [desk.job.seal], "addresses": [], "references": []}
        draft = work.knowledge.around_draft(Scope(company_id="demo-varme"), case.municipality_id, case.workflow, property_keys=[], **asked)
    assert draft.meters
    assert draft.seals
    assert (draft.meters[desk.job.new_meter].active, draft.meters[desk.job.old_meter].active) == (True, False)
    assert draft.meters[desk.job.new_meter].property.endswith("101/27/0/0")
    assert draft.seals == {desk.job.seal: case.number}


def test_the_next_phase_opens_filled_with_what_is_known_in_rows_of_the_same_id(desk: Desk) -> None:
    ref = desk.approved()

    case, kept = desk.case(ref), {(one.phase, one.step): one.answers for one in desk.read(ref, "answers")}
    assert (case.phase, case.status, case.ball, case.board_column) == (Phase.WORK, Status.DRAFT, Ball.CONTRACTOR, BoardColumn.FINAL_DOCS)
    assert kept["work", "pickup"]["meters_picked"]["raw"] == kept["application", "meters"]["meters"]["raw"] == ["1"]


def test_a_later_phase_is_counted_as_it_opens(desk: Desk) -> None:
    ref = desk.approved()

    ledger = desk.home(ref).ledger
    assert desk.case(ref).lacking == len(ledger.blocking) + len(ledger.needed) > 0
