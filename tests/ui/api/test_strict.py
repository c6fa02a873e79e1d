"""JSON is read strictly, and whatever is wrong comes back as a problem document that says what and where, in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import program, refused


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("strict")) as opened:
        yield opened


@pytest.fixture(scope="module")
def web(gate: Gate) -> Iterator[httpx.Client]:
    with program(gate, "contractor") as one:
        yield one.web


def post(web: httpx.Client, body: bytes, path: str = "/cases", media: str = "application/json") -> httpx.Response:
    return web.post(path, content=body, headers={"Content-Type": media})


def nested(depth: int) -> bytes:
    return b'{"workflow":"water-meter","municipality":"9999","answers":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"workflow": "water-meter", "workflow": "x", "municipality": "9999"}', 422),
        (b'{"workflow": "water-meter", "municipality": "9999", "answers": {"a": NaN}}', 422),
        (b'{"workflow": "water-meter", "municipality": "9999", "answers": {"a": -Infinity}}', 422),
        (b"{", 422),
        (b"", 422),
        (b"\xff\xfe{}", 422),
        (b'["a"]', 422),
        (b'"text"', 422),
        (b"null", 422),
        (nested(60), 422),
        (nested(100_000), 422),
        (b'{"workflow": "water-meter", "municipality": "9999", "surprise": 1}', 422),
        (b'{"workflow": 7, "municipality": "9999"}', 422),
        (b'{"municipality": "9999"}', 422),
        (b'{"a":"' + b"x" * 1_000_001 + b'"}', 413),
        (b'{"workflow": "water-meter", "municipality": "9999", "answers": {"owner": {"owner_name": "\\ud800"}}}', 422),
        (b'{"workflow": "water-meter", "municipality": "9999", "answers": {"\\udfff": {}}}', 422),
    ],
    ids=[
        "twice",
        "nan",
        "infinity",
        "broken",
        "empty",
        "bytes",
        "list",
        "text",
        "null",
        "deep",
        "abyss",
        "unknown",
        "type",
        "lacking",
        "large",
        "half a character",
        "half a character in a name",
    ],
)
def test_what_is_no_plain_bounded_json_of_the_right_shape_is_refused(web: httpx.Client, body: bytes, status: int) -> None:
    answer = post(web, body)
    problem = refused(answer, status, "too-large" if status == 413 else "bad-input")
    assert problem["detail"]
    assert problem["title"]
    assert problem["status"] == status
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_does_not_say_it_is_json_is_refused(web: httpx.Client, media: str) -> None:
    refused(post(web, b"{}", media=media), 415, "wrong-media-type")


def test_what_does_not_fit_is_named_with_its_place(web: httpx.Client) -> None:
    problem = refused(post(web, b'{"workflow": 7, "surprise": 1}'), 422, "bad-input")
    assert {one["at"] for one in problem["faults"]} == {"body.workflow", "body.municipality", "body.surprise"}
    assert all(one["problem"] for one in problem["faults"])


def test_an_unknown_field_of_the_form_is_named(web: httpx.Client) -> None:
    order = {"workflow": "water-meter", "municipality": "9999", "answers": {"property": {"colour": "red"}}}
    problem = refused(post(web, json.dumps(order).encode()), 422, "bad-input")
    assert problem["target"] == "property/colour"
    assert "colour" in problem["detail"]


@pytest.mark.parametrize(
    ("wanted", "title"),
    [("en", "Not found"), ("nb", "Ikke funnet"), ("nn", "Ikkje funnen"), ("no", "Ikke funnet"), ("fr, en;q=0.5", "Not found")],
)
def test_a_problem_is_said_in_the_callers_language(web: httpx.Client, wanted: str, title: str) -> None:
    answer = web.get("/cases/nowhere", headers={"Accept-Language": wanted})
    assert answer.json()["title"] == title


def test_any_raw_answer_is_kept_and_judged_not_refused(web: httpx.Client) -> None:
    strange = {"address": {"a": [1, 2.5, None, True]}, "location": 10**30, "municipality": ["9999"]}
    made = web.post("/cases", json={"workflow": "water-meter", "municipality": "9999", "answers": {"property": strange}})
    assert made.status_code == 201, made.text
    answers = web.get(f"/cases/{made.json()['ref']}").json()["answers"]["application"]["property"]
    assert (answers["address"], answers["location"]) == (strange["address"], strange["location"])
    rows = web.get(f"/cases/{made.json()['ref']}/ledger").json()["rows"]
    assert any(row["field"] == "address" and row["state"] != "met" for row in rows)
