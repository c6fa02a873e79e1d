"""From an item in the queue to the description of its package: what goes to the archive of one entry, told from what is kept.

An entry holds what no earlier one held: a file that was sent before lies in the archive already. Pure but for what it is given to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from models.base import Phase
from models.case import Case, Event, Snapshot
from models.correspondence import Message
from models.document import Document
from models.errors import NotThere
from models.letters import AppealState
from models.parties import Municipality
from models.records import ArchiveItem, ArchiveRules
from models.text import Text, _, verbatim
from models.values import place_name
from workflows.casework.companies import actor_of
from workflows.casework.describing import Opened
from workflows.casework.receipts import FullReceipt, Kept, told_of
from workflows.clocks import OSLO, day_of
from workflows.index import index_of
from workflows.ports import UnitOfWork
from workflows.records.appeals import FiledAppeal, appeals_of
from workflows.records.case_file import CaseFile, filed, opened_for_archive
from workflows.records.document_types import (
    ADVICE_LAW,
    APPLICATION,
    DECISION,
    INTERNAL_ACCESS,
    INTERNAL_LAW,
    LETTER,
    NOTICE,
    SHIELDED_SLOTS,
    TYPE_WORDS,
    UNKNOWN_FORMAT,
    USUAL_ACCESS,
    format_of,
    type_of,
)
from workflows.records.entries import (
    ARCHIVE,
    ATTACHED,
    COPY,
    DISPATCHED,
    DONE,
    INCOMING,
    JOURNALED,
    MAIN,
    NOTE_ALONE,
    OUTGOING,
    PRODUCTION,
    RECEIVER,
    SENDER,
    Correspondent,
    DocumentDescription,
    Entry,
    FileObject,
    Key,
    Package,
    Shield,
)
from workflows.records.folder import SYSTEM, folder_key, folder_of
from workflows.records.occasions import APPEAL, APPEAL_ANSWER, CLOSING, MESSAGE, NOTE, REOPENING, REQUESTS, SENDING, SHARED, STATEMENT
from workflows.records.occasions import DECISION as DECIDED
from workflows.records.sheets import appeal_sheet, decision_sheet, message_sheet, reopening_sheet, requests_sheet, statement_sheet
from workflows.records.statements import FiledAttachment, FiledStatement, statements_of

USUAL = ArchiveRules(municipality_id="")


@dataclass(frozen=True, slots=True)
class Telling:
    """What a description is made of."""

    item: ArchiveItem
    opened: Opened
    municipality: Municipality
    rules: ArchiveRules
    documents: Sequence[Document]

    @property
    def case(self) -> Case:
        """The case."""
        return self.opened.loaded.case

    @property
    def company(self) -> tuple[str, str]:
        """Name and organisation number of who has the case."""
        known = self.opened.loaded.known.company
        return (known.name, known.organisation_number) if known else ("", "")

    def phase_title(self, phase: str | None) -> Text:
        """What a phase is called."""
        return self.opened.loaded.workflow.phase(Phase(phase or self.case.phase)).title


def package_of(item: ArchiveItem, *, is_first: bool, work: UnitOfWork, now: datetime) -> Package:
    """The description of one item's message, with the case's folder when it `is_first`. For the machine. Raises NotThere."""
    with work:
        case = work.cases.by_id(item.case_id)
        rules = work.records.archive_rules(case.municipality_id) or USUAL
        opened = opened_for_archive(case, with_notes=rules.with_notes, work=work, now=now)
        town = work.parties.municipality(case.municipality_id)
        telling = Telling(item, opened, town, rules, work.documents.of_case(case.id))
        kept = Kept(opened.loaded, opened.snapshots, opened.events, opened.loaded.requests, opened.companies)
        entry, sheets = _told(telling, kept, work)
        folder = folder_of(telling.opened, town, rules, told_of(kept, opened.snapshots[0], work)) if is_first else None
    place = (town.number, case.number, f"{item.place:07d}-{item.kind}")
    return Package(item.id, place, SYSTEM, town.language, entry, folder, sheets)


def _told(telling: Telling, kept: Kept, work: UnitOfWork) -> tuple[Entry, dict[str, Any]]:
    kind = telling.item.kind
    if kind == SENDING:
        snapshot = _one(telling.opened.snapshots, telling.item.subject)
        return _sending(telling, snapshot, told_of(kept, snapshot, work))
    if kind in (STATEMENT, SHARED):
        found = statements_of(telling.case, telling.opened.loaded.workflow, work, shared_only=kind == SHARED)
        return (_statement if kind == STATEMENT else _shared)(telling, _one(found, telling.item.subject))
    if kind in (MESSAGE, NOTE):
        written = telling.opened.messages if kind == MESSAGE else telling.opened.notes
        return _message(telling, _one(written, telling.item.subject))
    if kind == APPEAL:
        return _appeal(telling, _one(appeals_of(telling.opened), telling.item.subject))
    event = _one(telling.opened.events, telling.item.subject)
    if kind == APPEAL_ANSWER:
        return _appeal_answer(telling, event, _one(appeals_of(telling.opened), event.data.get("appeal")))
    if kind == REOPENING:
        return _reopening(telling, event)
    if kind == REQUESTS:
        return _requests(telling, event)
    if kind == DECIDED:
        return _decision(telling, event, work)
    if kind == CLOSING:
        return _closing(telling, event, filed(telling.opened, None, work))
    raise NotThere


def _sending(telling: Telling, snapshot: Snapshot, receipt: FullReceipt) -> tuple[Entry, dict[str, Any]]:
    phase = receipt.phase_title
    title = _("{phase}, sending {n}: {place}", phase=phase, n=receipt.sending, place=_where(receipt.address, receipt.property_key))
    code = APPLICATION if snapshot.phase == Phase.APPLICATION else NOTICE
    main = _printed(telling, "receipt", code, _("Receipt: what was sent"), snapshot.at)
    sender = Correspondent(SENDER, receipt.company, receipt.organisation_number, receipt.sent_by, receipt.reference)
    documents = (main, *_attachments(telling, snapshot))
    made = _entry(telling, INCOMING, JOURNALED, title, phase, snapshot.at, receipt.sent_by, (sender,), documents)
    return made, {"receipt": receipt}


def _attachments(telling: Telling, snapshot: Snapshot) -> list[DocumentDescription]:
    """The files of a sending that no earlier sending held, as they lay then."""
    earlier = telling.opened.snapshots[: list(telling.opened.snapshots).index(snapshot)]
    known = {file["id"] for one in earlier for files in one.content["files"].values() for file in files}
    rows = {one.id: one for one in telling.documents}
    slots = index_of(telling.opened.loaded.workflow, snapshot.phase).slots
    found: list[DocumentDescription] = []
    for place, files in snapshot.content["files"].items():
        slot = place.partition("@")[0]
        label = slots[slot][1].label if slot in slots else _("Other documents")
        for file in files:
            if file["id"] not in known:
                found.append(_attachment(telling, rows[file["id"]], slot, label, len(found) + 2))
    return found


def _attachment(telling: Telling, row: Document, slot: str, label: Text, number: int) -> DocumentDescription:
    code = type_of(slot, row.name)
    title = _("{label}: {name}", label=label, name=row.name)
    law = SHIELDED_SLOTS.get(slot, "")
    return DocumentDescription(
        number, ATTACHED, code, TYPE_WORDS[code], title, row.uploaded_at, Key(SYSTEM, f"document:{row.id}"), (_file(row, number),),
        _shield(telling, code, law),
    )  # fmt: skip


def _file(row: Document | FiledAttachment, number: int) -> FileObject:
    """A kept file as the document of that number holds it."""
    shape = format_of(row.name)
    ending = row.name.rpartition(".")[2].lower() if shape is not UNKNOWN_FORMAT else "bin"
    variant = ARCHIVE if shape.is_archival else PRODUCTION
    return FileObject(row.name, f"dok-{number:02d}.{ending}", shape.code, shape.media_type, variant, row.object_key, row.sha256, row.size)


def _requests(telling: Telling, event: Event) -> tuple[Entry, dict[str, Any]]:
    """What was asked for; the answers come in a sending of their own."""
    told = requests_sheet(telling.opened, event)
    title = _("Corrections asked for: {phase}", phase=told.phase_title)
    main = _printed(telling, "requests", LETTER, title, event.at)
    made = _entry(telling, OUTGOING, DISPATCHED, title, title, event.at, told.by, _to_the_company(telling), (main,), due=told.due)
    return made, {"requests": told}


def _decision(telling: Telling, event: Event, work: UnitOfWork) -> tuple[Entry, dict[str, Any]]:
    told = decision_sheet(telling.opened, event, work)
    phase = told.phase_title
    title = _("Approved: {phase}", phase=phase) if told.outcome == "approved" else _("Rejected: {phase}", phase=phase)
    main = _printed(telling, "decision", DECISION, title, told.at)
    made = _entry(telling, OUTGOING, DISPATCHED, title, title, told.at, told.by, _to_the_company(telling), (main,))
    return made, {"decision": told}


def _message(telling: Telling, message: Message) -> tuple[Entry, dict[str, Any]]:
    told = message_sheet(telling.opened, message)
    parties: tuple[Correspondent, ...] = ()
    if message.internal:
        title, kind, status = _("Internal note"), NOTE_ALONE, DONE
    elif message.from_staff:
        title, kind, status, parties = _("Message to the company"), OUTGOING, DISPATCHED, _to_the_company(telling)
    else:
        title, kind, status = _("Message from the company"), INCOMING, JOURNALED
        parties = (Correspondent(SENDER, *telling.company, told.by),)
    main = _printed(telling, "message", LETTER, title, message.at, INTERNAL_LAW if message.internal else "")
    return _entry(telling, kind, status, title, title, message.at, told.by, parties, (main,)), {"message": told}


def _statement(telling: Telling, filed_one: FiledStatement) -> tuple[Entry, dict[str, Any]]:
    """A statement with its question and its files: from outside it came in, a colleague's is the municipality's own.

    As long as it is not shared with the company all of it is kept from the public. Source: offentleglova sections 14 and 15.
    """
    told, sheet = filed_one.told, statement_sheet(telling.opened, filed_one)
    law = "" if told.is_shared else ADVICE_LAW if told.is_outside else INTERNAL_LAW
    title = _("Statement: {whom}", whom=told.whom)
    main = _printed(telling, "statement", LETTER, title, sheet.at, law)
    files = (_statement_file(telling, one, number, law) for number, one in enumerate(filed_one.files, start=2))
    kind, status = (INCOMING, JOURNALED) if told.is_outside else (NOTE_ALONE, DONE)
    parties = (Correspondent(SENDER, told.whom),) if told.is_outside else ()
    made = _entry(telling, kind, status, title, _("Statement"), sheet.at, told.whom, parties, (main, *files))
    return replace(made, shield=_shield(telling, LETTER, law) if law else None), {"statement": sheet}


def _statement_file(telling: Telling, one: FiledAttachment, number: int, law: str) -> DocumentDescription:
    code = type_of("", one.name)
    title, key = _("{label}: {name}", label=_("Statement"), name=one.name), Key(SYSTEM, f"statement_file:{one.id}")
    shield = _shield(telling, code, law)
    return DocumentDescription(number, ATTACHED, code, TYPE_WORDS[code], title, one.at, key, (_file(one, number),), shield)


def _shared(telling: Telling, filed_one: FiledStatement) -> tuple[Entry, dict[str, Any]]:
    """What the company was let read: the statement as it reads it. Its files lie in the archive with the statement itself."""
    at = filed_one.shared_at
    if at is None:
        raise NotThere
    by = next((actor_of(one, telling.opened.names) for one in telling.opened.events if _is_sharing(one, filed_one)), "")
    title = _("Statement shared with the company")
    main = _printed(telling, "statement", LETTER, title, at)
    made = _entry(telling, OUTGOING, DISPATCHED, title, title, at, by, _to_the_company(telling), (main,))
    return made, {"statement": statement_sheet(telling.opened, filed_one)}


def _is_sharing(event: Event, filed_one: FiledStatement) -> bool:
    return event.kind == "statement_shared" and event.data.get("statement") == filed_one.id


def _appeal(telling: Telling, filed_one: FiledAppeal) -> tuple[Entry, dict[str, Any]]:
    """An appeal as it came: on its own day, which may lie before the one it was written down on."""
    title = _("Appeal: {phase}", phase=filed_one.phase_title)
    at, came_on = filed_one.registered_at, filed_one.received_on
    main = _printed(telling, "appeal", LETTER, title, at)
    parties = (_appellant(telling, SENDER, filed_one),)
    made = _entry(telling, INCOMING, JOURNALED, title, title, at, filed_one.by, parties, (main,))
    received = at if came_on == day_of(at) else datetime.combine(came_on, time(), OSLO)
    return replace(made, document_date=came_on, received=received), {"appeal": appeal_sheet(telling.opened, filed_one)}


def _appeal_answer(telling: Telling, event: Event, filed_one: FiledAppeal) -> tuple[Entry, dict[str, Any]]:
    """What became of an appeal: told to who appealed, and to the company; sent on, it went to the body above."""
    answer = _one(filed_one.answers, event.id)
    is_sent_on = answer.state == AppealState.SENT_ON
    phase = filed_one.phase_title
    title = _("Appeal sent on to the appeal body: {phase}", phase=phase) if is_sent_on else _("Appeal answered: {phase}", phase=phase)
    main = _printed(telling, "appeal_answer", LETTER if is_sent_on else DECISION, title, answer.at)
    body = filed_one.appeal_body if is_sent_on else ""
    appellant = _appellant(telling, COPY if body else RECEIVER, filed_one)
    company = [] if appellant.number else [replace(one, kind=COPY) for one in _to_the_company(telling)]
    parties = (Correspondent(RECEIVER, body), appellant, *company)
    made = _entry(telling, OUTGOING, DISPATCHED, title, title, answer.at, answer.by, parties, (main,))
    return made, {"appeal_answer": appeal_sheet(telling.opened, filed_one, answer)}


def _appellant(telling: Telling, kind: str, filed_one: FiledAppeal) -> Correspondent:
    """Who appealed; with the organisation number where it is the company that has the case."""
    name, number = telling.company
    return Correspondent(kind, filed_one.appellant, number if filed_one.appellant.casefold() == name.casefold() else "")


def _reopening(telling: Telling, event: Event) -> tuple[Entry, dict[str, Any]]:
    """That the case was taken up again: the municipality's own note, which the company reads as well."""
    title = _("Case reopened")
    told = reopening_sheet(telling.opened, event)
    main = _printed(telling, "reopening", LETTER, title, event.at)
    return _entry(telling, NOTE_ALONE, DONE, title, title, event.at, told.by, (), (main,)), {"reopening": told}


def _closing(telling: Telling, event: Event, file: CaseFile) -> tuple[Entry, dict[str, Any]]:
    """The case file; kept from the public when something in it is the municipality's own."""
    title = _("The case has ended: case file") if event.kind != "withdrawn" else _("The case was withdrawn: case file")
    is_internal = bool(file.notes) or any(not one.told.is_shared for one in file.statements)
    main = _printed(telling, "case_file", LETTER, title, event.at, INTERNAL_LAW if is_internal else "")
    by = actor_of(event, telling.opened.names)
    return _entry(telling, NOTE_ALONE, DONE, title, title, event.at, by, (), (main,)), {"case_file": file}


def _entry(
    telling: Telling, kind: str, status: str, title: Text, public: Text, at: datetime, by: str,
    correspondents: tuple[Correspondent, ...], documents: tuple[DocumentDescription, ...], due: date | None = None,
) -> Entry:  # fmt: skip
    named = tuple(one for one in correspondents if one.name)
    return Entry(
        Key(SYSTEM, telling.item.key), folder_key(telling.case), kind, status, title, public, day_of(at), at, by or SYSTEM,
        at if kind == INCOMING else None, at if kind == OUTGOING else None, due, named, documents,
    )  # fmt: skip


def _printed(telling: Telling, sheet: str, code: str, title: Text, at: datetime, law: str = "") -> DocumentDescription:
    """The main document of an entry: a PDF/A that is printed for it; by `law` it is kept from the public."""
    file = FileObject(f"{telling.case.number}-{sheet}.pdf", "dok-01.pdf", "PDF/A", "application/pdf", ARCHIVE, f"print:{sheet}")
    key = Key(SYSTEM, f"{telling.item.key}:{sheet}")
    return DocumentDescription(1, MAIN, code, TYPE_WORDS[code], title, at, key, (file,), _shield(telling, code, law))


def _shield(telling: Telling, code: str, law: str) -> Shield | None:
    """Whether a document is kept from the public: as its slot declares, or as the municipality's rule for its type says.

    What is internal names its own law; the municipality's words for the law are about people.
    """
    rules = telling.rules
    if law in INTERNAL_ACCESS:
        return Shield(rules.access_code or INTERNAL_ACCESS[law], law)
    if not law and code not in rules.shielded_types:
        return None
    return Shield(rules.access_code or USUAL_ACCESS, rules.access_law or law or PERSONAL)


PERSONAL = "offl. § 13 jf. fvl. § 13"


def _to_the_company(telling: Telling) -> tuple[Correspondent, ...]:
    return (Correspondent(RECEIVER, *telling.company, reference=telling.case.reference),)


def _where(address: str, property_key: str) -> Text:
    return verbatim(", ".join(filter(None, (address, place_name("", property_key)))) or "–")


def _one(rows: Sequence[Any], id_: str) -> Any:
    found = next((one for one in rows if one.id == id_), None)
    if found is None:
        raise NotThere
    return found
