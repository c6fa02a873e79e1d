"""What lists and boards are narrowed to, and what they show of one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from models.base import Ball, BoardColumn, Phase, Status
from workflows.searching.excerpts import Excerpt

CaseOrder = Literal["urgent", "recent", "action", "left"]
"""How a list is sorted; see `Cases.cards`."""
UNASSIGNED = "-"
"""As `CaseFilter.assignee`: cases nobody has taken."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list or board is narrowed to. Empty means all. `text` is searched for in everything a case says (`workflows/searching`)."""

    workflow: str = ""
    columns: tuple[BoardColumn, ...] = ()
    statuses: tuple[Status, ...] = ()
    ball: Ball | None = None
    assignee: str = ""
    company: str = ""
    text: str = ""
    overdue_on: date | None = None
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case in a list or on the board: all that is shown, from one joined query. Days in Europe/Oslo; the clock as `Case` has it.

    `company_gone` is how the company register says that the company is gone, empty when it is not.
    `found` is where a search found it; empty in lists that were not searched.
    """

    id: str
    ref: str
    number: str
    workflow: str
    phase: Phase
    status: Status
    ball: Ball
    column: BoardColumn
    title: str
    address: str
    property_key: str
    reference: str
    company: str
    municipality: str
    assignee_id: str | None
    assignee: str
    due_on: date | None
    submitted_at: datetime | None
    updated_at: datetime
    open_requests: int
    lacking: int
    version: int
    clock_days: int | None = None
    clock_since: date | None = None
    company_gone: str = ""
    company_id: str = ""
    our_due_on: date | None = None
    our_days_left: int | None = None
    work_is_on: bool = False
    closed_days: frozenset[date] = frozenset()
    found: tuple[Excerpt, ...] = ()
