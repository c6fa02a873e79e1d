"""Threads in which the synchronous use cases run, so that the event loop never waits for a disk.

SQLite has one writer thread: a queue in front of the one write lock is fair and costs nothing, threads fighting for it do.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Way = Literal["reading", "writing"]
Observe = Callable[[Way, float, float], None]
"""Told of each call: which way, seconds it waited in the queue, seconds it took."""


def _unheard(way: Way, waited: float, took: float) -> None:
    """Nobody measures."""


class Threads:
    """The two queues of database work. `waiting` is how many calls have not begun yet."""

    def __init__(self, *, writers: int = 1, readers: int = 4, observe: Observe = _unheard) -> None:
        self._pools = {
            "reading": ThreadPoolExecutor(readers, thread_name_prefix="reading"),
            "writing": ThreadPoolExecutor(writers, thread_name_prefix="writing"),
        }
        self.waiting: dict[Way, int] = {"reading": 0, "writing": 0}
        self._counting = threading.Lock()
        self.observe = observe

    async def run_reading(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `call` in a thread for reading and return what it returns, or raise what it raises."""
        return await self._run("reading", functools.partial(call, *args, **kwargs))

    async def run_writing(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `call` in a thread for writing; on SQLite all such calls run one after the other in order of arrival.

        A caller who stops waiting does not stop the call: it commits or fails as if somebody had waited.
        """
        return await self._run("writing", functools.partial(call, *args, **kwargs))

    def close(self) -> None:
        """Finish what has begun or waits, then end the threads."""
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    async def _run(self, way: Way, call: Callable[[], R]) -> R:
        asked = time.perf_counter()
        self._count(way, 1)
        context = contextvars.copy_context()
        work = self._pools[way].submit(context.run, self._measured, way, asked, call)
        return await asyncio.shield(asyncio.wrap_future(work))

    def _count(self, way: Way, change: int) -> None:
        with self._counting:
            self.waiting[way] += change

    def _measured(self, way: Way, asked: float, call: Callable[[], R]) -> R:
        self._count(way, -1)
        began = time.perf_counter()
        try:
            return call()
        finally:
            self.observe(way, began - asked, time.perf_counter() - began)
