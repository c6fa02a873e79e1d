"""On a phone the page is for the work: where the case stands is one line that opens; on a desktop everything stands there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DESKTOP, PHONE, Office, open_office

MOST = {"[data-field]": 400, "#part-checks": 480}
"""Points from the top to where the work begins."""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("phone"), browser) as opened:
        yield opened


def top_of(page: Page, place: str) -> float:
    """How far down a place begins."""
    box = page.locator(place).first.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize("place", MOST, ids=["contractor", "officer"])
def test_where_a_case_stands_is_one_line_on_a_phone(office: Office, place: str) -> None:
    step = place == "[data-field]"
    ref = office.seed.draft(place=1) if step else office.seed.in_review(2)
    login, path = ("contractor", f"/cases/{ref}/application/parties") if step else ("approver", f"/cases/{ref}")
    with office.screen(login, path, PHONE) as page:
        line, facts = page.locator(".standing-line"), page.locator(".facts")
        expect(line).to_contain_text("Ballen:")
        expect(facts).to_be_hidden()
        assert top_of(page, place) <= MOST[place]
        line.click()
        expect(facts).to_be_visible()
        expect(line).to_have_attribute("aria-expanded", "true")
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        expect(line).to_be_hidden()
        expect(page.locator(".process-steps")).to_be_visible()
