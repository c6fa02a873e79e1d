"""Once and only once: the same key gives the same answer, from another process, after a crash, and when two come at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.browser.seeding import picture
from tests.faults.visitors import Gate, open_gate
from tests.portal_process import PortalProcess
from tests.ui.api.program import Program, program, refused

ORDER = {"workflow": "water-meter", "municipality": "9999", "answers": {"property": {"address": "Storgata 14"}}}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("once")) as opened:
        yield opened


@pytest.fixture(scope="module")
def contractor(gate: Gate) -> Iterator[Program]:
    with program(gate, "contractor") as one:
        yield one


def drafts(program: Program) -> int:
    """How many cases the company has."""
    return len(program.get("/cases", limit=200)["cases"])


def test_the_same_key_gives_the_same_answer_also_after_a_crash_and_from_another_process(gate: Gate, contractor: Program) -> None:
    before = drafts(contractor)
    first = contractor.post("/cases", ORDER, "order-1")
    assert (first.status_code, first.headers.get("idempotent-replayed")) == (201, None)

    gate.portal.kill()
    gate.portal.start()
    again = contractor.post("/cases", ORDER, "order-1")
    assert (again.status_code, again.json(), again.headers["idempotent-replayed"]) == (201, first.json(), "true")

    second = PortalProcess(gate.portal.folder, gate.portal.settings)
    second.start()
    try:
        with httpx.Client(base_url=f"{second.base}/api/v1", headers=dict(contractor.web.headers)) as web:
            elsewhere = Program(web).post("/cases", ORDER, "order-1")
    finally:
        second.stop()
    assert (elsewhere.status_code, elsewhere.json()) == (201, first.json())
    assert drafts(contractor) == before + 1


def test_the_same_key_for_something_else_is_refused_and_one_of_another_account_is_another(gate: Gate, contractor: Program) -> None:
    before = drafts(contractor)
    first = contractor.post("/cases", ORDER, "k")
    refused(contractor.post("/cases", {**ORDER, "answers": {}}, "k"), 422, "bad-input")
    refused(contractor.post(f"/cases/{first.json()['ref']}/actions/withdraw", {"reason": "Feil."}, "k"), 422, "bad-input")
    with program(gate, "applicant") as colleague:
        assert colleague.post("/cases", ORDER, "k").json()["ref"] != first.json()["ref"]
    assert drafts(contractor) == before + 2


def test_two_at_once_have_one_effect(contractor: Program) -> None:
    def start(_number: int) -> httpx.Response:
        return contractor.post("/cases", ORDER, "twice")

    before = drafts(contractor)
    with ThreadPoolExecutor(8) as together:
        answers = list(together.map(start, range(16)))
    assert {one.status_code for one in answers} <= {201, 409}
    assert len({one.json()["ref"] for one in answers if one.status_code == 201}) == 1
    assert drafts(contractor) == before + 1


def test_what_was_refused_may_be_tried_again_under_its_key(contractor: Program) -> None:
    ref = contractor.start({})
    refused(contractor.post(f"/cases/{ref}/actions/waive", {"key": "nothing", "reason": "x"}, "w"), 422, "bad-input")
    wanted = {"key": "METER.application.connected_to", "reason": "Ukjent."}
    assert contractor.post(f"/cases/{ref}/actions/waive", wanted, "w").status_code == 200


def test_a_file_is_kept_once_and_another_under_its_key_is_refused(contractor: Program) -> None:
    ref, content = contractor.start({}), picture("a")

    def send(body: bytes) -> httpx.Response:
        files = {"file": ("a.jpg", body, "image/jpeg")}
        return contractor.web.post(f"/cases/{ref}/documents", data={"slot": "photo_old"}, files=files, headers={"Idempotency-Key": "f"})

    first, again, other = send(content), send(content), send(picture("b"))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    refused(other, 422, "bad-input")
    assert len(contractor.get(f"/cases/{ref}/documents")["documents"]) == 1


@pytest.mark.parametrize("key", ["", "x" * 101, "å", "a\tb"])
def test_a_key_that_is_none_is_refused(contractor: Program, key: str) -> None:
    before = drafts(contractor)
    headers: Any = {"Idempotency-Key": key.encode("latin-1")}
    assert contractor.web.post("/cases", json=ORDER, headers=headers).status_code in (400, 422)
    assert drafts(contractor) == before
