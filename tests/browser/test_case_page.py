"""Looking at a case: its documents by keyboard, two sendings side by side with pages that move together, the story, cases nearby."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from models.base import Phase
from models.document import FileState
from storage.objects import PREVIEW
from tests.browser.office import Office, flaws, open_office
from tests.storage import files
from workflows.casework import documents, reviewing, sending
from workflows.casework.documents import Place
from workflows.casework.overview import case_home
from workflows.casework.reviewing import Wanted
from workflows.ports import FileVerdict, ReceivedFile

PHOTO = Place(Phase.APPLICATION, "photo_old")


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("looking"), browser) as opened:
        yield opened


def put_pdf(office: Office, ref: str, path: Path, name: str, pages: int) -> None:
    """A PDF in place of what lies in the slot, found good."""
    seed = office.seed
    content = files.pdf(path / name, pages).read_bytes()
    with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
        key = beside.submit(asyncio.run, seed._stored(content)).result()
    file = ReceivedFile(key, name, "application/pdf", len(content), hashlib.sha256(content).hexdigest())
    old = seed.do("contractor", case_home, ref).documents[0].id
    made = seed.do("contractor", documents.attach, ref, PHOTO, file, replaces=old)
    verdict = FileVerdict(FileState.READY, "", {"pages": pages, "content_type": "application/pdf"}, (), key + PREVIEW)
    documents.judge(made.case_id, made.id, verdict, work=seed.works(writing=True), now=datetime.now(UTC))


@pytest.fixture(scope="module")
def answered(office: Office, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address and paper were asked for; both were answered, the paper by another with more pages."""
    seed, folder = office.seed, tmp_path_factory.mktemp("papers")
    ref = seed.draft(place=1)
    put_pdf(office, ref, folder, "gammel.pdf", 3)
    seed.do("contractor", sending.submit, ref)
    seed.do("officer", reviewing.begin_review, ref)
    seed.do("officer", reviewing.plan_request, ref, Wanted(target="property/address", what="Skriv husnummeret.", extra_reason="Uklart."))
    seed.do("officer", reviewing.plan_request, ref, Wanted(target="meters/photo_old", what="Lever hele planen.", extra_reason="Uklart."))
    seed.do("officer", reviewing.send_requests, ref)
    seed.save(ref, "property", "address", "Storgata 14 B")
    put_pdf(office, ref, folder, "ny.pdf", 4)
    seed.do("contractor", sending.resubmit, ref)
    seed.do("officer", reviewing.begin_review, ref)
    return ref


def is_drawn(image: Locator) -> None:
    """The picture has come."""
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("(one) => one.naturalWidth") > 300


def test_all_documents_are_leafed_through_by_keyboard_on_both_sides(office: Office, answered: str) -> None:
    for login in ("officer", "contractor"):
        with office.screen(login, f"/cases/{answered}/documents") as page:
            name, shown = page.locator(".viewer-name"), page.locator("[data-page='1'] img")
            expect(name).to_have_text("ny.pdf")
            is_drawn(shown)
            page.keyboard.press("j")
            expect(name).to_have_text("gammel.pdf")
            expect(page.get_by_role("button", name="Byttet ut med ny.pdf")).to_be_visible()
            page.keyboard.press("r")
            expect(page.locator("[data-page='1'] img")).to_have_attribute("src", page_source(page.url, turn=1))
            page.keyboard.press("ArrowLeft")
            expect(name).to_have_text("ny.pdf")
            assert flaws(page) == []


def page_source(url: str, turn: int) -> str:
    """Where the first page of the open document comes from."""
    path, _query, document = url.partition("?doc=")
    return f"{path[path.index('/cases') :]}/{document}/pages/1?turn={turn}"


def test_pages_of_two_sendings_move_together_and_pairs_are_judged(office: Office, answered: str) -> None:
    with office.screen("officer", f"/cases/{answered}/changes") as page:
        expect(page.locator(".sides-count")).to_have_text("0 av 2 sett")
        address, paper = page.locator("[data-pair='property/address']"), page.locator("[data-pair='meters/photo_old']")
        expect(address.locator("del")).to_be_visible()
        expect(address.locator("ins")).to_have_text("Storgata 14 B")
        paper.get_by_role("button", name="Se på begge side om side").click()
        old, new = paper.locator("[data-stage]").first, paper.locator("[data-stage]").last
        is_drawn(old.locator("[data-page='1'] img"))
        is_drawn(new.locator("[data-page='1'] img"))
        paper.get_by_label("Side", exact=True).fill("3")
        paper.get_by_label("Side", exact=True).press("Enter")
        expect(old.locator("[data-page='3']")).to_be_in_viewport()
        expect(new.locator("[data-page='3']")).to_be_in_viewport()
        page.wait_for_timeout(300)
        new.evaluate("(stage) => stage.scrollTo(0, 0)")
        expect(old).to_have_js_property("scrollTop", 0)
        address.get_by_label("Sett").check()
        expect(page.locator(".sides-count")).to_have_text("1 av 2 sett")
        paper.get_by_role("button", name="Godta").click()
        expect(page.locator(".sides-count")).to_have_text("2 av 2 sett")
        address.get_by_role("button", name="Spør igjen").first.click()
        address.get_by_label("Hva gjenstår?").fill("Skriv oppgangen.")
        address.locator("form button[type=submit]").click()
        expect(address.locator(".sides-request .tag")).to_have_text("Spurt igjen")
        assert flaws(page) == []


def test_the_story_is_narrowed_and_leads_to_what_it_names(office: Office, answered: str) -> None:
    office.seed.in_review(1)
    with office.screen("officer", f"/cases/{answered}") as page:
        told = page.locator("[data-story]")
        expect(told).to_contain_text("sendte svar på kommunens krav")
        expect(told).to_contain_text("Kommunens frist løper igjen")
        told.locator("[data-show=messages]").click()
        expect(told).to_contain_text("Ikke noe av dette har skjedd.")
        told.locator("[data-show=steps]").click()
        expect(page.locator("[data-nearby] .nearby-case")).to_have_count(1)
        told.get_by_role("link", name="Hva som ble endret").first.click()
        expect(page).to_have_url(f"{office.portal.base}/cases/{answered}/changes?phase=application&new=2")
    with office.screen("contractor", f"/cases/{answered}") as page:
        page.get_by_role("button", name="Vis også hvordan det ble forberedt").click()
        expect(page.locator(".moment.is-noise").first).to_contain_text("forberedte saken")
        assert flaws(page) == []
