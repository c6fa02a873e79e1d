"""The archive's queue as who works it off sees it: each method is one short transaction.

An entry is leased, delivered and marked; a crash in between delivers it again, which the archive knows by its key. Entries of one case go
in order: nothing overtakes one that has not arrived, because an entry without its folder would be refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select, update

from models.actor import Scope
from models.parties import Municipality
from models.records import ArchiveItem, ArchiveOutcome, ArchiveState
from storage.archive.transport import Answer
from storage.database import Database
from storage.rows import entities, table_of
from storage.scope import with_case_names
from storage.trouble import tell_administrators
from workflows.notices.telling import LONGEST_TRY, wait_before_try

ITEM, TOWN = table_of(ArchiveItem), table_of(Municipality)
BEFORE = ITEM.alias("before")
LEASE = timedelta(minutes=15)
AT_ONCE = 10
PENDING = (ArchiveState.WAITING, ArchiveState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry in hand. `is_first`: nothing of its case lies in the archive yet."""

    item: ArchiveItem
    is_first: bool


class ArchiveQueue:
    """The database's side of delivering."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, now: datetime) -> Sequence[Taken]:
        """Entries whose turn it is, each the first of its case that has not arrived, leased to whoever asks."""
        earlier = (BEFORE.c.case_id == ITEM.c.case_id, BEFORE.c.place < ITEM.c.place, BEFORE.c.state != ArchiveState.DELIVERED)
        held_up = exists().where(*earlier)
        free = or_(ITEM.c.leased_until.is_(None), ITEM.c.leased_until <= now)
        ready = select(ITEM).where(ITEM.c.state.in_(PENDING), ITEM.c.due_at <= now, free, ~held_up)
        ready = ready.order_by(ITEM.c.due_at, ITEM.c.place).limit(AT_ONCE)
        with self._database.writing.begin() as connection:
            locked = ready if connection.dialect.name == "sqlite" else ready.with_for_update(skip_locked=True, of=ITEM)
            items = entities(ArchiveItem, connection.execute(locked).all())
            ids = [one.id for one in items]
            values = {"leased_until": now + LEASE, "attempts": ITEM.c.attempts + 1, "tried_at": now}
            connection.execute(update(ITEM).where(ITEM.c.id.in_(ids)).values(**values))
            arrived = select(ITEM.c.case_id).where(ITEM.c.case_id.in_([one.case_id for one in items]))
            begun = set(connection.execute(arrived.where(ITEM.c.state == ArchiveState.DELIVERED).distinct()).scalars())
        return [Taken(one, one.case_id not in begun) for one in items]

    def answered(self, item: ArchiveItem, answer: Answer, now: datetime) -> ArchiveState:
        """Mark what became of it; what passes by itself is tried again with growing waits, and given to a person after five days.

        The municipality's administrators are told of what waits for a person.
        """
        values: dict[str, Any] = {"leased_until": None, "fault": "", "words": "", "tried_at": now}
        if answer.outcome == ArchiveOutcome.KEPT:
            state = ArchiveState.DELIVERED
            values |= {"delivered_at": now, "receipt": dict(answer.receipt)}
        elif answer.outcome == ArchiveOutcome.RECEIVED:
            state = ArchiveState.RECEIVED
            values |= {"due_at": now + wait_before_try(item.attempts + 1)}
        else:
            passes = answer.outcome == ArchiveOutcome.SERVER_FAULT and now - (item.due_at or now) <= LONGEST_TRY
            state = ArchiveState.WAITING if passes else ArchiveState.FAILED
            values |= {"fault": str(answer.outcome), "words": answer.words[:200]}
            values |= {"leased_until": now + wait_before_try(item.attempts + 1)} if passes else {}
        with self._database.writing.begin() as connection:
            connection.execute(update(ITEM).where(ITEM.c.id == item.id).values(state=state, **values))
            if state == ArchiveState.FAILED:
                _tell(connection, item, now)
        return state

    def counts(self) -> tuple[int, int]:
        """How many entries are due and have not arrived, and how many wait for a person."""
        counted = select(
            func.count().filter(ITEM.c.state.in_(PENDING), ITEM.c.due_at.is_not(None)),
            func.count().filter(ITEM.c.state == ArchiveState.FAILED),
        ).where(ITEM.c.state != ArchiveState.DELIVERED)
        with self._database.reading.connect() as connection:
            waiting, failed = connection.execute(counted.select_from(ITEM)).one()
        return int(waiting), int(failed)


def _tell(connection: Connection, item: ArchiveItem, now: datetime) -> None:
    """One notice for the archive, whichever of its entries failed first."""
    held = select(TOWN.c.id).where(TOWN.c.id == item.municipality_id).with_for_update(key_share=True)
    connection.execute(held).one()
    number = connection.execute(with_case_names(ITEM).where(ITEM.c.id == item.id)).one().number
    scope = Scope(municipality_id=item.municipality_id)
    tell_administrators(connection, scope, "archive_failed", item.municipality_id, {"number": number}, now)
