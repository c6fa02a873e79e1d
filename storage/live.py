"""Live news: what was committed, carried to the pages that are open on it.

A page subscribes to topics (`case:<id>`, `municipality:<id>`, `company:<id>`, `person:<id>`) and gets each change once, in the event loop,
together with others of the same 50 ms. News is a hint, never the truth: a page fetches what it shows. `storage/live_between.py` carries it
between processes.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from workflows.ports import MISSED, Change, Present

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.05
PRESENCE_SECONDS = 30.0
CATCH_UP_SECONDS = 3.0
"""All open pages look again within so long, not all at once: each asks the database."""

Callback = Callable[[Sequence[Change]], Awaitable[None] | None]
Unsubscribe = Callable[[], None]


class Hub(Protocol):
    """Where units of work leave their news and pages pick it up."""

    def publish(self, change: Change) -> None:
        """Tell everybody concerned; from any thread, never waiting."""
        ...

    def subscribe(self, topic: str, callback: Callback) -> Unsubscribe:
        """Call back in the event loop with the changes of a topic until unsubscribed."""
        ...


EVERYTHING = "*"
"""The topic of those who want to hear of every change, such as the checker of files. What another process did, its own workers hear."""


def topics_of(change: Change) -> tuple[str, ...]:
    """Whom a change concerns."""
    concerned = (("case", change.case_id), ("municipality", change.municipality_id), ("company", change.company_id), ("person", change.by))
    others = (f"company:{one}" for one in dict.fromkeys(change.others) if one != change.company_id)
    return (EVERYTHING, *(f"{kind}:{one}" for kind, one in concerned if one), *others)


class InProcessHub:
    """A hub for one process. Until `open` has named the event loop, news is dropped: nobody can be listening."""

    def __init__(self, gather_seconds: float = GATHER_SECONDS) -> None:
        self._gather = gather_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._subscribers: dict[str, dict[int, Callback]] = defaultdict(dict)
        self._numbers = itertools.count()
        self._waiting: dict[str, list[Change]] = {}
        self._stale: dict[str, None] = {}
        self._handful = 1
        self._tasks: set[asyncio.Future[None]] = set()

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver in this loop from now on."""
        self._loop = loop

    def close(self) -> None:
        """Deliver nothing more."""
        self._loop = None
        self._waiting.clear()
        self._stale.clear()

    @property
    def hears_others(self) -> bool | None:
        """Whether news of other processes arrives; None where there are none."""
        return None

    def publish(self, change: Change) -> None:
        """Hand a change over to the event loop."""
        self._in_loop(self._gather_in, topics_of(change), change)

    def hear(self, change: Change) -> None:
        """Hand a change of another process over to the pages; from any thread."""
        self._in_loop(self._gather_in, [one for one in topics_of(change) if one != EVERYTHING], change)

    def look_again(self) -> None:
        """Let every open page fetch what it shows, as news may have been missed; from any thread."""
        self._in_loop(self._all_again)

    def subscribe(self, topic: str, callback: Callback) -> Unsubscribe:
        """Listen to one topic; call in the event loop."""
        number = next(self._numbers)
        self._subscribers[topic][number] = callback

        def unsubscribe() -> None:
            listeners = self._subscribers.get(topic, {})
            listeners.pop(number, None)
            if not listeners:
                self._subscribers.pop(topic, None)

        return unsubscribe

    @property
    def listeners(self) -> int:
        """How many subscriptions there are, for metrics."""
        return sum(len(callbacks) for callbacks in self._subscribers.values())

    def _in_loop(self, call: Callable[..., None], *args: Any) -> None:
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop was closed: nobody is listening any more
                loop.call_soon_threadsafe(call, *args)

    def _gather_in(self, topics: Sequence[str], change: Change) -> None:
        if self._loop is None:
            return
        if not self._waiting:
            self._loop.call_later(self._gather, self._deliver)
        for topic in topics:
            if topic in self._subscribers:
                self._waiting.setdefault(topic, []).append(change)

    def _all_again(self) -> None:
        """Every topic's turn comes, however often this is asked meanwhile."""
        is_idle = not self._stale
        self._stale |= dict.fromkeys(one for one in self._subscribers if one != EVERYTHING)
        self._handful = 1 + int(len(self._stale) * self._gather / CATCH_UP_SECONDS)
        if is_idle:
            self._catch_up()

    def _catch_up(self) -> None:
        for topic in list(self._stale)[: self._handful]:
            del self._stale[topic]
            self._tell(topic, (MISSED,))
        if self._stale and self._loop is not None:
            self._loop.call_later(self._gather, self._catch_up)

    def _deliver(self) -> None:
        news, self._waiting = self._waiting, {}
        for topic, changes in news.items():
            self._tell(topic, changes)

    def _tell(self, topic: str, changes: Sequence[Change]) -> None:
        for callback in list(self._subscribers.get(topic, {}).values()):
            self._call(callback, changes)

    def _call(self, callback: Callback, changes: Sequence[Change]) -> None:
        try:
            answer = callback(changes)
        except Exception:  # one page's fault must not keep the news from the others
            logger.exception("a listener failed")
            return
        if answer is not None:
            task = asyncio.ensure_future(_finished(answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _finished(answer: Awaitable[None]) -> None:
    try:
        await answer
    except Exception:  # as above
        logger.exception("a listener failed")


class Presence:
    """Who has which case open right now: in this process only, forgotten when a page stays silent for half a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, seconds: float = PRESENCE_SECONDS) -> None:
        self._clock = clock
        self._seconds = seconds
        self._here: dict[str, dict[str, tuple[float, Present]]] = defaultdict(dict)
        self._watching: dict[str, dict[str, Callable[[], None]]] = defaultdict(dict)
        self._lock = threading.Lock()

    def enter(self, case_id: str, page: str, who: Present) -> None:
        """A page (by its own key) is open on a case, or moved to another field; call again at least every half minute."""
        with self._lock:
            self._here[case_id][page] = (self._clock(), who)
        self._tell(case_id, page)

    def leave(self, case_id: str, page: str) -> None:
        """A page was closed."""
        with self._lock:
            for kept in (self._here, self._watching):
                kept[case_id].pop(page, None)
                if not kept[case_id]:
                    del kept[case_id]
        self._tell(case_id, page)

    def watch(self, case_id: str, page: str, callback: Callable[[], None]) -> None:
        """Call back whenever another page enters, moves or leaves; until this page leaves."""
        self._watching[case_id][page] = callback

    def _tell(self, case_id: str, page: str) -> None:
        for other, callback in list(self._watching.get(case_id, {}).items()):
            if other != page:
                callback()

    def on(self, case_id: str, *, but: str = "") -> Sequence[Present]:
        """Who is on a case, once for each page, without the page that asks."""
        oldest = self._clock() - self._seconds
        with self._lock:
            pages = self._here.get(case_id, {})
            for page in [page for page, (seen, _) in pages.items() if seen < oldest]:
                del pages[page]
            return [who for page, (_, who) in pages.items() if page != but]
