"""Long groups: lines that open one at a time, a jump into a folded row, and rows pasted from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import PHONE, Office, flaws, open_office

METERS = "/cases/{ref}/application/meters"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("rows"), browser) as opened:
        yield opened


PRESS_AT = """moment => {
  const add = [...document.querySelectorAll('button')].find((one) => one.innerText.trim().startsWith('Legg til'));
  setTimeout(() => add.click(), moment - Date.now());
}"""


def with_meters(office: Office, count: int) -> str:
    """A draft with so many meters, the last without its place."""
    ref = office.seed.draft()
    office.seed.save(ref, "meters", "meters", [f"m{number}" for number in range(1, count + 1)])
    for number in range(1, count + 1):
        for key, raw in {"relation": "main", "dn": "20", "q3": "2.5", "place_room": f"Rom {number}"}.items():
            if (number, key) != (count, "place_room"):
                office.seed.save(ref, "meters", f"meters/m{number}/{key}", raw)
    return ref


def test_many_rows_are_lines_that_open_and_save(office: Office) -> None:
    ref = with_meters(office, 28)
    with office.screen("contractor", METERS.format(ref=ref)) as page:
        lines = page.locator("[data-row-line]")
        expect(lines).to_have_count(12)
        expect(page.locator(".row-card")).to_have_count(0)
        page.locator("[data-row-line=m2] button").click()
        room = page.locator("[data-field='meters/m2/place_room'] input")
        expect(room).to_have_value("Rom 2")
        room.fill("Bod i kjelleren")
        expect(page.locator("[data-row-line=m2]")).to_contain_text("Bod i kjelleren")
        assert office.seed.answer_of(ref, "meters", "meters/m2/place_room") == "Bod i kjelleren"
        for _turn in range(2):
            page.get_by_role("button", name="Neste rader").click()
        expect(lines).to_have_count(4)
        expect(page.locator("[data-row-line=m28]")).to_contain_text("mangler")


def test_what_is_done_is_a_list_that_follows_while_it_is_open(office: Office) -> None:
    ref = with_meters(office, 5)
    with office.screen("contractor", METERS.format(ref=ref)) as page:
        done = page.locator(".missing-done")
        expect(done.locator("li")).to_have_count(0)
        done.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(done.get_by_text("nr. 4", exact=False).first).to_be_visible()
        place = done.get_by_text("nr. 5", exact=False)
        before = place.count()
        page.locator("[data-row-line=m5] button").click()
        page.locator("[data-field='meters/m5/place_room'] input").fill("Bod")
        expect(place).to_have_count(before + 1)


def test_what_lacks_in_a_folded_row_is_a_press_away(office: Office) -> None:
    ref = with_meters(office, 28)
    with office.screen("contractor", METERS.format(ref=ref) + "?at=meters/m28/place_room", PHONE) as page:
        expect(page.locator("[data-field='meters/m28/place_room'] input")).to_be_focused()
        page.get_by_role("button", name="Legg til").first.click()
        expect(page.locator("[data-row-line]")).to_have_count(5)
        expect(page.locator(".row-card")).to_have_count(1)


def test_two_quick_presses_give_two_rows(office: Office) -> None:
    ref = with_meters(office, 1)
    with office.screen("contractor", METERS.format(ref=ref)) as page:
        page.get_by_role("button", name="Legg til").first.dblclick()
        expect(page.locator(".row-card")).to_have_count(3)
        page.reload()
        expect(page.locator(".row-card")).to_have_count(3)


def test_two_colleagues_who_add_a_row_at_the_same_moment_keep_both(office: Office) -> None:
    ref = with_meters(office, 1)
    with office.screen("contractor", METERS.format(ref=ref)) as hers, office.screen("applicant", METERS.format(ref=ref)) as his:
        for pressed in range(1, 5):
            moment = hers.evaluate("() => Date.now() + 400")
            for page in (hers, his):
                page.evaluate(PRESS_AT, moment)
            for page in (hers, his):
                expect(page.locator(".row-card, [data-row-line]")).to_have_count(1 + 2 * pressed, timeout=10_000)
        his.reload()
        expect(his.locator("[data-row-line]")).to_have_count(9)
        assert len(office.seed.answer_of(ref, "meters", "meters")) == 9


def test_rows_are_pasted_from_a_spreadsheet(office: Office) -> None:
    ref = office.seed.draft()
    with office.screen("contractor", METERS.format(ref=ref)) as page:
        page.get_by_role("button", name="Lim inn fra regneark").click()
        area = page.get_by_label("Rader", exact=True)
        area.fill("farge\trelation\nrød\tmain")
        page.get_by_role("button", name="Legg til radene").click()
        expect(page.get_by_role("dialog")).to_contain_text("Det finnes ingen kolonne «farge»")
        area.fill("Plassering (rom, etasje)\tPlassering i systemet\n" + "\n".join(f"Rom {number}\tHovedmåler" for number in range(4)))
        page.get_by_role("button", name="Legg til radene").click()
        expect(page.locator("[data-row-line]")).to_have_count(5)
        expect(page.locator("[data-row-line]").last).to_contain_text("Rom 3")


def test_an_address_gives_the_property_and_the_property_its_place(office: Office) -> None:
    ref = office.seed.draft(without=["address", "location"])
    office.seed.save(ref, "property", "properties", [])
    with office.screen("contractor", f"/cases/{ref}/application/property") as page:
        address = page.locator("[data-field=address] input")
        address.fill("Strandg")
        expect(page.locator("datalist option")).to_have_count(2)
        address.fill("Strandgata 22")
        page.get_by_role("button", name="Bruk eiendom 101/61, som adressen hører til").click()
        expect(page.locator("[data-field$='/bnr'] input")).to_have_value("61")
        page.get_by_role("button", name="Bruk eiendommens egen posisjon").click()
        expect(page.locator("[data-field=location] textarea")).to_have_value("lat/long 62.47021 6.15902")
        assert flaws(page) == []
