"""Sending in a browser while something is still on its way: told in words at the button, and possible the moment it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hand import Bag
from tests.browser.office import Office, axe, fits, open_office
from tests.portal_process import ROOT


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("sending"), browser, entry=ROOT / "tests/doubles/held_checker.py") as opened:
        yield opened


def test_a_case_is_sent_as_soon_as_its_file_is_judged(office: Office, tmp_path: Path) -> None:
    ref = office.seed.draft()
    office.seed.save(ref, "meters", "meters/1/dn", "40")
    with office.screen("contractor", f"/cases/{ref}/application/meters") as page:
        place = page.locator('[data-slot="intake_sketch"]')
        place.locator(".slot-choose input[type=file]").first.set_input_files(Bag(tmp_path).jpeg("skisse.jpg"))
        expect(place.locator(".is-checking")).to_have_count(1)

        office.show(page, f"/cases/{ref}/review")
        told = page.get_by_text("skisse.jpg sjekkes. Du kan sende når det er gjort; det tar noen sekunder.")
        expect(told).to_be_visible()
        page.get_by_role("button", name="Send inn til Fjordvik").click()
        expect(page.get_by_text("skisse.jpg sjekkes. Vent litt og send igjen.")).to_be_visible()
        page.get_by_label("Hvorfor sender du").fill("Vi venter på filen.")
        assert axe(page) == []
        assert fits(page)

        (office.portal.folder / "go").touch()
        expect(told).not_to_be_visible(timeout=15_000)
        expect(page.get_by_label("Hvorfor sender du")).not_to_be_visible()
        page.get_by_role("button", name="Send inn til Fjordvik").click()
        expect(page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()
    assert "paused" not in [one.kind for one in office.seed.do("contractor", _events, ref)]


def _events(ref: str, *, actor: object, work: object) -> list[object]:
    with work:  # type: ignore[attr-defined]
        return list(work.cases.events(work.cases.get(actor.scope, ref).id))  # type: ignore[attr-defined]
