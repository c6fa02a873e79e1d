"""Going on while files are on their way: nobody loses one without having said so, and nobody waits longer than they are on their way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from tests.browser.hand import Bag
from tests.browser.office import PHONE, Office, axe, fits, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("leaving"), browser) as opened:
        yield opened


def hold_an_upload(page: Page, folder: Path) -> list[Route]:
    """Choose a file whose bytes go nowhere until the test lets them."""
    held: list[Route] = []
    page.route("**/documents", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    slot = page.locator('[data-slot="photo_old"]')
    slot.locator(".slot-choose input[type=file]").first.set_input_files(Bag(folder).jpeg("gammel.jpg"))
    expect(slot.locator(".is-sending")).to_have_count(1)
    page.wait_for_timeout(100)
    return held


def meters(office: Office, place: int) -> str:
    return f"/cases/{office.seed.draft(place=place, with_photo=False)}/application/meters"


@pytest.mark.parametrize("name", ["Fortsett", "Oversikt"], ids=["button", "link"])
def test_who_goes_on_is_told_that_files_are_on_their_way_and_goes_on_when_they_are_there(office: Office, tmp_path: Path, name: str) -> None:
    path = meters(office, 0)
    with office.screen("contractor", path, PHONE) as page:
        held = hold_an_upload(page, tmp_path)
        if name == "Fortsett":
            page.get_by_role("button", name=name).click()
        else:
            page.get_by_role("link", name=name).click()
        asked = page.get_by_role("dialog", name="Filer er på vei")
        expect(asked).to_be_visible()
        assert page.url.endswith(path)
        assert axe(page) == []
        assert fits(page)

        held[0].continue_()
        page.wait_for_url(lambda url: not url.endswith("/meters"))
        office.show(page, path)
        expect(page.locator('[data-slot="photo_old"] [data-file]')).to_have_count(1)


def test_one_may_stay_or_leave_without_them(office: Office, tmp_path: Path) -> None:
    path = meters(office, 1)
    with office.screen("contractor", path, faults_matter=False) as page:
        held = hold_an_upload(page, tmp_path)
        page.get_by_role("button", name="Fortsett").click()
        asked = page.get_by_role("dialog", name="Filer er på vei")
        asked.get_by_role("button", name="Bli på siden").click()
        expect(asked).not_to_be_visible()
        page.wait_for_timeout(300)
        assert page.url.endswith(path)

        page.get_by_role("button", name="Fortsett").click()
        asked.get_by_role("button", name="Gå uten dem").click()
        page.wait_for_url(re.compile(r"/(application/(?!meters)|review)"))
        held[0].abort()
        office.show(page, path)
        expect(page.locator('[data-slot="photo_old"] [data-file]')).to_have_count(0)


def test_an_upload_that_fails_meanwhile_keeps_the_person_where_it_can_be_mended(office: Office, tmp_path: Path) -> None:
    path = meters(office, 2)
    with office.screen("contractor", path, faults_matter=False) as page:
        held = hold_an_upload(page, tmp_path)
        page.get_by_role("button", name="Fortsett").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        held[0].abort()
        expect(page.get_by_role("dialog")).not_to_be_visible()
        expect(page.locator('[data-slot="photo_old"]').get_by_text("Forbindelsen ble brutt")).to_be_visible()
        assert page.url.endswith(path)


def test_the_browser_asks_before_the_window_is_closed(office: Office, tmp_path: Path) -> None:
    with office.screen("contractor", meters(office, 3), faults_matter=False) as page:
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", stay)
        page.locator("h1").click()  # browsers ask only where somebody has done something
        hold_an_upload(page, tmp_path)
        with page.expect_event("dialog"):
            page.close(run_before_unload=True)
    assert asked == ["beforeunload"]
