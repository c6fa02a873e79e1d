"""Reading a case's answers through its declaration: parsed values of what is visible, rows of groups, files, earlier phases.

Rules and conditions see only this. What is hidden, empty or not understood reads as None; nothing here raises on any raw input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from models.base import Phase
from models.document import FileState
from models.text import _
from workflows.conditions import ALWAYS, Condition
from workflows.declare import Group, Question, Step, Workflow
from workflows.facts import Dossier, FileFacts, Known
from workflows.fields import DateKind, Problem, is_empty, parse
from workflows.index import PhaseIndex, index_of

MOST_ROWS = 1_000
MOST_REMEMBERED = 200
"""Characters of an answer whose reading is remembered."""
_UNREAD = object()
_ROW_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
COUNTED_STATES = frozenset({FileState.READY, FileState.DOUBTFUL})


class Reading:
    """One phase of one case, read lazily and remembered."""

    def __init__(self, workflow: Workflow, dossier: Dossier, phase: Phase | None = None) -> None:
        self.workflow = workflow
        self.dossier = dossier
        self.phase = phase or dossier.phase
        self.index: PhaseIndex = index_of(workflow, self.phase)
        raw = dossier.answers.get(self.phase, {})
        self._raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self._parsed: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._shown: dict[str, bool] = {}
        self._held: dict[int, bool] = {}
        self._rows: dict[str, tuple[RowReading, ...]] = {}
        self._step_shown: dict[str, bool] = {}
        self._earlier: dict[Phase, Reading | None] = {}

    @property
    def today(self) -> date:
        """The day in Europe/Oslo."""
        return self.dossier.today

    @property
    def sent_on(self) -> date:
        """The day notice is counted from: that of sending while the municipality has the phase, today while it is being written."""
        return self.dossier.sent_on or self.dossier.today

    @property
    def first_sent_on(self) -> date:
        """The day the phase was told of first, however often it was sent back since; today while it never was sent."""
        return self.dossier.first_sent_on or self.dossier.today

    @property
    def rules(self) -> Mapping[str, Any]:
        """The municipality's parameters, defaults filled in."""
        return self.dossier.rules

    @property
    def known(self) -> Known:
        """What registers and the portal's books say."""
        return self.dossier.known

    def raw(self, key: str) -> Any:
        """What was typed for a question or group of this phase, None when nothing was."""
        step = self._raw.get(self.index.step_of(key), {})
        return step.get(key) if isinstance(step, Mapping) else None

    def parsed(self, key: str) -> Any:
        """Value, `Problem` or None, whether visible or not."""
        if key not in self._parsed:
            found = self.index.questions.get(key)
            self._parsed[key] = None  # what is being worked out reads as unknown to itself
            self._parsed[key] = _judge(found[1], self.raw(key), self) if found else None
        return self._parsed[key]

    def value(self, field: str) -> Any:
        """The value of a visible question; None when hidden, empty or not understood."""
        if field not in self._values:
            parsed = self.parsed(field)
            self._values[field] = None if parsed is None or isinstance(parsed, Problem) or not self.shows(field) else parsed
        return self._values[field]

    def is_given(self, field: str) -> bool:
        """Something was typed, understood or not."""
        return not is_empty(self.raw(field))

    def holds(self, condition: Condition) -> bool:
        """Whether a declared condition holds here. Remembered by identity: many parts share one, and declarations outlive readings."""
        if condition is ALWAYS:
            return True
        known = self._held.get(id(condition))
        if known is None:
            known = self._held[id(condition)] = condition.holds(self)
        return known

    def shows(self, key: str) -> bool:
        """Whether a question, group or slot of this phase is visible now."""
        if key not in self._shown:
            found = self.index.parts.get(key)
            self._shown[key] = found is not None and self.shows_step(found[0]) and self.holds(found[1].applies_if)
        return self._shown[key]

    def shows_step(self, step: type[Step]) -> bool:
        """Whether a step is part of the phase now."""
        if step.key not in self._step_shown:
            self._step_shown[step.key] = self.holds(step.applies_if)
        return self._step_shown[step.key]

    def rows(self, group: str) -> tuple[RowReading, ...]:
        """The rows of a visible group, in order; empty when hidden."""
        return self.all_rows(group) if self.shows(group) else ()

    def all_rows(self, group: str) -> tuple[RowReading, ...]:
        """The rows of a group whether it is visible or not."""
        if group not in self._rows:
            declared = self.index.groups[group][1]
            self._rows[group] = tuple(
                RowReading(self, declared, number, row_id, content)
                for number, (row_id, content) in enumerate(rows_of(declared, self.raw(group)), start=1)
            )
        return self._rows[group]

    def row_lookups(self, group: str) -> Sequence[RowReading]:
        """For conditions over rows."""
        return self.all_rows(group) if group in self.index.groups else ()

    def files(self, slot: str, row: str | None = None) -> Sequence[FileFacts]:
        """All files of a slot, whatever their state."""
        key = f"{slot}@{row}" if row else slot
        return self.dossier.files.get(self.phase, {}).get(key, ())

    def good_files(self, slot: str, row: str | None = None) -> list[FileFacts]:
        """The files of a slot that count: ready, or doubtful."""
        return [file for file in self.files(slot, row) if file.state in COUNTED_STATES]

    def earlier_files(self, phase: Phase, slot: str) -> list[FileFacts]:
        """The files that count in a slot of an earlier phase."""
        before = self.earlier(phase)
        return before.good_files(slot) if before else []

    def all_files(self) -> Iterable[tuple[str, Sequence[FileFacts]]]:
        """(slot or `slot@row`, files) of the phase, visible or not."""
        return self.dossier.files.get(self.phase, {}).items()

    def shows_slot(self, place: str) -> bool:
        """Whether a slot, or `slot@row`, is visible now."""
        key, _at, row_id = place.partition("@")
        found = self.index.slots.get(key)
        if found is None or found[2] is None:
            return found is not None and not row_id and self.shows(key)
        return any(row.id == row_id and row.holds(found[1].applies_if) for row in self.rows(found[2].key))

    def question(self, key: str) -> Question | None:
        """The phase's question of this key."""
        found = self.index.questions.get(key)
        return found[1] if found else None

    def parameter(self, name: str) -> Any:
        """One local rule; its default when the municipality has said nothing."""
        if name in self.dossier.rules:
            return self.dossier.rules[name]
        return next((parameter.default for parameter in self.workflow.parameters if parameter.name == name), None)

    def earlier(self, phase: Phase) -> Reading | None:
        """An earlier phase of the same case, None when nothing of it is known."""
        if phase not in self._earlier:
            known = (
                phase != self.phase and bool(self.dossier.answers.get(phase)) and any(one.phase == phase for one in self.workflow.phases)
            )
            self._earlier[phase] = Reading(self.workflow, self.dossier, phase) if known else None
        return self._earlier[phase]

    def earlier_value(self, phase: Phase, field: str) -> Any:
        """A value of an earlier phase."""
        if phase == self.phase:
            return self.value(field)
        before = self.earlier(phase)
        return before.value(field) if before else None


class RowReading:
    """One row of a group; names not found in the row are looked up in the phase."""

    __slots__ = ("_content", "_held", "_parsed", "_values", "group", "id", "number", "phase")

    def __init__(self, phase: Reading, group: Group, number: int, row_id: str, content: Mapping[str, Any]) -> None:
        self.phase = phase
        self.group = group
        self.number = number
        self.id = row_id
        self._content = content
        self._parsed: dict[str, Any] = {}
        self._values: dict[str, Any] = {}
        self._held: dict[int, bool] = {}

    def holds(self, condition: Condition) -> bool:
        """As `Reading.holds`, for this row."""
        if condition is ALWAYS:
            return True
        known = self._held.get(id(condition))
        if known is None:
            known = self._held[id(condition)] = condition.holds(self)
        return known

    def question(self, key: str) -> Question | None:
        """The row's question of this key."""
        return self.group.row.by_key.get(key)

    def raw(self, key: str) -> Any:
        """What was typed in this row."""
        return self._content.get(key)

    def parsed(self, key: str) -> Any:
        """Value, `Problem` or None."""
        known = self._parsed.get(key, _UNREAD)
        if known is not _UNREAD:
            return known
        asked = self.group.row.by_key.get(key)
        if asked is not None and asked.computed is not None:
            self._parsed[key] = None  # what is being worked out reads as unknown to itself
        parsed = self._parsed[key] = _judge(asked, self._content.get(key), self) if asked else None
        return parsed

    def value(self, field: str) -> Any:
        """The value of a visible question of the row, or of the phase when the row has none of that name."""
        known = self._values.get(field, _UNREAD)
        if known is not _UNREAD:
            return known
        asked = self.group.row.by_key.get(field)
        if asked is None:
            return self.phase.value(field)
        parsed = self._parsed.get(field, _UNREAD)
        if parsed is _UNREAD:
            parsed = self.parsed(field)
        shown = parsed is not None and not isinstance(parsed, Problem) and (asked.applies_if is ALWAYS or self.holds(asked.applies_if))
        value = self._values[field] = parsed if shown else None
        return value

    def is_given(self, field: str) -> bool:
        """Something was typed, understood or not."""
        return not is_empty(self._content.get(field))

    def earlier_value(self, phase: Phase, field: str) -> Any:
        """A value of an earlier phase."""
        return self.phase.earlier_value(phase, field)

    def parameter(self, name: str) -> Any:
        """One local rule."""
        return self.phase.parameter(name)

    def row_lookups(self, group: str) -> Sequence[RowReading]:
        """For conditions over rows of another group."""
        return self.phase.row_lookups(group)

    def files(self, slot: str) -> Sequence[FileFacts]:
        """All files of one of the row's slots."""
        return self.phase.files(slot, self.id)

    def good_files(self, slot: str) -> list[FileFacts]:
        """The row's files that count."""
        return self.phase.good_files(slot, self.id)

    @property
    def known(self) -> Known:
        """What registers and the portal's books say."""
        return self.phase.known

    @property
    def today(self) -> date:
        """The day in Europe/Oslo."""
        return self.phase.today

    def path(self, field: str) -> str:
        """The address of one of the row's questions: `group/row/field`."""
        return f"{self.group.key}/{self.id}/{field}"

    def slot_path(self, slot: str) -> str:
        """The address of one of the row's slots: `slot@row`."""
        return f"{slot}@{self.id}"


def rows_of(group: Group, raw: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """(row id, content) of a raw group; whatever is no mapping becomes an empty row, so that its gaps are seen."""
    if isinstance(raw, Mapping):
        raw = [raw]
    if isinstance(raw, str) and group.as_property:
        raw = [raw]
    if not isinstance(raw, (list, tuple)):
        return []
    rows: list[tuple[str, Mapping[str, Any]]] = []
    taken: set[str] = set()
    for place, one in enumerate(raw[:MOST_ROWS], start=1):
        content = one if isinstance(one, Mapping) else property_parts(one) if group.as_property else {}
        wanted = content.get("_row")
        row_id = wanted if isinstance(wanted, str) and _ROW_ID.fullmatch(wanted) and wanted not in taken else _free(place, taken)
        taken.add(row_id)
        rows.append((row_id, content))
    return rows


def _free(place: int, taken: set[str]) -> str:
    """A row id for a row that came without one: its place, made different when that is taken."""
    name = str(place)
    while name in taken:
        name += "x"
    return name


def property_parts(raw: Any) -> dict[str, str]:
    """`9999-12/34/0/0` or `12/34` as the parts of a property; what cannot be read gives no parts."""
    found = (
        re.fullmatch(r"(?:(\d{4})-)?(\d{1,9})/(\d{1,9})(?:/(\d{1,9}))?(?:/(\d{1,9}))?", raw.strip(), re.ASCII)
        if isinstance(raw, str)
        else None
    )
    if not found:
        return {}
    names = ("in_municipality", "gnr", "bnr", "fnr", "snr")
    return {name: part for name, part in zip(names, found.groups(), strict=True) if part is not None}


@lru_cache(maxsize=100_000, typed=True)
def _parsed(asked: Question, raw: str | float) -> Any:
    """Remembered: a case is judged anew after each change, and all but one of its answers are what they were."""
    return parse(asked.kind, raw)


def _judge(asked: Question, raw: Any, at: Reading | RowReading) -> Any:
    """Parse, work out what was not typed, and hold days that must not lie in the future against today."""
    if asked.computed is not None and (asked.fixed or is_empty(raw)):
        return asked.computed(at)
    if raw is None:
        return None
    is_short = len(raw) <= MOST_REMEMBERED if isinstance(raw, str) else isinstance(raw, (int, float))
    parsed = _parsed(asked, raw) if is_short else parse(asked.kind, raw)
    if isinstance(asked.kind, DateKind) and asked.kind.not_after_today and isinstance(parsed, date) and parsed > at.today:
        return Problem(_("{day} is in the future.", day=parsed), _("Write the day it was done."))
    return parsed
