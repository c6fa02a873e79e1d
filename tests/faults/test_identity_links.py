"""Linking, proving it again, municipalities' demands, invitations and the way out, with a provider that keeps the rules."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest

from models.base import Role
from models.identities import Identity
from models.parties import Membership, Person
from storage.demo_people import LOGIN_WORD
from storage.rows import add, every, maybe
from storage.sessions import hashed
from tests.faults.ports import Port, identity, open_port, refused, sent_to
from tests.faults.visitors import Visitor
from tests.oidc_server import HIGH, LOW
from workflows.access import people

SPAN = timedelta(hours=8)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Port]:
    with open_port(tmp_path_factory.mktemp("links")) as port:
        yield port


@pytest.fixture
def port(opened: Port) -> Port:
    """The provider keeps all rules."""
    opened.provider.behave()
    return opened


def visitor(port: Port, login: str, minutes_ago: int = 0) -> Visitor:
    """Somebody who gave their password some minutes ago."""
    cookie = port.gate.seed.cookie(login, minutes_ago)
    found = port.gate.seed.sessions.session(cookie, datetime.now(UTC), SPAN, SPAN)
    assert found is not None
    return Visitor(port.gate, cookie, found[0].csrf_token)


def rows(port: Port, person: str) -> list[Identity]:
    with port.gate.seed.database.reading.connect() as connection:
        return list(every(connection, Identity, "id", person_id=person))


def keep(port: Port, *entities: Any) -> None:
    with port.gate.seed.database.writing.begin() as connection:
        for one in entities:
            add(connection, one)


def press_link(port: Port, client: httpx.Client, who: Visitor, key: str = "test") -> httpx.Response:
    return client.post("/account/identities/link", data={"csrf": who.csrf, "provider": key})


def test_whoever_has_just_signed_in_links_and_from_then_on_comes_in_that_way(port: Port) -> None:
    port.provider.sub = "applicant-there"
    who = visitor(port, "applicant")
    with port.browser(who) as client:
        answer = client.get(port.provider.log_in(sent_to(press_link(port, client, who))))
        assert answer.headers["location"] == "/account?linked=yes"
        assert "Prøveporten" in client.get("/account?linked=yes").text
    with port.browser() as client:
        assert port.log_in(client).headers["location"] == "/cases"
    linked, signed_in = port.events("identity_linked")[-1], port.events("signed_in")[-1]
    assert (linked.stream, signed_in.stream) == ("person:demo-applicant", "person:demo-applicant")
    assert rows(port, "demo-applicant")[0].last_used_at is not None


def test_linking_wants_a_sign_in_of_the_last_minutes_and_the_sessions_own_form(port: Port) -> None:
    late = visitor(port, "viewer", minutes_ago=11)
    with port.browser(late) as client:
        answer = press_link(port, client, late)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/account&again=1")
        assert client.post("/account/identities/link", data={"csrf": "x", "provider": "test"}).status_code == 403
    assert rows(port, "demo-viewer") == []


def test_an_identity_of_somebody_else_cannot_be_linked(port: Port) -> None:
    keep(port, identity(port.provider.issuer, "taken", "demo-officer"))
    port.provider.sub = "taken"
    who = visitor(port, "viewer")
    with port.browser(who) as client:
        before = port.refusals()
        refused(port, client.get(port.provider.log_in(sent_to(press_link(port, client, who)))), before, "identity_taken")
    assert rows(port, "demo-viewer") == []


def test_a_link_that_was_begun_before_logging_out_links_nobody(port: Port) -> None:
    port.provider.sub = "late-comer"
    who = visitor(port, "viewer")
    with port.browser(who) as client:
        back = port.provider.log_in(sent_to(press_link(port, client, who)))
        client.post("/logout", data={"csrf": who.csrf})
        before = port.refusals()
        refused(port, client.get(back), before, "other_session")
    assert [one.subject for one in rows(port, "demo-viewer")] == []


def test_the_last_way_in_cannot_be_taken_away_and_others_can(port: Port) -> None:
    issuer = port.provider.issuer
    person = Person(id="only-there", email="only@there.example", name="Bare Der")
    role = Membership(id="only-there-role", person_id="only-there", company_id="demo-rorlegger", role=Role.VIEWER)
    first, second = identity(issuer, "only-1", person.id), identity(issuer, "only-2", person.id)
    keep(port, person, role, first, second)
    port.provider.sub = "only-1"
    with port.browser() as client:
        assert port.log_in(client).status_code == 303
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
        assert csrf is not None
        form = {"csrf": csrf[1], "identity": second.id}
        assert client.post("/account/identities/unlink", data=form).headers["location"] == "/account?unlinked=yes"
        assert client.post("/account/identities/unlink", data=form).status_code == 404
        last = client.post("/account/identities/unlink", data={**form, "identity": first.id})
        assert (last.status_code, "eneste måten" in last.text) == (409, True)
    assert [one.id for one in rows(port, person.id)] == [first.id]
    assert port.events("identity_unlinked")[-1].data == {"identity": second.id, "provider": "test"}


def again(port: Port, client: httpx.Client) -> httpx.Response:
    """Prove it again, as before a decision."""
    address = port.leave(client)
    assert ["prompt=login" in address, "max_age=600" in address] == [True, True]
    return client.get(port.provider.log_in(address))


def test_proving_it_again_needs_a_login_of_the_last_minutes_by_the_same_person(port: Port) -> None:
    keep(port, identity(port.provider.issuer, "approver-there", "demo-approver"))
    who = visitor(port, "approver", minutes_ago=20)
    port.provider.sub = "approver-there"
    with port.browser(who) as client:
        assert "again" in press_link(port, client, who).headers["location"], "not fresh"
        for change in (lambda claims: claims.update(auth_time=int(time.time()) - 800), lambda claims: claims.pop("auth_time")):
            port.provider.change = change
            before = port.refusals()
            refused(port, again(port, client), before, "login_too_old")
        port.provider.behave()
        port.provider.sub = "taken"
        before = port.refusals()
        refused(port, again(port, client), before, "other_person")
        port.provider.sub = "approver-there"
        assert again(port, client).status_code == 303
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
        assert csrf is not None
        answer = client.post("/account/identities/link", data={"csrf": csrf[1], "provider": "staff"})
        assert "url=" in answer.text, "fresh now"


@pytest.mark.parametrize("said", [lambda claims: claims.update(auth_time=int(time.time()) - 4000), lambda claims: claims.pop("auth_time")])
def test_a_provider_that_remembers_somebody_from_earlier_opens_a_session_that_is_not_fresh(port: Port, said: Any) -> None:
    port.provider.sub, port.provider.change = "approver-there", said
    with port.browser() as client:
        assert port.log_in(client).status_code == 303
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
        assert csrf is not None
        answer = client.post("/account/identities/link", data={"csrf": csrf[1], "provider": "staff"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/account&again=1")


def test_a_municipality_that_demands_a_provider_opens_its_roles_by_nothing_else(port: Port) -> None:
    issuer = port.provider.issuer
    elsewhere = Membership(id="approver2-firm", person_id="demo-approver2", company_id="demo-rorlegger", role=Role.VIEWER)
    keep(port, identity(issuer, "sjur", "demo-approver2"))
    port.provider.sub = "sjur"
    with port.browser() as client:
        before = port.refusals()
        answer = client.post("/login", data={"email": "approver2@demo.example", "password": LOGIN_WORD})
        assert (answer.status_code, "Kommunen din ber deg logge inn med Prøveporten." in html.unescape(answer.text)) == (403, True)
        refused(port, port.log_in(client), [*before, "provider_demanded"], "no_role_by_this_way")
        port.provider.level = LOW
        before = port.refusals()
        refused(port, port.log_in(client, "staff"), before, "no_role_by_this_way")
        assert "portal" not in client.cookies
        port.provider.level = HIGH
        assert port.log_in(client, "staff").headers["location"] == "/cases"
        assert client.get("/board").status_code == 200
    keep(port, elsewhere)
    with port.browser() as client:
        assert client.post("/login", data={"email": "approver2@demo.example", "password": LOGIN_WORD}).status_code == 303
        page = client.get("/account").text
        csrf, role = re.search(r'name="csrf" value="([^"]+)"', page), port.gate.seed.sessions.memberships_of("demo-approver2")
        assert csrf is not None
        towns = [one.id for one in role if one.municipality_id]
        switched = client.post("/switch", data={"csrf": csrf[1], "membership": towns[0]})
        assert switched.status_code == 403, "a session by password does not become one of that municipality"


def test_a_provider_for_staff_opens_no_company(port: Port) -> None:
    keep(port, identity(port.provider.issuer, "kari-firm", "demo-contractor"))
    port.provider.sub = "kari-firm"
    with port.browser() as client:
        before = port.refusals()
        refused(port, port.log_in(client, "staff"), before, "no_role_by_this_way")


def invite(port: Port, email: str, token: str, login: str = "contractor") -> None:
    port.gate.seed.do(login, people.invite, email, "applicant", token=token, token_hash=hashed(token))


def join(port: Port, client: httpx.Client, token: str, name: str = "Ny Person") -> httpx.Response:
    return client.post(f"/invitation/{token}/with/test", data={"name": name})


def test_somebody_invited_joins_by_a_provider_without_choosing_a_password(port: Port) -> None:
    invite(port, "ny@nilsen.example", "a-token-of-an-invitation")
    port.provider.sub = "brand-new"
    with port.browser() as client:
        assert "Registrer deg med Prøveporten" in client.get("/invitation/a-token-of-an-invitation").text
        short = join(port, client, "a-token-of-an-invitation", "N")
        assert (short.status_code, "Skriv navnet ditt" in short.text) == (422, True)
        answer = client.get(port.provider.log_in(sent_to(join(port, client, "a-token-of-an-invitation"))))
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert "Bytt passordet" not in client.get("/account").text
    with port.gate.seed.database.reading.connect() as connection:
        person = maybe(connection, Person, email="ny@nilsen.example")
    assert person is not None
    assert (person.name, person.password_hash) == ("Ny Person", None)
    with port.browser() as client:
        assert join(port, client, "a-token-of-an-invitation").status_code == 410, "an invitation works once"


def test_an_invitation_is_not_taken_up_by_another_account_nor_for_an_address_that_has_one(port: Port) -> None:
    invite(port, "ny2@nilsen.example", "second-token")
    keep(port, identity(port.provider.issuer, "officer-there", "demo-officer"))
    port.provider.sub = "officer-there"
    with port.browser() as client:
        before = port.refusals()
        refused(port, client.get(port.provider.log_in(sent_to(join(port, client, "second-token")))), before, "invitation_gone")
        port.provider.sub = "stranger"
        invite(port, "officer2@demo.example", "third-token")
        before = port.refusals()
        refused(port, client.get(port.provider.log_in(sent_to(join(port, client, "third-token")))), before, "invitation_gone")
    assert rows(port, "demo-officer2") == []


@pytest.mark.parametrize("from_the_login_page", [False, True])
def test_somebody_whose_access_ended_comes_back_by_a_provider(port: Port, from_the_login_page: bool) -> None:
    token, subject = f"back-{from_the_login_page}", f"mona-{from_the_login_page}"
    seed, who = port.gate.seed, "demo-viewer"
    (held,) = seed.sessions.memberships_of(who)
    seed.do("contractor", people.end_access, held.id)
    invite(port, "viewer@demo.example", token)
    keep(port, identity(port.provider.issuer, subject, who))
    port.provider.sub = subject
    with port.browser() as client:
        page = client.get(f"/invitation/{token}").text
        assert ("Ta imot med Prøveporten" in page, 'name="name"' in page) == (True, False)
        before = port.refusals()
        refused(port, port.log_in(client), before, "no_role_by_this_way")
        way = port.leave(client, next=f"/invitation/{token}") if from_the_login_page else sent_to(join(port, client, token, ""))
        assert client.get(port.provider.log_in(way)).status_code == 303
        assert client.get("/account").status_code == 200
    assert [one.role for one in seed.sessions.memberships_of(who)] == [Role.APPLICANT]


def test_a_disabled_person_does_not_come_in(port: Port) -> None:
    keep(port, identity(port.provider.issuer, "gone", "demo-admin2"))
    port.gate.seed.sessions.change_person("demo-admin2", disabled=True)
    port.provider.sub = "gone"
    with port.browser() as client:
        before = port.refusals()
        refused(port, port.log_in(client, "staff"), before, "person_disabled")


def test_logging_out_ends_the_session_here_and_leads_to_the_providers_own_end(port: Port) -> None:
    port.provider.sub = "approver-there"
    with port.browser() as client:
        port.log_in(client)
        cookie = client.cookies["portal"]
        csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/account").text)
        assert csrf is not None
        address = sent_to(client.post("/logout", data={"csrf": csrf[1]}))
        assert address.startswith(f"{port.provider.issuer}/logout?client_id=portal&post_logout_redirect_uri=http")
        assert "portal" not in client.cookies
        assert client.get("/cases", headers={"Cookie": f"portal={cookie}"}).status_code == 303
    who = visitor(port, "viewer")
    with port.browser(who) as client:
        assert client.post("/logout", data={"csrf": who.csrf}).headers["location"] == "/login", "a password's session ends here only"


def test_setting_up_codes_keeps_how_one_came_in(port: Port) -> None:
    keep(port, identity(port.provider.issuer, "officer2-there", "demo-officer2"))
    port.gate.seed.sessions.change_person("demo-officer2", totp_secret=None)
    port.provider.sub = "officer2-there"
    with port.browser() as client:
        assert port.log_in(client, "staff").headers["location"] == "/cases"
        client.get("/login/enrol")
        shown = re.search(r"[A-Z2-7]{32}", client.get("/login/enrol").text)
        assert shown is not None
        answer = client.post("/login/enrol", data={"code": pyotp.TOTP(shown[0]).now()})
        assert (answer.status_code, 'href="/account"' in answer.text) == (200, True), "recovery codes are shown before the way on"
        assert client.get("/board").status_code == 200, "Sundal demands this way, and the session still came by it"
