"""Where the municipality lies, said on its own page: by numbers, or from the map without a mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import DESKTOP, PHONE, Office, fits, flaws, open_office
from workflows.access.municipality import municipality_view

PATH = "/settings/municipality"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("municipality"), browser) as opened:
        yield opened


def test_numbers_are_mended_where_they_are_wrong_and_then_hold(office: Office) -> None:
    with office.screen("admin", "/settings", PHONE) as page:
        page.get_by_role("link", name="Åpne det som gjelder for kommunen").click()
        page.wait_for_url(f"**{PATH}")
        south, north = page.locator("#f-south"), page.locator("#f-north")
        south.fill("62,9")
        north.fill("62,4")
        page.get_by_role("button", name="Lagre rammen").click()
        expect(page.locator("#f-north-error")).to_contain_text("Skriv et større tall for nordsiden")
        expect(south).to_have_value("62,9")
        assert fits(page)
        assert flaws(page) == []
        south.fill("62,31")
        page.get_by_role("button", name="Lagre rammen").click()
        expect(page.get_by_text("Rammen er lagret og gjelder fra nå av.")).to_be_visible()
        page.reload()
        expect(page.locator("#f-south")).to_have_value("62,31")
    bounds = office.seed.do("admin", municipality_view).bounds
    assert (bounds[0], bounds[2]) == (62.31, 62.4)


def test_the_box_is_taken_from_the_map_by_keyboard(office: Office) -> None:
    with office.screen("admin", PATH, DESKTOP) as page:
        before = [page.locator(f"#f-{side}").input_value() for side in ("south", "west", "north", "east")]
        page.get_by_role("button", name="Vis i kartet").press("Enter")
        expect(page.locator("path.leaflet-interactive, path[stroke-linecap]")).to_have_count(1)  # the box that holds
        page.locator("[data-sheet]").focus()
        page.keyboard.press("-")
        page.wait_for_timeout(400)
        page.get_by_role("button", name="Bruk det kartet viser").press("Enter")
        after = [page.locator(f"#f-{side}").input_value() for side in ("south", "west", "north", "east")]
        wider = [float(one.replace(",", ".")) - float(two.replace(",", ".")) for one, two in zip(before, after, strict=True)]
        assert [step > 0 for step in wider] == [True, True, False, False], "further south and west, further north and east"
        assert flaws(page) == []
        page.get_by_role("button", name="Lagre rammen").press("Enter")
        expect(page.get_by_text("Rammen er lagret og gjelder fra nå av.")).to_be_visible()
    bounds = office.seed.do("admin", municipality_view).bounds
    assert [f"{side:.5f}" for side in bounds] == [f"{float(one.replace(',', '.')):.5f}" for one in after]


def test_an_auditor_reads_and_changes_nothing(office: Office) -> None:
    with office.screen("auditor", PATH) as page:
        expect(page.locator("#f-south")).to_have_attribute("readonly", "")
        expect(page.get_by_role("button", name="Lagre rammen")).to_have_count(0)
