"""Providers that lie, break or are silent, and browsers that bring what is not theirs: one answer for the person, one record each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.access import OutboxItem
from models.identities import PendingSignIn
from storage.rows import add, every
from tests.faults.ports import ONE_MESSAGE, Port, identity, open_port, refused
from tests.oidc_server import CLIENT, HIGH, LOW, HostileProvider


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Port]:
    with open_port(tmp_path_factory.mktemp("providers")) as port:
        with port.gate.seed.database.writing.begin() as connection:
            for subject, person in (("kari", "demo-contractor"), ("ola", "demo-approver")):
                add(connection, identity(port.provider.issuer, subject, person))
        yield port


@pytest.fixture
def port(opened: Port) -> Port:
    """The provider keeps all rules to begin with."""
    opened.provider.behave()
    return opened


def test_somebody_linked_comes_in_with_a_new_session_and_one_record(port: Port) -> None:
    before = len(port.events("signed_in"))
    with port.browser() as client:
        answer = port.log_in(client)
        assert (answer.status_code, answer.headers["location"]) == (303, "/cases")
        assert client.get("/cases").status_code == 200
        first = client.cookies["portal"]
        assert port.log_in(client).status_code == 303
        assert client.cookies["portal"] != first, "each sign-in gives a new session"
    records = port.events("signed_in")[before:]
    assert [(one.stream, one.data["provider"], one.data["level"]) for one in records] == [("person:demo-contractor", "test", HIGH)] * 2

    assert [one.about for one in port.events("device_met")] == ["demo-contractor"], "the first sign-in ever, told nobody"
    with port.browser() as client:
        client.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
        assert port.log_in(client).status_code == 303
    with port.gate.seed.database.reading.connect() as connection:
        told = every(connection, OutboxItem, "id", kind="login_new_device")
    assert [(one.person_id, one.payload["device"]) for one in told] == [("demo-contractor", "Edge · Windows")]


def claim(name: str, value: Any) -> Callable[[HostileProvider], None]:
    """Say something else in one claim; None leaves it out. A function makes it of what would be said."""

    def arrange(provider: HostileProvider) -> None:
        def change(claims: dict[str, Any]) -> None:
            claims[name] = value(claims.get(name)) if callable(value) else value
            if claims[name] is None:
                del claims[name]

        provider.change = change

    return arrange


def both(*changes: tuple[str, Any]) -> Callable[[HostileProvider], None]:
    """Say something else in several claims."""

    def arrange(provider: HostileProvider) -> None:
        provider.change = lambda claims: claims.update(dict(changes))

    return arrange


def fault(name: str) -> Callable[[HostileProvider], None]:
    """Break a rule by its name."""

    def arrange(provider: HostileProvider) -> None:
        provider.fault = name

    return arrange


def iss(value: str | None) -> Callable[[HostileProvider], None]:
    """Send this beside the code."""

    def arrange(provider: HostileProvider) -> None:
        provider.iss_sent = value

    return arrange


HOSTILE: dict[str, tuple[Callable[[HostileProvider], None], str]] = {
    "wrong iss": (claim("iss", "https://idporten.example"), "wrong_issuer"),
    "iss with a slash too much": (claim("iss", lambda said: said + "/"), "wrong_issuer"),
    "foreign aud": (claim("aud", "another-portal"), "foreign_audience"),
    "aud of ours and another": (claim("aud", [CLIENT, "another-portal"]), "foreign_audience"),
    "aud list with foreign azp": (both(("aud", [CLIENT]), ("azp", "another-portal")), "foreign_party"),
    "foreign aud with our azp": (both(("aud", "another-portal"), ("azp", CLIENT)), "foreign_audience"),
    "no aud": (claim("aud", None), "foreign_audience"),
    "wrong nonce": (claim("nonce", "another"), "wrong_nonce"),
    "missing nonce": (claim("nonce", None), "wrong_nonce"),
    "no sub": (claim("sub", None), "no_subject"),
    "sub that is a number": (claim("sub", 7), "no_subject"),
    "expired": (claim("exp", lambda said: said - 1000), "expired"),
    "no exp": (claim("exp", None), "expired"),
    "iat in the future": (claim("iat", lambda said: said + 1000), "issued_in_future"),
    "iat long ago": (claim("iat", lambda said: said - 3000), "issued_long_ago"),
    "not valid yet": (claim("nbf", lambda _said: int(time.time()) + 1000), "issued_in_future"),
    "wrong at_hash": (claim("at_hash", "nothing"), "library_refused"),
    "alg none": (fault("alg none"), "algorithm_not_allowed"),
    "HS256 with the client secret": (fault("HS256 by secret"), "algorithm_not_allowed"),
    "HS256 with the public key": (fault("HS256 by public key"), "algorithm_not_allowed"),
    "unknown kid": (fault("unknown kid"), "unknown_key"),
    "wrong signature": (fault("wrong signature"), "wrong_signature"),
    "not a token": (fault("not a token"), "not_a_token"),
    "no id_token": (fault("no id_token"), "no_id_token"),
    "userinfo of somebody else": (fault("userinfo"), "other_userinfo"),
    "acr unknown to us": (claim("acr", "selfmade"), "level_too_low"),
    "missing acr": (claim("acr", None), "level_too_low"),
    "wrong iss parameter": (iss("https://idporten.example"), "wrong_iss_parameter"),
    "no iss parameter though it was promised": (iss(None), "wrong_iss_parameter"),
    "error answer": (fault("error"), "provider_said_no"),
    "token endpoint says 500": (fault("token 500"), "provider_silent"),
    "token endpoint says 400": (fault("token 400"), "code_refused"),
    "token endpoint is slow": (fault("token slow"), "provider_silent"),
    "token endpoint is cut off": (fault("token cut"), "provider_silent"),
    "token endpoint sends too much": (fault("token huge"), "provider_silent"),
    "token endpoint leads elsewhere": (fault("token redirect"), "provider_silent"),
    "userinfo leads elsewhere": (fault("userinfo redirect"), "provider_silent"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_opens_nothing_is_told_in_one_sentence_and_recorded_once(port: Port, name: str) -> None:
    arrange, reason = HOSTILE[name]
    with port.browser() as client:
        assert port.log_in(client).status_code == 303, "an honest answer closes the breaker again"
        client.cookies.delete("portal")
        before, opened = port.refusals(), len(port.events("signed_in"))
        arrange(port.provider)
        answer = port.log_in(client)

        assert (answer.status_code, ONE_MESSAGE in answer.text, "portal" in client.cookies) == (403, True, False)
        assert client.get("/cases").status_code == 303
    assert port.refusals() == [*before, reason]
    assert len(port.events("signed_in")) == opened


def test_a_level_below_what_is_demanded_is_refused_and_the_demand_is_asked_for(port: Port) -> None:
    port.provider.level = LOW
    before = port.refusals()
    with port.browser() as client:
        address = port.leave(client, "strict")
        assert f"acr_values={HIGH}" in address
        answer = client.get(port.provider.log_in(address))
    assert (answer.status_code, ONE_MESSAGE in answer.text) == (403, True)
    assert port.refusals() == [*before, "level_too_low"]


def test_a_new_key_of_the_provider_is_read_once_and_believed(port: Port) -> None:
    with port.browser() as client:
        assert port.log_in(client).status_code == 303
        asked = port.provider.asked["/jwks"]
        port.provider.roll_over()
        assert port.log_in(client).headers["location"] == "/cases"
        assert port.provider.asked["/jwks"] == asked + 1
        port.provider.fault = "unknown kid"
        port.log_in(client)
    assert port.provider.asked["/jwks"] == asked + 2, "an unknown key makes us look once, not until it is there"


def test_an_answer_that_comes_twice_counts_once(port: Port) -> None:
    with port.browser() as client:
        back = port.provider.log_in(port.leave(client))
        assert client.get(back).status_code == 303
        before = port.refusals()
        refused(port, client.get(back), before, "state_unknown")


def test_a_code_that_was_used_is_worth_nothing_under_another_state(port: Port) -> None:
    with port.browser() as client:
        back = port.provider.log_in(port.leave(client))
        used = re.search(r"code=([^&]+)", back)
        assert used is not None
        assert client.get(back).status_code == 303
        other = re.sub(r"code=[^&]+", f"code={used[1]}", port.provider.log_in(port.leave(client)))
        before = port.refusals()
        refused(port, client.get(other), before, "code_refused")


def test_what_another_browser_began_cannot_be_ended_here_nor_there_afterwards(port: Port) -> None:
    with port.browser() as hers, port.browser() as his:
        back = port.provider.log_in(port.leave(hers))
        before = port.refusals()
        refused(port, his.get(back), before, "other_browser")
        refused(port, hers.get(back), [*before, "other_browser"], "state_unknown")


def test_an_answer_counts_at_the_provider_it_was_asked_of_only(port: Port) -> None:
    with port.browser() as client:
        back = port.provider.log_in(port.leave(client)).replace("/login/answer/test", "/login/answer/staff")
        before = port.refusals()
        refused(port, client.get(back), before, "other_provider")
        assert client.get("/login/answer/unheard-of?state=x&code=y").status_code == 404


@pytest.mark.parametrize("query", ["", "?state=", "?state=x&code=y", "?code=y", "?error=x"])
def test_an_answer_nobody_asked_for_is_refused(port: Port, query: str) -> None:
    before = port.refusals()
    with port.browser() as client:
        refused(port, client.get(f"/login/answer/test{query}"), before, "state_unknown")


def test_a_form_of_another_site_begins_nothing(port: Port) -> None:
    with port.browser() as client:
        assert client.post("/login/with/test", headers={"Origin": "https://evil.example"}).status_code == 403


def test_neither_state_nor_verifier_nor_national_id_number_is_kept(port: Port) -> None:
    with port.browser() as client:
        address = port.leave(client)
        state = re.search(r"state=([^&]+)", address)
        assert state is not None
        with port.gate.seed.database.reading.connect() as connection:
            kept = str([one.model_dump() for one in every(connection, PendingSignIn)])
        assert state[1] not in kept
        client.get(port.provider.log_in(address))
    stored = b"".join(file.read_bytes() for file in port.gate.portal.folder.iterdir() if file.name.startswith("portal."))
    assert b"01010112345" not in stored, "neither the database nor the log holds the pid"


def test_whoever_nobody_knows_is_told_what_to_do_and_recorded(port: Port) -> None:
    port.provider.sub = "nobody-here"
    port.provider.change = lambda claims: claims.update({"email": "contractor@demo.example", "email_verified": True})
    before = port.refusals()
    with port.browser() as client:
        answer = port.log_in(client)
    assert (answer.status_code, "Vi kjenner deg ikke her ennå" in answer.text, "/register" in answer.text) == (403, True, True)
    assert port.refusals() == [*before, "unknown_identity"], "an e-mail links nobody"


def test_a_silent_provider_is_told_and_a_password_still_works(tmp_path: Path) -> None:
    with open_port(tmp_path) as port:
        provider = port.provider
        provider.fault = "openid-configuration 500"
        with port.browser() as client:
            silent = client.post("/login/with/test", data={"next": "/cases"})
            assert (silent.status_code, "Prøveporten svarer ikke akkurat nå." in silent.text) == (503, True)
            provider.fault = "other issuer"
            refused(port, client.post("/login/with/test"), ["provider_silent"], "wrong_discovery")
            provider.fault = "openid-configuration redirect"
            for _number in range(6):
                assert client.post("/login/with/test").status_code == 503
            provider.behave()
            asked = provider.asked["/.well-known/openid-configuration"]
            assert client.post("/login/with/test").status_code == 503
            assert provider.asked["/.well-known/openid-configuration"] == asked, "left alone after five failures in a row"
            word = {"email": "contractor@demo.example", "password": "fjordvik-vann-2026", "next": "/cases"}
            assert client.post("/login", data=word).headers["location"] == "/cases"


def test_staff_whose_proof_was_not_of_two_factors_are_asked_for_a_code_and_others_are_not(tmp_path: Path) -> None:
    with open_port(tmp_path, PORTAL_STAFF_TOTP="required") as port:
        port.gate.seed.sessions.change_person("demo-approver", totp_secret=None)
        with port.gate.seed.database.writing.begin() as connection:
            add(connection, identity(port.provider.issuer, "ola", "demo-approver"))
        port.provider.sub, port.provider.level = "ola", LOW
        with port.browser() as client:
            assert port.log_in(client).headers["location"] == "/login/enrol"
            port.provider.level = HIGH
            assert port.log_in(client).headers["location"] == "/cases"
