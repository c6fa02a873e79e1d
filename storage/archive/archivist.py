"""The archivist: takes entries from the queue, has them described and printed, delivers them, and marks what became of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Protocol

from models.errors import NotThere
from models.records import ArchiveItem, ArchiveOutcome, ArchiveState
from storage.archive.queue import ArchiveQueue, Taken
from storage.archive.transport import Answer, ArchiveTransport, Parcel, ParcelFile
from storage.live import Hub
from storage.object_parts import Objects
from storage.rows import now as utc_now
from storage.threads import Threads
from storage.worker import Worker
from workflows.ports import Change, WorkFactory
from workflows.records.describing import package_of
from workflows.records.entries import Package
from workflows.records.occasions import OCCASIONS

logger = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 30.0


class Printed(Protocol):
    """A package with the bytes of what was printed for it, and the message."""

    @property
    def package(self) -> Package: ...
    @property
    def message(self) -> bytes: ...
    @property
    def sheets(self) -> Mapping[str, bytes]: ...


Print = Callable[[Package], Printed]


class Archivist(Worker):
    """Delivers until it is cancelled: soon after something was committed, and every half minute in any case.

    `waiting` and `failed` are how many entries stood so after the last round, for metrics.
    """

    def __init__(
        self, queue: ArchiveQueue, works: WorkFactory, threads: Threads, objects: Objects, transport: ArchiveTransport, print_: Print,
        hub: Hub, now: Callable[[], datetime] = utc_now,
    ) -> None:  # fmt: skip
        super().__init__(hub, name="the archive", seconds=LOOK_AGAIN_SECONDS)
        self._queue, self._works, self._threads, self._objects = queue, works, threads, objects
        self._transport, self._print, self._now = transport, print_, now
        self.waiting = self.failed = 0

    async def round(self) -> int:
        """Deliver what is due, one after the other; how many arrived."""
        arrived = 0
        while taken := await self._threads.run_writing(self._queue.take, self._now()):
            for one in taken:
                answer = await self._deliver(one)
                state = await self._threads.run_writing(self._queue.answered, one.item, answer, self._now())
                arrived += state == ArchiveState.DELIVERED
        self.waiting, self.failed = await self._threads.run_reading(self._queue.counts)
        return arrived

    async def _deliver(self, taken: Taken) -> Answer:
        try:
            if taken.item.state == ArchiveState.RECEIVED:
                package = await self._threads.run_reading(self._described, taken)
                return await self._transport.ask(taken.item.key, package.place)
            package = await self._threads.run_reading(self._described, taken)
            printed = await asyncio.to_thread(self._print, package)
            return await self._transport.deliver(self._parcel(taken.item, printed))
        except NotThere:
            return Answer(ArchiveOutcome.INVALID, "what it tells of is not there")
        except Exception:  # the worker's outermost door: one entry must not stop the others, and is tried again
            logger.exception("an entry was not delivered")
            return Answer(ArchiveOutcome.SERVER_FAULT, "internal")

    def _described(self, taken: Taken) -> Package:
        return package_of(taken.item, is_first=taken.is_first, work=self._works(writing=False), now=self._now())

    def _parcel(self, item: ArchiveItem, printed: Printed) -> Parcel:
        files = [
            ParcelFile(one.reference, one.sha256, one.size, self._opener(one.source, printed.sheets.get(one.reference)))
            for one in printed.package.files
        ]
        return Parcel(item.key, printed.package.place, printed.message, files)

    def _opener(self, source: str, sheet: bytes | None) -> Callable[[], AsyncIterator[bytes]]:
        if sheet is not None:
            return lambda: _once(sheet)
        return lambda: self._objects.read(source)

    def wakes(self, change: Change) -> bool:
        """What becomes an entry."""
        return change.kind in OCCASIONS


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
