"""The case file: everything of a case that was sent, asked, answered, said and decided, with the head of its chain, as one thing to print.

It is told from what is kept. A company's holds nothing that is the municipality's own: no internal notes, no statement that is not shared
with it, nothing only staff are told of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.actor import Actor
from models.base import Phase, Status
from models.case import Case, Event
from models.correspondence import RequestState
from models.document import Document
from models.text import Text, _
from workflows.casework.companies import companies_of, named
from workflows.casework.describing import (
    Opened,
    decisions_of,
    document_info,
    documents_of,
    guaranteed_until,
    messages_of,
    open_case,
    request_info,
    timeline_of,
)
from workflows.casework.dossiers import load
from workflows.casework.keeping import record_of
from workflows.casework.receipts import FullReceipt, Kept, NotSent, told_of
from workflows.casework.settling import OVER, shown_staff_steps
from workflows.casework.views import DecisionInfo, DocumentInfo, MessageInfo, Record, RequestInfo, TimelineEntry
from workflows.index import index_of
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.records.appeals import FiledAppeal, appeals_of
from workflows.records.statements import FiledStatement, statements_of


class NothingSent(NotSent):
    """A case file is about what was sent."""

    text = _("There is no case file yet. It comes when the case has been sent.")


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest entry of the case's log: its number and hash. Whoever knows them can tell whether anything before was changed."""

    entry: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FiledDecision:
    """One decision, with the phase it decided."""

    phase_title: Text
    decision: DecisionInfo


@dataclass(frozen=True, slots=True)
class FiledRequest:
    """One correction request with its answer, and when it was asked and closed."""

    phase_title: Text
    request: RequestInfo
    asked_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """One file of the case: of a sending, or one the municipality recorded itself. `is_removed`: it was replaced or taken out since."""

    phase_title: Text
    place: Text
    file: DocumentInfo
    was_sent: bool
    is_removed: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, whole. `story` is told oldest first; `notes` only to staff. `company` is who has the case now.

    `statements` are all for staff, those that are shared for a company.
    """

    ref: str
    number: str
    workflow: Text
    municipality: str
    company: str
    organisation_number: str
    address: str
    property_key: str
    reference: str
    phase: Phase
    status: Status
    submitted_at: datetime
    ended_at: datetime | None
    guarantee_until: date | None
    officer: str
    sendings: Sequence[FullReceipt]
    requests: Sequence[FiledRequest]
    decisions: Sequence[FiledDecision]
    appeals: Sequence[FiledAppeal]
    messages: Sequence[MessageInfo]
    notes: Sequence[MessageInfo]
    statements: Sequence[FiledStatement]
    record: Record | None
    documents: Sequence[FiledDocument]
    story: Sequence[TimelineEntry]
    head: ChainHead


def case_file(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CaseFile:
    """The case file as the actor's side may have it. Raises NotThere, NothingSent for a case that was never sent, NotAllowed."""
    with work:
        opened = opened_for_records(ref, "see_case_file", actor=actor, work=work, now=now)
        return filed(opened, opened.actor or actor, work)


def opened_for_records(ref: str, action: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Opened:
    """A case that was sent, with its whole log, for one of the actions of records. Raises as `case_file`."""
    opened = open_case(ref, actor=actor, work=work, now=now, whole_log=True)
    case = opened.loaded.case
    authorize(opened.actor or actor, action, company_id=case.company_id, municipality_id=case.municipality_id)
    if not opened.snapshots:
        raise NothingSent
    return opened


def opened_for_archive(case: Case, *, with_notes: bool, work: UnitOfWork, now: datetime) -> Opened:
    """The case as the portal itself hands it to the municipality's archive: for the machine alone."""
    loaded = load(case, work=work, now=now)
    events, snapshots = work.cases.events(case.id), work.cases.snapshots(case.id)
    decisions, messages = work.cases.decisions(case.id), work.cases.messages(case.id, internal=False)
    notes = work.cases.messages(case.id, internal=True) if with_notes else ()
    people = {one.actor_id for one in events} | {one.uploaded_by for one in loaded.documents} | {one.decided_by for one in decisions}
    people |= {one.answered_by for one in loaded.requests} | {one.author_id for one in (*messages, *notes)} | {case.assignee_id}
    companies = companies_of(case, work)
    names = named(case, sorted(filter(None, people)), events, companies, work)
    appeals = work.letters.appeals(case.id) if decisions else ()
    letters = work.letters.of_case(case.id) if appeals else ()  # they know who decides the appeal
    return Opened(loaded, events, snapshots, messages, notes, decisions, names, companies=companies, letters=letters, appeals=appeals)


def filed(opened: Opened, actor: Actor | None, work: UnitOfWork) -> CaseFile:
    """The case file of an opened case; without an `actor` as the municipality's archive has it."""
    loaded, case = opened.loaded, opened.loaded.case
    for_staff = actor is None or actor.is_staff
    everything = work.documents.of_case(case.id)  # a sending names files that were replaced since
    kept = Kept(replace(loaded, documents=everything), opened.snapshots, opened.events, loaded.requests, opened.companies)
    sendings = [told_of(kept, one, work) for one in opened.snapshots]
    company = loaded.known.company
    return CaseFile(
        ref=case.ref, number=case.number, workflow=loaded.workflow.title, municipality=loaded.known.municipality_name,
        company=company.name if company else "", organisation_number=company.organisation_number if company else "",
        address=sendings[-1].address, property_key=sendings[-1].property_key, reference=sendings[-1].reference, phase=case.phase,
        status=case.status, submitted_at=opened.snapshots[0].at, ended_at=_ended_at(opened),
        guarantee_until=guaranteed_until(opened.events, case.status), officer=opened.names.get(case.assignee_id or "", ""),
        sendings=sendings, requests=_requests(opened),
        decisions=[FiledDecision(loaded.workflow.phase(one.phase).title, one) for one in decisions_of(opened)],
        appeals=appeals_of(opened),
        messages=_written(opened, actor, internal=False), notes=_written(opened, actor, internal=True) if for_staff else (),
        statements=statements_of(case, loaded.workflow, work, shared_only=not for_staff),
        record=record_of(opened), documents=_documents(opened, everything),
        story=list(reversed(timeline_of(opened.events, opened.names, for_staff=for_staff))), head=head_of_chain(opened.events),
    )  # fmt: skip


def head_of_chain(events: Sequence[Event]) -> ChainHead:
    """The newest of a case's events, which are in order."""
    last = events[-1]
    return ChainHead(last.seq, last.hash, last.at)


def _ended_at(opened: Opened) -> datetime | None:
    if opened.loaded.case.status not in OVER:
        return None
    kinds = ("completed", "rejected", "withdrawn", "lapsed")
    return next((one.at for one in reversed(opened.events) if one.kind in kinds), None)


def _requests(opened: Opened) -> list[FiledRequest]:
    """Everything that was asked, in order; what lies in an officer's tray was not."""
    loaded = opened.loaded
    asked = [one for one in loaded.requests if one.state != RequestState.PLANNED]
    return [
        FiledRequest(loaded.workflow.phase(one.phase).title, request_info(one, loaded, opened.names, {}, {}), one.sent_at, one.closed_at)
        for one in sorted(asked, key=lambda one: one.number)
    ]


def _written(opened: Opened, actor: Actor | None, *, internal: bool) -> Sequence[MessageInfo]:
    found = opened.notes if internal else opened.messages
    if actor is not None:
        return messages_of(found, opened.names, actor)
    return [MessageInfo(one.id, one.at, opened.names.get(one.author_id, ""), one.from_staff, one.body, False) for one in found]


def _documents(opened: Opened, everything: Sequence[Document]) -> list[FiledDocument]:
    """The files that were sent or recorded, also those that were replaced, each with its place; not what is being prepared."""
    whole, sent = opened.loaded.for_staff(), sent_ids(opened)
    own = {one.key for one in shown_staff_steps(opened.loaded)}
    there = {one.id: one for one in documents_of(opened.loaded, opened.names) if one.id in sent or one.step in own}
    gone = {one.id: document_info(one, opened.names) for one in everything if one.id in sent - set(there)}
    found = []
    for one in sorted((*there.values(), *gone.values()), key=lambda one: (list(Phase).index(one.phase), one.uploaded_at, one.id)):
        declared = index_of(whole.workflow, one.phase).slots.get(one.slot)
        label = declared[1].label if declared else _("Other documents")
        found.append(FiledDocument(whole.workflow.phase(one.phase).title, label, one, one.id in sent, one.id in gone))
    return found


def sent_ids(opened: Opened) -> set[str]:
    """Ids of the files of any sending."""
    return {file["id"] for snapshot in opened.snapshots for files in snapshot.content["files"].values() for file in files}
