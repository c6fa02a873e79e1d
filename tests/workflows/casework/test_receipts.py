"""The receipt of a sending: it says what was sent then, whatever has been written, decided or forgotten since."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.actor import Actor
from models.base import Phase, Status
from models.errors import NotThere
from models.local_set import Contact
from tests.workflows.casework.desk import ADDRESS, OUTSIDERS, Desk
from tests.workflows.casework.test_local_rules import DEPTH, publish
from workflows.casework import documents, drafting, reviewing, sending
from workflows.casework.documents import Place
from workflows.casework.receipts import FullReceipt, NotSent, receipt_of
from workflows.summary import SummaryGroup, SummaryLine

APPLICATION, WORK = Phase.APPLICATION, Phase.WORK


def receipt(desk: Desk, ref: str, login: str = "contractor", **wanted: Any) -> FullReceipt:
    found: FullReceipt = desk.do(login, receipt_of, ref, **wanted)
    return found


def answers(found: FullReceipt) -> dict[str, str]:
    """What stands at every place, in English."""
    lines: list[SummaryLine] = []
    for section in found.sections:
        for part in section.parts:
            lines += [line for row in part.rows for line in row.lines] if isinstance(part, SummaryGroup) else [part]
    return {line.at: line.value.in_english() for line in lines if line.value is not None}


def test_a_complete_case_is_received_with_its_day_and_its_place_in_the_log(desk: Desk) -> None:
    ref = desk.submitted()

    found = receipt(desk, ref)

    sent = desk.read(ref, "events")[-1]
    (snapshot,) = desk.read(ref, "snapshots")
    assert (found.number, found.phase, found.sending, found.status) == (desk.case(ref).number, APPLICATION, 1, Status.SUBMITTED)
    assert (found.municipality, found.company, found.sent_by, found.sent_at) == ("Fjordvik", "Nilsen Rør AS", "Kari Nilsen", desk.now)
    assert (found.clock.due, found.lacking) == (date(2026, 11, 24), [])
    assert (found.sha256, found.log_entry, found.log_hash) == (snapshot.sha256, sent.seq, sent.hash)
    assert sent.data["sha256"] == found.sha256, "the log's entry holds the digest of what was sent"
    assert answers(found)["address"] == "Storgata 14"
    assert [(one.file.name, one.file.sha256) for one in found.files] == [("bilde.jpg", desk.home(ref).documents[0].sha256)]


def test_what_was_asked_for_at_once_is_listed_with_the_day_to_send_it_by(desk: Desk) -> None:
    ref = desk.draft(without=("authority", "reason"))
    desk.do("contractor", sending.submit, ref, reason="Eieren er bortreist.")

    found = receipt(desk, ref)

    pause = desk.read(ref, "events")[-1]
    assert (found.status, found.words, found.clock.answer_by) == (Status.PAUSED, "Eieren er bortreist.", date(2026, 12, 14))
    assert [one.what for one in found.lacking] == [one.what for one in desk.home(ref).requests]
    assert len(found.lacking) == 2
    assert (found.log_entry, found.log_hash) == (pause.seq, pause.hash)


def test_a_receipt_is_the_same_whatever_happens_to_the_case_later(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    desk.do("contractor", sending.submit, ref)
    first = receipt(desk, ref)
    desk.later(days=1)
    desk.save(ref, "parties", "authority", True)
    desk.do("contractor", sending.resubmit, ref)
    second = receipt(desk, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.ask(ref, ADDRESS, reviewing.Wanted(target="meters/photo_old", what="Nytt bilde.", extra_reason="Uskarpt."))
    desk.save(ref, "property", "address", "Storgata 99")
    old = desk.home(ref).documents[0]
    desk.do("contractor", documents.remove, ref, old.id)

    assert receipt(desk, ref, phase=APPLICATION, submission=1) == first
    assert receipt(desk, ref) == receipt(desk, ref, submission=2) == second
    assert (first.status, second.status, second.sending) == (Status.PAUSED, Status.RESUBMITTED, 2)
    assert (answers(second)["address"], second.address, second.files[0].file.id) == ("Storgata 14", "Storgata 14", old.id)


def test_staff_get_the_very_receipt_the_contractor_has_also_while_answers_are_written(desk: Desk) -> None:
    ref, _requests = desk.asked()
    desk.save(ref, "property", "address", "Storgata 99")

    assert receipt(desk, ref, "officer") == receipt(desk, ref) == receipt(desk, ref, "auditor") == receipt(desk, ref, "viewer")


def test_each_phase_has_its_own_receipt_and_the_newest_comes_unasked(desk: Desk) -> None:
    ref = desk.reported()

    assert [receipt(desk, ref, phase=phase).phase for phase in Phase] == list(Phase)
    assert receipt(desk, ref) == receipt(desk, ref, phase=Phase.FINAL)
    assert [(one.phase, one.number) for one in desk.home(ref).sent] == [(phase, 1) for phase in reversed(Phase)]
    assert desk.office(ref).sent == desk.home(ref).sent


def test_a_municipalitys_own_question_its_contact_and_what_could_not_be_supplied_stand_on_it(desk: Desk) -> None:
    publish(desk, questions=[DEPTH], contact=Contact(name="Vakta", phone="70 00 00 00").model_dump())
    ref = desk.draft(without=("authority",))
    desk.save(ref, "meters", "own_dybde", "2")
    (row,) = desk.home(ref).ledger.needed
    desk.do("contractor", drafting.waive, ref, row.key, "Eieren er på reise.")
    desk.do("contractor", sending.submit, ref)
    publish(desk, contact=Contact(name="En annen").model_dump())

    found = receipt(desk, ref)

    assert answers(found)["own_dybde"] == "2 m"
    assert found.contact.name == "Vakta"
    assert [(one.what, one.reason) for one in found.waived] == [(row.what, "Eieren er på reise.")]
    assert found.status == Status.SUBMITTED


def test_who_has_left_the_company_since_keeps_the_name_on_what_was_sent(desk: Desk) -> None:
    ref = desk.submitted()
    first = receipt(desk, ref)
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE membership SET active = false WHERE person_id = 'demo-contractor'")

    found = receipt(desk, ref, "applicant")

    assert answers(found)["contact"] == "Kari Nilsen"
    assert found == first


def test_what_was_never_sent_has_no_receipt_and_says_so(desk: Desk) -> None:
    ref = desk.draft()
    with pytest.raises(NotSent, match="There is no receipt of this yet"):
        receipt(desk, ref)
    desk.do("contractor", sending.submit, ref)
    for wanted in ({"phase": WORK}, {"submission": 2}, {"phase": APPLICATION, "submission": 0}):
        with pytest.raises(NotSent):
            receipt(desk, ref, **wanted)


@pytest.mark.parametrize("login", OUTSIDERS)
def test_another_company_or_municipality_is_told_that_it_is_not_there(desk: Desk, login: str) -> None:
    ref = desk.submitted()

    with pytest.raises(NotThere) as refused:
        receipt(desk, ref, login)

    assert type(refused.value) is NotThere


def test_a_key_that_was_not_made_for_receipts_gets_none(desk: Desk) -> None:
    ref, holder = desk.submitted(), desk.actor("contractor")
    limited = Actor(**{**{name: getattr(holder, name) for name in Actor.__slots__}, "only": frozenset({"see_case"})})

    with pytest.raises(Exception, match="not made for this"):
        receipt_of(ref, actor=limited, work=desk.works(writing=False), now=desk.now)


def test_a_file_of_a_row_stands_with_its_row(desk: Desk) -> None:
    ref = desk.reported()
    photos = [one for one in receipt(desk, ref).files if one.row]

    assert {str(one.row) for one in photos} == {"Meter 1"}
    assert desk.do("contractor", documents.document_for_download, ref, photos[0].file.id).name == photos[0].file.name
    assert Place(Phase.FINAL, photos[0].file.slot, "1").row == photos[0].file.row
