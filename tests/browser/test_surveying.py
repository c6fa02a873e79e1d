"""Points of a survey file become rows of a group, after somebody has seen what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from models.base import Phase
from storage.demo_other_kinds import burst_pipe
from storage.demo_places import ADDRESSES
from tests.browser.office import Office, flaws, open_office
from tests.days import today
from workflows.casework import deciding, drafting, reviewing, sending
from workflows.registry import workflow

KOF = b" 05 V12        VL-KUM   6928001.250  355001.250   12.340\n 05 S3                  6928010.000  355010.000\n"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("survey"), browser) as opened:
        yield opened


def repaired(office: Office) -> str:
    """The address of the survey of an urgent repair that waits for its final documentation."""
    seed, kind = office.seed, workflow("private-work")
    answers = burst_pipe(ADDRESSES["demo-fjordvik"][8], "Anna Eier", "demo-contractor", today())
    changes = drafting.changes_of(kind, Phase.APPLICATION, answers)
    ref = seed.do("contractor", drafting.start_case, kind.key, "9999", changes).ref
    seed.do("contractor", sending.submit, ref)
    seed.do("officer", reviewing.begin_review, ref)
    seed.do("approver", deciding.approve, ref, "Tatt til etterretning.")
    return f"/cases/{ref}/final/survey"


def choose(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("dialog").get_by_role("button", name="Velg en fil").click()
    chooser.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})


def test_points_are_seen_before_they_are_added_and_keep_their_heights(office: Office) -> None:
    with office.screen("contractor", repaired(office), faults_matter=False) as page:
        page.get_by_role("button", name="Les punkter fra innmålingsfil").click()
        choose(page, "a.sos", b".HODE")
        expect(page.get_by_role("dialog")).to_contain_text("Vi leser ikke SOSI-filer.")
        choose(page, "a.kof", KOF)
        box = page.get_by_role("dialog")
        expect(box).to_contain_text("Vi fant 2 punkter.")
        expect(box).to_contain_text("Vi har lest den som EUREF89 UTM 32.")
        expect(box).to_contain_text("1 punkt mangler høyde.")
        expect(box).to_contain_text("Velg selv punkttype for 1 punkt")
        assert flaws(page) == []
        box.get_by_role("button", name="Legg til 2 punkter").click()
        page.wait_for_url(re.compile("at=points"))
        group = page.locator('[data-group="points"]')
        expect(group.locator("[data-row]")).to_have_count(2)
        first = group.locator("[data-row]").first
        expect(first.locator('[data-field$="/z"] input')).to_have_value("12.340")
        expect(first.locator('[data-field$="/kind"] select')).to_have_value("manhole")
        expect(page.locator('[data-field="crs"] input[value="25832"]')).to_be_checked()
