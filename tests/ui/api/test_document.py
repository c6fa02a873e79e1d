"""docs/api.md is true: its calls are made in order against a running portal, and it leaves out no address, action or error."""

from __future__ import annotations

import io
import json
import re
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from string import Template
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from models.errors import PortalError
from tests.browser.seeding import picture
from tests.days import today
from tests.faults.visitors import Gate, open_gate
from tests.portal_process import ROOT
from ui.api.actions import ACTIONS
from ui.api.app import PARTS, routes
from ui.api.bulk import routes as bulk
from ui.api.schemas import Check
from workflows.lifecycle import LIFECYCLE

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(\S*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:(?P<variable>\w+)=\$\()?curl (?P<words>.*?)(?: \| jq -r '?\.(?P<path>[^')]+)'?\))?$")
WRITTEN_ON = date(2026, 11, 23)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("portal")) as running:
        yield running


@dataclass
class Reader:
    """Somebody who types what the document says. Days are moved from when it was written to today, keys are real ones."""

    web: httpx.Client
    names: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    last: httpx.Response | None = None

    def type(self, line: str) -> httpx.Response:
        """One call of curl with the options the document uses."""
        found = CALL.match(Template(line).safe_substitute(self.names))
        assert found, line
        self.last = self._sent(shlex.split(found["words"]))
        if found["variable"]:
            self.names[found["variable"]] = _inside(self.last.json(), found["path"])
        return self.last

    def _sent(self, words: list[str]) -> httpx.Response:
        method, address = "", words.pop()
        headers: dict[str, str] = {}
        fields: list[list[str]] = []
        asked: dict[str, Any] = {}
        while words:
            option = words.pop(0)
            value = words.pop(0) if option != "-s" else ""
            if option == "--oauth2-bearer":
                headers["Authorization"] = f"Bearer {value}"
            elif option == "-H":
                name, _colon, said = value.partition(": ")
                headers[name] = said
            elif option == "-X":
                method = value
            elif option == "--json":
                headers["Content-Type"] = "application/json"
                asked["content"] = self.files[value[1:]] if value.startswith("@") else _today(value)
            elif option == "-F":
                fields.append(value.split("=", 1))
        if fields:
            name = fields[-1][1].removeprefix("@")
            asked |= {"data": dict(fields[:-1]), "files": {"file": (name, io.BytesIO(picture(name)), "image/jpeg")}}
        return self.web.request(method or ("POST" if asked else "GET"), address, headers=headers, **asked)


def _today(words: str) -> bytes:
    moved = today() - WRITTEN_ON
    return DAY.sub(lambda found: str(date.fromisoformat(found[0]) + moved), words).encode()


def _inside(body: Any, path: str) -> str:
    for part in re.findall(r"[a-z_]+|\d+", path):
        body = body[int(part) if part.isdigit() else part]
    return str(body)


def _holds(answer: Any, shown: Any) -> bool:
    """Whether an answer holds everything that the document shows of it."""
    if isinstance(shown, dict):
        return all(key in answer and _holds(answer[key], one) for key, one in shown.items())
    if isinstance(shown, list):
        return len(answer) == len(shown) and all(map(_holds, answer, shown))
    return bool(answer == shown)


def test_the_calls_of_the_document_lead_a_case_to_its_closing_with_the_answers_it_shows(gate: Gate) -> None:
    keys = {name: gate.seed.sessions.create_api_key(f"{login}@demo.example", datetime.now(UTC)) for name, login in PEOPLE.items()}
    with httpx.Client(timeout=30) as web:
        reader = Reader(web, {"API": f"{gate.portal.base}/api/v1", **keys})
        for kind, name, block in BLOCKS:
            if kind == "sh":
                _type(reader, block)
            elif name:
                reader.files[name] = _today(block)
            else:
                assert reader.last is not None
                assert _holds(reader.last.json(), json.loads(block)), reader.last.text
        case = web.get(f"{reader.names['API']}/cases/{reader.names['REF']}", headers={"Authorization": f"Bearer {keys['KEY']}"}).json()
    assert (case["status"], case["phase"]) == ("completed", "final")


PEOPLE = {"KEY": "contractor", "OFFICER": "officer", "APPROVER": "approver"}


def _type(reader: Reader, block: str) -> None:
    lines = [line for line in block.splitlines() if "curl " in line]
    for line in lines:
        answer = reader.type(line)
        if line == lines[-1] and answer.is_error:
            return
        assert answer.is_success, (line, answer.text)
        if "/documents" in line:
            _wait(reader)


def _wait(reader: Reader) -> None:
    """Files are looked at within moments."""
    for _try in range(600):
        found = reader.type('curl -s --oauth2-bearer "$KEY" "$API/cases/$REF/documents"').json()["documents"]
        if all(one["state"] == "ready" for one in found):
            return
        time.sleep(0.05)
    raise AssertionError(found)


def test_the_files_of_the_document_are_ones_the_check_command_reads() -> None:
    (block,) = (block for _kind, name, block in BLOCKS if name == "check.json")

    assert set(json.loads(block)) <= set(Check.model_fields)


def _rows(heading: str) -> list[list[str]]:
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `") or re.match(r"\| \d", line)]


def test_every_address_stands_in_the_document_and_no_other() -> None:
    written = {row[0].strip("`") for row in _rows("All addresses")}

    every = [one for part in (routes, bulk, *PARTS) for one in part.routes if isinstance(one, APIRoute)]
    assert written == {f"{method} {one.path}" for one in every for method in one.methods or ()}


def test_every_action_stands_in_the_document_with_what_it_takes() -> None:
    written = {name: row[2] for row in _rows("All actions") for name in re.findall(r"`(\w+)`", row[0])}

    assert written.keys() == ACTIONS.keys()
    for name, action in ACTIONS.items():
        fields = set(action.takes.model_fields)
        assert fields <= set(re.findall(r"`(\w+)`", written[name])), name


def test_what_a_case_tells_may_be_done_is_an_action_or_explained_in_the_document() -> None:
    offered = {one.name for one in LIFECYCLE if one.policy}
    words = TEXT.partition("## All actions")[2]

    assert offered - ACTIONS.keys() == {"answer", "judge_answer"}
    assert "`answer` stands for" in words
    assert "`judge_answer` for" in words


def test_every_error_stands_in_the_document_with_its_status() -> None:
    written = {(int(row[0]), row[1].strip("`")) for row in _rows("What goes wrong")}
    plain = {(400, "bad-request"), (405, "method-not-allowed")}

    assert written == {(one.status, one.code) for one in _family(PortalError)} | plain


def _family(kind: type[PortalError]) -> Iterator[type[PortalError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _family(one)
