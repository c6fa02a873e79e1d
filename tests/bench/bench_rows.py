"""Long groups: a wizard page of 200 pipes that is typed in, and a draft of 500 rows that is opened."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser

from models.base import Phase
from tests.bench.bench_wizard import COUNTED
from tests.bench.chromium import browser, fresh, load, sample, watch
from tests.bench.report import Figure, percentile
from tests.bench.town import Bare, Sizes, bare_server, town
from tests.browser.seeding import Seed
from tests.examples.main_pipeline import WORKFLOW, large
from tests.portal_process import PortalProcess
from workflows.casework import drafting
from workflows.index import index_of

GROUP, COLUMN = "pipes", "length_m"
KEPT = """() => {
  const form = document.querySelector("[data-answers]"), before = form.dataset.acked;
  return () => form.dataset.acked !== before && form.dataset.acked?.startsWith("kept");
}"""


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """One cell changed on a page of 200 rows until it is kept and the lines are redrawn; and the opening of 500 rows."""
    step = index_of(WORKFLOW, Phase.APPLICATION).step_of(GROUP)
    with town(folder / "rows") as (seed, portal), bare_server(folder) as bare:
        two_hundred, five_hundred = (long_draft(seed, count) for count in (200, 500))
        cookie = seed.cookie("contractor")
        portal.start()
        async with browser() as chromium:
            typed, floor = await _typed(chromium, portal, bare, cookie, f"/cases/{two_hundred}/application/{step}", sizes.changes)
            opened = await _opened(
                chromium, portal.base, cookie, f"/cases/{five_hundred}/application/{step}", "[data-row-line]", sizes.loads
            )
            bare_opened = await _opened(chromium, bare.base, "", "", "#press", sizes.loads)
    return [
        Figure("change in a page of 200 rows, p50", percentile(typed, 0.5), "ms", None, percentile(floor, 0.5), "bare click"),
        Figure("change in a page of 200 rows, p95", percentile(typed, 0.95), "ms", 150, percentile(floor, 0.95), "bare click"),
        Figure("draft of 500 rows opens, p50", percentile(opened, 0.5), "ms", 1_000, percentile(bare_opened, 0.5), "bare page"),
    ]


def long_draft(seed: Seed, rows: int) -> str:
    """A main-pipeline draft with so many pipes and half as many manholes; its ref."""
    answers = large(rows, rows // 2).answers[Phase.APPLICATION]
    changes = list(drafting.changes_of(WORKFLOW, Phase.APPLICATION, answers))
    return str(seed.do("contractor", drafting.start_case, WORKFLOW.key, "9999", changes).ref)


async def _typed(
    chromium: Browser, portal: PortalProcess, bare: Bare, cookie: str, path: str, count: int
) -> tuple[list[float], list[float]]:
    """Real keys in the first row of a real page, and clicks on the bare page between them; the first tenth warms up."""
    ours = await (await fresh(chromium, portal.base, cookie, "[data-row-line]")).new_page()
    theirs = await (await fresh(chromium, bare.base)).new_page()
    await load(ours, portal.base + path)
    await load(theirs, bare.base)
    await ours.locator("[data-row-line] button").first.click()
    field = f".row-card [data-field$='/{COLUMN}'] input"
    await ours.locator(field).wait_for()
    await watch(ours, field, "change", KEPT)
    await watch(theirs, "#press", "click", COUNTED)
    warm = max(1, count // 10)
    taken, floors = [], []
    for number in range(1, count + warm + 1):
        await ours.focus(field)
        await ours.keyboard.press("Control+A")
        await ours.keyboard.insert_text(f"{10 + number}")
        await ours.keyboard.press("Tab")
        taken.append(await sample(ours, number))
        await theirs.click("#press")
        floors.append(await sample(theirs, number))
    return taken[warm:], floors[warm:]


async def _opened(chromium: Browser, base: str, cookie: str, path: str, ready: str, times: int) -> list[float]:
    taken = []
    for _time in range(times + 1):
        context = await fresh(chromium, base, cookie, ready)
        taken.append((await load(await context.new_page(), base + path))["ready"])
        await context.close()
    return taken[1:]
