"""What was typed stays: after reload, back, a second tab, a restart of the portal, a lost line, and beside a colleague."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from storage.demo_people import LOGIN_WORD
from tests.browser.hand import saved
from tests.browser.office import Office, axe, open_office
from ui.doors.keeper import hash_of


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("survival"), browser) as opened:
        yield opened


def typed(page: Page, key: str, words: str) -> None:
    """As people type: letter by letter, without leaving the field."""
    field = page.locator(f'[data-field="{key}"] input').first
    field.fill("")
    field.press_sequentially(words, delay=15)


@contextmanager
def held_up(office: Office) -> Iterator[None]:
    """A portal that hears everything and answers nothing until it may go on."""
    assert office.portal.process is not None
    office.portal.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        go_on(office)


def go_on(office: Office) -> None:
    assert office.portal.process is not None
    office.portal.process.send_signal(signal.SIGCONT)


def test_an_answer_is_saved_within_a_second_valid_or_not_and_survives_reload_and_back(office: Office) -> None:
    ref = office.seed.draft(place=0)
    with office.screen("contractor", f"/cases/{ref}/application/parties") as page:
        typed(page, "owner_email", "anna at home")
        page.wait_for_timeout(1_000)
        assert office.seed.answer_of(ref, "parties", "owner_email") == "anna at home"
        page.reload()
        expect(page.locator('[data-field="owner_email"] input')).to_have_value("anna at home")
        expect(page.locator('[data-field="owner_email"] .field-error')).to_contain_text("@")
        page.get_by_role("link", name="Oversikt").click()
        page.wait_for_url(f"**/cases/{ref}")
        page.go_back()
        expect(page.locator('[data-field="owner_email"] input')).to_have_value("anna at home")


def test_what_is_typed_right_before_leaving_by_a_link_is_kept_and_no_question_is_asked(office: Office) -> None:
    ref = office.seed.draft(place=1)
    with office.screen("contractor", f"/cases/{ref}/application/parties") as page:
        asked: list[str] = []

        def accept(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", accept)
        typed(page, "owner_name", "Siste Ord")
        page.get_by_role("link", name="Tilbake").click()
        page.wait_for_url("**/application/property")
        assert office.seed.answer_of(ref, "parties", "owner_name") == "Siste Ord"
        assert asked == []


def test_a_press_never_overtakes_what_was_typed_before_it(office: Office) -> None:
    with office.screen("contractor", "/cases/new") as page, held_up(office):
        page.locator('[data-field=workflow] input[value="water-meter"]').check()
        for part, value in (("gnr", "101"), ("bnr", "77")):
            page.locator(f'[data-part="{part}"]').fill(value)
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Start en ny kladd").click()
        page.wait_for_timeout(300)
        go_on(office)
        page.wait_for_url("**/application/property")
        expect(page.locator('[data-part="bnr"], [data-field$="/bnr"] input').first).to_have_value("77")


def test_a_second_tab_shows_what_is_typed_in_the_first(office: Office) -> None:
    ref = office.seed.draft(place=2)
    path = f"/cases/{ref}/application/responsible"
    with office.screen("contractor", path) as one:
        other = one.context.new_page()
        office.show(other, path)
        typed(one, "reference", "J-2042")
        expect(other.locator('[data-field="reference"] input')).to_have_value("J-2042")
        typed(other, "reference", "J-2043")
        expect(one.locator('[data-field="reference"] input')).to_have_value("J-2043")
        assert office.seed.answer_of(ref, "responsible", "reference") == "J-2043"


def test_a_colleague_is_seen_and_what_both_changed_is_never_overwritten_silently(office: Office) -> None:
    ref = office.seed.draft(place=3)
    path = f"/cases/{ref}/application/responsible"
    with office.screen("contractor", path, faults_matter=False) as kari, office.screen("applicant", path) as ola:
        expect(kari.get_by_text("har også denne saken åpen")).to_be_visible()
        kari.locator('[data-field="reference"] input').focus()
        expect(ola.locator('[data-field="reference"] .presence')).to_contain_text("Kari Nilsen")
        kari.context.set_offline(True)
        typed(kari, "reference", "Fra Kari")
        typed(ola, "reference", "Fra Ola")
        saved(ola)
        kari.context.set_offline(False)
        expect(kari.get_by_text("Ditt ble ikke lagret")).to_be_visible(timeout=20_000)
        assert office.seed.answer_of(ref, "responsible", "reference") == "Fra Ola"
        kari.get_by_role("button", name="Behold mitt").click()
        typed(kari, "reference", "Begge to")
        saved(kari)
        expect(ola.locator('[data-field="reference"] input')).to_have_value("Begge to")


def test_rows_a_colleague_adds_and_removes_appear_and_go(office: Office) -> None:
    ref = office.seed.draft(place=4)
    path = f"/cases/{ref}/application/meters"
    with office.screen("contractor", path) as kari, office.screen("applicant", path) as ola:
        kari.get_by_role("button", name="Legg til en måler").click()
        expect(ola.locator("[data-row]")).to_have_count(2)
        ola.locator("[data-row]").nth(1).locator('[data-field$="/place_room"] input').fill("Garasje")
        expect(kari.locator("[data-row]").nth(1).locator('[data-field$="/place_room"] input')).to_have_value("Garasje")
        kari.get_by_role("button", name="Fjern Måler 2").click()
        expect(ola.locator("[data-row]")).to_have_count(1)
        kari.get_by_role("button", name="Angre").click()
        expect(ola.locator("[data-row]").nth(1).locator('[data-field$="/place_room"] input')).to_have_value("Garasje")


def test_what_meets_a_line_that_blinks_is_sent_when_it_is_back_a_moment_later(office: Office) -> None:
    ref = office.seed.draft(place=5)
    with office.screen("contractor", f"/cases/{ref}/application/responsible") as page:
        page.wait_for_function("document.documentElement.dataset.line === 'up'")
        page.evaluate(
            """() => {
              const field = document.querySelector('[data-field="reference"] input');
              field.value = 'Midt i blunket';
              window.did_handshake = false;
              field.dispatchEvent(new Event('change', {bubbles: true}));
              setTimeout(() => { window.did_handshake = true; }, 8);
            }"""
        )
        saved(page)
        assert office.seed.answer_of(ref, "responsible", "reference") == "Midt i blunket"


def test_text_typed_without_a_line_is_told_kept_on_the_device_and_sent_when_the_line_is_back(office: Office) -> None:
    ref = office.seed.draft(place=5)
    with office.screen("contractor", f"/cases/{ref}/application/responsible", faults_matter=False) as page:
        page.context.set_offline(True)
        expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "offline", timeout=10_000)
        typed(page, "reference", "Fra kjelleren")
        expect(page.locator("[data-save-mark]")).to_contain_text("Du er uten nett")
        page.context.set_offline(False)
        saved(page, within=20_000)
        assert office.seed.answer_of(ref, "responsible", "reference") == "Fra kjelleren"


def test_a_message_being_written_stays_when_the_case_changes_under_it(office: Office) -> None:
    ref = office.seed.submitted(6)
    with office.screen("contractor", f"/cases/{ref}") as page, office.screen("officer", f"/cases/{ref}") as officer:
        page.locator("#message-field").fill("Vi kommer på")
        officer.get_by_role("button", name="Start kontrollen").click()
        expect(page.locator("main .tag").first).to_have_text("Til behandling")
        expect(page.locator("#message-field")).to_have_value("Vi kommer på")
        page.locator("#message-field").fill("Vi kommer på torsdag.")
        page.get_by_role("button", name="Send melding").click()
        expect(officer.locator("#part-messages")).to_contain_text("Vi kommer på torsdag.")
        expect(page.locator("#message-field")).to_have_value("")


def test_a_dialog_that_is_open_when_the_case_changes_stays_open(office: Office) -> None:
    ref = office.seed.submitted(0)
    with office.screen("contractor", f"/cases/{ref}") as page:
        page.get_by_role("button", name="Trekk saken").click()
        page.locator("#withdraw-reason").fill("Eieren vil vente.")
        with office.screen("officer", f"/cases/{ref}") as officer:
            officer.get_by_role("button", name="Start kontrollen").click()
            page.wait_for_timeout(1000)
        expect(page.locator("#withdraw-reason")).to_have_value("Eieren vil vente.")
        page.get_by_role("dialog").get_by_role("button", name="Lukk").click()
        expect(page.locator("main .tag").first).to_have_text("Til behandling", timeout=6000)


def test_whose_session_ended_is_told_within_seconds_and_goes_on_where_they_were(office: Office) -> None:
    ref = office.seed.draft(place=6)
    path = f"/cases/{ref}/application/parties?at=owner_name"
    with office.screen("contractor", path, faults_matter=False) as page:
        field = page.locator('[data-field="owner_name"] input')
        cookie = page.context.cookies()[0]["value"]
        office.seed.sessions.end_session(hash_of(cookie), datetime.now(UTC))
        told = page.get_by_text("Du er logget ut. Det du har skrevet, ligger på denne enheten.")
        expect(told).to_be_visible(timeout=10_000)
        expect(page.get_by_text("Ingen kontakt med portalen")).to_be_hidden()
        field.fill("Skrevet etterpå")
        assert axe(page) == []

        asked: list[str] = []

        def accept(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", accept)
        page.get_by_role("link", name="Logg inn og fortsett her").click()
        page.get_by_label("E-post").fill("contractor@demo.example")
        page.get_by_label("Passord", exact=True).fill(LOGIN_WORD)
        page.get_by_role("button", name="Logg inn").click()
        page.wait_for_url(f"**{path}")
        expect(field).to_have_value("Skrevet etterpå")
        saved(page)
        assert office.seed.answer_of(ref, "parties", "owner_name") == "Skrevet etterpå"
        assert asked == []
