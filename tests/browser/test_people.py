"""An administrator invites somebody, gives another role and ends an access; passwords come back by mail, codes by recovery codes."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from storage.demo_people import LOGIN_WORD
from tests.browser.office import PHONE, Office, axe, fits, flaws, open_office
from tests.mail_server import MailServerDouble


class Post:
    """The mail server of the town, in a thread of its own."""

    def __init__(self) -> None:
        self.server, self._loop = MailServerDouble(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.server.open(), self._loop).result(10)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def link_to(self, address: str) -> str:
        """The path of the link in the newest mail to an address."""
        for _try in range(150):
            found: list[EmailMessage] = [letter for to, letter in self.server.kept if to == [address]]
            if found:
                plain = found[-1].get_body(("plain",))
                assert plain is not None
                return re.search(r"https?://[^/\s]+(/\S+)", plain.get_content())[1]  # type: ignore[index]  # else the test fails
            time.sleep(0.1)
        raise AssertionError(f"no mail came to {address}")


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    opened = Post()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Office]:
    mails = {"PORTAL_SMTP_HOST": "127.0.0.1", "PORTAL_SMTP_PORT": str(post.server.port), "PORTAL_SMTP_FROM": "portal@fjordvik.example"}
    with open_office(tmp_path_factory.mktemp("people"), browser, {**mails, "PORTAL_SMTP_SECURITY": "none"}) as opened:
        yield opened


def log_in(page: Page, office: Office, email: str, word: str) -> None:
    page.goto(office.portal.base + "/login")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord", exact=True).fill(word)
    page.get_by_role("button", name="Logg inn").click()


def test_somebody_is_invited_joins_gets_another_role_and_leaves(office: Office, post: Post, browser: Browser) -> None:
    with office.screen("contractor", "/people") as admin:
        assert flaws(admin) == []
        admin.locator('[data-field="email"] input').fill("lise@ror.example")
        admin.locator('[data-field="role"]').get_by_label("Leser", exact=False).first.check()
        admin.get_by_role("button", name="Send invitasjonen").click()
        expect(admin.get_by_text("Invitasjonen til lise@ror.example er på vei.")).to_be_visible()
        expect(admin.get_by_role("heading", name="Invitert")).to_be_visible()

        context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="nb-NO")
        page = context.new_page()
        page.goto(office.portal.base + post.link_to("lise@ror.example"))
        expect(page.get_by_text("Du er invitert til Nilsen Rør AS")).to_be_visible()
        assert axe(page) == []
        assert fits(page)
        page.get_by_label("Navnet ditt").fill("Lise Rør")
        page.get_by_label("Nytt passord").fill("kort")
        page.get_by_role("button", name="Opprett kontoen").click()
        expect(page.get_by_text("Passordet har 4 tegn.").first).to_be_visible()
        expect(page.get_by_label("Navnet ditt")).to_have_value("Lise Rør")
        page.get_by_label("Nytt passord").fill("tre rare ord sammen")
        page.get_by_role("button", name="Opprett kontoen").click()
        expect(page.get_by_role("heading", level=1, name="Oversikt")).to_be_visible()

        member = admin.get_by_role("link", name="Lise Rør")
        expect(member).to_be_visible()
        member.click()
        admin.wait_for_url("**/people/*")
        assert axe(admin) == []
        admin.locator('[data-field="role"]').get_by_label("Søker", exact=False).first.check()
        admin.get_by_role("button", name="Gi denne rollen").click()
        admin.wait_for_url("**/people")
        page.wait_for_function("document.documentElement.dataset.line === 'down' || location.pathname === '/login'", timeout=15_000)
        page.reload()
        expect(page).to_have_url(re.compile("/login"))

        admin.get_by_role("link", name="Lise Rør").click()
        admin.wait_for_url("**/people/*")
        admin.get_by_role("button", name="Avslutt tilgangen").last.click()
        admin.get_by_role("dialog").get_by_role("button", name="Avslutt tilgangen").click()
        admin.wait_for_url("**/people")
        expect(admin.get_by_text("Ikke tilgang")).to_be_visible()
        context.close()


def test_a_forgotten_password_comes_back_by_mail_and_the_answer_is_the_same_for_strangers(
    office: Office, post: Post, browser: Browser
) -> None:
    context = browser.new_context(locale="nb-NO")
    page = context.new_page()
    page.goto(office.portal.base + "/login")
    page.get_by_role("link", name="Glemt passordet?").click()
    for email in ("ingen@ror.example", "viewer@demo.example"):
        page.get_by_label("E-post").fill(email)
        page.get_by_role("button", name="Send lenken").click()
        expect(page.get_by_text(f"Har {email} en konto her, er en lenke på vei.")).to_be_visible()
        assert axe(page) == []
    link = post.link_to("viewer@demo.example")
    page.goto(office.portal.base + link)
    assert axe(page) == []
    page.get_by_label("Nytt passord").fill("nye rare ord sammen")
    page.get_by_role("button", name="Lagre passordet").click()
    page.wait_for_url("**/login")
    log_in(page, office, "viewer@demo.example", LOGIN_WORD)
    expect(page.get_by_text("E-post eller passord").first).to_be_visible()
    log_in(page, office, "viewer@demo.example", "nye rare ord sammen")
    expect(page.get_by_role("heading", level=1, name="Oversikt")).to_be_visible()
    page.goto(office.portal.base + link)
    expect(page.get_by_role("heading", name="Lenken virker ikke lenger")).to_be_visible()
    assert axe(page) == []
    context.close()
    assert "ingen@ror.example" not in str([to for to, _letter in post.server.kept])


def test_the_first_administrator_comes_by_a_link_of_the_command_line(office: Office) -> None:
    link = office.portal.command("first-admin", "4601", "leder@bergen.example", "--name", "Bergen").strip()

    answer = httpx.get(link, headers={"Accept-Language": "nb"})

    assert answer.status_code == 200
    assert "Du er invitert til Bergen som" in answer.text
