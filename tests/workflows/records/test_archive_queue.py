"""What goes to the archive is queued with what happens, on both engines: once, in order, when the municipality wants it."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Phase
from models.errors import BadInput, NotAllowed, NotThere
from models.letters import Terms
from models.records import ArchiveItem, ArchiveState
from storage.rows import every
from tests.workflows.casework.desk import Desk
from ui.print.archive_sheets import printed
from ui.print.letter import letter_pdf
from workflows.casework import correcting, deciding, drafting, reviewing, sending, talking
from workflows.casework.reading_letters import letter_of
from workflows.records.archiving import KIND_WORDS, archive_case, archive_view, case_entries, change_archive_rules, send_again
from workflows.records.describing import package_of
from workflows.records.occasions import OCCASIONS


def items(desk: Desk) -> list[ArchiveItem]:
    with desk.database.reading.connect() as connection:
        return list(every(connection, ArchiveItem, "case_id", "place"))


def kinds(desk: Desk) -> list[str]:
    return [one.kind for one in items(desk)]


def rules(desk: Desk, **wishes: Any) -> None:
    desk.do("admin", change_archive_rules, wishes)


def a_day(desk: Desk) -> str:
    """A case that is asked to be mended, is answered, spoken of and approved."""
    ref, _asked = desk.asked()
    desk.do("officer", talking.write_note, ref, "Internt.")
    desk.do("contractor", talking.write_message, ref, "Hei.")
    desk.save(ref, "property", "address", "Storgata 99")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.accept_answer, ref, desk.requests(ref)[0].id)
    desk.do("approver", deciding.approve, ref, "I orden.")
    return ref


def test_each_thing_is_queued_as_it_happens_and_is_due_at_once(any_desk: Desk) -> None:
    a_day(any_desk)

    found = items(any_desk)

    assert [one.kind for one in found] == ["sending", "requests", "message", "sending", "decision"]
    assert {one.state for one in found} == {ArchiveState.WAITING}
    assert all(one.due_at == one.created_at for one in found)
    assert [one.place for one in found] == sorted(one.place for one in found)


def test_the_letters_that_went_out_are_what_is_archived_and_a_correction_is_one_more(any_desk: Desk) -> None:
    ref = a_day(any_desk)
    any_desk.later(days=1)
    mended = Terms(reason="I orden, med vilkår.", conditions=("Meld fra.",), why="Vilkåret var glemt.")
    any_desk.do("approver", correcting.correct_decision, ref, Phase.APPLICATION, 1, mended)

    decisions = [one for one in items(any_desk) if one.kind == "decision"]
    packages = [package_of(one, is_first=False, work=any_desk.works(writing=False), now=any_desk.now) for one in decisions]
    archived = [next(iter(printed(one).sheets.values())) for one in packages]

    sent = [any_desk.do("contractor", letter_of, ref, Phase.APPLICATION, number) for number in (1, 2)]
    assert archived == [letter_pdf(one) for one in sent]
    assert archived[0] != archived[1]


def test_every_kind_of_entry_has_words_for_the_archives_page() -> None:
    assert {kind for kinds in OCCASIONS.values() for kind in kinds} == set(KIND_WORDS)


def test_a_draft_and_what_is_undone_leave_nothing(any_desk: Desk) -> None:
    ref = any_desk.draft()
    any_desk.do("contractor", drafting.withdraw, ref, "Utgår.")

    with any_desk.works(writing=True) as work:
        work.log.record(
            "submitted", actor=any_desk.actor("contractor"), at=any_desk.now, case=work.cases.get(any_desk.actor("contractor").scope, ref)
        )

    assert items(any_desk) == []


def test_notes_are_archived_only_where_the_municipality_wants_it(desk: Desk) -> None:
    a_day(desk)
    assert "note" not in kinds(desk)
    rules(desk, with_notes=True)

    ref = desk.submitted()
    desk.do("officer", talking.write_note, ref, "Internt.")

    assert kinds(desk).count("note") == 1


def test_a_municipality_that_waits_gets_all_when_the_case_is_over(any_desk: Desk) -> None:
    rules(any_desk, moment="at_end")
    ref = any_desk.in_review()
    assert [one.due_at for one in items(any_desk)] == [None]

    any_desk.later(days=1)
    any_desk.do("approver", deciding.reject, ref, "Nei.")

    assert kinds(any_desk) == ["sending", "decision", "closing"]
    assert {one.due_at for one in items(any_desk)} == {any_desk.now}


def test_who_will_wait_no_longer_gets_what_was_held_back(desk: Desk) -> None:
    rules(desk, moment="at_end")
    desk.submitted()

    rules(desk, moment="at_once")

    assert [one.due_at for one in items(desk)] == [desk.now]


def test_a_municipality_without_an_archive_queues_nothing_and_catches_up_when_it_has_one(any_desk: Desk) -> None:
    rules(any_desk, moment="never")
    ref = any_desk.in_review()
    assert items(any_desk) == []
    with pytest.raises(BadInput):
        any_desk.do("admin", archive_case, ref)

    rules(any_desk, moment="at_once")
    any_desk.do("approver", deciding.approve, ref, "I orden.")

    assert kinds(any_desk) == ["sending", "decision"], "an entry without its folder would be refused"


def test_what_is_queued_is_not_queued_again(any_desk: Desk) -> None:
    ref = a_day(any_desk)
    before = items(any_desk)

    assert any_desk.do("admin", archive_case, ref) == 0
    assert items(any_desk) == before

    rules(any_desk, with_notes=True)
    assert any_desk.do("admin", archive_case, ref) == 1, "the note alone was lacking"


def test_the_administrator_sees_where_all_stands_and_sends_again_what_failed(any_desk: Desk) -> None:
    ref = a_day(any_desk)
    failed = items(any_desk)[0]
    with any_desk.database.writing.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE archive_item SET state = 'failed', fault = 'ugyldigforespoersel', attempts = 7 WHERE kind = 'sending'"
        )

    view = any_desk.do("admin", archive_view, "failed")
    assert [one.item.kind for one in view.page.rows] == ["sending", "sending"]
    assert {one.number for one in view.page.rows} == {any_desk.case(ref).number}
    assert view.counts == {ArchiveState.FAILED: 2, ArchiveState.WAITING: 3}

    any_desk.later(minutes=5)
    again = any_desk.do("admin", send_again, failed.id)
    assert (again.state, again.due_at, again.attempts) == (ArchiveState.WAITING, any_desk.now, 0)
    assert [one.id for one in any_desk.do("auditor", case_entries, ref)] == [one.id for one in items(any_desk)]


def test_pages_of_the_log_go_on_where_the_one_before_ended(any_desk: Desk) -> None:
    a_day(any_desk)

    seen: list[str] = []
    after = None
    while True:
        page = any_desk.do("admin", archive_view, "", after, 2).page
        seen += [one.item.id for one in page.rows]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted(one.id for one in items(any_desk))
    assert len(seen) == len(set(seen)) == 5


def test_another_municipality_sees_nothing_of_it_and_a_case_worker_may_not(any_desk: Desk) -> None:
    ref = any_desk.submitted()
    (item,) = items(any_desk)

    assert any_desk.do("admin2", archive_view).page.rows == []
    for use_case, given in ((send_again, item.id), (archive_case, ref), (case_entries, ref)):
        with pytest.raises(NotThere):
            any_desk.do("admin2", use_case, given)
        with pytest.raises(NotAllowed):
            any_desk.do("officer", use_case, given)


@pytest.mark.parametrize(
    ("wishes", "target"),
    [({"moment": "sometimes"}, "moment"), ({"shielded_types": ["HEMMELIG"]}, "shielded_types"), ({"unit": "x" * 200}, "unit")],
)
def test_rules_that_mean_nothing_are_refused_by_name(desk: Desk, wishes: dict[str, Any], target: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.do("admin", change_archive_rules, wishes)

    assert refused.value.target == target
