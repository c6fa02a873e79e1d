"""The letters of a case as they are printed: what was asked for at one time, a decision, message or appeal. Told from what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.base import Phase
from models.case import Event
from models.correspondence import Message, RequestState
from models.errors import NotThere
from models.text import Text
from workflows.casework.companies import actor_of
from workflows.casework.describing import Opened, request_info
from workflows.casework.letters import KeptLetter
from workflows.casework.reading_letters import frozen_letter, letter_made_later
from workflows.casework.views import RequestInfo
from workflows.ports import UnitOfWork
from workflows.records.appeals import FiledAnswer, FiledAppeal
from workflows.records.statements import FiledStatement


@dataclass(frozen=True, slots=True)
class RequestsSheet:
    """What was asked for at one time, as a letter."""

    number: str
    workflow: Text
    phase_title: Text
    municipality: str
    company: str
    at: datetime
    due: date | None
    by: str
    requests: Sequence[RequestInfo]


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """One decision: its outcome, and the letter that went out."""

    phase_title: Text
    at: datetime
    by: str
    outcome: str
    letter: KeptLetter


@dataclass(frozen=True, slots=True)
class MessageSheet:
    """One message or note, as it was written."""

    number: str
    workflow: Text
    municipality: str
    company: str
    at: datetime
    by: str
    from_staff: bool
    internal: bool
    body: str


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """One statement that was given; with its question only when it is the municipality's own copy."""

    number: str
    workflow: Text
    municipality: str
    company: str
    at: datetime
    filed: FiledStatement


@dataclass(frozen=True, slots=True)
class AppealSheet:
    """One appeal as it came, or one `answer` to it."""

    number: str
    workflow: Text
    municipality: str
    company: str
    at: datetime
    filed: FiledAppeal
    answer: FiledAnswer | None


@dataclass(frozen=True, slots=True)
class ReopeningSheet:
    """That a case that had ended was taken up again, and why."""

    number: str
    workflow: Text
    municipality: str
    company: str
    at: datetime
    by: str
    reason: str


def requests_sheet(opened: Opened, event: Event) -> RequestsSheet:
    """What was asked for in one breath, as it was asked."""
    loaded, names = opened.loaded, opened.names
    asked = event.data.get("asked") or event.data.get("requests") or ()
    wanted = set(asked) if isinstance(asked, (list, tuple)) else set()
    rows = [one for one in loaded.requests if one.id in wanted and one.state != RequestState.PLANNED]
    due = date.fromisoformat(event.data["due"]) if event.data.get("due") else None
    told = [request_info(one, loaded, names, {}, {}) for one in sorted(rows, key=lambda one: one.number)]
    number, kind, phase, municipality, company = _named(opened, event.phase)
    return RequestsSheet(number, kind, phase, municipality, company, event.at, due, actor_of(event, names), told)


def decision_sheet(opened: Opened, event: Event, work: UnitOfWork) -> DecisionSheet:
    """The decision an event tells of, with its letter. Raises NotThere without one."""
    taken = [one for one in opened.decisions if one.decided_at == event.at]
    if not taken:
        raise NotThere
    one, loaded = taken[-1], opened.loaded
    letter = frozen_letter(one, loaded.case.municipality_id, work) or letter_made_later(one, loaded, work)
    return DecisionSheet(loaded.workflow.phase(one.phase).title, one.decided_at, opened.names.get(one.decided_by, ""), one.outcome, letter)


def message_sheet(opened: Opened, message: Message) -> MessageSheet:
    """One message or note."""
    number, kind, _phase, municipality, company = _named(opened, None)
    by = opened.names.get(message.author_id, "")
    return MessageSheet(number, kind, municipality, company, message.at, by, message.from_staff, message.internal, message.body)


def statement_sheet(opened: Opened, filed: FiledStatement) -> StatementSheet:
    """One statement. Raises NotThere for one that was not given."""
    if filed.told.given_at is None:
        raise NotThere
    number, kind, _phase, municipality, company = _named(opened, None)
    return StatementSheet(number, kind, municipality, company, filed.told.given_at, filed)


def appeal_sheet(opened: Opened, filed: FiledAppeal, answer: FiledAnswer | None = None) -> AppealSheet:
    """One appeal, or one answer to it."""
    number, kind, _phase, municipality, company = _named(opened, None)
    return AppealSheet(number, kind, municipality, company, answer.at if answer else filed.registered_at, filed, answer)


def reopening_sheet(opened: Opened, event: Event) -> ReopeningSheet:
    """Why a case was taken up again; without the reason when an erasure has emptied it."""
    number, kind, _phase, municipality, company = _named(opened, None)
    reason = str(event.detail.get("reason", ""))
    return ReopeningSheet(number, kind, municipality, company, event.at, actor_of(event, opened.names), reason)


def _named(opened: Opened, phase: str | None) -> tuple[str, Text, Text, str, str]:
    loaded = opened.loaded
    title = loaded.workflow.phase(Phase(phase) if phase else loaded.case.phase).title
    company = loaded.known.company.name if loaded.known.company else ""
    return loaded.case.number, loaded.workflow.title, title, loaded.known.municipality_name, company
