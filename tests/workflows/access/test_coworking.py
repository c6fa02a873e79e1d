"""Co-working on one case: what the other company sees and may do, from the invitation to the end, on both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from models.access import OutboxItem
from models.base import Phase
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.parties import Company
from storage.rows import every, table_of
from tests.workflows.casework.desk import Desk
from workflows.access import case_companies, coworking, handover
from workflows.casework import documents, drafting, filling, overview, receipts, sending, talking
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange
from workflows.ports import CaseFilter

OTHER = "213000047"
"""Havgløtt Varme og Sanitær AS, for whom `contractor2` acts."""


def view(desk: Desk, ref: str, login: str = "contractor") -> case_companies.CompaniesView:
    found: case_companies.CompaniesView = desk.do(login, case_companies.case_companies, ref)
    return found


def invited(desk: Desk, ref: str, may_send: bool = False) -> str:
    """The id of a co-working that waits for its answer."""
    return str(desk.do("contractor", coworking.invite_cowork, ref, OTHER, may_send).id)


def working(desk: Desk, ref: str, may_send: bool = False) -> str:
    """The id of a co-working that is taken up."""
    made = invited(desk, ref, may_send)
    desk.do("contractor2", coworking.accept_cowork, ref)
    return made


def listed(desk: Desk, login: str = "contractor2", text: str = "") -> list[str]:
    return [card.ref for card in desk.do(login, overview.my_cases, CaseFilter(text=text)).rows]


def told(desk: Desk, kind: str) -> list[str]:
    with desk.database.reading.connect() as connection:
        return [one.person_id or "" for one in every(connection, OutboxItem, "id") if one.kind == kind]


def test_an_invited_company_learns_what_the_case_is_called_and_nothing_in_it(desk: Desk) -> None:
    ref = desk.submitted()

    invited(desk, ref)

    (offer,) = desk.do("contractor2", case_companies.offers).offered
    assert (offer.ref, offer.company, offer.address) == (ref, "Nilsen Rør AS", "Storgata 14")
    seen = view(desk, ref, "contractor2")
    assert (seen.side, set(seen.acts)) == ("asked", {"accept_cowork", "decline_cowork"})
    assert (seen.companies.responsible, seen.companies.handovers, seen.frozen) == ((), [], None)
    assert "demo-contractor2" in told(desk, "cowork_invited")
    assert listed(desk) == []
    for use_case in (overview.case_home, receipts.receipt_of, sending.review):
        with pytest.raises(NotThere):
            desk.do("contractor2", use_case, ref)


def test_who_takes_it_up_answers_attaches_and_writes_but_does_not_send(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    working(desk, ref)

    assert listed(desk) == listed(desk, text="Storgata") == [ref]
    (card,) = desk.do("contractor2", overview.my_cases, CaseFilter()).rows
    assert (card.company, card.company_id) == ("Nilsen Rør AS", "demo-rorlegger")
    desk.save(ref, "property", "address", "Storgata 15", login="contractor2")
    desk.photo(ref, Place(Phase.APPLICATION, "photo_old"), login="contractor2")
    home = desk.home(ref, "contractor2")
    assert home.is_editable
    assert {"submit", "withdraw", "convert"} & set(home.permitted) == set()
    for use_case, given in ((sending.submit, ()), (drafting.withdraw, ("Nei.",)), (coworking.invite_cowork, ("311990020",))):
        with pytest.raises(NotAllowed, match="another company"):
            desk.do("contractor2", use_case, ref, *given)


def test_who_may_also_send_sends_and_the_receipt_says_who_for_whom(desk: Desk) -> None:
    ref = desk.draft()
    working(desk, ref, may_send=True)

    desk.do("contractor2", sending.submit, ref)

    receipt = desk.do("contractor", receipts.receipt_of, ref)
    assert receipt.company == "Nilsen Rør AS"
    assert receipt.sent_by.endswith("(Havgløtt Varme og Sanitær AS)")
    line = next(one for one in desk.office(ref).timeline if one.kind == "submitted")
    assert line.who == receipt.sent_by
    (event,) = [one for one in desk.read(ref, "events") if one.kind == "submitted"]
    assert (event.company_id, event.data["acted_for"]) == ("demo-rorlegger", "demo-varme")


def test_the_municipality_sees_who_works_on_the_case(desk: Desk) -> None:
    ref = desk.submitted()
    working(desk, ref)

    (line,) = desk.office(ref).head.companies.coworks
    assert (line.company, line.state) == ("Havgløtt Varme og Sanitær AS", "active")
    assert view(desk, ref, "officer").acts == frozenset()


def test_either_side_ends_it_at_once_and_the_other_hears_of_it(desk: Desk) -> None:
    ref = desk.submitted()
    made = working(desk, ref)
    desk.hub.heard.clear()

    desk.do("contractor", coworking.end_cowork, ref, made)

    assert listed(desk) == []
    assert desk.hub.heard[-1].others == ("demo-varme",)
    assert "demo-contractor2" in told(desk, "cowork_ended")
    for use_case in (overview.case_home, case_companies.case_companies):
        with pytest.raises(NotThere):
            desk.do("contractor2", use_case, ref)

    made = working(desk, ref)
    desk.do("contractor2", coworking.end_cowork, ref, made)
    assert listed(desk) == []
    assert told(desk, "cowork_left") == ["demo-contractor"]


def test_a_declined_invitation_is_over_and_may_be_made_again(desk: Desk) -> None:
    ref = desk.submitted()
    invited(desk, ref)
    with pytest.raises(Refused, match="asked already"):
        invited(desk, ref)

    desk.do("contractor2", coworking.decline_cowork, ref)

    with pytest.raises(NotThere):
        desk.do("contractor2", coworking.accept_cowork, ref)
    assert told(desk, "cowork_declined") == ["demo-contractor"]
    working(desk, ref)


@pytest.mark.parametrize(
    ("number", "error"), [("123", BadInput), ("310000027", BadInput), ("974760673", Refused)], ids=["no number", "own", "not here"]
)
def test_only_another_company_of_the_portal_can_be_asked(desk: Desk, number: str, error: type[Exception]) -> None:
    ref = desk.draft()

    with pytest.raises(error):
        desk.do("contractor", coworking.invite_cowork, ref, number)


def test_nothing_else_of_the_company_is_seen(desk: Desk) -> None:
    ref, other = desk.submitted(), desk.submitted()
    working(desk, ref)

    assert listed(desk) == [ref]
    with pytest.raises(NotThere):
        desk.do("contractor2", overview.case_home, other)
    own, theirs = desk.home(ref), desk.home(ref, "contractor2")
    number = desk.case(other).number
    assert any(number in str(row) for row in own.ledger.rows)
    assert not any(number in str(row) for row in theirs.ledger.rows)


def test_a_conflict_and_a_message_name_the_person_and_the_company(desk: Desk) -> None:
    ref = desk.submitted()
    working(desk, ref)

    desk.do("contractor2", talking.write_message, ref, "Vi tegner planen.")

    (message,) = desk.office(ref).messages
    assert message.who.endswith("(Havgløtt Varme og Sanitær AS)")


def test_a_leaver_of_the_company_that_works_on_it_hands_on_only_their_own_cases(desk: Desk) -> None:
    ref = desk.draft()
    working(desk, ref)

    with desk.works(writing=True) as work:
        moved = work.people.hand_on(desk.actor("contractor2").scope, "demo-contractor", "demo-contractor2")

    assert list(moved) == []


def test_the_end_of_a_case_ends_what_was_asked(desk: Desk) -> None:
    ref = desk.submitted()
    invited(desk, ref)

    desk.do("contractor", drafting.withdraw, ref, "Utgår.")

    assert desk.do("contractor2", case_companies.offers).offered == []
    with pytest.raises(NotThere):
        desk.do("contractor2", coworking.accept_cowork, ref)


def test_open_pages_of_both_companies_hear_of_a_change_and_of_staff_notes_neither(desk: Desk) -> None:
    ref = desk.submitted()
    working(desk, ref)
    desk.hub.heard.clear()

    desk.do("officer", talking.write_note, ref, "Internt.")
    desk.do("officer", talking.write_message, ref, "Hei.")

    note, message = desk.hub.heard
    assert (note.company_id, note.others) == ("", ())
    assert (message.company_id, message.others) == ("demo-rorlegger", ("demo-varme",))
    assert set(told(desk, "message")) == {"demo-contractor", "demo-contractor2"}


def test_the_wizard_of_the_other_company_saves_while_it_may_and_not_after(desk: Desk) -> None:
    ref = desk.draft()
    made = working(desk, ref)
    change = [AnswerChange(Phase.APPLICATION, "property", "address", "Storgata 16")]
    desk.do("contractor2", filling.save_and_look, ref, change, Phase.APPLICATION, ["property"])

    desk.do("contractor", coworking.end_cowork, ref, made)

    with pytest.raises(NotThere):
        desk.do("contractor2", filling.save_and_look, ref, change, Phase.APPLICATION, ["property"])
    with pytest.raises(NotThere):
        desk.do("contractor2", documents.may_attach, ref, Place(Phase.APPLICATION, "photo_old"))


def test_own_cases_and_those_of_others_are_one_list_in_pages(desk: Desk) -> None:
    refs = []
    for number in range(5):
        desk.later(minutes=1)
        if number % 2:
            refs.append(desk.draft(login="contractor2", with_photo=False))
        else:
            refs.append(desk.draft(with_photo=False))
            working(desk, refs[-1])

    found, after = list[str](), None
    while True:
        page = desk.do("contractor2", overview.my_cases, CaseFilter(), after=after, limit=2)
        found += [card.ref for card in page.rows]
        after = page.next
        if after is None:
            break

    assert sorted(found) == sorted(refs)
    assert len(found) == len(set(found))


def test_a_company_that_is_gone_reads_the_case_it_works_on_and_writes_nothing(desk: Desk) -> None:
    ref = desk.draft()
    made = working(desk, ref, may_send=True)
    company = table_of(Company)
    with desk.database.writing.begin() as connection:
        connection.execute(update(company).where(company.c.id == "demo-varme").values(gone="bankrupt"))

    home = desk.home(ref, "contractor2")
    assert not home.is_editable
    for use_case, given in ((sending.submit, ()), (coworking.end_cowork, (made,)), (talking.write_message, ("Hei.",))):
        with pytest.raises(NotAllowed):
            desk.do("contractor2", use_case, ref, *given)


def test_a_handover_to_somebody_else_is_no_business_of_who_works_on_the_case(desk: Desk) -> None:
    ref = desk.submitted()
    working(desk, ref)

    desk.do("contractor", handover.offer_handover, ref, "311990020", "De kan grave.")

    home = desk.home(ref, "contractor2")
    assert home.head.companies.waiting is None
    assert "De kan grave." not in str(home)
    assert "De kan grave." not in str(view(desk, ref, "contractor2"))
    assert "De kan grave." in str(desk.home(ref))
