"""The head of every page has room for what stands in it, whoever looks, in every language, from phone to wide screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DESKTOP, Office, open_office

WIDTHS = (375, 768, 1000, 1030, 1100, 1121, 1200, 1280, 1366, 1400, 1440, 1920)
WRONG = """() => {
  const seen = (one) => one.offsetParent !== null, box = (one) => one.getBoundingClientRect();
  const parts = [...document.querySelectorAll('.top .brand-name, .top .brand-mark, .top-nav a, .menu-button')].filter(seen);
  const across = parts.filter((one, n) => parts.some((other, m) => m > n && !one.contains(other)
    && box(one).right > box(other).left + 0.5 && box(other).right > box(one).left + 0.5
    && box(one).bottom > box(other).top + 0.5 && box(other).bottom > box(one).top + 0.5));
  const beyond = parts.filter((one) => box(one).right > innerWidth || box(one).left < 0);
  const twoLines = [...document.querySelectorAll('.top-nav a')].filter((one) => seen(one) && one.getClientRects().length > 1);
  return [...across, ...beyond, ...twoLines].map((one) => one.textContent);
}"""
PATHS = {"contractor": ("/", "/company"), "officer": ("/board", "/notices"), "admin": ("/board", "/settings"), "platform": ("/platform",)}


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("heads"), browser) as opened:
        for place in range(12):  # a number of news with two digits
            opened.seed.submitted(place)
        yield opened


def speak(page: Page, locale: str) -> None:
    """Choose a language in the menu."""
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.locator(".menu-button").click()
    page.locator(f".segments button[lang={locale}]").click()
    expect(page.locator("html")).to_have_attribute("lang", locale)


@pytest.mark.parametrize("login", PATHS)
def test_nothing_in_the_head_lies_over_something_else(office: Office, login: str) -> None:
    with office.screen(login, PATHS[login][0]) as page:
        for locale in ("en", "nn", "nb"):
            speak(page, locale)
            for path in PATHS[login]:
                office.show(page, path)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": DESKTOP[1]})
                    assert page.evaluate(WRONG) == [], (locale, path, width)


@pytest.mark.parametrize("width", [375, 1000, 1280])
def test_what_the_head_has_no_room_for_stands_in_the_menu(office: Office, width: int) -> None:
    with office.screen("admin", "/settings") as page:
        everywhere = page.locator(".top-nav a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        page.set_viewport_size({"width": width, "height": DESKTOP[1]})
        page.locator(".menu-button").click()
        shown = page.locator(".top-nav a:visible, .menu-list a:visible").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        assert set(everywhere) <= set(shown)
        page.locator(".menu-list a[href='/people']:visible").click()
        page.wait_for_url("**/people")
        if width > 1024:
            expect(page.locator(".top-nav a[href='/people']")).to_be_visible()
