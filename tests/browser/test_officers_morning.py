"""An officer's morning by mouse: twenty new cases shared out, one led to its decision, finished work approved, the list taken out.

What people read is what is asserted. Presses of the mouse are counted: a choice in a list is two, words typed are the press into the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.morning import FINAL_ONES, FIRST, MINE, NEW, OLDEST, Morning, answer_what_was_asked, report, seed_morning
from tests.browser.office import Office, card, open_office

MOST_PRESSES = 60
"""Presses of the whole morning; more of them means that something became clumsier."""


class Mouse:
    """Somebody with a mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, place: Locator, *, shift: bool = False) -> None:
        """One press."""
        place.click(modifiers=["Shift"] if shift else [])
        self.presses += 1

    def button(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press the button that says the words."""
        self.press((within or self.page).get_by_role("button", name=words).first)

    def link(self, words: str | re.Pattern[str]) -> None:
        """Press the link that says the words."""
        self.press(self.page.get_by_role("link", name=words).first)

    def choose(self, label: str, words: str) -> None:
        """Open a list and press one of its lines."""
        self.page.get_by_label(label).select_option(label=words)
        self.presses += 2

    def write(self, field: Locator, words: str) -> None:
        """Press into a field and type."""
        self.press(field)
        self.page.keyboard.type(words)


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("morning"), browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def morning(office: Office) -> Morning:
    return seed_morning(office.seed)


@pytest.mark.timeout(300)  # a morning of twenty cases: half a minute on a quiet machine
def test_twenty_new_cases_before_lunch(office: Office, morning: Morning, tmp_path: Path) -> None:
    with office.screen("officer", "/board?view=board") as page, office.screen("approver", "/board?view=board") as other:
        ingrid, tor = Mouse(page), Mouse(other)
        share_out(ingrid)
        ref = ask_for_what_lacks(ingrid)
        ingrid.link("Tavle")
        page.wait_for_url("**/board?*view=table*")
        ingrid.press(page.locator(".view-switch").get_by_role("link", name="Tavle"))
        page.wait_for_url("**/board?*view=board*")
        send_the_answers(office, ref)
        look_at_the_answer(ingrid)
        propose(ingrid)
        decide(tor, ref)
        approve_what_is_finished(tor)
        take_out(ingrid, tmp_path / "cases.xlsx")
    report("presses of the mouse", ingrid.presses, tor.presses)
    assert ingrid.presses + tor.presses <= MOST_PRESSES


def send_the_answers(office: Office, ref: str) -> None:
    """The contractor has answered, and presses the button."""
    answer_what_was_asked(office.seed, ref)
    with office.screen("contractor", f"/cases/{ref}/review") as firm:
        firm.get_by_role("button", name="Send svarene til Fjordvik").click()
        expect(firm.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()


def share_out(mouse: Mouse) -> None:
    """The cases with least time left are taken, the others handed over; who cannot is said before."""
    page = mouse.page
    expect(page.get_by_role("region", name="Nye").locator(".lane-count")).to_have_text(re.compile(f"{NEW} saker$"))
    mouse.link("Tabell")
    page.wait_for_url("**view=table*")
    mouse.choose("Kolonne", "Nye")
    page.wait_for_url("**column=new*")
    mouse.link("Igjen på vår klokke")
    page.wait_for_url("**sort=left*")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(NEW)
    expect(rows.first).to_contain_text(OLDEST)

    mouse.press(rows.first.locator("[data-pick]"))
    mouse.press(rows.nth(FIRST - 1).locator("[data-pick]"), shift=True)
    expect(page.locator("[data-picked]")).to_have_text(f"{FIRST} saker valgt")
    mouse.button("Ta sakene")
    box = page.get_by_role("dialog")
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Dette kan gjøres i {FIRST - MINE} av {FIRST} saker.")
    expect(box.locator(".bulk-why")).to_contain_text(f"{MINE} saker: Saken er alt din.")
    mouse.button(f"Utfør i {FIRST - MINE} saker", box)
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Utført i {FIRST - MINE} saker.")
    mouse.press(box.locator("[data-bulk-close]"))
    expect(rows.filter(has_text="Ingrid Solberg")).to_have_count(FIRST, timeout=8_000)

    mouse.choose("Saksbehandler", "Ingen")
    page.wait_for_url("**who=nobody*")
    expect(rows).to_have_count(NEW - FIRST)
    mouse.press(page.get_by_label("Velg alle som vises"))
    mouse.button("Gi dem videre")
    mouse.choose("Gi sakene til", "Tor Haugen")
    mouse.button("Se hva som kan gjøres", box)
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Dette kan gjøres i {NEW - FIRST} av {NEW - FIRST} saker.")
    mouse.button(f"Utfør i {NEW - FIRST} saker", box)
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Utført i {NEW - FIRST} saker.", timeout=15_000)
    mouse.press(box.locator("[data-bulk-close]"))
    mouse.choose("Saksbehandler", "Meg")
    page.wait_for_url("**who=mine*")
    expect(rows).to_have_count(FIRST)


def ask_for_what_lacks(mouse: Mouse) -> str:
    """The first case is read; two requests are piled up, looked at as the contractor will see them, and sent. Its ref."""
    page = mouse.page
    mouse.press(page.locator("tbody tr").first.locator("a.card-link"))
    page.wait_for_url(re.compile(r"/cases/[\w-]{20,}$"))
    ref = page.url.rsplit("/", 1)[1]
    mouse.button("Start kontrollen")
    expect(page.locator("main .tag").first).to_have_text("Under kontroll")
    name = page.locator('[data-check="owner_name"]')
    mouse.button(re.compile("^Ikke OK"), name)
    expect(name.locator(".check-form textarea")).to_be_focused()
    page.keyboard.type("Skriv hele navnet, også mellomnavn.")
    mouse.button("Legg i kravbunken", name)
    expect(page.locator(".tray-count")).to_have_text("1 krav klart til sending")
    mouse.press(page.get_by_text("Be om noe annet"))
    mouse.write(page.get_by_label("Hva skal entreprenøren gjøre?"), "Fortell når vannet blir stengt.")
    mouse.button("Legg i kravbunken", page.locator(".other-request"))
    expect(page.locator(".tray-count")).to_have_text("2 krav klare til sending")
    mouse.button("Se over 2 krav og send")
    sheet = page.locator(".preview-sheet")
    expect(sheet).to_contain_text("Skriv hele navnet, også mellomnavn.")
    expect(sheet).to_contain_text("Fortell når vannet blir stengt.")
    mouse.button("Send 2 krav")
    page.wait_for_url(re.compile(f"/cases/{ref}$"))
    expect(page.locator("main .tag").first).to_have_text(re.compile("Venter på Nilsen"))
    return ref


def look_at_the_answer(mouse: Mouse) -> None:
    """What changed is read side by side, and accepted."""
    page = mouse.page
    mouse.press(card(page, "answered", OLDEST).locator(".card-link"))
    page.wait_for_url(re.compile(r"/cases/[\w-]{20,}$"))
    mouse.button("Se på svarene")
    mouse.link("Se innsendingene side om side")
    page.wait_for_url("**/changes")
    pair = page.locator("[data-pair]").filter(has_text="Anna Eik Nilsen")
    expect(pair.locator("del")).to_have_text("Anna Eik")
    expect(pair.locator("ins")).to_have_text("Anna Eik Nilsen")
    mouse.button(re.compile("^Godta"), pair)
    mouse.press(page.get_by_role("link", name="Saken"))
    page.wait_for_url(re.compile(r"/cases/[\w-]{20,}$"))
    question = page.locator("[data-request]").filter(has_text="Fortell når vannet blir stengt.")
    expect(question).to_contain_text("Mandag klokka ti.")
    mouse.button(re.compile("^Godta"), question)
    expect(page.locator("[data-request]").filter(has_text="Godtatt")).to_have_count(2)


def propose(mouse: Mouse) -> None:
    """The decision is written with its letter beside it, and proposed to who decides."""
    page = mouse.page
    mouse.link("Skriv vedtaket med brev")
    page.wait_for_url("**/decision")
    mouse.write(page.get_by_label("Begrunnelse"), "Bestillingen er i orden.")
    expect(page.locator("[data-letter-saved]")).to_have_text("Lagret", timeout=15_000)
    expect(page.locator("img.letter-page").first).to_be_visible(timeout=30_000)
    mouse.press(page.locator("[data-act=propose]"))
    page.wait_for_url(re.compile(r"/cases/[\w-]{20,}$"))


def decide(mouse: Mouse, ref: str) -> None:
    """The approver reads the proposal and makes the decision."""
    page = mouse.page
    mouse.press(page.locator("[data-card]", has_text=OLDEST).locator(".card-link"))
    page.wait_for_url(f"**/cases/{ref}")
    expect(page.locator("#part-decision")).to_contain_text("Ingrid Solberg foreslår godkjenning.")
    mouse.link("Skriv vedtaket med brev")
    page.wait_for_url("**/decision")
    expect(page.get_by_text("Ingrid Solberg foreslår dette")).to_be_visible()
    expect(page.get_by_label("Begrunnelse")).to_have_value("Bestillingen er i orden.")
    mouse.press(page.locator("[data-act=approve]"))
    page.wait_for_url(f"**/cases/{ref}")
    expect(page.locator("#part-decisions")).to_contain_text("Bestillingen er i orden.")


def approve_what_is_finished(mouse: Mouse) -> None:
    """Final documentation that was looked through is approved in one go; who is not ready is said."""
    page = mouse.page
    mouse.link("Tavle")
    page.wait_for_url(re.compile(r"/board(\?|$)"))
    ready = page.get_by_role("region", name="Klar for vedtak")
    expect(ready.locator("[data-card]")).to_have_count(FINAL_ONES - 1)
    for place in range(FINAL_ONES - 1):
        mouse.press(ready.locator("[data-pick]").nth(place))
    mouse.press(page.get_by_role("region", name="Venter på entreprenør").locator("[data-pick]").first)
    mouse.button("Godkjenn sluttdokumentasjon")
    box = page.get_by_role("dialog")
    mouse.write(box.get_by_label("Begrunnelse"), "Sluttdokumentasjonen er i orden.")
    mouse.button("Se hva som kan gjøres", box)
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Dette kan gjøres i {FINAL_ONES - 1} av {FINAL_ONES} saker.")
    expect(box.locator(".bulk-why")).to_contain_text("1 sak: ")
    mouse.button(f"Utfør i {FINAL_ONES - 1} saker", box)
    expect(box.locator("[data-bulk-answer]")).to_have_text(f"Utført i {FINAL_ONES - 1} saker.", timeout=15_000)
    mouse.press(box.locator("[data-bulk-close]"))
    expect(ready).to_contain_text("Ingen saker er klare for vedtak.")
    expect(page.locator("[data-picked]")).to_have_text("1 sak valgt")


def take_out(mouse: Mouse, path: Path) -> None:
    """The list as a workbook: what is still the officer's."""
    page = mouse.page
    mouse.link("Tavle")
    page.wait_for_url("**/board?*who=mine*")
    with page.expect_download() as waiting:
        mouse.link("Excel")
    waiting.value.save_as(path)
    lines = list(load_workbook(path).worksheets[0].values)
    assert lines[0][0] == "Sak"
    assert len([line for line in lines[1:] if line[4] == "Nye"]) == FIRST - 1
    assert {line[10] for line in lines[1:]} == {"Ingrid Solberg"}
