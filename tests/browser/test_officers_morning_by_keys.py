"""The same morning with keys alone: from the login to the workbook there is no mouse, and the focus never falls on the page.

Keys are counted, letters typed by themselves. Filters are chosen by arrows and Enter, cards by j, k and x, acts on many by b.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from tests.browser.keys import Keys, window
from tests.browser.morning import FINAL_ONES, FIRST, MINE, NEW, OLDEST, Morning, answer_what_was_asked, report, seed_morning
from tests.browser.office import Office, open_office

MOST_KEYS = 330
"""Keys of the whole morning besides letters; more of them means that something became clumsier."""


class Hands(Keys):
    """An officer or an approver at a keyboard."""

    def past_the_menu(self) -> None:
        """By the first link of every page."""
        self.press("Tab", "Enter")
        self.keep_place()

    def card(self, words: str) -> None:
        """Go from card to card until one says the words."""
        for _ in range(40):
            self.press("j")
            if words in self.page.evaluate("document.activeElement.closest('[data-card]')?.innerText ?? ''"):
                return
        raise AssertionError(f"no card says {words}")

    def filter(self, label: str, words: str, address: str) -> None:
        """Choose in a list of filters, which is used when Enter is pressed."""
        self.press("/")
        self.reach(f"^{label}")
        self.press("Home")
        for _ in range(12):
            if self.page.evaluate("document.activeElement.selectedOptions[0].label") == words:
                break
            self.press("ArrowDown")
        self.press("Enter")
        self.arrive(address)

    def answer(self, words: str) -> None:
        """What the dialog says, where the focus now is."""
        said = self.page.locator("dialog[open] [data-bulk-answer]")
        expect(said).to_have_text(words, timeout=15_000)
        expect(said).to_be_focused()

    def leave(self) -> None:
        """Close the dialog of an act, and wait until it is gone: keys mean nothing to the page below until then."""
        self.choose("^Lukk$")
        expect(self.page.locator("dialog[open]")).to_have_count(0)


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("morning-keys"), browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def morning(office: Office) -> Morning:
    return seed_morning(office.seed)


@pytest.mark.timeout(400)  # a minute and a half on a quiet machine: every control is passed one by one
def test_twenty_new_cases_before_lunch(office: Office, morning: Morning, tmp_path: Path) -> None:
    with ExitStack() as open_windows:
        ingrid, tor, firm = (Hands(open_windows.enter_context(window(office)), office.portal.base) for _side in range(3))
        for one, login in ((ingrid, "officer"), (tor, "approver"), (firm, "contractor")):
            one.sign_in(login)
        share_out(ingrid)
        ref = ask_for_what_lacks(ingrid)
        send_the_answers(office, firm, ref)
        look_at_the_answer(ingrid)
        propose(ingrid)
        decide(tor)
        approve_what_is_finished(tor)
        take_out(ingrid, tmp_path / "cases.xlsx")
    report("keys", ingrid.pressed, tor.pressed)
    report("letters", ingrid.written, tor.written)
    assert ingrid.pressed + tor.pressed <= MOST_KEYS


def share_out(keys: Hands) -> None:
    """The cases with least time left are taken, the others handed over; who cannot is said before."""
    page = keys.page
    keys.arrive("/board")
    keys.press("?")
    expect(page.get_by_role("dialog", name="Taster du kan bruke her")).to_contain_text("Til det som kan gjøres med de valgte sakene")
    keys.press("Escape", "/")
    keys.choose("^Tabell$")
    keys.arrive("view=table")
    keys.press("/")
    keys.choose("^Igjen på vår klokke$")
    keys.arrive("sort=left")
    keys.filter("Kolonne", "Nye", "column=new")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(NEW)

    keys.press("j", "x", *"j" * (FIRST - 1), "X")
    expect(page.locator("[data-picked]")).to_have_text(f"{FIRST} saker valgt")
    keys.press("b")
    keys.choose("^Ta sakene$")
    keys.answer(f"Dette kan gjøres i {FIRST - MINE} av {FIRST} saker.")
    keys.choose(f"^Utfør i {FIRST - MINE} saker$")
    keys.answer(f"Utført i {FIRST - MINE} saker.")
    keys.leave()
    expect(rows.nth(FIRST - 1).locator("a.card-link")).to_be_focused()
    expect(rows.filter(has_text="Ingrid Solberg")).to_have_count(FIRST, timeout=8_000)

    keys.filter("Saksbehandler", "Ingen", "who=nobody")
    expect(rows).to_have_count(NEW - FIRST)
    keys.press("b", "Space", "b")
    keys.choose("^Gi dem videre$")
    keys.reach("^Gi sakene til")
    keys.write("Tor")
    keys.choose("^Se hva som kan gjøres$")
    keys.answer(f"Dette kan gjøres i {NEW - FIRST} av {NEW - FIRST} saker.")
    keys.choose(f"^Utfør i {NEW - FIRST} saker$")
    keys.answer(f"Utført i {NEW - FIRST} saker.")
    keys.press("Escape")
    keys.keep_place()
    keys.filter("Saksbehandler", "Meg", "who=mine")
    expect(rows).to_have_count(FIRST)


def ask_for_what_lacks(keys: Hands) -> str:
    """The first case is read; two requests are piled up, looked at as the contractor will see them, and sent. Its ref."""
    page = keys.page
    keys.press("j", "Enter")
    keys.arrive(r"/cases/[\w-]{20,}$")
    ref = page.url.rsplit("/", 1)[1]
    keys.past_the_menu()
    keys.choose("^Start kontrollen$")
    expect(page.locator("main .tag").first).to_have_text("Under kontroll")
    keys.keep_place()
    keys.choose("^Ikke OK … : Hjemmelshaver")
    expect(page.locator('[data-check="owner_name"] .check-form textarea')).to_be_focused()
    keys.write("Skriv hele navnet, også mellomnavn.")
    keys.choose("^Legg i kravbunken$")
    expect(page.locator(".tray-count")).to_have_text("1 krav klart til sending")
    keys.keep_place()
    keys.press("?")
    expect(page.get_by_role("dialog", name="Taster du kan bruke her")).to_contain_text("Krav til sending")
    keys.press("Escape", "t")
    keys.choose("^Be om noe annet")
    keys.reach("^Hva skal entreprenøren gjøre")
    keys.write("Fortell når vannet blir stengt.")
    keys.choose("^Legg i kravbunken$")
    expect(page.locator(".tray-count")).to_have_text("2 krav klare til sending")
    keys.keep_place()
    keys.choose("^Se over 2 krav og send$", "Shift+Tab")
    keys.arrive("/requests/preview")
    expect(page.locator(".preview-sheet")).to_contain_text("Skriv hele navnet, også mellomnavn.")
    keys.past_the_menu()
    keys.choose("^Send 2 krav$")
    keys.arrive(f"/cases/{ref}$")
    expect(page.locator("main .tag").first).to_have_text(re.compile("Venter på Nilsen"))
    return ref


def send_the_answers(office: Office, keys: Hands, ref: str) -> None:
    """The contractor has answered, and sends it from the list of cases."""
    answer_what_was_asked(office.seed, ref)
    keys.page.goto(f"{office.portal.base}/cases/{ref}/review")
    keys.arrive("/review$")
    keys.choose("^Send svarene til Fjordvik")
    expect(keys.page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible(timeout=15_000)


def look_at_the_answer(keys: Hands) -> None:
    """What changed is read side by side, and accepted."""
    page = keys.page
    keys.choose("^Tavle$")
    keys.arrive("/board")
    keys.filter("Kolonne", "Nytt svar", "column=answered")
    keys.press("j", "Enter")
    keys.arrive(r"/cases/[\w-]{20,}$")
    keys.past_the_menu()
    keys.choose("^Se på svarene$")
    keys.choose("^Se innsendingene side om side$")
    keys.arrive("/changes$")
    pair = page.locator("[data-pair]").filter(has_text="Anna Eik Nilsen")
    expect(pair.locator("del")).to_have_text("Anna Eik")
    expect(pair.locator("ins")).to_have_text("Anna Eik Nilsen")
    keys.past_the_menu()
    keys.choose("^Godta")
    keys.keep_place()
    keys.choose("^Saken$", "Shift+Tab")
    keys.arrive(r"/cases/[\w-]{20,}$")
    question = page.locator("[data-request]").filter(has_text="Fortell når vannet blir stengt.")
    expect(question).to_contain_text("Mandag klokka ti.")
    keys.press("r")
    keys.choose("^Godta : Fortell")
    expect(page.locator("[data-request]").filter(has_text="Godtatt")).to_have_count(2)
    keys.keep_place()


def propose(keys: Hands) -> None:
    """The decision is written with its letter beside it, and proposed to who decides."""
    page = keys.page
    keys.press("v")
    keys.choose("^Skriv vedtaket med brev$")
    keys.arrive("/decision$")
    keys.past_the_menu()
    keys.reach("^Begrunnelse")
    keys.write("Bestillingen er i orden.")
    expect(page.locator("[data-letter-saved]")).to_have_text("Lagret", timeout=15_000)
    keys.choose("^Foreslå$")
    keys.arrive(r"/cases/[\w-]{20,}$")


def decide(keys: Hands) -> None:
    """The approver reads the proposal and makes the decision."""
    page = keys.page
    keys.press("/")
    keys.write(OLDEST)
    keys.press("Enter")
    keys.arrive("text=")
    keys.card(OLDEST)
    keys.press("Enter")
    keys.arrive(r"/cases/[\w-]{20,}$")
    expect(page.locator("#part-decision")).to_contain_text("Ingrid Solberg foreslår godkjenning.")
    keys.press("v")
    keys.choose("^Skriv vedtaket med brev$")
    keys.arrive("/decision$")
    expect(page.get_by_text("Ingrid Solberg foreslår dette")).to_be_visible()
    keys.past_the_menu()
    keys.reach("^Kopi til")
    keys.choose("^Godkjenn$")
    keys.arrive(r"/cases/[\w-]{20,}$")
    expect(page.locator("#part-decisions")).to_contain_text("Bestillingen er i orden.")


def approve_what_is_finished(keys: Hands) -> None:
    """Final documentation that was looked through is approved in one go; a colleague's card is opened by its menu."""
    page = keys.page
    keys.choose("^Tavle$")
    keys.arrive("/board")
    ready = page.get_by_role("region", name="Klar for vedtak")
    expect(ready.locator("[data-card]")).to_have_count(FINAL_ONES - 1)
    keys.filter("Saksbehandler", "Ingrid Solberg", "who=demo-officer")
    for at in range(FINAL_ONES - 1):
        keys.card(ready.locator(".case-number").nth(at).inner_text())
        keys.press("x")
    keys.press("b")
    keys.choose("^Godkjenn sluttdokumentasjon$")
    keys.reach("^Begrunn avgjørelsen")
    keys.write("Sluttdokumentasjonen er i orden.")
    keys.choose("^Se hva som kan gjøres$")
    keys.answer(f"Dette kan gjøres i {FINAL_ONES - 1} av {FINAL_ONES - 1} saker.")
    keys.choose(f"^Utfør i {FINAL_ONES - 1} saker$")
    keys.answer(f"Utført i {FINAL_ONES - 1} saker.")
    keys.leave()
    expect(ready).to_contain_text("Ingen saker er klare for vedtak.")
    expect(page.locator("[data-card]:focus-within")).to_have_count(1)
    keys.press("k", "m")
    expect(page.locator(".card-menu-sheet :focus")).to_have_count(1)
    keys.choose("^Ta saken$")
    keys.keep_place()
    expect(page.locator("[data-card]:focus-within")).to_have_count(1)


def take_out(keys: Hands, path: Path) -> None:
    """The list as a workbook: what is still the officer's, without the case that was decided and the one the approver took."""
    page = keys.page
    keys.choose("^Tavle$")
    keys.arrive("/board")
    keys.filter("Kolonne", "Nye", "column=new")
    keys.press("b")
    keys.reach("^Excel$")
    with page.expect_download() as waiting:
        keys.press("Enter")
    waiting.value.save_as(path)
    lines = list(load_workbook(path).worksheets[0].values)
    assert [line[4] for line in lines[1:]] == ["Nye"] * (FIRST - 2)
