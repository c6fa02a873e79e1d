"""Where everything of a declared phase stands, worked out once: field -> step, slot -> step, group -> columns, id -> requirement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from models.base import Phase
from workflows.declare import Group, PhaseDeclaration, Question, Requirement, Slot, Step, Workflow


@dataclass(frozen=True, eq=False)
class PhaseIndex:
    """Look-ups over one phase. Keys of questions, groups and slots are unique within a phase (the registry refuses others)."""

    workflow: Workflow
    declared: PhaseDeclaration
    questions: dict[str, tuple[type[Step], Question]]
    groups: dict[str, tuple[type[Step], Group]]
    slots: dict[str, tuple[type[Step], Slot, Group | None]]
    steps: dict[str, type[Step]]
    parts: dict[str, tuple[type[Step], Question | Group | Slot]]
    requirements: tuple[Requirement, ...]
    by_id: dict[str, Requirement]

    def step_of(self, part: str) -> str:
        """The key of the step a question, group or slot belongs to; empty when there is none."""
        found = self.parts.get(part)
        return found[0].key if found else ""

    def asked_at(self, path: str) -> Question | None:
        """The question at `field` or `group/row/field`; None for a group itself and for what is not asked."""
        name, *rest = path.split("/")
        if not rest:
            found = self.questions.get(name)
            return found[1] if found else None
        group = self.groups.get(name)
        return group[1].row.by_key.get(rest[-1]) if group else None

    def generated_id(self, key: str) -> str:
        """The id of a generated requirement: `PREFIX.phase.key`. Source: domain README section 0."""
        return f"{self.workflow.prefix}.{self.declared.phase}.{key}"


@cache
def index_of(workflow: Workflow, phase: Phase) -> PhaseIndex:
    """The index of one phase; KeyError when the workflow has no such phase."""
    declared = workflow.phase(phase)
    steps = {step.key: step for step in declared.steps}
    questions = {one.key: (step, one) for step in declared.steps for one in step.questions}
    groups = {one.key: (step, one) for step in declared.steps for one in step.groups}
    slots: dict[str, tuple[type[Step], Slot, Group | None]] = {one.key: (step, one, None) for step in declared.steps for one in step.slots}
    for step, rows in groups.values():
        slots.update({one.key: (step, one, rows) for one in rows.row.slots})
    parts: dict[str, tuple[type[Step], Question | Group | Slot]] = {key: (step, one) for key, (step, one, _rows) in slots.items()}
    parts.update(groups)
    parts.update(questions)
    own = tuple(one for step in declared.steps for one in step.requirements)
    requirements = (*workflow.requirements.get(phase, ()), *own)
    return PhaseIndex(workflow, declared, questions, groups, slots, steps, parts, requirements, {one.id: one for one in requirements})
