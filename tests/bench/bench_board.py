"""The officers' board over a large archive: first byte, first paint while others look, and how soon all open boards show a change."""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.bench.archive import Engine, archive
from tests.bench.chromium import browser, fresh, load
from tests.bench.page_client import OpenPage
from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, bare_server, open_pages, visitor

FORGOTTEN = 2.1
"""After so many seconds a board is loaded from the database again, not from what was loaded for others a moment ago."""
MORE = 1.0
"""Seconds between two changes while officers look, and on average between two of their reloads."""


async def first_byte(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> list[Figure]:
    """One officer alone: every board is loaded from the database, as no other was loaded a moment before."""
    ours, floor = [], []
    with archive(folder, sizes, engine) as (seed, portal, _ref), bare_server(folder) as bare:
        async with visitor(portal.base, seed.cookie("officer")) as officer, visitor(bare.base) as anybody:
            for number in range(sizes.loads + 2):
                await asyncio.sleep(FORGOTTEN)
                taken, plain = await _ttfb(officer, "/board"), await _ttfb(anybody, "/plain")
                if number > 1:
                    ours.append(taken)
                    floor.append(plain)
    note = "Every load asks the database: boards that open within two seconds of another are fed from what was loaded for that one."
    return [
        Figure(
            f"board, first byte, {sizes.cases} cases, {engine}, alone, p50",
            percentile(ours, 0.5),
            "ms",
            30,
            percentile(floor, 0.5),
            "plain route",
            note=note,
        )
    ]


async def _ttfb(client: httpx.AsyncClient, path: str) -> float:
    began = time.perf_counter()
    async with client.stream("GET", path) as answer:
        taken = (time.perf_counter() - began) * 1_000
        answer.raise_for_status()
        await answer.aread()
    return taken


class Mover:
    """An officer who takes a case and lets it go, through the API."""

    def __init__(self, client: httpx.AsyncClient, ref: str) -> None:
        self.client, self.ref, self.turn = client, ref, 0

    async def move(self) -> None:
        """The next change."""
        action = ("take", "release")[self.turn % 2]
        self.turn += 1
        (await self.client.post(f"/cases/{self.ref}/actions/{action}", json={})).raise_for_status()

    async def move_on(self, until: asyncio.Event) -> None:
        """One change after the other until told to stop."""
        while not until.is_set():
            await self.move()
            await asyncio.sleep(MORE)


async def first_paint(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> list[Figure]:
    """Cards drawn in a browser that has been here before, while officers look at changing boards and load theirs anew."""
    with archive(folder, sizes, engine) as (seed, portal, ref), bare_server(folder) as bare:
        key = portal.api("officer@demo.example").headers["Authorization"]
        cookies = [seed.cookie("officer") for _number in range(sizes.officers)]
        paths, stop = ["/board"] * (sizes.officers - 1), asyncio.Event()
        async with (
            browser() as chromium,
            open_pages(portal.base, cookies[1:], paths),
            httpx.AsyncClient(base_url=f"{portal.base}/api/v1", headers={"Authorization": key}) as api,
        ):
            at_work = [asyncio.create_task(Mover(api, ref).move_on(stop)), asyncio.create_task(_reload(portal.base, cookies[1:], stop))]
            ours = await _paints(chromium, portal.base, cookies[0], "/board", "[data-card]", sizes.loads)
            floor = await _paints(chromium, bare.base, "", "/", "#press", sizes.loads)
            stop.set()
            await asyncio.gather(*at_work)
    name = f"board, first paint of cards, {sizes.officers} officers, {sizes.cases} cases, {engine}"
    return [
        Figure(f"{name}, p95", percentile(ours, 0.95), "ms", 400, percentile(floor, 0.95), "bare page"),
        Figure(f"{name}, p50", percentile(ours, 0.5), "ms", floor=percentile(floor, 0.5), floor_name="bare page"),
    ]


async def _reload(base: str, cookies: Sequence[str], until: asyncio.Event) -> None:
    """Somebody loads a board anew every second, as sixteen people who each do so four times a minute."""
    while not until.is_set():
        await asyncio.sleep(MORE * random.uniform(0.7, 1.3))
        async with open_pages(base, [random.choice(cookies)], ["/board"]):
            pass


async def _paints(chromium: Any, base: str, cookie: str, path: str, what: str, loads: int) -> list[float]:
    page = await (await fresh(chromium, base, cookie, what)).new_page()
    for _warm in range(3):
        await load(page, base + path)
    return [float((await load(page, base + path))["shown"]) for _number in range(loads * 3)]


async def news(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> list[Figure]:
    """From the request for a change until the last open board has it, beside bare pages that are all told something at once."""
    with archive(folder, sizes, engine) as (seed, portal, ref), bare_server(folder) as bare:
        key = portal.api("officer@demo.example").headers["Authorization"]
        cookies = [seed.cookie("officer") for _number in range(sizes.boards)]
        async with (
            open_pages(portal.base, cookies, ["/board"] * sizes.boards) as boards,
            open_pages(bare.base, [""] * sizes.boards, ["/"] * sizes.boards) as trivial,
            httpx.AsyncClient(base_url=f"{portal.base}/api/v1", headers={"Authorization": key}) as api,
            visitor(bare.base) as poker,
        ):
            mover, ours, floor = Mover(api, ref), [], []
            gc.collect()
            gc.disable()  # a pause of ours would be taken for one of the portal
            for _number in range(sizes.moves + 2):
                ours.append(await _last(boards, mover.move))
                floor.append(await _last(trivial, lambda: _poke(poker)))
                await asyncio.sleep(0.2)
            gc.enable()
    many = f"change -> last of {sizes.boards} open boards, {sizes.cases} cases, {engine}"
    return [
        Figure(f"{many}, p95", percentile(ours[2:], 0.95), "ms", 300, percentile(floor[2:], 0.95), "bare pages told"),
        Figure(f"{many}, p50", percentile(ours[2:], 0.5), "ms", floor=percentile(floor[2:], 0.5), floor_name="bare pages told"),
    ]


async def _poke(client: httpx.AsyncClient) -> None:
    (await client.post("/poke")).raise_for_status()


async def _last(pages: Sequence[OpenPage], change: Any) -> float:
    """Milliseconds from the beginning of the change until the slowest page heard something."""
    for page in pages:
        page.updates.clear()
    began = time.perf_counter()
    await change()
    arrived = await asyncio.gather(*(page.update_after(0) for page in pages))
    return (max(arrived) - began) * 1_000
