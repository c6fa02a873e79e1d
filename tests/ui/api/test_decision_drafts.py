"""A decision that is being written, thrown away by a program: once, only as it was seen, and never while it waits for somebody's word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused, told


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("drafts")) as opened:
        yield opened


@pytest.fixture(scope="module")
def officer(gate: Gate) -> Iterator[Program]:
    with program(gate, "officer") as one:
        yield one


def write(officer: Program, ref: str, reason: str, revision: int = 0) -> int:
    """Something of a decision is written; its revision."""
    body = {"reason": reason, "revision": revision}
    return int(told(officer.web.put(f"/cases/{ref}/decision-draft", json=body))["revision"])


def test_what_was_seen_is_thrown_away_once_and_what_changed_since_is_not(gate: Gate, officer: Program) -> None:
    ref = gate.seed.submitted()
    draft, discard = f"/cases/{ref}/decision-draft", f"/cases/{ref}/decision-draft/discard"
    refused(officer.post(discard, {"revision": 0}), 409, "refused")
    seen = write(officer, ref, "I orden.")
    newer = write(officer, ref, "I orden, med vilkår.", seen)

    refused(officer.post(discard, {"revision": seen}), 409, "moved-on")
    refused(officer.post(discard, {}), 422, "bad-input")
    assert officer.get(draft)["terms"]["reason"] == "I orden, med vilkår."

    first = officer.post(discard, {"revision": newer}, "away")
    assert (first.status_code, first.json()) == (200, {"revision": 0})
    assert (officer.get(draft)["revision"], officer.get(draft)["terms"]["reason"]) == (0, "")

    write(officer, ref, "En ny begynnelse.")
    again = officer.post(discard, {"revision": newer}, "away")
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert officer.get(draft)["terms"]["reason"] == "En ny begynnelse."
    correction = officer.post(f"{discard}?phase=application&number=1", {"revision": newer}, "away")
    refused(correction, 422, "bad-input")


def test_what_is_proposed_and_what_is_anothers_is_not_thrown_away(gate: Gate, officer: Program) -> None:
    ref = gate.seed.submitted(place=1)
    discard = f"/cases/{ref}/decision-draft/discard"
    for act, given in (("take", {}), ("begin_review", {}), ("propose", {"outcome": "rejected", "reason": "Nei."})):
        officer.act(ref, act, **given)
    revision = officer.get(f"/cases/{ref}/decision-draft")["revision"]
    refused(officer.post(discard, {"revision": revision}), 409, "refused")
    for login, status in (("officer2", 404), ("contractor2", 404), ("contractor", 403), ("auditor", 403)):
        with program(gate, login) as other:
            assert other.post(discard, {"revision": revision}).status_code == status, login
    assert officer.get(f"/cases/{ref}/decision-draft")["state"] == "proposed"
