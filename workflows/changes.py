"""What differs: between two sendings, for the officer's eye; and from a remembered moment, as a fingerprint of a place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models.base import Phase
from models.geometry import Place
from models.text import Text
from workflows.declare import Workflow
from workflows.facts import Dossier
from workflows.fields import is_empty
from workflows.index import PhaseIndex, index_of
from workflows.summary import SummaryGroup, SummaryLine, summary
from workflows.words import plain

How = Literal["added", "removed", "changed", "same"]


@dataclass(frozen=True)
class Difference:
    """One place that differs: what stood there and what stands there now, in words; None where there was or is nothing.

    Of a slot the ids of the files too, those that stayed among them. `old_place` and `new_place` are the answers themselves where they are
    drawn places.
    """

    step: str
    at: str
    label: Text
    row: Text | None
    how: How
    old: Text | None
    new: Text | None
    is_file: bool = False
    old_files: tuple[str, ...] = ()
    new_files: tuple[str, ...] = ()
    old_place: Place | None = None
    new_place: Place | None = None


def fingerprint(workflow: Workflow, dossier: Dossier, step: str, at: str) -> str:
    """SHA-256 of what is answered and uploaded at a place of the dossier's phase, whatever else the phase holds.

    A place is a field, `group/row/field`, a group with its rows and their slots, a slot, `slot@row`, or the whole step when empty.
    """
    answers = dossier.answers.get(dossier.phase, {}).get(step, {})
    seen: Any
    if not at:
        seen = [_tidy(answers)]
    elif "/" in at:
        group, row, field = at.split("/", 2)
        seen = [_tidy(one.get(field)) for one in answers.get(group) or () if isinstance(one, Mapping) and one.get("_row") == row]
    else:
        seen = [_tidy(answers.get(at))]
    digests = _digests(dossier.files.get(dossier.phase, {}), _slots_at(index_of(workflow, dossier.phase), step, at), at)
    return hashlib.sha256(json.dumps([seen, digests], sort_keys=True, default=str).encode()).hexdigest()


def _slots_at(index: PhaseIndex, step: str, at: str) -> set[str]:
    """The slots that lie at a place."""
    if not at:
        return {key for key, (owner, _slot, _group) in index.slots.items() if owner.key == step}
    if at in index.groups:
        return {slot.key for slot in index.groups[at][1].row.slots}
    return {at.split("@")[0]} & index.slots.keys()


def _digests(files: Mapping[str, Any], slots: set[str], at: str) -> dict[str, list[str]]:
    here = {place: found for place, found in files.items() if place.split("@")[0] in slots and ("@" not in at or place == at)}
    return {place: sorted(one.sha256 for one in found) for place, found in here.items() if found}


def _tidy(raw: Any) -> Any:
    """Nothing is nothing, whether it was never answered or emptied again."""
    if is_empty(raw):
        return None
    if isinstance(raw, Mapping):
        return {key: _tidy(one) for key, one in raw.items() if not is_empty(one)}
    return [_tidy(one) for one in raw] if isinstance(raw, list) else raw


def differences(workflow: Workflow, before: Dossier, after: Dossier, phase: Phase) -> list[Difference]:
    """Every visible place that differs between two moments of one phase, in the order of the form."""
    return [one for one in side_by_side(workflow, before, after, phase) if one.how != "same"]


def side_by_side(workflow: Workflow, before: Dossier, after: Dossier, phase: Phase) -> list[Difference]:
    """Every visible place of two moments of one phase in the order of the form, also where both say the same."""
    old, new = dict(_lines(workflow, before, phase)), dict(_lines(workflow, after, phase))
    places = [*new, *(place for place in old if place not in new)]
    return [_difference(place, old.get(place), new.get(place)) for place in places]


_Line = tuple[str, Text | None, SummaryLine]


def _lines(workflow: Workflow, dossier: Dossier, phase: Phase) -> Iterator[tuple[str, _Line]]:
    """(place, (step, row title, line)) of everything visible."""
    for section in summary(workflow, dossier, phase):
        for part in section.parts:
            if isinstance(part, SummaryGroup):
                for row in part.rows:
                    yield from ((line.at, (section.step, row.title, line)) for line in row.lines)
            else:
                yield part.at, (section.step, None, part)


def _difference(place: str, old: _Line | None, new: _Line | None) -> Difference:
    was, now = (old[2] if old else None), (new[2] if new else None)
    step, row, line = new or old  # type: ignore[misc]  # one of the two is there, as the place came from one of them
    before, after = _words(was), _words(now)
    how: How = "added" if before is None else "removed" if after is None else "changed"
    if _content(was) == _content(now):
        how = "same"
    drawn = (was.place if was else None, now.place if now else None)
    return Difference(step, place, line.label, row, how, before, after, line.is_slot, _ids(was), _ids(now), *drawn)


def _ids(line: SummaryLine | None) -> tuple[str, ...]:
    return tuple(file.id for file in line.files) if line else ()


def _content(line: SummaryLine | None) -> Any:
    """What counts as the same: the words of an answer with their values, all points of a place, the digests of files."""
    if line is None:
        return None
    return sorted(file.sha256 for file in line.files) or None if line.is_slot else line.place or line.value


def _words(line: SummaryLine | None) -> Text | None:
    if line is None:
        return None
    if line.is_slot:
        return plain(", ".join(file.name for file in line.files)) if line.files else None
    return line.value


def lines_by_place(workflow: Workflow, dossier: Dossier, phase: Phase) -> dict[str, Text]:
    """What stands at every visible place of a phase, in words; places without an answer are left out."""
    return {place: words for place, (_step, _row, line) in _lines(workflow, dossier, phase) if (words := _words(line)) is not None}
