"""An open wizard: how soon a change is saved and what is missing redrawn while many people work, and how soon a page can be used."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.bench.chromium import browser, fresh, load, sample, watch
from tests.bench.page_client import OpenPage
from tests.bench.report import Figure, percentile
from tests.bench.town import Bare, Sizes, bare_server, open_pages, town, values_in
from tests.browser.seeding import Seed
from tests.portal_process import PortalProcess

PACE = 2.0
"""Seconds between two changes of one person."""
FIELD, NAMES = "owner_name", ("Anna Eier", "")
STEP = "application/parties"
NOTE = (
    "From leaving a field changed with real keys until the form is told it is kept and the panel has changed, by the page's own clock. "
    "While somebody types on, the page waits up to 400 ms for the next key before it sends; that wait is wanted and not counted."
)
KEPT_AND_TOLD = """() => {
  const form = document.querySelector("[data-answers]"), panel = () => document.querySelector("[data-missing]").textContent;
  const before = form.dataset.acked, told = panel();
  return () => form.dataset.acked !== before && form.dataset.acked?.startsWith("kept") && panel() !== told;
}"""
COUNTED = """() => {
  const count = () => document.querySelector("#count").textContent, before = count();
  return () => count() !== before;
}"""


class Typist:
    """One person at a wizard page: changes a needed answer back and forth."""

    def __init__(self, page: OpenPage) -> None:
        self.page, self.taken, self.seq = page, [], 0
        self.form, self.listener = (
            page.listeners("answers.prevent")[0] if page.listeners("answers.prevent") else page.listeners("answers")[0]
        )
        field = next(one for one in page.elements.values() if one.get("props", {}).get("d", {}).get("key") == FIELD)
        self.version = int(field["props"]["d"]["version"])

    taken: list[float]

    async def change(self) -> float:
        """Change the answer; milliseconds until the server's acknowledgement was here."""
        self.seq += 1
        seen, began = len(self.page.updates), time.perf_counter()
        change = {"key": FIELD, "value": NAMES[self.seq % 2], "version": self.version}
        await self.page.emit(self.form, self.listener, {"seq": self.seq, "changes": [change]})
        while True:
            arrived = await self.page.update_after(seen)
            _at, payload = self.page.updates[seen]
            seen += 1
            acked = [one for one in values_in(payload, "data-acked") if str(one).endswith(f":{self.seq}")]
            if acked:
                if not str(acked[0]).startswith("kept"):
                    raise RuntimeError(f"the change was refused: {acked}")
                self.version += 1
                return (arrived - began) * 1_000

    async def work(self, until: asyncio.Event) -> None:
        """Change something every few seconds, until told to stop."""
        await asyncio.sleep(random.random() * PACE)
        while not until.is_set():
            began = time.perf_counter()
            self.taken.append(await self.change())
            self.page.updates.clear()
            await asyncio.sleep(max(0.0, PACE * random.uniform(0.8, 1.2) - (time.perf_counter() - began)))


async def changes(folder: Path, sizes: Sizes) -> list[Figure]:
    """Field change -> saved -> panel updated, with others at work, beside the bare page's click in the same browser."""
    with town(folder / "wizards") as (seed, portal), bare_server(folder) as bare:
        refs = [seed.draft(place=number, with_photo=False) for number in range(sizes.wizards)]
        cookies = [seed.cookie("contractor") for _ref in refs]
        portal.start()
        paths = [f"/cases/{ref}/{STEP}" for ref in refs]
        async with browser() as chromium, open_pages(portal.base, cookies[1:], paths[1:]) as pages:
            typists, stop = [Typist(page) for page in pages], asyncio.Event()
            at_work = [asyncio.create_task(one.work(stop)) for one in typists]
            await asyncio.sleep(PACE)
            for typist in typists:
                typist.taken.clear()
            ours, floor = await _typed(chromium, portal, bare, cookies[0], paths[0], sizes.changes)
            stop.set()
            await asyncio.gather(*at_work)
    beside = [one for typist in typists for one in typist.taken]
    name = f"change -> saved -> panel, Chromium, {sizes.wizards} live wizards, {{}}"
    return [
        Figure(name.format("p50"), percentile(ours, 0.5), "ms", 40, percentile(floor, 0.5), "bare click", note=NOTE),
        Figure(name.format("p95"), percentile(ours, 0.95), "ms", 100, percentile(floor, 0.95), "bare click", note=NOTE),
        Figure(
            "the same at the others' sockets, p50", percentile(beside, 0.5), "ms", floor=percentile(floor, 0.5), floor_name="bare click"
        ),
        Figure(
            "the same at the others' sockets, p95", percentile(beside, 0.95), "ms", floor=percentile(floor, 0.95), floor_name="bare click"
        ),
    ]


async def _typed(
    chromium: Browser, portal: PortalProcess, bare: Bare, cookie: str, path: str, count: int
) -> tuple[list[float], list[float]]:
    """Real keys in a real page, and clicks on the bare page between them; the first tenth warms up."""
    ours = await (await fresh(chromium, portal.base, cookie, f"[data-field={FIELD}] input")).new_page()
    theirs = await (await fresh(chromium, bare.base)).new_page()
    await load(ours, portal.base + path)
    await load(theirs, bare.base)
    await watch(ours, f"[data-field={FIELD}] input", "change", KEPT_AND_TOLD)
    await watch(theirs, "#press", "click", COUNTED)
    warm = max(1, count // 10)
    figures, floors = [], []
    for number in range(1, count + warm + 1):
        figures.append(await _type(ours, NAMES[number % 2], number))
        await theirs.click("#press")
        floors.append(await sample(theirs, number))
    return figures[warm:], floors[warm:]


async def _type(page: Page, words: str, number: int) -> float:
    await page.focus(f"[data-field={FIELD}] input")
    await page.keyboard.press("Control+A")
    await page.keyboard.press("Delete")
    await page.keyboard.insert_text(words)
    await page.keyboard.press("Tab")
    return await sample(page, number)


async def interactive(folder: Path, sizes: Sizes) -> list[Figure]:
    """From the start of the navigation until socket and fields can be used: empty cache, and once more in the same browser."""
    with town(folder / "pages") as (seed, portal), bare_server(folder) as bare:
        path, cookie = _page(seed)
        portal.start()
        async with browser() as chromium:
            cold, warm = await _loads(chromium, portal.base + path, portal.base, cookie, "[data-field] .control", sizes.loads)
            bare_cold, bare_warm = await _loads(chromium, bare.base, bare.base, "", "#press", sizes.loads)
    return [
        Figure("wizard page interactive, cold", percentile(cold, 0.5), "ms", 600, percentile(bare_cold, 0.5), "bare page"),
        Figure("wizard page interactive, warm", percentile(warm, 0.5), "ms", 180, percentile(bare_warm, 0.5), "bare page"),
    ]


def _page(seed: Seed) -> tuple[str, str]:
    return f"/cases/{seed.draft(with_photo=False)}/application/job", seed.cookie("contractor")


async def _loads(chromium: Browser, address: str, base: str, cookie: str, ready: str, times: int) -> tuple[list[float], list[float]]:
    cold, warm = [], []
    for number in range(times + 1):
        context = await fresh(chromium, base, cookie, ready)
        page = await context.new_page()
        taken = [(await load(page, address))["ready"] for _time in range(4)]
        await context.close()
        if number:  # the very first load of a server imports and compiles things once
            cold.append(taken[0])
            warm += taken[2:]  # at the second load the browser still compiles the scripts
    return cold, warm
