"""What is due to go, kind by kind: listed for the operator, and removed every night a few hundred rows at a time.

Sessions, throttles, remembered answers and registrations end within hours or days by themselves: see housekeeping, and joining.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, tuple_

from models.access import OutboxItem
from models.notices import Mail, Notice
from models.people import Invitation, OneTimeLink
from models.records import WebhookAttempt, WebhookDelivery
from models.settings import Settings
from storage.chance import CHANCE
from storage.condition import done
from storage.database import Database
from storage.rows import table_of
from storage.threads import Threads
from workflows.oversight.retention import DraftTerms, drafts_to_prune, drafts_to_warn, prune_draft, warn_of_draft
from workflows.ports import WorkFactory

logger = logging.getLogger(__name__)

AT_ONCE = 500
NOTICE, MAIL, INVITATION = table_of(Notice), table_of(Mail), table_of(Invitation)
LINK, OUTBOX = table_of(OneTimeLink), table_of(OutboxItem)
TOLD, ATTEMPT = table_of(WebhookDelivery), table_of(WebhookAttempt)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of one table that go `days` after what `which` says."""

    name: str
    days: int
    table: Table
    which: Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Due:
    """How much of one kind is due to go."""

    name: str
    days: int
    count: int


def rules_of(days: Settings) -> tuple[Rule, ...]:
    """What goes by age alone."""
    return (
        Rule("notices", days.retention_notice_days, NOTICE, lambda before: NOTICE.c.created_at < before),
        Rule("mails", days.retention_mail_days, MAIL, lambda before: or_(MAIL.c.sent_at < before, MAIL.c.given_up_at < before)),
        Rule("invitations", days.retention_invitation_days, INVITATION, _unaccepted),
        Rule("one-time links", days.retention_link_days, LINK, lambda before: LINK.c.expires_at < before),
        Rule("tries of webhooks", days.retention_webhook_days, ATTEMPT, lambda before: ATTEMPT.c.at < before),
        Rule("messages to webhooks", days.retention_webhook_days, TOLD, _over),
        Rule("delivered effects", days.retention_outbox_days, OUTBOX, lambda before: OUTBOX.c.delivered_at < before),
    )


class Retention:
    """Lists what is due, and lets it go."""

    def __init__(self, database: Database, works: WorkFactory, days: Settings) -> None:
        self._database, self._works = database, works
        self._rules = rules_of(days)
        self._days = days
        self.terms = DraftTerms(timedelta(days=days.retention_draft_days), timedelta(days=days.retention_warning_days))

    def due(self, now: datetime) -> Sequence[Due]:
        """What would go now, changing nothing; drafts to be warned of stand on a line of their own."""
        warned = len(drafts_to_warn(self.terms, work=self._works(writing=False), now=now))
        pruned = len(drafts_to_prune(self.terms, work=self._works(writing=False), now=now))
        found = [Due("drafts to warn of", self._days.retention_draft_days - self._days.retention_warning_days, warned)]
        found.append(Due("drafts", self._days.retention_draft_days, pruned))
        with self._database.reading.connect() as connection:
            for rule in self._rules:
                which = rule.which(now - timedelta(days=rule.days))
                counted = connection.execute(select(func.count()).select_from(rule.table).where(which)).scalar_one()
                found.append(Due(rule.name, rule.days, int(counted)))
        return found

    async def run(self, threads: Threads, now: datetime) -> None:
        """Do it, each draft and each few hundred rows in a transaction of its own, so that nobody waits long for a turn."""
        gone: dict[str, int] = {"drafts to warn of": 0, "drafts": 0}
        for case_id in await threads.run_reading(lambda: drafts_to_warn(self.terms, work=self._works(writing=False), now=now)):
            gone["drafts to warn of"] += await threads.run_writing(self._warn, case_id, now)
        for case_id in await threads.run_reading(lambda: drafts_to_prune(self.terms, work=self._works(writing=False), now=now)):
            gone["drafts"] += await threads.run_writing(self._prune, case_id, now)
        for rule in self._rules:
            gone[rule.name] = 0
            while removed := await threads.run_writing(self._remove_some, rule, now):
                gone[rule.name] += removed
        said = ", ".join(f"{name}: {count}" for name, count in gone.items() if count)
        await threads.run_writing(self._done, now, said)
        if said:
            logger.info("let go of %s", said)

    def _warn(self, case_id: str, now: datetime) -> bool:
        return warn_of_draft(case_id, self.terms, work=self._works(writing=True), now=now, chance=CHANCE)

    def _prune(self, case_id: str, now: datetime) -> bool:
        return prune_draft(case_id, self.terms, work=self._works(writing=True), now=now)

    def _remove_some(self, rule: Rule, now: datetime) -> int:
        key = tuple_(*rule.table.primary_key.columns)
        some = select(*rule.table.primary_key.columns).where(rule.which(now - timedelta(days=rule.days))).limit(AT_ONCE)
        with self._database.writing.begin() as connection:
            return connection.execute(delete(rule.table).where(key.in_(some))).rowcount

    def _done(self, now: datetime, said: str) -> None:
        with self._database.writing.begin() as connection:
            done(connection, "retention", now, said)


def _over(before: datetime) -> ColumnElement[bool]:
    return or_(TOLD.c.delivered_at < before, TOLD.c.given_up_at < before)


def _unaccepted(before: datetime) -> ColumnElement[bool]:
    ended: Any = or_(INVITATION.c.expires_at < before, INVITATION.c.revoked_at < before)
    return and_(INVITATION.c.used_at.is_(None), ended)
