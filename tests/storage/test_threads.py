"""The two queues of database work."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time

import pytest

from storage.threads import Threads, Way

ASKED_BY: contextvars.ContextVar[str] = contextvars.ContextVar("asked_by", default="nobody")


async def test_writes_run_one_after_the_other_in_order_of_arrival() -> None:
    threads, done = Threads(), []

    def write(number: int) -> int:
        done.append(number)
        time.sleep(0.001)
        return number

    assert await asyncio.gather(*(threads.run_writing(write, number) for number in range(20))) == list(range(20))
    assert done == list(range(20))
    threads.close()


async def test_reads_do_not_wait_for_a_slow_write() -> None:
    threads, release = Threads(), threading.Event()
    writing = asyncio.create_task(threads.run_writing(release.wait, 10))

    assert await asyncio.wait_for(threads.run_reading(lambda: "read"), 5) == "read"

    release.set()
    await writing
    threads.close()


async def test_an_error_comes_back_to_the_one_who_asked() -> None:
    threads = Threads()

    with pytest.raises(ZeroDivisionError):
        await threads.run_writing(lambda: 1 / 0)
    threads.close()


async def test_the_context_of_the_caller_is_there() -> None:
    threads = Threads()
    ASKED_BY.set("request-7")

    assert await threads.run_reading(ASKED_BY.get) == "request-7"
    threads.close()


async def test_a_caller_who_gives_up_does_not_undo_the_write() -> None:
    threads, done = Threads(), threading.Event()

    def write() -> None:
        time.sleep(0.05)
        done.set()

    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(threads.run_writing(write), 0.01)

    assert await asyncio.to_thread(done.wait, 5)
    assert threads.waiting == {"reading": 0, "writing": 0}
    threads.close()


async def test_depth_and_durations_are_told() -> None:
    told: list[tuple[Way, float, float]] = []
    threads, release = Threads(observe=lambda *figures: told.append(figures)), threading.Event()
    tasks = [asyncio.create_task(threads.run_writing(release.wait, 10)) for _ in range(3)]
    await asyncio.sleep(0.05)

    assert threads.waiting["writing"] == 2
    release.set()
    await asyncio.gather(*tasks)

    assert [way for way, _, _ in told] == ["writing"] * 3
    assert told[1][1] >= 0.04
    threads.close()
