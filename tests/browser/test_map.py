"""The map of a place question: drawn by mouse or keyboard, read from a file, and in step with the coordinate table."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pyproj import Transformer

from tests.browser.hand import saved
from tests.browser.office import DESKTOP, PHONE, Office, axe, fits, flaws, open_office
from tests.browser.seeding import PLACES
from tests.browser.test_contractor_draft import begin, job
from workflows.casework import reviewing, sending
from workflows.casework.reviewing import Wanted

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
"""A picture of one point, where a tile is asked for."""


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


def centre(sheet: Locator, key: str = "Enter") -> tuple[float, float]:
    """The middle of the map in UTM 32, north first: a point drawn there by keyboard."""
    sheet.focus()
    sheet.page.keyboard.press(key)
    north, east = sheet.page.locator('[data-kind="geometry"] textarea').first.input_value().splitlines()[-1].split()
    return float(north), float(east)


def test_an_empty_map_begins_at_the_chosen_property_and_is_drawn_on_by_mouse(office: Office) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_map(page, 27)  # a property the municipality's books know
        sheet, table = field.locator("[data-sheet]"), field.locator("textarea")
        _head, north, east = line_at(0).split("\n")[0], *map(float, line_at(0).split("\n")[1].split())
        there = centre(sheet)
        assert abs(there[0] - north) + abs(there[1] - east) < 5
        field.get_by_role("button", name="Tøm tegningen").click()

        field.get_by_role("button", name="Punkt", exact=True).click()
        sheet.click(position={"x": 200, "y": 150})
        sheet.click(position={"x": 260, "y": 150})
        expect(table).to_have_value(re.compile(r"^EPSG:25832\n\S+\t\S+$"))
        field.get_by_role("button", name="Område", exact=True).click()
        for x, y in ((320, 150), (320, 210)):
            sheet.click(position={"x": x, "y": y})
        lines = table.input_value().splitlines()
        assert (len(lines), lines[1]) == (5, lines[-1]), "a closed ring of three corners"
        field.get_by_role("button", name="Angre siste punkt").click()
        assert len(table.input_value().splitlines()) == 3
        saved(page)


@pytest.mark.parametrize(
    ("pasted", "bnr"),
    [
        ("6930881,5\t353683,25\n6930921\t353703", 76),
        ("UTM 33\n6958852,5\t45381,25\n6958892\t45401", 77),
        ("Nord\tØst\n62,48010\t6,16105\n62,48050\t6,16150", 78),
    ],
    ids=["utm 32", "utm 33", "lat/long"],
)
def test_coordinates_pasted_from_a_spreadsheet_are_drawn_and_understood(office: Office, pasted: str, bnr: int) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_map(page, bnr)
        field.locator("textarea").fill(pasted)
        expect(field.locator("path[stroke-linecap]")).to_have_count(3)  # the line and its two points
        saved(page)
        page.get_by_label("Adresse").focus()
        expect(field.locator(".field-error")).to_have_count(1)  # the empty one of the file chooser
        expect(page.get_by_text("Koordinatene passer ikke")).to_have_count(0)
        expect(page.get_by_text("Stedet ligger utenfor")).to_have_count(0)


@pytest.mark.parametrize(("eastwards", "system", "bnr"), [(2, "25833", 74), (6, "25835", 75)], ids=["nordland", "finnmark"])
def test_what_is_drawn_in_the_north_gets_the_zone_of_the_north_and_may_be_sent(
    office: Office, eastwards: int, system: str, bnr: int
) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_map(page, bnr)
        field.get_by_role("button", name="Punkt", exact=True).click()
        field.locator("[data-sheet]").focus()
        for key in ["-"] * 5 + ["ArrowUp"] * 6 + ["ArrowRight"] * eastwards:
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


def opened_table(page: Page, bnr: int) -> Locator:
    """The points of a new draft as a table, opened by keyboard."""
    begin(page, job(bnr))
    field = page.locator('[data-kind="geometry"]').first
    field.get_by_role("button", name="Punkter i tabell").press("Enter")
    expect(field.get_by_label("Nord, punkt 1")).to_be_focused()
    return field


def rows_of(field: Locator) -> list[list[str]]:
    """What the cells of the table hold."""
    rows: list[list[str]] = field.locator("[data-point]").evaluate_all(
        "all => all.map(row => [...row.querySelectorAll('input')].map(one => one.value))"
    )
    return rows


def paste(cell: Locator, words: str) -> None:
    """What a spreadsheet puts on the clipboard, pasted into a cell."""
    cell.focus()
    cell.evaluate(
        """(cell, words) => { const data = new DataTransfer(); data.setData("text/plain", words);
          cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        words,
    )


@pytest.mark.parametrize(("size", "bnr"), [(DESKTOP, 81), (PHONE, 82)], ids=["desktop", "phone"])
def test_points_are_written_moved_and_removed_in_a_table_by_keyboard_alone(office: Office, size: tuple[int, int], bnr: int) -> None:
    with office.screen("contractor", "/", size) as page:
        field = opened_table(page, bnr)
        table, type_ = field.locator("textarea").first, page.keyboard.type
        for north, east in (("6928000", "355000"), ("6928 010,5", "355010"), ("6928020", "355020")):
            type_(north)
            page.keyboard.press("Tab")
            type_(east)
            page.keyboard.press("Enter")
        expect(table).to_have_value("EPSG:25832\n6928000\t355000\n6928010,5\t355010\n6928020\t355020")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
        expect(field.get_by_label("Nord, punkt 1")).to_be_focused()
        expect(field.locator("[data-said]")).to_have_text("Det er nå punkt 1.")
        field.get_by_role("button", name="Flytt punkt 1 ned").press("Enter")
        field.get_by_role("button", name="Flytt punkt 2 ned").press("Enter")
        assert rows_of(field) == [["6928000", "355000"], ["6928020", "355020"], ["6928 010,5", "355010"], ["", ""]]
        field.get_by_role("checkbox", name="Et område").press("Space")
        expect(table).to_have_value(re.compile(r"^EPSG:25832\n6928000\t355000\n6928020\t355020\n6928010,5\t355010\n6928000\t355000$"))
        field.get_by_role("button", name="Fjern punkt 1").press("Enter")
        expect(field.get_by_role("button", name="Fjern punkt 1")).to_be_focused()
        expect(table).to_have_value("EPSG:25832\n6928020\t355020\n6928010,5\t355010")
        field.get_by_role("button", name="Legg til et punkt").press("Enter")
        expect(field.get_by_label("Øst, punkt 4")).to_be_visible()
        assert fits(page)
        assert axe(page) == []
        saved(page)
        expect(page.get_by_text("Koordinatene passer ikke")).to_have_count(0)


def test_rows_of_a_spreadsheet_are_pasted_into_the_table_and_what_is_wrong_is_said_beside_the_row(office: Office) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_table(page, 83)
        paste(
            field.get_by_label("Nord, punkt 1"),
            "Nr\tNord\tØst\tHøyde\n1\t6 928 000,5\t355000\t12,3\n2\t355010\t6928010\n3\tomtrent her 12\t\n",
        )
        assert rows_of(field)[0] == ["6 928 000,5", "355000"]
        wrong = field.locator(".points-wrong")
        expect(wrong).to_have_count(2)
        expect(wrong.first).to_contain_text("Bytt om de to tallene: nord står først.")
        kept = field.locator("textarea").first
        expect(kept).to_have_value(re.compile("omtrent her 12"))
        saved(page)
        assert axe(page) == []
        page.reload()
        field.get_by_role("button", name="Punkter i tabell").click()
        before = rows_of(field)
        expect(field.get_by_label("Nord, punkt 2")).to_have_attribute("aria-invalid", "true")
        assert before[0] == ["6928000,5", "355000"]
        assert any("omtrent her 12" in cell for row in before for cell in row), "nothing that was typed is lost"
        paste(field.get_by_label("Nord, punkt 1"), "6928001\t355001\n6928002\t355002")
        assert rows_of(field) == [before[0], ["6928001", "355001"], ["6928002", "355002"], *before[1:]], "nothing is written over"


def test_the_table_and_the_map_follow_each_other_and_lose_nothing_that_was_typed(office: Office) -> None:
    with office.screen("contractor", "/") as page:
        field = opened_table(page, 84)
        field.get_by_label("Nord, punkt 1").fill("6928000")
        field.get_by_label("Øst, punkt 1").fill("355000")
        field.get_by_role("button", name="Tegn i kartet").click()
        expect(field.locator(".leaflet-control-scale")).to_be_visible()
        expect(field.locator("path[stroke-linecap]")).to_have_count(1)
        field.get_by_role("button", name="Legg til et punkt").click()
        page.keyboard.type("langs bekken 7")
        expect(field.get_by_label("Nord, punkt 2")).to_have_value("langs bekken 7")
        line = field.get_by_role("button", name="Linje", exact=True)
        line.click()
        expect(line).to_have_attribute("aria-pressed", "true")
        expect(field.locator(".points-wrong")).to_be_visible()  # and only now: what appears never moves what is pressed
        field.locator("[data-sheet]").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(400)
        page.keyboard.press("Enter")
        expect(field.locator("[data-point]")).to_have_count(3)
        rows = rows_of(field)
        assert (rows[0], rows[2]) == (["6928000.000", "355000.000"], ["langs bekken 7", ""])
        field.get_by_label("Nord, punkt 3").fill("6928100")
        field.get_by_label("Øst, punkt 3").fill("355100")
        expect(field.locator("path[stroke-linecap]")).to_have_count(4)  # the line and its three points
        field.get_by_label("Tallene er oppgitt i").select_option("25833")
        expect(field.locator("textarea").first).to_have_value(re.compile(r"^EPSG:25833\n6928000\.000\t355000\.000\n"))


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


def test_pictures_come_from_the_address_of_the_settings_and_from_nowhere_else(browser: Browser, tmp_path: Path) -> None:
    settings = {"PORTAL_MAP_TILES": "https://tiles.example.no/{z}/{x}/{y}.png", "PORTAL_MAP_ATTRIBUTION": "Kartverket"}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="image/png", body=PIXEL)

    with open_office(tmp_path, browser, settings) as opened, opened.screen("contractor", "/", faults_matter=False) as page:
        page.route(re.compile(r"^https://[a-z]+\.example\.no/"), answer)
        field = opened_map(page, 79)
        expect(field.locator("img.leaflet-tile-loaded").first).to_be_attached()
        expect(field.locator(".leaflet-control-attribution")).to_contain_text("Kartverket")
        assert all(re.fullmatch(r"https://tiles\.example\.no/\d+/\d+/\d+\.png", one) for one in asked)
        told = page.evaluate(
            """(src) => new Promise((go) => {
              const one = new Image(); one.onload = () => go("loaded"); one.onerror = () => go("refused"); one.src = src; })""",
            "https://other.example.no/1/1/1.png",
        )
        assert (told, [one for one in asked if "other" in one]) == ("refused", [])
