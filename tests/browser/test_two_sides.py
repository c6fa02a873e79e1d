"""The main job whole: one water-meter case from an empty list to an approved final documentation, by both sides in their own browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from storage.demo_answers import Job, application, final, pickup
from tests.browser.hand import Bag, choose_files, fill_step, saved
from tests.browser.office import DESKTOP, PHONE, Office, axe, card, flaws, open_office
from tests.days import today
from tests.workflows.casework.desk import ADDRESS
from workflows.casework import reviewing

SOON = today() + timedelta(days=3)
STORGATA = Job("Storgata 14", 101, 27, "2021-000087", "20110417", "Anna Eier", "demo-contractor", "lat/long 62.47235 6.1512", SOON)
STRANDGATA = Job("Strandgata 3", 101, 44, "2014-001203", "31550982", "Anna Eier", "demo-contractor", "lat/long 62.4708 6.1541", SOON)
SLOTS = {"photo_old_dial": "gammel.jpg", "photo_dial": "ny.jpg", "photo_seal": "plombe.jpg", "photo_installation": "rom.jpg"}


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("sides"), browser) as opened:
        yield opened


def walk(page: Page, answers: dict[str, dict[str, object]], bag: Bag) -> None:
    """Fill the pages of a phase until the review is reached."""
    for _ in range(12):
        page.wait_for_url(re.compile(r"/(application|work|final)/[a-z]+$|/review$"))
        step = page.url.rsplit("/", 1)[-1]
        if step == "review":
            return
        page.wait_for_function("window.socket?.connected === true")
        fill_step(page, answers.get(step, {}))
        for slot, name in SLOTS.items():
            if page.locator(f'[data-slot^="{slot}@"]:visible').count():
                choose_files(page, f"{slot}@", [bag.jpeg(name, today())])
        if step == "meters" and page.locator('[data-slot="photo_old"]:visible').count():
            choose_files(page, "photo_old", [bag.heic("gammel måler.heic")])
        saved(page)
        page.get_by_role("button", name="Fortsett").click()
        page.wait_for_url(re.compile(f"/(?!{step}$)[a-z]+$"))
    raise AssertionError("the review was never reached")


def send(page: Page, name: str = "Send inn til Fjordvik") -> None:
    """Send, see the receipt, and go to the case."""
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="Takk, den er kommet fram")).to_be_visible()
    page.get_by_role("link", name="Gå til saken").click()
    page.wait_for_url(re.compile(r"/cases/[\w-]{20,}$"))


def stands(page: Page, words: str) -> None:
    """The case's status, which follows without a reload."""
    expect(page.locator("main .tag").first).to_have_text(words, timeout=5000)


def approve(page: Page, words: str = "Alt er i orden.") -> None:
    """The approver decides, after a look at what the officer has done meanwhile."""
    page.get_by_role("button", name="Jeg har sett på det").click()
    choice = page.locator("[data-choice=approve]")
    choice.get_by_role("button", name="Godkjenn").first.click()
    choice.get_by_label("Begrunnelse").fill(words)
    choice.locator("button[type=submit]").click()


@pytest.mark.timeout(300)  # a whole case on both sides: half a minute on a quiet machine
@pytest.mark.parametrize(("job", "size"), [(STORGATA, DESKTOP), (STRANDGATA, PHONE)], ids=["desktop", "phone"])
def test_a_case_from_the_empty_list_to_the_approved_final_documentation(office: Office, job: Job, size: tuple[int, int]) -> None:
    bag = Bag(office.portal.folder)
    answers = application(job)
    del answers["job"]["connection_case"]
    start = answers["job"].pop("planned_start")
    with office.screen("contractor", "/", size) as firm, office.screen("officer", "/board") as board:
        firm.get_by_role("link", name="Start en ny sak").first.click()
        firm.locator('[data-field=workflow] input[value="water-meter"]').check()
        for part, value in (("gnr", job.gnr), ("bnr", job.bnr)):
            firm.locator(f'[data-part="{part}"]').fill(str(value))
        firm.keyboard.press("Tab")
        firm.get_by_role("button", name="Start en ny kladd").click()
        fill_all_but_start(firm, answers, bag)

        # Something needed for the decision lacks: received, and paused at once with the list.
        firm.goto(firm.url.rsplit("/", 2)[0] + "/review")
        expect(firm.get_by_text("Ikke komplett ennå")).to_be_visible()
        send(firm)
        case = firm.url.removeprefix(office.portal.base)
        stands(firm, "Du må svare")
        expect(card(board, "waiting", job.address)).to_be_visible(timeout=3000)
        assert axe(firm) == []

        # Only what was asked for is open; it is answered and sent once.
        firm.get_by_role("link", name="Rett det").click()
        firm.wait_for_url("**/application/job?**")
        expect(firm.locator('[data-field="description"] textarea')).to_have_attribute("readonly", "")
        fill_step(firm, {"planned_start": start})
        saved(firm)
        office.show(firm, case)
        firm.get_by_role("link", name=re.compile("Send svar")).click()
        send(firm, "Send svarene til Fjordvik")
        expect(card(board, "answered", job.address)).to_be_visible(timeout=3000)

        with office.screen("officer", case) as officer, office.screen("approver", case) as approver:
            officer.get_by_role("button", name="Se på svarene").click()
            officer.locator("[data-request]").first.get_by_role("button", name="Godta").click()
            stands(firm, "Til behandling")
            expect(approver.locator("[data-request]").first).to_contain_text("Godtatt")
            approve(approver)
            stands(firm, "Godkjent – kan starte")
            assert axe(firm) == []

            # The work notification: which meter was fetched.
            firm.get_by_role("link", name=re.compile("^(Gå videre|Begynn)$")).click()
            fetched = pickup(job)
            fetched["pickup"]["picked_up"] = today().isoformat()
            walk(firm, fetched, bag)
            send(firm)
            officer.get_by_role("button", name="Start kontrollen").click()
            stands(approver, "Under kontroll")
            approve(approver)
            stands(firm, "Sluttdokumentasjon gjenstår")

            # The final documentation, with photos for the meter that was mounted.
            firm.get_by_role("link", name=re.compile("^(Gå videre|Begynn)$")).click()
            mounted = final(job)
            mounted["mounting"]["mounted"] = today().isoformat()
            walk(firm, mounted, bag)
            assert axe(firm) == []
            send(firm)
            officer.get_by_role("button", name="Start kontrollen").click()
            stands(approver, "Under kontroll")
            approve(approver)
            stands(firm, "Ferdig")
            assert axe(firm) == []
            assert axe(approver) == []
    with office.seed.works(writing=False) as work:
        kept = work.cases.get(office.seed.actor("officer").scope, case.removeprefix("/cases/"))
        assert (kept.phase, kept.status) == ("final", "completed")


def fill_all_but_start(page: Page, answers: dict[str, dict[str, object]], bag: Bag) -> None:
    """Every page of the application in turn, by the task list's addresses."""
    page.wait_for_url("**/application/property")
    base = page.url.rsplit("/", 1)[0]
    for step, given in answers.items():
        page.goto(f"{base}/{step}")
        page.wait_for_function("window.socket?.connected === true")
        fill_step(page, given)
        if step == "meters":
            choose_files(page, "photo_old", [bag.heic("gammel måler.heic")])
        saved(page)


def test_a_wish_for_more_time_and_the_later_day_are_seen_at_once_on_the_other_side(office: Office) -> None:
    ref = office.seed.in_review()
    office.seed.do("officer", reviewing.plan_request, ref, ADDRESS)
    office.seed.do("officer", reviewing.send_requests, ref)
    with office.screen("officer", f"/cases/{ref}") as theirs, office.screen("contractor", f"/cases/{ref}") as ours:
        stands = ours.locator(".facts, .key-facts").first.inner_text()
        ours.get_by_role("button", name="Jeg trenger mer tid").click()
        ours.get_by_label("Skriv det i en setning").last.fill("Vi venter på eieren.")
        ours.get_by_role("button", name="Be om mer tid").click()
        expect(ours.locator("[data-request]")).to_contain_text("Du har bedt om mer tid: Vi venter på eieren.")
        expect(theirs.locator("[data-request]")).to_contain_text("Entreprenøren ber om mer tid: Vi venter på eieren.")
        theirs.get_by_role("button", name="Gi mer tid").click()
        expect(theirs.get_by_text("Foretaket har fått mer tid.")).to_be_visible()
        expect(ours.locator(".facts, .key-facts").first).not_to_have_text(stands)
        expect(ours.locator("[data-request]")).not_to_contain_text("Du har bedt om mer tid")
        assert flaws(theirs) == []
