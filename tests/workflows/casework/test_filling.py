"""What people are shown: the task list, one page of the wizard, the process bar, and what may be done and why not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import event

from models.base import Phase, Status
from models.errors import NotThere
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.casework import filling, reviewing
from workflows.casework.drafting import AnswerChange
from workflows.casework.views import PartView, RowView, StepView
from workflows.declare import Slot
from workflows.lifecycle import BY_NAME


def page(desk: Desk, ref: str, step: str, phase: Phase = Phase.APPLICATION, login: str = "contractor") -> StepView:
    """One page of the wizard."""
    view: StepView = desk.do(login, filling.step_view, ref, phase, step)
    return view


def states(desk: Desk, ref: str) -> dict[str, tuple[str, int]]:
    """The task list."""
    return {one.key: (one.state, one.lacking) for one in desk.home(ref).steps}


def test_the_task_list_tells_untouched_from_begun_from_ready(desk: Desk) -> None:
    ref = desk.draft(without=("owner_name", "owner_kind", "owner_email", "owner_phone", "authority", "reason"))

    shown = states(desk, ref)

    assert (shown["parties"][0], shown["job"], shown["building"]) == ("not_started", ("lacks", 1), ("ready", 0))


def test_a_step_the_municipality_asks_about_is_to_be_corrected(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)

    assert states(desk, ref)["property"][0] == "to_correct"


def test_a_page_knows_its_neighbours_and_the_next_that_lacks(desk: Desk) -> None:
    ref = desk.draft(without=("owner_name",))

    view = page(desk, ref, "building")

    keys = [one.key for one in view.steps]
    place = keys.index("building")
    assert (view.previous, view.following, view.next_lacking) == (keys[place - 1], keys[place + 1], "parties")
    assert (page(desk, ref, keys[0]).previous, page(desk, ref, keys[-1]).following) == ("", "")


def test_a_page_keeps_what_was_typed_beside_why_it_is_not_understood(desk: Desk) -> None:
    ref = desk.draft()
    desk.save(ref, "building", "intake_od_mm", "tykt", login="applicant")

    part = next(part for part in page(desk, ref, "building").parts if part.path == "intake_od_mm")

    assert (part.raw, part.version, part.problem is not None, part.how_to_fix is not None) == ("tykt", 2, True, True)
    assert part.saved_by == "demo-applicant"


def test_a_page_says_why_it_is_locked_and_opens_where_it_was_asked(desk: Desk) -> None:
    ref, (asked,) = desk.asked(ADDRESS)

    parts = {part.path: part for part in page(desk, ref, "property").parts}

    assert parts["location"].locked is not None
    assert (parts["address"].locked, [one.id for one in parts["address"].asked]) == (None, [asked.id])


def test_a_question_that_does_not_apply_is_there_but_not_shown(desk: Desk) -> None:
    ref = desk.draft()

    assert {part.path: part.shown for part in page(desk, ref, "job").parts}["site_until"] is False


@pytest.mark.parametrize(("phase", "step"), [(Phase.APPLICATION, "nowhere"), (Phase.FINAL, "pickup")])
def test_there_is_no_page_for_what_is_not_declared(desk: Desk, phase: Phase, step: str) -> None:
    ref = desk.draft()

    with pytest.raises(NotThere):
        page(desk, ref, step, phase)


def test_the_process_bar_shows_where_the_case_is_and_a_pause_as_a_mark(desk: Desk) -> None:
    ref = desk.in_review()
    before = [(str(one.label), one.state, one.paused) for one in desk.home(ref).head.bar]
    desk.ask(ref, ADDRESS)
    after = [(str(one.label), one.state, one.paused) for one in desk.home(ref).head.bar]

    assert before == [
        ("Application", "done", False), ("Check", "current", False), ("Decision", "todo", False), ("Work", "todo", False),
        ("Final documentation", "todo", False), ("Done", "todo", False),
    ]  # fmt: skip
    assert [one for one in after if one not in before] == [("Check", "current", True)]


def test_both_sides_read_the_same_clock_and_each_who_acts_next(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)

    ours, theirs = desk.home(ref).head, desk.office(ref).head

    assert ours.clock == theirs.clock
    assert (str(ours.next_step), str(theirs.next_step)) == ("Answer the requests", "Wait for the contractor")
    assert ours.due == theirs.due == desk.case(ref).due_on


def test_every_action_is_either_possible_or_says_why_not(desk: Desk) -> None:
    ref = desk.in_review()

    approver, viewer = desk.office(ref, "approver").permitted, desk.home(ref, "viewer").permitted

    assert approver["approve"].why_not is None
    assert str(approver["send_requests"].why_not) == "Nothing is in the tray. Mark what must be corrected first."
    assert viewer == {}
    assert set(approver) <= set(BY_NAME)


def test_the_timeline_is_told_newest_first_without_every_keystroke(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", reviewing.release, ref)

    assert [one.kind for one in desk.home(ref).timeline] == ["review_began", "submitted", "started"]
    assert [one.kind for one in desk.office(ref).timeline] == ["released", "review_began", "submitted", "started"]


@pytest.mark.parametrize("login", ["contractor", "officer"])
def test_showing_a_case_costs_the_same_however_much_happened(desk: Desk, login: str) -> None:
    ref = desk.submitted()

    def queries() -> int:
        seen: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(desk.database.reading, "before_cursor_execute", count)
        event.listen(desk.database.writing, "before_cursor_execute", count)
        desk.office(ref) if login == "officer" else desk.home(ref)
        event.remove(desk.database.reading, "before_cursor_execute", count)
        event.remove(desk.database.writing, "before_cursor_execute", count)
        return len(seen)

    first = queries()
    desk.do("officer", reviewing.begin_review, ref)
    desk.ask(ref, ADDRESS, reviewing.Wanted(what="Når?"), reviewing.Wanted(target="job", what="Se over.", extra_reason="Uklart."))

    assert 0 < queries() == first <= {"officer": 12, "contractor": 10}[login]
    assert desk.case(ref).status == Status.PAUSED


def test_a_row_is_described_as_it_stood_when_the_page_was_made(desk: Desk) -> None:
    """Whenever somebody looks: a page describes rows late, and its case may have been changed meanwhile."""
    ref = desk.draft()
    change = AnswerChange(Phase.APPLICATION, "meters", "meters/m1/place_room", "Bod")
    desk.save(ref, "meters", "meters", ["m1", "m2"])
    kept = desk.do("contractor", filling.save_and_look, ref, [change], Phase.APPLICATION, ["meters"])
    at_once = [tuple(row.parts) for row in rows(page(desk, ref, "meters").parts)]
    desk.save(ref, "meters", "meters/m1/place_room", "Kjeller")
    desk.save(ref, "meters", "meters", ["m2"])

    late = rows(kept.parts["meters"])

    assert [tuple(row.parts) for row in late] == at_once
    assert next(part.raw for part in late[0].parts if part.path == "meters/m1/place_room") == "Bod"


def test_the_document_slots_of_a_row_are_among_its_parts(desk: Desk) -> None:
    ref = desk.draft()

    for group in (part for step in ("meters", "building") for part in page(desk, ref, step).parts if part.rows):
        for row in group.rows:
            assert list(row.slots) == [part for part in row.parts if isinstance(part.part, Slot)]


def rows(parts: Sequence[PartView]) -> Sequence[RowView]:
    """The meters of a page."""
    return next(part.rows for part in parts if part.path == "meters")
