"""Somebody at a keyboard: journeys without a mouse are walked with these hands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from storage.demo_people import LOGIN_WORD
from tests.browser.office import DESKTOP, Office, choosers_are_ours

FOCUSED = r"""() => {
  const one = document.activeElement, label = one.labels?.[0]?.innerText ?? '';
  return [one.getAttribute('aria-label') ?? '', label, one.innerText ?? ''].join(' ').replace(/\s+/g, ' ').trim();
}"""
ALIVE = "window.did_handshake || document.querySelector('#portal-orders') === null"


class Keys:
    """Somebody at a keyboard. There is no mouse, and after the first address no other way but what the pages offer."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.pressed, self.written = 0, 0
        choosers_are_ours(page)
        page.goto(base)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)

    def write(self, words: str) -> None:
        """Type words into what has the focus; letters are counted by themselves."""
        self.page.keyboard.type(words)
        self.written += len(words)

    def reach(self, words: str, key: str = "Tab") -> None:
        """Go on until what has the focus says the words; where one stands counts too."""
        passed: list[str] = []
        for _ in range(300):
            passed.append(self.page.evaluate(FOCUSED))
            if re.search(words, passed[-1]):
                return
            self.press(key)
        raise AssertionError(f"no way to {words} by {key}; passed {[one[:60] for one in passed[:60]]}")

    def choose(self, words: str, key: str = "Tab") -> None:
        """Press what says the words."""
        self.reach(words, key)
        self.press("Enter")

    def arrive(self, address: str) -> None:
        """The page a press led to is there and alive."""
        self.page.wait_for_url(re.compile(address))
        self.page.wait_for_function(ALIVE)

    def keep_place(self) -> None:
        """What was pressed may have gone; the focus has not fallen on the page."""
        self.page.wait_for_function("!['BODY', 'HTML'].includes(document.activeElement.tagName)", timeout=2_000)

    def sign_in(self, login: str) -> None:
        """Come in by the login page."""
        self.reach("^E-post")
        self.write(f"{login}@demo.example")
        self.reach("^Passord")
        self.write(LOGIN_WORD)
        self.press("Enter")
        self.page.wait_for_url(re.compile("^(?!.*/login)"))
        self.page.wait_for_function(ALIVE)


@contextmanager
def window(office: Office) -> Iterator[Page]:
    """A browser nobody has signed in with."""
    context = office.browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="nb-NO")
    try:
        yield context.new_page()
    finally:
        context.close()
