"""Oversight in the browser: the log found, narrowed, verified and taken out; the glass broken in sight of both sides; one's own data."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.demo_people import LOGIN_WORD
from tests.browser.office import PHONE, Office, flaws, open_office
from tests.browser.states import break_the_glass


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("oversight"), browser) as opened:
        yield opened


def rows(page: Page, words: str) -> int:
    return page.locator("tbody tr").filter(has_text=words).count()


def test_an_auditor_finds_who_looked_narrows_verifies_and_takes_the_log_out(office: Office) -> None:
    ref = office.seed.submitted()
    number = office.seed.numbered(ref)
    with office.screen("officer", f"/cases/{ref}") as desk:
        office.show(desk, f"/cases/{ref}")
    with office.screen("auditor", "/audit?what=case_seen") as page:
        expect(page.locator("tbody tr").filter(has_text="Ingrid Solberg").filter(has_text="Så på en sak")).to_have_count(1)
        assert flaws(page) == []

        page.get_by_label("Saksnummer").fill(number)
        page.get_by_role("button", name="Søk").click()
        expect(page).to_have_url(re.compile(f"case={number}.*what=case_seen"))
        expect(page.locator("tbody tr")).to_have_count(1)
        assert rows(page, number) == 1

        with page.expect_download() as started:
            page.get_by_role("link", name="Eksporter som CSV").click()
        taken = list(csv.reader(io.StringIO(started.value.path().read_text("utf-8-sig")), delimiter=";"))
        assert [line[3] for line in taken[1:]] == ["case_seen"]

        page.get_by_role("button", name="Kontroller kjeden").click()
        expect(page.get_by_text("Loggen er hel:")).to_be_visible()
        office.show(page, "/audit")
        expect(page.locator("tbody tr").filter(has_text="Eksporterte loggen")).to_have_count(1)
        expect(page.locator("tbody tr").filter(has_text="Kontrollerte kjeden i loggen")).to_have_count(1)


def test_a_companys_administrator_sees_what_their_people_did(office: Office) -> None:
    office.seed.submitted()
    with office.screen("contractor", "/company", PHONE) as page:
        page.get_by_role("link", name="Hva deres egne har gjort").click()
        expect(page.locator("tbody tr").filter(has_text="Sendt til kommunen").first).to_be_visible()
        assert flaws(page) == []


def test_both_sides_see_at_once_that_the_glass_was_broken_and_why(office: Office) -> None:
    ref = office.seed.submitted()
    with office.screen("platform", "/platform") as page, office.screen("admin", f"/cases/{ref}") as town:
        assert flaws(page) == []
        break_the_glass(page, office.seed.numbered(ref))
        expect(page.get_by_text("Begge parter har fått vite det")).to_be_visible()
        expect(page.get_by_text("Storgata 14").first).to_be_visible()
        assert flaws(page) == []
        expect(town.get_by_text("Portalens administrator åpnet saken")).to_be_visible(timeout=5_000)
    for login in ("admin", "contractor"):
        with office.screen(login, "/notices") as side:
            expect(side.get_by_text("Portalens administrator har åpnet").first).to_be_visible()
    with office.screen("contractor", f"/cases/{ref}") as firm:
        expect(firm.get_by_text("Portalens administrator åpnet saken")).to_be_visible()


def test_a_municipality_is_added_named_anew_and_misses_say_so_beside_the_field(office: Office) -> None:
    with office.screen("platform", "/platform") as page:
        number, name = page.get_by_label("Kommunenummer"), page.get_by_label("Navn", exact=True)
        number.fill("9990")
        name.fill("Nyvik")
        page.get_by_role("button", name="Legg til kommunen").click()
        expect(page.locator("tbody tr").filter(has_text="9990")).to_contain_text("Nyvik")
        number.fill("9990")
        page.get_by_role("button", name="Gi kommunen med dette nummeret").click()
        expect(page.get_by_text("Skriv navnet kommunen skal ha.").first).to_be_visible()
        expect(number).to_have_value("9990")
        name.fill("Nyvik og Nes")
        page.get_by_role("button", name="Gi kommunen med dette nummeret").click()
        expect(page.locator("tbody tr").filter(has_text="9990")).to_contain_text("Nyvik og Nes")


def test_the_platforms_administrator_has_no_way_to_cases(office: Office) -> None:
    ref = office.seed.submitted()
    with office.screen("platform", "/", faults_matter=False) as page:
        expect(page).to_have_url(re.compile("/platform$"))
        for path in (f"/cases/{ref}", "/cases", "/board", "/companies", "/audit", "/people", "/settings", "/notices"):
            answer = page.request.get(office.portal.base + path, headers={"Accept": "text/html"})
            assert answer.status in (403, 404), path
            assert "Storgata" not in answer.text()


def test_somebody_takes_their_own_data_out_asks_to_be_erased_and_is(office: Office) -> None:
    with office.screen("viewer", "/notices") as page:
        page.goto(office.portal.base + "/account")
        page.get_by_role("link", name="Opplysningene dine").click()
        expect(page.get_by_role("button", name="Hent kopien")).to_be_visible()
        assert flaws(page) == []
        with page.expect_download() as started:
            page.get_by_role("button", name="Hent kopien").click()
        with zipfile.ZipFile(started.value.path()) as copy:
            assert "viewer@demo.example" in copy.read("person.json").decode()
            assert "log.json" in copy.namelist()
        page.get_by_role("button", name="Be om å bli slettet").click()
        expect(page.get_by_text("Kvitteringen din er")).to_be_visible()
        page.goto("about:blank")  # an open page asks for its session, and is refused it once the person is erased
        with office.screen("contractor", "/people") as admin:
            admin.get_by_role("button", name="Slett Mona Berg").first.click()
            expect(admin.locator("dialog[open]")).to_be_visible()
            assert flaws(admin) == []
            admin.locator("dialog[open]").get_by_role("button", name="Slett").last.click()
            expect(admin.get_by_text("Tidligere bruker")).to_be_visible()
        page.goto(office.portal.base + "/account")
        expect(page).to_have_url(re.compile("/login"))


def test_public_pages_keep_nothing_in_the_browser_but_a_session(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    for path in ("/login", "/login/forgot", "/register", "/accessibility", "/prepare", "/prepare/water-meter", "/invitation/none"):
        page.goto(office.portal.base + path)
        kept = page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
        assert (path, kept) == (path, [0, 0, ""])
    assert [one["name"] for one in context.cookies()] == []
    page.goto(office.portal.base + "/login")
    page.get_by_label("E-post").fill("applicant@demo.example")
    page.get_by_label("Passord").fill(LOGIN_WORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/$"))
    assert {one["name"] for one in context.cookies()} <= {"portal", "portal-half"}
    assert [one["httpOnly"] for one in context.cookies()] == [True] * len(context.cookies())
    context.close()
