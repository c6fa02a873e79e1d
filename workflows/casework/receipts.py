"""The receipt of one sending: what was received, when, from whom, and what the municipality did with it at once.

Everything is told from what was kept then, so that a receipt says the same whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from models.actor import Actor
from models.base import Phase, Status
from models.case import Event, Snapshot
from models.correspondence import CorrectionRequest
from models.errors import NotThere
from models.local_set import Contact
from models.text import Text, _, unpack
from workflows.casework.companies import CaseCompanies, actor_of, as_then, companies_of, responsible_at
from workflows.casework.describing import document_info
from workflows.casework.dossiers import Loaded, columns_of, fields_of, load
from workflows.casework.reaching import reached_then
from workflows.casework.settling import DRAFT_KINDS, clock_of, handling_of, is_notice
from workflows.casework.sight import as_sent
from workflows.casework.views import DocumentInfo
from workflows.clocks import Clock
from workflows.facts import CompanyStanding, Known
from workflows.fees import FeeLine, fees_of
from workflows.fields import PersonKind
from workflows.index import index_of
from workflows.ledger import LedgerRow, evaluate
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.reading import Reading
from workflows.summary import SummaryGroup, SummarySection, summary


class NotSent(NotThere):
    """What has not been sent has no receipt."""

    text = _("There is no receipt of this yet. It comes when the case has been sent.")


@dataclass(frozen=True, slots=True)
class AskedAtOnce:
    """One thing that was asked for at once, as it stands in the request."""

    number: int
    what: Text
    how_to_fix: Text


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of a sending: whose place it took, in which row, and what the check had found by then."""

    place: Text
    row: Text | None
    file: DocumentInfo


@dataclass(frozen=True, slots=True)
class FullReceipt:
    """One sending, whole. `status` is what the case was right after it: submitted, resubmitted, or paused at once with `lacking`.

    `clock` stood so then; `deemed_granted_on` is the day after which the law lets the permit count as given. `words` is what the sender
    wrote beside it. `sha256` is the digest of what was sent; `log_entry` and `log_hash` are the last entry of the case's log then.
    """

    ref: str
    number: str
    workflow: Text
    phase: Phase
    phase_title: Text
    sending: int
    municipality: str
    company: str
    organisation_number: str
    address: str
    property_key: str
    reference: str
    sent_at: datetime
    sent_by: str
    words: str
    status: Status
    is_notice: bool
    lacking: Sequence[AskedAtOnce]
    clock: Clock
    deemed_granted_on: date | None
    contact: Contact
    sections: Sequence[SummarySection]
    files: Sequence[SentFile]
    waived: Sequence[LedgerRow]
    fees: Sequence[FeeLine]
    sha256: str
    log_entry: int
    log_hash: str


def receipt_of(
    ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, phase: Phase | None = None, submission: int | None = None
) -> FullReceipt:
    """The receipt of a sending: the newest of the case, of a phase, or the one with this number in the phase (the newest sent by default).

    Raises NotThere, NotSent when there is no such sending, NotAllowed.
    """
    with work:
        case, actor, until = reached_then(ref, actor=actor, work=work)
        authorize(actor, "see_receipt", company_id=case.company_id, municipality_id=case.municipality_id)
        snapshots = [one for one in work.cases.snapshots(case.id) if until is None or one.at <= until]
        wanted = _wanted(snapshots, phase, submission)
        events = work.cases.events(case.id, without=DRAFT_KINDS)
        kept = Kept(load(case, work=work, now=now), snapshots, events, work.cases.requests(case.id), companies_of(case, work))
        return told_of(kept, wanted, work)


@dataclass(frozen=True, slots=True)
class Kept:
    """What receipts are told from: the case, its sendings and its log in order, everything that was asked, and whose it was when."""

    loaded: Loaded
    snapshots: Sequence[Snapshot]
    events: Sequence[Event]
    requests: Sequence[CorrectionRequest]
    companies: CaseCompanies


def told_of(kept: Kept, snapshot: Snapshot, work: UnitOfWork) -> FullReceipt:
    """The receipt of one of the sendings. The caller has authorised; two queries, whatever the case."""
    sent = as_sent(kept.loaded, snapshot, kept.snapshots)
    people = {snapshot.by, *_people_in(sent, snapshot.phase)}
    names = dict(work.parties.names(sorted(people)))
    company = _as_then(sent.known, kept.companies, snapshot)
    sent.known = replace(sent.known, members={**names, **(sent.known.members or {})}, company=company)
    names |= as_then(kept.events, snapshot.by, names, work)
    event, paused = _events_of(kept.events, snapshot)
    asked = set(paused.data.get("asked", ())) if paused else set()
    lacking = [AskedAtOnce(one.number, unpack(one.what), unpack(one.how_to_fix)) for one in kept.requests if one.id in asked]
    return _told(sent, snapshot, kept.events, event, paused or event, names, lacking)


def _as_then(known: Known, companies: CaseCompanies, snapshot: Snapshot) -> CompanyStanding | None:
    """The company that answered for the case when it was sent."""
    then = responsible_at(companies, snapshot.at)
    return replace(known.company, name=then.company, organisation_number=then.number) if then and known.company else known.company


def _wanted(snapshots: Sequence[Snapshot], phase: Phase | None, submission: int | None) -> Snapshot:
    newest = phase or (snapshots[-1].phase if snapshots else None)
    found = [one for one in snapshots if one.phase == newest and submission in (None, one.number)]
    if not found:
        raise NotSent
    return found[-1]


def _people_in(sent: Loaded, phase: Phase) -> set[str]:
    """People who are answers: some may have left the company since, and keep their names on what was sent."""
    fields = fields_of(PersonKind, sent.workflow, phase)
    entries = [(path, entry["raw"]) for (where, _step), kept in sent.sets.items() if where == phase for path, entry in kept.answers.items()]
    return {raw for path, raw in entries if path.rsplit("/", 1)[-1] in fields and isinstance(raw, str)}


def _events_of(events: Sequence[Event], snapshot: Snapshot) -> tuple[Event, Event | None]:
    """The sending in the log, and the pause that followed in the same breath."""
    place = next(place for place, one in enumerate(events) if one.data.get("snapshot") == snapshot.id)
    after = events[place + 1] if place + 1 < len(events) else None
    at_once = after is not None and after.kind == "paused" and after.data.get("automatic")
    return events[place], after if at_once else None


def _told(
    sent: Loaded,
    snapshot: Snapshot,
    events: Sequence[Event],
    event: Event,
    last: Event,
    names: Mapping[str, str],
    lacking: list[AskedAtOnce],
) -> FullReceipt:
    case, phase, known = sent.case, snapshot.phase, sent.known
    dossier, columns = sent.dossier(phase), columns_of(sent)
    clock = clock_of(sent, [one for one in events if one.seq <= last.seq], phase)
    status = Status.PAUSED if last is not event else Status.SUBMITTED if event.kind == "submitted" else Status.RESUBMITTED
    sections = summary(sent.workflow, dossier, phase)
    return FullReceipt(
        ref=case.ref, number=case.number, workflow=sent.workflow.title, phase=phase, phase_title=sent.workflow.phase(phase).title,
        sending=snapshot.number, municipality=known.municipality_name, company=_company(known)[0], organisation_number=_company(known)[1],
        address=columns["address"], property_key=next(iter(columns["properties"]), ""), reference=columns["reference"], sent_at=snapshot.at,
        sent_by=actor_of(event, names), words=str(event.detail.get("words", "")), status=status, is_notice=is_notice(sent, phase),
        lacking=lacking, clock=clock, deemed_granted_on=_deemed_granted_on(sent, phase, clock, status),
        contact=sent.local.content.contact, sections=sections, files=_files(sent, phase, sections), waived=_waived(sent, phase),
        fees=fees_of(Reading(sent.workflow, dossier, phase)), sha256=snapshot.sha256, log_entry=last.seq, log_hash=last.hash,
    )  # fmt: skip


def _company(known: Known) -> tuple[str, str]:
    return (known.company.name, known.company.organisation_number) if known.company else ("", "")


def _deemed_granted_on(sent: Loaded, phase: Phase, clock: Clock, status: Status) -> date | None:
    handling, _length = handling_of(sent, phase)
    return clock.due if handling.deemed_granted and status != Status.PAUSED else None


def _files(sent: Loaded, phase: Phase, sections: Sequence[SummarySection]) -> list[SentFile]:
    """The phase's files in the order of the form."""
    slots = index_of(sent.workflow, phase).slots
    groups = [part for section in sections for part in section.parts if isinstance(part, SummaryGroup)]
    titles = {(group.key, row.id): row.title for group in groups for row in group.rows}
    found = []
    for slot, (_step, declared, group) in slots.items():
        here = [one for one in sent.documents if one.phase == phase and one.slot == slot]
        for one in here:
            row = titles.get((group.key, one.row or "")) if group else None
            found.append(SentFile(declared.label, row, document_info(one, {})))
    return found


def _waived(sent: Loaded, phase: Phase) -> list[LedgerRow]:
    """What the sender could not supply, with the reason."""
    return [row for row in evaluate(sent.workflow, sent.dossier(phase)).rows if row.reason] if sent.waivers else []
