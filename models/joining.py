"""What companies join with: kept entries of the company register, and registrations that wait for an e-mail address to be proved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from models.base import Moment


class RegisterUnit(SQLModel, table=True):
    """One unit of Enhetsregisteret as it was last seen. `source` is `live` when we asked for it, `file` when it came with the bulk file.

    `entry` holds the register's own field names, those we use only; `read_at` is when it was asked for, or how old the file is.
    """

    __tablename__ = "register_unit"
    __table_args__ = (Index("register_units_by_name", "name"),)
    number: str = Field(primary_key=True, max_length=9)
    name: str = ""
    form: str = ""
    source: str = "live"
    read_at: datetime = Field(sa_type=Moment)
    entry: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class RegisterImport(SQLModel, table=True):
    """One bulk file on its way in. `rows` is how many of its units lie safely here, so that an import that broke off goes on from there."""

    __tablename__ = "register_import"
    fingerprint: str = Field(primary_key=True)
    rows: int = 0
    as_of: datetime = Field(sa_type=Moment)
    begun_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)


class Registration(SQLModel, table=True):
    """What somebody typed at `/register`, kept until the link mailed to them is used; then a company, or nothing after `expires_at`.

    The link's token is kept as SHA-256, the password as argon2id within `content`. `id` comes from the form, so that sending twice is once.
    """

    __tablename__ = "registration"
    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    organisation_number: str
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    company_id: str | None = None
