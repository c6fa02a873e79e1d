"""Notices in the browser: counted live in the menu, read by opening, chosen as each likes; at both widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import Office, flaws, open_office
from workflows.casework import talking


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("notices"), browser) as opened:
        yield opened


def test_news_is_counted_in_the_menu_while_the_page_is_open_and_read_by_opening_it(office: Office) -> None:
    ref = office.seed.submitted(place=3)
    with office.screen("contractor", "/notices") as page:
        expect(page.get_by_text("Det har ikke skjedd noe ennå")).to_be_visible()
        assert flaws(page) == []
        office.seed.do("officer", talking.write_message, ref, "Har dere et bilde til?")
        link = page.get_by_role("link", name="Det er en ny melding i")
        expect(link).to_be_visible(timeout=15_000)
        expect(page.locator(".top-nav .nav-count")).to_contain_text("1")
        page.set_viewport_size({"width": 1440, "height": 900})
        assert flaws(page) == []
        page.set_viewport_size({"width": 1440, "height": 900})
        link.click()
        page.wait_for_url(f"**/cases/{ref}")
        expect(page.locator(".top-nav .nav-count")).to_have_count(0)


def test_how_mails_come_is_chosen_by_topic_and_kept(office: Office) -> None:
    with office.screen("applicant", "/notices") as page:
        page.locator('[data-field="messages"]').get_by_label("Én gang om dagen").check()
        page.wait_for_timeout(1_500)
        page.reload()
        expect(page.locator('[data-field="messages"]').get_by_label("Én gang om dagen")).to_be_checked()
        expect(page.locator('[data-field="safety"]')).to_contain_text("kommer alltid med en gang")
