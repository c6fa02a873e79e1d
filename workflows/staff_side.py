"""A workflow as the municipality sees it: the contractor's steps and, after them, those that are its own to answer."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from models.base import Phase
from workflows.declare import Step, Workflow

MOST_REMEMBERED = 500


@lru_cache(MOST_REMEMBERED)
def with_staff_steps(workflow: Workflow) -> Workflow:
    """The same declaration, with the municipality's own steps at the end of their phases."""
    phases = tuple(replace(one, steps=(*one.steps, *one.staff_steps)) if one.staff_steps else one for one in workflow.phases)
    return replace(workflow, phases=phases)


def staff_steps_of(workflow: Workflow, phase: Phase) -> tuple[type[Step], ...]:
    """The municipality's own steps of a phase; none where the workflow has no such phase."""
    return next((one.staff_steps for one in workflow.phases if one.phase == phase), ())


def staff_phase(workflow: Workflow) -> Phase | None:
    """The phase whose steps the municipality continues; None where it has nothing to record."""
    return next((one.phase for one in workflow.phases if one.staff_steps), None)
