"""Answers of one kind of case seen as another's: what both ask in the same way comes along, the rest is named. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.base import Phase
from models.text import Text
from workflows.declare import Group, Question, Slot, Workflow
from workflows.fields import ChoiceKind, DecimalKind, Kind, MultiKind, TextKind, is_empty
from workflows.index import PhaseIndex, index_of

Entries = Mapping[str, Mapping[str, Any]]
"""Path -> {"raw", "version", ...} of one step, as answers are kept."""


@dataclass(frozen=True)
class LeftBehind:
    """An answer the other workflow does not ask for in the same way. `path` is that of the old step; `asked` None: nobody asks it."""

    step: str
    path: str
    asked: Question | None
    label: Text
    raw: Any


@dataclass
class Carried:
    """What comes along, by the new steps, and what does not. Paths stay as they are; only the step a key belongs to may change."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: list[LeftBehind] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many answers come along; lists of rows are no answers."""
        return sum(not is_empty(one["raw"]) and not _is_rows(path, one) for kept in self.answers.values() for path, one in kept.items())


def _is_rows(path: str, entry: Mapping[str, Any]) -> bool:
    return "/" not in path and isinstance(entry["raw"], list) and all(isinstance(one, str) for one in entry["raw"])


def carry(old: Workflow, new: Workflow, kept: Mapping[str, Entries], phase: Phase = Phase.APPLICATION) -> Carried:
    """Sort the answers of a phase, by step, into those that come along and those that do not. What was emptied is neither."""
    before, after = index_of(old, phase), index_of(new, phase)
    carried = Carried()
    for step, entries in kept.items():
        for path, entry in entries.items():
            target = _target(path, entry["raw"], before, after)
            if target:
                carried.answers.setdefault(target, {})[path] = entry
            elif not is_empty(entry["raw"]) and (left := _left(step, path, entry["raw"], before)) is not None:
                carried.left.append(left)
    return carried


def _target(path: str, raw: Any, before: PhaseIndex, after: PhaseIndex) -> str:
    """The new step an answer belongs to; empty when it stays behind."""
    name, *rest = path.split("/")
    if rest:
        group = shared_group(name, before, after)
        columns = (group[0].row.by_key.get(rest[-1]), group[1].row.by_key.get(rest[-1])) if group else (None, None)
        return after.step_of(name) if _same(*columns, raw) else ""
    if name in before.groups:
        return after.step_of(name) if shared_group(name, before, after) else ""
    asked = (before.questions.get(name), after.questions.get(name))
    return after.step_of(name) if _same(asked[0] and asked[0][1], asked[1] and asked[1][1], raw) else ""


def shared_group(key: str, before: PhaseIndex, after: PhaseIndex) -> tuple[Group, Group] | None:
    """A group both know under one key, with at least one column in common; else None."""
    old, new = before.groups.get(key), after.groups.get(key)
    if old is None or new is None:
        return None
    columns = {one.key: one for one in new[1].row.questions}
    slots = {one.key for one in new[1].row.slots}
    alike = any(type(one.kind) is type(columns[one.key].kind) for one in old[1].row.questions if one.key in columns)
    return (old[1], new[1]) if alike or any(one.key in slots for one in old[1].row.slots) else None


def shared_slot(key: str, before: PhaseIndex, after: PhaseIndex) -> tuple[str, Slot] | None:
    """(new step, slot) for files of a slot both know, each in the same group or both in none; else None."""
    old, new = before.slots.get(key), after.slots.get(key)
    if old is None or new is None or (old[2] is None) != (new[2] is None):
        return None
    if old[2] is not None and new[2] is not None and (old[2].key != new[2].key or shared_group(new[2].key, before, after) is None):
        return None
    return new[0].key, new[1]


def _same(old: Question | None, new: Question | None, raw: Any) -> bool:
    return old is not None and new is not None and not new.fixed and is_same_kind(old.kind, new.kind, raw)


def is_same_kind(old: Kind, new: Kind, raw: Any) -> bool:
    """Whether an answer means the same under both kinds: same unit, or choices that are called the same. Ranges may differ."""
    if type(old) is not type(new):
        return False
    if isinstance(old, (ChoiceKind, MultiKind)) and isinstance(new, (ChoiceKind, MultiKind)):
        return _chosen(old, raw) <= _chosen(new, raw)
    if isinstance(old, DecimalKind) and isinstance(new, DecimalKind):
        return old.unit == new.unit
    return isinstance(old, TextKind) or old == new


def _chosen(kind: ChoiceKind | MultiKind, raw: Any) -> set[tuple[str, Text]]:
    """The options an answer names, with their words: `new` of a meter is not `new` of a pipe."""
    keys = {str(one) for one in (raw if isinstance(raw, (list, tuple)) else [raw])}
    found = {(one.key, one.label) for one in kind.options if one.key in keys}
    return found | {(key, Text("")) for key in keys - {one for one, _label in found}}


def _left(step: str, path: str, raw: Any, before: PhaseIndex) -> LeftBehind | None:
    """What to call an answer that stays; None for a list of rows, whose answers are named one by one."""
    name, *rest = path.split("/")
    if name in before.groups and not rest:
        return None
    group = before.groups[name][1] if name in before.groups else None
    asked = group.row.by_key.get(rest[-1]) if group and rest else before.questions[name][1] if name in before.questions else None
    return LeftBehind(step, path, asked, asked.label if asked else Text(name), raw)
