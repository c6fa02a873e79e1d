"""What proves who somebody is: sessions, API keys, throttles, and the memory of requests already answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.base import Moment


class LoginSession(SQLModel, table=True):
    """A server-side session: the cookie's random 256-bit id is kept only as SHA-256. Dies when idle, old, ended or its epoch is passed.

    `provider` is the key of the identity provider it was opened by, empty for a password; `level` what that said of the proof.
    `two_factors`: a one-time code was given, or the provider asked for two.
    """

    __tablename__ = "login_session"
    id_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    membership_id: str = Field(foreign_key="membership.id")
    epoch: int
    csrf_token: str
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    login_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    device: str = ""
    provider: str = ""
    level: str = ""
    two_factors: bool = False


class ApiKey(SQLModel, table=True):
    """A bearer key bound to one person's membership; shown once, kept as SHA-256.

    `actions` of the permission table it is limited to; none for all that the role gives.
    """

    __tablename__ = "api_key"
    id: str = Field(primary_key=True)
    key_hash: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    membership_id: str = Field(foreign_key="membership.id")
    name: str = ""
    actions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    last_used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class Throttle(SQLModel, table=True):
    """How often something was tried under a key (`login:account:<hash>`, `login:address:<hash>`) since a moment."""

    __tablename__ = "throttle"
    key: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    count: int


class Replay(SQLModel, table=True):
    """The answer given to a request with an idempotency key, so that the same key gives the same result."""

    __tablename__ = "replay"
    person_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    answer: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=Moment)


class OutboxItem(SQLModel, table=True):
    """An effect outside the database, written in the same transaction as its cause and delivered afterwards."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        Index("outbox_to_deliver", "created_at", sqlite_where=text("delivered_at IS NULL"), postgresql_where=text("delivered_at IS NULL")),
    )
    id: str = Field(primary_key=True)
    kind: str
    case_id: str | None = None
    person_id: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0


class Probe(SQLModel, table=True):
    """One row that readiness checks write, so that a full or read-only disk shows."""

    __tablename__ = "probe"
    id: int = Field(primary_key=True)
    n: int = 0
