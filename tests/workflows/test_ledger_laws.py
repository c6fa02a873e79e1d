"""Laws of the ledger: total on anything, blind to order and to what is hidden, and never worse for a right answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Phase, State
from tests.builders import Example
from tests.workflows.test_every_workflow import CASES, MODULES, complete
from workflows.declare import Slot
from workflows.exports import demands, summary
from workflows.index import index_of
from workflows.ledger import evaluate
from workflows.reading import Reading

SOME = [(name, variant, phase) for name, variant, phase in CASES if variant in (MODULES[name].VARIANTS[0], MODULES[name].VARIANTS[-1])]
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=60)
    | st.sampled_from(["9" * 5_000, "x" * 50_000, "١٢٣", "²", "1/2", "\x00", 10**400, -1, 0, "2026-02-30", "9999-12-31", "UTM 32\n1 2"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


SIZES = st.sampled_from([0, 1, 2, 3, 60, 600, 1_200])
"""How many rows a group gets: few as a rule, and more than it takes."""


def paths(name: str, phase: Phase) -> list[tuple[str, str]]:
    index = index_of(MODULES[name].WORKFLOW, phase)
    return [(step.key, part.key) for step in index.steps.values() for part in step.parts if not isinstance(part, Slot)]


def columns(name: str, phase: Phase) -> list[str]:
    return [one.key for _step, group in index_of(MODULES[name].WORKFLOW, phase).groups.values() for one in group.row.questions]


@st.composite
def answered_with_anything(draw: st.DrawFn) -> Example:
    """A complete case in which some answers, some cells and at times whole steps or phases are any JSON, earlier ones too."""
    name, variant, phase = draw(st.sampled_from(CASES))
    example = complete(name, variant, phase)
    answers: dict[Phase, Any] = {
        where: draw(_changed(name, where, given)) if draw(st.booleans()) else given for where, given in example.answers.items()
    }
    for where in draw(st.lists(st.sampled_from(sorted(answers)), max_size=1)) if draw(st.integers(0, 9)) == 0 else ():
        answers[where] = draw(ANY_JSON)
    return replace(example, answers=answers)


def _grown(rows: list[Any], size: int) -> list[Any]:
    return (rows * size)[:size]


@st.composite
def _changed(draw: st.DrawFn, name: str, phase: Phase, given_here: dict[str, Any]) -> dict[str, Any]:
    answers = deepcopy(given_here)
    for step, key in draw(st.lists(st.sampled_from(paths(name, phase)), max_size=8)):
        cells = st.dictionaries(st.sampled_from([*columns(name, phase), "_row"]), ANY_JSON, max_size=5)
        rows = draw(st.lists(cells, min_size=1, max_size=4))
        answers.setdefault(step, {})[key] = draw(ANY_JSON | st.builds(_grown, st.just(rows), SIZES))
    for step in draw(st.lists(st.sampled_from(sorted(answers)), max_size=1)):
        answers[step] = draw(ANY_JSON)
    return answers


@QUIETLY
@given(answered_with_anything())
def test_any_answers_give_a_ledger_and_a_summary(example: Example) -> None:
    ledger = example.ledger

    assert {row.state for row in ledger} <= set(State)
    assert len({row.key for row in ledger}) == len(ledger.rows)
    assert all(row.what.in_english() for row in ledger)
    assert summary(example.workflow, example.dossier)


@QUIETLY
@given(answered_with_anything())
def test_equal_answers_give_equal_ledgers(example: Example) -> None:
    assert evaluate(example.workflow, deepcopy(example.dossier)).rows == example.ledger.rows


@QUIETLY
@given(answered_with_anything())
def test_what_is_hidden_never_lacks(example: Example) -> None:
    reading = Reading(example.workflow, example.dossier)

    for row in example.ledger:
        if row.is_unmet and row.at:
            assert _is_shown(reading, row.at), row.key


def _is_shown(reading: Reading, at: str) -> bool:
    if "@" in at:
        return reading.shows_slot(at)
    group, _slash, rest = at.partition("/")
    if not rest:
        return reading.shows(at)
    row_id, _slash, field = rest.partition("/")
    row = next(one for one in reading.rows(group) if one.id == row_id)
    question = row.question(field)
    return question is not None and question.applies_if.holds(row)


@pytest.mark.parametrize(("name", "variant", "phase"), SOME)
def test_the_order_of_answers_does_not_matter(name: str, variant: str, phase: Phase) -> None:
    example, chance = complete(name, variant, phase), random.Random(7)

    shuffled = {where: _shuffled(steps, chance) for where, steps in reversed(example.answers.items())}

    assert replace(example, answers=shuffled, files=_shuffled(example.files, chance)).ledger.rows == example.ledger.rows


def _shuffled(answers: Any, chance: random.Random) -> Any:
    """Mappings in another order; lists keep theirs, which is meant."""
    if isinstance(answers, Mapping):
        keys = list(answers)
        chance.shuffle(keys)
        return {key: _shuffled(answers[key], chance) for key in keys}
    return [_shuffled(one, chance) for one in answers] if isinstance(answers, list) else answers


@pytest.mark.parametrize(("name", "variant", "phase"), CASES)
def test_the_last_right_answer_never_makes_another_requirement_worse(name: str, variant: str, phase: Phase) -> None:
    whole = complete(name, variant, phase)
    for step, answers in whole.answers[phase].items():
        for key in answers:
            before = whole.with_answer(key, None)
            worse = {row.id for row in whole.ledger if row.is_unmet} - {row.id for row in before.ledger if row.is_unmet}
            assert worse == set(), f"{step}/{key}"


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_right_answer_in_a_half_filled_case_makes_no_unrelated_requirement_worse(data: st.DataObject) -> None:
    name, variant, phase = data.draw(st.sampled_from(CASES))
    whole = complete(name, variant, phase)
    answers = [(step, key) for step, given_here in whole.answers[phase].items() for key in given_here]
    kept = data.draw(st.sets(st.sampled_from(answers)))
    added = data.draw(st.sampled_from(answers))
    part = _only(whole, kept - {added})

    worse = {id_.split(".")[-1] for id_ in _unmet(_only(whole, kept | {added})) - _unmet(part)}

    assert worse - _brought_by(name, added[1]) == set(), added


def _brought_by(name: str, key: str) -> set[str]:
    """Demands that an answer may bring with it: numbered ids, and keys of what is then asked for."""
    return ASKED_BECAUSE_OF.get(key, set()) | set(MODULES[name].NARROWS.get(key, "").split())


def test_what_an_answer_may_bring_with_it_exists() -> None:
    for name, module in MODULES.items():
        ids = {one.id.split(".")[-1] for one in demands(module.WORKFLOW)}
        keys = {key for phase in module.WORKFLOW.phases for _step, key in paths(name, phase.phase)}
        assert module.NARROWS.keys() - keys == set(), name
        assert {id_ for brought in module.NARROWS.values() for id_ in brought.split()} - ids == set(), name


ASKED_BECAUSE_OF = {"owner_name": {"COM-10"}, "properties": {"METER-03", "COM-15", "COM-07"}, "address": {"COM-07"}}
"""Demands that a first answer to a shared question brings with it; each workflow names its own in NARROWS."""


def _only(example: Example, kept: set[tuple[str, str]]) -> Example:
    answers = {
        step: {key: value for key, value in given_here.items() if (step, key) in kept}
        for step, given_here in example.answers[example.phase].items()
    }
    return replace(example, answers={**example.answers, example.phase: answers})


def _unmet(example: Example) -> set[str]:
    return {row.id for row in example.ledger if row.is_unmet}
