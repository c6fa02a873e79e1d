"""The worker that looks at open cases whose day has come, each in a transaction of its own. What is told stands in
`workflows/casework/reminding.py`; here is only when, and that one case that fails keeps nobody else from being reminded.

Several processes may run it: a case is held while it is looked at, and its next day is set by the same transaction.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

from storage.chance import CHANCE
from storage.threads import Threads
from workflows.casework.reminding import cases_to_remind, remind
from workflows.clocks import OSLO
from workflows.ports import WorkFactory

logger = logging.getLogger(__name__)

EVERY_SECONDS = 600.0
HOURS = range(7, 17)
"""Hours of Europe/Oslo in which people are reminded."""


class ReminderRounds:
    """Looks until it is cancelled, the first time ten minutes after the start."""

    def __init__(self, works: WorkFactory, threads: Threads) -> None:
        self._works, self._threads = works, threads

    async def run(self) -> None:
        """Look every ten minutes by day."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            now = datetime.now(UTC)
            if now.astimezone(OSLO).hour not in HOURS:
                continue
            try:
                sent = await self.look(now)
                if sent:
                    logger.info("sent %d reminders", sent)
            except Exception:  # the worker's outermost door: ten minutes later is another try
                logger.exception("a round of reminders failed")

    async def look(self, now: datetime) -> int:
        """Look at every case whose day has come; how many reminders were sent."""
        sent, last = 0, ""
        while page := await self._threads.run_reading(cases_to_remind, last, work=self._works(writing=False), now=now):
            for case_id in page:
                try:
                    sent += await self._threads.run_writing(remind, case_id, work=self._works(writing=True), now=now, chance=CHANCE)
                except Exception:  # one case that cannot be read must not silence the others; it is tried again next round
                    logger.exception("the look at case %s failed", case_id)
            last = page[-1]
        return sent
