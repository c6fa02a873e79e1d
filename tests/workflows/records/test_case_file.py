"""The case file and the whole case: everything is in them, and nothing that is not the reader's."""

from __future__ import annotations

from typing import Any

import pytest

from models.errors import NotThere
from tests.workflows.casework.desk import OUTSIDERS, Desk
from workflows.access import coworking
from workflows.casework import deciding, documents, reviewing, sending, talking
from workflows.casework.receipts import receipt_of
from workflows.records.case_file import CaseFile, NothingSent, case_file
from workflows.records.whole_case import WholeCase, begin_case_export, whole_case, whole_case_for_operator


def file_of(desk: Desk, ref: str, login: str = "contractor") -> CaseFile:
    found: CaseFile = desk.do(login, case_file, ref)
    return found


def whole(desk: Desk, ref: str, login: str = "contractor") -> WholeCase:
    found: WholeCase = desk.do(login, whole_case, ref)
    return found


def closed(desk: Desk) -> str:
    """A case with all there is: a pause and its answer, a message, a note, three decisions."""
    ref, _asked = desk.asked()
    desk.do("officer", talking.write_note, ref, "Ring eieren.")
    desk.save(ref, "property", "address", "Storgata 99")
    desk.do("contractor", talking.write_message, ref, "Nå er det rettet.")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.accept_answer, ref, desk.requests(ref)[0].id)
    desk.do("approver", deciding.approve, ref, "I orden.", ["Meld fra før stengning."])
    return ref


def test_it_holds_every_sending_request_decision_and_message(desk: Desk) -> None:
    ref = closed(desk)

    found = file_of(desk, ref)

    assert [(one.phase, one.sending) for one in found.sendings] == [("application", 1), ("application", 2)]
    assert found.sendings[0] == desk.do("contractor", receipt_of, ref, submission=1), "each sending is told as its receipt tells it"
    assert [one.address for one in found.sendings] == ["Storgata 14", "Storgata 99"]
    (asked,) = found.requests
    assert (asked.request.what.in_english(), asked.request.extra_reason) == ("Skriv riktig adresse.", "Skiltet viser noe annet.")
    (decided,) = found.decisions
    assert (decided.decision.reason, list(decided.decision.conditions)) == ("I orden.", ["Meld fra før stengning."])
    assert [one.body for one in found.messages] == ["Nå er det rettet."]
    assert [one.file.name for one in found.documents] == ["bilde.jpg"]
    kinds = [one.kind for one in found.story]
    assert kinds[0] == "started", "the story begins at the beginning"
    assert kinds.index("paused") < kinds.index("resubmitted") < kinds.index("approved")


def test_its_head_is_the_newest_entry_of_the_log(desk: Desk) -> None:
    ref = closed(desk)

    found, newest = file_of(desk, ref), desk.read(ref, "events")[-1]

    assert (found.head.entry, found.head.hash, found.head.at) == (newest.seq, newest.hash, newest.at)


def test_a_company_reads_no_notes_and_nothing_only_staff_are_told_of(desk: Desk) -> None:
    ref = closed(desk)

    ours, theirs = file_of(desk, ref, "officer"), file_of(desk, ref)

    assert [one.body for one in ours.notes] == ["Ring eieren."]
    assert theirs.notes == ()
    assert {one.kind for one in ours.story} - {one.kind for one in theirs.story} == {"answer_accepted"}
    assert theirs.sendings == ours.sendings


def test_what_is_being_written_is_not_in_it_and_what_was_replaced_is(desk: Desk) -> None:
    ref, _asked = desk.asked(reviewing.Wanted(target="meters/photo_old", what="Nytt bilde.", extra_reason="Uskarpt."))
    before = file_of(desk, ref, "officer")
    old = desk.home(ref).documents[0]
    desk.do("contractor", documents.remove, ref, old.id)
    fresh = desk.photo(ref, documents.Place(old.phase, "photo_old"), name="nytt.jpg")

    assert file_of(desk, ref, "officer").sendings == before.sendings
    assert [one.file.id for one in file_of(desk, ref).documents] == [old.id], "what is not sent is in nobody's case file"

    desk.do("contractor", sending.resubmit, ref)
    shown = {one.file.name: one.is_removed for one in file_of(desk, ref, "officer").documents}
    assert shown == {"bilde.jpg": True, "nytt.jpg": False}
    assert {one.name: one.id for one in whole(desk, ref).documents} == {"bilde.jpg": old.id, "nytt.jpg": fresh.id}


def test_a_draft_has_none_and_says_when_it_comes(desk: Desk) -> None:
    ref = desk.draft()

    for use_case in (case_file, whole_case, begin_case_export):
        with pytest.raises(NothingSent, match="There is no case file yet"):
            desk.do("contractor", use_case, ref)


@pytest.mark.parametrize("login", OUTSIDERS)
@pytest.mark.parametrize("use_case", [case_file, whole_case, begin_case_export])
def test_what_is_not_yours_is_not_there(desk: Desk, login: str, use_case: Any) -> None:
    ref = desk.submitted()

    with pytest.raises(NotThere) as refused:
        desk.do(login, use_case, ref)

    assert type(refused.value) is NotThere


def test_who_works_on_the_case_for_another_company_takes_it_along_without_talk_of_handovers(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("contractor", coworking.invite_cowork, ref, "213000047")
    desk.do("contractor2", coworking.accept_cowork, ref)

    found = whole(desk, ref, "contractor2")

    assert found.file.number == desk.case(ref).number
    assert found.file.notes == ()


def test_that_a_case_was_taken_out_is_recorded_before_anything_of_it_is(desk: Desk) -> None:
    ref = desk.submitted()
    before = file_of(desk, ref).head

    desk.do("auditor", begin_case_export, ref)

    with desk.database.reading.connect() as connection:
        told = connection.exec_driver_sql("SELECT actor_id, about, stream FROM event WHERE kind = 'case_exported'").all()
    assert told == [("demo-auditor", desk.case(ref).id, "seen:demo-auditor")]
    assert file_of(desk, ref).head == before, "a look is no part of what happened in the case"


def test_the_log_of_a_company_is_whole_with_what_is_hidden_as_bare_links(desk: Desk) -> None:
    ref = closed(desk)

    ours, theirs = whole(desk, ref, "officer").log, whole(desk, ref).log

    assert [one["hash"] for one in theirs] == [one["hash"] for one in ours]
    hidden = [one for one in theirs if one.get("withheld")]
    assert hidden
    assert all(set(one) == {"seq", "previous_hash", "hash", "withheld"} for one in hidden)
    assert "Ring eieren." not in str(theirs)
    assert not any(one.get("withheld") for one in ours)


def test_letters_are_in_the_order_they_were_sent(desk: Desk) -> None:
    ref = closed(desk)

    assert [type(one).__name__ for one in whole(desk, ref).letters] == ["RequestsSheet", "DecisionSheet"]


def test_the_operator_takes_a_case_out_by_its_number_without_notes(desk: Desk) -> None:
    ref = closed(desk)

    found = whole_case_for_operator(desk.case(ref).number, work=desk.works(writing=True), now=desk.now)

    assert not found.file.notes
    assert [one.sending for one in found.receipts] == [1, 2]
    assert "Ring eieren." not in str(found)
    with pytest.raises(NotThere):
        whole_case_for_operator("2026-999999", work=desk.works(writing=True), now=desk.now)


def test_a_case_file_is_the_same_however_often_it_is_asked_for(desk: Desk) -> None:
    ref = closed(desk)

    assert file_of(desk, ref) == file_of(desk, ref)
