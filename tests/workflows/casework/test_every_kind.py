"""Every kind of case at the doors for programs and between kinds: a check judges as the form does, and every kind becomes every other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from models.base import Phase
from storage.database import Database
from tests.builders import TODAY, Example
from tests.workflows.casework.conftest import furnished, sqlite_template
from tests.workflows.casework.desk import Desk
from tests.workflows.test_every_workflow import CASES, MODULES, complete
from ui.check_file import check_file
from workflows.casework import asking, converting, drafting
from workflows.exports import ledger_json
from workflows.facts import FileFacts, Known
from workflows.ledger import Ledger, evaluate

__all__ = ["furnished", "sqlite_template"]
PAIRS = list(permutations(sorted(MODULES), 2))
PEOPLE = {"kari": "demo-contractor", "ola": "demo-applicant"}
KEPT = ("owner_name", "owner_kind", "owner_email", "owner_phone", "authority", "address", "location", "contact", "reference", "description")
"""Answers every kind asks for in the same way."""


def request_of(case: Example) -> dict[str, Any]:
    """The case as a program sends it."""
    return {
        "municipality": "9999",
        "phase": str(case.phase),
        "answers": case.answers[case.phase],
        "earlier": {str(phase): given for phase, given in case.answers.items() if phase != case.phase},
        "documents": {place: len(files) for place, files in case.files.items()},
        "today": TODAY.isoformat(),
    }


def judged(case: Example, known: Known) -> Ledger:
    """What the form would say of the same answers and as many files."""
    files = {place: [FileFacts(f"{place.partition('@')[0]}-{n}") for n in range(1, len(found) + 1)] for place, found in case.files.items()}
    return evaluate(case.workflow, replace(case.dossier, files={case.phase: files}, known=known))


def told(ledger: Ledger) -> list[dict[str, Any]]:
    return ledger_json(ledger, str)


@pytest.mark.parametrize(("name", "variant", "phase"), CASES)
def test_the_check_of_a_file_says_what_the_form_says(name: str, variant: str, phase: Phase) -> None:
    case = complete(name, variant, phase)
    sent = json.dumps({"workflow": case.workflow.key, **request_of(case)}).encode()

    assert told(check_file(sent, today=TODAY).ledger) == told(judged(case, Known(municipality="9999")))


@pytest.fixture(scope="module")
def one_desk(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for many questions that change nothing."""
    path = tmp_path_factory.mktemp("desk") / "portal.db"
    shutil.copy(furnished, path)
    database = Database(f"sqlite:///{path}")
    yield Desk(database)
    database.close()


@pytest.mark.parametrize(("name", "variant", "phase"), CASES)
def test_the_check_of_the_interface_says_what_the_form_says(one_desk: Desk, name: str, variant: str, phase: Phase) -> None:
    case = complete(name, variant, phase)

    found = one_desk.do("contractor", asking.check, case.workflow.key, request_of(case))

    looked_up = _looked_up(one_desk, case)
    assert told(found) == told(judged(case, looked_up))


def _looked_up(desk: Desk, case: Example) -> Known:
    """What the portal knows around answers without a case."""
    asked = {"property_keys": ["12/34/0/0"], "meter_numbers": [], "seals": [], "addresses": ["Storgata 1B"], "references": []}
    mentioned = _mentioned(case)
    with desk.works(writing=False) as work:
        place = work.parties.municipality_by_number("9999")
        return work.knowledge.around_draft(desk.actor("contractor").scope, place.id, case.workflow.key, **{**asked, **mentioned})


def _mentioned(case: Example) -> dict[str, list[str]]:
    """Every word of the answers: none of them is in the demonstration's books, so only that they were looked up counts."""
    words = sorted({word for given in case.answers.values() for step in given.values() for word in _words(step)})
    return {"meter_numbers": words, "seals": words, "references": words}


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(one)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_kind_becomes_every_other_and_keeps_what_both_ask(desk: Desk, old: str, new: str) -> None:
    module, target = MODULES[old], MODULES[new].WORKFLOW
    answers = json.loads(json.dumps(module.complete(module.VARIANTS[0], Phase.APPLICATION).answers[Phase.APPLICATION]))
    given = {
        step: {key: PEOPLE.get(value, value) if isinstance(value, str) else value for key, value in one.items()}
        for step, one in answers.items()
    }
    changes = list(drafting.changes_of(module.WORKFLOW, Phase.APPLICATION, given))
    ref = str(desk.do("contractor", drafting.start_case, module.WORKFLOW.key, "9999", changes).ref)
    before = {key: value for step in given.values() for key, value in step.items() if key in KEPT}

    desk.do("contractor", converting.convert, ref, target.key)

    home = desk.home(ref)
    kept = {path: entry["raw"] for one in desk.read(ref, "answers") for path, entry in one.answers.items()}
    assert home.head.workflow == target.key
    assert before.keys() == set(KEPT)
    assert {key: kept.get(key) for key in before} == before
    assert (kept["properties/1/gnr"], kept["properties/1/bnr"]) == (12, 34)
    assert {row.id for row in home.ledger}
