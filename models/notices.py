"""What people are told: notices inside the portal, mails on their way out, and how each person wants to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.base import Moment

_WAITS: dict[str, Any] = {
    "sqlite_where": text("sent_at IS NULL AND given_up_at IS NULL"),
    "postgresql_where": text("sent_at IS NULL AND given_up_at IS NULL"),
}


class Notice(SQLModel, table=True):
    """One thing a person was told, as shown in the portal. `kind` names its words, `payload` holds their values; never a secret."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("notices_of_a_person", "person_id", "id"),
        Index("unread_notices", "person_id", sqlite_where=text("read_at IS NULL"), postgresql_where=text("read_at IS NULL")),
    )
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    kind: str
    case_id: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)


class Mail(SQLModel, table=True):
    """One e-mail that must leave. `lines` are the kinds and values it tells of, rendered in `language` when it is sent.

    Mails of one person about one thing gather under `thread` until `due_at`. `leased_until` keeps two senders from taking the same one;
    `message_id` stays the same however often it is tried, so that a receiver can tell a repetition. `secret` is a one-time link's token,
    taken away once the mail has left.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("mails_to_send", "due_at", **_WAITS),
        Index("mails_of_a_thread", "person_id", "thread", "due_at"),
    )
    id: str = Field(primary_key=True)
    message_id: str = Field(unique=True)
    person_id: str | None = Field(default=None, foreign_key="person.id")
    address: str
    language: str = "nb"
    thread: str
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    secret: str = ""
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)
    fault: str = ""


class NoticeWish(SQLModel, table=True):
    """How a person wants the mails of one topic of notices: `instant`, `daily` or `off`. Without a row: instant."""

    __tablename__ = "notice_wish"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    topic: str = Field(primary_key=True)
    how: str = "instant"
