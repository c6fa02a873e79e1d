"""The company's list of cases, and cases as somebody sees them who may only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import DESKTOP, PHONE, Office, axe, fits, open_office
from workflows.casework import drafting, reviewing
from workflows.casework.reviewing import Wanted


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("lists"), browser) as opened:
        yield opened


def test_an_empty_list_says_how_to_begin_and_shows_the_first_case_by_itself(office: Office) -> None:
    with office.screen("contractor2", "/cases") as page, office.screen("contractor2", "/cases/new") as colleague:
        expect(page.get_by_text("Dere har ingen saker ennå").or_(page.get_by_text("Du har ingen saker ennå"))).to_be_visible()
        colleague.locator('[data-field=workflow] input[value="water-meter"]').check()
        for part in ("gnr", "bnr"):
            colleague.locator(f'[data-part="{part}"]').fill("27")
        colleague.keyboard.press("Tab")
        colleague.get_by_role("button", name="Start en ny kladd").click()
        expect(page.locator("table tbody tr")).to_have_count(1)


def test_a_search_without_hits_says_so_and_the_second_page_leads_back(office: Office) -> None:
    for _number in range(31):
        office.seed.do("contractor", drafting.start_case, "water-meter", "9999", [])
    with office.screen("contractor", "/cases", PHONE) as page:
        page.get_by_role("link", name="Neste side").click()
        page.wait_for_url("**after=**")
        assert axe(page) == []
        page.get_by_role("link", name="Til første side").click()
        page.wait_for_url(lambda url: "after" not in url)
        office.show(page, "/cases?text=finnesikke")
        expect(page.get_by_text("Ingen saker passer. Velg andre filtre.")).to_be_visible()
        assert fits(page)


def test_who_may_only_read_is_offered_nothing_to_press(office: Office) -> None:
    ref = office.seed.in_review()
    office.seed.do(
        "officer", reviewing.plan_request, ref, Wanted(target="property/address", what="Skriv riktig adresse.", extra_reason="x")
    )
    office.seed.do("officer", reviewing.send_requests, ref)
    with office.screen("viewer", f"/cases/{ref}") as page:
        expect(page.get_by_text("Skriv riktig adresse.")).to_be_visible()
        offered = page.locator("main .button").all_inner_texts()
        assert offered == []
        assert axe(page) == []
        office.show(page, "/cases")
        expect(page.get_by_role("link", name="Start en ny sak")).to_have_count(0)
    with office.screen("contractor", f"/cases/{ref}") as page:
        assert {"Rett det", "Send svar (0 av 1 klare)"} <= {one.strip() for one in page.locator("main .button").all_inner_texts()}


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_the_first_page_has_the_calendar_file_where_the_deadlines_are(office: Office, size: tuple[int, int]) -> None:
    ref = office.seed.in_review()
    wanted = Wanted(target="property/address", what="Skriv riktig adresse.", extra_reason="x")
    office.seed.do("officer", reviewing.plan_request, ref, wanted)
    office.seed.do("officer", reviewing.send_requests, ref)
    with office.screen("contractor", "/", size) as page:
        first = page.locator("section", has=page.get_by_role("heading", name="Dette må dere gjøre")).last
        link = first.get_by_role("link", name="Kalenderfil med alle kommende datoer")
        expect(link).to_be_visible()
        expect(page.get_by_role("link", name="Kalenderfil med alle kommende datoer")).to_have_count(1)
        with page.expect_download() as taken:
            link.click()
        told = taken.value.path().read_text()
        assert told.startswith("BEGIN:VCALENDAR")
        assert f"UID:{ref}-theirs@" in told.replace("\r\n ", "")
        assert fits(page)
