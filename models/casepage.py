"""What the pages of a case need beside it: in which street it lies, and which changes the municipality has looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Moment


class CaseStreet(SQLModel, table=True):
    """The street a case lies in, as `workflows.streets.street_of` writes it: what earlier cases nearby are found by.

    Written by the transaction that writes the case's address. A case whose address names no street has no row.
    """

    __tablename__ = "case_street"
    __table_args__ = (Index("cases_in_a_street", "municipality_id", "street", "case_id"),)
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    municipality_id: str = Field(foreign_key="municipality.id")
    street: str


class SeenChange(SQLModel, table=True):
    """Somebody at the municipality has looked at what changed at one place; `evidence` is the fingerprint of what stood there.

    `place` is `step/at`. It counts as long as the evidence is unchanged, so what was looked at need not be looked at again when the case is
    sent once more with the same there.
    """

    __tablename__ = "seen_change"
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    phase: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    evidence: str
    by: str = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Moment)
