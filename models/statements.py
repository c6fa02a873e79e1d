"""Statements on a case: asked of a colleague or an outside expert, given in words and files, shared with the contractor or not."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from models.base import Moment, Phase, worded

ASKED, GIVEN, WITHDRAWN, CLOSED = "asked", "given", "withdrawn", "closed"
"""States of a statement. Only ASKED can be given; of ASKED and GIVEN an outside expert reads the case, until `expires_at`."""
READABLE = (ASKED, GIVEN)


class Statement(SQLModel, table=True):
    """One question to one person about one case, and what they answered.

    `is_outside`: asked by e-mail of somebody who is none of the municipality's; then `person_id` is empty until they took the invitation
    `invitation_id` up. `whom` is what the officer calls the department or the person. `steps` are the parts an outsider may read, each as
    `phase/step`, without files in `hidden_documents`. `shared_at` is when the officer let the contractor read the answer.
    """

    __tablename__ = "statement"
    __table_args__ = (
        Index("statements_of_a_case", "case_id", "asked_at"),
        Index("statements_of_a_person", "person_id", "state"),
        Index("statements_due", "state", "due_on"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    municipality_id: str = Field(foreign_key="municipality.id")
    phase: Phase = Field(sa_type=worded(Phase))
    state: str = ASKED
    is_outside: bool = False
    person_id: str | None = Field(default=None, foreign_key="person.id")
    email: str = ""
    whom: str = ""
    invitation_id: str = Field(default="", index=True)
    question: str
    steps: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    hidden_documents: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    due_on: date
    expires_at: datetime = Field(sa_type=Moment)
    asked_by: str = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Moment)
    words: str = ""
    given_by: str | None = Field(default=None, foreign_key="person.id")
    given_at: datetime | None = Field(default=None, sa_type=Moment)
    shared_by: str | None = Field(default=None, foreign_key="person.id")
    shared_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = ""
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)


class StatementFile(SQLModel, table=True):
    """A file that belongs to a statement; found good before its row was written."""

    __tablename__ = "statement_file"
    id: str = Field(primary_key=True)
    statement_id: str = Field(foreign_key="statement.id", index=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    name: str
    content_type: str
    size: int
    sha256: str
    object_key: str
    uploaded_by: str = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=Moment)
