"""The demonstration data: written once, whole, and able to log in."""

from __future__ import annotations

from pwdlib import PasswordHash
from stdnum.no import orgnr

from models.actor import Scope
from storage.database import Database
from storage.demo import furnish, logins
from storage.demo_people import FIRMS, LOGIN_WORD, TOWNS
from storage.demo_places import ADDRESSES
from storage.sessions import Sessions
from storage.work import Works


def test_the_demonstration_is_written_once(database: Database) -> None:
    assert furnish(database)
    assert not furnish(database)


def test_every_login_has_one_role_and_the_printed_password(database: Database) -> None:
    furnish(database)
    sessions = Sessions(database)
    hashes: set[str] = set()

    for login in logins():
        person = sessions.person_by_email(login.email)
        assert person
        assert [(one.role.value, tenant) for one, tenant in sessions.tenant_names(person.id)] == [(login.role, login.tenant)]
        hashes.add(person.password_hash or "")

    assert all(PasswordHash.recommended().verify(LOGIN_WORD, one) for one in hashes)


def test_every_address_of_a_municipality_lies_within_its_bounds() -> None:
    for town in TOWNS:
        south, west, north, east = town.bounds
        assert all(south < latitude < north and west < longitude < east for *_words, latitude, longitude in ADDRESSES[town.id])


def test_the_promised_logins_are_there() -> None:
    promised = {"contractor", "officer", "approver", "admin", "contractor2", "officer2"}

    assert promised <= {login.email.removesuffix("@demo.example") for login in logins()}


def test_companies_have_valid_numbers_no_real_company_can_have() -> None:
    assert all(orgnr.is_valid(firm.number) and firm.number[0] in "23" for firm in FIRMS)


def test_the_third_company_still_waits_for_access_in_fjordvik(works: Works, database: Database) -> None:
    furnish(database)

    with works(writing=False) as work:
        standings = {town.name: state for town, state in work.parties.municipalities_for("demo-entreprenor")}
        towns = [town.name for town in work.parties.municipalities()]
        officers = [person.name for person, _ in work.parties.members(Scope(municipality_id="demo-sundal"))]

    assert standings == {"Fjordvik": "requested", "Sundal": "approved"}
    assert towns == ["Fjordvik", "Sundal"]
    assert officers == ["Brit Moe", "Oddny Lunde", "Sjur Aasen"]
