"""How people come to a company or municipality and back into their account: invitations, one-time links, recovery codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.base import ONE_TENANT, Moment, Role, worded


class Invitation(SQLModel, table=True):
    """An invitation to one role in one company or municipality. Its link works once; only the token's SHA-256 is kept.

    `invited_by` is empty for the first administrator, whom the operator invites from the command line.
    """

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(ONE_TENANT, name="each_invitation_is_to_one_tenant"),)
    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    email: str
    role: Role = Field(sa_type=worded(Role))
    company_id: str | None = Field(default=None, foreign_key="company.id", index=True)
    municipality_id: str | None = Field(default=None, foreign_key="municipality.id", index=True)
    invited_by: str | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class OneTimeLink(SQLModel, table=True):
    """A link that proves its holder reads a person's mail; works once. `purpose` is `password_reset`."""

    __tablename__ = "one_time_link"
    token_hash: str = Field(primary_key=True)
    purpose: str
    person_id: str = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for a one-time code when the phone is gone; each works once, kept as a salted hash."""

    __tablename__ = "recovery_code"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    code_hash: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
