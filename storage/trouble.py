"""Telling a tenant's administrators, through the outbox, that something did not arrive outside: once, however much of it fails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from models.access import OutboxItem
from models.actor import Scope
from models.notices import Notice
from storage.chance import CHANCE
from storage.rows import add, table_of
from storage.scope_people import administrators_within

ITEM, NOTICE = table_of(OutboxItem), table_of(Notice)
QUIET = timedelta(days=1)
"""How long somebody who has not read the first notice is told nothing more of the same trouble."""


def tell_administrators(connection: Connection, scope: Scope, kind: str, about: str, payload: Mapping[str, Any], now: datetime) -> None:
    """Leave a notice of a kind for each active administrator of the tenant who is not told already.

    `about` is the id of what is in trouble: each webhook is told of on its own. Whoever calls holds a row of it locked, so that two
    processes do not tell the same.
    """
    for person in connection.execute(administrators_within(scope)).scalars().all():
        if not _is_told(connection, person, kind, about, now):
            item = OutboxItem(id=CHANCE.id(), kind=kind, person_id=person, payload={**payload, "about": about}, created_at=now)
            add(connection, item)


def _is_told(connection: Connection, person: str, kind: str, about: str, now: datetime) -> bool:
    """Whether a notice of it waits in the outbox, or lies unread and is less than a day old."""
    waiting = select(ITEM.c.payload).where(ITEM.c.delivered_at.is_(None), ITEM.c.person_id == person, ITEM.c.kind == kind)
    unread = select(NOTICE.c.payload).where(
        NOTICE.c.person_id == person, NOTICE.c.read_at.is_(None), NOTICE.c.kind == kind, NOTICE.c.created_at > now - QUIET
    )
    found = (payload for statement in (waiting, unread) for payload in connection.execute(statement).scalars())
    return any(payload.get("about") == about for payload in found)
