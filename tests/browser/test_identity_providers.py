"""Logging in by a real identity provider: link, come in, leave, join by an invitation, and be told what to do when unknown."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.sessions import hashed
from tests.browser.office import DESKTOP, PHONE, Office, fits, flaws, open_office
from tests.oidc_server import RealProvider, real_provider, settings_for
from workflows.access import people


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    with real_provider() as started:
        yield started


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory, provider: RealProvider) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("providers")
    with open_office(folder, browser, settings_for(folder, provider.issuer)) as opened:
        yield opened


@contextmanager
def stranger(browser: Browser, size: tuple[int, int] = DESKTOP) -> Iterator[Page]:
    """A browser nobody is signed in in."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="nb-NO")
    yield context.new_page()
    context.close()


@contextmanager
def somebody(office: Office, login: str, path: str, minutes_ago: int = 0) -> Iterator[Page]:
    """The browser of somebody who gave their password some minutes ago, on a plain page."""
    with stranger(office.browser) as page:
        page.context.add_cookies([{"name": "portal", "value": office.seed.cookie(login, minutes_ago), "url": office.portal.base}])
        page.goto(office.portal.base + path)
        yield page


def prove(page: Page, provider: RealProvider, subject: str) -> None:
    """Say at the provider who one is, just now."""
    expect(page).to_have_url(re.compile("^" + re.escape(provider.issuer)))
    provider.claims(subject, auth_time=int(time.time()))
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def go(page: Page, office: Office, provider: RealProvider, subject: str) -> None:
    """From the login page there and back."""
    page.goto(office.portal.base + "/login")
    page.get_by_role("button", name="Logg inn med Prøveporten").click()
    prove(page, provider, subject)


def test_somebody_links_a_provider_comes_in_by_it_and_leaves_it(office: Office, provider: RealProvider, browser: Browser) -> None:
    with somebody(office, "applicant", "/account") as page:
        assert flaws(page) == []
        page.get_by_role("button", name="Koble til Prøveporten").click()
        prove(page, provider, "applicant-there")
        expect(page.get_by_text("Koblet til. Fra nå av kan du logge inn slik også.")).to_be_visible()
        expect(page.get_by_role("button", name="Fjern koblingen Prøveporten")).to_be_visible()
        assert flaws(page) == []
    with stranger(browser) as page:
        go(page, office, provider, "applicant-there")
        expect(page).to_have_url(office.portal.base + "/")
        page.goto(office.portal.base + "/account")
        expect(page.get_by_text("applicant@demo.example")).to_be_visible()
        page.get_by_role("button", name="Logg ut", exact=True).last.click()
        expect(page).to_have_url(re.compile("^" + re.escape(f"{provider.issuer}/oauth2/end_session")))
        page.goto(office.portal.base + "/account")
        expect(page).to_have_url(re.compile("/login"))


def test_whoever_nobody_knows_is_told_what_to_do(office: Office, provider: RealProvider, browser: Browser) -> None:
    with stranger(browser) as page:
        go(page, office, provider, "stranger")
        expect(page.get_by_role("heading", name="Vi kjenner deg ikke her ennå")).to_be_visible()
        assert flaws(page) == []
        page.get_by_role("link", name="Registrer foretaket ditt").click()
        expect(page).to_have_url(office.portal.base + "/register")


def test_who_says_no_at_the_provider_is_told_in_one_sentence(office: Office, provider: RealProvider, browser: Browser) -> None:
    with stranger(browser) as page:
        page.goto(office.portal.base + "/login")
        page.get_by_role("button", name="Logg inn med Prøveporten").click()
        page.get_by_role("button", name="Deny").click()
        expect(page.get_by_text("Innloggingen med Prøveporten lyktes ikke.")).to_be_visible()
        assert flaws(page) == []


def test_an_invitation_is_taken_up_on_a_phone_without_a_password(office: Office, provider: RealProvider, browser: Browser) -> None:
    token = "an-invitation-to-join"
    office.seed.do("contractor", people.invite, "mona@ror.example", "applicant", token=token, token_hash=hashed(token))
    with stranger(browser, PHONE) as page:
        page.goto(f"{office.portal.base}/invitation/{token}")
        assert flaws(page) == []
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.locator("#joiner").fill("Mona Moe")
        page.get_by_role("button", name="Registrer deg med Prøveporten").click()
        prove(page, provider, "mona-there")
        expect(page).to_have_url(office.portal.base + "/")
        page.goto(office.portal.base + "/account")
        expect(page.get_by_text("Mona Moe")).to_be_visible()
        expect(page.get_by_text("Passordet du har nå")).to_have_count(0)
        assert fits(page)


def test_signing_in_again_before_a_decision_works_by_the_provider(office: Office, provider: RealProvider) -> None:
    with somebody(office, "approver", "/account") as page:
        page.get_by_role("button", name="Koble til Prøveporten").click()
        prove(page, provider, "approver-there")
        expect(page.get_by_role("button", name="Fjern koblingen Prøveporten")).to_be_visible()
    with somebody(office, "approver", "/login?next=/account&again=1", minutes_ago=20) as page:
        page.get_by_role("button", name="Logg inn med Prøveporten").click()
        prove(page, provider, "approver-there")
        expect(page).to_have_url(office.portal.base + "/account")
        page.get_by_role("button", name="Fjern koblingen Prøveporten").click()
        expect(page.get_by_text("Koblingen er fjernet.")).to_be_visible()


def test_the_page_that_sends_people_on_is_readable_when_they_are_not_sent(office: Office, provider: RealProvider, browser: Browser) -> None:
    with stranger(browser) as page:
        page.context.route(f"{provider.issuer}/**", lambda route: route.abort())
        page.goto(office.portal.base + "/login")
        page.route("**/login/with/test", lambda route: route.fulfill(response=(kept := route.fetch()), body=stayed(kept.text())))
        page.get_by_role("button", name="Logg inn med Prøveporten").click()
        expect(page.get_by_role("link", name="Gå videre til Prøveporten")).to_be_visible()
        assert flaws(page) == []


def stayed(words: str) -> str:
    """The page without what sends people on at once."""
    return re.sub(r"<meta http-equiv=\"refresh\"[^>]*>", "", words)
