"""A company from zero to its first case, all in the browser: registered, proved by mail, let in by one municipality and refused by another.

And a leaver: access that ends while a page is open, with cases that go on in other hands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hand import Bag, choose_files, fill_step, saved
from tests.browser.office import Office, axe, flaws, open_office
from tests.browser.test_contractor_draft import STEPS, asked_of, job
from tests.browser.test_joining import PASSWORD, fill, find
from tests.browser.test_people import Post
from tests.register_server import GOOD, RegisterServer, register_server

NAME = "GODE RØR AS"
WHY = "Mangler ADK1 for utvendig arbeid."


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    opened = Post()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def register() -> Iterator[RegisterServer]:
    with register_server() as running:
        yield running


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory, register: RegisterServer, post: Post) -> Iterator[Office]:
    settings = {
        "PORTAL_REGISTER_URL": register.url, "PORTAL_SMTP_HOST": "127.0.0.1", "PORTAL_SMTP_PORT": str(post.server.port),
        "PORTAL_SMTP_FROM": "portal@fjordvik.example", "PORTAL_SMTP_SECURITY": "none",
    }  # fmt: skip
    with open_office(tmp_path_factory.mktemp("first"), browser, settings) as opened:
        yield opened


def join(page: Page, office: Office, post: Post) -> None:
    """Register towards both municipalities, follow the mailed link, log in."""
    find(page, office, GOOD)
    fill(page)
    page.get_by_label("Sundal").check()
    page.get_by_label("Jeg kan handle for foretaket").check()
    page.get_by_role("button", name="Send").click()
    page.goto(office.portal.base + post.link_to("nina@goderor.example"))
    page.get_by_label("Velg et passord").fill(PASSWORD)
    page.get_by_role("button", name="Bekreft og bli med").click()
    page.get_by_role("link", name="Logg inn").click()
    page.get_by_label("E-post").fill("nina@goderor.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.portal.base}/company")


def decide(office: Office, login: str, move: str, words: str) -> None:
    """The administrator of a municipality opens the company and decides."""
    with office.screen(login, "/companies") as desk:
        desk.get_by_role("link", name=NAME).click()
        box = desk.locator(f"[data-move={move}]")
        box.locator("summary").click()
        if words:
            desk.locator(f"#words-{move}").fill(words)
        box.get_by_role("button").click()
        expect(box).to_have_count(0)
        assert flaws(desk) == []


def begin(page: Page, office: Office, town: str) -> None:
    """A draft for a municipality."""
    wanted = job(71)
    office.show(page, "/cases/new")
    page.locator('[data-field=workflow] input[value="water-meter"]').check()
    page.locator("[data-field=municipality] select").select_option(town)
    place = page.locator('[data-field="place"]')
    place.get_by_label("Gårdsnr. (gnr)").fill(str(wanted.gnr))
    place.get_by_label("Bruksnr. (bnr)").fill(str(wanted.bnr))
    page.keyboard.press("Tab")
    page.get_by_role("button", name=re.compile("Start en ny kladd")).click()
    page.wait_for_url("**/application/property")


def write(page: Page, office: Office) -> None:
    """Every page of the form, up to the last look."""
    answers, bag = asked_of(job(71)), Bag(office.portal.folder)
    person = office.seed.sessions.person_by_email("nina@goderor.example")
    assert person is not None
    for step in STEPS:
        expect(page).to_have_url(re.compile(f"/application/{step}$"))
        given = dict(answers[step])
        fill_step(page, given | {name: person.id for name in ("contact", "responsible_person", "pickup_by") if name in given})
        if step == "meters":
            choose_files(page, "photo_old", [bag.jpeg("maaler.jpg")])
        saved(page)
        page.get_by_role("button", name="Fortsett").click()
        page.wait_for_url(re.compile(f"/(?!{step}$)[a-z]+$"))


@pytest.mark.timeout(300)
def test_a_company_comes_from_nothing_to_its_first_case_in_one_of_two_municipalities(office: Office, post: Post) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    join(page, office, post)
    decide(office, "admin", "approve", "")
    decide(office, "admin2", "reject", WHY)
    expect(page.locator("[data-standing='9999']")).to_contain_text("Godkjent", timeout=5_000)
    expect(page.locator("[data-standing='9998']")).to_contain_text(WHY, timeout=5_000)
    assert flaws(page) == []

    begin(page, office, "9999")
    write(page, office)
    assert axe(page) == []
    page.get_by_role("button", name="Send inn til Fjordvik").click()
    expect(page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()
    assert axe(page) == []

    begin(page, office, "9998")
    office.show(page, page.url.removeprefix(office.portal.base).replace("application/property", "review"))
    expect(page.get_by_text("Sundal har ikke godkjent foretaket.").first).to_be_visible()
    assert flaws(page) == []
    page.get_by_role("button", name="Send inn til Sundal").click()
    expect(page.locator(".error-summary, [role=alert]").first).to_contain_text("Sundal har ikke godkjent foretaket.")
    context.close()
    with office.screen("officer", "/board") as board:
        expect(board.locator("[data-card]", has_text="Storgata 71")).to_be_visible()


def test_access_that_ends_while_a_page_is_open_closes_it_and_cases_go_on_in_other_hands(office: Office) -> None:
    ref = office.seed.draft("applicant", place=1)
    with office.screen("applicant", f"/cases/{ref}/application/property", faults_matter=False) as leaver:  # its socket is refused
        leaver.locator("[data-field=address] input").fill("Strandgata 3B")
        saved(leaver)
        with office.screen("contractor", "/people/demo-applicant-as-applicant") as admin:
            assert flaws(admin) == []
            admin.locator('[data-field="to"]').get_by_label("Kari Nilsen", exact=False).first.check()
            admin.get_by_role("button", name="Avslutt tilgangen").last.click()
            admin.get_by_role("dialog").get_by_role("button", name="Avslutt tilgangen").click()
            admin.wait_for_url("**/people")
            leaver.wait_for_function("document.documentElement.dataset.line === 'out' || location.pathname === '/login'", timeout=5_000)
            leaver.goto(f"{office.portal.base}/cases/{ref}")
            expect(leaver).to_have_url(re.compile("/login"))
            assert axe(leaver) == []
            office.show(admin, f"/cases/{ref}/application/property")
            expect(admin.locator("[data-field=address] input")).to_have_value("Strandgata 3B")
    assert office.seed.do("contractor", _maker, ref) == "demo-contractor"


def _maker(ref: str, *, actor: object, work: object) -> str:
    with work:  # type: ignore[attr-defined]
        return str(work.cases.get(actor.scope, ref).created_by)  # type: ignore[attr-defined]
