"""An officer and an approver who use keys alone: from the board to the decision, and never thrown back to the top of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keys import FOCUSED
from tests.browser.office import Office, open_office
from workflows.casework import sending


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("keys"), browser) as opened:
        opened.seed.submitted(0)
        yield opened


def go_to(page: Page, words: str, key: str = "Tab") -> None:
    """Tab until what has the focus says the words."""
    passed = []
    for _ in range(400):
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
        if re.search(words, passed[-1]):
            return
    raise AssertionError(f"no way to {words} by {key}; passed {passed[:60]}")


def keeps_its_place(page: Page) -> None:
    """What was pressed may have gone; the focus has not fallen on the page."""
    page.wait_for_function("!['BODY', 'HTML'].includes(document.activeElement.tagName)", timeout=2_000)


def test_from_the_board_to_the_decision_with_keys_alone(office: Office) -> None:
    with office.screen("officer", "/board") as page:
        for key in "jkja":
            page.keyboard.press(key)
        expect(page.locator("[data-card]").first).to_contain_text("Ingrid Solberg")
        keeps_its_place(page)
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cases/*")
        page.wait_for_function("window.did_handshake")
        case = page.url.removeprefix(office.portal.base)

        go_to(page, "^Start kontrollen$")
        page.keyboard.press("Enter")
        expect(page.locator("main .tag").first).to_have_text("Under kontroll")
        keeps_its_place(page)
        go_to(page, "^OK : Hjemmelshaver")
        page.keyboard.press("Space")
        expect(page.locator('[data-check="owner_name"].is-ticked')).to_be_visible()
        keeps_its_place(page)
        go_to(page, "^Ikke OK")
        page.keyboard.press("Enter")
        expect(page.locator('[data-check="owner_name"] .check-form')).to_be_visible()
        expect(page.locator('[data-check="owner_name"] .check-form textarea')).to_be_focused()
        page.keyboard.type("Skriv hele navnet.")
        go_to(page, "^Legg i kravbunken$")
        page.keyboard.press("Enter")
        expect(page.locator(".tray-count")).to_have_text("1 krav klart til sending")
        keeps_its_place(page)
        go_to(page, "^Se over 1 krav og send$")
        page.keyboard.press("Enter")
        expect(page.locator(".preview-sheet")).to_contain_text("Skriv hele navnet.")
        go_to(page, "^Send 1 krav$")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"{case}$"))
        expect(page.locator("main .tag").first).to_have_text(re.compile("Venter på"))

    ref = case.rsplit("/", 1)[1]
    office.seed.save(ref, "parties", "owner_name", "Anna Eier Nilsen")
    office.seed.do("contractor", sending.resubmit, ref)
    with office.screen("approver", case) as page:
        go_to(page, "^Se på svarene$")
        page.keyboard.press("Enter")
        go_to(page, "^Godta")
        page.keyboard.press("Enter")
        expect(page.locator("[data-request]").first).to_contain_text("Godtatt")
        keeps_its_place(page)
        go_to(page, "^Godkjenn")
        page.keyboard.press("Enter")
        page.keyboard.type("Alt er i orden.")
        go_to(page, "^Godkjenn$")
        page.keyboard.press("Enter")
        expect(page.get_by_text("forbereder denne delen")).to_be_visible()
        keeps_its_place(page)
