"""A program changes the kind of a draft, and is told what it cannot change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.portal_process import ROOT
from tests.ui.api.program import Program, program, refused


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """A portal that knows two kinds of case."""
    with open_gate(tmp_path_factory.mktemp("kinds"), ROOT / "tests" / "doubles" / "two_kinds.py") as opened:
        yield opened


@pytest.fixture(scope="module")
def contractor(gate: Gate) -> Iterator[Program]:
    with program(gate, "contractor") as one:
        yield one


def test_a_program_changes_the_kind_and_shared_answers_stay(contractor: Program) -> None:
    ref = contractor.start({"property": {"address": "Storgata 14"}, "job": {"kind": "replace", "description": "Ny ledning."}})
    may = {one["action"]: one for one in contractor.get(f"/cases/{ref}")["actions"]}
    assert may["convert"]["allowed"] is True

    contractor.act(ref, "convert", workflow="pipes")

    case = contractor.get(f"/cases/{ref}")
    assert case["workflow"] == "pipes"
    assert case["answers"]["application"]["property"]["address"] == "Storgata 14"
    assert case["answers"]["application"]["work"] == {"description": "Ny ledning."}


def test_an_unknown_kind_its_own_and_a_stale_look_are_refused(contractor: Program) -> None:
    ref = contractor.start({})

    refused(contractor.try_to(ref, "convert", workflow="nothing"), 404, "not-there")
    refused(contractor.try_to(ref, "convert", workflow="water-meter"), 422, "bad-input")
    refused(contractor.try_to(ref, "convert", workflow="pipes", seen_version=0), 409, "moved-on")
    assert contractor.get(f"/cases/{ref}")["workflow"] == "water-meter"


def test_what_was_sent_keeps_its_kind(gate: Gate, contractor: Program) -> None:
    refused(contractor.try_to(gate.seed.submitted(), "convert", workflow="pipes"), 409, "refused")
