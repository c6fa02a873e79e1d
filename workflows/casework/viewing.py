"""Every document of a case, of all phases and sendings, also those that were replaced: what the viewer leafs through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from models.actor import Actor
from models.base import Phase
from models.document import Document
from models.text import Text, _
from workflows.casework.describing import SHOWN_STATES, Opened, document_info, head_of, open_case
from workflows.casework.dossiers import WITH_THE_CONTRACTOR
from workflows.casework.local import carried_files
from workflows.casework.sight import sent_ids
from workflows.casework.views import DocumentInfo, Head
from workflows.index import index_of
from workflows.ports import UnitOfWork
from workflows.reading import Reading
from workflows.staff_side import with_staff_steps

Standing = Literal["current", "unsent", "replaced", "removed", "not_asked"]
"""`not_asked`: of a slot the municipality has taken out of its rules."""
PAST = frozenset({"replaced", "removed", "not_asked"})
"""What counts no longer."""
Kind = Literal["pdf", "picture", "other"]
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One document. `sendings` are the numbers of the sendings of its phase it was part of; `pages` is 0 for what has none.

    `replaces` and `replaced_by` are ids of documents that are listed too. `is_open`: its content may be shown.
    """

    info: DocumentInfo
    phase_title: Text
    step_title: Text
    label: Text
    row: int | None
    sendings: Sequence[int]
    standing: Standing
    replaces: str
    replaced_by: str
    removed_at: datetime | None
    kind: Kind
    pages: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """All documents of a case, in the order of its form, an older version behind the one that took its place."""

    head: Head
    files: Sequence[CaseFile]


def case_files(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CaseFiles:
    """Every document of the case the actor's side may see. Raises NotThere, NotAllowed.

    A municipality sees what was sent to it and what it filed itself; what a company uploaded and took out again before sending is nobody's.
    What the municipality itself asks for no longer stays the company's to see.
    """
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        kept = work.documents.of_case(opened.loaded.case.id)
    shelf = _Shelf(opened, opened.actor or actor, kept)
    return CaseFiles(head_of(opened, shelf.actor), shelf.files())


def kind_of(info: DocumentInfo) -> Kind:
    """How a document is shown: page by page, as a picture, or not at all."""
    if info.state not in SHOWN_STATES or not info.has_preview:
        return "other"
    return "pdf" if info.facts.get("content_type", info.content_type) == PDF else "picture"


def _pages(info: DocumentInfo, kind: Kind) -> int:
    if kind == "other":
        return 0
    return max(1, int(info.facts.get("pages") or 1)) if kind == "pdf" else 1


class _Shelf:
    """The documents of one case as one side sees them; what is looked up for each of them is worked out once."""

    def __init__(self, opened: Opened, actor: Actor, kept: Sequence[Document]) -> None:
        self.opened, self.actor = opened, actor
        self.workflow = with_staff_steps(opened.loaded.local.workflow)
        self.sent = [(one, sent_ids(one)) for one in opened.snapshots]
        self.indexes = {one.phase: index_of(self.workflow, one.phase) for one in self.workflow.phases}
        self.titles = {one.phase: one.title for one in self.workflow.phases}
        standing = {one.id for one in carried_files(opened.loaded.local.content, kept) if one.removed_at is None}
        self.dropped = {one.id for one in kept if one.removed_at is None} - standing
        self.documents = [one for one in kept if self._is_shown(one)]
        self.ids = {one.id for one in self.documents}
        self.newer = {one.replaces: one.id for one in self.documents if one.replaces}
        self._rows: dict[tuple[Phase, str], Mapping[str, int]] = {}

    def files(self) -> list[CaseFile]:
        """By phase, by place in the form, and the newest version first."""
        phases = list(self.indexes)
        places = {phase: {slot: number for number, slot in enumerate(index.slots)} for phase, index in self.indexes.items()}

        def rank(one: CaseFile) -> tuple[int, int, int, bool, float]:
            phase = one.info.phase
            slots = places.get(phase, {})
            at = phases.index(phase) if phase in slots or phase in phases else len(phases)
            is_past = one.standing in PAST
            return at, slots.get(one.info.slot, len(slots)), one.row or 0, is_past, -one.info.uploaded_at.timestamp()

        return sorted((self._file(one) for one in self.documents), key=rank)

    def _file(self, one: Document) -> CaseFile:
        info = document_info(one, self.opened.names)
        index = self.indexes.get(info.phase)
        found = index.slots.get(one.slot) if index else None
        standing = self._standing(one)
        kind = kind_of(info)
        return CaseFile(
            info=info, phase_title=self.titles.get(info.phase, _("Earlier phase")),
            step_title=found[0].title if found else _("Other documents"),
            label=found[1].label if found else _("Document"), row=self._row(info), sendings=self._sendings(one), standing=standing,
            replaces=one.replaces if one.replaces in self.ids else "",
            replaced_by=self.newer.get(one.id, "") if standing == "replaced" else "",
            removed_at=one.removed_at if standing in ("replaced", "removed") else None, kind=kind, pages=_pages(info, kind),
            is_open=info.state in SHOWN_STATES,
        )  # fmt: skip

    def _is_shown(self, one: Document) -> bool:
        if self._sendings(one):
            return True
        if one.id in self.dropped:
            return not self.actor.is_staff
        return one.removed_at is None and not (self.actor.is_staff and self._is_being_written(one.phase))

    def _is_being_written(self, phase: str) -> bool:
        case = self.opened.loaded.case
        return phase == case.phase and case.status in WITH_THE_CONTRACTOR

    def _sendings(self, one: Document) -> list[int]:
        return [snapshot.number for snapshot, ids in self.sent if one.id in ids]

    def _standing(self, one: Document) -> Standing:
        """Where a document stands, for the one who looks: while answers are being written, a municipality's is what was sent last."""
        if one.id in self.dropped:
            return "not_asked"
        is_there, is_being_written = one.removed_at is None, self._is_being_written(one.phase)
        if self.actor.is_staff and is_being_written:
            is_there = any(one.id in ids for _snapshot, ids in [each for each in self.sent if each[0].phase == one.phase][-1:])
        if is_there:
            return "unsent" if is_being_written and not self._sendings(one) else "current"
        return "replaced" if one.id in self.newer else "removed"

    def _row(self, info: DocumentInfo) -> int | None:
        """Which row of its group a document belongs to, counted from 1; None for one outside of groups, or of a row that is gone."""
        index = self.indexes.get(info.phase)
        found = index.slots.get(info.slot) if index else None
        if found is None or found[2] is None or info.row is None:
            return None
        place = (info.phase, found[2].key)
        if place not in self._rows:
            workflow, dossier = self.opened.loaded.workflow, self.opened.loaded.dossier()
            shown = info.phase in {one.phase for one in workflow.phases} and found[2].key in index_of(workflow, info.phase).groups
            rows = Reading(workflow, dossier, info.phase).all_rows(found[2].key) if shown else ()
            self._rows[place] = {row.id: row.number for row in rows}
        return self._rows[place].get(info.row)
