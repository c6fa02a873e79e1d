"""A pause: only what was asked about opens, answers gather in stages, and only a real answer is handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.base import Ball, BoardColumn, Phase, Status
from models.correspondence import CorrectionRequest, RequestState
from models.errors import BadInput, NotThere, Refused
from tests.workflows.casework.desk import ADDRESS, Desk, received
from workflows.casework import answering, documents, drafting, reviewing, sending
from workflows.casework.documents import Place
from workflows.casework.drafting import Locked
from workflows.casework.reviewing import Wanted

FREE = Wanted(what="Når kan vi komme på befaring?")
UNITS = Wanted(target="building/units_served", what="Se over antallet.", extra_reason="Matrikkelen sier to.")
METERS = Wanted(target="meters/meters", what="Hvor er den andre måleren?", extra_reason="Det er to boliger.")


def the(desk: Desk, ref: str, number: int) -> CorrectionRequest:
    """One request by its number."""
    return next(one for one in desk.requests(ref) if one.number == number)


def test_only_what_was_asked_about_can_be_changed(desk: Desk) -> None:
    ref, _asked = desk.asked()

    desk.save(ref, "property", "address", "Storgata 14 B")
    for step, path in (("property", "location"), ("building", "units_served")):
        with pytest.raises(Locked):
            desk.save(ref, step, path, "1")
    with pytest.raises(Locked):
        desk.photo(ref, Place(Phase.APPLICATION, "photo_old"))


def test_a_step_opens_whole_and_a_group_with_its_rows(desk: Desk) -> None:
    ref, _asked = desk.asked(Wanted(target="property", what="Se over stedet.", extra_reason="Uklart."), METERS)

    for step, path, raw in (
        ("property", "address", "Storgata 14 B"),
        ("property", "properties/1/bnr", "28"),
        ("meters", "meters", ["1", "2"]),
        ("meters", "meters/2/place_room", "Garasje"),
    ):
        assert desk.save(ref, step, path, raw).versions


def test_the_slots_of_a_group_s_rows_open_with_the_group(desk: Desk) -> None:
    ref = desk.reported()
    desk.ask(ref, Wanted(target="meters/meters_final", what="Se over måleren.", extra_reason="Uklart."))
    (old,) = [file for file in desk.home(ref).documents if file.slot == "photo_dial"]

    desk.photo(ref, Place(Phase.FINAL, "photo_dial", "1"), replaces=old.id)

    (asked,) = desk.home(ref).requests
    assert asked.is_ready


def test_a_single_cell_opens_alone(desk: Desk) -> None:
    ref, _asked = desk.asked(Wanted(target="meters/meters/1/place_room", what="Hvor?", extra_reason="Uklart."))

    desk.save(ref, "meters", "meters/1/place_room", "Bod")
    for path, raw in (("meters", ["1", "2"]), ("meters/1/dn", "25"), ("meters/2/place_room", "Bod")):
        with pytest.raises(Locked):
            desk.save(ref, "meters", path, raw)


def test_answers_gather_over_days_and_people_and_nothing_is_told_before_it_is_sent(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS, FREE)
    desk.later(days=1)
    desk.save(ref, "property", "address", "Storgata 14 B", login="applicant")
    desk.later(days=1)
    desk.do("contractor", answering.answer_request, ref, the(desk, ref, 2).id, "corrected", "Torsdag.")

    office, home = desk.office(ref), desk.home(ref)
    assert [one.is_ready for one in home.requests] == [True, True]
    assert [(one.is_ready, one.answer) for one in office.requests] == [(False, ""), (False, "")]
    assert "Storgata 14 B" not in str(office.sections)
    assert (office.differences, office.head.address, desk.case(ref).address) == ([], "Storgata 14", "Storgata 14")

    desk.do("contractor", sending.resubmit, ref)
    assert desk.case(ref).address == "Storgata 14 B"
    assert [one.answer for one in desk.office(ref).requests] == ["", "Torsdag."]
    (difference,) = desk.office(ref).differences
    assert (difference.at, str(difference.old), str(difference.new)) == ("address", "Storgata 14", "Storgata 14 B")


def test_answers_come_back_to_the_same_officer_at_once(desk: Desk) -> None:
    ref, _asked = desk.asked()
    desk.save(ref, "property", "address", "Storgata 14 B")

    receipt = desk.do("contractor", sending.resubmit, ref)

    case = desk.case(ref)
    assert (case.status, case.ball, case.board_column, case.assignee_id) == (
        Status.RESUBMITTED, Ball.MUNICIPALITY, BoardColumn.ANSWERED, "demo-officer",
    )  # fmt: skip
    assert (receipt.sending, the(desk, ref, 1).state, the(desk, ref, 1).answer_kind) == (2, RequestState.ANSWERED, "corrected")


def test_sending_nothing_new_is_refused_with_an_explanation(desk: Desk) -> None:
    ref, _asked = desk.asked()

    for sentence in ("", "Vi mener det holder."):
        with pytest.raises(Refused, match="Nothing has changed"):
            desk.do("contractor", sending.resubmit, ref, sentence=sentence)


def test_a_change_that_is_taken_back_is_no_answer(desk: Desk) -> None:
    ref, _asked = desk.asked()
    desk.save(ref, "property", "address", "Storgata 99")
    desk.save(ref, "property", "address", "Storgata 14")

    with pytest.raises(Refused, match="Nothing has changed"):
        desk.do("contractor", sending.resubmit, ref)


def test_saying_that_it_was_corrected_is_no_answer_when_it_was_not(desk: Desk) -> None:
    ref, (asked,) = desk.asked()
    desk.do("contractor", answering.answer_request, ref, asked.id, "corrected", "Rettet.")

    with pytest.raises(Refused, match="Nothing has changed"):
        desk.do("contractor", sending.resubmit, ref)


def test_opening_another_part_is_no_answer_and_what_is_changed_there_shows(desk: Desk) -> None:
    ref, _asked = desk.asked()
    desk.do("contractor", drafting.unlock_step, ref, "building", "Vi skrev feil antall.")
    with pytest.raises(Refused, match="Nothing has changed"):
        desk.do("contractor", sending.resubmit, ref, sentence="Her.")

    desk.save(ref, "building", "units_served", 2)
    desk.save(ref, "property", "address", "Storgata 14 B")
    desk.do("contractor", sending.resubmit, ref)

    assert {one.at for one in desk.office(ref).differences} == {"units_served", "address"}
    assert "Vi skrev feil antall." in {one.words for one in desk.office(ref).timeline}


@pytest.mark.parametrize(("step", "reason"), [("building", " "), ("nowhere", "Fordi.")])
def test_another_part_opens_only_with_a_reason_and_if_there_is_one(desk: Desk, step: str, reason: str) -> None:
    ref, _asked = desk.asked()

    with pytest.raises(BadInput):
        desk.do("contractor", drafting.unlock_step, ref, step, reason)


def test_sending_what_one_has_needs_a_sentence_and_leaves_the_rest_with_the_company(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS, UNITS)
    desk.save(ref, "property", "address", "Storgata 14 B")
    with pytest.raises(Refused, match="1 request is not answered"):
        desk.do("contractor", sending.resubmit, ref)

    receipt = desk.do("contractor", sending.resubmit, ref, sentence="Antallet kommer på mandag.")

    assert receipt.status == Status.PAUSED
    assert (the(desk, ref, 1).state, the(desk, ref, 2).state) == (RequestState.ANSWERED, RequestState.SENT)
    assert desk.kinds(ref)[-2:] == ["resubmitted", "paused"]
    assert [row.request for row in receipt.lacking] == [the(desk, ref, 2).id]


def test_what_still_lacks_is_asked_for_again_and_only_that(desk: Desk) -> None:
    ref = desk.draft(without=("authority", "owner_name"))
    desk.do("contractor", sending.submit, ref)
    desk.save(ref, "parties", "owner_name", "Anna Eier")

    receipt = desk.do("contractor", sending.resubmit, ref, sentence="Fullmakten kommer.")

    assert (receipt.status, [row.at for row in receipt.lacking]) == (Status.PAUSED, ["authority"])
    assert sorted(one.target for one in desk.requests(ref)) == ["parties/authority", "parties/owner_name"]


def test_an_answer_that_makes_something_else_lack_is_asked_about(desk: Desk) -> None:
    ref, _asked = desk.asked(Wanted(target="parties", what="Se over eieren.", extra_reason="Uklart."))
    desk.save(ref, "parties", "owner_name", "")

    receipt = desk.do("contractor", sending.resubmit, ref)

    assert receipt.status == Status.PAUSED
    assert [row.at for row in receipt.lacking] == ["owner_name"]


def test_a_wish_for_more_time_reaches_the_officer_at_once_and_answers_nothing(desk: Desk) -> None:
    ref, (asked, _free) = desk.asked(ADDRESS, FREE)
    before = desk.home(ref).head.clock
    desk.do("contractor", answering.answer_request, ref, asked.id, "more_time", "Vi venter på eieren.", until=date(2026, 12, 20))

    case, office = desk.case(ref), desk.office(ref)
    assert (case.status, case.ball, case.due_on) == (Status.PAUSED, Ball.CONTRACTOR, before.answer_by)
    assert desk.home(ref).head.clock == before
    assert (office.requests[0].answer_kind, office.requests[0].answer) == ("more_time", "Vi venter på eieren. (2026-12-20)")
    assert (office.timeline[0].kind, office.timeline[0].words) == ("more_time_asked", "Vi venter på eieren. (2026-12-20)")
    with desk.database.reading.connect() as connection:
        told = connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = 'more_time_asked'")).scalars().all()
    assert told == ["demo-officer"]
    for sentence in ("", "Vi trenger tid."):
        with pytest.raises(Refused, match="Nothing has changed"):
            desk.do("contractor", sending.resubmit, ref, sentence=sentence)


def test_a_wish_for_more_time_on_a_free_question_is_no_answer_to_it(desk: Desk) -> None:
    ref, (asked,) = desk.asked(FREE)
    desk.do("contractor", answering.answer_request, ref, asked.id, "more_time", "Vi spør eieren.")

    with pytest.raises(Refused, match="Nothing has changed"):
        desk.do("contractor", sending.resubmit, ref)


def test_what_is_corrected_after_a_wish_for_more_time_is_corrected(desk: Desk) -> None:
    ref, (asked,) = desk.asked(ADDRESS)
    desk.do("contractor", answering.answer_request, ref, asked.id, "more_time", "Vi venter på eieren.")
    desk.save(ref, "property", "address", "Storgata 14 B")

    desk.do("contractor", sending.resubmit, ref)

    assert (the(desk, ref, 1).state, the(desk, ref, 1).answer_kind) == (RequestState.ANSWERED, "corrected")


def test_an_officer_gives_more_time_without_touching_either_clock(desk: Desk) -> None:
    ref, (asked, _free) = desk.asked(ADDRESS, FREE)
    desk.do("contractor", answering.answer_request, ref, asked.id, "more_time", "Vi venter på eieren.")
    before, stands = desk.home(ref).head.clock, desk.case(ref).due_on
    assert stands is not None
    later = stands + timedelta(days=10)
    for wrong in (stands, desk.now.date() - timedelta(days=1)):
        with pytest.raises(BadInput):
            desk.do("officer", reviewing.extend_requests, ref, wrong)

    desk.do("officer", reviewing.extend_requests, ref, later)

    case, home = desk.case(ref), desk.home(ref)
    assert (case.status, case.due_on, home.head.clock.answer_by) == (Status.PAUSED, later, later)
    assert replace(home.head.clock, answer_by=before.answer_by, explanation=()) == replace(before, explanation=())
    assert any("More time given" in line.in_english() for line in home.head.clock.explanation)
    assert [(one.due_on, one.answer_kind) for one in home.requests] == [(later, ""), (later, "")]
    assert (desk.hub.heard[-1].kind, desk.hub.heard[-1].company_id != "") == ("due_moved", True)
    assert home.timeline[0].kind == "due_moved"


def test_more_time_is_given_only_while_the_case_waits(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.do("officer", reviewing.extend_requests, desk.in_review(), desk.now.date() + timedelta(days=90))


def test_what_the_contractor_thinks_is_right_goes_to_the_officer_not_back(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    desk.do("contractor", sending.submit, ref)
    (asked,) = desk.requests(ref)
    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Eieren har samtykket muntlig.")

    receipt = desk.do("contractor", sending.resubmit, ref)

    assert (receipt.status, the(desk, ref, 1).state, len(desk.requests(ref))) == (Status.RESUBMITTED, RequestState.ANSWERED, 1)


@pytest.mark.parametrize(("kind", "sentence"), [("disputed", ""), ("more_time", " "), ("shouted", "Hei."), ("corrected", "")])
def test_some_answers_need_words(desk: Desk, kind: str, sentence: str) -> None:
    ref, (asked,) = desk.asked(FREE)

    with pytest.raises(BadInput):
        desk.do("contractor", answering.answer_request, ref, asked.id, kind, sentence)


def test_an_answer_can_be_taken_back_until_it_is_sent(desk: Desk) -> None:
    ref, (asked,) = desk.asked()
    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Skiltet er feil.")

    desk.do("contractor", answering.take_back_answer, ref, asked.id)
    with pytest.raises(Refused, match="Nothing has changed"):
        desk.do("contractor", sending.resubmit, ref)

    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Skiltet er feil.")
    desk.do("contractor", sending.resubmit, ref)
    with pytest.raises(Refused):
        desk.do("contractor", answering.take_back_answer, ref, asked.id)


def test_a_request_that_is_not_there_cannot_be_answered(desk: Desk) -> None:
    ref, _asked = desk.asked()

    with pytest.raises(NotThere):
        desk.do("contractor", answering.answer_request, ref, "somebody-else-s", "disputed", "Nei.")


def test_answers_are_handed_in_once(desk: Desk) -> None:
    ref, _asked = desk.asked()
    desk.save(ref, "property", "address", "Storgata 14 B")
    first = desk.do("contractor", sending.resubmit, ref)

    assert desk.do("contractor", sending.resubmit, ref) == first
    assert desk.kinds(ref).count("resubmitted") == 1


def test_a_file_can_be_the_answer(desk: Desk) -> None:
    ref, _asked = desk.asked(Wanted(target="meters/intake_sketch", what="Legg ved skisse.", extra_reason="Uklart."))
    desk.photo(ref, Place(Phase.APPLICATION, "intake_sketch"), name="skisse.jpg")

    assert desk.do("contractor", sending.resubmit, ref).status == Status.RESUBMITTED
    assert [(one.at, one.how, one.is_file) for one in desk.office(ref).differences] == [("intake_sketch", "added", True)]


def test_answers_wait_for_the_check_of_their_files(desk: Desk) -> None:
    ref = desk.submitted(cells={"dn": "40"})
    file = desk.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "intake_sketch"), received(77))

    with pytest.raises(Refused, match=r"bilde\.jpg is being checked"):
        desk.do("contractor", sending.resubmit, ref)
    desk.judge(file)

    assert desk.do("contractor", sending.resubmit, ref).status == Status.RESUBMITTED


def test_a_file_taken_out_while_paused_is_still_seen_by_the_municipality_until_the_answers_are_sent(desk: Desk) -> None:
    ref, _asked = desk.asked(Wanted(target="meters/photo_old", what="Ta et skarpere bilde.", extra_reason="Uskarpt."))
    (old,) = desk.home(ref).documents

    new = desk.photo(ref, Place(Phase.APPLICATION, "photo_old"), replaces=old.id, name="skarpt.jpg")

    assert [one.id for one in desk.home(ref).documents] == [new.id]
    assert [one.id for one in desk.office(ref).documents] == [old.id]
    assert desk.do("officer", documents.document_for_download, ref, old.id).id == old.id


def test_the_officer_may_not_end_a_pause_over_answers_that_are_being_written(desk: Desk) -> None:
    ref, (asked,) = desk.asked()
    desk.save(ref, "property", "address", "Storgata 14 B")

    with pytest.raises(Refused, match="begun to answer"):
        desk.do("officer", reviewing.withdraw_request, ref, asked.id, "Funnet ut.")

    assert (desk.case(ref).status, the(desk, ref, 1).state) == (Status.PAUSED, RequestState.SENT)
