"""The README's pictures, taken of the demonstration. `make screenshots` keeps them; here they are taken and held against the README."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from storage.demo_cases import seed_cases
from tests.browser.office import PHONE, Office, open_office
from tests.portal_process import ROOT
from workflows.casework import overview, reviewing, sending
from workflows.casework.reviewing import Wanted

WIDE = (1280, 860)
KEPT = ROOT / "docs" / "screenshots"
NAMES = ("wizard", "wizard-phone", "review", "asked", "board", "officer", "dark")


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("pictures"), browser) as opened:
        with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
            beside.submit(seed_cases, opened.seed.works, opened.seed.objects, datetime.now(UTC)).result()
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this run's pictures go: into the documentation when told so."""
    return KEPT if os.environ.get("PORTAL_TEST_KEEP_SCREENSHOTS") else tmp_path_factory.mktemp("shots")


def test_the_pictures_of_the_readme_can_be_taken(office: Office, folder: Path) -> None:
    seed = office.seed
    draft = seed.draft(place=5, without=("planned_start", "connected_to"), with_photo=False)
    asked = seed.in_review(6)
    seed.do("officer", reviewing.plan_request, asked, Wanted(key="METER.application.address", comment="Skriv oppgangen også."))
    seed.do("officer", reviewing.send_requests, asked)
    answered = seed.in_review(4)
    keys = [one.row.key for one in seed.do("officer", overview.officer_case, answered).checklist]
    for key in keys[:6]:
        seed.do("officer", reviewing.tick, answered, key)
    seed.do("officer", reviewing.plan_request, answered, Wanted(key="METER.application.address", comment="Skriv husbokstaven."))
    seed.do("officer", reviewing.send_requests, answered)
    seed.save(answered, "property", "address", "Skolebakken 4 B")
    seed.do("contractor", sending.resubmit, answered)
    shots = {
        "wizard": ("contractor", f"/cases/{draft}/application/job", WIDE, "light"),
        "wizard-phone": ("contractor", f"/cases/{draft}/application/meters", PHONE, "light"),
        "review": ("contractor", f"/cases/{draft}/review", WIDE, "light"),
        "asked": ("contractor", f"/cases/{asked}", WIDE, "light"),
        "board": ("officer", "/board", (1600, 900), "light"),
        "officer": ("officer", f"/cases/{answered}", (1440, 900), "light"),
        "dark": ("contractor", f"/cases/{draft}/application/building", WIDE, "dark"),
    }
    assert tuple(shots) == NAMES
    folder.mkdir(parents=True, exist_ok=True)
    for name, (login, path, size, scheme) in shots.items():
        with office.screen(login, path, size, scheme) as page:
            expect(page.locator("h1")).to_be_visible()
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"{name}.png")
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == size
            assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 200, "an empty page"


def test_the_readme_shows_these_pictures() -> None:
    shown = re.findall(r"docs/screenshots/([\w-]+)\.png", (ROOT / "README.md").read_text())

    assert sorted(set(shown)) == sorted(NAMES)
    assert [name for name in NAMES if not (KEPT / f"{name}.png").is_file()] == []
