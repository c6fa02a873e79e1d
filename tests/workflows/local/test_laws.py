"""Whatever a municipality decides within its limits, the workflow stays a sound declaration."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Level
from models.local_set import LocalSet
from workflows.declare import Workflow
from workflows.fitness import faults_of
from workflows.local.applying import localized
from workflows.local.comparing import compare_sets
from workflows.local.judging import faults_of_set
from workflows.local.offering import heavier, helpful_places, optional_parts, prompts, weighty
from workflows.registry import WORKFLOWS

KINDS = ("text", "longtext", "number", "choice", "date", "yes_no")
WORDS = st.fixed_dictionaries({"nb": st.text("abcæøå {}", min_size=1, max_size=12).map(lambda words: "x" + words)})
PLAIN = st.fixed_dictionaries({"nb": st.text("abcæøå ", min_size=1, max_size=12).map(lambda words: "x" + words)})
LEVEL = st.none() | st.sampled_from([one.value for one in Level])


def steps(workflow: Workflow) -> list[tuple[str, str]]:
    return [(str(phase.phase), step.key) for phase in workflow.phases for step in phase.steps]


@st.composite
def sets(draw: st.DrawFn, workflow: Workflow) -> LocalSet:
    """A set that may be published, of anything the settings offer."""
    places = steps(workflow)
    names = draw(st.lists(st.integers(0, 9), unique=True, max_size=4))
    questions: list[dict[str, Any]] = []
    slots: list[dict[str, Any]] = []
    for name in names:
        phase, step = draw(st.sampled_from(places))
        base = {"key": f"own_q{name}", "phase": phase, "step": step, "label": draw(WORDS), "help": draw(WORDS), "level": draw(LEVEL)}
        if draw(st.booleans()):
            slots.append(base)
            continue
        options = [{"key": f"o{at}", "label": draw(WORDS)} for at in range(2)]
        questions.append(
            {
                **base,
                "kind": draw(st.sampled_from(KINDS)),
                "options": options,
                "unit": "m",
                "least": 0,
                "most": draw(st.none() | st.just(9)),
            }
        )
    demands = draw(st.lists(st.sampled_from([one.place for one in optional_parts(workflow)]), max_size=4))
    weights = draw(st.lists(st.sampled_from(list(weighty(workflow))), max_size=4))
    said = draw(st.lists(st.sampled_from([one.id for one in prompts(workflow)]), max_size=3))
    helped = draw(st.lists(st.sampled_from([one.place for one in helpful_places(workflow)]), max_size=3))
    return LocalSet.model_validate(
        {
            "questions": questions,
            "slots": slots,
            "demands": {one: draw(st.sampled_from([each.value for each in Level])) for one in demands},
            "levels": {one.place: draw(st.sampled_from([each.value for each in heavier(one.level)])) for one in weights},
            "words": {one: {name: draw(PLAIN) for name in draw(st.sets(st.sampled_from(("what", "how_to_fix"))))} for one in said},
            "help": {one: draw(WORDS) for one in helped},
        }
    )


@pytest.mark.parametrize("key", sorted(WORKFLOWS))
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_set_without_faults_gives_a_workflow_without_faults(key: str, data: st.DataObject) -> None:
    workflow = WORKFLOWS[key]
    content = data.draw(sets(workflow))
    assert faults_of_set(workflow, content) == []
    assert list(faults_of(localized(workflow, content))) == []
    assert compare_sets(workflow, content, content) == []


@pytest.mark.parametrize("key", sorted(WORKFLOWS))
def test_the_standard_set_changes_nothing(key: str) -> None:
    workflow = WORKFLOWS[key]
    assert localized(workflow, LocalSet()) is workflow
    assert faults_of_set(workflow, LocalSet()) == []


def test_faults_name_their_place() -> None:
    workflow = WORKFLOWS["water-meter"]
    question = {"key": "own_a", "phase": "application", "step": "nowhere", "kind": "choice", "label": {"nb": ""}}
    content = LocalSet.model_validate(
        {
            "questions": [question], "demands": {"application/none": "recommended"}, "levels": {"NONE-1": "recommended"},
            "words": {"NONE-2": {"what": {"nb": "x"}}, "METER-06": {"what": {"nb": "Se {nothing}"}, "how_to_fix": {"nb": "", "nn": "y"}}},
            "help": {"application/none": {"nb": "x"}}, "conditions": [{"nb": ""}], "parameters": {"none": 1},
        }
    )  # fmt: skip
    assert [one.place for one in faults_of_set(workflow, content)] == [
        "parameters/none", "demands/application/none", "levels/NONE-1", "questions/own_a/label", "questions/own_a/step",
        "questions/own_a/options", "words/NONE-2", "words/METER-06/what", "words/METER-06/how_to_fix",
        "help/application/none", "conditions/1",
    ]  # fmt: skip
