"""An officer's own way of looking: a search that forgives, columns in an order, a view that is saved, shared and begun with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import Office, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("boards"), browser) as opened:
        opened.seed.submitted(0)
        opened.seed.submitted(1)
        yield opened


def test_a_view_is_found_by_search_shaped_saved_shared_and_begun_with(office: Office) -> None:
    with office.screen("officer", "/board?view=table") as page:
        page.get_by_role("searchbox").fill("strogata")
        page.keyboard.press("Enter")
        page.wait_for_url("**text=strogata*")
        expect(page.get_by_role("status").filter(has_text="«storgata»")).to_be_visible()
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody mark")).to_have_text("Storgata")

        page.locator(".columns-menu > summary").click()
        page.get_by_role("checkbox", name="Igjen på vår klokke").check()
        page.get_by_role("checkbox", name="Foretak").uncheck()
        page.get_by_role("button", name="Flytt opp: Igjen på vår klokke").click()
        page.get_by_role("button", name="Vis disse kolonnene").click()
        page.wait_for_url("**columns=*")
        expect(page.locator("thead th")).to_contain_text(["Sak", "Funnet i", "Adresse"])
        expect(page.locator("thead")).to_contain_text("Igjen på vår klokke")
        expect(page.locator("thead")).not_to_contain_text("Foretak")

        page.get_by_text("Lagre og endre visninger").click()
        page.get_by_label("Lagre det som vises nå, som").fill("Storgata")
        page.get_by_role("checkbox", name="Del med alle i kommunen").check()
        page.get_by_role("button", name="Lagre visningen").click()
        page.wait_for_url("**saved=*")
        link = page.url.partition("saved=")[2].partition("&")[0]
        expect(page.locator(".views summary").first).to_contain_text("Storgata")

    with office.screen("approver", f"/board?saved={link}") as page:
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("thead")).to_contain_text("Igjen på vår klokke")
        page.get_by_text("Lagre og endre visninger").click()
        expect(page.get_by_role("button", name="Slett visningen")).to_have_count(0)

    with office.screen("admin", "/board?view=board") as page:
        page.get_by_text("Lagre og endre visninger").click()
        page.get_by_label("Revisor").select_option(label="Storgata")
        expect(page.get_by_label("Revisor")).to_have_value(link)
    with office.screen("auditor", "/board") as page:
        expect(page).to_have_url(re.compile(f"saved={link}"))
        expect(page.locator("tbody tr")).to_have_count(1)
