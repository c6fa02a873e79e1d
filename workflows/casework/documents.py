"""Files: put one into its slot, take it out, bring it back, move it, judge it, hand it out. The bytes lie in the store before a row is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor, Machine
from models.base import Phase, Status
from models.case import Case
from models.document import Document, FileState
from models.errors import BadInput, NotThere, Refused, TooLarge
from models.local_set import OWN
from models.text import _
from workflows.casework.dossiers import Loaded, load, look_at_files, renewed
from workflows.casework.drafting import AnswerChange, Locked, begin_row, is_first_row, why_locked
from workflows.casework.duties import renew_by_log
from workflows.casework.local import set_of
from workflows.casework.reaching import reached, reached_then
from workflows.casework.settling import permit, settle
from workflows.casework.sight import may_see_file
from workflows.declare import Group, Slot
from workflows.index import index_of
from workflows.policy import authorize
from workflows.ports import Chance, FileVerdict, ReceivedFile, UnitOfWork
from workflows.shared.parameters import largest_file_mb

MEGABYTE = 1_000_000
OPEN_TO_READ = frozenset({FileState.READY, FileState.DOUBTFUL})


class SlotFull(Refused):
    """More files than the slot takes; those already there are untouched."""

    text = _("“{slot}” takes {most} files. Remove one first.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one case may hold; bytes."""

    files: int = 200
    size: int = 500_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file goes: phase, slot, and the row when the slot belongs to one. The step follows from the slot."""

    phase: Phase
    slot: str
    row: str | None = None

    @classmethod
    def of(cls, phase: Phase, at: str) -> Place:
        """The place written as `slot` or `slot@row`."""
        slot, _at, row = at.partition("@")
        return cls(phase, slot, row or None)


def may_attach(ref: str, place: Place, *, actor: Actor, work: UnitOfWork, now: datetime, limits: Limits | None = None) -> int:
    """Refuse before any byte is received what would be refused afterwards; how many bytes the municipality lets one file have.

    Raises as `attach`.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = _opened(case, "attach", actor=actor, work=work, now=now)
        _checked_place(loaded, place, replaces=None)
        _within_limits(work, case.id, 0, limits or Limits())
        return largest_file_mb(loaded.rules) * MEGABYTE


def attach(
    ref: str,
    place: Place,
    file: ReceivedFile,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    replaces: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Put a received file into a slot, to be checked; a replaced one keeps its row as removed.

    Raises NotThere, NotAllowed, Locked, BadInput for an unknown slot or row, SlotFull, TooLarge past the municipality's limit for one file
    or the case's for all.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = _opened(case, "attach", actor=actor, work=work, now=now)
        slot, step = _checked_place(loaded, place, replaces)
        if file.size > largest_file_mb(loaded.rules) * MEGABYTE:
            raise TooLarge(limit=largest_file_mb(loaded.rules))
        _within_limits(work, case.id, file.size, limits or Limits())
        _begin_row(loaded, place, actor, work, now)
        if replaces:
            _mark_removed(_replaced(work.documents.get(case.id, replaces), place), actor, work, now)
        document = Document(
            id=chance.ref(), case_id=case.id, phase=str(place.phase), step=step, slot=slot.key, row=place.row, name=file.name,
            content_type=file.content_type, size=file.size, sha256=file.sha256, object_key=file.object_key, uploaded_by=actor.person_id,
            uploaded_at=now, replaces=replaces, rules=_rules_for(slot, loaded),
        )  # fmt: skip
        work.documents.add(document)
        _settle(loaded, "attached", document, actor=actor, work=work, now=now)
        work.commit()
    return document


def remove(ref: str, document_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Document:
    """Take a file out of its slot; it can be brought back. Does nothing when it is out already. Raises Locked, NotThere."""
    with work:
        loaded, document = _reachable(ref, document_id, "remove_document", actor=actor, work=work, now=now)
        if document.removed_at:
            return document
        _mark_removed(document, actor, work, now)
        _settle(loaded, "file_removed", document, actor=actor, work=work, now=now)
        work.commit()
    return document


def restore(ref: str, document_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Document:
    """Bring a removed file back. Does nothing when it is there. Raises SlotFull when its place was taken meanwhile."""
    with work:
        loaded, document = _reachable(ref, document_id, "remove_document", actor=actor, work=work, now=now)
        if not document.removed_at:
            return document
        _checked_place(loaded, Place(Phase(document.phase), document.slot, document.row), replaces=None)
        document.removed_at = document.removed_by = None
        work.documents.save(document)
        _settle(loaded, "file_restored", document, actor=actor, work=work, now=now)
        work.commit()
    return document


def move_to_slot(ref: str, document_id: str, place: Place, *, actor: Actor, work: UnitOfWork, now: datetime) -> Document:
    """Put a file that lies in the wrong slot into another; it is checked anew, as slots take different kinds. Raises as `attach`."""
    with work:
        loaded, document = _reachable(ref, document_id, "attach", actor=actor, work=work, now=now)
        if document.removed_at or document.phase != place.phase:
            raise NotThere
        slot, step = _checked_place(loaded, place, replaces=document.id)
        _begin_row(loaded, place, actor, work, now)
        document.slot, document.step, document.row = slot.key, step, place.row
        document.rules = _rules_for(slot, loaded)
        document.state, document.refusal = FileState.CHECKING, ""
        work.documents.save(document)
        _settle(loaded, "attached", document, actor=actor, work=work, now=now)
        work.commit()
    return document


def confirm_files(ref: str, slot: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Sequence[Document]:
    """Say that the files in an own slot of the current phase still fit after the municipality changed what it asks for there; those files.

    Where it takes other kinds of file now, they are checked anew. Does nothing where nothing is to be confirmed. Raises NotThere,
    NotAllowed, Refused, Locked, BadInput for an unknown slot.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        authorize(actor, "attach", company_id=case.company_id)
        permit(loaded, "answer", actor)
        found = index_of(loaded.workflow, case.phase).slots.get(slot)
        if found is None:
            raise BadInput(_("There is no document slot “{name}”."), name=slot, target=slot)
        place = f"{found[0].key}/{slot}"
        if (str(case.phase), place) not in loaded.unconfirmed:
            return ()
        reason = why_locked(loaded, case.phase, found[0].key, slot)
        if reason:
            raise Locked(reason, target=place)
        files = [one for one in loaded.documents if one.phase == case.phase and one.slot == slot and one.removed_at is None]
        for one in files:
            _confirm(one, loaded, work)
        look_at_files(loaded, work)
        data = {"slot": slot, "documents": [one.id for one in files], "rules": loaded.local.id}
        settle(loaded, "files_confirmed", actor=actor, work=work, now=now, data=data, paths=[place], **renewed(loaded))
        work.commit()
    return files


def judge(case_id: str, document_id: str, verdict: FileVerdict, *, work: UnitOfWork, now: datetime) -> Document:
    """Keep what the check of a file found; by the portal itself. Does nothing when the file was judged already."""
    with work:
        case = work.cases.by_id(case_id)
        document = work.documents.get(case_id, document_id)
        if document.state != FileState.CHECKING:
            return document
        document.state, document.refusal, document.preview_key = verdict.state, verdict.refusal, verdict.preview_key
        document.facts = dict(verdict.facts)
        document.doubts = [{"id": words, "values": dict(values)} for words, values in verdict.doubts]
        work.documents.save(document)
        loaded = load(case, work=work, now=now)
        _settle(loaded, "file_judged", document, actor=Machine(), work=work, now=now)
        work.commit()
    return document


def document_for_download(ref: str, document_id: str, *, actor: Actor, work: UnitOfWork) -> Document:
    """A file the actor may read. Raises NotThere also for files not (yet) found clean, and for staff for what is not sent yet.

    A company that has handed the case over reads what lay there until then.
    """
    with work:
        case, actor, until = reached_then(ref, actor=actor, work=work)
        authorize(actor, "download", company_id=case.company_id, municipality_id=case.municipality_id)
        document = work.documents.get(case.id, document_id)
        is_later = until is not None and document.uploaded_at > until
        if is_later or document.state not in OPEN_TO_READ or not may_see_file(actor, document, case, work):
            raise NotThere
    return document


def _reachable(ref: str, document_id: str, action: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[Loaded, Document]:
    case, actor = reached(ref, actor=actor, work=work)
    loaded = _opened(case, action, actor=actor, work=work, now=now)
    document = work.documents.get(case.id, document_id)
    found = index_of(loaded.workflow, Phase(document.phase)).slots.get(document.slot) if _has_phase(loaded, Phase(document.phase)) else None
    document.step = found[0].key if found else document.step  # a municipality may move its own slots
    at = f"{document.slot}@{document.row}" if document.row else document.slot
    reason = why_locked(loaded, Phase(document.phase), document.step, at)
    if reason:
        raise Locked(reason, target=f"{document.step}/{at}")
    return loaded, document


def _opened(case: Case, action: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Loaded:
    """The case with the slots of whoever acts: the contractor's, or those of what the municipality records."""
    loaded = load(case, work=work, now=now)
    if actor.is_staff:
        permit(loaded, "keep_record", actor)
        return loaded.for_staff()
    authorize(actor, action, company_id=case.company_id)
    permit(loaded, "answer", actor)
    return loaded


def _checked_place(loaded: Loaded, place: Place, replaces: str | None) -> tuple[Slot, str]:
    """The slot and its step, if one more file may go there."""
    found = index_of(loaded.workflow, place.phase).slots.get(place.slot) if _has_phase(loaded, place.phase) else None
    if found is None:
        raise BadInput(_("There is no document slot “{name}”."), name=place.slot, target=place.slot)
    step, slot, group = found
    _checked_row(loaded, place, group, step.key)
    at = f"{slot.key}@{place.row}" if place.row else slot.key
    reason = why_locked(loaded, place.phase, step.key, at)
    if reason:
        raise Locked(reason, target=f"{step.key}/{at}")
    here = [one for one in loaded.documents if one.removed_at is None and one.id != replaces]
    taken = sum(
        one.phase == place.phase and one.slot == slot.key and one.row == place.row and one.state != FileState.REFUSED for one in here
    )
    if taken >= slot.at_most:
        raise SlotFull(slot=slot.label, most=slot.at_most, target=f"{step.key}/{at}")
    return slot, step.key


def _has_phase(loaded: Loaded, phase: Phase) -> bool:
    return any(one.phase == phase for one in loaded.workflow.phases)


def _checked_row(loaded: Loaded, place: Place, group: Group | None, step: str) -> None:
    if group is None and place.row:
        raise BadInput(_("This document slot does not belong to a row."), target=place.slot)
    if group is None:
        return
    rows = loaded.answers_of(place.phase).get(step, {}).get(group.key) or []
    if is_first_row(loaded, place.phase, step, group.key, place.row):
        return
    if not any(isinstance(one, Mapping) and one.get("_row") == place.row for one in rows):
        raise BadInput(_("Say which row the file belongs to."), target=place.slot)


def _begin_row(loaded: Loaded, place: Place, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """The file may be the first thing that goes into the row a form shows before there is any."""
    step, _slot, group = index_of(loaded.workflow, place.phase).slots[place.slot]
    if group is not None and is_first_row(loaded, place.phase, step.key, group.key, place.row):
        begin_row(loaded, AnswerChange(place.phase, step.key, group.key, [place.row]), actor=actor, work=work, now=now)


def _within_limits(work: UnitOfWork, case_id: str, size: int, limits: Limits) -> None:
    count, total = work.documents.count_and_size(case_id)
    if count >= limits.files:
        raise TooLarge(_("A case holds at most {most} files. Remove some first."), most=limits.files)
    if total + size > limits.size:
        raise TooLarge(_("A case holds at most {limit} MB of files. Save some smaller."), limit=limits.size // MEGABYTE)


def _replaced(document: Document, place: Place) -> Document:
    """The file whose place another takes; one that lies elsewhere, perhaps in a locked part, cannot be reached this way."""
    if (document.phase, document.slot, document.row) != (place.phase, place.slot, place.row) or document.removed_at:
        raise NotThere
    return document


def _rules_for(slot: Slot, loaded: Loaded) -> str:
    """The rules that say what a file in this slot is; nothing for a declared slot, whose meaning does not change."""
    return loaded.local.id if slot.key.startswith(OWN) else ""


def _confirm(document: Document, loaded: Loaded, work: UnitOfWork) -> None:
    """Remember the rules of now with a file of an own slot, and check it anew where other kinds are taken than it was checked for."""
    before, now = set_of(document.rules, work).slot(document.slot), loaded.local.content.slot(document.slot)
    if before is None or now is None or set(before.accepts) != set(now.accepts):
        document.state, document.refusal = FileState.CHECKING, ""
    document.rules = loaded.local.id
    work.documents.save(document)


def _mark_removed(document: Document, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    document.removed_at, document.removed_by = now, actor.person_id
    work.documents.save(document)


def _settle(loaded: Loaded, kind: str, document: Document, *, actor: Actor | Machine, work: UnitOfWork, now: datetime) -> None:
    loaded.staff_side = False  # what boards show is worked out from the contractor's part
    look_at_files(loaded, work)
    data = {"document": document.id, "slot": document.slot, "state": str(document.state)}
    at = f"{document.slot}@{document.row}" if document.row else document.slot
    settle(loaded, kind, actor=actor, work=work, now=now, data=data, detail={"name": document.name}, paths=[f"{document.step}/{at}"])
    if loaded.case.status == Status.COMPLETED:
        renew_by_log(loaded, work=work)
