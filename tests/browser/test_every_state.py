"""Accessible in every state: axe finds nothing and nothing is too wide, at both widths and in both looks, on every page there is."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.office import DESKTOP, Office, flaws, open_office
from tests.browser.states import NOT_PAGES, STATES, State
from tests.browser.town import settle_town
from tests.oidc_server import settings_for
from tests.portal_process import ROOT
from tests.ports import free_port
from ui.visit import PAGES
from workflows.policy import FRESH_LOGIN

DOUBLE = ROOT / "tests" / "doubles" / "breaking_portal.py"
SIGN_IN_AGAIN_SECONDS = FRESH_LOGIN.total_seconds() / 2
NO_WORDS = ("object at 0x", "<built-in", "[object Object]", "undefined", "NaN", "{{", "}}")
"""What a page shows where a value was not one, or a template's name meant something else."""
OF_THE_FRAMEWORK = ("/_nicegui", "/_", "/static", "/api/", "/docs", "/openapi", "/redoc")


class Lookers:
    """A browser context a person, so that what pages have in common is fetched once."""

    def __init__(self, office: Office, refs: dict[str, str]) -> None:
        self.office, self.refs = office, refs
        self.contexts: dict[str, BrowserContext] = {}
        self.signed_in: dict[str, float] = {}

    def context_of(self, login: str) -> BrowserContext:
        """The person's browser, signed in lately: some acts are offered to nobody else. Nobody's is new each time."""
        if not login or login not in self.contexts:
            self.contexts[login] = self.office.browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, locale="nb-NO")
        context = self.contexts[login]
        if login and time.monotonic() - self.signed_in.get(login, -math.inf) > SIGN_IN_AGAIN_SECONDS:
            context.add_cookies([{"name": "portal", "value": self.office.seed.cookie(login), "url": self.office.portal.base}])
            self.signed_in[login] = time.monotonic()
        return context

    def look(self, state: State) -> tuple[list[str], list[str]]:
        """What axe finds in a state, and what the browser complained of."""
        page, faults = self.context_of(state.login).new_page(), list[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        try:
            self._bring(page, state)
            said = page.inner_text("body")
            return flaws(page) + [one for one in NO_WORDS if one in said], faults if state.faults_matter else []
        finally:
            page.context.set_offline(False)
            page.close()

    def _bring(self, page: Page, state: State) -> None:
        page.goto(self.office.portal.base + state.path.format(**self.refs))
        page.wait_for_function("!window.nicegui || window.did_handshake === true || !document.querySelector('#portal-orders')")
        if state.into is not None:
            state.into(page, self.office)


@pytest.fixture(scope="module")
def lookers(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lookers]:
    folder = tmp_path_factory.mktemp("states")
    silent = settings_for(folder, f"http://127.0.0.1:{free_port()}")
    settings = {"PORTAL_STAFF_TOTP": "required", "PORTAL_PAGES_PER_MINUTE": "100000", **silent}
    with open_office(folder, browser, settings, DOUBLE) as office:
        there = Lookers(office, settle_town(office.seed))
        yield there
        for context in there.contexts.values():
            context.close()


@pytest.mark.parametrize("state", STATES, ids=[one.name for one in STATES])
def test_axe_finds_nothing_in_any_state(lookers: Lookers, state: State) -> None:
    assert lookers.look(state) == ([], [])


def test_every_page_there_is_stands_in_the_table(lookers: Lookers) -> None:
    with httpx.Client(base_url=lookers.office.portal.base, cookies={"portal": lookers.office.seed.cookie("contractor")}) as client:
        routes = [path for path, methods in client.get("/_routes").json() if "GET" in methods and not path.startswith(OF_THE_FRAMEWORK)]
    looked_at = {state.route for state in STATES if state.route}
    assert set(PAGES) | set(routes) - set(NOT_PAGES) == looked_at
    assert set(NOT_PAGES) <= set(routes), "an exception for what is not there"
