"""The letters of a case as they are printed: what was asked for at one time, one decision, one message. Told from what is kept."""

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


def _named(opened: Opened, phase: str | None) -> tuple[str, Text, Text, str, str]:
    loaded = opened.loaded
    title = loaded.workflow.phase(Phase(phase) if phase else loaded.case.phase).title
    company = loaded.known.company.name if loaded.known.company else ""
    return loaded.case.number, loaded.workflow.title, title, loaded.known.municipality_name, company
