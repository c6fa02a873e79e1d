"""Before login in a browser: three questions, the answer, the way through the login to a draft; and from one kind of case to another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from storage.demo_people import LOGIN_WORD as PASSWORD
from tests.browser.office import DESKTOP, PHONE, Office, fits
from tests.browser.seeding import Seed
from tests.portal_process import ROOT, PortalProcess

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
FOUND = "/prepare?what=water-meter.replace&where=building&who=plumber&municipality=9999"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A portal that knows two kinds of case."""
    folder = tmp_path_factory.mktemp("prepare")
    seed = Seed(folder)
    portal = PortalProcess(folder, {"PORTAL_PAGES_PER_MINUTE": "10000"}, ROOT / "tests" / "doubles" / "two_kinds.py")
    portal.start()
    yield Office(portal, seed, browser)
    portal.stop()
    seed.database.close()


@SIZES
def test_three_questions_lead_through_the_login_to_a_draft_without_a_script(office: Office, size: tuple[int, int]) -> None:
    context = office.browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="nb-NO", java_script_enabled=False)
    page = context.new_page()
    page.goto(office.portal.base + "/login")
    page.get_by_role("link", name="Se hva du trenger før du søker").click()
    page.get_by_label("Hva skal du gjøre?").select_option(label="Bytte en vannmåler")
    page.get_by_label("Inne i en bygning").check()
    page.get_by_label("Et rørleggerfirma").check()
    page.get_by_label("Hvilken kommune?").select_option(label="Fjordvik")
    page.get_by_role("button", name="Vis hva jeg trenger").click()

    expect(page.get_by_role("heading", name="Bytte en vannmåler")).to_be_visible()
    for heading in ("Dokumenter", "Kompetansebevis", "Gebyr", "Vanlig behandlingstid", "De vanligste feilene"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Last ned som PDF").click()
    assert downloading.value.suggested_filename == "bytte-en-vannmaler.pdf"

    page.get_by_role("link", name="Begynn på søknaden").click()
    page.get_by_label("E-post").fill("contractor@demo.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_label("Hvilken kommune?")).to_have_value("9999")
    expect(page.get_by_role("link", name="Tilbake til forberedelsen")).to_be_visible()
    page.get_by_role("button", name="Begynn på søknaden").click()
    page.wait_for_url("**/cases/*/application/property")
    ref = page.url.split("/cases/")[1].split("/")[0]
    assert office.seed.answer_of(ref, "job", "kind") == "replace"
    context.close()


def test_answers_that_fit_nothing_say_why_and_what_is_done_there_instead(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    page.goto(office.portal.base + "/prepare?what=water-meter.replace&where=nature&who=contractor")
    expect(page.get_by_text("Andre må søke om dette: Et rørleggerfirma.")).to_be_visible()
    page.get_by_role("link", name="Dig a new pipe").click()
    expect(page.get_by_role("heading", name="Dig a new pipe")).to_be_visible()
    context.close()


def test_a_question_left_out_is_asked_for_and_what_was_answered_stays(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    page.goto(office.portal.base + "/prepare?what=water-meter.replace&who=plumber")
    expect(page.get_by_role("alert")).to_contain_text("Svar på alle tre spørsmålene.")
    expect(page).to_have_title("Feil: Forbered en søknad – Entreprenørportalen")
    page.get_by_role("alert").get_by_role("link", name="Hvor er arbeidet?").click()
    expect(page.get_by_label("Hva skal du gjøre?")).to_have_value("water-meter.replace")
    expect(page.get_by_label("Et rørleggerfirma")).to_be_checked()
    context.close()


def test_who_is_logged_in_begins_with_one_press(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    context.add_cookies([{"name": "portal", "value": office.seed.cookie("contractor"), "url": office.portal.base}])
    page = context.new_page()
    page.goto(office.portal.base + FOUND)
    page.get_by_role("button", name="Begynn på søknaden").click()
    page.wait_for_url("**/cases/*/application/property")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


@SIZES
def test_a_draft_of_the_wrong_kind_is_changed_after_its_losses_are_shown(office: Office, size: tuple[int, int]) -> None:
    ref = office.seed.draft()
    with office.screen("contractor", f"/cases/{ref}", size) as page:
        page.get_by_role("link", name="Dette er en annen type sak").click()
        page.get_by_label("Pipes").check()
        expect(page.get_by_text("Disse svarene blir ikke med:")).to_be_visible()
        expect(page.get_by_text("Hva skal gjøres? – Bytte av måler")).to_be_visible()
        assert fits(page)
        page.get_by_role("button", name="Bytt sakstype").click()
        page.wait_for_url(f"**/cases/{ref}")
        expect(page.get_by_text("gjorde den om til en annen sakstype")).to_be_visible()
        expect(page.get_by_role("link", name="The work")).to_be_visible()
    assert office.seed.answer_of(ref, "parties", "owner_name")
    assert office.seed.answer_of(ref, "work", "description")
