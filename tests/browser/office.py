"""A running portal with cases in it, and people of both sides looking at it, each in a browser context of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page

from tests.browser.seeding import Seed
from tests.portal_process import MAIN, PortalProcess

DESKTOP, PHONE = (1440, 900), (375, 812)
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that colours decide: all there is to ask again in the other look."""
LOOK_AT = """async (runOnly) => {
  const frame = () => new Promise((go) => { requestAnimationFrame(go); setTimeout(go, 250); });
  await frame(); await frame();
  for (const one of document.getAnimations()) { try { one.finish(); } catch { one.cancel(); } }
  const found = await axe.run({runOnly, resultTypes: ['violations']});
  const told = (node) => `${node.target} ${(node.failureSummary ?? '').slice(0, 200)}`;
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${told(node)}`));
}"""
"""Fades are brought to their end instead of waited for; what was found good stays in the browser, half a megabyte of it."""


@dataclass
class Office:
    """The portal, and the hands to put cases into it."""

    portal: PortalProcess
    seed: Seed
    browser: Browser

    @contextmanager
    def screen(
        self,
        login: str,
        path: str,
        size: tuple[int, int] = DESKTOP,
        scheme: str = "light",
        *,
        minutes_ago: int = 0,
        faults_matter: bool = True,
    ) -> Iterator[Page]:
        """Somebody's browser on a page; what the browser complains of fails the test."""
        context = self.browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="nb-NO")  # type: ignore[arg-type]  # one of the two
        context.add_cookies([{"name": "portal", "value": self.seed.cookie(login, minutes_ago), "url": self.portal.base}])
        page = context.new_page()
        choosers_are_ours(page)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        self.show(page, path)
        try:
            yield page
        finally:
            context.close()
        assert not faults_matter or faults == [], faults

    @contextmanager
    def stranger(self, address: str) -> Iterator[Page]:
        """The browser of somebody who is not in yet, on a whole address."""
        context = self.browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="nb-NO")
        page = context.new_page()
        page.goto(address)
        try:
            yield page
        finally:
            context.close()

    def wait_for_boards(self) -> None:
        """What we seed comes from another process, without news; a board that opens right after others would not ask for it."""
        time.sleep(2.1)

    def show(self, page: Page, path: str) -> None:
        """Go to a page and wait until it is alive."""
        answer = page.goto(self.portal.base + path)
        assert answer is not None
        assert answer.status == 200, page.content()[:400]
        page.wait_for_function("window.socket?.connected === true || document.querySelector('#portal-orders')", timeout=10_000)


def choosers_are_ours(page: Page) -> None:
    """From now on the browser leaves choosing files to us; asked only when one is expected, a quick press may come before that is heard."""
    page.on("filechooser", lambda _chooser: None)


@contextmanager
def open_office(folder: Path, browser: Browser, settings: dict[str, str] | None = None, entry: Path = MAIN) -> Iterator[Office]:
    """A portal of its own, with the demonstration's people; ended by its own handle. `entry` as for `PortalProcess`."""
    seed = Seed(folder)
    portal = PortalProcess(folder, settings or {}, entry)
    portal.start()
    try:
        yield Office(portal, seed, browser)
    finally:
        portal.stop()
        seed.database.close()


def axe(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds, in readable lines."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(LOOK_AT, rules)
    return found


def flaws(page: Page) -> list[str]:
    """What axe finds, and whether anything is too wide, at both widths and in both looks; the page is not loaded anew."""
    found = []
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        found += [] if fits(page) else [f"wider than {width}"]
        for scheme, rules in (("light", RULES), ("dark", LOOKS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
            found += [f"{width} {scheme} {one}" for one in axe(page, rules)]
    return found


def fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def card(page: Page, column: str, address: str) -> Locator:
    """A case's card in one column of the board."""
    return page.locator(f"[data-lane={column}] [data-card]", has_text=address)
