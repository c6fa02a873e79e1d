"""Documents: several at once into their slot, what is accepted and what is refused and why, and second thoughts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from models.base import Phase
from storage.demo_answers import Job, pickup
from tests.browser.hand import Bag, choose_files
from tests.browser.office import PHONE, Office, axe, fits, open_office
from tests.days import today
from workflows.casework import drafting, reviewing, sending

JOB = Job("Industrivegen 30", 115, 52, "2020-000150", "44120093", "Anna Eier", "demo-contractor", "lat/long 62.46540 6.21290", today())


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("uploads"), browser) as opened:
        yield opened


@pytest.fixture
def bag(tmp_path: Path) -> Bag:
    return Bag(tmp_path)


def meters(office: Office, place: int) -> str:
    return f"/cases/{office.seed.draft(place=place, with_photo=False)}/application/meters"


def lacking(page: Page) -> list[str]:
    """What the panel says lacks."""
    return page.locator("[data-missing] .missing-link").all_inner_texts()


def test_several_at_once_each_looked_at_and_the_panel_follows(office: Office, bag: Bag) -> None:
    with office.screen("contractor", meters(office, 0)) as page:
        assert "Last opp bilde av gammel måler." in lacking(page)
        place = choose_files(page, "photo_old", [bag.jpeg("en.jpg"), bag.jpeg("to.jpg"), bag.heic("tre.heic")])
        expect(place.locator(".is-ready")).to_have_count(3)
        expect(page.locator("[data-missing]")).not_to_contain_text("Last opp bilde av gammel måler.")
        expect(place.locator("img.file-thumb")).to_have_count(3)
        page.reload()
        expect(page.locator('[data-slot="photo_old"] .is-ready')).to_have_count(3)
        assert axe(page) == []


def test_what_is_not_what_it_says_is_refused_with_the_reason_and_can_be_replaced(office: Office, bag: Bag) -> None:
    false = bag.folder / "plan.pdf"
    false.write_bytes(b"<html><script>alert(1)</script></html>")
    with office.screen("contractor", meters(office, 1), PHONE) as page:
        place = choose_files(page, "intake_sketch", [false])
        refused = place.locator(".is-refused")
        expect(refused.locator(".file-why")).not_to_be_empty()
        assert axe(page) == []
        assert fits(page)
        refused.locator("input[type=file]").set_input_files(bag.pdf("riktig plan.pdf"))
        expect(place.locator(".is-ready")).to_have_count(1, timeout=20_000)
        expect(place.locator(".is-refused")).to_have_count(0)
        expect(place.get_by_role("link", name="riktig plan.pdf")).to_be_visible()


def test_a_file_is_removed_brought_back_and_moved_to_the_slot_it_belongs_in(office: Office, bag: Bag) -> None:
    with office.screen("contractor", meters(office, 2)) as page:
        place = choose_files(page, "photo_old", [bag.jpeg("skisse.jpg")])
        place.get_by_role("button", name="Fjern skisse.jpg").click()
        expect(place.locator("[data-file]")).to_have_count(0)
        place.get_by_role("button", name="Angre").click()
        expect(place.locator("[data-file]")).to_have_count(1)
        place.get_by_label("Flytt til … skisse.jpg").select_option("intake_sketch")
        expect(page.locator('[data-slot="intake_sketch"] .is-ready')).to_have_count(1, timeout=20_000)
        expect(place.locator("[data-file]")).to_have_count(0)


def test_a_photo_under_the_wrong_slot_of_a_row_is_moved_to_the_right_one(office: Office) -> None:
    seed, ref = office.seed, office.seed.in_review(6)
    seed.approve(ref)
    fetched = pickup(JOB)
    fetched["pickup"]["picked_up"] = today().isoformat()
    seed.do("contractor", drafting.save_nested, ref, Phase.WORK, fetched, {})
    seed.do("contractor", sending.submit, ref)
    seed.do("officer", reviewing.begin_review, ref)
    seed.approve(ref)
    seed.photo(ref, "contractor", "photo_dial", "plombe.jpg", Phase.FINAL, "1")
    with office.screen("contractor", f"/cases/{ref}/final/meters") as page:
        dial, seal = page.locator('[data-slot="photo_dial@1"]'), page.locator('[data-slot="photo_seal@1"]')
        dial.get_by_label("Flytt til … plombe.jpg").select_option("photo_seal@1")
        expect(seal.locator("[data-file]")).to_have_count(1)
        expect(dial.locator("[data-file]")).to_have_count(0)


def test_an_upload_that_breaks_off_says_so_and_succeeds_when_tried_again(office: Office, bag: Bag) -> None:
    broken: list[str] = []

    def once(route: Route) -> None:
        if broken or route.request.method != "POST":
            route.continue_()
            return
        broken.append(route.request.url)
        route.abort()

    with office.screen("contractor", meters(office, 3), faults_matter=False) as page:
        page.route("**/documents", once)
        place = page.locator('[data-slot="photo_old"]')
        place.locator(".slot-choose input[type=file]").first.set_input_files(bag.jpeg("brutt.jpg"))
        expect(place.get_by_text("Forbindelsen ble brutt")).to_be_visible()
        assert axe(page) == []
        place.get_by_role("button", name="Prøv igjen").click()
        expect(place.locator(".is-ready")).to_have_count(1, timeout=20_000)


def test_many_files_at_once_are_suggested_a_place_by_name_and_people_decide(office: Office, bag: Bag) -> None:
    with office.screen("contractor", meters(office, 5)) as page:
        tray = page.locator("[data-file-tray]")
        chosen = [bag.jpeg("gammel måler.jpg"), bag.pdf("Skisse inntak.pdf"), bag.jpeg("IMG_2041.jpg"), bag.jpeg("ferie.jpg")]
        tray.locator("input[type=file]").set_input_files(chosen)
        places = tray.get_by_role("combobox")
        expect(places).to_have_count(4)
        for number, key in enumerate(("photo_old", "intake_sketch", "", "")):
            expect(places.nth(number)).to_have_value(key)
        assert axe(page) == []
        places.nth(2).select_option("photo_old")
        tray.get_by_role("button", name="Last opp dem som har plass").click()
        expect(page.locator('[data-slot="photo_old"] .is-ready, [data-slot="photo_old"] .is-doubtful')).to_have_count(2, timeout=20_000)
        expect(page.locator('[data-slot="intake_sketch"] .is-ready')).to_have_count(1, timeout=20_000)
        expect(places).to_have_count(1)
        tray.get_by_role("button", name="Utelat ferie.jpg").click()
        expect(places).to_have_count(0)


def test_a_viewer_and_a_stranger_cannot_upload_or_see(office: Office) -> None:
    path = meters(office, 4)
    with office.screen("viewer", path) as page:
        expect(page.locator("input[type=file]")).to_have_count(0)
        expect(page.locator("[data-field] input:not([readonly]):not([disabled])")).to_have_count(0)
    with office.screen("contractor2", "/", faults_matter=False) as page:
        answer = page.goto(office.portal.base + path)
        assert answer is not None
        assert answer.status == 404
        unknown = page.goto(office.portal.base + "/cases/AAAAAAAAAAAAAAAAAAAAAA/application/meters")
        assert unknown is not None
        assert unknown.status == 404
