"""A contractor's whole way through the wizard: from the empty list to the receipt, on a desktop, on a phone, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.demo_answers import Answers, Job, application
from tests.browser.hand import Bag, choose_files, fill_step, press_until, saved, type_step
from tests.browser.office import DESKTOP, PHONE, Office, axe, fits, open_office
from tests.days import today
from tests.ui.print.papers import words_of

NEXT_WEEK = today() + timedelta(days=7)
STEPS = ("property", "parties", "responsible", "job", "building", "meters", "declaration")


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("draft"), browser) as opened:
        yield opened


def job(bnr: int, gnr: int = 101, connection: str = "2021-000087", meter: str = "20110417") -> Job:
    return Job(f"Storgata {bnr}", gnr, bnr, connection, meter, "Anna Eier", "demo-contractor", "lat/long 62.47235 6.1512", NEXT_WEEK)


def asked_of(wanted: Job) -> Answers:
    """What the form asks when a meter is replaced."""
    answers = application(wanted)
    del answers["job"]["connection_case"]
    return answers


def begin(page: Page, wanted: Job) -> str:
    """From the list to the first page of a draft; its address."""
    page.get_by_role("link", name="Start en ny sak").first.click()
    page.locator('[data-field=workflow] input[value="water-meter"]').check()
    place = page.locator('[data-field="place"]')
    place.get_by_label("Gårdsnr. (gnr)").fill(str(wanted.gnr))
    place.get_by_label("Bruksnr. (bnr)").fill(str(wanted.bnr))
    page.keyboard.press("Tab")
    page.get_by_role("button", name=re.compile("Start en ny kladd")).click()
    page.wait_for_url("**/application/property")
    return page.url.removesuffix("/application/property")


@pytest.mark.parametrize(("login", "size", "bnr"), [("contractor2", DESKTOP, 61), ("contractor", PHONE, 62)], ids=["desktop", "phone"])
def test_the_way_from_the_list_to_the_receipt(office: Office, login: str, size: tuple[int, int], bnr: int) -> None:
    wanted, bag = job(bnr), Bag(office.portal.folder)
    with office.screen(login, "/", size) as page:
        case = begin(page, wanted)
        answers = asked_of(wanted)
        person = "demo-contractor2" if login == "contractor2" else "demo-contractor"
        answers["responsible"] |= {"contact": person, "responsible_person": person}
        answers["job"]["pickup_by"] = person
        for step in STEPS:
            expect(page).to_have_url(re.compile(f"/application/{step}$"))
            fill_step(page, answers[step])
            if step == "meters":
                choose_files(page, "photo_old", [bag.jpeg(f"maaler-{login}.jpg"), bag.heic(f"maaler-{login}.heic")])
            saved(page)
            assert axe(page) == []
            assert fits(page)
            page.get_by_role("button", name="Fortsett").click()
            page.wait_for_url(re.compile(f"/(?!{step}$)[a-z]+$"))
        expect(page).to_have_url(re.compile("/review$"))
        expect(page.get_by_text(f"maaler-{login}.heic")).to_be_visible()
        assert axe(page) == []
        page.get_by_role("button", name="Send inn til Fjordvik").click()
        expect(page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()
        assert axe(page) == []
        assert fits(page)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Last ned kvittering (PDF)").click()
        assert waiting.value.suggested_filename.startswith("kvittering-")
        assert f"maaler-{login}.heic" in words_of(waiting.value.path().read_bytes())
        office.show(page, case.removeprefix(office.portal.base))
        expect(page.get_by_role("table", name="Kvitteringer for det som er sendt").get_by_role("link")).to_have_count(1)
        expect(page.get_by_text("Mottatt").first).to_be_visible()


def test_by_keyboard_alone(office: Office) -> None:
    wanted = job(63)
    with office.screen("contractor", "/cases/new") as page:
        page.locator("[data-field=workflow] input").first.focus()
        page.keyboard.press("Space")
        press_until(page, "ArrowDown", "water-meter")
        page.locator('[data-part="gnr"]').focus()
        page.keyboard.type(str(wanted.gnr))
        page.keyboard.press("Tab")
        page.keyboard.type(str(wanted.bnr))
        for _ in range(20):
            page.keyboard.press("Tab")
            if "Start en ny kladd" in page.evaluate("document.activeElement.innerText"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/application/property")
        answers = asked_of(wanted)
        for step in STEPS:
            page.wait_for_url(f"**/application/{step}")
            page.wait_for_function("window.socket?.connected === true")
            type_step(page, answers[step])
        page.wait_for_url("**/review")
        for _ in range(200):
            page.keyboard.press("Tab")
            if "Send inn til Fjordvik" in page.evaluate("document.activeElement.innerText"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()
