"""The queue of messages as who sends them sees it: each method is one short transaction. A message is leased, tried and marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, or_, select, update

from models.access import OutboxItem
from models.actor import Machine, Scope
from models.records import Webhook, WebhookAttempt, WebhookDelivery
from storage.chance import CHANCE
from storage.database import Database
from storage.log import StoredLog
from storage.rows import add, entities, every, table_of
from storage.scope_people import administrators_within
from storage.trouble import tell_administrators
from storage.webhooks.sending import Tried
from workflows.records.telling import TEST

WEBHOOK, DELIVERY = table_of(Webhook), table_of(WebhookDelivery)
WAITS = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5), timedelta(hours=10),
    timedelta(hours=14), timedelta(hours=20), timedelta(hours=24),
)  # fmt: skip
"""How long after each try that failed comes the next; after the last the message is given up. Source: Standard Webhooks."""
LONGEST_FAILING = timedelta(days=5)
LEASE = timedelta(minutes=2)
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Due:
    """A message in hand, and where it goes."""

    delivery: WebhookDelivery
    webhook: Webhook


class WebhookQueue:
    """The database's side of telling other programs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_due(self, now: datetime) -> bool:
        """Whether anything waits to be sent: a look costs no turn of the one writer."""
        with self._database.reading.connect() as connection:
            return connection.execute(select(DELIVERY.c.id).where(*_ready(now)).limit(1)).first() is not None

    def take(self, now: datetime) -> Sequence[Due]:
        """Messages whose turn it is, leased to whoever asks. Those of a webhook that is off are given up."""
        with self._database.writing.begin() as connection:
            off = select(WEBHOOK.c.id).where(WEBHOOK.c.off_at.is_not(None))
            connection.execute(update(DELIVERY).where(*_waiting(), DELIVERY.c.webhook_id.in_(off)).values(given_up_at=now))
            ready = select(DELIVERY).where(*_ready(now)).order_by(DELIVERY.c.due_at, DELIVERY.c.id).limit(AT_ONCE)
            locked = ready if connection.dialect.name == "sqlite" else ready.with_for_update(skip_locked=True, of=DELIVERY)
            found = entities(WebhookDelivery, connection.execute(locked).all())
            values = {"leased_until": now + LEASE, "attempts": DELIVERY.c.attempts + 1}
            connection.execute(update(DELIVERY).where(DELIVERY.c.id.in_([one.id for one in found])).values(**values))
            ids = sorted({one.webhook_id for one in found})
            hooks = entities(Webhook, connection.execute(select(WEBHOOK).where(WEBHOOK.c.id.in_(ids))))
        by_id = {one.id: one for one in hooks}
        return [Due(one, by_id[one.webhook_id]) for one in found]

    def tried(self, due: Due, tried: Tried, now: datetime) -> None:
        """Write what became of a try; switch the webhook off when it is gone, or has failed for five days.

        Its keepers are told that it is off, and while it is on that a message is given up; of a test they know.
        """
        outcome = _outcome(due, tried, now)
        with self._database.writing.begin() as connection:
            attempt = WebhookAttempt(
                id=CHANCE.id(), delivery_id=due.delivery.id, at=now, status=tried.status, fault=tried.fault, took_ms=tried.took_ms
            )
            add(connection, attempt)
            connection.execute(update(DELIVERY).where(DELIVERY.c.id == due.delivery.id).values(**outcome))
            if tried.arrived:
                connection.execute(update(WEBHOOK).where(WEBHOOK.c.id == due.webhook.id).values(failing_since=None))
                return
            webhook = every(connection, Webhook, id=due.webhook.id)[0]
            since = webhook.failing_since or now
            connection.execute(update(WEBHOOK).where(WEBHOOK.c.id == webhook.id).values(failing_since=since))
            if webhook.off_at is None and (tried.is_gone or now - since > LONGEST_FAILING):
                self._switch_off(connection, webhook, "gone" if tried.is_gone else "failing", now)
            elif webhook.off_at is None and "given_up_at" in outcome and due.delivery.kind != TEST:
                payload = {**_named(webhook), "where": f"{_where(webhook)}/{webhook.id}"}
                tell_administrators(connection, _scope(webhook), "webhook_message_lost", webhook.id, payload, now)

    def _switch_off(self, connection: Connection, webhook: Webhook, reason: str, now: datetime) -> None:
        connection.execute(update(WEBHOOK).where(WEBHOOK.c.id == webhook.id).values(off_at=now, off_reason=reason))
        connection.execute(update(DELIVERY).where(*_waiting(), DELIVERY.c.webhook_id == webhook.id).values(given_up_at=now))
        side = "company" if webhook.company_id else "municipality"
        stream = f"{side}:{webhook.company_id or webhook.municipality_id}"
        StoredLog(connection).record("webhook_off", actor=Machine(), at=now, data={"webhook": webhook.id, "reason": reason}, stream=stream)
        payload = {**_named(webhook), "where": _where(webhook)}
        for person in connection.execute(administrators_within(_scope(webhook))).scalars().all():
            add(connection, OutboxItem(id=CHANCE.id(), kind="webhook_off", person_id=person, payload=payload, created_at=now))

    def counts(self) -> int:
        """How many messages wait."""
        with self._database.reading.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(DELIVERY).where(*_waiting())).scalar_one())


def _named(webhook: Webhook) -> dict[str, str]:
    return {"host": urlsplit(webhook.url).hostname or ""}


def _where(webhook: Webhook) -> str:
    """The page its keepers have."""
    return "/account/webhooks" if webhook.company_id else "/settings/webhooks"


def _scope(webhook: Webhook) -> Scope:
    return Scope(company_id=webhook.company_id, municipality_id=webhook.municipality_id)


def _outcome(due: Due, tried: Tried, now: datetime) -> dict[str, Any]:
    """A message has arrived, is tried again later, or is given up."""
    if tried.arrived:
        return {"delivered_at": now, "leased_until": None}
    number = due.delivery.attempts  # tries before this one
    if tried.is_gone or number >= len(WAITS):
        return {"given_up_at": now, "leased_until": None}
    return {"due_at": now + WAITS[number], "leased_until": None}


def _waiting() -> tuple[Any, ...]:
    return DELIVERY.c.delivered_at.is_(None), DELIVERY.c.given_up_at.is_(None)


def _ready(now: datetime) -> tuple[Any, ...]:
    free = or_(DELIVERY.c.leased_until.is_(None), DELIVERY.c.leased_until <= now)
    return (*_waiting(), DELIVERY.c.due_at <= now, free)
