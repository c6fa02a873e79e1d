"""The ledger: for every requirement of one phase, whether it is met, missing, doubtful, waived, not applicable, or asked for.

`evaluate` is pure and total: any raw answers of any shape give a ledger. Live panel, send gate, automatic pause, officer's check-list,
correction request, mail, receipt, API and statistics are views of what it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any, Literal

from models.base import Level, Phase, State
from models.correspondence import TargetKind
from models.document import UNJUDGED_STATES, FileState
from models.text import Text, _, verbatim
from workflows.declare import NEVER, NO_SOURCE, Finding, Group, NotApplicable, Question, Requirement, Slot, Source, Workflow
from workflows.facts import AskedFor, Dossier
from workflows.fields import Problem, is_empty
from workflows.index import PhaseIndex
from workflows.reading import Reading, RowReading

UNMET = frozenset({State.MISSING, State.DOUBTFUL, State.ASKED_FOR})
"""States in which something is still to be done."""

PlaceKind = Literal["field", "slot", "group", "step"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One requirement at one place. `key` is unique in the ledger: the id, or `id:at` where an id can strike at several places.

    `at` is a field, group, `group/row/field`, slot, `slot@row`, or empty for the step as a whole. `row_number` counts from 1.
    """

    key: str
    id: str
    phase: Phase
    step: str
    kind: PlaceKind
    at: str
    level: Level
    state: State
    what: Text
    how_to_fix: Text
    source: Source
    label: Text
    row_number: int | None = None
    officer_only: bool = False
    request: str = ""
    reason: str = ""

    @property
    def is_unmet(self) -> bool:
        """Something is still to be done here."""
        return self.state in UNMET


@dataclass(frozen=True)
class Ledger:
    """All rows of one phase in the order of the form."""

    phase: Phase
    rows: tuple[LedgerRow, ...]
    _by_key: Mapping[str, LedgerRow] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, LedgerRow] = {}
        for row in self.rows:
            by_key.setdefault(row.key, row)
            if row.id not in by_key or (row.is_unmet and not by_key[row.id].is_unmet):
                by_key[row.id] = row
        object.__setattr__(self, "_by_key", by_key)

    def __getitem__(self, key: str) -> LedgerRow:
        return self._by_key[key]

    def __iter__(self) -> Iterator[LedgerRow]:
        return iter(self.rows)

    def get(self, key: str) -> LedgerRow | None:
        """The row of this key, or the worst row of this id."""
        return self._by_key.get(key)

    @property
    def blocking(self) -> list[LedgerRow]:
        """What must be mended before anything can be sent."""
        return [row for row in self.rows if row.level == Level.BLOCKS_SENDING and row.is_unmet]

    @property
    def needed(self) -> list[LedgerRow]:
        """What the municipality needs before it can decide; may be sent without."""
        return [row for row in self.rows if row.level == Level.NEEDED_FOR_DECISION and row.is_unmet]

    @property
    def recommended(self) -> list[LedgerRow]:
        """Advice that stands."""
        return [row for row in self.rows if row.level == Level.RECOMMENDED and row.is_unmet]

    @property
    def asked_for(self) -> list[LedgerRow]:
        """What the municipality has asked for and not yet got."""
        return [row for row in self.rows if row.state == State.ASKED_FOR]

    @property
    def met(self) -> list[LedgerRow]:
        """What is in order."""
        return [row for row in self.rows if row.state in (State.MET, State.WAIVED)]

    def of_step(self, step: str) -> list[LedgerRow]:
        """The rows that belong to one step."""
        return [row for row in self.rows if row.step == step]


def evaluate(workflow: Workflow, dossier: Dossier) -> Ledger:
    """Judge every requirement of `dossier.phase`. Total: never raises on any answers; equal input gives an equal ledger.

    Raises KeyError only when the workflow has no such phase.
    """
    reading = Reading(workflow, dossier)
    rows = [*_presence(reading), *_numbered(reading)]
    order = {key: place for place, key in enumerate(reading.index.steps)}
    rows.sort(key=lambda row: order.get(row.step, len(order)))
    waived = [_with_waiver(row, dossier.waivers) for row in rows] if dossier.waivers else rows
    return Ledger(dossier.phase, tuple(_with_requests(waived, reading)))


def _presence(reading: Reading) -> Iterator[LedgerRow]:
    """The generated requirements: what is asked for and not there, or there and not understood."""
    for step in reading.index.steps.values():
        shown = reading.shows_step(step)
        for part in step.parts:
            is_shown = shown and reading.holds(part.applies_if)
            if isinstance(part, Group):
                yield from _group(reading, part, step.key, is_shown)
                continue
            row = _question(reading, part, step.key, is_shown, reading) if isinstance(part, Question) else None
            row = _slot(reading, part, step.key, is_shown, reading) if isinstance(part, Slot) else row
            if row is not None:
                yield row


_CHANGED = (_("This question has changed since you answered it."), _("Look at your answer, then confirm or change it."))
_CHANGED_SLOT = (_("What is asked for here has changed since you uploaded."), _("Look at your files, then confirm or replace them."))


def _question(reading: Reading, asked: Question, step: str, shown: bool, at: Reading | RowReading) -> LedgerRow | None:
    """One question of the step or of a row; None when nothing is demanded of it and nothing is wrong with it."""
    parsed = at.parsed(asked.key) if shown else None
    if isinstance(parsed, Problem):
        if asked.misread_by:
            return None
        return _place(reading, asked, step, at, State.MISSING, parsed.what, parsed.how_to_fix, problem=True)
    if parsed is not None and at is reading and f"{step}/{asked.key}" in reading.dossier.unconfirmed:
        return replace(_place(reading, asked, step, at, State.DOUBTFUL, *_CHANGED, problem=True), level=Level.BLOCKS_SENDING)
    if parsed is not None and asked.unfit is not None and (wrong := asked.unfit(at)) is not None:
        return _place(reading, asked, step, at, State.MISSING, wrong.what, wrong.how_to_fix)
    if asked.governed_by or not at.holds(asked.required):
        return None
    state = State.NOT_APPLICABLE if not shown else State.MET if parsed is not None else State.MISSING
    return _place(reading, asked, step, at, state)


def _slot(reading: Reading, wanted: Slot, step: str, shown: bool, at: Reading | RowReading) -> LedgerRow | None:
    """One document slot of the step or of a row; None when nothing is demanded of it and nothing is to be confirmed."""
    if shown and at is reading and f"{step}/{wanted.key}" in reading.dossier.unconfirmed:
        return replace(_place(reading, wanted, step, at, State.DOUBTFUL, *_CHANGED_SLOT, problem=True), level=Level.BLOCKS_SENDING)
    if wanted.governed_by or not at.holds(wanted.required):
        return None
    files = at.files(wanted.key) if shown else ()
    good = sum(1 for file in files if file.state in (FileState.READY, FileState.DOUBTFUL))
    checking = sum(1 for file in files if file.state in UNJUDGED_STATES)
    what, how = wanted.ask or wanted.label, wanted.how or verbatim("")
    if not shown:
        state = State.NOT_APPLICABLE
    elif good >= max(1, wanted.at_least):
        state = State.MET
    else:
        state = State.MISSING
        if good + checking >= max(1, wanted.at_least):
            what, how = _("The file is being checked."), _("Wait a moment; this takes a few seconds.")
        elif good:
            how = _("We have {got} of {least} files.", got=good, least=wanted.at_least)
    return _place(reading, wanted, step, at, state, what, how)


def _group(reading: Reading, rows: Group, step: str, shown: bool) -> Iterator[LedgerRow]:
    """A repeating group: its count, then what each row lacks."""
    found = reading.all_rows(rows.key) if shown else ()
    if shown and len(found) > rows.at_most:
        what, how = _("We got {got} rows.", got=len(found)), _("Use at most {most} rows.", most=rows.at_most)
        yield _place(reading, rows, step, reading, State.MISSING, what, how, problem=True)
    elif not rows.governed_by and reading.holds(rows.required):
        state = State.NOT_APPLICABLE if not shown else State.MET if len(found) >= max(1, rows.at_least) else State.MISSING
        yield _place(reading, rows, step, reading, state)
    asked_here, wanted_here = _asking(rows)
    for row in found:
        for asked, may_be_silent in asked_here:
            if may_be_silent and is_empty(row.raw(asked.key)):
                continue
            if (told := _question(reading, asked, step, row.holds(asked.applies_if), row)) is not None:
                yield told
        for wanted in wanted_here:
            if (told := _slot(reading, wanted, step, row.holds(wanted.applies_if), row)) is not None:
                yield told


@cache
def _asking(rows: Group) -> tuple[tuple[tuple[Question, bool], ...], tuple[Slot, ...]]:
    """The columns, and of each whether an empty cell says nothing; the slots that are demanded. Long groups are mostly such cells."""
    silent = {one.key: one.computed is None and (bool(one.governed_by) or one.required is NEVER) for one in rows.row.questions}
    return tuple((one, silent[one.key]) for one in rows.row.questions), tuple(one for one in rows.row.slots if not one.governed_by)


def _place(
    reading: Reading,
    part: Question | Slot | Group,
    step: str,
    at: Reading | RowReading,
    state: State,
    what: Text | None = None,
    how: Text | None = None,
    *,
    problem: bool = False,
) -> LedgerRow:
    """A row at a question, slot or group, in its own words unless others are given; a governed part speaks under its numbered id."""
    row = at if isinstance(at, RowReading) else None
    path = part.key if row is None else row.slot_path(part.key) if isinstance(part, Slot) else row.path(part.key)
    id_, kind, level, source, is_governed = _speaker(reading.index, part)
    if problem and level == Level.RECOMMENDED:
        level = Level.NEEDED_FOR_DECISION
    key = f"{id_}:{path}" if row or is_governed else id_
    if what is None or how is None:
        what, how = _own_words(part, row.number if row else None)
    elif row is not None:
        what, how = what.with_values(n=row.number), how.with_values(n=row.number)
    return LedgerRow(key, id_, reading.phase, step, kind, path, level, state, what, how, source, part.label, row.number if row else None)


@cache
def _speaker(index: PhaseIndex, part: Question | Slot | Group) -> tuple[str, PlaceKind, Level, Source, bool]:
    """Under which id, as what, how heavily and on whose word a part speaks, and whether a numbered check governs it."""
    kind: PlaceKind = "slot" if isinstance(part, Slot) else "group" if isinstance(part, Group) else "field"
    governing = index.by_id.get(part.governed_by) if part.governed_by else None
    id_ = part.governed_by or index.generated_id(part.key)
    if governing is None:
        return id_, kind, part.level, part.source, False
    return id_, kind, governing.level, governing.source, True


@lru_cache(maxsize=50_000)
def _own_words(part: Question | Slot | Group, number: int | None) -> tuple[Text, Text]:
    """What a part asks for and how it is good enough, in the row of this number; remembered, since long groups say it again and again."""
    what, how = part.ask or part.label, part.how or verbatim("")
    return (what, how) if number is None else (what.with_values(n=number), how.with_values(n=number))


def _numbered(reading: Reading) -> Iterator[LedgerRow]:
    """The numbered checks. A finding at a place whose raw input was not understood is left to the row that says so."""
    for check in reading.index.requirements:
        if not reading.holds(check.applies_if):
            yield _row(reading, check, State.NOT_APPLICABLE, check.at, {}, several=False)
            continue
        outcome = check.rule(reading)
        if isinstance(outcome, NotApplicable):
            yield _row(reading, check, State.NOT_APPLICABLE, check.at, {}, several=False)
            continue
        findings = [outcome] if isinstance(outcome, Finding) else outcome
        told = [one for one in findings if not _told_elsewhere(reading, check, check.at if one.at is None else one.at)]
        if not findings:
            yield _row(reading, check, State.MET, check.at, {}, several=False)
        for one in told:
            at = check.at if one.at is None else one.at
            yield _row(reading, check, one.state, at, one.values, several=one.at is not None and one.at != check.at, instead=one.instead)


def _row(
    reading: Reading, check: Requirement, state: State, at: str, values: Mapping[str, Any], *, several: bool, instead: Text | None = None
) -> LedgerRow:
    kind, step, label, row_number = _standing(reading, check, at)
    if state in (State.MET, State.NOT_APPLICABLE):
        what, how = _at_rest(check)
    else:
        what, how = (instead or check.what).with_values(**values), check.how_to_fix.with_values(**values)
    key = f"{check.id}:{at}" if several else check.id
    return LedgerRow(
        key, check.id, reading.phase, step, kind, at, check.level, state, what, how, check.source,
        label, row_number, check.officer_only,
    )  # fmt: skip


def _standing(reading: Reading, check: Requirement, at: str) -> tuple[PlaceKind, str, Text, int | None]:
    """Kind, step, label and row number of the place a check speaks about."""
    if at == check.at:
        return _own_standing(reading.index, check)
    kind, part, row_number = locate(reading, at)
    return kind, reading.index.step_of(part) or check.step, label_of(reading, at) or check.what, row_number


@cache
def _own_standing(index: PhaseIndex, check: Requirement) -> tuple[PlaceKind, str, Text, int | None]:
    """As `_standing`, for a check's own place, which is a property of the declaration."""
    part = index.parts.get(check.at)
    return _kind_of(index, check.at), index.step_of(check.at) or check.step, part[1].label if part else check.what, None


@cache
def _at_rest(check: Requirement) -> tuple[Text, Text]:
    """What a check says when it has found nothing: there is nothing to name, so an ellipsis stands for it."""
    resting = []
    for text in (check.what, check.how_to_fix):
        unfilled = {name: "…" for name in re.findall(r"{(\w+)}", text.msgid) if name not in text.values}
        resting.append(text.with_values(**unfilled) if unfilled else text)
    return resting[0], resting[1]


def locate(reading: Reading, at: str) -> tuple[PlaceKind, str, int | None]:
    """What a place is: its kind, the key of the question, group or slot that owns its step, and its row number."""
    if "@" in at:
        slot, row = at.split("@", 1)
        owner = reading.index.slots.get(slot)
        return "slot", slot, _row_number(reading, owner[2].key if owner and owner[2] else "", row)
    if "/" in at:
        group, row, *_rest = at.split("/")
        return "field", group, _row_number(reading, group, row)
    return _kind_of(reading.index, at), at, None


def _kind_of(index: PhaseIndex, at: str) -> PlaceKind:
    return "slot" if at in index.slots else "group" if at in index.groups else "field" if at else "step"


def label_of(reading: Reading, at: str) -> Text | None:
    """The label of the question, group or slot at a place, None for a step or an unknown place."""
    key = at.split("@", 1)[0]
    if "/" in key:
        group, _row_id, *rest = key.split("/")
        found = reading.index.groups.get(group)
        asked = found[1].row.by_key.get(rest[-1]) if found and rest else None
        return asked.label if asked else None
    part = reading.index.parts.get(key)
    return part[1].label if part else None


def _row_number(reading: Reading, group: str, row_id: str) -> int | None:
    if group not in reading.index.groups:
        return None
    return next((row.number for row in reading.all_rows(group) if row.id == row_id), None)


def _told_elsewhere(reading: Reading, check: Requirement, at: str) -> bool:
    """The answer here was not understood, and a row of the question itself says so."""
    if "/" in at:
        group, row_id, *rest = at.split("/")
        rows = reading.all_rows(group) if group in reading.index.groups else ()
        return any(row.id == row_id and rest and isinstance(row.parsed(rest[-1]), Problem) for row in rows)
    found = reading.index.questions.get(at)
    return found is not None and found[1].misread_by != check.id and reading.shows(at) and isinstance(reading.parsed(at), Problem)


def _with_waiver(row: LedgerRow, waivers: Mapping[str, str]) -> LedgerRow:
    """Something needed that cannot be had, with the contractor's reason; blocking gaps cannot be waived."""
    reason = waivers.get(row.key)
    if reason and row.level == Level.NEEDED_FOR_DECISION and row.state in (State.MISSING, State.DOUBTFUL):
        return replace(row, state=State.WAIVED, reason=reason)
    return row


def _with_requests(rows: list[LedgerRow], reading: Reading) -> Sequence[LedgerRow]:
    """Let the municipality's unanswered requests override; those without a row of their own are put at the head."""
    extra: list[LedgerRow] = []
    for asked in reading.dossier.requests:
        at = asked.target.split("/", 1)[1] if "/" in asked.target else ""
        struck = [place for place, row in enumerate(rows) if _is_meant(row, asked, at)]
        if struck:
            first = next((place for place in struck if rows[place].is_unmet), struck[0])
            rows[first] = _asked(rows[first], asked)
        else:
            extra.append(_own_row(reading, asked, at))
    return [*extra, *rows]


def _is_meant(row: LedgerRow, asked: AskedFor, at: str) -> bool:
    same_place = bool(at) and row.at == at
    return (row.id == asked.requirement and (not at or same_place)) if asked.requirement else same_place


def _asked(row: LedgerRow, asked: AskedFor) -> LedgerRow:
    level = row.level if row.level == Level.BLOCKS_SENDING or not asked.blocking else Level.NEEDED_FOR_DECISION
    return replace(row, state=State.ASKED_FOR, level=level, what=asked.what, how_to_fix=asked.how_to_fix, request=asked.id)


def _own_row(reading: Reading, asked: AskedFor, at: str) -> LedgerRow:
    step = asked.target.split("/", 1)[0]
    kind, _part, row_number = locate(reading, at) if asked.target_kind != TargetKind.STEP else ("step", "", None)
    level = Level.NEEDED_FOR_DECISION if asked.blocking else Level.RECOMMENDED
    what, how = asked.what, asked.how_to_fix
    label = label_of(reading, at) or what
    id_ = asked.requirement or "REQUEST"
    return LedgerRow(
        f"REQUEST:{asked.id}", id_, reading.phase, step, kind, at, level, State.ASKED_FOR, what, how, NO_SOURCE, label, row_number,
        request=asked.id,
    )  # fmt: skip
