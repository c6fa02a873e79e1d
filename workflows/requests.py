"""What programs send, as a dossier: the shape is checked and strangers are named with what was probably meant; answers stay raw."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models.base import Phase
from models.errors import BadInput
from models.text import Text, _
from workflows.declare import Group, Slot, Workflow
from workflows.facts import NOTHING_KNOWN, Dossier, FileFacts, Known, RawAnswers
from workflows.index import PhaseIndex, index_of
from workflows.reading import rows_of

MOST_FILES = 1_000
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
"""Days a case may be judged on; the same that can be answers."""


def dossier_from_request(
    workflow: Workflow,
    request: Any,
    *,
    today: date,
    known: Known = NOTHING_KNOWN,
    rules: Mapping[str, Any] | None = None,
) -> Dossier:
    """The dossier that a stateless check asks about; total on any JSON.

    `request` has `phase`, and may have `answers` {step: {field: value}}, `earlier` {phase: answers}, `today` (ISO, overrides the argument),
    `municipality`, which is also the answer to that question where it is not answered (as when a case is started), and `documents`
    {slot: count}. A slot that belongs to rows takes one count for all rows, a list with a count for each, or `slot@row` as
    its key. `rules` differ from the defaults.

    Raises BadInput naming what is unknown or of the wrong shape, with a hint of what it resembles.
    """
    body = _mapping(request, "")
    phase = _phase(workflow, body.get("phase"), "phase")
    answers = {phase: _answers(workflow, phase, body.get("answers", {}), "answers")}
    for name, earlier in _mapping(body.get("earlier", {}), "earlier").items():
        before = _phase(workflow, name, "earlier")
        answers.setdefault(before, _answers(workflow, before, earlier, f"earlier/{name}"))
    answers = {each: _in_municipality(workflow, each, given, body.get("municipality")) for each, given in answers.items()}
    files = {phase: _files(workflow, phase, body.get("documents", {}), answers[phase])}
    defaults = {**workflow.defaults(), **(rules or {})}
    return Dossier(workflow.key, phase, _day(body.get("today"), today), answers, files, defaults, known)


def _answers(workflow: Workflow, phase: Phase, raw: Any, at: str) -> RawAnswers:
    index = index_of(workflow, phase)
    answers = _mapping(raw, at)
    for step, fields in answers.items():
        if step not in index.steps:
            raise _stranger(_("There is no step “{name}”."), step, index.steps, f"{at}/{step}")
        declared = index.steps[step]
        asked = {part.key: part for part in declared.parts if not isinstance(part, Slot)}
        for field, value in _mapping(fields, f"{at}/{step}").items():
            if field not in asked:
                raise _unknown_field(index, step, field, asked, f"{at}/{step}/{field}")
            part = asked[field]
            if isinstance(part, Group):
                _known_columns(part, value, f"{at}/{step}/{field}")
    return answers


def _in_municipality(workflow: Workflow, phase: Phase, answers: RawAnswers, number: Any) -> RawAnswers:
    step = index_of(workflow, phase).step_of("municipality")
    if not step or not isinstance(number, str) or answers.get(step, {}).get("municipality"):
        return answers
    return {**answers, step: {**answers.get(step, {}), "municipality": number}}


def _unknown_field(index: PhaseIndex, step: str, field: str, asked: Iterable[str], at: str) -> BadInput:
    elsewhere = index.step_of(field)
    if elsewhere and field not in index.slots:
        return BadInput(_("The field “{name}” belongs to the step “{step}”."), name=field, step=elsewhere, target=at)
    return _stranger(_("There is no field “{name}” in this step."), field, asked, at)


def _known_columns(group: Group, raw: Any, at: str) -> None:
    columns = ["_row", *(column.key for column in group.row.questions)]
    for number, row in enumerate(raw if isinstance(raw, list) else [raw], start=1):
        for column in row if isinstance(row, Mapping) else ():
            if column not in columns:
                raise _stranger(_("There is no field “{name}” in this step."), column, columns, f"{at}/{number}/{column}")


def _files(workflow: Workflow, phase: Phase, raw: Any, answers: RawAnswers) -> dict[str, tuple[FileFacts, ...]]:
    index = index_of(workflow, phase)
    files: dict[str, tuple[FileFacts, ...]] = {}
    for name, count in _mapping(raw, "documents").items():
        slot, _at, row = str(name).partition("@")
        if slot not in index.slots:
            raise _stranger(_("There is no document slot “{name}”."), slot, index.slots, f"documents/{name}")
        step, _slot, group = index.slots[slot]
        rows = [row] if row else [id_ for id_, _content in rows_of(group, _raw_group(answers, step.key, group.key))] if group else [""]
        counts = count if isinstance(count, list) else [count] * len(rows)
        for place, one in zip(rows, counts, strict=False):
            files[f"{slot}@{place}" if place else slot] = _some_files(slot, one, f"documents/{name}")
        for one in counts:
            _some_files(slot, one, f"documents/{name}")
    return files


def _raw_group(answers: RawAnswers, step: str, group: str) -> Any:
    return answers.get(step, {}).get(group)


def _some_files(slot: str, count: Any, at: str) -> tuple[FileFacts, ...]:
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_FILES:
        raise BadInput(_("Say how many files there are as a whole number from 0 to {most}."), most=MOST_FILES, target=at)
    return tuple(FileFacts(f"{slot}-{number}") for number in range(1, count + 1))


def _phase(workflow: Workflow, raw: Any, at: str) -> Phase:
    phases = [declared.phase for declared in workflow.phases]
    found = next((phase for phase in phases if phase == raw), None)
    if found is None:
        raise _stranger(_("There is no phase “{name}”."), raw, map(str, phases), at)
    return found


def _day(raw: Any, otherwise: date) -> date:
    if raw is None or isinstance(raw, date):
        return raw or otherwise
    try:
        day = date.fromisoformat(raw)
    except (TypeError, ValueError):
        raise BadInput(_("Write the day as 2027-06-01."), target="today") from None
    if not EARLIEST <= day <= LATEST:
        raise BadInput(_("Write a day between {first} and {last}.", first=EARLIEST, last=LATEST), target="today")
    return day


def _mapping(raw: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadInput(_("“{place}” has to be an object with named values."), place=at or "request", target=at or None)
    return raw


def _stranger(words: Text, name: Any, known: Iterable[str], at: str) -> BadInput:
    near = difflib.get_close_matches(str(name)[:60], list(known), n=1, cutoff=0.5)
    if near:
        return BadInput(_("{words} Did you mean “{near}”?"), words=words.with_values(name=str(name)[:60]), near=near[0], target=at)
    return BadInput(words, name=str(name)[:60], target=at)
