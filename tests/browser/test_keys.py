"""Somebody makes a key for a program, the program uses it, and the key is ended."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import Office, flaws, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("keys"), browser) as opened:
        yield opened


def test_a_key_is_made_shown_once_used_and_ended(office: Office) -> None:
    with office.screen("contractor", "/notices", faults_matter=False) as page:  # a refused form is an error in the browser's console
        page.goto(f"{office.portal.base}/account")
        page.get_by_role("link", name="Se og lag nøkler").click()
        expect(page.get_by_text("Du har ingen nøkler.")).to_be_visible()
        page.get_by_label("Hva er den til?").fill("Jobbsystemet")
        page.get_by_role("button", name="Lag nøkkelen").click()
        expect(page.locator("#uses-error")).to_contain_text("Velg minst én ting")
        expect(page.get_by_label("Hva er den til?")).to_have_value("Jobbsystemet")
        assert flaws(page) == []
        page.get_by_label("Lese saker").check()
        page.get_by_role("button", name="Lag nøkkelen").click()
        key = page.get_by_label("Nøkkelen", exact=True).input_value()
        assert flaws(page) == []
        with httpx.Client(base_url=f"{office.portal.base}/api/v1", headers={"Authorization": f"Bearer {key}"}) as program:
            assert program.get("/cases").status_code == 200
            started = program.post("/cases", json={"workflow": "water-meter", "municipality": "9999", "answers": {}})
            assert (started.status_code, started.json()["code"]) == (403, "not-allowed")
            page.goto(f"{office.portal.base}/account/keys")
            assert key not in page.content()
            expect(page.get_by_text("Sist brukt")).to_be_visible()
            page.get_by_role("button", name="Avslutt nøkkelen Jobbsystemet").click()
            expect(page.get_by_text("Du har ingen nøkler.")).to_be_visible()
            assert program.get("/cases").status_code == 401


def test_with_an_old_sign_in_the_way_to_a_new_one_is_shown(office: Office) -> None:
    with office.screen("officer", "/notices", minutes_ago=11) as page:
        page.goto(f"{office.portal.base}/account/keys")
        expect(page.get_by_role("button", name="Lag nøkkelen")).to_have_count(0)
        expect(page.get_by_role("link", name="Logg inn på nytt")).to_have_attribute("href", "/login?next=/account/keys&again=1")
        assert flaws(page) == []
