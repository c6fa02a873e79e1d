"""The municipality takes a plant over: day, defect and protocol are recorded in a form, and both sides see what follows at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from storage.demo_cases import Stage
from storage.demo_follow_up import being_taken_over
from tests.browser.hand import Bag, choose_files
from tests.browser.office import Office, axe, open_office
from tests.days import today


@pytest.fixture
def office(browser: Browser, tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path / "portal", browser) as office:
        yield office


def test_the_takeover_is_recorded_and_the_contractor_sees_it_at_once(office: Office, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
        ref = beside.submit(being_taken_over, Stage(office.seed.works, office.seed.objects, datetime.now(UTC))).result()
    with office.screen("contractor", f"/cases/{ref}") as firm, office.screen("officer", f"/cases/{ref}") as officer:
        expect(officer.locator("#part-record")).to_contain_text("Overta anlegget")
        expect(firm.get_by_text("Kumlokket ved K2").first).to_be_visible()
        officer.get_by_role("link", name="Før inn").click()
        expect(officer.get_by_role("heading", level=1, name="Overtakelse")).to_be_visible()
        lacks = officer.get_by_role("region", name="Det som mangler")
        expect(lacks).to_contain_text("Last opp overtakelsesprotokollen")

        choose_files(officer, "takeover_protocol", [Bag(tmp_path).pdf("protokoll.pdf")])
        expect(officer.locator(".task-box")).to_contain_text("Gjort", timeout=20_000)
        expect(lacks).not_to_contain_text("overtakelsesprotokollen")
        officer.get_by_label("Rettet dato").fill(today().isoformat())
        officer.keyboard.press("Tab")
        expect(officer.locator(".task-box").get_by_text("Gjort")).to_have_count(2)
        expect(firm.locator(".task-box").get_by_text("Gjort")).to_have_count(2)
        expect(firm.get_by_text(re.compile("Garantien gjelder til|Garanti til")).first).to_be_visible()
        officer.set_viewport_size({"width": 375, "height": 800})
        assert axe(officer) == []
        assert axe(firm) == []
        office.show(officer, f"/cases/{ref}")
        officer.set_viewport_size({"width": 1440, "height": 900})
        officer.goto(office.portal.base + "/tasks")
        expect(officer.get_by_role("link", name="Hold garantibefaring")).to_have_count(0)
