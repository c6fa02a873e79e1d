"""Preparing a case: any answer is kept, nobody overwrites anybody unseen, and only what is open can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from models.base import BoardColumn, Phase, State, Status
from models.errors import BadInput, NotAllowed, NotThere, Refused
from tests.workflows.casework.desk import KEY, Desk, changes
from workflows.casework import drafting, filling, overview, reviewing, sending, starting
from workflows.casework.drafting import AnswerChange, Locked
from workflows.casework.rows import AddRows, RemoveRow
from workflows.ports import CaseFilter


def test_a_case_begins_with_its_first_answer_and_is_nobody_else_s_business(desk: Desk) -> None:
    saved = desk.do("contractor", drafting.start_case, KEY, "9999", changes(Phase.APPLICATION, {"property": {"address": "Storgata 14"}}))

    case = desk.case(saved.ref)
    assert (case.status, case.board_column, case.address, case.number) == (Status.DRAFT, BoardColumn.HIDDEN, "Storgata 14", "2026-000001")
    assert desk.kinds(saved.ref) == ["started"]
    with pytest.raises(NotThere):
        desk.office(saved.ref)


@pytest.mark.parametrize("raw", ["", "abc", "12,5", None, -1, [], {"a": [1]}, True, "💧" * 200])
def test_an_answer_is_kept_as_it_is_however_wrong(desk: Desk, raw: Any) -> None:
    ref = desk.draft(with_photo=False)

    desk.save(ref, "building", "intake_od_mm", raw)

    view = desk.do("contractor", filling.step_view, ref, Phase.APPLICATION, "building")
    assert next(part.raw for part in view.parts if part.path == "intake_od_mm") == raw


def test_a_place_outside_the_municipality_is_doubted_and_one_inside_is_not(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    desk.save(ref, "property", "properties", [])  # a place far from its property would be doubted before

    outside = desk.save(ref, "property", "location", "lat/long 60.39 5.32").ledger["COM-08"]
    inside = desk.save(ref, "property", "location", "lat/long 62.47235 6.1512").ledger["COM-08"]

    assert (outside.state, outside.what.in_english()) == (State.DOUBTFUL, "The place lies outside Fjordvik.")
    assert inside.state == State.MET


def test_a_place_is_kept_as_geojson_beside_what_was_typed(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    typed = "UTM 32\n6928000,5 355000,25\n6928010 355010"

    desk.save(ref, "property", "location", typed)
    kept = desk.kept(ref, "property", "location")
    desk.save(ref, "property", "location", "beside the church")

    assert kept["raw"] == typed
    assert (kept["value"]["type"], kept["value"]["system"], kept["value"]["points"]) == (
        "LineString", "25832", [[6928000.5, 355000.25], [6928010, 355010]],
    )  # fmt: skip
    longitude, latitude = kept["value"]["coordinates"][0]
    assert (round(latitude, 3), round(longitude, 3)) == (62.455, 6.189)
    assert "value" not in desk.kept(ref, "property", "location")


def test_what_is_sent_holds_its_places_as_geojson(desk: Desk) -> None:
    ref = desk.submitted()

    (sent,) = desk.read(ref, "snapshots")

    assert sent.content["answers"]["property"]["location"] == "lat/long 62.47235 6.1512"
    assert sent.content["places"]["property/location"]["coordinates"] == [6.1512, 62.47235]


def test_a_colleague_s_newer_answer_is_left_alone_and_shown(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    seen = desk.save(ref, "property", "address", "Storgata 1").versions["property/address"]
    desk.save(ref, "property", "address", "Storgata 14B", login="applicant", based_on=seen)

    late = desk.save(ref, "property", "address", "Storgata 14A", based_on=seen)

    (conflict,) = late.conflicts
    assert (conflict.raw, conflict.by, conflict.version, late.versions) == ("Storgata 14B", "Jonas Lie", seen + 1, {})
    assert desk.case(ref).address == "Storgata 14B"


def test_the_same_words_twice_are_no_conflict(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    seen = desk.save(ref, "property", "address", "Storgata 1").versions["property/address"]
    desk.save(ref, "property", "address", "Storgata 2", login="applicant", based_on=seen)

    assert desk.save(ref, "property", "address", "Storgata 2", based_on=seen).conflicts == []


def test_one_conflict_does_not_keep_other_answers_from_being_saved(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    seen = desk.save(ref, "property", "address", "Storgata 1").versions["property/address"]
    desk.save(ref, "property", "address", "Storgata 2", login="applicant", based_on=seen)
    both = [
        AnswerChange(Phase.APPLICATION, "property", "address", "Storgata 3", seen),
        AnswerChange(Phase.APPLICATION, "responsible", "reference", "J-9"),
    ]

    saved = desk.do("contractor", drafting.save_answers, ref, both)

    assert (len(saved.conflicts), list(saved.versions), desk.case(ref).reference) == (1, ["responsible/reference"], "J-9")


def test_lists_show_what_was_answered_last(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)

    desk.save(ref, "property", "properties/1/bnr", "44")

    assert desk.case(ref).property_key == "101/44/0/0"


def test_a_row_that_is_taken_away_comes_back_with_its_answers(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    rows = [["1", "second"], ["1"], ["1", "second"]]

    for order in rows:
        desk.save(ref, "meters", "meters", order)
        desk.save(ref, "meters", "meters/second/place_room", "Garasje") if order is rows[0] else None

    view = desk.do("contractor", filling.step_view, ref, Phase.APPLICATION, "meters")
    (group,) = [part for part in view.parts if part.path == "meters"]
    assert [row.id for row in group.rows] == ["1", "second"]
    assert next(part.raw for part in group.rows[1].parts if part.path.endswith("place_room")) == "Garasje"


def rows_shown(desk: Desk, ref: str) -> list[tuple[str, Any]]:
    """Id and place of each meter on the form."""
    view = desk.do("contractor", filling.step_view, ref, Phase.APPLICATION, "meters")
    (group,) = [part for part in view.parts if part.path == "meters"]
    return [(row.id, next(part.raw for part in row.parts if part.path.endswith("place_room"))) for row in group.rows]


def test_where_one_row_is_wanted_an_empty_one_stands_ready_and_becomes_real_when_it_is_answered(desk: Desk) -> None:
    ref = desk.do("contractor", drafting.start_case, KEY, "9999", []).ref
    (first,) = rows_shown(desk, ref)
    assert first == ("first0", None)

    saved = desk.save(ref, "meters", f"meters/{first[0]}/place_room", "Bod")

    assert set(saved.versions) == {"meters/meters", "meters/meters/first0/place_room"}
    assert rows_shown(desk, ref) == [("first0", "Bod")]
    desk.save(ref, "meters", "meters", [])
    assert rows_shown(desk, ref) == [("first2", None)], "what was taken away is not met again"


def add(*rows: str, seen: Sequence[str] = (), step: str = "meters", path: str = "meters") -> AddRows:
    """Meters somebody adds who saw these."""
    return AddRows(Phase.APPLICATION, step, path, rows, seen)


def test_nobody_loses_a_row_to_a_colleague_who_adds_or_removes_one_at_the_same_time(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    both_saw = ["1"]

    desk.do("contractor", drafting.save_answers, ref, [add("hers", seen=both_saw)])
    saved = desk.do("applicant", drafting.save_answers, ref, [add("his", seen=both_saw)])
    desk.do("contractor", drafting.save_answers, ref, [RemoveRow(Phase.APPLICATION, "meters", "meters", "1")])

    assert saved.conflicts == []
    assert [row for row, _place in rows_shown(desk, ref)] == ["hers", "his"]
    desk.do("contractor", drafting.save_answers, ref, [add("1", seen=["hers"])])
    assert [row for row, _place in rows_shown(desk, ref)] == ["hers", "his", "1"]


def test_the_empty_row_two_people_see_first_is_kept_once_when_both_add_another(desk: Desk) -> None:
    ref = desk.do("contractor", drafting.start_case, KEY, "9999", []).ref

    desk.do("contractor", drafting.save_answers, ref, [add("hers", seen=["first0"])])
    desk.do("applicant", drafting.save_answers, ref, [add("his", seen=["first0"])])

    assert [row for row, _place in rows_shown(desk, ref)] == ["first0", "hers", "his"]


def test_the_only_row_taken_away_and_brought_back_is_alone_again(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    desk.do("contractor", drafting.save_answers, ref, [RemoveRow(Phase.APPLICATION, "meters", "meters", "1")])

    desk.do("contractor", drafting.save_answers, ref, [add("1")])

    assert [row for row, _place in rows_shown(desk, ref)] == ["1"]


def test_a_row_that_is_there_or_gone_already_changes_nothing(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    version = desk.case(ref).version

    desk.do("contractor", drafting.save_answers, ref, [add("1"), RemoveRow(Phase.APPLICATION, "meters", "meters", "gone")])

    assert desk.case(ref).version == version


@pytest.mark.parametrize(
    "change",
    [add("1", step="nowhere"), add("1", step="property", path="address"), add("a/b"), add(""), add("x" * 41)],
)
def test_rows_go_into_groups_only(desk: Desk, change: AddRows) -> None:
    ref = desk.draft(with_photo=False)

    with pytest.raises(BadInput):
        desk.do("contractor", drafting.save_answers, ref, [change])


def test_rows_of_what_the_municipality_has_are_left_alone(desk: Desk) -> None:
    ref = desk.submitted()

    with pytest.raises(Refused):
        desk.do("contractor", drafting.save_answers, ref, [add("more", seen=["1"])])


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ("nowhere", "address"),
        ("property", "colour"),
        ("property", "properties/1/colour"),
        ("property", "address/1/x"),
        ("meters", "photo_old"),
    ],
)
def test_what_is_not_asked_cannot_be_answered(desk: Desk, step: str, path: str) -> None:
    ref = desk.draft(with_photo=False)
    version = desk.case(ref).version

    with pytest.raises(BadInput):
        desk.save(ref, step, path, "x")

    assert desk.case(ref).version == version


def test_an_absurdly_long_answer_is_refused(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)

    with pytest.raises(BadInput):
        desk.save(ref, "job", "description", "x" * 1_000_000)


def test_nothing_can_be_written_while_the_municipality_has_the_case(desk: Desk) -> None:
    ref = desk.submitted()

    with pytest.raises(Refused):
        desk.save(ref, "property", "address", "Storgata 1")


def test_a_finished_phase_stays_as_it_was(desk: Desk) -> None:
    ref = desk.approved()

    with pytest.raises(Locked):
        desk.save(ref, "property", "address", "Storgata 1")


def test_a_draft_follows_the_municipality_that_is_answered(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)

    saved = desk.save(ref, "property", "municipality", "9998")

    assert desk.case(ref).municipality_id == "demo-sundal"
    assert saved.loaded.known.municipality_name == "Sundal"


@pytest.mark.parametrize("raw", ["1234", "nowhere", None])
def test_a_draft_stays_when_the_municipality_answered_is_none_of_ours(desk: Desk, raw: Any) -> None:
    ref = desk.draft(with_photo=False)

    desk.save(ref, "property", "municipality", raw)

    assert desk.case(ref).municipality_id == "demo-fjordvik"


def test_a_sent_case_stays_where_it_was_received(desk: Desk) -> None:
    ref, _asked = desk.asked(reviewing.Wanted(target="property", what="Se over stedet.", extra_reason="Uklart."))

    desk.save(ref, "property", "municipality", "9998")

    assert desk.case(ref).municipality_id == "demo-fjordvik"


def test_what_cannot_be_had_is_left_out_with_a_reason_and_comes_back_without_one(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    (key,) = [row.key for row in desk.home(ref).ledger.needed]

    desk.do("contractor", drafting.waive, ref, key, "Eieren er på reise.")
    waived = desk.home(ref).ledger[key]
    desk.do("contractor", drafting.waive, ref, key, " ")

    assert (waived.state, waived.reason) == ("waived", "Eieren er på reise.")
    assert desk.home(ref).ledger[key].state == "missing"


def test_what_stops_a_sending_cannot_be_left_out(desk: Desk) -> None:
    ref = desk.draft(without=("declaration",))
    (row,) = desk.home(ref).ledger.blocking

    with pytest.raises(Refused):
        desk.do("contractor", drafting.waive, ref, row.key, "Vil ikke.")
    with pytest.raises(BadInput):
        desk.do("contractor", drafting.waive, ref, "NO-SUCH-ROW", "Vil ikke.")


def test_open_cases_on_the_same_property_are_found_before_a_new_one_begins(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    over = desk.draft(with_photo=False)
    desk.do("contractor", drafting.withdraw, over, "Dobbelt.")

    found = desk.do("contractor", starting.similar_cases, KEY, "9999", "101/27/0/0")

    assert [card.ref for card in found] == [ref]
    assert desk.do("contractor2", starting.similar_cases, KEY, "9999", "101/27/0/0") == []


def test_a_withdrawn_case_is_over_and_asks_for_nothing(desk: Desk) -> None:
    ref, _asked = desk.asked()

    desk.do("contractor", drafting.withdraw, ref, "Eieren ombestemte seg.")

    case = desk.case(ref)
    assert (case.status, case.open_requests, case.due_on, case.board_column) == (Status.WITHDRAWN, 0, None, BoardColumn.CLOSED)
    with pytest.raises(Refused):
        desk.do("contractor", drafting.withdraw, ref, "En gang til.")


def test_a_viewer_looks_and_does_not_touch(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)

    assert desk.home(ref, "viewer").head.ref == ref
    assert desk.do("viewer", sending.review, ref).why_not is not None
    with pytest.raises(NotAllowed):
        desk.save(ref, "property", "address", "x", login="viewer")
    with pytest.raises(NotAllowed):
        desk.do("viewer", drafting.start_case, KEY, "9999", [])


def test_own_cases_that_wait_for_us_come_first(desk: Desk) -> None:
    waiting, draft = desk.submitted(), desk.draft(with_photo=False)

    assert [card.ref for card in desk.do("viewer", overview.my_cases, CaseFilter()).rows] == [draft, waiting]
