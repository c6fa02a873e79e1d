"""A whole case without a mouse: the company and both of the municipality's people come in, work and end it with keys alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from storage.demo_answers import application, final, pickup
from tests.browser.hand import Bag, press_until, saved, type_step
from tests.browser.keys import Keys, window
from tests.browser.office import Office, open_office
from tests.browser.test_two_sides import SLOTS, STORGATA, stands
from tests.days import today


class Company(Keys):
    """The contractor's side of one case."""

    def begin(self) -> None:
        """A new draft for the property."""
        self.choose("^Start en ny sak")
        self.arrive("/cases/new")
        for _ in range(60):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.closest('[data-field=workflow]') !== null"):
                break
        self.press("Space")
        press_until(self.page, "ArrowDown", "water-meter")
        for part, value in ((r"\(gnr\)", STORGATA.gnr), (r"\(bnr\)", STORGATA.bnr)):
            self.reach(part)
            self.page.keyboard.type(str(value))
        self.choose("^Start en ny kladd")
        self.arrive("/application/property$")

    def fill(self, answers: Mapping[str, Mapping[str, Any]], files: Mapping[str, Mapping[str, Path]]) -> None:
        """Page after page until the review; what lacks comes back once and is passed by."""
        given = dict(answers)
        for _ in range(14):
            step = self.page.url.split("?")[0].rsplit("/", 1)[-1]
            if step == "review":
                return
            type_step(self.page, given.pop(step, {}), files.get(step) if step in answers and step not in given else None)
            files = {name: slots for name, slots in files.items() if name != step}
            self.arrive(f"/(?!{step}$)[a-z]+$")
        raise AssertionError("the review was never reached")

    def send(self, words: str) -> None:
        """Send, read the receipt, and go to the case."""
        self.choose(words)
        expect(self.page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible(timeout=15_000)
        self.choose("^Gå til saken")
        self.arrive(r"/cases/[\w-]{20,}$")

    def go_on(self) -> None:
        """To the next phase."""
        self.choose("^(Gå videre|Begynn)$")
        self.arrive("/(work|final)/[a-z]+$")


class Municipality(Keys):
    """An officer or an approver."""

    def open(self) -> None:
        """The case, from the board."""
        self.arrive("/board")
        expect(self.page.locator("[data-card]", has_text=STORGATA.address)).to_be_visible(timeout=10_000)
        for _ in range(20):
            self.press("j")
            if STORGATA.address in self.page.evaluate("document.activeElement.closest('[data-card]')?.innerText ?? ''"):
                break
        self.press("Enter")
        self.arrive(r"/cases/[\w-]{20,}$")

    def approve(self) -> None:
        """Decide, with a reason, after a look at what the officer has done meanwhile."""
        self.choose("^Jeg har sett på det")
        self.keep_place()
        self.choose("^Godkjenn")
        self.page.keyboard.type("Alt er i orden.")
        self.choose("^Godkjenn$")
        self.keep_place()


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("keyboard"), browser) as opened:
        yield opened


@pytest.mark.timeout(400)  # half a minute on a quiet machine: every control is passed one by one
def test_a_case_from_the_login_to_its_end_with_keys_alone(office: Office) -> None:
    bag = Bag(office.portal.folder)
    answers = application(STORGATA)
    del answers["job"]["connection_case"]
    start = answers["job"].pop("planned_start")
    with ExitStack() as open_windows:
        pages = [open_windows.enter_context(window(office)) for _side in range(3)]
        firm = Company(pages[0], office.portal.base)
        firm.sign_in("contractor")
        firm.begin()
        firm.fill(answers, {"meters": {"photo_old": bag.jpeg("gammel.jpg", today())}})
        firm.send("^Send inn til Fjordvik")
        stands(firm.page, "Du må svare")

        firm.choose("^Rett det")
        firm.arrive(r"/application/job\?")
        firm.page.wait_for_function("document.activeElement.closest('[data-field=planned_start]') !== null")
        firm.page.keyboard.type(start[5:7] + start[8:10] + start[:4])
        firm.press("Tab")
        saved(firm.page)
        firm.choose("Oversikt$", "Shift+Tab")
        firm.arrive(r"/cases/[\w-]{20,}$")
        firm.choose("^Send svar")
        firm.arrive("/review$")
        firm.send("^Send svarene til Fjordvik")

        officer, approver = (Municipality(page, office.portal.base) for page in pages[1:])
        for one, login in ((officer, "officer"), (approver, "approver")):
            one.sign_in(login)
            one.open()
        officer.choose("^Se på svarene")
        officer.choose("^Godta")
        expect(approver.page.locator("[data-request]").first).to_contain_text("Godtatt")
        approver.approve()
        stands(firm.page, "Godkjent – kan starte")

        fetched, mounted = pickup(STORGATA), final(STORGATA)
        fetched["pickup"]["picked_up"] = mounted["mounting"]["mounted"] = today().isoformat()
        photos = {slot: bag.jpeg(name, today()) for slot, name in SLOTS.items()}
        for given, files, words in ((fetched, {}, "Sluttdokumentasjon gjenstår"), (mounted, {"meters": photos}, "Ferdig")):
            firm.go_on()
            firm.fill(given, files)
            firm.send("^Send ")
            officer.choose("^Start kontrollen")
            stands(approver.page, "Under kontroll")
            approver.approve()
            stands(firm.page, words)
