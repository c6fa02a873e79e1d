"""An administrator's month end: last month's figures and the cases behind them, a prompt that fails, certificates, the log, the files.

The year before is the demonstration's archive, counted by the same definition as every other case.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from storage.demo_quality import seed_quality
from tests.browser.hand import saved
from tests.browser.office import DESKTOP, PHONE, Office, fits, flaws, open_office

LACKED = "METER.application.units_served"
WORDS = "Skriv hvor mange boliger måleren skal dekke"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("month"), browser) as opened:
        seed_quality(opened.seed.works, datetime.now(UTC))
        yield opened


def figure(page: Page, label: str) -> str:
    """The number on a card."""
    return page.locator(".figure").filter(has_text=label).first.locator(".figure-value").inner_text()


def go_to(page: Page, room: str) -> None:
    """By the main menu."""
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name=room, exact=True).click()


@pytest.mark.timeout(240)
def test_an_administrators_month_end(office: Office, tmp_path: Path) -> None:
    with office.screen("admin", "/board") as page:
        read_last_month(page, tmp_path)
        reword_what_is_missed_most(page)
        wording = page.url.removeprefix(office.portal.base)
    office.seed.submitted(0)
    office.seed.submitted(1)
    office.seed.submitted(2, without=["units_served"])
    with office.screen("admin", wording) as page:
        expect(page.locator(".figure").filter(has_text="Etter endringen")).to_contain_text("1 av 3")
        assert figure(page, "Etter endringen") == "33 %"
        page.get_by_role("link", name="Kvalitet").first.click()
        find_certificates_that_run_out(page)
        verify_and_take_out_the_log(page, tmp_path)


def read_last_month(page: Page, folder: Path) -> None:
    """Figures, the cases behind the first of them, and the same cases in a workbook."""
    go_to(page, "Kvalitet")
    page.get_by_label("Periode").select_option("last-month")
    page.wait_for_url("**period=last-month*")
    parts = int(figure(page, "Avgjorte deler"))
    assert parts > 1
    assert re.fullmatch(r"\d+ %", figure(page, "Riktig første gang"))
    assert flaws(page) == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.locator(".figure").filter(has_text="Avgjorte deler").get_by_role("link").click()
    page.wait_for_url("**/quality/cases?*")
    expect(page.locator("tbody tr")).to_have_count(parts)
    numbers = sorted(words.split()[0] for words in page.locator("tbody tr td:first-child").all_inner_texts())
    page.go_back()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Eksporter som XLSX").click()
    waiting.value.save_as(folder / "quality.xlsx")
    lines = list(load_workbook(folder / "quality.xlsx").worksheets[0].values)
    assert lines[0][0] == "Sak"
    assert sorted(str(line[0]) for line in lines[1:]) == numbers


def reword_what_is_missed_most(page: Page) -> None:
    """The requirement that most lacked over the year gets other words."""
    page.get_by_label("Periode").select_option("all")
    page.wait_for_url("**period=all*")
    page.get_by_role("link", name=f"{LACKED}:").click()
    page.wait_for_url(f"**/quality/water-meter/{LACKED}?phase=application")
    page.locator(f'[data-field="words/{LACKED}/what/nb"] input').fill(WORDS)
    saved(page)
    page.get_by_role("button", name="Publiser ny versjon").click()
    expect(page.get_by_role("heading", level=1, name=WORDS)).to_be_visible()
    expect(page.locator(".figure").filter(has_text="Etter endringen")).to_contain_text("0 av 0")
    assert flaws(page) == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def find_certificates_that_run_out(page: Page) -> None:
    """Whose certificates are past their last day or will be soon, and which."""
    go_to(page, "Foretak")
    page.get_by_label("Kompetansebevis").select_option("ending")
    page.wait_for_url("**proofs=ending*")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Nilsen Rør AS")).to_contain_text("Gikk ut 01.03.2025")
    soon = rows.filter(has_text="Havgløtt Varme og Sanitær AS")
    expect(soon).to_contain_text(re.compile(r"Går ut om \d+ dager"))
    assert flaws(page) == []
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    soon.get_by_role("link").click()
    page.wait_for_url("**/companies/213000047")
    expect(page.locator("tr").filter(has_text="AV1-7719")).to_contain_text(re.compile(r"Går ut om \d+ dager"))


def verify_and_take_out_the_log(page: Page, folder: Path) -> None:
    """The log is whole, and its file says what was done this evening."""
    go_to(page, "Loggen")
    page.get_by_role("button", name="Kontroller kjeden").click()
    expect(page.get_by_text("Loggen er hel:")).to_be_visible(timeout=15_000)
    assert fits(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert fits(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Eksporter som CSV").click()
    waiting.value.save_as(folder / "log.csv")
    kinds = [line[3] for line in csv.reader((folder / "log.csv").read_text("utf-8-sig").splitlines(), delimiter=";")]
    assert {"rules_published", "quality_exported", "chain_verified"} <= set(kinds)
