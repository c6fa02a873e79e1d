"""An administrator's month end and a contractor's first page: figures and their cases, a prompt that fails, the file; who does what."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.hand import saved
from tests.browser.office import PHONE, Office, fits, flaws, open_office
from workflows.casework import deciding, reviewing, sending

LACKED = "METER.application.units_served"
WORDS = "Skriv hvor mange boliger måleren skal dekke"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("quality"), browser, {"PORTAL_PAGES_PER_MINUTE": "10000"}) as opened:
        seed = opened.seed
        for place in range(2):
            seed.do("approver", deciding.approve, seed.in_review(place), "I orden.")
        ref = seed.submitted(2, without=["units_served"])
        seed.save(ref, "building", "units_served", "2")
        seed.do("contractor", sending.resubmit, ref)
        seed.do("officer", reviewing.begin_review, ref)
        for one in _requests(opened, ref):
            seed.do("officer", reviewing.accept_answer, ref, one)
        seed.do("approver", deciding.approve, ref, "I orden.")
        yield opened


def _requests(office: Office, ref: str) -> list[str]:
    with office.seed.works(writing=False) as work:
        case = work.cases.get(office.seed.actor("officer").scope, ref)
        return [one.id for one in work.cases.requests(case.id)]


def figure(page: Page, label: str) -> str:
    """The number on a card."""
    return page.locator(".figure").filter(has_text=label).first.locator(".figure-value").inner_text()


def fits_while_a_drawing_is_still_wide(page: Page) -> bool:
    """A drawing follows a turned phone a moment later; the page is not wider than the window until then."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.wait_for_function("width => document.querySelector('.chart svg').getBoundingClientRect().width < width", arg=PHONE[0])
    page.locator(".chart svg").first.evaluate("drawing => drawing.parentElement.style.width = '1200px'")
    return fits(page)


def test_an_administrators_month_end(office: Office, tmp_path: Path) -> None:
    with office.screen("admin", "/board") as page:
        page.get_by_role("link", name="Kvalitet").click()
        expect(page.get_by_role("heading", level=1, name="Kvalitet på dokumentasjonen")).to_be_visible()
        page.get_by_label("Periode").select_option("month")
        page.wait_for_url("**/quality?*period=month*")
        assert (figure(page, "Riktig første gang"), figure(page, "Avgjorte deler")) == ("67 %", "3")
        expect(page.locator(".chart svg").first).to_be_visible()
        assert flaws(page) == []
        assert fits_while_a_drawing_is_still_wide(page)

        page.locator(".chart summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".chart").first.get_by_role("cell", name="67 %")).to_be_visible()
        page.locator(".figure").filter(has_text="Retterunder per del").get_by_role("link").click()
        expect(page.get_by_role("cell", name="Strandgata").or_(page.get_by_role("cell", name="Fjordvegen 118"))).to_be_visible()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.go_back()

        for kind in ("CSV", "XLSX"):
            with page.expect_download() as waiting:
                page.get_by_role("link", name=f"Eksporter som {kind}").click()
            waiting.value.save_as(tmp_path / f"quality.{kind.lower()}")
        by_hand = list(csv.reader((tmp_path / "quality.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
        assert (len(by_hand), by_hand[0][0]) == (4, "Sak")
        assert sorted(row[-1] for row in by_hand[1:]) == ["", "", LACKED]
        assert load_workbook(tmp_path / "quality.xlsx").worksheets[0].max_row == 4

        page.get_by_role("link", name=LACKED).last.click()
        page.wait_for_url(f"**/quality/water-meter/{LACKED}?phase=application")
        page.locator(f'[data-field="words/{LACKED}/what/nb"] input').fill(WORDS)
        saved(page)
        expect(page.get_by_role("button", name="Publiser ny versjon")).to_be_visible()
        assert flaws(page) == []
        page.get_by_role("button", name="Publiser ny versjon").click()
        expect(page.get_by_role("heading", level=1, name=WORDS)).to_be_visible()
        expect(page.locator(".figure").filter(has_text="Etter endringen")).to_be_visible()
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert flaws(page) == []

    ref = office.seed.draft(place=4, without=["units_served"])
    with office.screen("contractor", f"/cases/{ref}/application/building") as contractor:
        expect(contractor.get_by_text(WORDS).first).to_be_visible()


def test_a_contractors_first_page_shows_what_to_do_and_hands_a_case_to_a_colleague(office: Office) -> None:
    seed = office.seed
    ref = seed.submitted(5)
    with office.screen("contractor", "/") as page:
        for title in ("Dette må dere gjøre", "Dette venter på andre", "Dette er ferdig", "Riktig første gang", "Bevis og godkjenninger"):
            expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        assert flaws(page) == []
        waiting = page.get_by_role("region", name="Dette venter på andre")
        row = waiting.locator("tr").filter(has_text="Nedre Li 2")
        row.get_by_role("link").last.click()
        page.wait_for_url(f"**/cases/{ref}/responsible")
        page.get_by_label("Hvem skal være ansvarlig").select_option("demo-applicant")
        page.get_by_role("button", name="Gjør ansvarlig").click()
        page.wait_for_url(f"**/cases/{ref}")
        expect(page.get_by_text("Ansvarlig i foretaket:")).to_be_visible()
    with office.screen("applicant", "/?who=me", PHONE) as page:
        expect(page.get_by_text("Nedre Li 2").first).to_be_visible()
        expect(page.get_by_text("har gjort deg ansvarlig").first).to_be_visible(timeout=15_000)
        assert flaws(page) == []
