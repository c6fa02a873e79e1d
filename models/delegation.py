"""Who else works on a case: companies asked to work on one case of another's, and cases that pass from one company to another."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.base import Moment

INVITED, ACTIVE, DECLINED, ENDED = "invited", "active", "declined", "ended"
"""States of a co-working."""
OFFERED, ACCEPTED, APPROVED, WITHDRAWN, REFUSED = "offered", "accepted", "approved", "withdrawn", "refused"
"""States of a handover, besides DECLINED. Open are OFFERED and ACCEPTED."""
OPEN_HANDOVER = (OFFERED, ACCEPTED)
OPEN_COWORK = (INVITED, ACTIVE)

_OPEN_COWORK = text("state IN ('invited', 'active')")
_OPEN_HANDOVER = text("state IN ('offered', 'accepted')")


class Cowork(SQLModel, table=True):
    """One company asked to work on one case of another company. `may_send`: it may also send, not only answer and attach.

    Only an `active` one gives access to the case. `ended_by` is the person who ended or declined it, empty for the portal.
    """

    __tablename__ = "cowork"
    __table_args__ = (
        Index(
            "one_open_cowork_per_company_and_case", "case_id", "company_id", unique=True,
            sqlite_where=_OPEN_COWORK, postgresql_where=_OPEN_COWORK,
        ),
        Index("coworks_of_a_company", "company_id", "state", "case_id"),
    )  # fmt: skip
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    company_id: str = Field(foreign_key="company.id")
    may_send: bool = False
    state: str = INVITED
    invited_by: str = Field(foreign_key="person.id")
    invited_at: datetime = Field(sa_type=Moment)
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Handover(SQLModel, table=True):
    """One attempt to pass a case from one company to another: offered, accepted, then approved; or stopped by any of the three.

    `by_municipality`: the municipality began it because the company is gone. `given` are the answers the incoming company gave anew when
    it accepted. `frozen` is what the outgoing company had done, as words in which people stand by id, made at the offer and made anew
    when the case passed; nothing changes it afterwards. `reason` is why it was offered, `words` why it was stopped.
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("one_open_handover_per_case", "case_id", unique=True, sqlite_where=_OPEN_HANDOVER, postgresql_where=_OPEN_HANDOVER),
        Index("handovers_of_a_case", "case_id", "offered_at"),
        Index("handovers_from_a_company", "from_company_id", "state"),
        Index("handovers_to_a_company", "to_company_id", "state"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    from_company_id: str = Field(foreign_key="company.id")
    to_company_id: str = Field(foreign_key="company.id")
    state: str = OFFERED
    by_municipality: bool = False
    reason: str
    words: str = ""
    offered_by: str = Field(foreign_key="person.id")
    offered_at: datetime = Field(sa_type=Moment)
    accepted_by: str | None = Field(default=None, foreign_key="person.id")
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: str | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    given: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    frozen: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    sha256: str = ""
