"""Filling in: the pages of the wizard as they stand, one step or all of a phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.correspondence import RequestState
from models.errors import NotThere
from models.text import Text
from workflows.casework.describing import Opened, documents_of, head_of, open_case, read_only_for, requests_before, requests_of
from workflows.casework.dossiers import Loaded
from workflows.casework.drafting import DraftChange, Saved, save_answers, why_locked
from workflows.casework.paths import first_row
from workflows.casework.views import Head, PartView, RequestInfo, RowView, StepView
from workflows.declare import Group, Question, Slot, Step
from workflows.fields import Problem
from workflows.kinds import CaseKind
from workflows.ports import UnitOfWork
from workflows.progress import steps_of
from workflows.reading import Reading, RowReading
from workflows.shared.links import cases_here
from workflows.shared.parameters import largest_file_mb
from workflows.shared.property import where_it_is
from workflows.words import in_words, listed

FIRST_ANSWERS = 5
"""How many answers tell one row from another."""


@dataclass(frozen=True)
class Kept:
    """What a save did, and how the parts of the steps on the page stand afterwards, by step."""

    saved: Saved
    parts: Mapping[str, Sequence[PartView]]


def save_and_look(
    ref: str, changes: Sequence[DraftChange], phase: Phase, steps: Sequence[str], *, actor: Actor, work: UnitOfWork, now: datetime
) -> Kept:
    """Save, and describe the page from what was loaded for it. Raises as `save_answers`."""
    saved = save_answers(ref, changes, actor=actor, work=work, now=now)
    reading = Reading(saved.loaded.workflow, saved.loaded.dossier(phase))
    return Kept(saved, {step: _Step(saved.loaded, reading, reading.index.steps[step], {}, ()).parts() for step in steps})


def step_view(ref: str, phase: Phase, step: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> StepView:
    """One page of the wizard. Raises NotThere for an unknown phase or step."""
    return _sheet(ref, phase, actor=actor, work=work, now=now).view(step)


def sheet_view(ref: str, phase: Phase, *, actor: Actor, work: UnitOfWork, now: datetime) -> list[StepView]:
    """All steps of a phase, in order; those that do not apply now have no shown parts. Raises NotThere for an unknown phase."""
    sheet = _sheet(ref, phase, actor=actor, work=work, now=now)
    return [sheet.view(step) for step in sheet.reading.index.steps]


def _sheet(ref: str, phase: Phase, *, actor: Actor, work: UnitOfWork, now: datetime) -> _Sheet:
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        case = opened.loaded.case
        found = work.parties.municipalities_for(case.company_id)
        shared = opened.actor is not None and opened.actor.works_for is not None
        places = {one.number: one.name for one, _standing in found if not shared or one.id == case.municipality_id}
    if phase not in [one.phase for one in opened.loaded.workflow.phases]:
        raise NotThere
    return _Sheet(opened, phase, opened.actor or actor, places)


def staff_views(opened: Opened, phase: Phase, steps: Sequence[type[Step]], actor: Actor) -> list[StepView]:
    """Pages of what the municipality records itself."""
    sheet = _Sheet(replace(opened, loaded=opened.loaded.for_staff()), phase, actor, {})
    sheet.read_only = None
    return [sheet.view(step.key) for step in steps]


def parts_of(loaded: Loaded, reading: Reading, step: str) -> Sequence[PartView]:
    """The parts of one step as they stand."""
    return _Step(loaded, reading, reading.index.steps[step], {}, ()).parts()


def view_of_preview(opened: Opened, phase: Phase, step: str, actor: Actor) -> StepView:
    """A page of what was opened without being a case: everything can be typed. Raises NotThere for an unknown phase or step."""
    if phase not in [one.phase for one in opened.loaded.workflow.phases]:
        raise NotThere
    sheet = _Sheet(opened, phase, actor, {})
    sheet.read_only = None
    return sheet.view(step)


class _Sheet:
    """One phase of an opened case; describes any of its steps."""

    def __init__(self, opened: Opened, phase: Phase, actor: Actor, municipalities: Mapping[str, str]) -> None:
        self.loaded, self.names, self.municipalities = opened.loaded, opened.names, municipalities
        self.reading = Reading(self.loaded.workflow, self.loaded.dossier(phase))
        self.requests = requests_of(self.loaded, opened.names, requests_before(opened), planned=False)
        self.read_only = read_only_for(actor)
        self.head: Head = head_of(opened, actor)
        self.progress = steps_of(self.reading, self.loaded.ledger())

    def view(self, step: str) -> StepView:
        """One step. Raises NotThere for an unknown one."""
        declared, phase = self.reading.index.steps.get(step), self.reading.phase
        if declared is None:
            raise NotThere
        described = _Step(self.loaded, self.reading, declared, self.names, self.requests, self.read_only)
        keys = [one.key for one in self.progress]
        place = keys.index(step) if step in keys else 0
        lacking = [one.key for one in [*self.progress[place + 1 :], *self.progress[:place]] if one.state != "ready"]
        return StepView(
            head=self.head, phase=phase, step=step, title=declared.title, intro=declared.intro, parts=described.parts(),
            steps=self.progress, ledger=self.loaded.ledger(), previous=keys[place - 1] if place else "",
            following=keys[place + 1] if place + 1 < len(keys) else "", next_lacking=lacking[0] if lacking else "",
            saved_at=described.saved_at(), locked=self.read_only or why_locked(self.loaded, phase, step, ""),
            people=self.loaded.known.members or {}, municipalities=self.municipalities,
            largest_file_mb=largest_file_mb(self.loaded.rules),
        )  # fmt: skip


class _Step:
    """Describes the parts of one step from what was loaded."""

    def __init__(
        self, loaded: Loaded, reading: Reading, step: type[Step], names: Mapping[str, str], requests: Sequence[RequestInfo],
        read_only: Text | None = None,
    ) -> None:  # fmt: skip
        self.loaded, self.reading, self.step, self.names, self.requests = loaded, reading, step, names, requests
        kept = loaded.sets.get((str(reading.phase), step.key))
        self.kept: Mapping[str, Any] = kept.answers if kept else {}
        self.documents = documents_of(loaded, names)
        self.read_only = read_only

    def parts(self) -> list[PartView]:
        """All parts in order, hidden ones with `shown` False."""
        return [self._part(part, part.key, self.reading) for part in self.step.parts if not (isinstance(part, Question) and part.hidden)]

    def saved_at(self) -> datetime | None:
        """When the newest answer of the step was saved."""
        times = [datetime.fromisoformat(entry["at"]) for entry in self.kept.values()]
        return max(times, default=None)

    def _part(self, part: Question | Group | Slot, path: str, at: Reading | RowReading) -> PartView:
        shown = self.reading.shows_step(self.step) and part.applies_if.holds(at)
        locked = self.read_only or why_locked(self.loaded, self.reading.phase, self.step.key, path)
        asked = [
            one
            for one in self.requests
            if one.step == self.step.key and one.at == path and one.state in (RequestState.SENT, RequestState.REOPENED)
        ]
        if isinstance(part, Slot):
            files = [one for one in self.documents if one.phase == self.reading.phase and one.at == path]
            return PartView(path, part, shown, locked, files=files, asked=asked, must_confirm=self._must_confirm(path, at))
        entry = self.kept.get(path, {})
        version, saved_by = entry.get("version", 0), entry.get("by", "")
        if isinstance(part, Group):
            rows = [self._row(part, row) for row in self.reading.all_rows(part.key) or self._first_row(part, locked)]
            return PartView(path, part, shown, locked, entry.get("raw"), version, saved_by, rows=rows, asked=asked)
        parsed = at.parsed(part.key)
        problem = parsed if isinstance(parsed, Problem) else None
        return PartView(
            path, part, shown, locked, entry.get("raw"), version, saved_by, problem.what if problem else None,
            problem.how_to_fix if problem else None, asked=asked, worked_out=self._worked_out(part, at, parsed),
            suggestions=self._suggestions(part),
            offer=part.offer(self.reading) if part.offer and not locked else None,
            must_confirm=self._must_confirm(path, at),
            near=self._near() if part.kind.name == "geometry" else None,
        )  # fmt: skip

    def _must_confirm(self, path: str, at: Reading | RowReading) -> bool:
        return at is self.reading and f"{self.step.key}/{path}" in self.reading.dossier.unconfirmed

    def _near(self) -> tuple[float, float, float, float] | None:
        """Where an empty map begins."""
        here = where_it_is(self.reading)
        return (*here, *here) if here else self.reading.known.municipality_bounds

    def _suggestions(self, asked: Question) -> tuple[str, ...]:
        """What may be chosen while typing; for another case, the company's own of that kind around this one."""
        if isinstance(asked.kind, CaseKind):
            return tuple(one.number for one in cases_here(self.reading, asked.kind.workflow))
        return tuple(asked.suggest(self.reading)) if asked.suggest else ()

    def _worked_out(self, asked: Question, at: Reading | RowReading, parsed: Any) -> Text | None:
        """What a computed question says of itself, in words."""
        if asked.computed is None or parsed is None or isinstance(parsed, Problem) or (at.is_given(asked.key) and not asked.fixed):
            return None
        return in_words(asked.kind, parsed, at.known)

    def _first_row(self, group: Group, locked: Text | None) -> Sequence[RowReading]:
        """Where at least one row is wanted and none is there, an empty one stands ready."""
        return [RowReading(self.reading, group, 1, first_row(self.kept, group.key), {})] if group.at_least and not locked else ()

    def _row(self, group: Group, row: RowReading) -> RowView:
        return RowView(row.id, row.number, group, partial(self._cells, row), partial(_first_answers, row))

    def _cells(self, row: RowReading, wanted: Sequence[Question | Slot]) -> list[PartView]:
        return [
            self._part(part, row.slot_path(part.key) if isinstance(part, Slot) else row.path(part.key), row)
            for part in wanted
            if not (isinstance(part, Question) and part.hidden)
        ]


def _first_answers(row: RowReading) -> Text | None:
    """The first few answers of a row in words; None for an empty row."""
    told: list[Text] = []
    for question in row.group.row.questions:
        value = None if question.hidden else row.value(question.key)
        if value is not None and len(told) < FIRST_ANSWERS:
            told.append(in_words(question.kind, value, row.known))
    return listed(told) if told else None
