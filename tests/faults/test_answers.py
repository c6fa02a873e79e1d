"""Every answer of the portal: its headers, what strangers get, and what people see when something breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.doubles.breaking_portal import WORDS
from tests.faults.visitors import Gate, open_gate
from tests.portal_process import ROOT

BREAKING = ROOT / "tests" / "doubles" / "breaking_portal.py"
PAGE = {"Accept": "text/html,application/xhtml+xml"}
ALWAYS = ("x-content-type-options", "x-frame-options", "referrer-policy", "cross-origin-opener-policy", "content-security-policy")
OPEN = ("/login", "/invitation/", "/register", "/login/code", "/login/enrol", "/prepare", "/prepare.pdf", "/accessibility")
LED_ON = {"/start": "/prepare"}
"""Where an address without its query leads a stranger instead."""
"""Pages for people who have no session yet."""


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("answers"), BREAKING, PORTAL_PAGES_PER_MINUTE="100000") as opened:
        yield opened


@pytest.fixture(scope="module")
def routes(gate: Gate) -> list[tuple[str, list[str]]]:
    with gate.visitor("contractor").client() as client:
        found = [(path, methods) for path, methods in client.get("/_routes").json() if path]
    assert len(found) > 50, "the test would look at nothing"
    return found


def address(path: str) -> str:
    """A route's pattern with something in each gap."""
    return re.sub(r"\{[^}]*\}", "x", path)


def asked(client: httpx.Client, routes: list[tuple[str, list[str]]]) -> Iterator[tuple[str, httpx.Response]]:
    """The answers of all routes to all their methods, and to one they do not have."""
    for path, methods in routes:
        for method in [*methods, "PUT"]:
            if "_nicegui_ws" not in path:
                yield f"{method} {path}", client.request(method, address(path))


def faults_of(response: httpx.Response) -> list[str]:
    """What an answer lacks."""
    headers, path = response.headers, response.request.url.path
    lacking = [name for name in ALWAYS if name not in headers]
    if (
        not path.startswith(("/static/", "/_nicegui/"))
        and "no-store" not in headers.get("cache-control", "")
        and "private" not in headers.get("cache-control", "")
    ):
        lacking.append("no-store")
    if "strict-transport-security" in headers:
        lacking.append("HSTS over http")
    policy = headers.get("content-security-policy", "")
    if headers.get("content-type", "").startswith("text/html"):
        nonces = set(re.findall(r"'nonce-([^']+)'", policy))
        scripts = re.findall(r"<script(?=[\s>])[^>]*>", response.text)
        lacking += [
            f"a script without the page's nonce: {one[:80]}" for one in scripts if not any(f'nonce="{nonce}"' in one for nonce in nonces)
        ]
        lacking += [] if "frame-ancestors 'none'" in policy and "object-src 'none'" in policy else ["policy of a page"]
    elif "default-src 'none'" not in policy:
        lacking.append("policy of data")
    return lacking


@pytest.mark.parametrize("login", ["", "contractor", "officer"])
def test_every_answer_carries_its_headers(gate: Gate, routes: list[tuple[str, list[str]]], login: str) -> None:
    headers = {**PAGE, "Origin": gate.portal.base}
    with (
        httpx.Client(base_url=gate.portal.base, headers=headers, timeout=30) if not login else gate.visitor(login).client(**PAGE) as client
    ):
        wrong = {name: faults for name, answer in asked(client, routes) if (faults := faults_of(answer))}
    assert wrong == {}


def test_strangers_are_led_to_the_login_and_no_page_is_built_for_them(gate: Gate, routes: list[tuple[str, list[str]]]) -> None:
    with gate.visitor("contractor").client() as insider, httpx.Client(base_url=gate.portal.base, headers=PAGE) as stranger:
        before = insider.get("/_clients").json()
        pages = [path for path, methods in routes if "GET" in methods and not path.startswith(("/api/", "/_nicegui", "/static", *OPEN))]
        for path in pages:
            answer = stranger.get(address(path))
            if path not in ("/healthz", "/readyz", "/metrics", "/favicon.ico"):
                assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, LED_ON.get(path, "/login")), path
        assert insider.get("/_clients").json() <= before
    assert len(pages) > 15


def test_scripts_of_strangers_are_told_to_sign_in(gate: Gate) -> None:
    with httpx.Client(base_url=gate.portal.base) as stranger:
        for path in ("/cases", "/board", "/nowhere"):
            answer = stranger.get(path, headers={"Accept": "application/json"})
            assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_who_asks_too_often_without_a_session_has_to_wait(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_gate(tmp_path_factory.mktemp("pace"), PORTAL_PAGES_PER_MINUTE="8") as gate:
        with httpx.Client(base_url=gate.portal.base) as stranger:
            answers = [stranger.get("/login") for _number in range(25)]
        with gate.visitor("contractor").client(**PAGE) as insider:
            assert insider.get("/cases").status_code == 200
    late = [one for one in answers if one.status_code == 429]
    assert len(late) >= 25 - 16, "at most two windows of a minute are touched"
    assert 1 <= int(late[0].headers["retry-after"]) <= 60


@pytest.mark.parametrize("path", ["/_broken", "/_broken_page"])
def test_what_breaks_is_told_with_a_mark_that_stands_in_the_log_and_nothing_of_our_code_or_of_people(gate: Gate, path: str) -> None:
    with gate.visitor("contractor").client(**PAGE) as client:
        answer = client.get(path)
    assert answer.status_code == 500
    assert faults_of(answer) == []
    mark = re.search(r"merket: ([0-9a-f]{8})", answer.text)
    assert mark is not None
    assert "Noe gikk galt hos oss" in answer.text
    assert "RuntimeError" not in answer.text
    assert WORDS not in answer.text
    log = (gate.portal.folder / "portal.log").read_text()
    assert mark[1] in log
    assert WORDS not in log
    assert "RuntimeError" in log


def test_programs_and_scripts_get_the_mark_as_data(gate: Gate) -> None:
    with gate.visitor("contractor").client(Accept="application/json") as client:
        answer = client.post("/_broken")
    assert (answer.status_code, answer.json()["code"], len(answer.json()["mark"])) == (500, "internal", 8)
    assert WORDS not in answer.text


@pytest.mark.parametrize(("method", "heading"), [("GET", "Du kan ikke åpne denne siden"), ("POST", "Det ble ikke gjort")])
def test_a_refusal_of_a_plain_route_is_said_in_words(gate: Gate, method: str, heading: str) -> None:
    with gate.visitor("contractor").client(**PAGE) as client:
        answer = client.request(method, "/_refusing")
    assert (answer.status_code, heading in answer.text, "Dette går ikke nå." in answer.text) == (409, True, True)


@pytest.mark.parametrize("path", ["/logout", "/switch", "/account/language", "/account/password", "/account/sessions/end"])
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_form_without_the_sessions_token_does_nothing_and_says_so(gate: Gate, path: str, token: str) -> None:
    visitor = gate.visitor("applicant")
    with visitor.client(**PAGE) as client:
        answer = client.post(path, data={"csrf": token, "locale": "en", "session": "others", "membership": "x", "old": "a", "new": "b"})
        assert (answer.status_code, "Last siden på nytt" in answer.text) == (403, True)
        assert client.get("/cases").status_code == 200, "still signed in"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_a_form_from_another_site_does_nothing(gate: Gate, origin: Any) -> None:
    visitor = gate.visitor("applicant")
    with visitor.client(**PAGE, Origin=origin) as client:
        assert client.post("/logout", data={"csrf": visitor.csrf}).status_code == 403
        assert client.get("/cases").status_code == 200
