"""The plain pages: coming in, the account, and what is said when something is not there."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from storage.demo import logins
from tests.browser.office import Office, flaws, open_office

PASSWORD = next(one.password for one in logins() if one.email.startswith("contractor@"))


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("plain"), browser, {"PORTAL_STAFF_TOTP": "required"}) as opened:
        yield opened


def sign_in(page: Page, office: Office, email: str, password: str) -> None:
    page.goto(f"{office.portal.base}/login")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()


def test_a_contractor_comes_in_and_goes_out(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    page.goto(office.portal.base + "/cases/new")
    expect(page).to_have_url(f"{office.portal.base}/login?next=%2Fcases%2Fnew")
    page.get_by_label("E-post").fill("contractor@demo.example")
    page.get_by_label("Passord").fill("feil passord")
    page.keyboard.press("Enter")
    expect(page.locator("#email-error")).to_contain_text("E-post eller passord stemmer ikke")
    expect(page.get_by_label("E-post")).to_have_value("contractor@demo.example")
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.portal.base}/cases/new")
    page.locator(".user-menu, [data-user-menu], details").first.click()
    page.get_by_role("button", name="Logg ut").click()
    expect(page).to_have_url(f"{office.portal.base}/login")
    page.goto(office.portal.base + "/cases")
    expect(page).to_have_url(f"{office.portal.base}/login?next=%2Fcases")
    context.close()


def test_staff_set_up_codes_once_and_need_one_each_time(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    page = context.new_page()
    sign_in(page, office, "officer@demo.example", PASSWORD)
    expect(page).to_have_url(f"{office.portal.base}/login/enrol")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Engangskode").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert flaws(page) == []
    page.get_by_role("link", name="Jeg har tatt vare på kodene").click()
    expect(page).to_have_url(f"{office.portal.base}/board")
    context.clear_cookies()
    sign_in(page, office, "officer@demo.example", PASSWORD)
    expect(page).to_have_url(f"{office.portal.base}/login/code")
    page.get_by_label("Engangskode").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_contain_text("Koden stemmer ikke")
    time.sleep(31 - time.time() % 30)  # a code works once: the next one comes with the next half minute
    page.get_by_label("Engangskode").fill(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{office.portal.base}/board")
    context.close()


def test_the_account_speaks_another_language_and_lists_where_one_is_signed_in(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    context.add_cookies([{"name": "portal", "value": office.seed.cookie("applicant"), "url": office.portal.base}])
    page = context.new_page()
    page.goto(office.portal.base + "/account")
    page.locator("#locale").select_option("nn")
    page.get_by_role("button", name="Lagre").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    page.goto(office.portal.base + "/cases")
    expect(page.get_by_role("heading", name="Saker", exact=True)).to_be_visible()
    context.close()


def test_what_is_not_there_is_said_so_with_a_way_on(office: Office) -> None:
    context = office.browser.new_context(locale="nb-NO")
    context.add_cookies([{"name": "portal", "value": office.seed.cookie("contractor"), "url": office.portal.base}])
    page = context.new_page()
    for path in ("/nowhere", "/cases/AAAAAAAAAAAAAAAAAAAAAA", "/board", "/accessibility"):
        page.goto(office.portal.base + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
