"""The officer's work: whose case it is, what was found good, what is asked for, and what the answers are worth."""

from __future__ import annotations

from datetime import date

import pytest

from models.base import BoardColumn, State, Status
from models.correspondence import RequestState
from models.errors import BadInput, NotAllowed, NotThere, Refused
from tests.workflows.casework.desk import ADDRESS, Desk
from ui.texts import LOCALES, Locale, translate
from workflows.casework import answering, overview, reviewing, sending
from workflows.casework.reviewing import Wanted
from workflows.ports import UNASSIGNED, CaseFilter

ADVICE = Wanted(target="job/description", what="Skriv gjerne mer.", extra_reason="Hjelper oss.", blocking=False)
STEP = Wanted(target="parties", what="Se over eieren.", extra_reason="Uklart.")


def ticked(desk: Desk, ref: str) -> set[str]:
    """The places found good."""
    return {one.row.at for one in desk.office(ref).checklist if one.tick_by}


def row_at(desk: Desk, ref: str, at: str) -> str:
    """The key of the check-list's row at a place."""
    return next(one.row.key for one in desk.office(ref).checklist if one.row.at == at)


def test_a_case_is_taken_given_on_and_let_go(desk: Desk) -> None:
    ref = desk.submitted()

    desk.do("officer", reviewing.take, ref)
    with pytest.raises(Refused, match="already yours"):
        desk.do("officer", reviewing.take, ref)
    desk.do("admin", reviewing.assign, ref, "demo-approver")
    given = desk.case(ref).assignee_id
    desk.do("approver", reviewing.release, ref)

    assert (given, desk.case(ref).assignee_id) == ("demo-approver", None)
    with pytest.raises(Refused, match="Nobody"):
        desk.do("officer", reviewing.release, ref)


@pytest.mark.parametrize("person", ["demo-officer2", "demo-contractor", "demo-auditor", "nobody"])
def test_a_case_is_given_only_to_a_colleague_who_handles_cases(desk: Desk, person: str) -> None:
    ref = desk.submitted()

    with pytest.raises(BadInput):
        desk.do("officer", reviewing.assign, ref, person)


def test_who_begins_the_check_gets_the_case_unless_somebody_has_it(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    desk.do("approver", reviewing.take, second)

    for ref in (first, second):
        desk.do("officer", reviewing.begin_review, ref)

    assert [desk.case(ref).assignee_id for ref in (first, second)] == ["demo-officer", "demo-approver"]
    assert {desk.case(ref).status for ref in (first, second)} == {Status.IN_REVIEW}


def test_ticks_stay_on_what_is_unchanged_after_the_answers(desk: Desk) -> None:
    ref = desk.in_review()
    for at in ("address", "units_served", "owner_name"):
        desk.do("officer", reviewing.tick, ref, row_at(desk, ref, at)) if at != "address" else None
    desk.ask(ref, STEP)
    desk.save(ref, "parties", "owner_name", "Berit Eier")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)

    assert ticked(desk, ref) == {"units_served"}
    assert [one.row.at for one in desk.office(ref).checklist if one.changed] == ["owner_name"]


def test_a_tick_is_taken_back(desk: Desk) -> None:
    ref = desk.in_review()
    key = row_at(desk, ref, "units_served")
    desk.do("officer", reviewing.tick, ref, key)

    desk.do("officer", reviewing.untick, ref, key)

    assert ticked(desk, ref) == set()


def test_what_is_not_met_is_found_good_only_with_a_reason(desk: Desk) -> None:
    ref = desk.draft(without=("authority",))
    desk.do("contractor", sending.submit, ref)
    (asked,) = desk.requests(ref)
    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Muntlig samtykke.")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.accept_answer, ref, asked.id)
    key, before = row_at(desk, ref, "authority"), desk.case(ref)

    with pytest.raises(BadInput):
        desk.do("officer", reviewing.tick, ref, key)
    desk.do("officer", reviewing.tick, ref, key, reason="Eieren ringte oss.")

    assert (before.lacking, desk.case(ref).lacking) == (1, 0)


def test_a_case_is_ready_for_decision_when_every_line_was_looked_at_and_no_longer_when_one_is_taken_back(desk: Desk) -> None:
    ref = desk.in_review()
    lines = [one.row.key for one in desk.office(ref).checklist if one.row.at and one.row.state != State.NOT_APPLICABLE]
    columns = []
    for key in lines:
        columns.append(desk.case(ref).board_column)
        desk.do("officer", reviewing.tick, ref, key)
    assert set(columns) == {BoardColumn.CHECKING}
    assert desk.case(ref).board_column == BoardColumn.READY

    desk.do("officer", reviewing.untick, ref, lines[0])
    assert desk.case(ref).board_column == BoardColumn.CHECKING


def test_a_request_takes_its_words_and_its_source_from_the_requirement(desk: Desk) -> None:
    ref = desk.in_review()
    row = next(one.row for one in desk.office(ref).checklist if one.row.at == "units_served")

    request = desk.do("officer", reviewing.plan_request, ref, Wanted(key=row.key, comment="Matrikkelen sier to."))

    (planned,) = desk.office(ref).planned
    assert (planned.id, planned.what, planned.how_to_fix, planned.requirement) == (request.id, row.what, row.how_to_fix, row.id)
    assert (request.target, request.extra_reason) == ("building/units_served", "")
    assert (planned.source.words, planned.source.url) == (row.source.words, row.source.url)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_source_of_a_request_is_told_in_the_language_of_who_reads(desk: Desk, locale: Locale) -> None:
    ref = desk.in_review()
    rows = [one.row for one in desk.office(ref).checklist]
    row = next(one for one in rows if translate(one.source.words, "nb") != one.source.words.in_english())

    desk.ask(ref, Wanted(key=row.key))

    (asked,) = desk.home(ref).requests
    assert translate(asked.source.words, locale) == translate(row.source.words, locale)


def test_what_is_asked_for_at_once_links_to_its_source(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])

    (asked,) = desk.home(ref).requests

    assert asked.automatic
    assert asked.source.url.startswith("https://www.lindesnes.kommune.no/")


def test_a_request_made_before_sources_were_kept_still_shows_its_words(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])
    with desk.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE correction_request SET origin = '{}', source = 'Technical terms'")

    (asked,) = desk.home(ref).requests

    assert (asked.source.words.in_english(), asked.source.url) == ("Technical terms", "")


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(target="property/address", what="Skriv adressen."),
        Wanted(target="property/colour", what="x", extra_reason="y"),
        Wanted(target="nowhere", what="x", extra_reason="y"),
        Wanted(key="NO-SUCH-ROW"),
        Wanted(what="x", reason_kind="whim"),
    ],
    ids=[
        "nothing",
        "more than the rules without a reason",
        "no such field",
        "no such step",
        "no such row",
        "neither incomplete nor incorrect",
    ],
)
def test_a_request_points_at_something_and_says_why(desk: Desk, wanted: Wanted) -> None:
    ref = desk.in_review()

    with pytest.raises(BadInput):
        desk.do("officer", reviewing.plan_request, ref, wanted)


def test_the_tray_is_changed_and_emptied_and_nobody_outside_hears_of_it(desk: Desk) -> None:
    ref = desk.in_review()
    first, second = (desk.do("officer", reviewing.plan_request, ref, wanted) for wanted in (ADDRESS, STEP))

    desk.do("officer", reviewing.edit_planned, ref, first.id, Wanted(what="Når kommer dere?"))
    desk.do("officer", reviewing.delete_planned, ref, second.id)

    (planned,) = desk.office(ref).planned
    assert (str(planned.what), planned.target) == ("Når kommer dere?", "")
    assert desk.home(ref).requests == []
    assert {change.company_id for change in desk.hub.heard if change.kind.startswith("request_")} == {""}


def test_everything_in_the_tray_goes_at_once_in_one_pause_with_one_day_and_one_notice(desk: Desk) -> None:
    ref, asked = desk.asked(ADDRESS, STEP, ADVICE, due=date(2026, 12, 1))

    case = desk.case(ref)
    assert len(asked) == 3
    assert {one.due_on for one in asked} == {case.due_on} == {date(2026, 12, 1)}
    assert (case.status, case.open_requests, case.board_column) == (Status.PAUSED, 2, BoardColumn.WAITING)
    assert desk.kinds(ref).count("paused") == 1
    with desk.database.reading.connect() as connection:
        told = connection.exec_driver_sql("SELECT person_id FROM outbox_item WHERE kind = 'paused'").scalars().all()
    assert told == ["demo-contractor"]


def test_an_empty_tray_and_mere_advice_are_not_sent(desk: Desk) -> None:
    ref = desk.in_review()
    with pytest.raises(Refused, match="Nothing is in the tray"):
        desk.do("officer", reviewing.send_requests, ref)

    desk.do("officer", reviewing.plan_request, ref, ADVICE)
    with pytest.raises(Refused, match="has to be answered"):
        desk.do("officer", reviewing.send_requests, ref)


def test_the_contractor_gets_at_least_a_day(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", reviewing.plan_request, ref, ADDRESS)

    with pytest.raises(BadInput):
        desk.do("officer", reviewing.send_requests, ref, due=desk.now.date())


def test_what_is_sent_is_only_withdrawn_and_with_the_last_one_the_pause_ends(desk: Desk) -> None:
    ref, (first, second, _advice) = desk.asked(ADDRESS, STEP, ADVICE)
    with pytest.raises(Refused):
        desk.do("officer", reviewing.delete_planned, ref, first.id)
    with pytest.raises(BadInput):
        desk.do("officer", reviewing.withdraw_request, ref, first.id, " ")

    desk.do("officer", reviewing.withdraw_request, ref, first.id, "Vi fant skiltet.")
    still = desk.case(ref).status
    desk.do("officer", reviewing.withdraw_request, ref, second.id, "Ringte eieren.")

    case = desk.case(ref)
    assert (still, case.status, case.open_requests) == (Status.PAUSED, Status.IN_REVIEW, 0)
    assert {one.state for one in desk.requests(ref)} == {RequestState.WITHDRAWN}
    assert desk.kinds(ref)[-2:] == ["request_withdrawn", "unpaused"]


def test_who_was_asked_is_told_that_a_request_is_withdrawn_and_that_nothing_is_left_to_answer(desk: Desk) -> None:
    ref, (first, second, _advice) = desk.asked(ADDRESS, STEP, ADVICE)

    desk.do("officer", reviewing.withdraw_request, ref, first.id, "Vi fant skiltet.")
    assert [(who, said["reason"]) for who, said in desk.notices("request_withdrawn")] == [("demo-contractor", "Vi fant skiltet.")]
    assert desk.notices("requests_gone") == []

    desk.do("officer", reviewing.withdraw_request, ref, second.id, "Ringte eieren.")
    assert [(who, said["reason"]) for who, said in desk.notices("requests_gone")] == [("demo-contractor", "Ringte eieren.")]
    assert len(desk.notices("request_withdrawn")) == 1, "one notice for one withdrawal"


def test_a_colleague_who_is_given_a_case_is_told_and_nobody_who_takes_one(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("officer", reviewing.take, ref)
    desk.do("officer", reviewing.assign, ref, "demo-officer")
    assert desk.notices("case_assigned") == []

    desk.do("officer", reviewing.assign, ref, "demo-approver")
    desk.do("officer", reviewing.assign, ref, "demo-approver")

    assert [who for who, _said in desk.notices("case_assigned")] == ["demo-approver"]


def test_an_answer_is_accepted_or_asked_about_again(desk: Desk) -> None:
    ref, (first, second) = desk.asked(ADDRESS, STEP)
    desk.save(ref, "property", "address", "Storgata 14 B")
    desk.do("contractor", answering.answer_request, ref, second.id, "disputed", "Det stemmer.")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)

    desk.do("officer", reviewing.accept_answer, ref, first.id)
    with pytest.raises(BadInput):
        desk.do("officer", reviewing.reopen_request, ref, second.id, "")
    desk.do("officer", reviewing.reopen_request, ref, second.id, "Grunnboken sier noe annet.")
    desk.do("officer", reviewing.send_requests, ref)

    states = {one.number: (one.state, one.answer, one.comment) for one in desk.requests(ref)}
    assert states == {1: (RequestState.ACCEPTED, "", ""), 2: (RequestState.SENT, "", "Grunnboken sier noe annet.")}
    with pytest.raises(Refused):
        desk.do("officer", reviewing.accept_answer, ref, first.id)


def test_what_was_once_sent_is_never_lost_from_the_tray(desk: Desk) -> None:
    ref, (asked,) = desk.asked(STEP)
    desk.do("contractor", answering.answer_request, ref, asked.id, "disputed", "Det stemmer.")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("officer", reviewing.reopen_request, ref, asked.id, "Nei.")

    desk.do("officer", reviewing.delete_planned, ref, asked.id)

    (kept,) = desk.requests(ref)
    assert (kept.state, kept.answer) == (RequestState.ANSWERED, "Det stemmer.")


def test_a_request_of_an_earlier_phase_or_another_case_is_not_there(desk: Desk) -> None:
    _ref, (asked,) = desk.asked()
    other = desk.in_review()

    with pytest.raises(NotThere):
        desk.do("officer", reviewing.edit_planned, other, asked.id, ADDRESS)


@pytest.mark.parametrize("login", ["auditor", "admin"])
def test_those_who_only_watch_do_not_judge(desk: Desk, login: str) -> None:
    ref = desk.submitted()

    with pytest.raises(NotAllowed):
        desk.do(login, reviewing.begin_review, ref)


def test_the_company_s_own_people_do_not_do_the_municipality_s_work(desk: Desk) -> None:
    ref = desk.submitted()

    for use_case, given in ((reviewing.take, ()), (reviewing.begin_review, ()), (reviewing.send_requests, ()), (reviewing.tick, ("x",))):
        with pytest.raises((NotAllowed, NotThere)):
            desk.do("contractor", use_case, ref, *given)


def test_the_board_and_the_table_show_the_same_cases(desk: Desk) -> None:
    new, mine = desk.submitted(), desk.in_review()

    view = desk.do("auditor", overview.board, CaseFilter())
    table = desk.do("auditor", overview.case_table, CaseFilter())
    free = desk.do("officer", overview.case_table, CaseFilter(assignee=UNASSIGNED))

    assert {card.ref for page in view.columns.values() for card in page.rows} == {card.ref for card in table.rows} == {new, mine}
    assert (view.counts[BoardColumn.NEW], view.counts[BoardColumn.CHECKING]) == (1, 1)
    assert [card.ref for card in free.rows] == [new]
