"""The review: what stops a sending stands at its place too, and a change leads back to the row it began at."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models.base import Phase
from tests.browser.hand import saved
from tests.browser.office import PHONE, Office, axe, fits, open_office
from workflows.casework import drafting


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("review"), browser) as opened:
        yield opened


def test_what_stops_a_sending_stands_at_the_field_in_the_same_words_until_it_is_mended(office: Office) -> None:
    ref = office.seed.draft(place=0, without=("declaration",))
    with office.screen("contractor", f"/cases/{ref}/application/declaration", PHONE) as page:
        field = page.locator('[data-field="declaration"]')
        expect(field.locator(".field-error")).to_have_count(0)

        office.show(page, f"/cases/{ref}/review")
        page.get_by_role("button", name="Send inn til Fjordvik").click()
        line = page.get_by_role("alert").get_by_role("link")
        sentence = line.inner_text()
        line.click()
        page.wait_for_url("**/application/declaration?**")
        expect(field.locator(".field-error")).to_contain_text(sentence)
        expect(field).to_have_attribute("aria-invalid", "true")
        assert axe(page) == []
        assert fits(page)

        field.locator("input").first.check()
        saved(page)
        expect(field.locator(".field-error")).to_have_count(0)


def comes_back(page: Page, row: str, change: str | re.Pattern[str]) -> bool:
    """Press Change of a row, then Continue: the focus is at the same row again."""
    page.locator(f'[id="{row}"]').get_by_role("link", name=change).click()
    page.wait_for_url("**back=review**")
    page.wait_for_function("window.socket?.connected === true")
    page.get_by_role("button", name="Fortsett").click()
    page.wait_for_url(f"**/review#{row}")
    expect(page.locator(f'[id="{row}"]')).to_be_in_viewport()
    return has_focus(page, row)


def has_focus(page: Page, place: str) -> bool:
    """The person was taken to this place."""
    page.wait_for_function("id => document.activeElement?.id === id", arg=place)
    return True


def test_a_change_leads_back_to_the_same_row_of_the_review(office: Office) -> None:
    ref = office.seed.draft(place=1)
    with office.screen("contractor", f"/cases/{ref}/review") as page:
        assert comes_back(page, "row-building-units_served", "Endre")
        assert comes_back(page, "row-meters-meters-1-place_room", "Endre")
        assert comes_back(page, "row-meters-photo_old", "Endre")


def test_a_group_without_rows_and_the_link_of_a_whole_section_lead_back_too(office: Office) -> None:
    ref = office.seed.draft(place=2)
    office.seed.do("contractor", drafting.save_answers, ref, [drafting.AnswerChange(Phase.APPLICATION, "meters", "meters", [])])
    with office.screen("contractor", f"/cases/{ref}/review") as page:
        assert comes_back(page, "row-meters-meters", re.compile("Ikke besvart"))
        page.get_by_role("link", name="Endre Eiendom", exact=True).click()
        page.wait_for_url("**/application/property?back=review")
        page.wait_for_function("window.socket?.connected === true")
        page.get_by_role("button", name="Fortsett").click()
        page.wait_for_url("**/review#section-property")
        assert has_focus(page, "section-property")
