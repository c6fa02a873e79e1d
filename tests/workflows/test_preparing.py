"""What is told before a case begins: which workflow it is, and what it will ask for, by its first answers and the local rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from models.base import Phase
from models.text import verbatim
from tests.workflows.other_kind import PIPES
from workflows.conditions import Condition, all_of, any_of, given
from workflows.declare import NEVER, Workflow
from workflows.exports import demands
from workflows.facts import NOTHING_KNOWN
from workflows.fitness import faults_of
from workflows.foresight import Foresight
from workflows.guiding import PEOPLE, PLACES, Fit, find, occasions
from workflows.index import index_of
from workflows.preparing import Need, Preparation, preparation
from workflows.registry import WORKFLOWS
from workflows.water_meter import WATER_METER

TODAY = date(2026, 11, 23)
BOTH = (WATER_METER, PIPES)
GUIDED = [one for one in WORKFLOWS.values() if one.guide]


def prepared(key: str, rules: dict[str, Any] | None = None) -> Preparation:
    """The preparation for one occasion."""
    fit = next(one for one in occasions(BOTH) if one.key == key)
    return preparation(fit, fit.workflow, {**fit.workflow.defaults(), **(rules or {})}, TODAY)


def needs(told: Preparation, phase: Phase = Phase.APPLICATION) -> dict[str, Need]:
    """Label -> how surely it is needed."""
    stage = next(one for one in told.stages if one.phase == phase)
    return {str(paper.label): paper.need for paper in stage.papers}


def test_the_second_kind_of_these_tests_is_a_fit_declaration() -> None:
    assert list(faults_of(PIPES)) == []


def test_three_answers_find_the_workflow_and_its_occasion() -> None:
    found = find(BOTH, "water-meter.replace", "building", "plumber")

    assert [fit.key for fit in found.fits] == ["water-meter.replace"]


def test_the_same_words_in_two_workflows_are_one_answer_and_place_and_people_decide_between_them() -> None:
    label = verbatim("Dig")
    twice = [replace(one, guide=replace(one.guide, occasions=(replace(one.guide.occasions[0], label=label, where=(place,)),)))
             for one, place in ((WATER_METER, "building"), (PIPES, "nature")) if one.guide]  # fmt: skip

    assert [fit.key for fit in occasions(twice)] == ["water-meter.new"]
    assert [fit.key for fit in find(twice, "water-meter.new", "nature", "plumber").fits] == ["pipes.plug"]
    assert [fit.key for fit in find(twice, "water-meter.new", "building", "plumber").fits] == ["water-meter.new"]


def test_an_owner_is_told_who_applies_instead() -> None:
    found = find(BOTH, "water-meter.replace", "building", "owner")

    assert not found.fits
    assert [str(one) for one in found.reasons] == [
        "The owner does not apply here. A company that the municipality has approved does it for you: A plumbing company."
    ]


def test_who_is_at_the_wrong_place_is_told_so_and_shown_what_is_done_there() -> None:
    found = find(BOTH, "water-meter.replace", "nature", "contractor")

    assert [str(one) for one in found.reasons] == [
        "Somebody else has to apply for this: A plumbing company.", "This work belongs elsewhere: Inside a building."
    ]  # fmt: skip
    assert [fit.key for fit in found.others] == ["pipes.dig"]


def test_place_and_people_that_fit_only_separately_are_told_to_change_one() -> None:
    found = find(BOTH, "pipes.dig", "private_ground", "plumber")

    assert [str(one) for one in found.reasons] == ["Somebody else has to apply for this: A contractor."]


@drawn(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_answers_nobody_offered_find_nothing_and_break_nothing(what: str, where: str, who: str) -> None:
    assert find(BOTH, what, where, who).fits == ([])


def test_documents_are_told_by_what_is_known_so_far() -> None:
    assert needs(prepared("pipes.dig")) == {
        "Power of attorney": Need.DEPENDS, "Photo of what is there": Need.NEEDED, "Plan of the trench": Need.NEEDED
    }  # fmt: skip
    assert needs(prepared("pipes.plug")) == {
        "Power of attorney": Need.DEPENDS, "Photo of what is there": Need.NEEDED, "Plan of the trench": Need.DEPENDS,
        "Permit to plug": Need.NEEDED,
    }  # fmt: skip


def test_photos_of_rows_to_come_are_needed_later() -> None:
    final = needs(prepared("water-meter.replace"), Phase.FINAL)

    assert {final[name] for name in ("Photo of the dial", "Photo of the seal", "Photo of the old dial")} == {Need.NEEDED}
    assert "Photo of the dial" not in needs(prepared("water-meter.remove"), Phase.FINAL)


def test_a_phase_the_case_will_not_have_is_not_told() -> None:
    assert [stage.phase for stage in prepared("water-meter.replace").stages] == [Phase.APPLICATION, Phase.WORK, Phase.FINAL]
    assert [stage.phase for stage in prepared("water-meter.remove").stages] == [Phase.APPLICATION, Phase.FINAL]
    supplied = prepared("water-meter.replace", {"meters_supplied_by": "plumber"})
    assert [stage.phase for stage in supplied.stages] == [Phase.APPLICATION, Phase.FINAL]


def test_certificates_stand_as_ways_to_be_competent() -> None:
    (sure,) = prepared("pipes.dig").proofs
    (open_,) = prepared("pipes.plug").proofs

    assert [str(one) for one in sure.ways[0]] == ["ADK1 certificate", "Plumber's trade certificate"]
    assert (sure.need, open_.need) == (Need.NEEDED, Need.DEPENDS)


def test_a_fee_without_an_amount_is_told_without_one_and_one_that_does_not_apply_not_at_all() -> None:
    assert [fee.ore for fee in prepared("pipes.dig").fees] == [None]
    assert [fee.ore for fee in prepared("pipes.dig", {"fee_pipe": 317500}).fees] == [317500]
    assert prepared("pipes.plug").fees == ()


def test_the_time_that_applies_is_told_and_all_that_may_while_it_is_open() -> None:
    told = {key: [(one.length, one.unit, one.deemed_granted) for one in prepared(key).stages[0].times]
            for key in ("pipes.plug", "pipes.dig", "pipes.meter")}  # fmt: skip

    assert told == {
        "pipes.plug": [(10, "working_days", True)],
        "pipes.dig": [(3, "weeks", False)],
        "pipes.meter": [(3, "weeks", False), (10, "working_days", True)],
    }


def test_common_mistakes_are_said_in_the_words_of_the_checks_and_only_where_they_can_happen() -> None:
    told = [(str(one.what), str(one.how)) for one in prepared("pipes.dig").mistakes]

    assert told[0] == ("The owner's consent is missing.", "Tick that the owner has asked you, or upload the power of attorney.")
    assert "The old meter must be handed in." in [str(one.what) for one in prepared("water-meter.replace").mistakes]
    assert "The old meter must be handed in." not in [str(one.what) for one in prepared("water-meter.new").mistakes]


def test_conditions_are_settled_by_what_is_known_and_else_open() -> None:
    ahead = Foresight(PIPES, {"kind": "plug"}, PIPES.defaults(), TODAY, NOTHING_KNOWN)
    known, other, unknown = given("kind", "plug"), given("kind", "new"), given("digging", True)
    asked: list[Condition] = [known, other, unknown, NEVER]

    found = [ahead.holds(one, Phase.APPLICATION) for one in asked]
    mixed: list[Condition] = [all_of(known, unknown), all_of(other, unknown), any_of(known, unknown), any_of(other, unknown)]

    assert found == [True, False, None, False]
    assert [ahead.holds(one, Phase.APPLICATION) for one in mixed] == [None, False, True, None]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@drawn(
    st.sampled_from(["water-meter.replace", "pipes.dig"]),
    st.dictionaries(st.sampled_from(["kind", "digging", "meters", "properties", "x"]), json_values),
)
@settings(max_examples=60, deadline=None)
def test_first_answers_of_any_shape_are_foreseen_without_a_fault(key: str, answers: dict[str, Any]) -> None:
    fit = next(one for one in occasions(BOTH) if one.key == key)
    odd = Fit(fit.workflow, replace(fit.occasion, answers=answers))

    assert preparation(odd, fit.workflow, fit.workflow.defaults(), TODAY).stages


def test_every_kind_of_case_can_be_found_before_login() -> None:
    assert [one.key for one in WORKFLOWS.values() if not one.guide] == []


@pytest.mark.parametrize("workflow", GUIDED, ids=lambda one: one.key)
def test_a_guide_names_only_what_exists(workflow: Workflow) -> None:
    assert workflow.guide
    index, ids = index_of(workflow, Phase.APPLICATION), {one.id for one in demands(workflow)}
    for one in workflow.guide.occasions:
        assert one.where, one.key
        assert set(one.where) <= set(PLACES), one.key
        assert set(one.who) <= set(PEOPLE) - {"owner"}, one.key
        assert set(one.answers) <= set(index.questions) | set(index.groups), one.key
    assert set(workflow.guide.often_missed) <= ids


@pytest.mark.parametrize("fit", occasions(GUIDED), ids=lambda one: one.key)
def test_every_occasion_can_be_prepared_and_every_sentence_is_whole(fit: Fit) -> None:
    told = preparation(fit, fit.workflow, fit.workflow.defaults(), TODAY)

    assert told.stages
    assert told.people
    assert told.mistakes
    assert not any("{" in f"{one.what}{one.how}" for one in told.mistakes)
