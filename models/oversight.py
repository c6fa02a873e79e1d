"""What oversight needs to remember: looks behind the glass, wishes to be forgotten, and when the nightly rounds were last done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Moment


class BreakGlass(SQLModel, table=True):
    """A platform administrator's leave to read one case for a while. It ends by itself at `until`, or before at `ended_at`."""

    __tablename__ = "break_glass"
    __table_args__ = (Index("glasses_of_a_person", "person_id", "until"),)
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    case_id: str = Field(foreign_key="case.id", index=True)
    reason: str
    begun_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ErasureRequest(SQLModel, table=True):
    """A person's wish to be erased. `receipt` is the number they were given; `done_by` carried it out at `done_at`."""

    __tablename__ = "erasure_request"
    id: str = Field(primary_key=True)
    receipt: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    done_by: str | None = Field(default=None, foreign_key="person.id")


class Chore(SQLModel, table=True):
    """A round that is done again and again, and when it was last finished; `note` is what it did, in numbers."""

    __tablename__ = "chore"
    name: str = Field(primary_key=True)
    done_at: datetime = Field(sa_type=Moment)
    note: str = ""
