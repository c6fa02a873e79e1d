"""A company comes in by itself: nothing before the address is proved, everything at once after, and both only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from models.errors import NotThere, Refused
from storage.chance import CHANCE
from storage.log import verify_all
from tests.register_server import BANKRUPT, GOOD, SOLE
from tests.workflows.access.joiner import WANTED, Joiner
from workflows.access.registering import is_here, waiting_registration
from workflows.access.watching import forget_registrations


def test_nothing_but_a_mail_exists_before_the_address_is_proved(joiner: Joiner) -> None:
    joiner.send()

    (mail,) = joiner.left("email_proof")
    assert mail.person_id is None
    assert mail.payload == {"to": WANTED.email, "company": "Gode Rør AS", "token": joiner.token, "language": "nn", "hours": 48}
    assert not is_here(GOOD, work=joiner.desk.works(writing=False))
    assert joiner.left("access_requested") == []


def test_the_link_makes_company_person_certificates_and_one_request_for_each_municipality(joiner: Joiner) -> None:
    joiner.send()
    email = joiner.confirm()
    admin = joiner.administrator()

    assert email == WANTED.email
    assert {town: one.state for town, one in joiner.accesses().items()} == {"demo-fjordvik": "requested", "demo-sundal": "requested"}
    with joiner.desk.works(writing=False) as work:
        company = work.parties.company(admin.company_id or "")
        proofs = [(one.kind, one.number, one.person_id, one.holder) for one in work.joining.certificates(company.id)]
        person = work.parties.person(admin.person_id)
    assert (company.name, company.gone, company.work_areas) == ("Gode Rør AS", "", ["indoor", "outdoor"])
    assert proofs == [("adk1", "4711", admin.person_id, ""), ("trade_plumber", "12", None, "Odd Rør")]
    assert (person.name, person.phone, person.language, person.password_hash) == ("Nina Ny", "912 34 567", "nn", "argon2-of-something")
    told = {(one.person_id, one.payload["municipality"], one.payload["company"]) for one in joiner.left("access_requested")}
    assert told == {("demo-admin", "Fjordvik", "Gode Rør AS"), ("demo-admin2", "Sundal", "Gode Rør AS")}
    assert verify_all(joiner.desk.database) == []


def test_sending_twice_mails_once_and_following_the_link_twice_makes_one_company(joiner: Joiner) -> None:
    joiner.send()
    joiner.send(token="another-token")
    first, second = joiner.confirm(), joiner.confirm()

    assert len(joiner.left("email_proof")) == 1
    assert first == second
    assert len(joiner.left("access_requested")) == 2
    with pytest.raises(NotThere):
        joiner.confirm("another-token")


def test_what_was_typed_is_forgotten_once_it_has_become_rows(joiner: Joiner) -> None:
    joiner.joined()

    with joiner.desk.works(writing=False) as work:
        kept = work.joining.registration("form-1")
    assert kept is not None
    assert kept.content == {"company_name": "Gode Rør AS", "email": WANTED.email}


def test_a_link_works_for_two_days_and_an_unknown_one_never(joiner: Joiner) -> None:
    joiner.send()
    joiner.desk.now += timedelta(hours=48)

    with pytest.raises(NotThere, match="does not work any more"):
        joiner.confirm()
    with pytest.raises(NotThere):
        joiner.confirm("guessed")
    assert joiner.accesses() == {}


def test_what_nobody_confirmed_is_forgotten_with_its_link_and_what_was_confirmed_is_not(joiner: Joiner) -> None:
    joiner.send("used", token="used")
    joiner.confirm("used")
    joiner.desk.now += timedelta(hours=1)
    joiner.send("unused", replace(WANTED, number=SOLE), joiner.answer(GOOD), token="unused")
    given: dict[str, Any] = {"work": joiner.desk.works(writing=True), "chance": CHANCE}

    assert forget_registrations(now=joiner.desk.now + timedelta(hours=48), **given) == 0
    assert forget_registrations(now=joiner.desk.now + timedelta(hours=49), **given) == 1
    with joiner.desk.works(writing=False) as work:
        assert work.joining.registration("used") is not None
        assert work.joining.registration("unused") is None


def test_who_comes_second_is_sent_to_the_administrator_without_a_name(joiner: Joiner) -> None:
    joiner.send("form-1", token="first")
    joiner.send("form-2", replace(WANTED, email="other@goderor.example"), token="second")
    joiner.confirm("first")

    with pytest.raises(Refused) as late:
        joiner.confirm("second")
    with pytest.raises(Refused) as later:
        joiner.send("form-3", token="third")
    assert late.value.text == later.value.text
    assert "administrator" in late.value.text.in_english()
    assert "Nina" not in late.value.text.in_english()


def test_a_company_that_may_not_join_is_not_kept_even_if_the_page_was_gone_round(joiner: Joiner) -> None:
    with pytest.raises(Refused):
        joiner.send(wanted=replace(WANTED, number=BANKRUPT), answer=joiner.answer(BANKRUPT))
    assert joiner.left("email_proof") == []


def test_without_an_answer_of_the_register_the_company_comes_in_unverified(joiner: Joiner) -> None:
    joiner.send(unverified=True)
    joiner.confirm()
    admin = joiner.administrator()

    with joiner.desk.works(writing=False) as work:
        company = work.parties.company(admin.company_id or "")
    assert (company.register_read_at, company.register_entry) == (None, {})


def test_the_password_is_chosen_with_the_link_and_the_page_says_whose_account_is_made(joiner: Joiner) -> None:
    joiner.send()
    waits = waiting_registration(joiner.token, work=joiner.desk.works(writing=False), now=joiner.desk.now)
    with joiner.desk.works(writing=False) as work:
        kept = work.joining.registration("form-1")

    assert (waits.company_name, waits.name, waits.position, waits.email) == ("Gode Rør AS", "Nina Ny", "Dagleg leiar", WANTED.email)
    assert (waits.municipalities, waits.is_new) == (["Fjordvik", "Sundal"], True)
    assert kept is not None
    assert "password" not in str(kept.content), "whoever typed the form chooses nothing the account is opened by"
    with pytest.raises(Refused, match="Choose a password"):
        joiner.confirm(password_hash="")
    joiner.confirm()
    used = waiting_registration(joiner.token, work=joiner.desk.works(writing=False), now=joiner.desk.now)
    assert (used.name, used.is_new) == ("", False)


def test_somebody_with_an_account_keeps_it_and_gets_the_company_too(joiner: Joiner) -> None:
    joiner.send(wanted=replace(WANTED, email="contractor@demo.example", name="Somebody Else"))
    assert not waiting_registration(joiner.token, work=joiner.desk.works(writing=False), now=joiner.desk.now).is_new
    joiner.confirm()

    with joiner.desk.works(writing=False) as work:
        person = work.joining.person_by_email("contractor@demo.example")
    assert person is not None
    assert (person.name, person.password_hash == "argon2-of-something") == ("Kari Nilsen", False)
