"""A case passes from one company to another, or stays: offered, accepted, approved, or stopped by any of the three, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from models.base import Phase, Status
from models.delegation import Handover
from models.errors import BadInput, NotAllowed, NotThere, PortalError, Refused, SignInAgain
from models.parties import Company
from storage.log import verify_all
from storage.rows import table_of
from tests.workflows.access.test_coworking import OTHER, told, view, working
from tests.workflows.casework.desk import ADDRESS, Desk
from tests.workflows.casework.test_isolation import GIVEN, use_cases
from workflows.access import case_companies, handover
from workflows.casework import deciding, documents, drafting, overview, receipts, reviewing, sending
from workflows.casework.documents import Place
from workflows.ports import CaseFilter

NEW, OLD, TOWN = "contractor2", "contractor", "approver"
NEW_PERSON = "demo-contractor2"
WAITING = "311990020"
"""Bratt Anlegg ENK, whose access to Fjordvik nobody has decided about."""


def offer(desk: Desk, ref: str, number: str = OTHER, login: str = OLD) -> Handover:
    made: Handover = desk.do(login, handover.offer_handover, ref, number, "Vi har for mye å gjøre.")
    return made


def given(desk: Desk, ref: str, person: str = NEW_PERSON, login: str = NEW) -> dict[str, Any]:
    return {one.key: person if one.is_person else True for one in view(desk, ref, login).anew}


def accept(desk: Desk, ref: str) -> None:
    desk.do(NEW, handover.accept_handover, ref, given(desk, ref))


def passed(desk: Desk, ref: str) -> None:
    offer(desk, ref)
    accept(desk, ref)
    desk.do(TOWN, handover.approve_handover, ref)


def gone(desk: Desk, company: str, how: str = "bankrupt") -> None:
    """The company register says so."""
    company_table = table_of(Company)
    with desk.database.writing.begin() as connection:
        connection.execute(update(company_table).where(company_table.c.id == company).values(gone=how))


def owner(desk: Desk, ref: str) -> str:
    return str(desk.office(ref).head.company)


def refused(desk: Desk, login: str, use_case: Callable[..., Any], *what: Any) -> PortalError:
    with pytest.raises(PortalError) as turned_away:
        desk.do(login, use_case, *what)
    return turned_away.value


def test_a_case_passes_with_its_answers_its_number_and_its_clock(desk: Desk) -> None:
    ref = desk.submitted()
    before = desk.office(ref)
    desk.later(days=1)

    passed(desk, ref)

    after = desk.office(ref)
    assert (after.head.company, after.head.number, after.head.due) == ("Havgløtt Varme og Sanitær AS", before.head.number, before.head.due)
    home = desk.home(ref, NEW)
    assert [one.id for one in home.documents] == [one.id for one in before.documents]
    assert home.timeline[0].words == "Nilsen Rør AS → Havgløtt Varme og Sanitær AS"
    assert [card.ref for card in desk.do(NEW, overview.my_cases, CaseFilter()).rows] == [ref]
    assert list(desk.do(OLD, overview.my_cases, CaseFilter()).rows) == []
    assert verify_all(desk.database) == []


def test_the_incoming_company_says_anew_what_a_company_says_for_itself(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref)

    asked = {one.key: one.is_person for one in view(desk, ref, NEW).anew}
    assert asked == {
        "parties/authority": False, "responsible/contact": True, "responsible/responsible_person": True, "declaration/declaration": False,
        "job/pickup_by": True,
    }  # fmt: skip
    for wrong in ({}, given(desk, ref, person="demo-contractor"), {**given(desk, ref), "declaration/declaration": False}):
        assert isinstance(refused(desk, NEW, handover.accept_handover, ref, wrong), BadInput)
    accept(desk, ref)
    desk.do(TOWN, handover.approve_handover, ref)

    with desk.works(writing=False) as work:
        case = work.cases.get(desk.actor(NEW).scope, ref)
        kept = {one.step: one.answers for one in work.cases.answers(case.id) if one.phase == "application"}
    assert kept["responsible"]["responsible_person"]["raw"] == NEW_PERSON
    assert case.created_by == NEW_PERSON
    assert [row for row in desk.home(ref, NEW).ledger.blocking if row.id == "COM-19"] == []


def test_later_phases_name_the_people_of_the_company_that_has_the_case(desk: Desk) -> None:
    ref = desk.approved()

    passed(desk, ref)

    rows = {row.id for row in desk.home(ref, NEW).ledger.blocking}
    assert not rows & {"COM-19", "COM-21"}


def test_the_lines_of_responsibility_and_the_receipts_say_who_answered_when(desk: Desk) -> None:
    ref = desk.submitted()
    desk.later(days=1)
    passed(desk, ref)

    first, second = desk.office(ref).head.companies.responsible
    assert (first.company, first.until, second.company, second.until) == ("Nilsen Rør AS", desk.now, "Havgløtt Varme og Sanitær AS", None)
    assert second.since == desk.now
    receipt = desk.do(NEW, receipts.receipt_of, ref)
    assert (receipt.company, receipt.organisation_number, receipt.sent_by) == ("Nilsen Rør AS", "310000027", "Kari Nilsen")
    line = next(one for one in desk.home(ref, NEW).timeline if one.kind == "submitted")
    assert line.who == "Kari Nilsen (Nilsen Rør AS)"


def test_open_requests_stay_open_and_the_new_company_answers_them(desk: Desk) -> None:
    ref, (request,) = desk.asked(ADDRESS)

    passed(desk, ref)

    assert [one.id for one in desk.home(ref, NEW).requests] == [request.id]
    desk.save(ref, "property", "address", "Storgata 14 B", login=NEW)
    assert desk.do(NEW, sending.resubmit, ref).status == Status.RESUBMITTED


def test_the_outgoing_company_reads_what_it_did_and_nothing_after(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    file = desk.home(ref).documents[0]
    document = file.id
    desk.later(hours=1)
    passed(desk, ref)
    desk.later(hours=1)
    desk.save(ref, "property", "address", "Nygata 1", login=NEW)
    desk.do(NEW, drafting.unlock_step, ref, file.step, "Nytt bilde.")
    later = desk.photo(ref, Place(Phase.APPLICATION, "photo_old"), login=NEW, replaces=document)
    desk.do(NEW, sending.resubmit, ref, sentence="Sendt.")

    seen = view(desk, ref, OLD)
    assert (seen.side, seen.acts, seen.company) == ("former", frozenset(), "Havgløtt Varme og Sanitær AS")
    assert "Storgata 14" in str(seen.frozen)
    assert "Nygata 1" not in str(seen)
    assert desk.do(OLD, documents.document_for_download, ref, document).id == document
    assert isinstance(refused(desk, OLD, documents.document_for_download, ref, later.id), NotThere)
    assert desk.do(OLD, receipts.receipt_of, ref).sending == 1
    (kept,) = desk.do(OLD, case_companies.offers).handed_over
    assert (kept.ref, kept.address, kept.company) == (ref, "Storgata 14", "Havgløtt Varme og Sanitær AS")


READS_BEFORE = frozenset({"receipt_of", "document_for_download"})


def test_every_other_use_case_says_that_the_case_is_not_there_for_the_outgoing_company(desk: Desk) -> None:
    ref = desk.submitted()
    passed(desk, ref)
    before = desk.office(ref).head.version

    for name, use_case in use_cases().items():
        if name not in READS_BEFORE:
            answers = {where: refused(desk, OLD, use_case, where, *GIVEN.get(name, ())) for where in (ref, "no-such-case")}
            assert type(answers[ref]) is type(answers["no-such-case"]), name
            assert str(answers[ref]) == str(answers["no-such-case"]), name

    assert desk.office(ref).head.version == before


def test_what_is_offered_is_read_before_it_is_accepted_and_only_by_the_company_asked(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref)

    seen = view(desk, ref, NEW)
    assert (seen.side, set(seen.acts)) == ("asked", {"accept_handover", "decline_handover"})
    assert "Storgata 14" in str(seen.frozen)
    assert isinstance(refused(desk, NEW, overview.case_home, ref), NotThere)
    assert isinstance(refused(desk, "contractor3", case_companies.case_companies, ref), NotThere)


@pytest.mark.parametrize(
    ("login", "use_case", "words", "state"),
    [
        (OLD, handover.withdraw_handover, ("Vi klarer det.",), "withdrawn"),
        (NEW, handover.decline_handover, ("Nei.",), "declined"),
        (TOWN, handover.refuse_handover, ("Sertifikat mangler.",), "refused"),
    ],
)
@pytest.mark.parametrize("was_accepted", [False, True])
def test_each_of_the_three_can_stop_it_and_the_case_stays(
    desk: Desk, login: str, use_case: Callable[..., Any], words: tuple[str, ...], state: str, was_accepted: bool
) -> None:
    ref = desk.submitted()
    offer(desk, ref)
    if was_accepted:
        accept(desk, ref)

    desk.do(login, use_case, ref, *words)

    assert owner(desk, ref) == "Nilsen Rør AS"
    (line,) = desk.office(ref).head.companies.handovers
    assert (line.state, line.words) == (state, words[0])
    assert isinstance(refused(desk, NEW, case_companies.case_companies, ref), NotThere)
    assert isinstance(refused(desk, TOWN, handover.approve_handover, ref), Refused)
    offer(desk, ref)


def test_only_one_handover_is_open_and_only_what_was_accepted_is_approved(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref)

    assert "open already" in str(refused(desk, OLD, handover.offer_handover, ref, OTHER, "Igjen."))
    assert "not accepted yet" in str(refused(desk, TOWN, handover.approve_handover, ref))


def test_a_draft_nobody_has_sent_passes_without_the_municipality(desk: Desk) -> None:
    ref = desk.draft()
    offer(desk, ref)

    accept(desk, ref)

    assert [card.ref for card in desk.do(NEW, overview.my_cases, CaseFilter()).rows] == [ref]
    assert told(desk, "handover_accepted") == []
    assert isinstance(refused(desk, TOWN, overview.officer_case, ref), NotThere)


def test_an_ended_case_stays_and_the_end_of_a_case_stops_its_handover(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref)
    accept(desk, ref)

    desk.do(OLD, drafting.withdraw, ref, "Utgår.")

    assert "has ended" in str(refused(desk, TOWN, handover.approve_handover, ref))
    assert "has ended" in str(refused(desk, OLD, handover.offer_handover, ref, OTHER, "Likevel."))
    assert desk.do(NEW, case_companies.offers).offered == []


def test_the_municipality_begins_it_when_the_company_is_gone(desk: Desk) -> None:
    ref = desk.submitted()
    assert "can act" in str(refused(desk, TOWN, handover.start_handover, ref, OTHER, "Konkurs."))
    gone(desk, "demo-rorlegger")

    assert "municipality can start" in str(refused(desk, OLD, handover.offer_handover, ref, OTHER, "x"))
    desk.do(TOWN, handover.start_handover, ref, OTHER, "Konkurs.")
    assert isinstance(refused(desk, OLD, handover.withdraw_handover, ref), Refused)
    accept(desk, ref)
    desk.do(TOWN, handover.approve_handover, ref)

    assert owner(desk, ref) == "Havgløtt Varme og Sanitær AS"
    assert desk.office(ref).head.company_gone == ""


def test_only_a_company_with_access_takes_over(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref, WAITING)
    answers = given(desk, ref, "demo-contractor3", "contractor3")
    assert "no approved access" in str(refused(desk, "contractor3", handover.accept_handover, ref, answers))
    desk.do(OLD, handover.withdraw_handover, ref)

    offer(desk, ref)
    accept(desk, ref)
    gone(desk, "demo-varme")
    assert "no approved access" in str(refused(desk, TOWN, handover.approve_handover, ref))
    assert owner(desk, ref) == "Nilsen Rør AS"


def test_offering_accepting_and_deciding_need_a_fresh_login_and_the_right_role(desk: Desk) -> None:
    ref = desk.submitted()
    for login in ("applicant", "viewer"):
        assert isinstance(refused(desk, login, handover.offer_handover, ref, OTHER, "x"), NotAllowed)
    offer(desk, ref)
    assert isinstance(refused(desk, "officer", handover.approve_handover, ref), NotAllowed)

    actor = desk.actor(NEW)
    with pytest.raises(SignInAgain):
        handover.accept_handover(
            ref,
            given(desk, ref),
            actor=actor,
            work=desk.works(writing=True),
            now=desk.now + timedelta(minutes=11),
            chance=None,  # type: ignore[arg-type]  # never reached
        )


def test_co_workings_end_when_the_case_passes(desk: Desk) -> None:
    ref = desk.submitted()
    working(desk, ref)
    desk.do(OLD, handover.offer_handover, ref, OTHER, "De kan den.")
    assert view(desk, ref, NEW).side == "coworker"
    assert "accept_handover" in view(desk, ref, NEW).acts

    accept(desk, ref)
    desk.do(TOWN, handover.approve_handover, ref)

    assert list(desk.office(ref).head.companies.coworks) == []
    assert desk.hub.heard[-1].others == ("demo-rorlegger", "demo-varme")
    assert view(desk, ref, NEW).side == "owner"


def test_each_turn_is_told_to_who_must_act_and_who_waits(desk: Desk) -> None:
    ref = desk.submitted()
    offer(desk, ref)
    assert told(desk, "handover_offered") == ["demo-contractor2"]
    accept(desk, ref)
    assert told(desk, "handover_accepted") == ["demo-approver"]
    assert told(desk, "handover_agreed") == ["demo-contractor"]
    desk.do(TOWN, handover.approve_handover, ref)
    assert set(told(desk, "handover_approved")) == {"demo-contractor", "demo-applicant", "demo-contractor2"}
    desk.do("officer", reviewing.begin_review, ref)
    desk.do(TOWN, deciding.reject, ref, "Nei.")
    assert told(desk, "rejected") == ["demo-contractor2"]
