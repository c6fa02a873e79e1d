"""A toy workflow small enough to be seen whole, for tests of the vocabulary rather than of a domain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.base import Phase
from models.text import Text, _, verbatim
from workflows.conditions import given
from workflows.declare import Handling, PhaseDeclaration, Source, Step, Workflow, question
from workflows.fields import BooleanKind, TextKind
from workflows.fitness import CRITERIA

SOURCE = Source(verbatim("a toy"), assumed=True)
HOW = _("Write it without decimals.")


def asked(label: str, **rest: Any) -> dict[str, Any]:
    """Keywords of a required question with its sentences."""
    return {"required": True, "ask": verbatim(f"Write {label}."), "how": HOW, "source": SOURCE, **rest}


def toy(**more: Any) -> Workflow:
    """One phase, one step with two questions; `more` adds or replaces attributes of the step."""
    parts = {
        "title": verbatim("Toy"),
        "key": "toy",
        "outdoors": question(BooleanKind(), verbatim("Outdoors?"), **asked("outdoors")),
        "cover": question(TextKind(), verbatim("Cover"), applies_if=given("outdoors", True), **asked("cover")),
        **more,
    }
    return of_steps(type("Toy", (Step,), parts))


def of_steps(*steps: type[Step], **changes: Any) -> Workflow:
    """A workflow of these steps in one phase, fit unless the steps are not."""
    phase = PhaseDeclaration(Phase.APPLICATION, verbatim("Application"), steps, Handling(1, "weeks"))
    title: Text = verbatim("Toy")
    made = Workflow("toy", "TOY", 1, title, title, (phase,), (), quality=dict.fromkeys(CRITERIA, "done"))
    return replace(made, **changes)
