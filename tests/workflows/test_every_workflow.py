"""Every workflow: its complete cases lack nothing, and each requirement lacking in turn is told alone, at its place.

A declared id without a case that asks for it fails, so nothing stays uncovered.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache, partial
from types import ModuleType

import pytest

import tests.examples
from models.base import Phase, State
from tests.builders import Example
from tests.examples.kit import Lack
from workflows.exports import Demand, demands
from workflows.fitness import faults_of
from workflows.index import index_of

MODULES: dict[str, ModuleType] = {
    name: importlib.import_module(f"tests.examples.{name}")
    for _finder, name, _package in pkgutil.iter_modules(tests.examples.__path__)
    if name != "kit"
}
CASES = [(name, variant, phase) for name, module in MODULES.items() for variant in module.VARIANTS for phase in module.phases_of(variant)]
DEMANDS = [(name, demand) for name, module in MODULES.items() for demand in demands(module.WORKFLOW)]


@cache
def complete(name: str, variant: str, phase: Phase) -> Example:
    made: Example = MODULES[name].complete(variant, phase)
    return made


@pytest.mark.parametrize("name", MODULES)
def test_every_declaration_is_fit(name: str) -> None:
    assert list(faults_of(MODULES[name].WORKFLOW)) == []


@pytest.mark.parametrize(("name", "variant", "phase"), CASES)
def test_a_complete_case_of_every_kind_and_phase_lacks_nothing(name: str, variant: str, phase: Phase) -> None:
    ledger = complete(name, variant, phase).ledger

    assert [row.key for row in ledger if row.is_unmet] == []
    assert len({row.key for row in ledger}) == len(ledger.rows)


def emptied(name: str, demand: Demand) -> Lack:
    """A generated requirement lacks when its answer is taken away, in the first kind of case that asks for it."""
    for variant in (one for one in MODULES[name].VARIANTS if demand.phase in MODULES[name].phases_of(one)):
        case = complete(name, variant, demand.phase)
        row = next((row for row in case.ledger if row.id == demand.id and row.state == State.MET), None)
        if row is not None:
            return Lack(partial(complete, name, variant, demand.phase), partial(_without, at=row.at, kind=row.kind), demand.step, row.at)
    raise AssertionError(f"no kind of case asks for {demand.id}: write its lack into LACKS")


def _without(case: Example, at: str, kind: str) -> Example:
    if kind == "slot":
        return case.with_files(at)
    group, _slash, rest = at.partition("/")
    if not rest:
        return case.with_answer(at, None)
    row_id, _slash, field = rest.partition("/")
    step = index_of(case.workflow, case.phase).step_of(group)
    rows = [row.get("_row") for row in case.answers[case.phase][step][group]]
    return case.with_cell(group, field, None, row=rows.index(row_id))


@pytest.mark.parametrize(("name", "demand"), DEMANDS, ids=lambda one: one if isinstance(one, str) else f"{one.phase}-{one.id}")
def test_when_one_thing_lacks_exactly_that_requirement_is_unmet_at_its_place(name: str, demand: Demand) -> None:
    lack = MODULES[name].LACKS.get((demand.phase, demand.id)) or emptied(name, demand)
    before = lack.case()
    assert [row.id for row in before.ledger if row.is_unmet] == []

    unmet = [row for row in lack.change(before).ledger if row.is_unmet]

    assert {row.id for row in unmet} - lack.also == {demand.id}
    first = next(row for row in unmet if row.id == demand.id)
    assert (first.step, first.at) == (lack.step, lack.at)
    assert first.level == demand.level
    assert "{" not in first.what.in_english() + first.how_to_fix.in_english()


@pytest.mark.parametrize("name", MODULES)
def test_every_lack_belongs_to_a_declared_requirement(name: str) -> None:
    declared = {(demand.phase, demand.id) for demand in demands(MODULES[name].WORKFLOW)}

    assert set(MODULES[name].LACKS) - declared == set()


SHARED = {
    "municipality", "properties", "address", "location", "owner_name", "owner_kind", "owner_email", "owner_phone", "authority", "contact",
    "responsible_person", "reference", "planned_start", "planned_end", "description", "declaration", "power_of_attorney", "other",
}  # fmt: skip
"""What every application asks. Source: domain README section 14."""


@pytest.mark.parametrize("name", MODULES)
def test_every_application_asks_what_all_of_them_ask(name: str) -> None:
    assert set(index_of(MODULES[name].WORKFLOW, Phase.APPLICATION).parts) >= SHARED


@pytest.mark.parametrize("name", MODULES)
def test_every_requirement_says_how_and_where_it_comes_from(name: str) -> None:
    told = list(demands(MODULES[name].WORKFLOW))

    assert [one.id for one in told if not one.what.msgid or not one.how_to_fix.msgid or not one.source.words.msgid] == []
