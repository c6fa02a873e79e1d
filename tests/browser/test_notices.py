"""Notices in the browser: counted live in the menu, read by opening, chosen as each likes; at both widths."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from models.access import OutboxItem
from storage.chance import CHANCE
from tests.browser.office import PHONE, Office, flaws, open_office
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
        expect(page.locator('[data-field="outside"]')).to_have_count(0)


def test_administrators_choose_how_they_hear_of_what_did_not_arrive(office: Office) -> None:
    with office.screen("admin", "/notices", PHONE) as page:
        page.locator('[data-field="outside"]').get_by_label("Ingen e-post").check()
        page.wait_for_timeout(1_500)
        page.reload()
        expect(page.locator('[data-field="outside"]').get_by_label("Ingen e-post")).to_be_checked()
        assert flaws(page) == []


def test_what_did_not_arrive_is_told_with_a_way_to_where_it_lies(office: Office) -> None:
    for login, kind, values, name, where in (
        ("admin", "archive_failed", {"number": "2026-000001"}, "Arkivet har ikke tatt imot en post", "/settings/archive?state=failed"),
        ("contractor", "webhook_message_lost", {"host": "hook.example", "where": "/account/webhooks"}, "En melding til hook.example",
         "/account/webhooks"),
    ):  # fmt: skip
        with office.seed.works(writing=True) as work:
            now = datetime.now(UTC)
            work.dispatch(OutboxItem(id=CHANCE.id(), kind=kind, person_id=f"demo-{login}", payload=values, created_at=now))
            work.commit()
        with office.screen(login, "/notices") as page:
            link = page.get_by_role("link", name=name)
            expect(link).to_be_visible(timeout=15_000)
            link.click()
            page.wait_for_url(f"**{where}")
