"""What is handed to the municipality's archive, and what other programs are told: rules, queues and what became of each try."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import Moment, worded


class ArchiveState(StrEnum):
    """Where an entry stands: waiting for its turn, taken in without a final answer, kept by the archive, or waiting for a person."""

    WAITING = "waiting"
    RECEIVED = "received"
    DELIVERED = "delivered"
    FAILED = "failed"


class ArchiveOutcome(StrEnum):
    """What an archive answers to one message, by the names of the Fiks Arkiv protocol.

    RECEIVED: taken in, the final answer comes later. KEPT: it lies in the archive. INVALID and NOT_FOUND wait for a person: the message is
    not as it must be, or what it hangs on is not there. SERVER_FAULT passes by itself and is tried again.
    """

    RECEIVED = "mottatt"
    KEPT = "kvittering"
    INVALID = "ugyldigforespoersel"
    SERVER_FAULT = "serverfeil"
    NOT_FOUND = "ikkefunnet"


_UNDONE: dict[str, Any] = {"sqlite_where": text("state <> 'delivered'"), "postgresql_where": text("state <> 'delivered'")}
_ON_ITS_WAY: dict[str, Any] = {
    "sqlite_where": text("delivered_at IS NULL AND given_up_at IS NULL"),
    "postgresql_where": text("delivered_at IS NULL AND given_up_at IS NULL"),
}
ONE_SIDE = "(company_id IS NULL) <> (municipality_id IS NULL)"


class ArchiveRules(SQLModel, table=True):
    """How a municipality wants its archive served; without a row the defaults hold.

    `moment` is `at_once`, `at_end` (everything of a case when it is over) or `never`. `with_notes`: internal notes are archived too.
    `access_code` and `access_law` are said of what is shielded, `shielded_types` are codes of document types that always are.
    `class_system` and `class_id` classify every case besides its property; `unit` is the administrative unit, empty for the municipality.
    """

    __tablename__ = "archive_rules"
    municipality_id: str = Field(primary_key=True, foreign_key="municipality.id")
    moment: str = "at_once"
    with_notes: bool = False
    access_code: str = ""
    access_law: str = ""
    shielded_types: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    class_system: str = ""
    class_id: str = ""
    unit: str = ""


class ArchiveItem(SQLModel, table=True):
    """One entry on its way to the archive: written in the transaction of its cause, delivered once, in the order of its case.

    `key` is what the archive knows it by; `kind` and `subject` say what of the case it tells (see `workflows/records/occasions.py`), and
    `place` is where it stands among the entries of its case.
    `due_at` None holds it back until the case is over. `fault` is the last outcome that was not good, with the archive's `words`.
    `receipt` is what the archive answered when it took the entry.
    """

    __tablename__ = "archive_item"
    __table_args__ = (
        Index("archive_items_of_a_case", "case_id", "place"),
        Index("archive_items_to_deliver", "due_at", **_UNDONE),
        Index("archive_items_of_a_municipality", "municipality_id", "state", "id"),
    )
    id: str = Field(primary_key=True)
    key: str = Field(unique=True)
    case_id: str = Field(foreign_key="case.id")
    municipality_id: str = Field(foreign_key="municipality.id")
    kind: str
    subject: str
    place: int
    created_at: datetime = Field(sa_type=Moment)
    state: ArchiveState = Field(default=ArchiveState.WAITING, sa_type=worded(ArchiveState))
    due_at: datetime | None = Field(default=None, sa_type=Moment)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    tried_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    fault: str = ""
    words: str = ""
    receipt: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)


class Webhook(SQLModel, table=True):
    """An address of a company or a municipality that hears of events. `kinds` are the kinds it wants.

    Only salts are kept: a secret is worked out from the portal's own and a salt. `old_salt` signs too until `old_until`. From
    `failing_since` on no delivery arrived; `off_at` with `off_reason` (`person`, `gone`, `failing`) says that nothing is sent any more.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint(ONE_SIDE, name="each_webhook_is_in_one_tenant"),
        Index("webhooks_of_a_company", "company_id"),
        Index("webhooks_of_a_municipality", "municipality_id"),
    )
    id: str = Field(primary_key=True)
    company_id: str | None = Field(default=None, foreign_key="company.id")
    municipality_id: str | None = Field(default=None, foreign_key="municipality.id")
    url: str
    kinds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    salt: str
    old_salt: str = ""
    old_until: datetime | None = Field(default=None, sa_type=Moment)
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    off_at: datetime | None = Field(default=None, sa_type=Moment)
    off_reason: str = ""


class WebhookDelivery(SQLModel, table=True):
    """One thing one webhook is told, written in the transaction of the event; `id` is the message's id however often it is tried."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id", name="an_event_is_told_once"),
        Index("webhook_deliveries_to_send", "due_at", **_ON_ITS_WAY),
    )
    id: str = Field(primary_key=True)
    webhook_id: str = Field(foreign_key="webhook.id")
    event_id: str
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=Moment)
    due_at: datetime = Field(sa_type=Moment)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)


class WebhookAttempt(SQLModel, table=True):
    """One try: the status the other side answered with, or the fault when it did not answer; milliseconds it took."""

    __tablename__ = "webhook_attempt"
    __table_args__ = (Index("attempts_of_a_delivery", "delivery_id", "id"),)
    id: str = Field(primary_key=True)
    delivery_id: str = Field(foreign_key="webhook_delivery.id")
    at: datetime = Field(sa_type=Moment)
    status: int | None = None
    fault: str = ""
    took_ms: int = 0
