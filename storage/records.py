"""The port `Records` over one connection: the archive's queue as its administrator sees it, and webhooks as theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from models.actor import Scope
from models.case import Case
from models.errors import NotThere
from models.records import ArchiveItem, ArchiveRules, ArchiveState, Webhook, WebhookAttempt, WebhookDelivery
from storage.following import queue, release
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import add, entities, every, maybe, one, put, table_of
from storage.scope import Reach, of_tenant, with_case_names
from workflows.ports import Page
from workflows.ports_records import ArchiveLine, DeliveryLine
from workflows.records.occasions import Occasion

ITEM, WEBHOOK = table_of(ArchiveItem), table_of(Webhook)
DELIVERY, ATTEMPT = table_of(WebhookDelivery), table_of(WebhookAttempt)
ORDER, LONGEST_PAGE = "newest", 200
UNDONE = (ArchiveState.WAITING, ArchiveState.FAILED, ArchiveState.RECEIVED)


class StoredRecords:
    """The port `Records`."""

    def __init__(self, connection: Connection, reach: Reach) -> None:
        self._connection, self._reach = connection, reach

    def archive_rules(self, municipality_id: str) -> ArchiveRules | None:
        """A municipality's wishes."""
        return maybe(self._connection, ArchiveRules, municipality_id=municipality_id)

    def save_archive_rules(self, rules: ArchiveRules) -> None:
        """Write them whole."""
        put(self._connection, rules)

    def archive_lines(self, scope: Scope, state: ArchiveState | None, *, after: str | None = None, limit: int = 50) -> Page[ArchiveLine]:
        """One page of a municipality's entries."""
        wanted = [_in_town(scope, ITEM), *([ITEM.c.state == state] if state else [])]
        segments = (Segment(ITEM.c.id.is_not(None), ITEM.c.created_at, ITEM.c.id, falling=True),)
        limit = min(limit, LONGEST_PAGE)
        page = page_of(wanted, segments, unpacked(after, ORDER, 1) if after else None, limit)
        statement = with_case_names(ITEM, page.c.segment, page.c.key.label("stop_key")).join(page, page.c.id == ITEM.c.id)
        rows = self._connection.execute(statement.order_by(*order_of(page, segments))).all()
        items = entities(ArchiveItem, rows)
        lines = [ArchiveLine(item, row.ref, row.number) for item, row in zip(items, rows, strict=True)][:limit]
        return Page(lines, _stop(rows, limit))

    def archive_line(self, scope: Scope, item_id: str) -> ArchiveLine:
        """One entry. Raises NotThere."""
        row = self._connection.execute(with_case_names(ITEM).where(_in_town(scope, ITEM), ITEM.c.id == item_id)).first()
        if row is None:
            raise NotThere
        return ArchiveLine(entities(ArchiveItem, [row])[0], row.ref, row.number)

    def archive_counts(self, scope: Scope) -> Mapping[ArchiveState, int]:
        """Entries by state."""
        counted = select(ITEM.c.state, func.count()).where(_in_town(scope, ITEM)).group_by(ITEM.c.state)
        return {ArchiveState(state): int(number) for state, number in self._connection.execute(counted)}

    def archive_items(self, case_id: str) -> Sequence[ArchiveItem]:
        """A case's entries."""
        return every(self._connection, ArchiveItem, "place", "id", case_id=self._reach.demand(case_id))

    def send_archive_again(self, scope: Scope, item_id: str, now: datetime) -> ArchiveItem:
        """An entry's turn is now."""
        which = (ITEM.c.id == item_id, _in_town(scope, ITEM), ITEM.c.state.in_(UNDONE))
        values = {"state": ArchiveState.WAITING, "due_at": now, "leased_until": None, "attempts": 0, "tried_at": None}
        if self._connection.execute(update(ITEM).where(*which).values(**values)).rowcount != 1:
            raise NotThere
        return every(self._connection, ArchiveItem, id=item_id)[0]

    def queue(self, case: Case, occasions: Sequence[Occasion], at: datetime, due_at: datetime | None) -> int:
        """What is not in it yet."""
        self._reach.demand(case.id)
        return queue(self._connection, case, occasions, at, due_at)

    def release(self, case_id: str, now: datetime) -> None:
        """A case's held entries are due."""
        release(self._connection, ITEM.c.case_id == self._reach.demand(case_id), now)

    def release_all(self, municipality_id: str, now: datetime) -> None:
        """A municipality's held entries are due."""
        release(self._connection, ITEM.c.municipality_id == municipality_id, now)

    def webhooks(self, scope: Scope) -> Sequence[Webhook]:
        """A tenant's own."""
        found = select(WEBHOOK).where(of_tenant(scope, WEBHOOK)).order_by(WEBHOOK.c.created_at, WEBHOOK.c.id)
        return entities(Webhook, self._connection.execute(found))

    def webhook(self, scope: Scope, webhook_id: str) -> Webhook:
        """One of them. Raises NotThere."""
        found = self._connection.execute(select(WEBHOOK).where(of_tenant(scope, WEBHOOK), WEBHOOK.c.id == webhook_id)).all()
        if not found:
            raise NotThere
        return entities(Webhook, found)[0]

    def save_webhook(self, scope: Scope, webhook: Webhook) -> None:
        """Write it whole. Raises NotThere for another tenant's."""
        if (webhook.company_id, webhook.municipality_id) != (scope.company_id, scope.municipality_id):
            raise NotThere
        put(self._connection, webhook)

    def remove_webhook(self, scope: Scope, webhook_id: str) -> None:
        """With its deliveries and their attempts."""
        webhook = self.webhook(scope, webhook_id)
        told = select(DELIVERY.c.id).where(DELIVERY.c.webhook_id == webhook.id)
        self._connection.execute(delete(ATTEMPT).where(ATTEMPT.c.delivery_id.in_(told)))
        self._connection.execute(delete(DELIVERY).where(DELIVERY.c.webhook_id == webhook.id))
        self._connection.execute(delete(WEBHOOK).where(WEBHOOK.c.id == webhook.id))

    def add_delivery(self, delivery: WebhookDelivery) -> None:
        """One more message on its way."""
        add(self._connection, delivery)

    def deliveries(self, scope: Scope, webhook_id: str, *, after: str | None = None, limit: int = 30) -> Page[DeliveryLine]:
        """One page of what a webhook was told."""
        webhook, limit = self.webhook(scope, webhook_id), min(limit, LONGEST_PAGE)
        segments = (Segment(DELIVERY.c.id.is_not(None), DELIVERY.c.created_at, DELIVERY.c.id, falling=True),)
        page = page_of([DELIVERY.c.webhook_id == webhook.id], segments, unpacked(after, ORDER, 1) if after else None, limit)
        statement = select(DELIVERY, page.c.segment, page.c.key.label("stop_key")).join(page, page.c.id == DELIVERY.c.id)
        rows = self._connection.execute(statement.order_by(*order_of(page, segments))).all()
        return Page(self._with_attempts(entities(WebhookDelivery, rows)[:limit]), _stop(rows, limit))

    def delivery(self, scope: Scope, webhook_id: str, delivery_id: str) -> DeliveryLine:
        """One of them. Raises NotThere."""
        webhook = self.webhook(scope, webhook_id)
        return self._with_attempts([one(self._connection, WebhookDelivery, id=delivery_id, webhook_id=webhook.id)])[0]

    def _with_attempts(self, found: Sequence[WebhookDelivery]) -> list[DeliveryLine]:
        tried = select(ATTEMPT).where(ATTEMPT.c.delivery_id.in_([each.id for each in found]))
        newest = tried.order_by(ATTEMPT.c.at.desc(), ATTEMPT.c.id.desc())
        attempts = entities(WebhookAttempt, self._connection.execute(newest))
        return [DeliveryLine(each, [attempt for attempt in attempts if attempt.delivery_id == each.id]) for each in found]

    def send_delivery_again(self, scope: Scope, webhook_id: str, delivery_id: str, now: datetime) -> WebhookDelivery:
        """A delivery's turn is now."""
        webhook = self.webhook(scope, webhook_id)
        which = (DELIVERY.c.id == delivery_id, DELIVERY.c.webhook_id == webhook.id)
        values = {"due_at": now, "leased_until": None, "delivered_at": None, "given_up_at": None, "attempts": 0}
        if self._connection.execute(update(DELIVERY).where(*which).values(**values)).rowcount != 1:
            raise NotThere
        return every(self._connection, WebhookDelivery, id=delivery_id)[0]


def _in_town(scope: Scope, table: Table) -> Any:
    """A municipality's own rows; a company has none."""
    if scope.municipality_id is None:
        raise NotThere
    return table.c.municipality_id == scope.municipality_id


def _stop(rows: Sequence[Any], limit: int) -> str | None:
    """Where the next page begins."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return Stop(ORDER, last.segment, last.stop_key, last.id).packed()
