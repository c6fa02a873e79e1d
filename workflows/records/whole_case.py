"""A whole case to take along: case file, receipts, letters, statements, original files in folders, and the log, for who may see the case.

The log comes whole: what the reader may not see is there as a link of the chain without its content, so that the chain can be verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models.actor import Actor, Machine
from models.case import Event
from models.document import Document, FileState
from workflows.casework.companies import HANDOVER_TALK
from workflows.casework.describing import STAFF_ONLY, Opened
from workflows.casework.receipts import FullReceipt
from workflows.casework.settling import STAFF_KINDS
from workflows.ports import UnitOfWork
from workflows.records.case_file import CaseFile, filed, opened_for_archive, opened_for_records
from workflows.records.occasions import DECISION, OCCASIONS
from workflows.records.sheets import DecisionSheet, RequestsSheet, StatementSheet, decision_sheet, requests_sheet, statement_sheet

OPEN_STATES = frozenset({FileState.READY, FileState.DOUBTFUL})


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One original: the folders it goes into (phase and slot), its name, and where its bytes lie."""

    folders: tuple[str, str]
    name: str
    id: str
    object_key: str
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WholeCase:
    """Everything of a case. `letters` are in the order they were sent, `statements` those that were given, in the order they were asked
    for, `log` the entries of its chain, oldest first.
    """

    file: CaseFile
    receipts: Sequence[FullReceipt]
    letters: Sequence[RequestsSheet | DecisionSheet]
    statements: Sequence[StatementSheet]
    documents: Sequence[KeptFile]
    log: Sequence[dict[str, Any]]


def begin_case_export(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that a case is taken out, before anything of it is. Raises as `case_file`."""
    with work:
        opened = opened_for_records(ref, "export_case", actor=actor, work=work, now=now)
        case = opened.loaded.case
        work.log.record("case_exported", actor=actor, at=now, data={"case": case.id}, stream=f"seen:{actor.person_id}", about=case.id)
        work.commit()


def whole_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> WholeCase:
    """The case as the actor's side may have it. Raises as `case_file`."""
    with work:
        opened = opened_for_records(ref, "export_case", actor=actor, work=work, now=now)
        who = opened.actor or actor
        return _whole(opened, filed(opened, who, work), who, work)


def whole_case_for_operator(number: str, *, work: UnitOfWork, now: datetime) -> WholeCase:
    """A case by its number as the municipality has it, all statements too, without internal notes: for the command line. Recorded.

    Raises NotThere.
    """
    with work:
        case = work.oversight.case_numbered(number)
        opened = opened_for_archive(case, with_notes=False, work=work, now=now)
        whole = _whole(opened, filed(opened, None, work), None, work)
        work.log.record("case_exported", actor=Machine(), at=now, case=case, data={"case": case.id}, stream="portal", about=case.id)
        work.commit()
    return whole


def _whole(opened: Opened, file: CaseFile, actor: Actor | None, work: UnitOfWork) -> WholeCase:
    rows = {one.id: one for one in work.documents.of_case(opened.loaded.case.id)}
    documents = [_kept(rows[one.file.id]) for one in file.documents if one.file.state in OPEN_STATES]
    letters: list[RequestsSheet | DecisionSheet] = []
    for event in opened.events:
        if event.kind == "paused":
            letters.append(requests_sheet(opened, event))
        elif DECISION in OCCASIONS.get(event.kind, ()):
            letters.append(decision_sheet(opened, event, work))
    statements = [statement_sheet(opened, one) for one in file.statements if one.told.given_at is not None]
    return WholeCase(file, file.sendings, letters, statements, documents, [_entry(one, actor) for one in _chain(opened, work)])


def _chain(opened: Opened, work: UnitOfWork) -> Sequence[Event]:
    """Every entry of the case's own stream; what an opened case leaves out for a reader must still be there as a link."""
    return work.cases.events(opened.loaded.case.id)


def _kept(row: Document) -> KeptFile:
    return KeptFile((row.phase, row.slot), row.name, row.id, row.object_key, row.size, row.sha256, row.uploaded_at)


def _entry(event: Event, actor: Actor | None) -> dict[str, Any]:
    """One entry as JSON: enough to count its hash, and its words where the reader may read them."""
    link = {"seq": event.seq, "previous_hash": event.previous_hash, "hash": event.hash}
    hidden = STAFF_KINDS | STAFF_ONLY | (HANDOVER_TALK if actor is not None and actor.works_for else frozenset())
    if actor is not None and not actor.is_staff and event.kind in hidden:
        return {**link, "withheld": True}
    said = {
        "stream": event.stream, "kind": event.kind, "phase": event.phase, "actor": event.actor_id,
        "at": event.at.astimezone(UTC).isoformat(), "data": event.data, "commitment": event.commitment,
    }  # fmt: skip
    words = {} if event.kind == "noted" and actor is None else {"detail": event.detail, "salt": event.salt}
    return {**link, **said, **words}
