"""One's own copy, and being erased: unlinked and shredded, the chain whole, what must stay still there."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from models.access import OutboxItem
from models.case import Event
from models.delegation import Handover
from models.errors import NotThere, Refused, SignInAgain
from models.identities import Identity, PendingSignIn
from models.parties import Company, Person
from storage.chance import CHANCE
from storage.log import verify_all
from storage.rows import add, every, table_of
from storage.sessions import Sessions
from tests.workflows.access.test_coworking import view, working
from tests.workflows.access.test_handover import NEW, OLD, offer, passed
from tests.workflows.casework.desk import Desk
from ui.oversight.own_data import SECTIONS
from workflows.access import keys, people
from workflows.casework import sending
from workflows.oversight import privacy

EVERY_TABLE = "SELECT name FROM sqlite_master WHERE type = 'table'"


def everything(desk: Desk) -> str:
    """Every row of every table, as words."""
    with desk.database.reading.connect() as connection:
        found = EVERY_TABLE if desk.database.is_sqlite else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = connection.execute(text(found)).scalars().all()
        return json.dumps([[list(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{one}"')] for one in tables], default=str)


def asked(desk: Desk, login: str = "viewer") -> str:
    """The id of somebody's wish."""
    desk.do(login, privacy.ask_erasure)
    lines, _fresh = desk.do("platform", privacy.erasure_wishes)
    return next(str(one.id) for one in lines if one.email == f"{login}@demo.example")


def known_elsewhere(desk: Desk) -> None:
    """The viewer has linked an identity, begun two logins, registered the company, and made a key."""
    rest: dict[str, Any] = {"browser_hash": "b", "nonce_hash": "n", "provider": "test", "created_at": desk.now, "expires_at": desk.now}
    company = table_of(Company)
    with desk.database.writing.begin() as connection:
        add(connection, Identity(id="i", issuer="test", subject="mona-there", person_id="demo-viewer", provider="test", linked_at=desk.now))
        add(connection, PendingSignIn(state_hash="mona-again", purpose="again", person_id="demo-viewer", **rest))
        add(connection, PendingSignIn(state_hash="mona-joins", purpose="invitation", invitation_hash="h", name="Mona Berg", **rest))
        add(connection, PendingSignIn(state_hash="somebody", purpose="invitation", invitation_hash="h2", name="Per", **rest))
        connection.execute(update(company).where(company.c.organisation_number == "310000027").values(registered_by="demo-viewer"))
    desk.do("contractor2", people.invite, "viewer@demo.example", "viewer", token="t", token_hash="h")
    desk.do("contractor2", people.invite, "per@demo.example", "viewer", token="t2", token_hash="h2")
    desk.do("viewer", keys.make_key, "Skurtreskeren", ["read"], 30, key_hash="hash")


def named(desk: Desk) -> str:
    """A case that was sent and names the viewer; its ref."""
    ref = desk.draft()
    desk.save(ref, "responsible", "contact", "demo-viewer")
    desk.do("contractor", sending.submit, ref)
    return ref


def test_a_copy_holds_what_is_ones_own_and_no_secret(desk: Desk) -> None:
    ref = desk.submitted()
    held = dict(desk.do("contractor", privacy.take_out_own_data))

    assert [one["email"] for one in held["person"]] == ["contractor@demo.example"]
    assert [one["number"] for one in held["cases_started"]] == [desk.case(ref).number]
    assert {"submitted", "started"} <= {one["kind"] for one in held["log"]}
    assert len(held["certificates"]) == 5
    words = json.dumps([[dict(row) for row in rows] for rows in held.values()], default=str)
    for secret in ("argon2", "demo-applicant", "viewer@demo.example", "object-"):
        assert secret not in words
    assert "own_data_exported" in {one["kind"] for one in dict(desk.do("contractor", privacy.take_out_own_data))["log"]}


def test_a_copy_holds_identities_logins_begun_and_work_with_other_companies(desk: Desk) -> None:
    known_elsewhere(desk)
    held = dict(desk.do("viewer", privacy.take_out_own_data))
    assert [(one["issuer"], one["subject"]) for one in held["identities"]] == [("test", "mona-there")]
    assert [one["purpose"] for one in held["sign_ins"]] == ["again"]
    assert [one["name"] for one in held["keys"]] == ["Skurtreskeren"]
    assert [set(one) for one in held["companies_registered"]] == [{"organisation_number", "name", "right_to_act"}]
    assert "mona-again" not in str(held)
    assert held.keys() == SECTIONS.keys(), "each file of the copy says what it holds"

    ref = desk.submitted()
    working(desk, ref)
    passed(desk, ref)
    told = {login: dict(desk.do(login, privacy.take_out_own_data)) for login in (OLD, NEW, "contractor3")}
    for login, mine in ((OLD, "invited_by"), (NEW, "answered_by")):
        assert [one[mine] for one in told[login]["coworks"]] == [desk.actor(login).person_id]
        assert [one["reason"] for one in told[login]["handovers"]] == ["Vi har for mye å gjøre."]
    assert (told["contractor3"]["coworks"], told["contractor3"]["handovers"]) == ([], [])
    assert "Storgata 14" not in str(told[OLD]["handovers"])


def test_a_wish_has_one_receipt_tells_those_who_may_carry_it_out_and_can_be_taken_back(desk: Desk) -> None:
    receipt = desk.do("viewer", privacy.ask_erasure)
    assert receipt == desk.do("viewer", privacy.ask_erasure) == desk.do("viewer", privacy.own_data).receipt
    assert [one.receipt for one in desk.do("contractor", privacy.erasure_wishes)[0]] == [receipt]
    assert desk.do("contractor2", privacy.erasure_wishes)[0] == []
    assert desk.do("admin", privacy.erasure_wishes)[0] == []
    with desk.database.reading.connect() as connection:
        told = connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = 'erasure_asked'")).scalars().all()
    assert told == ["demo-contractor"]

    desk.do("viewer", privacy.withdraw_erasure)
    assert desk.do("viewer", privacy.own_data).receipt == ""
    assert desk.do("contractor", privacy.erasure_wishes)[0] == []


def test_an_erased_person_is_nowhere_by_name_their_sessions_end_and_the_chain_is_whole(desk: Desk) -> None:
    desk.do("contractor", people.invite, "viewer9@demo.example", "viewer", token="t", token_hash="h")
    sessions = Sessions(desk.database)
    person = sessions.person_by_email("viewer@demo.example")
    assert person is not None
    cookie, _row = sessions.create_session(person, sessions.memberships_of(person.id)[0], desk.now, "Firefox hos Mona")
    held = dict(desk.do("viewer", privacy.take_out_own_data))
    assert [one["device"] for one in held["devices"]] == ["Firefox hos Mona"]
    wish = asked(desk)

    desk.do("contractor", privacy.carry_out_erasure, wish)

    left = everything(desk).replace("viewer@demo.example", "", 1)  # the last mail has to arrive somewhere
    for word in ("Mona Berg", "viewer@demo.example", "Firefox hos Mona"):
        assert word not in left
    assert sessions.person_by_email("viewer@demo.example") is None
    assert sessions.memberships_of("demo-viewer") == []
    assert sessions.session(cookie, desk.now, timedelta(hours=1), timedelta(hours=8)) is None
    assert verify_all(desk.database) == []
    shown = {line.name for line in desk.do("contractor", people.people_view).members if line.person_id == "demo-viewer"}
    assert shown == {"Tidligere bruker"}
    with pytest.raises(NotThere):
        desk.do("contractor", privacy.carry_out_erasure, wish)


def test_what_identity_providers_and_other_companies_left_of_a_person_goes_too(desk: Desk) -> None:
    known_elsewhere(desk)
    ref = named(desk)
    offer(desk, ref)
    assert "Mona Berg" in str(view(desk, ref, NEW).frozen)

    desk.do("platform", privacy.carry_out_erasure, asked(desk))

    left = everything(desk).replace("viewer@demo.example", "", 1)
    for word in ("Mona Berg", "viewer@demo.example", "mona-there", "mona-again", "mona-joins", "Skurtreskeren"):
        assert word not in left, word
    assert "somebody" in left
    assert verify_all(desk.database) == []
    seen = str(view(desk, ref, NEW).frozen)
    assert "Tidligere bruker" in seen
    assert "demo-viewer" not in seen


def test_what_was_frozen_names_people_by_id_so_that_its_digest_holds_after_erasing(desk: Desk) -> None:
    ref = named(desk)
    passed(desk, ref)
    desk.do("contractor", privacy.carry_out_erasure, asked(desk))

    with desk.database.reading.connect() as connection:
        (kept,) = every(connection, Handover, "id")
    assert hashlib.sha256(json.dumps(kept.frozen, sort_keys=True).encode()).hexdigest() == kept.sha256
    assert "demo-viewer" in json.dumps(kept.frozen)
    assert "Kari Nilsen" in str(view(desk, ref, OLD).frozen), "others are called by name as before"


def test_details_of_the_log_that_name_the_person_are_shredded_and_others_stay(desk: Desk) -> None:
    desk.do("contractor2", people.invite, "viewer@demo.example", "viewer", token="t", token_hash="h")
    desk.do("contractor2", people.invite, "another@demo.example", "viewer", token="t2", token_hash="h2")
    desk.do("contractor", privacy.carry_out_erasure, asked(desk))

    with desk.database.reading.connect() as connection:
        details = [str(one) for one in connection.execute(text("SELECT detail FROM event WHERE kind = 'invited' ORDER BY id")).scalars()]
        salts = connection.execute(text("SELECT salt FROM event WHERE kind = 'invited' ORDER BY id")).scalars().all()
    assert [("another" in one) for one in details] == [False, True]
    assert [bool(one) for one in salts] == [False, True]
    assert verify_all(desk.database) == []


def said(desk: Desk, login: str, words: str, to: str, **more: Any) -> None:
    """Somebody writes words into the log of their tenant, and another is told them."""
    actor = desk.actor(login)
    stream = f"company:{actor.company_id}" if actor.company_id else f"municipality:{actor.municipality_id}"
    with desk.works(writing=True) as work:
        work.log.record("said", actor=actor, at=desk.now, detail={"reason": words}, stream=stream)
        payload = {"reason": words, "name": words}
        work.dispatch(OutboxItem(id=CHANCE.id(), kind="said", person_id=to, payload=payload, created_at=desk.now, **more))
        work.commit()


def left_of(desk: Desk) -> tuple[list[str], list[str]]:
    """What was said, as the log and the outbox have it now."""
    with desk.database.reading.connect() as connection:
        events = [one.detail.get("reason", "") for one in every(connection, Event, "id", kind="said")]
        return events, [one.payload["reason"] for one in every(connection, OutboxItem, "id", kind="said")]


def called(desk: Desk, name: str) -> None:
    """The viewer has another name."""
    people_here = table_of(Person)
    with desk.database.writing.begin() as connection:
        connection.execute(update(people_here).where(people_here.c.id == "demo-viewer").values(name=name))


def test_a_short_name_takes_no_word_of_others_along(desk: Desk) -> None:
    called(desk, "Ola")
    for login, to in (("officer", "demo-contractor2"), ("contractor", "demo-contractor")):
        said(desk, login, "Isolasjonen mangler, spør Ola", to)
    said(desk, "contractor", "Ola", "demo-contractor")
    desk.do("contractor", privacy.carry_out_erasure, asked(desk))

    kept = "Isolasjonen mangler, spør Ola"
    assert left_of(desk) == ([kept, kept, ""], [kept, kept, "Tidligere bruker"])
    assert verify_all(desk.database) == []


def test_a_whole_name_is_erased_near_the_person_and_stays_where_it_is_another_of_that_name(desk: Desk) -> None:
    ref = named(desk)
    told = "Ring Mona  Berg, ikke Mona Bergersen eller Simona Berg."
    for login, to, more in (
        ("officer2", "demo-contractor2", {}),  # another municipality's Mona Berg
        ("contractor", "demo-contractor", {}),
        ("officer", "demo-officer", {"case_id": desk.case(ref).id}),
    ):
        said(desk, login, told.replace("  ", " "), to, **more)
    said(desk, "officer2", "Skriv til VIEWER@demo.example, ikke x.viewer@demo.example.no", "demo-contractor2")
    desk.do("contractor", privacy.carry_out_erasure, asked(desk))

    kept = told.replace("  ", " ")
    renamed = kept.replace("Mona Berg,", "Tidligere bruker,")
    address_gone = "Skriv til , ikke x.viewer@demo.example.no"
    assert left_of(desk) == ([kept, "", kept, ""], [kept, renamed, renamed, address_gone])
    assert verify_all(desk.database) == []


def test_open_cases_the_last_administrator_and_roles_elsewhere_hinder_it(desk: Desk) -> None:
    desk.draft(login="applicant")
    for login, words in (("applicant", "open cases"), ("contractor2", "only administrator")):
        wish = asked(desk, login)
        with pytest.raises(Refused, match=words):
            desk.do("platform", privacy.carry_out_erasure, wish)
    desk.do("contractor2", people.invite, "viewer@demo.example", "viewer", token="t", token_hash="h")
    desk.do("viewer", people.accept_as, "h")
    wish = asked(desk)
    with pytest.raises(Refused, match="acts elsewhere"):
        desk.do("contractor", privacy.carry_out_erasure, wish)
    desk.do("platform", privacy.carry_out_erasure, wish)
    assert verify_all(desk.database) == []


def test_another_tenants_administrator_finds_no_such_wish_and_a_stale_login_is_asked_again(desk: Desk) -> None:
    wish = asked(desk)
    for login in ("contractor2", "admin"):
        with pytest.raises(NotThere):
            desk.do(login, privacy.carry_out_erasure, wish)
    actor = desk.actor("contractor")
    desk.later(minutes=11)
    with pytest.raises(SignInAgain):
        privacy.carry_out_erasure(wish, actor=actor, work=desk.works(writing=True), now=desk.now, chance=CHANCE)
