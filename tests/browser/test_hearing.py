"""Two officers on one case: they see each other, and nobody decides over the other's head; a note calls a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import Office, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A portal for the screens."""
    with open_office(tmp_path_factory.mktemp("portal"), browser) as opened:
        yield opened


def test_an_expert_from_the_invitation_to_the_statement(office: Office) -> None:
    ref = office.seed.in_review(1)
    with office.screen("officer", f"/cases/{ref}/statements") as page:
        page.get_by_label("En ekstern").check()
        page.get_by_role("textbox", name="E-post").fill("berg@geologi.example")
        page.get_by_label("Navn eller avdeling").fill("Geologi AS")
        page.get_by_label("Hva vil du ha en uttalelse om?").fill("Er grunnen trygg?")
        page.get_by_role("button", name="Spør", exact=True).click()
        told = page.get_by_text("Gi berg@geologi.example denne lenken selv")
        expect(told).to_be_visible()
        link = re.search(r"http\S+", told.inner_text())
        assert link is not None
        with office.stranger(link.group(0)) as expert:
            expert.get_by_label("Navnet ditt").fill("Berit Berg")
            expert.get_by_label("Nytt passord").fill("en lang setning om fjell")
            expert.get_by_role("button", name="Opprett kontoen").click()
            expert.get_by_role("link", name="Er grunnen trygg?").click()
            expect(expert.get_by_role("heading", name="Uttalelsen din")).to_be_visible()
            expect(expert.locator("main")).to_contain_text("Nilsen Rør AS")
            expert.goto(f"{office.portal.base}/cases/{ref}")
            expect(expert.get_by_role("heading", name="Du kan ikke åpne denne siden")).to_be_visible()
            expert.goto(f"{office.portal.base}/asked")
            expert.get_by_role("link", name="Er grunnen trygg?").click()
            expert.get_by_label("Skriv uttalelsen din").fill("Grunnen er trygg.")
            expert.get_by_role("button", name="Gi uttalelsen").click()
            expect(expert.get_by_text("Takk. Kommunen har fått uttalelsen din.")).to_be_visible()
            expect(page.locator("[data-statement]")).to_contain_text("Grunnen er trygg.")

            page.get_by_role("button", name="Avslutt tilgangen til Geologi AS").click()
            page.get_by_role("button", name="Avslutt nå").click()
            expect(expert.get_by_text("Vi finner ikke det du ba om")).to_be_visible()
    with office.screen("officer", f"/cases/{ref}") as page:
        expect(page.locator("#part-statements")).to_contain_text("Grunnen er trygg.")


def test_two_officers_on_one_case_see_each_other_and_what_the_other_did(office: Office) -> None:
    ref = office.seed.in_review(0)
    with office.screen("officer", f"/cases/{ref}") as one, office.screen("approver", f"/cases/{ref}") as other:
        expect(one.locator("p.presence")).to_have_text(re.compile("Tor Haugen"))
        expect(other.locator("p.presence")).to_have_text(re.compile("Ingrid Solberg"))

        note = one.get_by_role("textbox", name="Skriv et notat")
        note.press_sequentially("Hør med eieren først, @to")
        expect(one.get_by_role("listbox", name="Kolleger").get_by_role("option", name="Tor Haugen")).to_have_attribute(
            "aria-selected", "true"
        )
        note.press("Enter")
        expect(note).to_have_value("Hør med eieren først, @Tor Haugen ")
        one.get_by_role("button", name="Lagre notatet").click()
        expect(one.locator(".moved")).to_have_count(0)

        moved = other.locator(".moved")
        expect(moved).to_contain_text("Ingrid Solberg: Skrev et notat")
        decision = other.locator("[data-choice=approve]")
        decision.get_by_role("button").first.click()
        decision.locator("textarea").first.fill("Alt er i orden.")
        decision.locator("button[type=submit]").click()
        expect(other.locator(".toast")).to_contain_text("Se på det før du går videre")

        moved.get_by_role("link", name="Se på det").click()
        expect(other.locator("#part-notes")).to_be_in_viewport()
        moved.get_by_role("button", name="Jeg har sett på det").click()
        expect(moved).to_have_count(0)
        decision.locator("button[type=submit]").click()
        expect(one.locator(".moved")).to_contain_text("Tor Haugen: Godkjent")

    with office.screen("approver", "/notices") as page:
        page.get_by_role("link", name=re.compile("Ingrid Solberg nevner deg")).first.click()
        expect(page.locator(".message:target")).to_contain_text("@Tor Haugen")
        page.goto(page.url.split("/cases/")[0] + "/mentions")
        expect(page.get_by_role("link", name=re.compile("Hør med eieren først"))).to_be_visible()
