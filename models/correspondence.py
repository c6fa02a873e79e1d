"""What the two sides say to each other about a case: correction requests, decisions, messages; and what staff say among themselves."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Moment, Phase, worded


class TargetKind(StrEnum):
    """What a correction request points at; FREE is a plain question without a target."""

    QUESTION = "question"
    SLOT = "slot"
    STEP = "step"
    FREE = "free"


class RequestState(StrEnum):
    """The life of a correction request. Source: product.md 3.6."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


OPEN_REQUEST_STATES = frozenset({RequestState.SENT, RequestState.ANSWERED, RequestState.REOPENED})
"""States in which a request still stands between the case and a decision."""

UNANSWERED_REQUEST_STATES = frozenset({RequestState.SENT, RequestState.REOPENED})
"""States in which the contractor has something to do."""


MORE_TIME = "more_time"
"""The kind of answer that is none: the contractor wishes for a later day."""


OWN_WISH = "contractor"
"""As `extra_reason`: the contractor opened a part of its own accord, and nobody asked for it."""


class CorrectionRequest(SQLModel, table=True):
    """One thing the municipality asks to have mended.

    `requirement` is the ledger id it rests on, or empty for an extra demand (then `extra_reason` says why) and for a free question.
    `target` is `step`, `step/field`, `step/group/row/field`, `step/slot` or `step/slot@row`. `reason_kind` is `incomplete` (the legal
    period starts anew) or `incorrect` (it resumes). `answer_kind` is `corrected`, `new_file`, `disputed` or `more_time`; `answer` is the
    contractor's sentence.
    `what` and `how_to_fix` are packed texts (`models.text.pack`), `origin` is a packed source (`workflows.parts.pack_source`); requests
    made before it was kept have English words in `source` instead. `comment` is the officer's free sentence. `baseline` is the
    fingerprint of the target when the request was sent: unchanged means unanswered unless disputed.
    """

    __tablename__ = "correction_request"
    __table_args__ = (Index("requests_of_a_case", "case_id", "state"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    phase: Phase = Field(sa_type=worded(Phase))
    number: int
    state: RequestState = Field(default=RequestState.PLANNED, sa_type=worded(RequestState))
    target_kind: TargetKind = Field(sa_type=worded(TargetKind))
    target: str = ""
    requirement: str = ""
    extra_reason: str = ""
    reason_kind: str = "incorrect"
    automatic: bool = False
    blocking: bool = True
    what: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    how_to_fix: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    source: str = ""
    origin: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    comment: str = ""
    due_on: date | None = None
    baseline: str = ""
    answer_kind: str = ""
    answer: str = ""
    created_by: str | None = None
    created_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closing_reason: str = ""

    @property
    def is_extra(self) -> bool:
        """It demands something of the form that no requirement asks for. A free question demands nothing of it, whatever its reason."""
        return bool(self.target) and not self.requirement and not self.automatic and self.extra_reason != OWN_WISH


class Decision(SQLModel, table=True):
    """The outcome of one phase: approved or rejected, with reason and conditions, by one person (proposed by another where demanded)."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("case_id", "phase", "number", name="one_decision_per_number"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    phase: Phase = Field(sa_type=worded(Phase))
    number: int = 1
    outcome: str
    reason: str
    conditions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    decided_by: str = Field(foreign_key="person.id")
    proposed_by: str | None = None
    decided_at: datetime = Field(sa_type=Moment)


class Message(SQLModel, table=True):
    """A message between company and municipality about a case, or an internal note when `internal` is set (staff only)."""

    __tablename__ = "message"
    __table_args__ = (Index("messages_of_a_case", "case_id", "at"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    internal: bool = False
    from_staff: bool
    author_id: str = Field(foreign_key="person.id")
    body: str
    at: datetime = Field(sa_type=Moment)
