"""Statements for programs: a company's program reads what its page says, and nothing of what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, told


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("statements")) as opened:
        yield opened


@pytest.fixture(scope="module")
def programs(gate: Gate) -> Iterator[dict[str, Program]]:
    with program(gate, "contractor") as firm, program(gate, "officer") as officer, program(gate, "admin") as colleague:
        yield {"firm": firm, "officer": officer, "colleague": colleague}


def stated(programs: dict[str, Program], ref: str, question: str, words: str) -> str:
    """A colleague is asked and answers; the statement's id."""
    due = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    wanted = {"question": question, "due_on": due, "person": "demo-admin", "whom": "Byggesak"}
    made: Any = told(programs["officer"].post(f"/cases/{ref}/statements/ask_statement", wanted))
    told(programs["colleague"].post(f"/asked/{made['id']}/give", {"words": words}))
    return str(made["id"])


def test_a_companys_program_reads_a_shared_statement_as_its_page_shows_it(gate: Gate, programs: dict[str, Program]) -> None:
    ref = gate.seed.in_review()
    shared = stated(programs, ref, "Kan vi stole på dette foretaket?", "Ingen merknader.")
    stated(programs, ref, "Har de slurvet før?", "Ja, to ganger.")
    told(programs["officer"].post(f"/cases/{ref}/statements/share_statement", {"statement": shared}))

    found = programs["firm"].get(f"/cases/{ref}/shared-statements")

    (one,) = found["statements"]
    assert one.pop("given_at") is not None
    assert found == {"statements": [one]}
    assert one == {"id": shared, "whom": "Byggesak (Liv Strand)", "state": "given", "words": "Ingen merknader.", "files": []}
    assert [each["question"] for each in programs["officer"].get(f"/cases/{ref}/statements")["statements"]] == [
        "Kan vi stole på dette foretaket?", "Har de slurvet før?",
    ]  # fmt: skip
