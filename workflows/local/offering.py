"""What of a workflow a municipality may change: its numbers, what is optional, what could weigh more, and where help can stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.base import Level, Phase
from models.text import GAPS, Text
from workflows.declare import NEVER, Group, Question, Slot, Step, Workflow
from workflows.exports import demands

WEIGHTS = (Level.RECOMMENDED, Level.NEEDED_FOR_DECISION, Level.BLOCKS_SENDING)
"""From light to heavy; a municipality may make a requirement heavier, never lighter: the law and the standard stay."""


@dataclass(frozen=True)
class Offer:
    """One place that may be changed: its key in the set, what people call it, and where it stands. `level` is what holds without a rule."""

    place: str
    label: Text
    phase: Phase
    step: type[Step]
    level: Level | None = None
    group: Text | None = None


def optional_parts(workflow: Workflow) -> Iterator[Offer]:
    """Questions, repeating groups and slots nobody demands yet, in the order of the form."""
    for phase in workflow.phases:
        for step in phase.steps:
            for part in step.parts:
                if _is_optional(part):
                    yield Offer(f"{phase.phase}/{part.key}", part.label, phase.phase, step)
                if isinstance(part, Group):
                    columns = [one for one in part.row.columns if _is_optional(one)]
                    yield from (
                        Offer(f"{phase.phase}/{part.key}/{one.key}", one.label, phase.phase, step, group=part.label) for one in columns
                    )


def _is_optional(part: Question | Group | Slot) -> bool:
    if part.required is not NEVER or part.governed_by:
        return False
    return not (isinstance(part, Question) and (part.hidden or part.fixed))


def weighty(workflow: Workflow) -> Iterator[Offer]:
    """Requirements that could weigh more than they do, once each, by id."""
    steps = {(phase.phase, step.key): step for phase in workflow.phases for step in phase.steps}
    seen: set[str] = set()
    for demand in demands(workflow):
        if demand.level != Level.BLOCKS_SENDING and demand.id not in seen and not demand.officer_only:
            seen.add(demand.id)
            step = steps.get((demand.phase, demand.step))
            if step is not None:
                yield Offer(demand.id, without_gaps(demand.what), demand.phase, step, demand.level)


def without_gaps(words: Text) -> Text:
    """A sentence whose values are known only in a case, with dots in their places."""
    gaps = [name for name in GAPS.findall(words.msgid) if name not in words.values]
    return words.with_values(**dict.fromkeys(gaps, "…")) if gaps else words


@dataclass(frozen=True)
class Prompt:
    """What a requirement says, by its id: where it stands, and the names of values its two sentences may name."""

    id: str
    phase: Phase
    step: str
    at: str
    what: Text
    how_to_fix: Text

    @property
    def gaps(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of values in `what` and in `how_to_fix`."""
        return tuple(dict.fromkeys(GAPS.findall(self.what.msgid))), tuple(dict.fromkeys(GAPS.findall(self.how_to_fix.msgid)))


def prompts(workflow: Workflow) -> Iterator[Prompt]:
    """Every requirement a contractor can meet, once each by id, in the order of the form."""
    seen: set[str] = set()
    for one in _every_prompt(workflow):
        if one.id not in seen:
            seen.add(one.id)
            yield one


def _every_prompt(workflow: Workflow) -> Iterator[Prompt]:
    for one in demands(workflow):
        if not one.officer_only:
            yield Prompt(one.id, one.phase, one.step, one.at, one.what, one.how_to_fix)


def prompt_of(workflow: Workflow, id_: str, phase: Phase | None = None) -> Prompt | None:
    """The prompt of a requirement, in a phase or in the first that has it; None where the workflow has none of this id there."""
    return next((one for one in _every_prompt(workflow) if one.id == id_ and phase in (None, one.phase)), None)


def phases_of(workflow: Workflow, id_: str) -> tuple[Phase, ...]:
    """The phases in which a requirement stands, in order: a shared one may stand in each."""
    return tuple(dict.fromkeys(one.phase for one in _every_prompt(workflow) if one.id == id_))


def heavier(level: Level | None) -> tuple[Level, ...]:
    """The weights above this one; all of them for what is optional."""
    return WEIGHTS if level is None else WEIGHTS[WEIGHTS.index(level) + 1 :]


def helpful_places(workflow: Workflow) -> Iterator[Offer]:
    """Steps and questions that can carry words of help."""
    for phase in workflow.phases:
        for step in phase.steps:
            yield Offer(f"{phase.phase}/{step.key}", step.title, phase.phase, step)
            for part in step.parts:
                if not isinstance(part, Group) and not (isinstance(part, Question) and part.hidden):
                    yield Offer(f"{phase.phase}/{part.key}", part.label, phase.phase, step, group=step.title)
