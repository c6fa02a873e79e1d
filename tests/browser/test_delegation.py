"""Two companies and a municipality on one case: co-working that ends while the wizard is open, and a case that is handed over."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import Office, flaws, open_office
from workflows.access import coworking

OTHER = "213000047"
FIRM, HELPER, TOWN = "contractor", "contractor2", "approver"
OLD_NAME, NEW_NAME = "Nilsen Rør AS", "Havgløtt Varme og Sanitær AS"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("delegation"), browser) as opened:
        yield opened


def ask_to_work(page: Page) -> None:
    """Fill in and send the short form."""
    page.get_by_text("Be et foretak arbeide med saken").click()
    page.get_by_label("Organisasjonsnummer").first.fill(OTHER)
    page.get_by_role("button", name="Spør foretaket").click()
    expect(page.get_by_text("Er spurt, har ikke svart")).to_be_visible()


def kept(office: Office, ref: str, words: str) -> bool:
    """Whether the owner's name is kept so, within five seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if office.seed.answer_of(ref, "parties", "owner_name") == words:
            return True
        time.sleep(0.1)
    return False


def test_co_working_ends_while_the_wizard_is_open(office: Office) -> None:
    ref = office.seed.draft()
    companies = f"/cases/{ref}/companies"
    with office.screen(FIRM, companies) as mine, office.screen(HELPER, "/cases", faults_matter=False) as theirs:
        ask_to_work(mine)
        expect(theirs.get_by_role("heading", name="Tilbudt dere")).to_be_visible()
        assert flaws(theirs) == []
        theirs.get_by_role("link", name=re.compile("Storgata 14")).click()
        begin = theirs.get_by_role("button", name="Begynn å arbeide med saken")
        expect(begin).to_be_visible()
        assert flaws(theirs) == []
        begin.click()
        expect(theirs).to_have_url(re.compile(f"/cases/{ref}$"))
        expect(mine.get_by_text("Arbeider med saken. Kan svare og legge ved")).to_be_visible()
        assert flaws(mine) == []

        office.show(theirs, f"/cases/{ref}/application/parties")
        mine.get_by_role("button", name=f"Avslutt arbeidet til {NEW_NAME}").click()
        theirs.locator('[data-field="owner_name"] input').fill("Fra Havgløtt")
        assert kept(office, ref, "Fra Havgløtt")
        mine.wait_for_timeout(500)  # what they wrote is news here, and leaves the open question as it is
        mine.get_by_role("button", name="Avslutt nå").click(timeout=5_000)

        expect(theirs.locator('[data-field="owner_name"]')).to_have_count(0, timeout=5_000)
        expect(theirs.get_by_role("heading", level=1)).to_contain_text("Fant ikke siden")
        expect(mine.get_by_text("Ingen andre foretak arbeider med saken.")).to_be_visible()


def test_a_case_is_handed_over_under_everybodys_eyes(office: Office) -> None:
    ref = office.seed.submitted(1)
    companies = f"/cases/{ref}/companies"
    with (
        office.screen(FIRM, companies, faults_matter=False) as old,
        office.screen(HELPER, "/cases", faults_matter=False) as new,
        office.screen(TOWN, f"/cases/{ref}") as town,
    ):
        old.get_by_text("Overdra saken").click()
        old.get_by_label("Organisasjonsnummer").last.fill(OTHER)
        old.get_by_label("Begrunnelse; de andre leser den").fill("Vi har for mye å gjøre.")
        assert flaws(old) == []
        old.get_by_role("button", name="Tilby saken").click()
        expect(old.get_by_text("Venter på det andre foretaket")).to_be_visible()

        new.get_by_role("link", name=re.compile("Strandgata 3")).click()
        expect(new.get_by_text("Vi har for mye å gjøre.")).to_be_visible()
        new.get_by_text("Det som er gjort hittil").click()
        expect(new.get_by_text("Strandgata 3").last).to_be_visible()
        assert flaws(new) == []
        for select in new.locator("select").all():
            select.select_option("demo-contractor2")
        for yes in new.get_by_label("Ja", exact=True).all():
            yes.check()
        new.get_by_role("button", name="Overta saken").click()
        expect(new.get_by_text("Dere har sagt ja. Kommunen avgjør.")).to_be_visible()

        panel = town.locator("#part-companies")
        expect(panel.get_by_role("button", name="Godkjenn overdragelsen")).to_be_visible()
        assert flaws(town) == []
        panel.get_by_role("button", name="Godkjenn overdragelsen").focus()
        town.keyboard.press("Enter")

        expect(panel.get_by_text("Hvem som har hatt ansvaret for saken")).to_be_visible()
        expect(panel.get_by_text(OLD_NAME)).to_be_visible()
        expect(old.get_by_text(f"Dere overdro saken til {NEW_NAME}.")).to_be_visible(timeout=5_000)
        assert flaws(old) == []
        office.show(new, f"/cases/{ref}")
        expect(new.get_by_text(f"{OLD_NAME} → {NEW_NAME}")).to_be_visible()
        assert flaws(new) == []
        assert old.request.get(f"{office.portal.base}/cases/{ref}").status == 404
        assert old.request.get(f"{office.portal.base}/cases/{ref}/receipt.pdf?phase=application&submission=1").status == 200


def test_a_case_leads_to_those_who_work_on_it(office: Office) -> None:
    ref = office.seed.submitted(2)
    office.seed.do(FIRM, coworking.invite_cowork, ref, OTHER)
    with office.screen(FIRM, f"/cases/{ref}") as page:
        expect(page.get_by_text("Er spurt, har ikke svart")).to_be_visible()
        page.get_by_role("link", name="Samarbeid og overdragelse").click()
        expect(page.get_by_role("heading", level=1, name="Hvem som arbeider med saken")).to_be_visible()
