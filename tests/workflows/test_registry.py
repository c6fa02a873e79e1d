"""Unfit declarations do not start, and say everything that is wrong at once."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Phase
from models.errors import NotThere
from models.text import _, verbatim
from tests.workflows.toys import HOW, SOURCE, asked, of_steps, toy
from workflows.conditions import Parameter, RowsAtLeast, given, given_earlier
from workflows.declare import BLOCKS, Compared, Outcome, Requirement, Row, Step, group, question
from workflows.fields import BooleanKind, TextKind
from workflows.reading import Reading
from workflows.registry import WORKFLOWS, UnfitDeclarations, check_declarations, workflow


def always_met(reading: Reading) -> Outcome:
    return ()


def check(id_: str, at: str = "cover") -> Requirement:
    return Requirement(id_, BLOCKS, verbatim("what"), HOW, SOURCE, always_met, at)


def faults(**parts: Any) -> list[str]:
    with pytest.raises(UnfitDeclarations) as refused:
        check_declarations([toy(**parts)])
    return [fault.removeprefix("toy/application: ") for fault in refused.value.faults]


def test_a_toy_and_all_registered_workflows_are_fit() -> None:
    check_declarations([toy(), *WORKFLOWS.values()])


def test_a_workflow_is_found_by_its_key_and_others_are_not_there() -> None:
    assert workflow("water-meter").prefix == "METER"
    with pytest.raises(NotThere):
        workflow("no-such-thing")


class Cell(Row):
    """A row for the tests."""

    size = question(TextKind(), verbatim("Size"), applies_if=given("height"))


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"late": question(TextKind(), verbatim("l"), applies_if=given("nowhere"))}, "late: reads nowhere, which does not exist"),
        (
            {"early": question(TextKind(), verbatim("e"), applies_if=given("last")), "last": question(TextKind(), verbatim("l"))},
            "early: is shown by last, which does not stand before it",
        ),
        ({"own": question(TextKind(), verbatim("o"), applies_if=given("own"))}, "own: is shown by own, which does not stand before it"),
        ({"bare": question(TextKind(), verbatim("b"), required=True)}, "bare: is required, so it needs `ask` and `how`"),
        ({"ruled": question(TextKind(), verbatim("r"), governed_by="TOY-09")}, "ruled: is governed by TOY-09, which this phase has not"),
        ({"unread": question(TextKind(), verbatim("u"), misread_by="TOY-09")}, "unread: is misread by TOY-09, which this phase has not"),
        ({"one": check("TOY-01"), "two": check("TOY-01")}, "requirement 'TOY-01' is used twice"),
        ({"one": check("TOY-1")}, "requirement id 'TOY-1' does not look like METER-07"),
        ({"one": check("TOY-01", at="gone")}, "TOY-01: there is no gone"),
        (
            {"odd": question(BooleanKind(), verbatim("o"), applies_if=given("outdoors", "yes"))},
            "odd: compares outdoors with 'yes', which it can never be",
        ),
        (
            {"local": question(TextKind(), verbatim("l"), applies_if=Parameter("unheard_of", (1,)))},
            "local: reads the local rule unheard_of, which does not exist",
        ),
        ({"many": question(TextKind(), verbatim("m"), applies_if=RowsAtLeast("cover", 1))}, "many: counts cover, which is no group"),
        (
            {"old": question(TextKind(), verbatim("o"), applies_if=given_earlier(Phase.FINAL, "x", 1))},
            "old: reads final, which is no earlier phase",
        ),
        ({"cells": group(Cell, verbatim("c"), row_label=_("r"), add_label=_("a"))}, "size: reads height, which does not exist"),
        (
            {"spots": group(Cell, verbatim("s"), row_label=_("r"), add_label=_("a"), as_survey=True)},
            "spots: is read from survey files, so its step needs the question crs",
        ),
        ({"Loud": question(TextKind(), verbatim("l"))}, "key 'Loud' is not written in snake case"),
    ],
)
def test_an_unfit_declaration_is_refused_with_what_is_wrong(parts: dict[str, Any], fault: str) -> None:
    assert fault in faults(**parts)


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        bare=question(TextKind(), verbatim("b"), required=True),
        ruled=question(TextKind(), verbatim("r"), governed_by="TOY-09"),
        late=question(TextKind(), verbatim("l"), applies_if=given("nowhere")),
    )

    assert [fault.split(":")[0] for fault in told] == ["bare", "ruled", "late", "late"]


def test_a_key_used_in_two_steps_is_refused() -> None:
    class One(Step):
        """First."""

        title = verbatim("One")
        same = question(TextKind(), verbatim("s"), **asked("same"))

    class Two(Step):
        """Second."""

        title = verbatim("Two")
        same = question(TextKind(), verbatim("s"))

    with pytest.raises(UnfitDeclarations, match="key 'same' is used twice"):
        check_declarations([of_steps(One, Two)])


def test_a_workflow_without_quality_sheet_or_with_a_strange_comparison_is_refused() -> None:
    steps = toy().phases[0].steps
    compared = (Compared("cover", Phase.WORK, "cover", verbatim("Cover")),)

    with pytest.raises(UnfitDeclarations) as refused:
        check_declarations([of_steps(*steps, quality={"sources": "exempt: because toys have none"}, compared=compared)])

    assert len([fault for fault in refused.value.faults if "the quality sheet says nothing of" in fault]) == 4
    assert "toy: compared cover and cover: one of them does not exist" in refused.value.faults
