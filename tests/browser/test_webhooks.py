"""An administrator finds the kinds of events a webhook can ask for under headings, and chooses among them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Office, flaws, open_office

HEADINGS = ["Innsending og retting", "Kontroll", "Vedtak og klager", "Arbeid på stedet", "Foretak i en sak", "Foretakenes tilgang"]


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("webhooks"), browser) as opened:
        yield opened


def headings(page: Page) -> list[str]:
    """What the groups are called, in order."""
    return [words.strip() for words in page.locator(".kind-groups legend").all_inner_texts()]


def test_a_webhook_is_made_for_kinds_of_several_groups_and_keeps_them(office: Office) -> None:
    with office.screen("admin", "/settings/webhooks") as page:
        assert headings(page) == [*HEADINGS, "Kommunens innstillinger"]
        page.get_by_label("Adresse").fill("https://program.example/hook")
        page.get_by_role("button", name="Legg til webhooken").click()
        expect(page.get_by_role("group", name=HEADINGS[0])).to_contain_text("Velg minst én type hendelse fra listen")
        assert flaws(page) == []
        page.get_by_role("group", name="Vedtak og klager").get_by_label("Et vedtak ble foreslått").check()
        page.get_by_role("group", name="Arbeid på stedet").get_by_label("Arbeid på stedet startet").check()
        page.get_by_role("group", name="Kommunens innstillinger").get_by_label("Lokale regler ble publisert").check()
        page.get_by_role("button", name="Legg til webhooken").click()
        page.get_by_role("link", name="Åpne webhooken").click()

        expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
        page.get_by_label("Arbeid på stedet startet").uncheck()
        page.get_by_role("button", name="Lagre endringene").click()
        expect(page.get_by_text("Endringene er lagret")).to_be_visible()
        page.reload()
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
        assert flaws(page) == []

        work = page.get_by_role("group", name="Arbeid på stedet")
        page.get_by_role("button", name="Velg alle: Arbeid på stedet").press("Enter")
        expect(work.get_by_role("checkbox", checked=False)).to_have_count(0)
        work.get_by_role("checkbox").first.uncheck()
        page.get_by_role("button", name="Velg alle: Arbeid på stedet").press("Enter")
        page.get_by_role("button", name="Velg ingen: Arbeid på stedet").press("Enter")
        expect(work.get_by_role("checkbox", checked=True)).to_have_count(0)
        page.get_by_role("button", name="Velg alle: Kommunens innstillinger").press("Enter")
        page.get_by_role("button", name="Lagre endringene").click()
        expect(page.get_by_text("Endringene er lagret")).to_be_visible()
        page.reload()
        expect(page.get_by_role("group", name="Kommunens innstillinger").get_by_role("checkbox", checked=False)).to_have_count(0)
        expect(work.get_by_role("checkbox", checked=True)).to_have_count(0)


def test_a_company_is_offered_what_is_its_business(office: Office) -> None:
    with office.screen("contractor", "/account/webhooks") as page:
        assert headings(page) == HEADINGS
        expect(page.get_by_label("En fil ble kontrollert")).to_be_visible()
        expect(page.get_by_label("Et vedtak ble foreslått")).to_have_count(0)
        assert flaws(page) == []
