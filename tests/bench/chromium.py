"""A real browser, and clocks inside its pages: what is measured there is not blurred by the way between the browser and us."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.conftest import CHROMIUM, FLAGS

STOPWATCH = """
(() => {
  const bench = window.bench = { ready: 0, shown: 0, began: 0, samples: [], press: null };
  const look = () => {
    const field = document.querySelector(bench_ready);
    const ready = field && !field.disabled && window.socket?.connected;
    if (field && !bench.shown) requestAnimationFrame(() => { bench.shown ||= performance.now(); });
    if (ready) bench.ready = performance.now(); else setTimeout(look, 2);
  };
  look();
})();
"""
"""Notes when an element stands on the page and is drawn, and when it can be used, in milliseconds since the navigation began."""

WATCH = """
([what, event]) => {
  const bench = window.bench;
  const stop = () => { if (bench.began && bench.met()) { bench.samples.push(performance.now() - bench.began); bench.began = 0; } };
  new MutationObserver(stop).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  document.querySelector(what).addEventListener(event, () => { bench.began = performance.now(); bench.met = bench.rule(); }, true);
}
"""
"""Times from an event on an element until a rule, set up when the event happens, is met by the page."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    found = os.environ.get("PORTAL_TEST_CHROMIUM") or next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=found, args=list(FLAGS))
        yield chromium
        await chromium.close()


async def fresh(chromium: Browser, base: str, cookie: str = "", ready: str = "button") -> BrowserContext:
    """A browser context with an empty cache; its pages note when `ready` (a selector) can be used."""
    context = await chromium.new_context(viewport={"width": 1440, "height": 900}, locale="nb-NO")
    if cookie:
        await context.add_cookies([{"name": "portal", "value": cookie, "url": base}])
    await context.add_init_script(f"const bench_ready = {ready!r};\n{STOPWATCH}")
    return context


async def load(page: Page, address: str) -> dict[str, Any]:
    """Load a page and wait until it can be used: `ready`, `shown` and time to first byte `ttfb`, milliseconds since navigation began."""
    await page.goto(address, wait_until="commit")
    await page.wait_for_function("window.bench?.ready > 0 && window.bench.shown > 0", timeout=30_000)
    seen = "({ready: bench.ready, shown: bench.shown, ttfb: performance.getEntriesByType('navigation')[0].responseStart})"
    found: dict[str, Any] = await page.evaluate(seen)
    return found


async def watch(page: Page, what: str, event: str, rule: str) -> None:
    """Time every `event` on `what` until `rule` is met. `rule` is JavaScript: called at the event, it gives the function that tells."""
    await page.evaluate(f"() => {{ window.bench.rule = {rule}; }}")
    await page.evaluate(WATCH, [what, event])


async def sample(page: Page, number: int) -> float:
    """The `number`th time taken, in milliseconds; waits for it."""
    await page.wait_for_function("n => window.bench.samples.length >= n", arg=number, polling=20, timeout=15_000)
    taken: float = await page.evaluate("n => window.bench.samples[n - 1]", number)
    return taken
