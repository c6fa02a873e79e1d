"""A decision written with its letter beside it, proposed, sent back, decided, read by the company, corrected and appealed against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models.base import Phase
from models.letters import Terms
from tests.browser.office import PHONE, Office, axe, flaws, open_office
from workflows.casework import deciding, proposing, talking


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("letters"), browser) as opened:
        yield opened


def letter(page: Page) -> str:
    """The first page as it is drawn now."""
    shown = page.locator("img.letter-page").first
    expect(shown).to_be_visible(timeout=30_000)
    return str(shown.get_attribute("src"))


def test_a_decision_from_the_first_word_to_an_answered_appeal(office: Office) -> None:
    ref = office.seed.in_review(0)
    with office.screen("officer", f"/cases/{ref}/decision") as page:
        before = letter(page)
        page.get_by_role("button", name="Legg til et vilkår").click()
        page.keyboard.type("Steng vannet først.")
        page.get_by_label("Begrunnelse").fill("Bestillingen er i orden.")
        expect(page.locator("[data-letter-saved]")).to_have_text("Lagret", timeout=15_000)
        expect(page.locator(".letter-preview")).not_to_have_attribute("aria-busy", "true", timeout=15_000)
        page.wait_for_function("old => document.querySelector('img.letter-page').src !== old", arg=before, timeout=15_000)
        page.reload()
        expect(page.get_by_label("Begrunnelse")).to_have_value("Bestillingen er i orden.")
        page.locator("[data-act=propose]").click()
        expect(page).to_have_url(f"{office.portal.base}/cases/{ref}")

    with office.screen("approver", f"/cases/{ref}/decision") as page:
        expect(page.get_by_text("foreslår dette")).to_be_visible()
        expect(page.get_by_label("Vilkår 1", exact=True)).to_have_value("Steng vannet først.")
        page.get_by_label("Begrunnelse").fill("")
        page.locator("[data-act=approve]").click()
        expect(page.locator("[data-letter=reason] .field-error")).to_be_visible()
        page.get_by_label("Til en annen dag").check()
        page.get_by_label("Siste dag det gjelder").fill("2031-01-01")
        page.get_by_label("Type utfall").select_option("individual")
        page.get_by_label("Begrunnelse").fill("Bestillingen er i orden, og måleren passer.")
        page.locator("[data-act=approve]").click()
        expect(page).to_have_url(f"{office.portal.base}/cases/{ref}")
        expect(page.locator("#part-decisions")).to_contain_text("Ikke åpnet av firmaet ennå")

    with office.screen("contractor", f"/cases/{ref}", PHONE) as page:
        expect(page.get_by_role("link", name="Skriv ut beviset")).to_be_visible()
        found = page.locator("[data-decided=application-1]")
        expect(found).to_contain_text("Steng vannet først.")
        expect(found).to_contain_text("01.01.2031")
        expect(found).to_contain_text("Dere kan klage til")
        answer = page.request.get(f"{office.portal.base}/cases/{ref}/decisions/application/1/letter.pdf")
        assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
        assert axe(page) == []

    with office.screen("approver", f"/cases/{ref}") as page:
        panel = page.locator("#part-decisions")
        expect(panel).not_to_contain_text("Ikke åpnet av firmaet ennå")
        panel.get_by_role("button", name="Registrer en klage").click()
        panel.get_by_role("button", name="Registrer klagen").click()
        expect(panel.locator(".field-error")).to_be_visible()
        panel.get_by_label("Dagen den kom").fill(str(panel.get_by_label("Dagen den kom").get_attribute("max")))
        panel.get_by_label("Hvem som klager").fill("Naboen")
        panel.get_by_role("button", name="Registrer klagen").click()
        expect(panel.locator("[data-appeal]")).to_contain_text("Klage under behandling")
        panel.get_by_label("Hva som skjer med klagen").select_option("upheld")
        panel.locator("[id^=appeal-answer]").fill("Vilkåret er nødvendig.")
        panel.get_by_role("button", name="Svar på klagen").click()
        expect(panel.locator("[data-appeal]")).to_contain_text("Vedtaket blir stående")
        panel.get_by_role("link", name="Rett: ").click()
        letter(page)
        page.locator("[data-act=correct]").click()
        expect(page.locator("[data-letter=why] .field-error")).to_be_visible()
        page.get_by_label("Hvorfor vedtaket rettes").fill("Skrivefeil.")
        page.locator("[data-act=correct]").click()
        expect(page).to_have_url(f"{office.portal.base}/cases/{ref}")
        expect(page.locator("[data-decided=application-1]")).to_contain_text("Erstattet av vedtak 2")


def test_nobody_decides_on_the_page_of_the_letter_over_what_a_colleague_did(office: Office) -> None:
    ref = office.seed.in_review(1)
    with office.screen("approver", f"/cases/{ref}/decision") as page:
        page.get_by_label("Begrunnelse").fill("I orden.")
        expect(page.locator("[data-letter-saved]")).to_have_text("Lagret", timeout=15_000)
        office.seed.do("officer", talking.write_note, ref, "Vent: eieren ringte.")
        page.locator("[data-act=approve]").click()
        moved = page.locator(".moved")
        expect(moved).to_contain_text("Ingrid Solberg: Skrev et notat")
        expect(moved.get_by_role("link", name="Se på det")).to_have_attribute("href", f"/cases/{ref}#part-notes")
        assert flaws(page) == []
        page.locator("[data-act=approve]").click()
        expect(page.locator(".toast").first).to_contain_text("Se på det før du går videre")
        moved.get_by_role("button", name="Jeg har sett på det").click()
        expect(moved).to_have_count(0)
        page.locator("[data-act=approve]").click()
        expect(page).to_have_url(f"{office.portal.base}/cases/{ref}")


def test_a_correction_in_the_way_is_discarded_only_after_a_second_thought(office: Office) -> None:
    ref = office.seed.in_review(3)
    office.seed.do("approver", deciding.reject, ref, "Nei.")
    office.seed.do("approver", deciding.reopen, ref, "Klage.")
    office.seed.do("officer", proposing.save_decision, ref, Terms(reason="Nei.", why="Feil."), 0, (Phase.APPLICATION, 1))
    with office.screen("approver", f"/cases/{ref}/decision") as page:
        page.get_by_role("button", name="Forkast det som er skrevet").click()
        asked = page.get_by_role("dialog", name="Forkaste det som er skrevet?")
        expect(asked).to_be_visible()
        assert flaws(page) == []
        page.keyboard.press("Escape")
        expect(asked).to_be_hidden()
        expect(page.locator("[data-act=approve]")).to_have_count(0)
        page.get_by_role("button", name="Forkast det som er skrevet").click()
        asked.get_by_role("button", name="Forkast det som er skrevet").click()
        expect(page.locator("[data-act=approve]")).to_be_visible()


def test_what_another_wrote_of_the_decision_meanwhile_is_not_decided_over(office: Office) -> None:
    ref = office.seed.in_review(2)
    with office.screen("approver", f"/cases/{ref}/decision") as page:
        letter(page)
        office.seed.do("officer", proposing.save_decision, ref, Terms(reason="Fordi.", conditions=("Ring først.",)), 0)
        page.locator("[data-act=approve]").click()
        expect(page.get_by_role("button", name="Last siden på nytt")).to_be_visible()
        page.get_by_role("button", name="Last siden på nytt").click()
        expect(page.get_by_label("Vilkår 1", exact=True)).to_have_value("Ring først.")
