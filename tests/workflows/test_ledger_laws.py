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
from tests.builders import KINDS, Example, complete_water_meter, phases_of
from workflows.declare import Slot
from workflows.exports import summary
from workflows.index import index_of
from workflows.ledger import evaluate
from workflows.reading import Reading
from workflows.water_meter import WATER_METER

CASES = [(kind, phase) for kind in KINDS for phase in phases_of(kind)]
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=60)
    | st.sampled_from(["9" * 5_000, "١٢٣", "²", "1/2", "\x00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
QUIETLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def paths(phase: Phase) -> list[tuple[str, str]]:
    index = index_of(WATER_METER, phase)
    return [(step.key, part.key) for step in index.steps.values() for part in step.parts if not isinstance(part, Slot)]


def columns(phase: Phase) -> list[str]:
    return [one.key for _step, group in index_of(WATER_METER, phase).groups.values() for one in group.row.questions]


@st.composite
def answered_with_anything(draw: st.DrawFn) -> Example:
    """A complete case in which some answers, some cells and at times whole steps are any JSON."""
    kind, phase = draw(st.sampled_from(CASES))
    example = complete_water_meter(kind, phase)
    answers: dict[str, Any] = deepcopy(example.answers[phase])
    for step, key in draw(st.lists(st.sampled_from(paths(phase)), max_size=8)):
        cells = st.dictionaries(st.sampled_from([*columns(phase), "_row"]), ANY_JSON, max_size=5)
        answers.setdefault(step, {})[key] = draw(ANY_JSON | st.lists(cells, max_size=4))
    for step in draw(st.lists(st.sampled_from(sorted(answers)), max_size=1)):
        answers[step] = draw(ANY_JSON)
    return replace(example, answers={**example.answers, phase: answers})


@QUIETLY
@given(answered_with_anything())
def test_any_answers_give_a_ledger_and_a_summary(example: Example) -> None:
    ledger = example.ledger

    assert {row.state for row in ledger} <= set(State)
    assert len({row.key for row in ledger}) == len(ledger.rows)
    assert all(row.what.in_english() for row in ledger)
    assert summary(WATER_METER, example.dossier)


@QUIETLY
@given(answered_with_anything())
def test_equal_answers_give_equal_ledgers(example: Example) -> None:
    assert evaluate(WATER_METER, deepcopy(example.dossier)).rows == example.ledger.rows


@QUIETLY
@given(answered_with_anything())
def test_what_is_hidden_never_lacks(example: Example) -> None:
    reading = Reading(WATER_METER, example.dossier)

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


@pytest.mark.parametrize(("kind", "phase"), CASES)
def test_the_order_of_answers_does_not_matter(kind: str, phase: Phase) -> None:
    example, chance = complete_water_meter(kind, phase), random.Random(7)

    shuffled = {where: _shuffled(steps, chance) for where, steps in reversed(example.answers.items())}

    assert replace(example, answers=shuffled, files=_shuffled(example.files, chance)).ledger.rows == example.ledger.rows


def _shuffled(answers: Any, chance: random.Random) -> Any:
    """Mappings in another order; lists keep theirs, which is meant."""
    if isinstance(answers, Mapping):
        keys = list(answers)
        chance.shuffle(keys)
        return {key: _shuffled(answers[key], chance) for key in keys}
    return [_shuffled(one, chance) for one in answers] if isinstance(answers, list) else answers


NARROWS = {"kind", "building_kind", "units_served", "sprinkler", "relation", "reason", "pressure_reducer"}
"""Answers that bring further demands with them; for all others a right answer only helps."""


@pytest.mark.parametrize(("kind", "phase"), CASES)
def test_a_right_answer_never_makes_another_requirement_worse(kind: str, phase: Phase) -> None:
    complete = complete_water_meter(kind, phase)
    for step, answers in complete.answers[phase].items():
        for key in answers:
            before = complete.with_answer(key, None)
            worse = {row.id for row in complete.ledger if row.is_unmet} - {row.id for row in before.ledger if row.is_unmet}
            assert worse == set(), f"{step}/{key}"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_filling_a_case_in_any_order_never_leaves_anything_lacking(data: st.DataObject) -> None:
    kind, phase = data.draw(st.sampled_from(CASES))
    complete = complete_water_meter(kind, phase)
    answers = [(step, key) for step, given_here in complete.answers[phase].items() for key in given_here]
    kept = data.draw(st.sets(st.sampled_from(answers)))
    added = data.draw(st.sampled_from(answers))
    part = _only(complete, kept - {added})

    worse = _unmet(_only(complete, kept | {added})) - _unmet(part)

    assert worse == set() or added[1] in NARROWS or {id_.split(".")[-1] for id_ in worse} <= _asked_because_of(added[1])


def _only(example: Example, kept: set[tuple[str, str]]) -> Example:
    answers = {
        step: {key: value for key, value in given_here.items() if (step, key) in kept}
        for step, given_here in example.answers[example.phase].items()
    }
    return replace(example, answers={**example.answers, example.phase: answers})


def _unmet(example: Example) -> set[str]:
    return {row.id for row in example.ledger if row.is_unmet}


def _asked_because_of(added: str) -> set[str]:
    """Demands that a first answer brings with it: an owner's consent, checks of the rows that are now there."""
    if added == "owner_name":
        return {"COM-10"}
    if added == "properties":
        return {"METER-03"}
    return {"METER-04", "METER-05", "METER-06", "METER-01", "COM-18"} if added in ("meters", "meters_final") else set()
