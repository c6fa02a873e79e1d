"""The map of a place question: drawn by mouse or keyboard, read from a file, and in step with the coordinate table."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pyproj import Transformer

from tests.browser.hand import saved
from tests.browser.office import DESKTOP, PHONE, Office, axe, fits, flaws, open_office
from tests.browser.seeding import PLACES
from tests.browser.test_contractor_draft import begin, job
from workflows.casework import reviewing, sending
from workflows.casework.reviewing import Wanted


def line_at(place: int, last: int = 90) -> str:
    """A line of three points that begins at the property of a seeded case; `last` metres north of it is its end."""
    latitude, longitude = map(float, PLACES[place][3].split())
    east, north = map(round, Transformer.from_crs(4258, 25832).transform(latitude, longitude))
    return f"UTM 32\n{north} {east}\n{north + 40} {east + 20}\n{north + last} {east + 30}"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("map"), browser) as opened:
        yield opened


def opened_map(page: Page, bnr: int) -> Locator:
    begin(page, job(bnr))
    field = page.locator('[data-kind="geometry"]').first
    field.get_by_role("button", name="Tegn i kartet").click()
    expect(field.locator(".leaflet-control-scale")).to_be_visible()
    return field


@pytest.mark.parametrize(("size", "bnr"), [(DESKTOP, 71), (PHONE, 72)], ids=["desktop", "phone"])
def test_a_line_is_drawn_by_keyboard_alone_and_kept(office: Office, size: tuple[int, int], bnr: int) -> None:
    with office.screen("contractor", "/", size) as page:
        field = opened_map(page, bnr)
        field.locator("textarea").fill("EPSG:25832\n6928000 355000")
        field.get_by_role("button", name="Linje", exact=True).click()
        field.locator("[data-sheet]").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        lines = field.locator("textarea").input_value().splitlines()
        assert lines[:2] == ["EPSG:25832", "6928000.000\t355000.000"]
        assert len(lines) == 3
        assert fits(page)
        assert axe(page) == []
        page.keyboard.press("Backspace")
        expect(field.locator("textarea")).to_have_value("EPSG:25832\n6928000.000\t355000.000")


@pytest.mark.parametrize(("eastwards", "system", "bnr"), [(2, "25833", 74), (6, "25835", 75)], ids=["nordland", "finnmark"])
def test_what_is_drawn_in_the_north_gets_the_zone_of_the_north_and_may_be_sent(
    office: Office, eastwards: int, system: str, bnr: int
) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_map(page, bnr)
        field.get_by_role("button", name="Punkt", exact=True).click()
        field.locator("[data-sheet]").focus()
        for key in ["ArrowUp"] * 6 + ["ArrowRight"] * eastwards:
            page.keyboard.press(key)
            page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        table = field.locator("textarea").input_value()
        assert table.startswith(f"EPSG:{system}\n7"), table
        saved(page)
        expect(page.get_by_text("Koordinatene passer ikke")).to_have_count(0)
        field.get_by_role("button", name="Tøm tegningen").click()
        field.locator("[data-sheet]").focus()
        for key in ["ArrowDown"] * 6 + ["ArrowLeft"] * eastwards:
            page.keyboard.press(key)
            page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        assert field.locator("textarea").input_value().startswith("EPSG:25832\n6"), "a new drawing chooses anew"


def test_a_survey_file_fills_the_table_and_a_fault_is_said_beside_it(office: Office) -> None:
    with office.screen("contractor", "/", faults_matter=False) as page:
        field = opened_map(page, 73)
        for name, content, seen in (
            ("a.csv", b"1;6928000,5;355000,5\n2;6928010,5;355010,5\n", re.compile("6928010.500")),
            ("b.kof", b" 05 V12 VL 6928001.250 355001.250 12.3\n", re.compile("6928001.250")),
        ):
            with page.expect_file_chooser() as chooser:
                field.get_by_role("button", name="Les fra fil").click()
            chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})
            expect(field.locator("textarea")).to_have_value(seen)
        with page.expect_file_chooser() as chooser:
            field.get_by_role("button", name="Les fra fil").click()
        chooser.value.set_files({"name": "a.sos", "mimeType": "text/plain", "buffer": b".HODE"})
        expect(field.locator("[data-wrong]")).to_contain_text("SOSI")


def drawn_case(office: Office, place: int) -> str:
    """A case whose place is a line, under review."""
    seed = office.seed
    ref = seed.draft(place=place)
    seed.save(ref, "property", "location", line_at(place))
    seed.do("contractor", sending.submit, ref)
    seed.do("officer", reviewing.begin_review, ref)
    return ref


def unfolded(place: Locator) -> Locator:
    """The map of a place, when it is drawn."""
    place.get_by_text("Kart og koordinater").click()
    expect(place.locator(".leaflet-control-scale")).to_be_visible()
    return place.locator("path[stroke-linecap]")


def test_the_officer_sees_the_whole_place_on_a_map_and_in_a_table(office: Office) -> None:
    ref = drawn_case(office, 3)
    with office.screen("officer", f"/cases/{ref}") as page:
        page.get_by_role("button", name=re.compile("^Alle krav")).click()
        line = page.locator('[data-check="location"]')
        expect(line).to_contain_text("Linje på")
        assert line.locator(".leaflet-container").count() == 0, "loaded before anybody wants to see it"
        expect(unfolded(line)).to_have_count(4)  # the line and its three points
        line.get_by_text("3 punkter i EUREF89 UTM 32").click()
        expect(line.locator("tbody tr")).to_have_count(3)
        expect(line.locator("tbody tr").last).to_contain_text(line_at(3).split()[-2])
        assert flaws(page) == []


def test_a_place_that_moved_is_shown_before_and_now(office: Office) -> None:
    ref, seed = drawn_case(office, 5), office.seed
    seed.do("officer", reviewing.plan_request, ref, Wanted(key="COM-08", what="Vis hvor grøfta slutter."))
    seed.do("officer", reviewing.send_requests, ref)
    seed.save(ref, "property", "location", line_at(5, 120))
    seed.do("contractor", sending.resubmit, ref)
    with office.screen("officer", f"/cases/{ref}") as page:
        changed = page.locator("#part-changes")
        expect(unfolded(changed)).to_have_count(8)
        expect(changed.locator("path[stroke-dasharray]")).to_have_count(1)
        changed.get_by_text("Før, stiplet").click()
        expect(changed.get_by_text(line_at(5).split()[-2])).to_be_visible()
        expect(changed.get_by_text(line_at(5, 120).split()[-2])).to_be_hidden()
        assert flaws(page) == []


def test_the_contractor_looks_at_the_drawing_before_it_is_sent(office: Office) -> None:
    ref = office.seed.draft(place=6)
    office.seed.save(ref, "property", "location", line_at(6))
    with office.screen("contractor", f"/cases/{ref}/review") as page:
        row = page.locator("#row-property-location")
        expect(unfolded(row)).to_have_count(4)
        row.get_by_text("3 punkter i EUREF89 UTM 32").click()
        expect(row.locator("tbody tr")).to_have_count(3)
        assert flaws(page) == []
