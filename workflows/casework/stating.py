"""Statements from the side of who is asked: what it is about, what may be read, and giving the answer.

An outside expert reaches one case, by `asked_of` and nothing else, and of it what was chosen: the parts, without the files that were held
back, as they were sent; no notes, messages, requests, log or names of who uploaded what. Every look of theirs is in the case's log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.actor import Actor
from models.base import Phase, Role
from models.case import Case
from models.document import Document
from models.errors import BadInput, NotThere, Refused
from models.statements import ASKED, GIVEN, Statement, StatementFile
from models.text import Text, _
from workflows.casework.describing import document_info
from workflows.casework.documents import OPEN_TO_READ
from workflows.casework.dossiers import Loaded, load
from workflows.casework.settling import settle, tell
from workflows.casework.sight import may_see_file, seen_by
from workflows.casework.views import DocumentInfo, FileLine
from workflows.policy import authorize
from workflows.ports import Chance, ReceivedFile, UnitOfWork
from workflows.ports_statements import AskedLine
from workflows.registry import workflow
from workflows.summary import SummaryGroup, SummaryLine, SummarySection, summary

LONGEST = 20_000
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class AskedMatter:
    """One question to the one who looks, with what they may read. `ref` leads staff to the case; experts have no such page."""

    id: str
    ref: str
    number: str
    title: Text
    address: str
    property_key: str
    company: str
    municipality: str
    question: str
    asked_by: str
    due_on: date
    expires_at: datetime
    state: str
    words: str
    given_at: datetime | None
    files: Sequence[FileLine]
    sections: Sequence[tuple[Text, SummarySection]]
    documents: Sequence[DocumentInfo]
    case_id: str

    @property
    def may_give(self) -> bool:
        """The statement is still to be given."""
        return self.state == ASKED


def asked_list(*, actor: Actor, work: UnitOfWork, now: datetime) -> Sequence[AskedLine]:
    """What the actor is asked for and may read now, those that wait first. Raises NotAllowed."""
    authorize(actor, "see_asked")
    with work:
        return work.statements.asked(actor, now)


def asked_matter(statement_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> AskedMatter:
    """One of them, with what may be read. Raises NotThere when it is not theirs, is over or was taken back; NotAllowed."""
    authorize(actor, "see_asked")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        return _matter(asked, case, actor, work, now)


def read_asked(statement_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> AskedMatter:
    """The same, and that an outside expert read the case on record."""
    authorize(actor, "see_asked")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        matter = _matter(asked, case, actor, work, now)
        if actor.role == Role.EXPERT:
            work.log.record("statement_read", actor=actor, at=now, case=case, data={"statement": asked.id})
            work.commit()
    return matter


def asked_document(statement_id: str, document_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Document:
    """A file of the case that an expert may read, on record. Raises NotThere for all others, as for files that are not there."""
    authorize(actor, "see_asked")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        found = next((one for one in load(case, work=work, now=now).documents if one.id == document_id), None)
        if found is None or not _may_read(asked, found, case, actor, work):
            raise NotThere
        work.log.record("file_seen", actor=actor, at=now, case=case, data={"document": found.id, "statement": asked.id})
        work.commit()
    return found


def asked_file(statement_id: str, file_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> StatementFile:
    """A file of one's own statement. Raises NotThere."""
    authorize(actor, "see_asked")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        return _own_file(asked, file_id, case, work)


def may_add_file(statement_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Refuse before any byte is received what would be refused afterwards. Raises as `add_file`."""
    authorize(actor, "give_statement")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        _demand_open(asked)
        _demand_room(asked, case, work)


def add_file(statement_id: str, file: ReceivedFile, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> StatementFile:
    """Put a file that was found good beside the statement. Raises NotThere, Refused once it is given or when there are too many."""
    authorize(actor, "give_statement")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        _demand_open(asked)
        _demand_room(asked, case, work)
        kept = StatementFile(
            id=chance.ref(), statement_id=asked.id, case_id=case.id, name=file.name, content_type=file.content_type, size=file.size,
            sha256=file.sha256, object_key=file.object_key, uploaded_by=actor.person_id, uploaded_at=now,
        )  # fmt: skip
        work.statements.add_file(kept)
        data = {"statement": asked.id, "file": kept.id, "sha256": kept.sha256}
        settle(
            load(case, work=work, now=now), "statement_file_added", actor=actor, work=work, now=now, data=data, detail={"name": kept.name}
        )
        work.commit()
    return kept


def remove_file(statement_id: str, file_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take a file out before the statement is given. Raises NotThere, Refused."""
    authorize(actor, "give_statement")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        _demand_open(asked)
        kept = _own_file(asked, file_id, case, work)
        work.statements.remove_file(kept)
        data = {"statement": asked.id, "file": kept.id}
        settle(load(case, work=work, now=now), "statement_file_removed", actor=actor, work=work, now=now, data=data)
        work.commit()


def give_statement(statement_id: str, words: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Statement:
    """Give the statement, once; whoever asked is told. Raises NotThere, Refused once it is given, BadInput without words or too long."""
    authorize(actor, "give_statement")
    said = words.strip()
    if not said:
        raise BadInput(_("Write your statement, or what the files contain."), target="words")
    if len(said) > LONGEST:
        raise BadInput(_("Shorten it to at most {most} characters.", most=LONGEST), target="words")
    with work:
        asked, case = work.statements.asked_of(actor, statement_id, now)
        _demand_open(asked)
        asked.state, asked.words, asked.given_by, asked.given_at = GIVEN, said, actor.person_id, now
        work.statements.save(asked)
        loaded = load(case, work=work, now=now)
        settle(loaded, "statement_given", actor=actor, work=work, now=now, data={"statement": asked.id}, detail={"words": said[:LONGEST]})
        told = [asked.asked_by, case.assignee_id or ""]
        tell(case, "statement_given", told, work=work, chance=chance, now=now, whom=asked.whom or actor.name)
        work.commit()
    return asked


def _matter(asked: Statement, case: Case, actor: Actor, work: UnitOfWork, now: datetime) -> AskedMatter:
    loaded = seen_by(_as_staff(actor, case), load(case, work=work, now=now), work.cases.snapshots(case.id))
    names = work.parties.names([asked.asked_by])
    files = [FileLine(one.id, one.name, one.size) for one in work.statements.files_of(case.id) if one.statement_id == asked.id]
    shown = [one for one in loaded.documents if one.removed_at is None and _is_shown(asked, one, actor)]
    known = loaded.known
    return AskedMatter(
        id=asked.id, ref="" if actor.role == Role.EXPERT else case.ref, number=case.number, title=workflow(case.workflow).title,
        address=case.address, property_key=case.property_key, company=known.company.name if known.company else "",
        municipality=known.municipality_name, question=asked.question, asked_by=names.get(asked.asked_by, ""), due_on=asked.due_on,
        expires_at=asked.expires_at, state=asked.state, words=asked.words, given_at=asked.given_at, files=files,
        sections=_sections(loaded, asked) if actor.role == Role.EXPERT else (),
        documents=[document_info(one, {}) for one in shown] if actor.role == Role.EXPERT else (), case_id=case.id,
    )  # fmt: skip


def _as_staff(actor: Actor, case: Case) -> Actor:
    """Who looks sees no more of what is not sent than the municipality does."""
    return replace(actor, municipality_id=case.municipality_id, company_id=None)


def _sections(loaded: Loaded, asked: Statement) -> list[tuple[Text, SummarySection]]:
    """The parts that may be read; files stand in a list of their own, so that one that is held back shows nowhere."""
    wanted = set(asked.steps)
    return [
        (phase.title, replace(section, parts=tuple(_without_files(part) for part in section.parts if not _is_slot(part))))
        for phase in loaded.workflow.phases
        if any(one.startswith(f"{phase.phase}/") for one in wanted)
        for section in summary(loaded.workflow, loaded.dossier(phase.phase), phase.phase)
        if f"{phase.phase}/{section.step}" in wanted
    ]


def _is_slot(part: SummaryLine | SummaryGroup) -> bool:
    return isinstance(part, SummaryLine) and part.is_slot


def _without_files(part: SummaryLine | SummaryGroup) -> SummaryLine | SummaryGroup:
    if isinstance(part, SummaryLine):
        return part
    return replace(part, rows=tuple(replace(row, lines=tuple(one for one in row.lines if not one.is_slot)) for row in part.rows))


def _is_shown(asked: Statement, document: Document, actor: Actor) -> bool:
    in_steps = f"{Phase(document.phase)}/{document.step}" in asked.steps
    return actor.role == Role.EXPERT and in_steps and document.id not in asked.hidden_documents and document.state in OPEN_TO_READ


def _may_read(asked: Statement, document: Document, case: Case, actor: Actor, work: UnitOfWork) -> bool:
    if document.removed_at is not None or not _is_shown(asked, document, actor):
        return False
    return may_see_file(_as_staff(actor, case), document, case, work)


def _own_file(asked: Statement, file_id: str, case: Case, work: UnitOfWork) -> StatementFile:
    found = next((one for one in work.statements.files_of(case.id) if one.id == file_id and one.statement_id == asked.id), None)
    if found is None:
        raise NotThere
    return found


def _demand_open(asked: Statement) -> None:
    if asked.state != ASKED:
        raise Refused(_("This statement is given already."))


def _demand_room(asked: Statement, case: Case, work: UnitOfWork) -> None:
    if sum(one.statement_id == asked.id for one in work.statements.files_of(case.id)) >= MOST_FILES:
        raise Refused(_("A statement holds at most {most} files. Remove one first.", most=MOST_FILES))
