"""What can be said of a case before it begins: the first answers settle some conditions, the local rules others, and the rest stay open.

A condition is therefore True, False, or None: it depends on what will be answered. Nothing here raises on any first answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models.base import Phase
from workflows.conditions import ALWAYS, AllOf, AnyOf, AtLeast, Condition, Given, GivenEarlier, Not, Parameter, RowsAtLeast
from workflows.declare import Group, Question, Slot, Step, Workflow
from workflows.facts import Dossier, Known
from workflows.fields import Problem
from workflows.index import index_of
from workflows.reading import Reading

Likely = bool | None
"""True: it will be so. False: it will not. None: it depends on later answers."""


class Foresight:
    """A workflow seen through its first answers (by field key, as an occasion gives them) and a municipality's rules."""

    def __init__(self, workflow: Workflow, answers: Mapping[str, Any], rules: Mapping[str, Any], today: date, known: Known) -> None:
        self.workflow = workflow
        index = index_of(workflow, Phase.APPLICATION)
        nested: dict[str, dict[str, Any]] = {}
        for key, raw in answers.items():
            nested.setdefault(index.step_of(key), {})[key] = raw
        self._dossier = Dossier(workflow.key, Phase.APPLICATION, today, {Phase.APPLICATION: nested}, {}, rules, known)
        self._readings: dict[Phase, Reading] = {}

    def dossier(self, phase: Phase) -> Dossier:
        """The case to come as one phase is judged: the first answers, and one empty row in every group that has none."""
        first = self._dossier.answers[Phase.APPLICATION]
        given = {**first} if phase == Phase.APPLICATION else {}
        for key, (step, group) in index_of(self.workflow, phase).groups.items():
            given[step.key] = {key: [{"_row": "1"}], **given.get(step.key, {})} if not group.as_survey else given.get(step.key, {})
        answers = {Phase.APPLICATION: first, phase: given}
        return Dossier(self.workflow.key, phase, self._dossier.today, answers, {}, self._dossier.rules, self._dossier.known, sending=False)

    def reading(self, phase: Phase) -> Reading:
        """The first answers read as one phase; nothing else is there."""
        if phase not in self._readings:
            self._readings[phase] = Reading(self.workflow, self._dossier, phase)
        return self._readings[phase]

    def holds(self, condition: Condition, phase: Phase, within: Group | None = None) -> Likely:
        """Whether a condition of a phase (of a row of the group `within`) will hold."""
        match condition:
            case Not(part):
                found = self.holds(part, phase, within)
                return None if found is None else not found
            case AllOf(parts):
                return all_likely(self.holds(part, phase, within) for part in parts)
            case AnyOf(parts):
                opposite = all_likely(_not(self.holds(part, phase, within)) for part in parts)
                return _not(opposite)
            case Parameter():
                return condition.holds(self.reading(phase))
            case GivenEarlier(earlier, field, values):
                return self._given(Given(field, values), earlier, None) if self._has(earlier) else False
            case Given() | AtLeast():
                return self._given(condition, phase, within)
            case RowsAtLeast(group):
                return None if group in index_of(self.workflow, phase).groups and self.shows(group, phase) is not False else False
        return True if condition is ALWAYS or condition.holds(self.reading(phase)) else None

    def shows(self, key: str, phase: Phase) -> Likely:
        """Whether a question, group or slot of a phase will be asked."""
        found = index_of(self.workflow, phase).parts.get(key)
        return self.applies(*found, phase) if found else False

    def applies(self, step: type[Step], part: Question | Group | Slot, phase: Phase, within: Group | None = None) -> Likely:
        """Whether a part of a step will be asked; `within` a group whose rows it belongs to."""
        outer = self.holds(within.applies_if, phase) if within else True
        return all_likely((self.applies_step(step, phase), outer, self.holds(part.applies_if, phase, within)))

    def applies_step(self, step: type[Step], phase: Phase) -> Likely:
        """Whether a step will be one of its phase."""
        return self.holds(step.applies_if, phase)

    def applies_phase(self, phase: Phase) -> Likely:
        """Whether the case will have this phase."""
        return self.holds(self.workflow.phase(phase).applies_if, phase)

    def _has(self, phase: Phase) -> bool:
        return any(one.phase == phase for one in self.workflow.phases)

    def _given(self, condition: Given | AtLeast, phase: Phase, within: Group | None) -> Likely:
        """A condition on one answer: settled when it was given, or when it will never be asked."""
        if within is not None and condition.field in within.row.by_key:
            return None
        found = index_of(self.workflow, phase).questions.get(condition.field)
        if found is None:
            return False
        shown = self.applies(*found, phase)
        value = self.reading(phase).parsed(condition.field) if found[1].computed is None else None
        if value is None or isinstance(value, Problem):
            return False if shown is False else None
        return all_likely((shown, condition.holds(_Answered(condition.field, value))))


class _Answered:
    """A look-up that knows one answer."""

    def __init__(self, field: str, value: Any) -> None:
        self._known = {field: value}

    def value(self, field: str) -> Any:
        """The answer."""
        return self._known.get(field)

    def earlier_value(self, phase: Phase, field: str) -> Any:
        """Nothing."""
        return None

    def parameter(self, name: str) -> Any:
        """Nothing."""
        return None

    def row_lookups(self, group: str) -> tuple[()]:
        """No rows."""
        return ()


def all_likely(parts: Iterable[Likely]) -> Likely:
    """Whether all will hold: one that will not settles it, else one that is open leaves it open."""
    found = list(parts)
    return False if False in found else None if None in found else True


def _not(found: Likely) -> Likely:
    return None if found is None else not found
