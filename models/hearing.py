"""What is heard besides the two sides: colleagues named in notes, and demands that no requirement makes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Moment, Phase, worded


class Mention(SQLModel, table=True):
    """Somebody of the municipality named in an internal note; the note's words hold the same id, never the name."""

    __tablename__ = "mention"
    __table_args__ = (Index("mentions_of_a_person", "person_id", "municipality_id", "at"),)
    message_id: str = Field(primary_key=True, foreign_key="message.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    case_id: str = Field(foreign_key="case.id", index=True)
    municipality_id: str = Field(foreign_key="municipality.id")
    at: datetime = Field(sa_type=Moment)


class ExtraDemand(SQLModel, table=True):
    """One request that rests on no requirement, counted once when it is first sent, whatever becomes of it.

    `is_question`: it points at nothing in the form and only asks. Nobody is named: the figure is about wordings and rules, not people.
    """

    __tablename__ = "extra_demand"
    __table_args__ = (Index("extra_demands_of_a_kind", "municipality_id", "workflow", "sent_at"),)
    request_id: str = Field(primary_key=True, foreign_key="correction_request.id")
    case_id: str = Field(foreign_key="case.id", index=True)
    municipality_id: str = Field(foreign_key="municipality.id")
    workflow: str
    phase: Phase = Field(sa_type=worded(Phase))
    is_question: bool = False
    sent_at: datetime = Field(sa_type=Moment)
