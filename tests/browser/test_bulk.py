"""Many cases at once in a real browser: chosen by mouse and keys, looked at before, done one by one; cards moved; map and calendar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DESKTOP, PHONE, Office, card, open_office
from workflows.casework import reviewing

WHOLE_COLUMN = 2000
"""A height of the window, in pixels, under which every column of these tests stands whole."""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("bulk"), browser) as opened:
        for number in range(3):
            opened.seed.submitted(number)
        opened.seed.in_review(3)
        yield opened


def answer(page: Page) -> str:
    return page.locator("[data-bulk-answer]").inner_text()


def test_many_are_taken_after_a_look_and_what_changed_meanwhile_is_told(office: Office) -> None:
    late = office.seed.submitted(4)
    office.wait_for_boards()
    with office.screen("officer", "/board?view=board&column=new") as page:
        boxes = page.locator("[data-lane=new] [data-pick]")
        boxes.nth(0).click()
        boxes.nth(3).click(modifiers=["Shift"])
        expect(page.locator("[data-picked]")).to_have_text("4 saker valgt")
        page.locator("[data-bulk=take]").click()
        expect(page.locator("[data-bulk-answer]")).to_have_text("Dette kan gjøres i 4 av 4 saker.")
        office.seed.do("approver", reviewing.take, late)
        page.locator("[data-bulk-go]").click()
        expect(page.locator("[data-bulk-answer]")).to_have_text("Utført i 3 saker.")
        expect(page.locator(".bulk-why")).to_contain_text("1 sak:")
        page.locator("[data-bulk-close]").click()
        expect(page.locator("[data-lane=new]")).to_contain_text("Ingrid Solberg")


def test_by_keys_a_case_is_chosen_in_table_and_board_and_never_while_one_writes(office: Office) -> None:
    with office.screen("officer", "/board?view=table") as page:
        page.keyboard.press("j")
        expect(page.locator("tr a.card-link").first).to_be_focused()
        page.keyboard.press("x")
        expect(page.locator("[data-picked]")).to_have_text("1 sak valgt")
        page.keyboard.press("?")
        expect(page.locator("[data-keys-help]")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("[data-keys-help]")).to_be_hidden()
        expect(page.locator("tr a.card-link").first).to_be_focused()
        page.keyboard.press("/")
        page.keyboard.type("x?jka")
        expect(page.get_by_role("searchbox")).to_have_value("x?jka")
        expect(page.locator("[data-keys-help]")).to_be_hidden()
        expect(page.locator("[data-picked]")).to_have_text("1 sak valgt")


def test_keys_of_one_letter_can_be_switched_off_and_on_again(office: Office) -> None:
    with office.screen("officer", "/board?view=table") as page:
        first = page.locator("tr a.card-link").first
        page.get_by_role("button", name="Taster").click()
        page.locator("[data-letters]").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(first).not_to_be_focused()
        page.reload()
        page.wait_for_function("window.socket?.connected === true")
        page.keyboard.press("?")
        expect(page.locator("[data-keys-help]")).to_be_hidden()
        page.get_by_role("button", name="Taster").click()
        page.locator("[data-letters]").check()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(first).to_be_focused()


def test_one_question_goes_to_those_who_can_be_asked(office: Office) -> None:
    with office.screen("officer", "/board?view=board") as page:
        page.locator("[data-pick-all]").check()
        page.locator("[data-bulk=ask]").click()
        page.get_by_role("button", name="Se hva som kan gjøres").click()
        expect(page.locator("#bulk-error")).to_contain_text("Skriv hva du spør om")
        page.locator("#bulk-what").fill("Hvor langt er røret?")
        page.get_by_role("button", name="Se hva som kan gjøres").click()
        expect(page.locator("[data-bulk-answer]")).to_contain_text("Dette kan gjøres i 1 av")
        page.locator("[data-bulk-go]").click()
        expect(page.locator("[data-bulk-answer]")).to_have_text("Utført i 1 sak.")
        page.locator("[data-bulk-close]").click()
        expect(page.locator("[data-lane=waiting] [data-card]")).to_have_count(1)


def test_a_card_is_dragged_where_an_act_leads_and_the_others_say_why_not(office: Office) -> None:
    ref = office.seed.submitted(5)
    office.wait_for_boards()
    with office.screen("officer", "/board?view=board") as page:
        page.set_viewport_size({"width": DESKTOP[0], "height": WHOLE_COLUMN})  # a page that scrolls while dragging gives another card
        shown = page.locator(f"[data-ref='{ref}']")
        shown.hover()
        page.mouse.down()
        page.locator("[data-lane=answered]").hover()
        page.locator("[data-lane=answered]").hover(position={"x": 40, "y": 60})
        expect(page.locator("[data-lane=answered] .lane-why")).to_contain_text("Bare svar fra entreprenøren")
        page.mouse.up()
        expect(page.locator(".lane-why")).to_have_count(0)
        expect(card(page, "new", "")).not_to_have_count(0)
        shown.drag_to(page.locator("[data-lane=checking]"))
        expect(page.locator(f"[data-lane=checking] [data-ref='{ref}']")).to_be_visible()


def test_the_same_move_from_the_cards_menu_opens_the_case_where_words_are_given(office: Office) -> None:
    ref = office.seed.submitted(6)
    office.wait_for_boards()
    with office.screen("officer", "/board?view=board") as page:
        menu = page.locator(f"[data-ref='{ref}'] .card-menu")
        menu.locator("summary").click()
        menu.get_by_role("button", name="Venter på entreprenør").click()
        page.wait_for_url(f"**/cases/{ref}#part-checks")
        expect(page.locator("#part-checks")).to_be_visible()


def test_the_map_leads_to_cases_and_its_list_follows_what_is_shown(office: Office) -> None:
    with office.screen("officer", "/board/map") as page:
        expect(page.locator("[data-case-map][data-drawn]")).to_be_visible()
        rows = page.locator(".map-list tbody tr")
        expect(rows).not_to_have_count(0)
        page.locator("[data-sheet]").focus()
        for _ in range(12):
            page.keyboard.press("ArrowUp")
            page.wait_for_timeout(350)  # while it glides the map takes no key
        expect(page.locator(".map-list")).to_contain_text("Flytt kartet")
        expect(page.locator("[data-case-map]")).to_have_attribute("data-drawn", "0+0")


def test_the_calendar_shows_both_sides_on_a_phone_and_gives_a_file(office: Office) -> None:
    with office.screen("contractor", "/calendar", PHONE) as page:
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        file = page.request.get(f"{office.portal.base}/calendar.ics")
        assert file.headers["content-type"].startswith("text/calendar")
        assert file.text().startswith("BEGIN:VCALENDAR")
    with office.screen("officer", "/board/workload") as page:
        page.get_by_role("link", name="Ingrid Solberg").click()
        page.wait_for_url("**/board?view=table*who=*")


def test_the_list_is_taken_out_in_both_kinds(office: Office) -> None:
    with office.screen("officer", "/board?view=table") as page:
        csv = page.request.get(f"{office.portal.base}/board/export?kind=csv").text()
        book = page.request.get(f"{office.portal.base}/board/export?kind=xlsx").body()
        one = page.locator("[data-pick]").first
        one.click()
        chosen = page.locator("[data-export=csv]").get_attribute("href") or ""
        few = page.request.get(office.portal.base + chosen).text()

    assert csv.startswith("\ufeffSak;")
    assert csv.count("\r\n") > 5
    assert book[:2] == b"PK"
    assert few.count("\r\n") == 2


def test_the_focus_goes_to_the_heading_when_everything_chosen_has_gone(office: Office) -> None:
    office.seed.submitted(7)
    office.wait_for_boards()
    with office.screen("officer", "/board?view=table&who=nobody") as page:
        page.locator("[data-pick-all]").check()
        page.locator("[data-bulk=take]").click()
        page.locator("[data-bulk-go]").click()
        expect(page.locator("[data-bulk-answer]")).to_contain_text("Utført i")
        expect(page.locator("tr a.card-link")).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator("#main-heading")).to_be_focused()
