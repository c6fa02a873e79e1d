"""The file of rules by its routes: who may, with what token, and what is said of a file that does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.faults.visitors import Gate, open_gate

FILE = {"format": "local-rules/1", "municipality": "0301", "workflows": {"water-meter": {"contact": {"name": "Kari"}}}}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("rules"), PORTAL_PAGES_PER_MINUTE="10000") as opened:
        yield opened


def client(gate: Gate, login: str) -> httpx.Client:
    headers = {"Accept": "text/html", "Origin": gate.portal.base}
    return httpx.Client(base_url=gate.portal.base, headers=headers, cookies={"portal": gate.seed.cookie(login)}, timeout=30)


def token(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"')[0]


def test_an_administrator_takes_the_rules_out_and_in(gate: Gate) -> None:
    with client(gate, "admin") as admin:
        out = admin.get("/settings/export")
        assert out.headers["content-disposition"].startswith('attachment; filename="local-rules-')
        assert out.json()["format"] == "local-rules/1"
        csrf = token(admin.get("/settings/import").text)
        files = {"file": ("rules.json", json.dumps(FILE), "application/json")}
        answer = admin.post("/settings/import", data={"csrf": csrf}, files=files)
        assert (answer.status_code, answer.headers["location"]) == (303, "/settings?imported=water-meter")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no json", "JSON"), ("[" * 100_000, "JSON"), ("{}", "format"),
        (json.dumps({**FILE, "workflows": {"water-meter": {"is_open": "maybe"}}}), "workflows/water-meter/is_open"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_the_file(gate: Gate, content: str, words: str) -> None:
    with client(gate, "admin") as admin:
        csrf = token(admin.get("/settings/import").text)
        answer = admin.post("/settings/import", data={"csrf": csrf}, files={"file": ("rules.json", content, "application/json")})
        assert answer.status_code == 422
        assert words in answer.text
        assert 'id="file-error"' in answer.text


def test_a_post_without_the_sessions_token_is_refused(gate: Gate) -> None:
    with client(gate, "admin") as admin:
        answer = admin.post("/settings/import", data={"csrf": "x"}, files={"file": ("rules.json", json.dumps(FILE), "application/json")})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("login", "statuses"), [("auditor", (200, 200, 403)), ("officer", (403, 403, 403)), ("contractor", (403, 403, 403))]
)
def test_auditors_read_and_others_see_nothing(gate: Gate, login: str, statuses: tuple[int, int, int]) -> None:
    with client(gate, login) as visitor:
        assert tuple(visitor.get(path).status_code for path in ("/settings", "/settings/export", "/settings/import")) == statuses
