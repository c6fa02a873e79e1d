"""Sending: received when anything may still be missing, paused at once with the list, never twice, never unseen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from models.base import Ball, BoardColumn, Phase, Status
from models.correspondence import RequestState
from models.errors import MovedOn, Refused
from storage.demo_answers import pickup
from tests.workflows.casework.desk import Desk, received
from workflows.casework import documents, drafting, overview, sending, talking
from workflows.casework.documents import Place
from workflows.casework.sending import Blocked

WIDE = {"dn": "40"}
"""A meter for which a sketch of the intake is needed."""


def test_a_complete_case_is_received_and_the_clock_runs(desk: Desk) -> None:
    ref = desk.draft()

    receipt = desk.do("contractor", sending.submit, ref)

    case = desk.case(ref)
    assert (receipt.status, receipt.sending, receipt.lacking, receipt.municipality) == (Status.SUBMITTED, 1, [], "Fjordvik")
    assert (case.ball, case.board_column, case.submitted_at) == (Ball.MUNICIPALITY, BoardColumn.NEW, desk.now)
    assert receipt.expected == case.due_on == date(2026, 11, 24)
    assert (case.clock_days, case.clock_since) == (0, date(2026, 11, 23))
    assert desk.kinds(ref)[-1] == "submitted"


def test_everybody_who_handles_cases_is_told_of_a_new_one_until_somebody_has_it(desk: Desk) -> None:
    desk.submitted()
    assert sorted(who for who, _said in desk.notices("submitted")) == ["demo-approver", "demo-officer"], "no administrator, no auditor"

    ref = desk.approved()
    before = len(desk.notices("submitted"))
    desk.fill(ref, Phase.WORK, pickup(desk.job))
    desk.do("contractor", sending.submit, ref)
    assert [who for who, _said in desk.notices("submitted")[before:]] == ["demo-officer"], "who has the case"


def test_nobody_who_handles_cases_is_told_of_one_that_goes_back_at_once(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    desk.do("contractor", sending.submit, ref)
    assert desk.notices("submitted") == []

    desk.save(ref, "parties", "authority", True)
    desk.do("contractor", sending.resubmit, ref)
    assert sorted(who for who, _said in desk.notices("resubmitted")) == ["demo-approver", "demo-officer"]


def test_what_is_needed_and_lacks_is_asked_for_at_once_and_the_day_of_receipt_counts(desk: Desk) -> None:
    ref = desk.draft(without=("authority", "reason"))

    receipt = desk.do("contractor", sending.submit, ref)

    case, requests = desk.case(ref), desk.requests(ref)
    assert desk.kinds(ref)[-2:] == ["submitted", "paused"]
    assert (case.status, case.submitted_at, case.open_requests, case.ball) == (Status.PAUSED, desk.now, 2, Ball.CONTRACTOR)
    assert {one.target for one in requests} == {"parties/authority", "job/reason"} == {f"{row.step}/{row.at}" for row in receipt.lacking}
    assert all(one.automatic and one.state == RequestState.SENT and one.reason_kind == "incomplete" for one in requests)
    assert {one.due_on for one in requests} == {case.due_on} == {date(2026, 12, 14)}
    assert (case.clock_days, case.clock_since) == (0, None), "the municipality's clock stands still"


def test_the_request_says_the_same_sentence_as_the_panel(desk: Desk) -> None:
    ref = desk.draft(without=("owner_name",))
    (row,) = desk.home(ref).ledger.needed

    desk.do("contractor", sending.submit, ref)

    (asked,) = desk.home(ref).requests
    assert (asked.what, asked.how_to_fix, asked.requirement) == (row.what, row.how_to_fix, row.id)
    assert desk.home(ref).ledger.asked_for[0].request == asked.id


def test_what_is_left_out_with_a_reason_does_not_pause(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    (row,) = desk.home(ref).ledger.needed
    desk.do("contractor", drafting.waive, ref, row.key, "Eieren er på reise.")

    assert desk.do("contractor", sending.submit, ref).status == Status.SUBMITTED


def test_what_blocks_stops_the_sending_and_says_what(desk: Desk) -> None:
    ref = desk.draft(without=("declaration",))

    with pytest.raises(Blocked) as stopped:
        desk.do("contractor", sending.submit, ref)

    assert [row.step for row in stopped.value.rows] == ["declaration"]
    assert (desk.case(ref).status, desk.read(ref, "snapshots")) == (Status.DRAFT, [])


def test_a_second_press_gives_the_same_receipt_and_no_second_sending(desk: Desk) -> None:
    ref = desk.draft()
    first = desk.do("contractor", sending.submit, ref)
    desk.later(minutes=1)

    second = desk.do("applicant", sending.submit, ref)

    assert second == first
    assert (len(desk.read(ref, "snapshots")), desk.kinds(ref).count("submitted")) == (1, 1)


def test_what_a_colleague_changed_unseen_is_not_sent(desk: Desk) -> None:
    ref = desk.draft()
    seen = desk.do("contractor", sending.review, ref).seen_version
    desk.save(ref, "property", "address", "Storgata 14 B", login="applicant")

    with pytest.raises(MovedOn, match="Jonas Lie"):
        desk.do("contractor", sending.submit, ref, seen_version=seen)
    again = desk.do("contractor", sending.review, ref).seen_version

    assert desk.do("contractor", sending.submit, ref, seen_version=again).status == Status.SUBMITTED


def test_what_a_colleague_changed_long_ago_or_the_portal_looked_at_since_is_no_news(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    desk.save(ref, "property", "address", "Storgata 14", login="applicant")
    file = desk.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "photo_old"), received(1))
    seen = desk.do("contractor", sending.review, ref).seen_version
    desk.judge(file)
    desk.save(ref, "responsible", "reference", "J-2")
    desk.do("applicant", talking.write_message, ref, "Sender snart.")

    assert desk.do("contractor", sending.submit, ref, seen_version=seen).status == Status.SUBMITTED


def test_what_was_sent_is_kept_whole_with_its_digest(desk: Desk) -> None:
    ref = desk.submitted()

    (snapshot,) = desk.read(ref, "snapshots")

    assert snapshot.content["answers"]["property"]["address"] == "Storgata 14"
    assert [file["name"] for file in snapshot.content["files"]["photo_old"]] == ["bilde.jpg"]
    assert {row["state"] for row in snapshot.content["ledger"]} <= {"met", "not_applicable", "waived"}
    assert hashlib.sha256(json.dumps(snapshot.content, sort_keys=True).encode()).hexdigest() == snapshot.sha256


def test_a_company_without_access_keeps_its_draft_and_is_told_why(desk: Desk) -> None:
    desk.job = replace(desk.job, person="demo-contractor3")
    ref = desk.draft(login="contractor3")

    with pytest.raises(Blocked, match="1 thing must be mended") as stopped:
        desk.do("contractor3", sending.submit, ref)
    assert [row.id for row in stopped.value.rows] == ["COM-04"]

    assert desk.do("contractor3", overview.case_home, ref).head.status == Status.DRAFT


def test_the_review_tells_everything_that_would_be_sent_and_what_comes_next(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))

    seen = desk.do("contractor", sending.review, ref)

    assert [row.at for row in seen.needed] == ["authority"]
    assert (seen.municipality, seen.recipients, seen.expected) == ("Fjordvik", ["Kari Nilsen"], date(2026, 11, 24))
    assert {"property", "meters", "declaration"} <= {section.step for section in seen.sections}
    assert (seen.why_not, seen.is_resubmission) == (None, False)


def test_a_sending_waits_for_the_check_of_its_files_and_then_goes(desk: Desk) -> None:
    ref = desk.draft(cells=WIDE)
    file = desk.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "intake_sketch"), received(77))

    with pytest.raises(Refused, match=r"bilde\.jpg is being checked\. Wait a moment and send again\."):
        desk.do("contractor", sending.submit, ref)
    assert (desk.case(ref).status, desk.requests(ref)) == (Status.DRAFT, [])
    assert desk.do("contractor", sending.review, ref).being_checked == "bilde.jpg"
    assert [row.what.msgid for row in desk.home(ref).ledger.needed] == ["The file is being checked."]

    desk.judge(file)
    assert desk.do("contractor", sending.submit, ref).status == Status.SUBMITTED


def test_an_optional_file_that_is_being_checked_lacks_nothing(desk: Desk) -> None:
    ref = desk.draft()
    desk.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "other"), received(99))

    assert desk.home(ref).ledger.needed == []


def test_what_is_checked_where_nobody_sees_it_stops_nothing(desk: Desk) -> None:
    ref = desk.draft()
    desk.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "photo_old"), received(98))
    desk.save(ref, "job", "kind", "new")

    assert desk.do("contractor", sending.review, ref).being_checked == ""


def test_every_phase_is_sent_by_itself(desk: Desk) -> None:
    ref = desk.reported()

    sent = [(one.phase, one.number) for one in desk.read(ref, "snapshots")]

    assert sent == [(Phase.APPLICATION, 1), (Phase.WORK, 1), (Phase.FINAL, 1)]
