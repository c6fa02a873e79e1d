"""What follows from an event outside the database, written with it: entries for the archive, and what webhooks are told.

It hangs on the log itself, so that no use case can forget it. Which events matter is data in `workflows/records`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from models.case import Case, Event
from models.records import ArchiveItem, ArchiveRules, ArchiveState, Webhook, WebhookDelivery
from storage.chance import CHANCE
from storage.rows import entities, every, insert_or, maybe, table_of
from workflows.casework.settling import OVER
from workflows.records.occasions import AT_ONCE, NEVER, OCCASIONS, Occasion, all_occasions, occasions_of
from workflows.records.telling import TOLD, hears_of, payload_of

ITEM, WEBHOOK, DELIVERY = table_of(ArchiveItem), table_of(Webhook), table_of(WebhookDelivery)


def follow(connection: Connection, event: Event, case: Case | None) -> None:
    """Queue what the event leads to, in its transaction."""
    if case is not None and event.kind in OCCASIONS:
        _to_the_archive(connection, event, case)
    if event.kind in TOLD:
        _to_webhooks(connection, event, case)


def _to_the_archive(connection: Connection, event: Event, case: Case) -> None:
    rules = maybe(connection, ArchiveRules, municipality_id=case.municipality_id)
    moment, with_notes = (rules.moment, rules.with_notes) if rules else (AT_ONCE, False)
    wanted = occasions_of(event, was_sent=case.submitted_at is not None, with_notes=with_notes)
    if moment == NEVER or not wanted:
        return
    if event.kind != "submitted" and not _is_known(connection, case.id):
        # the archive was switched on in the middle of the case: an entry without its folder would be refused
        wanted = all_occasions(every(connection, Event, "seq", case_id=case.id), with_notes=with_notes)
    is_held = moment != AT_ONCE and case.status not in OVER  # what comes after the end has nothing to wait for
    queue(connection, case, wanted, event.at, None if is_held else event.at)
    if any(one.ends_the_case for one in wanted):
        release(connection, ITEM.c.case_id == case.id, event.at)


def queue(connection: Connection, case: Case, occasions: Sequence[Occasion], at: datetime, due_at: datetime | None) -> int:
    """Put in the queue what is not in it yet; how many that were."""
    rows: list[dict[str, Any]] = [
        {
            "id": CHANCE.id(), "key": one.key, "case_id": case.id, "municipality_id": case.municipality_id, "kind": one.kind,
            "subject": one.subject, "place": one.place, "created_at": at, "state": ArchiveState.WAITING, "due_at": due_at, "attempts": 0,
            "fault": "", "words": "", "receipt": {},
        }
        for one in occasions
    ]  # fmt: skip
    if not rows:
        return 0
    kept = insert_or(connection, ArchiveItem).values(rows).on_conflict_do_nothing(index_elements=["key"]).returning(ITEM.c.id)
    return len(connection.execute(kept).all())


def release(connection: Connection, which: ColumnElement[bool], now: datetime) -> None:
    """What is held back is due."""
    connection.execute(update(ITEM).where(which, ITEM.c.due_at.is_(None), ITEM.c.state == ArchiveState.WAITING).values(due_at=now))


def _is_known(connection: Connection, case_id: str) -> bool:
    return connection.execute(select(ITEM.c.id).where(ITEM.c.case_id == case_id).limit(1)).first() is not None


def _to_webhooks(connection: Connection, event: Event, case: Case | None) -> None:
    sides = hears_of(event, was_sent=case is not None and (case.submitted_at is not None or event.kind == "submitted"))
    which: list[Any] = []
    if sides.company and event.company_id:
        which.append(WEBHOOK.c.company_id == event.company_id)
    if sides.municipality and event.municipality_id:
        which.append(WEBHOOK.c.municipality_id == event.municipality_id)
    if not which:
        return
    found = entities(Webhook, connection.execute(select(WEBHOOK).where(or_(*which), WEBHOOK.c.off_at.is_(None)).order_by(WEBHOOK.c.id)))
    payload = payload_of(event, case)
    rows = [
        {
            "id": f"msg_{CHANCE.id()}", "webhook_id": one.id, "event_id": event.id, "kind": payload["type"], "payload": payload,
            "created_at": event.at, "due_at": event.at, "attempts": 0,
        }
        for one in found
        if payload["type"] in one.kinds
    ]  # fmt: skip
    if rows:
        connection.execute(insert_or(connection, WebhookDelivery).values(rows))
