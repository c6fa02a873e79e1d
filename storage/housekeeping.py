"""What is tidied at the start and every hour: leftovers of broken uploads, files nobody refers to, and what is over.

Over are sessions, throttles, and answers remembered for programs that ask twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select

from models.access import Replay
from models.document import Document
from models.parties import Certificate
from models.statements import StatementFile
from storage.database import Database
from storage.objects import Objects
from storage.rows import table_of
from storage.sessions import Sessions
from storage.threads import Threads
from workflows.clocks import day_of

logger = logging.getLogger(__name__)

EVERY_SECONDS = 3600.0
DOCUMENT, REPLAY = table_of(Document), table_of(Replay)
REFERRING = (DOCUMENT.c.object_key, table_of(Certificate).c.object_key, table_of(StatementFile).c.object_key)
"""Columns that point at files in the store; what none of them names is swept."""
REMEMBERED = timedelta(days=7)
"""How long an answer is kept for a program that sends the same `Idempotency-Key` again."""


class Housekeeping:
    """Tidies until it is cancelled, and does `daily` at the start and each new day.

    `longest_session` is how long a session may live at most.
    """

    def __init__(
        self,
        database: Database,
        objects: Objects,
        sessions: Sessions,
        threads: Threads,
        longest_session: timedelta,
        daily: Callable[[datetime], Awaitable[None]] | None = None,
    ) -> None:
        self._database = database
        self._objects = objects
        self._sessions = sessions
        self._threads = threads
        self._longest_session = longest_session
        self._daily = daily
        self._day_done: date | None = None

    async def run(self) -> None:
        """Tidy now and every hour."""
        while True:
            for chore in (self.tidy, self.begin_day):
                try:
                    await chore(datetime.now(UTC))
                except Exception:  # the worker's outermost door: a chore can wait an hour
                    logger.exception("%s failed", chore.__name__)
            await asyncio.sleep(EVERY_SECONDS)

    async def tidy(self, now: datetime) -> None:
        """Take away what is over at `now`."""
        swept = await self._objects.sweep(self._referenced, now)
        await self._threads.run_writing(self._sessions.sweep, now, self._longest_session)
        await self._threads.run_writing(self._forget, now - REMEMBERED)
        if swept.parts or swept.objects:
            logger.info("swept %d broken uploads and %d files nobody refers to", swept.parts, swept.objects)

    async def begin_day(self, now: datetime) -> None:
        """Do what is due once a day (Europe/Oslo), if it was not done today."""
        if self._daily is not None and self._day_done != day_of(now):
            await self._daily(now)
            self._day_done = day_of(now)

    def _forget(self, before: datetime) -> None:
        with self._database.writing.begin() as connection:
            connection.execute(delete(REPLAY).where(REPLAY.c.at < before))

    async def _referenced(self, keys: Sequence[str]) -> set[str]:
        return await self._threads.run_reading(self._among, keys)

    def _among(self, keys: Sequence[str]) -> set[str]:
        with self._database.reading.connect() as connection:
            held = [connection.execute(select(column).where(column.in_(keys))).scalars() for column in REFERRING]
            return {key for found in held for key in found}
