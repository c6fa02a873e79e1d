"""News: to those concerned, in the loop, gathered; and who is where."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence

from storage.live import EVERYTHING, InProcessHub, Presence, topics_of
from workflows.ports import MISSED, Change, Present


def change(case_id: str = "case-1", version: int = 1, by: str = "per") -> Change:
    return Change(case_id=case_id, ref="ref", kind="answered", municipality_id="fjordvik", company_id="pipes", version=version, by=by)


def test_a_change_concerns_its_case_its_tenants_and_who_made_it() -> None:
    assert topics_of(change()) == ("*", "case:case-1", "municipality:fjordvik", "company:pipes", "person:per")
    assert topics_of(change(by="")) == ("*", "case:case-1", "municipality:fjordvik", "company:pipes")


async def test_news_of_many_threads_arrives_gathered_in_the_loop() -> None:
    hub, heard = InProcessHub(0.02), []
    hub.open(asyncio.get_running_loop())
    hub.subscribe("case:case-1", lambda changes: heard.append((threading.current_thread(), [one.version for one in changes])))

    await asyncio.gather(*(asyncio.to_thread(hub.publish, change(version=number)) for number in range(5)))
    await asyncio.sleep(0.1)

    assert len(heard) == 1
    assert heard[0][0] is threading.main_thread()
    assert sorted(heard[0][1]) == [0, 1, 2, 3, 4]


async def test_only_those_concerned_hear() -> None:
    hub, heard = InProcessHub(0.01), []
    hub.open(asyncio.get_running_loop())

    def hear(topic: str) -> None:
        hub.subscribe(topic, lambda changes: heard.append(topic))

    for topic in ("case:case-1", "case:case-2", "municipality:sundal", "company:pipes", EVERYTHING):
        hear(topic)
    hub.publish(change())
    await asyncio.sleep(0.05)

    assert sorted(heard) == ["*", "case:case-1", "company:pipes"]


async def test_who_unsubscribed_hears_nothing_more() -> None:
    hub, heard = InProcessHub(0.01), []
    hub.open(asyncio.get_running_loop())
    unsubscribe = hub.subscribe("case:case-1", lambda changes: heard.append(changes))

    hub.publish(change())
    unsubscribe()
    unsubscribe()
    await asyncio.sleep(0.05)

    assert heard == []
    assert hub.listeners == 0


async def test_a_listener_that_fails_does_not_keep_the_news_from_others() -> None:
    hub, heard = InProcessHub(0.01), []
    hub.open(asyncio.get_running_loop())

    async def fails_later(changes: Sequence[Change]) -> None:
        raise ZeroDivisionError

    def fails(changes: Sequence[Change]) -> None:
        raise ZeroDivisionError

    hub.subscribe("case:case-1", fails)
    hub.subscribe("case:case-1", fails_later)
    hub.subscribe("case:case-1", lambda changes: heard.append(len(changes)))
    hub.publish(change())
    await asyncio.sleep(0.05)

    assert heard == [1]


async def test_news_before_the_start_and_after_the_stop_is_dropped() -> None:
    hub, heard = InProcessHub(0.01), []
    hub.subscribe("case:case-1", lambda changes: heard.append(changes))
    hub.publish(change())
    hub.open(asyncio.get_running_loop())
    hub.close()
    hub.publish(change())
    await asyncio.sleep(0.05)

    assert heard == []


async def test_news_of_another_process_is_for_pages_and_not_for_workers() -> None:
    hub, heard = InProcessHub(0.01), list[str]()
    hub.open(asyncio.get_running_loop())
    hub.subscribe("case:case-1", lambda changes: heard.append("page"))
    hub.subscribe(EVERYTHING, lambda changes: heard.append("worker"))

    hub.hear(change())
    await asyncio.sleep(0.05)

    assert heard == ["page"]


def pages(hub: InProcessHub, many: int) -> list[tuple[int, float]]:
    """Open pages, each on a case of its own; which of them was told to look again, and when."""
    told: list[tuple[int, float]] = []

    def open_one(number: int) -> None:
        hub.subscribe(f"case:{number}", lambda changes: told.extend((number, time.monotonic()) for one in changes if one is MISSED))

    for number in range(many):
        open_one(number)
    return told


async def test_every_open_page_looks_again_once_and_not_all_in_the_same_moment() -> None:
    hub, worker = InProcessHub(0.01), list[object]()
    hub.open(asyncio.get_running_loop())
    told = pages(hub, 900)
    hub.subscribe(EVERYTHING, worker.append)

    hub.look_again()
    async with asyncio.timeout(20):
        while len(told) < 900:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.1)

    assert [number for number, _at in told] == list(range(900))
    assert told[-1][1] - told[0][1] > 1
    assert worker == []


async def test_to_be_asked_again_meanwhile_keeps_no_page_waiting_for_ever() -> None:
    hub = InProcessHub(0.001)
    hub.open(asyncio.get_running_loop())
    told = pages(hub, 20)

    for _ in range(200):
        hub.look_again()
        await asyncio.sleep(0.002)

    assert {number for number, _at in told} == set(range(20))


def test_a_page_that_sifts_its_news_takes_the_word_that_some_was_missed() -> None:
    assert change(version=3).is_after(2)
    assert not change(version=3).is_after(3)
    assert change().tells("attached", "answered")
    assert not change().tells("attached")
    assert MISSED.is_after(10**9)
    assert MISSED.tells("attached")


def test_presence_tells_who_else_is_there_and_forgets_the_silent() -> None:
    moment = [0.0]
    presence = Presence(clock=lambda: moment[0], seconds=30)
    per, ola = Present("per", "Per Rør", "application", "owner_name"), Present("ola", "Ola Saks")
    presence.enter("case-1", "page-a", per)
    presence.enter("case-1", "page-b", ola)

    assert presence.on("case-1", but="page-a") == [ola]
    moment[0] = 20
    presence.enter("case-1", "page-a", per)
    moment[0] = 31
    assert presence.on("case-1") == [per]
    presence.leave("case-1", "page-a")
    presence.leave("case-1", "page-a")
    assert presence.on("case-1") == []
    assert presence.on("case-2") == []


def test_a_page_hears_when_others_come_move_and_leave_but_not_of_itself() -> None:
    presence, heard = Presence(), list[str]()
    presence.watch("case-1", "page-a", lambda: heard.append("a"))
    presence.enter("case-1", "page-a", Present("per", "Per Rør"))
    assert heard == []
    presence.enter("case-1", "page-b", Present("ola", "Ola Saks"))
    presence.enter("case-2", "page-c", Present("ola", "Ola Saks"))
    presence.leave("case-1", "page-b")
    assert heard == ["a", "a"]
    presence.leave("case-1", "page-a")
    presence.enter("case-1", "page-b", Present("ola", "Ola Saks"))
    assert heard == ["a", "a"]
