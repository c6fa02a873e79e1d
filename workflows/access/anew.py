"""What a company says for itself in a case: its people, and what it vouches for. Whoever takes the case over says it anew.

Derived from the declaration: every question whose answer is a person of the company, and every one declared as the company's own word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.base import Phase
from models.case import AnswerSet
from models.errors import BadInput
from models.text import Text, _
from workflows.casework.dossiers import Loaded
from workflows.casework.paths import entry_of
from workflows.fields import Kind, PersonKind, is_problem
from workflows.index import index_of
from workflows.ports import UnitOfWork
from workflows.reading import Reading
from workflows.shared.people import person_in


@dataclass(frozen=True, slots=True)
class Anew:
    """One answer to give anew. `path` is a question or `group/row/question`; `is_person`: it names somebody, else it is a confirmation."""

    phase: Phase
    step: str
    path: str
    label: Text
    is_person: bool

    @property
    def key(self) -> str:
        """How a form and the API name it."""
        return f"{self.step}/{self.path}"


def asked_anew(loaded: Loaded) -> list[Anew]:
    """What the company has said for itself in the current phase, in the order of the form; what nobody has said is not asked."""
    reading = Reading(loaded.workflow, loaded.dossier())
    index, phase = reading.index, reading.phase
    found = []
    for key, (step, one) in index.questions.items():
        if not reading.shows(key) or one.fixed or one.hidden:
            continue
        if isinstance(one.kind, PersonKind):
            if person_in(reading, key) is not None or one.required.holds(reading):
                found.append(Anew(phase, step.key, key, one.label, True))
        elif one.own_word and reading.value(key):
            found.append(Anew(phase, step.key, key, one.label, False))
    for key, (step, group) in index.groups.items():
        people = [one for one in group.row.questions if isinstance(one.kind, PersonKind)]
        found += [
            Anew(phase, step.key, row.path(one.key), one.label, True)
            for row in (reading.rows(key) if people else ())
            for one in people
            if row.is_given(one.key) and not is_problem(row.parsed(one.key))
        ]
    return found


def judged(wanted: Sequence[Anew], given: Mapping[str, Any], members: Mapping[str, str]) -> list[dict[str, Any]]:
    """The answers as they are kept until the case passes. Raises BadInput for a person who is none of the company's, or what lacks."""
    kept = []
    for one in wanted:
        raw = given.get(one.key)
        if one.is_person and raw not in members:
            raise BadInput(_("Choose somebody in your company: {what}.", what=one.label), target=one.key)
        if not one.is_person and raw is not True:
            raise BadInput(_("Confirm for your company: {what}.", what=one.label), target=one.key)
        kept.append({"step": one.step, "path": one.path, "raw": raw})
    return kept


def give_anew(loaded: Loaded, given: Sequence[Mapping[str, Any]], *, by: str, work: UnitOfWork, now: datetime) -> None:
    """Write what the incoming company said into the current phase; its people into later phases too, where the same is asked.

    What the outgoing company said for itself and nobody has said anew is taken out, so that the ledger asks for it.
    """
    said = {(one["step"], one["path"]): one["raw"] for one in given}
    for one in asked_anew(loaded):
        _write(loaded, one.phase, one.step, one.path, said.get((one.step, one.path)), by, now)
    phases = [one.phase for one in loaded.workflow.phases]
    for phase in phases[phases.index(loaded.case.phase) + 1 :]:
        for key, (step, asked) in index_of(loaded.workflow, phase).questions.items():
            if isinstance(asked.kind, PersonKind) and (raw := _said_of(key, said)) is not None:
                _write(loaded, phase, step.key, key, raw, by, now)
    for kept in loaded.sets.values():
        work.cases.save_answer_set(kept)
    loaded.changed()


def _said_of(key: str, said: Mapping[tuple[str, str], Any]) -> Any:
    return next((raw for (_step, path), raw in said.items() if path == key), None)


def _write(loaded: Loaded, phase: Phase, step: str, path: str, raw: Any, by: str, now: datetime) -> None:
    kept = loaded.sets.setdefault((str(phase), step), AnswerSet(case_id=loaded.case.id, phase=str(phase), step=step, answers={}))
    version = int(kept.answers.get(path, {}).get("version", 0)) + 1
    kept.answers = {**kept.answers, path: entry_of(_kind_at(loaded, phase, path), raw, version=version, by=by, at=now)}


def _kind_at(loaded: Loaded, phase: Phase, path: str) -> Kind | None:
    asked = index_of(loaded.workflow, phase).asked_at(path)
    return asked.kind if asked else None
