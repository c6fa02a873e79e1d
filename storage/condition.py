"""How the portal's insides stand, for its administrator: the database's step, what waits to leave, the register's age, rounds done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from models.access import OutboxItem
from models.joining import RegisterUnit
from models.notices import Mail
from models.oversight import Chore
from storage.database import Database
from storage.migrations import newest_step, step_of
from storage.rows import put, table_of

OUTBOX, MAIL, UNIT, CHORE = table_of(OutboxItem), table_of(Mail), table_of(RegisterUnit), table_of(Chore)


@dataclass(frozen=True, slots=True)
class Condition:
    """Counts and times only; nothing of any case. `chores` are name -> when it was last done and what it did."""

    step: str
    newest: str
    unsorted: int
    mails_waiting: int
    mails_given_up: int
    register_read_at: datetime | None
    chores: dict[str, tuple[datetime, str]] = field(default_factory=dict)


def condition_of(database: Database) -> Condition:
    """As things are now. Runs in a worker thread."""
    left, given_up = MAIL.c.sent_at.is_(None), MAIL.c.given_up_at
    with database.reading.connect() as connection:
        unsorted = connection.execute(select(func.count()).select_from(OUTBOX).where(OUTBOX.c.delivered_at.is_(None))).scalar_one()
        counted = select(func.count().filter(left, given_up.is_(None)), func.count().filter(given_up.is_not(None))).select_from(MAIL)
        waiting, refused = connection.execute(counted).one()
        read_at = connection.execute(select(func.max(UNIT.c.read_at))).scalar_one()
        chores = {row.name: (row.done_at, row.note) for row in connection.execute(select(CHORE).order_by(CHORE.c.name))}
    return Condition(step_of(database) or "", newest_step(), int(unsorted), int(waiting), int(refused), read_at, chores)


def done(connection: Connection, name: str, now: datetime, note: str = "") -> None:
    """Write down that a round was done."""
    put(connection, Chore(name=name, done_at=now, note=note))
