"""A document slot of the municipality's own comes to ask for something else: the contractor looks at the files, which still fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from models.local_set import LocalSet
from tests.browser.hand import Bag, choose_files
from tests.browser.office import DESKTOP, PHONE, Office, flaws, open_office
from workflows.casework import ruling

KEY = "water-meter"
MAP = {"key": "own_kart", "phase": "application", "step": "meters", "label": {"nb": "Kart"}, "level": "needed_for_decision"}
PLAN = {**MAP, "label": {"nb": "Situasjonskart"}}
CHANGED = "Det som skal lastes opp her, er endret siden du lastet opp."


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("slots"), browser) as opened:
        yield opened


def publish(office: Office, *slots: dict[str, Any]) -> None:
    """The municipality's next version of its rules."""
    revision = office.seed.do("admin", ruling.rules_view, KEY).revision
    revision = office.seed.do("admin", ruling.save_rules, KEY, LocalSet.model_validate({"slots": slots}), revision)
    office.seed.do("admin", ruling.publish_rules, KEY, revision)


def changed(office: Office, place: int) -> str:
    """A draft with a file in a slot that has another title since; its ref."""
    publish(office, MAP)
    ref = office.seed.draft(place=place)
    office.seed.photo(ref, "contractor", "own_kart", "kart.jpg")
    publish(office, PLAN)
    return ref


def panel(page: Page) -> Any:
    """What lacks."""
    return page.locator("[data-missing]")


@pytest.mark.parametrize(("place", "size"), [(0, PHONE), (1, DESKTOP)])
def test_one_press_says_that_the_files_still_fit(office: Office, place: int, size: tuple[int, int]) -> None:
    ref = changed(office, place)
    with office.screen("contractor", f"/cases/{ref}/application/meters", size) as page:
        expect(page.get_by_text("Endret, se over filene dine: Situasjonskart")).to_be_visible()
        expect(panel(page)).to_contain_text(CHANGED)
        assert flaws(page) == []
        page.set_viewport_size({"width": size[0], "height": size[1]})
        confirm = page.get_by_role("button", name="Bekreft filene")
        confirm.press("Enter")
        expect(confirm).to_be_hidden()
        expect(panel(page)).not_to_contain_text(CHANGED)
        page.reload()
        expect(page.locator('[data-slot="own_kart"] .is-ready')).to_have_count(1)
        expect(page.get_by_role("button", name="Bekreft filene")).to_have_count(0)


def test_another_file_settles_it_and_a_slot_that_is_gone_leaves_its_files_in_the_list_of_documents(office: Office, tmp_path: Any) -> None:
    ref = changed(office, 2)
    with office.screen("contractor", f"/cases/{ref}/application/meters") as page:
        confirm = page.get_by_role("button", name="Bekreft filene")
        expect(confirm).to_be_visible()
        place = choose_files(page, "own_kart", [Bag(tmp_path).jpeg("nytt kart.jpg")])
        expect(place.locator(".is-ready")).to_have_count(2, timeout=20_000)
        expect(confirm).to_be_hidden()
        publish(office)
        page.reload()
        expect(page.locator('[data-slot="own_kart"]')).to_have_count(0)
        office.show(page, f"/cases/{ref}/review")
        expect(page.get_by_text("gammel måler 2.jpg").first).to_be_visible()
        expect(page.get_by_text("nytt kart.jpg")).to_have_count(0)
        office.show(page, f"/cases/{ref}/documents")
        expect(page.get_by_text("nytt kart.jpg").first).to_be_attached()
        expect(page.get_by_text("Ikke lenger etterspurt").first).to_be_attached()
        assert flaws(page) == []
