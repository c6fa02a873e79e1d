"""What records need from the outside: the archive's queue and rules, and webhooks with what became of each try. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from models.actor import Scope
from models.case import Case
from models.records import ArchiveItem, ArchiveRules, ArchiveState, Webhook, WebhookAttempt, WebhookDelivery
from workflows.records.occasions import Occasion

if TYPE_CHECKING:
    from workflows.ports import Page


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """One entry in the administrator's list, with the case it is about."""

    item: ArchiveItem
    ref: str
    number: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One thing a webhook was told, with every try, the newest first."""

    delivery: WebhookDelivery
    attempts: Sequence[WebhookAttempt]


class Records(Protocol):
    """The archive's queue, and webhooks. What belongs to a tenant takes its scope first and raises `NotThere` for what lies outside."""

    def archive_rules(self, municipality_id: str) -> ArchiveRules | None:
        """How the municipality wants its archive served; None where it has said nothing."""
        ...

    def save_archive_rules(self, rules: ArchiveRules) -> None: ...
    def archive_lines(self, scope: Scope, state: ArchiveState | None, *, after: str | None = None, limit: int = 50) -> Page[ArchiveLine]:
        """Entries of a municipality, the newest first, by key paging."""
        ...

    def archive_line(self, scope: Scope, item_id: str) -> ArchiveLine:
        """One entry of a municipality."""
        ...

    def archive_counts(self, scope: Scope) -> Mapping[ArchiveState, int]:
        """How many entries of a municipality stand where."""
        ...

    def archive_items(self, case_id: str) -> Sequence[ArchiveItem]:
        """The entries of a case that was reached, in order."""
        ...

    def send_archive_again(self, scope: Scope, item_id: str, now: datetime) -> ArchiveItem:
        """Let an entry that failed, or waits for its next try, be tried at once. Raises NotThere for one that is delivered."""
        ...

    def queue(self, case: Case, occasions: Sequence[Occasion], at: datetime, due_at: datetime | None) -> int:
        """Put in the queue what is not in it yet, by key; how many that were."""
        ...

    def release(self, case_id: str, now: datetime) -> None:
        """What was held back until the case was over is due now."""
        ...

    def release_all(self, municipality_id: str, now: datetime) -> None:
        """What was held back in a municipality is due now."""
        ...

    def webhooks(self, scope: Scope) -> Sequence[Webhook]:
        """A tenant's webhooks, the oldest first."""
        ...

    def webhook(self, scope: Scope, webhook_id: str) -> Webhook: ...
    def save_webhook(self, scope: Scope, webhook: Webhook) -> None: ...
    def remove_webhook(self, scope: Scope, webhook_id: str) -> None:
        """The webhook, and what it was told, are gone."""
        ...

    def add_delivery(self, delivery: WebhookDelivery) -> None: ...
    def deliveries(self, scope: Scope, webhook_id: str, *, after: str | None = None, limit: int = 30) -> Page[DeliveryLine]:
        """What a webhook was told, the newest first, by key paging; three queries, whatever the limit."""
        ...

    def delivery(self, scope: Scope, webhook_id: str, delivery_id: str) -> DeliveryLine:
        """One message with every try."""
        ...

    def send_delivery_again(self, scope: Scope, webhook_id: str, delivery_id: str, now: datetime) -> WebhookDelivery:
        """Let a delivery be tried at once, whatever became of it."""
        ...
