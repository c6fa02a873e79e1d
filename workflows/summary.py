"""A phase's questions and answers as people read them: for check-your-answers, receipt and archive. Only what is visible is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.base import Phase
from models.document import FileState
from models.geometry import Place
from models.text import Text
from workflows.declare import Group, Question, Slot, Step, Workflow
from workflows.facts import Dossier, FileFacts
from workflows.fields import PersonKind, is_problem
from workflows.reading import Reading, RowReading
from workflows.words import in_words, plain


@dataclass(frozen=True)
class SummaryLine:
    """One question with its answer in words, or a slot with its files. `at` is `field`, `group/row/field`, `slot` or `slot@row`.

    `value` is None when nothing was answered; what was not understood is told as typed, with `is_understood` False. `place` is the answer
    itself where it is a place: its words name the first point only. `person` is the id of who was answered, where the words are their name.
    """

    at: str
    label: Text
    value: Text | None
    files: tuple[SummaryFile, ...] = ()
    is_slot: bool = False
    is_understood: bool = True
    place: Place | None = None
    person: str | None = None


@dataclass(frozen=True)
class SummaryFile:
    """One file as it is named; size in bytes."""

    name: str
    size: int
    sha256: str
    state: FileState
    id: str


@dataclass(frozen=True)
class SummaryRow:
    """One row of a group with its own title such as “Meter 2”."""

    id: str
    title: Text
    lines: tuple[SummaryLine, ...]


@dataclass(frozen=True)
class SummaryGroup:
    """A repeating group; without rows it was not answered."""

    key: str
    label: Text
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class SummarySection:
    """One step: lines and groups in the order of the form."""

    step: str
    title: Text
    parts: tuple[SummaryLine | SummaryGroup, ...]


def summary(workflow: Workflow, dossier: Dossier, phase: Phase | None = None) -> tuple[SummarySection, ...]:
    """Every visible step of the phase (the dossier's own unless another is named), in order. Raises KeyError without such a phase."""
    reading = Reading(workflow, dossier, phase)
    return tuple(_section(reading, step) for step in reading.index.steps.values() if reading.shows_step(step))


def _section(reading: Reading, step: type[Step]) -> SummarySection:
    parts = [_part(reading, part) for part in step.parts if reading.shows(part.key) and not (isinstance(part, Question) and part.hidden)]
    return SummarySection(step.key, step.title, tuple(parts))


def _part(reading: Reading, part: Question | Slot | Group) -> SummaryLine | SummaryGroup:
    if isinstance(part, Group):
        return SummaryGroup(part.key, part.label, tuple(_row(row) for row in reading.rows(part.key)))
    return _file_line(part, part.key, reading.files(part.key)) if isinstance(part, Slot) else _line(reading, part, part.key)


def _row(row: RowReading) -> SummaryRow:
    asked: Sequence[Question | Slot] = (*row.group.row.questions, *row.group.row.slots)
    shown = [part for part in asked if row.holds(part.applies_if) and not (isinstance(part, Question) and part.hidden)]
    lines = [
        _file_line(part, row.slot_path(part.key), row.files(part.key)) if isinstance(part, Slot) else _line(row, part, row.path(part.key))
        for part in shown
    ]
    return SummaryRow(row.id, row.group.row_label.with_values(n=row.number), tuple(lines))


def _line(reading: Reading | RowReading, question: Question, at: str) -> SummaryLine:
    parsed = reading.parsed(question.key)
    if is_problem(parsed):
        return SummaryLine(at, question.label, plain(str(reading.raw(question.key))[:200]), is_understood=False)
    words = None if parsed is None else in_words(question.kind, parsed, reading.known)
    is_named = isinstance(question.kind, PersonKind) and parsed in (reading.known.members or {})
    place = parsed if isinstance(parsed, Place) else None
    return SummaryLine(at, question.label, words, place=place, person=parsed if is_named else None)


def _file_line(slot: Slot, at: str, files: Sequence[FileFacts]) -> SummaryLine:
    told = tuple(SummaryFile(file.name, file.size, file.sha256, file.state, file.id) for file in files)
    return SummaryLine(at, slot.label, plain(", ".join(file.name for file in files)) if files else None, told, is_slot=True)
