"""Work that goes on beside the pages: a round whenever something of interest was committed, and every so often in any case."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress

from storage.live import EVERYTHING, Hub
from workflows.ports import Change


class Worker(ABC):
    """Rounds until it is cancelled. Nothing a round meets ends the work: it is logged as `name`, and the next round comes."""

    def __init__(self, hub: Hub, *, name: str, seconds: float) -> None:
        self._hub, self._name, self._seconds = hub, name, seconds
        self._news = asyncio.Event()

    @abstractmethod
    async def round(self) -> int:
        """Do what is due; how much was done."""

    @abstractmethod
    def wakes(self, change: Change) -> bool:
        """Whether this news is a reason to look again at once."""

    async def run(self) -> None:
        """Work for ever."""
        unsubscribe = self._hub.subscribe(EVERYTHING, self._hear)
        try:
            while True:
                await self._guarded_round()
                with suppress(TimeoutError):  # not wait_for: it drops a cancellation that meets the news
                    async with asyncio.timeout(self._seconds):
                        await self._news.wait()
                self._news.clear()
        finally:
            unsubscribe()

    def _hear(self, changes: Sequence[Change]) -> None:
        if any(self.wakes(change) for change in changes):
            self._news.set()

    async def _guarded_round(self) -> None:
        try:
            await self.round()
        except Exception:  # the worker's outermost door: it must outlive whatever one round met
            logging.getLogger(self.__module__).exception("a round of %s failed", self._name)
