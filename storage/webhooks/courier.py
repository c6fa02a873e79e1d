"""The courier: sends what is due, several at a time, so that one slow receiver holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from storage.live import Hub
from storage.rows import now as utc_now
from storage.threads import Threads
from storage.webhooks.queue import Due, WebhookQueue
from storage.webhooks.sending import Sender
from storage.worker import Worker
from workflows.ports import Change
from workflows.records.signing import secrets_of
from workflows.records.telling import TOLD

LOOK_AGAIN_SECONDS = 5.0


class Courier(Worker):
    """Sends until it is cancelled: at once when something was committed, and every few seconds in any case."""

    def __init__(
        self, queue: WebhookQueue, sender: Sender, secret: str, threads: Threads, hub: Hub, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(hub, name="webhooks", seconds=LOOK_AGAIN_SECONDS)
        self._queue, self._sender, self._secret, self._threads, self._now = queue, sender, secret, threads, now
        self.waiting = 0

    async def round(self) -> int:
        """Send what is due now; how many were tried."""
        if not await self._threads.run_reading(self._queue.is_due, self._now()):
            return 0
        taken = await self._threads.run_writing(self._queue.take, self._now())
        await asyncio.gather(*(self._send(one) for one in taken))
        self.waiting = await self._threads.run_reading(self._queue.counts)
        return len(taken)

    async def _send(self, due: Due) -> None:
        now = self._now()
        tried = await self._sender.send(due.webhook, due.delivery, secrets_of(self._secret, due.webhook, now), now)
        await self._threads.run_writing(self._queue.tried, due, tried, self._now())

    def wakes(self, change: Change) -> bool:
        """What webhooks tell of."""
        return change.kind in TOLD

    async def run(self) -> None:
        """Work for ever; the connections to receivers are closed when it ends."""
        try:
            await super().run()
        finally:
            await self._sender.close()
