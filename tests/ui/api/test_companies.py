"""A program asks another company to work on a case and hands it over, and the others answer by their programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused

OTHER = "213000047"


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("companies")) as opened:
        yield opened


@pytest.fixture(scope="module")
def programs(gate: Gate) -> Iterator[dict[str, Program]]:
    with program(gate, "contractor") as old, program(gate, "contractor2") as new, program(gate, "approver") as town:
        yield {"old": old, "new": new, "town": town}


def act(one: Program, ref: str, name: str, **given: Any) -> Any:
    answer = one.web.post(f"/cases/{ref}/companies/{name}", json=given)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_co_working_by_programs(gate: Gate, programs: dict[str, Program]) -> None:
    ref = gate.seed.draft()
    made = act(programs["old"], ref, "invite_cowork", number=OTHER, may_send=True)
    assert [one["ref"] for one in programs["new"].get("/offers")["offered"]] == [ref]
    refused(programs["new"].web.get(f"/cases/{ref}"), 404, "not-there")

    act(programs["new"], ref, "accept_cowork")
    assert programs["new"].get(f"/cases/{ref}")["company"] == "Nilsen Rør AS"
    assert programs["new"].get(f"/cases/{ref}/companies")["acts"] == ["end_cowork", "leave_cowork"]

    act(programs["old"], ref, "end_cowork", cowork=made["id"])
    refused(programs["new"].web.get(f"/cases/{ref}"), 404, "not-there")
    refused(programs["new"].web.get(f"/cases/{ref}/companies"), 404, "not-there")


def test_a_handover_by_programs(gate: Gate, programs: dict[str, Program]) -> None:
    ref = gate.seed.submitted()
    act(programs["old"], ref, "offer_handover", number=OTHER, reason="For mye å gjøre.")
    seen = programs["new"].get(f"/cases/{ref}/companies")
    assert seen["frozen"]["sha256"]
    answers = {one["key"]: "demo-contractor2" if one["is_person"] else True for one in seen["anew"]}

    refused(programs["new"].web.post(f"/cases/{ref}/companies/accept_handover", json={"answers": {}}), 422, "bad-input")
    assert act(programs["new"], ref, "accept_handover", answers=answers)["state"] == "accepted"
    assert act(programs["town"], ref, "approve_handover")["state"] == "approved"

    refused(programs["old"].web.get(f"/cases/{ref}"), 404, "not-there")
    assert programs["old"].get(f"/cases/{ref}/companies")["side"] == "former"
    assert [one["company"] for one in programs["town"].get(f"/cases/{ref}/companies")["responsible"]] == [
        "Nilsen Rør AS",
        "Havgløtt Varme og Sanitær AS",
    ]


def test_unknown_acts_and_names_are_refused(gate: Gate, programs: dict[str, Program]) -> None:
    ref = gate.seed.draft()

    refused(programs["old"].web.post(f"/cases/{ref}/companies/sell", json={}), 404, "not-there")
    refused(programs["old"].web.post(f"/cases/{ref}/companies/invite_cowork", json={"number": OTHER, "owner": "me"}), 422, "bad-input")
