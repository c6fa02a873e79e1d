"""A portal that is stopped and started under somebody's fingers."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.hand import saved
from tests.browser.office import open_office


def test_a_restart_of_the_portal_loses_nothing_that_was_typed_before_or_meanwhile(browser: Browser, tmp_path: Path) -> None:
    with open_office(tmp_path, browser) as office:
        ref = office.seed.draft(place=0)
        with office.screen("contractor", f"/cases/{ref}/application/parties", faults_matter=False) as page:
            page.locator('[data-field="owner_name"] input').fill("Før omstart")
            saved(page)
            office.portal.kill()
            page.locator('[data-field="owner_email"] input').fill("under@omstart.example")
            expect(page.locator("[data-save-mark]")).not_to_have_attribute("data-state", "saved", timeout=15_000)
            office.portal.start()
            expect(page.locator('[data-field="owner_name"] input')).to_have_value("Før omstart", timeout=30_000)
            expect(page.locator('[data-field="owner_email"] input')).to_have_value("under@omstart.example")
            saved(page, within=20_000)
            assert office.seed.answer_of(ref, "parties", "owner_email") == "under@omstart.example"
            assert office.seed.answer_of(ref, "parties", "owner_name") == "Før omstart"
