"""What a company had done when it handed a case over, in words that stay: its answers, files, sendings and decisions.

People stand in it by id and are named when it is shown: who was erased is called as everywhere else, and the digest holds for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.base import Phase, Status
from models.case import Snapshot
from models.correspondence import Decision
from models.text import Text, pack, unpack
from workflows.casework.dossiers import Loaded
from workflows.summary import SummaryGroup, SummaryLine, summary
from workflows.words import plain


@dataclass(frozen=True, slots=True)
class FrozenFile:
    """One file as it is named; size in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One question with its answer in words, None when nothing was answered; or a place for files with its files."""

    label: Text
    value: Text | None
    files: Sequence[FrozenFile]


@dataclass(frozen=True, slots=True)
class FrozenSection:
    """One step of one phase, or one row of it."""

    phase: Text
    title: Text
    lines: Sequence[FrozenLine]


@dataclass(frozen=True, slots=True)
class FrozenSending:
    """One sending: what the municipality got, by its digest."""

    phase: Phase
    title: Text
    number: int
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was done by a moment, and how the case was called and stood then. `sha256` is the digest of all of it."""

    at: datetime
    company: str
    address: str
    property_key: str
    status: Status
    sections: Sequence[FrozenSection]
    sendings: Sequence[FrozenSending]
    decisions: Sequence[tuple[Text, str, datetime]]
    sha256: str


def freeze(
    loaded: Loaded, snapshots: Sequence[Snapshot], decisions: Sequence[Decision], company: str, now: datetime
) -> tuple[dict[str, Any], str]:
    """What was done so far as JSON, and its digest."""
    begun = {phase for phase, _step in loaded.sets} | {str(loaded.case.phase)}
    phases = [one for one in loaded.workflow.phases if str(one.phase) in begun and _has_come(loaded, one.phase)]
    content: dict[str, Any] = {
        "at": now.isoformat(),
        "company": company,
        "address": loaded.case.address,
        "property_key": loaded.case.property_key,
        "title": loaded.case.title,
        "status": str(loaded.case.status),
        "sections": [one for declared in phases for one in _sections(loaded, declared.phase)],
        "sendings": [{"phase": str(one.phase), "number": one.number, "at": one.at.isoformat(), "sha256": one.sha256} for one in snapshots],
        "titles": {str(one.phase): pack(one.title) for one in loaded.workflow.phases},
        "decisions": [{"phase": str(one.phase), "outcome": str(one.outcome), "at": one.decided_at.isoformat()} for one in decisions],
    }
    canonical = json.dumps(content, sort_keys=True, default=str)
    return json.loads(canonical), hashlib.sha256(canonical.encode()).hexdigest()


def people_in(content: dict[str, Any]) -> Sequence[str]:
    """Ids of the people who were answers."""
    return sorted({line["person"] for section in content.get("sections", ()) for line in section["lines"] if line.get("person")})


def thaw(content: dict[str, Any], sha256: str, names: Mapping[str, str]) -> Frozen | None:
    """What was frozen, to be shown with these names of people; None where nothing was."""
    if not content:
        return None
    titles = {phase: unpack(title) for phase, title in content["titles"].items()}
    packed = [(titles[one["phase"]], unpack(one["title"]), one["lines"]) for one in content["sections"]]
    sections = [FrozenSection(phase, title, [_line(line, names) for line in lines]) for phase, title, lines in packed]
    sendings = [
        FrozenSending(Phase(one["phase"]), titles[one["phase"]], one["number"], datetime.fromisoformat(one["at"]), one["sha256"])
        for one in content["sendings"]
    ]
    decisions = [(titles[one["phase"]], str(one["outcome"]), datetime.fromisoformat(one["at"])) for one in content["decisions"]]
    called = (content["company"], content["address"], content["property_key"], Status(content["status"]))
    return Frozen(datetime.fromisoformat(content["at"]), *called, sections, sendings, decisions, sha256)


def _has_come(loaded: Loaded, phase: Phase) -> bool:
    phases = [one.phase for one in loaded.workflow.phases]
    return phases.index(phase) <= phases.index(loaded.case.phase)


def _sections(loaded: Loaded, phase: Phase) -> list[dict[str, Any]]:
    found = []
    for section in summary(loaded.workflow, loaded.dossier(phase), phase):
        lines = [part for part in section.parts if isinstance(part, SummaryLine)]
        found.append({"phase": str(phase), "title": pack(section.title), "lines": [_packed(line) for line in lines]})
        rows = [row for part in section.parts if isinstance(part, SummaryGroup) for row in part.rows]
        found += [{"phase": str(phase), "title": pack(row.title), "lines": [_packed(line) for line in row.lines]} for row in rows]
    return [one for one in found if one["lines"]]


def _packed(line: SummaryLine) -> dict[str, Any]:
    files = [{"id": one.id, "name": one.name, "size": one.size} for one in line.files]
    packed: dict[str, Any] = {"label": pack(line.label), "files": files}
    if line.person:
        return {**packed, "person": line.person}
    return {**packed, "value": pack(line.value) if line.value is not None else None}


def _line(kept: dict[str, Any], names: Mapping[str, str]) -> FrozenLine:
    files = [FrozenFile(one["id"], one["name"], one["size"]) for one in kept["files"]]
    if person := kept.get("person"):
        return FrozenLine(unpack(kept["label"]), plain(names.get(person, person)), files)
    return FrozenLine(unpack(kept["label"]), unpack(kept["value"]) if kept["value"] else None, files)
