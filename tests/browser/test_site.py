"""The work on site: a contractor on a phone and an officer at a desk, from the start of the work to the filled trench."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from models.base import Phase
from storage.demo_follow_up import KEY, mains
from tests.browser.office import PHONE, Office, axe, flaws, open_office
from workflows.casework import deciding, drafting, overview, reviewing, sending
from workflows.registry import workflow

TODAY = date.today()  # noqa: DTZ011  # the day people see on their own calendars
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("site"), browser) as opened:
        yield opened


def a_main(office: Office) -> str:
    """Approved and notified; its documentation is not sent."""
    seed = office.seed
    changes = list(drafting.changes_of(workflow(KEY), Phase.APPLICATION, mains("demo-contractor", TODAY)))
    ref = str(seed.do("contractor", drafting.start_case, KEY, "9999", changes).ref)
    for phase in (Phase.APPLICATION, Phase.WORK):
        if phase != Phase.APPLICATION:
            seed.do("contractor", drafting.save_nested, ref, phase, {"declaration": {"declaration": True}}, {})
        for row in seed.do("contractor", overview.case_home, ref).ledger.needed:
            seed.do("contractor", drafting.waive, ref, row.key, "Vises i papirmappen.")
        seed.do("contractor", sending.submit, ref)
        seed.do("officer", reviewing.begin_review, ref)
        seed.do("approver", deciding.approve, ref, "I orden.")
    return ref


def press(page: Page, act: str) -> None:
    """The big button, then its form."""
    page.locator(f"[data-act={act}] > button").click()


def test_from_the_start_of_the_work_to_the_filled_trench(office: Office) -> None:
    ref = a_main(office)
    with office.screen("contractor", f"/cases/{ref}", PHONE) as phone, office.screen("officer", f"/cases/{ref}") as desk:
        expect(phone.locator("[data-trench]")).to_contain_text("Vent med å fylle igjen: 0 av 1")
        press(phone, "confirm_start")
        expect(phone.locator("#site-day")).to_be_focused()
        assert axe(phone) == []
        phone.locator("#site-leads").select_option("demo-applicant")
        phone.get_by_role("button", name="Bekreft oppstarten").click()
        expect(phone.locator(".site-marks")).to_contain_text("leder det")
        expect(desk.locator(".site-marks")).to_contain_text("Arbeidet begynte")
        expect(desk.locator(".case-headline")).to_contain_text("Pågår")
        expect(phone.locator(".tag", has_text="Arbeid pågår").first).to_be_visible()

        press(phone, "ask_inspection")
        phone.locator("#site-purpose").fill("Åpen grøft")
        phone.get_by_label("Dato 1").fill(TOMORROW.isoformat())
        phone.get_by_label("Fra 1").fill("10:00")
        phone.get_by_label("Til 1").fill("11:00")
        phone.locator("[data-act=ask_inspection]").get_by_role("button", name="Be om befaring").click()
        choice = desk.locator("[data-inspection]").get_by_role("button", name="10:00–11:00")
        expect(choice).to_be_visible()
        assert axe(desk) == []
        choice.click()
        agreed = phone.locator("[data-inspection]")
        expect(agreed).to_contain_text("Avtalt")
        expect(agreed).to_contain_text(f"{TOMORROW:%d.%m.%Y} 10:00–11:00")
        with phone.expect_download() as kept:
            agreed.get_by_role("link", name="Legg det i kalenderen").click()
        (event,) = Calendar.from_ical(kept.value.path().read_bytes()).walk("VEVENT")
        assert (event["summary"], event.decoded("dtstart").astimezone(UTC).date()) == ("Befaring: Åpen grøft", TOMORROW)

        office.seed.photo(ref, "contractor", "photos", "grøft.jpg", Phase.FINAL)
        phone.reload()
        expect(phone.locator("[data-trench]")).to_contain_text("Trygt å fylle igjen: 1 av 1")
        press(phone, "backfill")
        phone.locator("[data-act=backfill]").get_by_role("button", name="Vi fyller igjen nå").click()
        expect(phone.locator(".site-marks")).to_contain_text("med 1 av 1 klare")
        expect(desk.locator(".site-marks")).to_contain_text("med 1 av 1 klare")
        expect(desk.locator("#part-timeline")).to_contain_text("Grøfta ble fylt igjen")
        assert flaws(phone) == []


def test_both_sides_read_the_same_clocks(office: Office) -> None:
    ref = office.seed.in_review(2)
    with office.screen("contractor", f"/cases/{ref}", PHONE) as theirs, office.screen("officer", f"/cases/{ref}") as ours:
        for page in (theirs, ours):
            page.locator(".clock-box details summary").click()
        words = [page.locator(".clock-box").inner_text() for page in (theirs, ours)]

    assert words[0] == words[1]
    assert "virkedag" in words[0]


def test_the_administrator_writes_closed_days_with_their_names_by_keyboard(office: Office) -> None:
    with office.screen("admin", "/settings/calendar") as page:
        page.locator("#day-0").fill(f"{TODAY.year + 1}-12-24")
        page.get_by_role("button", name="Lagre de stengte dagene").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("hvorfor det er stengt")
        expect(page.locator("#name-0")).to_have_attribute("aria-invalid", "true")
        page.locator("#name-0").fill("Julaften")
        page.keyboard.press("Enter")
        expect(page.locator(".toast")).to_contain_text("De stengte dagene er lagret")
        assert flaws(page) == []
        page.reload()
        expect(page.locator("#name-0")).to_have_value("Julaften")
    with office.screen("auditor", "/settings/calendar") as page:
        expect(page.get_by_role("list", name="Stengte dager")).to_contain_text(f"24.12.{TODAY.year + 1} Julaften")
