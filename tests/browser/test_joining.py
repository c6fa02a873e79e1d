"""A company from zero: every answer of the register, the mailed link, two municipalities of which one refuses; at both widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import DESKTOP, PHONE, Office, axe, fits, open_office
from tests.browser.seeding import picture
from tests.register_server import BANKRUPT, BRANCH, DELETED, FORCED, GOOD, PARENT, REMOVED, SOLE, UNKNOWN, RegisterServer, register_server
from workflows.access import deciding

PASSWORD = "fire ord som passer sammen"


@pytest.fixture(scope="module")
def register() -> Iterator[RegisterServer]:
    with register_server() as running:
        yield running


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory, register: RegisterServer) -> Iterator[Office]:
    settings = {"PORTAL_REGISTER_URL": register.url, "PORTAL_REGISTER_TIMEOUT_SECONDS": "1", "PORTAL_LOGIN_TRIES_PER_ADDRESS": "500"}
    with open_office(tmp_path_factory.mktemp("joining"), browser, settings) as opened:
        yield opened


@pytest.fixture
def page(office: Office) -> Iterator[Page]:
    context = office.browser.new_context(locale="nb-NO")
    yield context.new_page()
    context.close()


def looked_at(page: Page) -> list[str]:
    """Flaws of a plain page at both widths."""
    found = []
    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        found += ([] if fits(page) else [f"wider than {width}"]) + axe(page)
    return found


def find(page: Page, office: Office, number: str) -> None:
    """Look a number up."""
    page.goto(office.portal.base + "/register")
    page.get_by_label("Organisasjonsnummer").fill(number)
    with page.expect_navigation():
        page.get_by_role("button", name="Finn foretaket").click()


REFUSALS = [
    (SOLE, "sole_trader_outside", "mot gebyr"),
    (BANKRUPT, "bankrupt", "konkurs"),
    (FORCED, "forced_dissolution", "tvangs"),
    (DELETED, "deleted", "02.02.2020"),
    (REMOVED, "deleted", "01.01.2019"),
    (BRANCH, "sub_unit", PARENT),
    (UNKNOWN, "unknown", "ni sifrene"),
    ("310000027", "here", "invitere deg"),
]


@pytest.mark.parametrize(("number", "key", "words"), REFUSALS)
def test_a_company_that_may_not_join_reads_why_and_what_to_do(office: Office, page: Page, number: str, key: str, words: str) -> None:
    find(page, office, number)

    expect(page.locator("#cannot")).to_have_attribute("data-cannot", key)
    expect(page.locator("#cannot")).to_contain_text(words)
    expect(page.get_by_label("Organisasjonsnummer")).to_have_value(number)
    if key == "sub_unit":
        assert looked_at(page) == []
        page.get_by_role("button", name=f"Bruk {PARENT}").click()
        expect(page.get_by_text("GODE RØR AS")).to_be_visible()


@pytest.mark.parametrize("mode", ["429", "500", "slow", "cut", "huge", "html"])
def test_a_register_that_does_not_answer_leaves_a_way_by_hand_that_says_so(
    office: Office, page: Page, register: RegisterServer, mode: str
) -> None:
    register.mode = mode
    try:
        find(page, office, "312000083")
        expect(page.get_by_text("ingen har kontrollert foretaket")).to_be_visible()
        expect(page.get_by_label("Navnet på foretaket")).to_be_visible()
    finally:
        register.mode = ""


def test_a_page_without_a_line_to_the_portal_asks_for_no_session(office: Office, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{office.portal.base}/register")
    expect(page.locator("html")).to_have_attribute("data-line", "down")
    page.wait_for_timeout(1_500)
    assert not [one for one in asked if one.endswith("/session")]


def test_a_wrong_number_is_said_at_the_field_and_kept(office: Office, page: Page) -> None:
    find(page, office, "123 456 789")

    expect(page.locator("#number-error")).to_contain_text("Kontroller de ni sifrene")
    expect(page.get_by_label("Organisasjonsnummer")).to_have_value("123 456 789")
    assert looked_at(page) == []


def test_a_company_is_found_by_its_name(office: Office, page: Page, register: RegisterServer) -> None:
    find(page, office, "gode rør")
    assert looked_at(page) == []
    page.get_by_role("button", name="GODE RØR AS, FJORDVIK").click()
    expect(page.get_by_label("Navnet ditt")).to_be_visible()

    find(page, office, "finnes ikke")
    expect(page.locator("#number-error")).to_contain_text("Bruk de ni sifrene")


def fill(page: Page) -> None:
    """Everything but what a test leaves out."""
    for label, words in (("Navnet ditt", "Nina Ny"), ("Hva du er i foretaket", "Daglig leder"), ("E-post", "nina@goderor.example")):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Telefon").fill("912 34 567")
    page.get_by_label("Vannmålere").check()
    page.locator("#proof-1-kind").select_option("trade_plumber")
    page.locator("#proof-1-number").fill("S-4711")
    page.get_by_label("Fjordvik").check()


def test_from_nothing_to_approved_in_one_municipality_while_another_says_no(office: Office, page: Page, register: RegisterServer) -> None:
    register.mode = "html"
    find(page, office, GOOD)  # five failures before this one: the register is left alone for a while, and asked again after it
    register.mode = ""
    page.wait_for_timeout(500)
    _wait_until_it_answers(page, office)
    assert looked_at(page) == []
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#error")).to_contain_text("Velg minst én kommune")
    assert looked_at(page) == []
    fill(page)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#error")).to_contain_text("Bekreft at du kan handle for foretaket")
    expect(page.get_by_label("Navnet ditt")).to_have_value("Nina Ny")
    expect(page.locator("#proof-1-number")).to_have_value("S-4711")
    expect(page.get_by_label("Fjordvik")).to_be_checked()
    page.get_by_label("Jeg kan handle for foretaket").check()
    page.get_by_label("Sundal").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("nina@goderor.example")).to_be_visible()
    mailed = page.get_by_role("link", name="Bruk lenken her").get_attribute("href")
    sign_in(page, office)
    expect(page.locator("#email-error")).to_be_visible()  # the address is not proved yet
    page.goto(f"{office.portal.base}{mailed}")
    expect(page.locator("dl")).to_contain_text("Nina Ny")
    page.get_by_label("Velg et passord").fill("for kort")
    page.get_by_role("button", name="Bekreft og bli med").click()
    expect(page.locator("#password-error")).to_contain_text("Bruk minst")
    assert looked_at(page) == []
    page.get_by_label("Velg et passord").fill(PASSWORD)
    page.get_by_role("button", name="Bekreft og bli med").click()
    page.get_by_role("link", name="Logg inn").click()
    page.get_by_label("E-post").fill("nina@goderor.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.portal.base}/company")
    fjordvik, sundal = page.locator("[data-standing='9999']"), page.locator("[data-standing='9998']")
    expect(fjordvik).to_contain_text("Venter på svar")
    assert looked_at(page) == []
    with office.screen("admin", "/companies") as desk:
        decide_in_fjordvik(office, desk)
    expect(fjordvik).to_contain_text("Godkjent", timeout=5_000)
    office.seed.do("admin2", deciding.reject_access, GOOD, "Mangler ADK1 for utvendig arbeid.")
    page.reload()
    expect(sundal).to_contain_text("Ikke godkjent")
    expect(sundal).to_contain_text("Mangler ADK1")


def _wait_until_it_answers(page: Page, office: Office) -> None:
    """The breaker lets a question through again after half a minute. What is kept answers all the time, so a stranger is asked for."""
    for _ in range(40):
        find(page, office, UNKNOWN)
        if page.locator("[data-cannot=unknown]").count():
            find(page, office, GOOD)
            expect(page.get_by_text("Dette står i Enhetsregisteret nå")).to_be_visible()
            return
        page.wait_for_timeout(1_000)
    raise AssertionError("the register was never asked again")


def sign_in(page: Page, office: Office) -> None:
    """With what was chosen."""
    page.goto(office.portal.base + "/login")
    page.get_by_label("E-post").fill("nina@goderor.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()


def decide_in_fjordvik(office: Office, desk: Page) -> None:
    """The administrator finds the company among those that wait, above all others, and approves it."""
    expect(desk.locator("tbody tr").nth(1)).to_contain_text("GODE RØR AS")
    assert looked_at(desk) == []
    desk.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    desk.get_by_role("link", name="GODE RØR AS").click()
    expect(desk.get_by_role("heading", name="GODE RØR AS")).to_be_visible()
    expect(desk.get_by_text("Nina Ny har ingen rolle i Enhetsregisteret. Be om fullmakt.")).to_be_visible()
    desk.locator("[data-move=ask_more] summary").click()
    assert looked_at(desk) == []
    desk.locator("[data-move=approve] summary").click()
    desk.locator("[data-move=approve]").get_by_role("button", name="Godkjenn foretaket").click()
    expect(desk.locator(".columns-aside")).to_contain_text("Godkjent", timeout=5_000)
    expect(desk.locator("[data-move=suspend]")).to_be_visible()


def test_suspended_while_a_wizard_is_open_it_says_so_and_nothing_typed_is_lost(office: Office) -> None:
    ref = office.seed.draft()
    with office.screen("contractor", f"/cases/{ref}/application/property") as wizard:
        expect(wizard.locator("[data-missing]")).not_to_contain_text("har ikke godkjent")
        wizard.locator("[data-field=address] input").fill("Storgata 14B")
        with office.screen("admin", "/companies/310000027") as desk:
            desk.locator("[data-move=suspend] summary").click()
            desk.locator("#words-suspend").fill("Ubetalt gebyr.")
            desk.locator("[data-move=suspend]").get_by_role("button", name="Stans tilgangen").click()
            expect(wizard.locator("[data-missing]")).to_contain_text("Fjordvik har ikke godkjent", timeout=5_000)
            expect(wizard.locator("[data-field=address] input")).to_have_value("Storgata 14B")
            desk.locator("[data-move=restore] summary").click()
            desk.locator("[data-move=restore]").get_by_role("button", name="Gi tilgangen tilbake").click()
            expect(wizard.locator("[data-missing]")).not_to_contain_text("har ikke godkjent", timeout=5_000)
    assert office.seed.answer_of(ref, "property", "address") == "Storgata 14B"


def test_a_certificate_is_added_with_its_file_seen_by_the_municipality_and_taken_away(office: Office) -> None:
    with office.screen("contractor", "/company", faults_matter=False) as page:  # a refused form is an error in the browser's console
        page.get_by_role("link", name="Legg til et bevis").click()
        page.get_by_label("Nummer").fill("M-1")
        page.get_by_role("button", name="Lagre").click()
        expect(page.locator("#kind-error")).to_be_visible()
        expect(page.get_by_label("Nummer")).to_have_value("M-1")
        assert looked_at(page) == []
        page.get_by_label("Slag").select_option("master")
        page.get_by_role("button", name="Lagre").click()
        expect(page).to_have_url(f"{office.portal.base}/company")
        page.get_by_role("link", name="Mesterbrev").click()
        page.get_by_label("Fil", exact=True).set_input_files({"name": "bevis.pdf", "mimeType": "application/pdf", "buffer": b"<html>"})
        page.get_by_role("button", name="Last opp filen").click()
        expect(page.locator("#file-error")).to_be_visible()
        page.get_by_label("Fil", exact=True).set_input_files({"name": "bevis.jpg", "mimeType": "image/jpeg", "buffer": picture("bevis")})
        page.get_by_role("button", name="Last opp filen").click()
        expect(page.get_by_role("link", name="Last ned bevis.jpg")).to_be_visible()
        assert looked_at(page) == []
        with office.screen("officer", "/companies/310000027") as desk:
            with desk.expect_download() as got:
                desk.get_by_role("link", name="bevis.jpg").click()
            assert got.value.suggested_filename == "bevis.jpg"
            expect(desk.locator("[data-move]")).to_have_count(0)
        page.get_by_role("button", name="Fjern beviset").click()
        expect(page.get_by_role("link", name="Mesterbrev")).to_have_count(0)
