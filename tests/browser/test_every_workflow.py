"""Every kind of case from an empty list to its end, both sides in their own browsers, with one pause and one resubmission each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from models.base import Phase
from models.document import FileKind
from storage.demo_places import ADDRESSES
from tests.browser.hand import Bag, answer, cells, saved
from tests.browser.office import Office, axe, open_office
from tests.browser.test_two_sides import approve, send, stands
from tests.builders import HERE, Example
from tests.builders import TODAY as DAY_OF_EXAMPLES
from tests.days import today
from tests.workflows.test_every_workflow import MODULES
from workflows.declare import Group, Slot
from workflows.index import index_of
from workflows.reading import Reading, RowReading, property_parts
from workflows.registry import WORKFLOWS

KINDS = [name for name in MODULES if name != "water_meter"]  # whose own journey stands in test_two_sides
PLACES = ADDRESSES["demo-fjordvik"]
LEFT_OUT = "description"
"""Needed for a decision in every application: left out, the case is paused at once."""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("kinds"), browser) as opened:
        yield opened


def test_a_journey_stands_for_every_registered_workflow() -> None:
    assert {MODULES[name].WORKFLOW.key for name in MODULES} == set(WORKFLOWS)


@pytest.mark.timeout(300)  # mains have the most to fill in: a minute on a quiet machine
@pytest.mark.parametrize("name", KINDS)
def test_a_case_of_every_kind_goes_from_an_empty_list_to_its_end(office: Office, name: str) -> None:
    job = Journey(office, name, KINDS.index(name))
    with office.screen("contractor", "/cases/new") as firm:
        job.begin(firm)
        job.fill(firm, Phase.APPLICATION, without=LEFT_OUT)
        job.review(firm)
        send(firm)
        stands(firm, "Du må svare")
        assert job.requested() == [LEFT_OUT]

        firm.get_by_role("link", name="Rett det").first.click()
        given = firm.locator(f'[data-field="{LEFT_OUT}"]')
        answer(given, job.answers(Phase.APPLICATION)[job.step_of(LEFT_OUT)][LEFT_OUT])
        saved(firm)
        office.show(firm, job.case)
        firm.get_by_role("link", name=re.compile("Send svar")).click()
        send(firm, "Send svarene til Fjordvik")

        with office.screen("officer", job.case) as officer, office.screen("approver", job.case) as approver:
            officer.get_by_role("button", name="Se på svarene").click()
            officer.locator("[data-request]").first.get_by_role("button", name="Godta").click()
            stands(firm, "Til behandling")
            expect(approver.locator("[data-request]").first).to_contain_text("Godtatt")
            approve(approver)
            for phase in job.phases[1:]:
                firm.get_by_role("link", name=re.compile("^(Gå videre|Begynn)$")).click()
                job.fill(firm, phase)
                job.review(firm)
                send(firm)
                officer.get_by_role("button", name="Start kontrollen").click()
                stands(approver, "Under kontroll")
                approve(approver)
            stands(firm, "Ferdig")
            if job.workflow.guarantee and job.workflow.guarantee.begins:
                take_over(approver, office, job.case)
            if job.workflow.guarantee:
                expect(firm.get_by_text(re.compile(r"^Garantien gjelder til \d")).first).to_be_visible()
                expect(approver.locator(".case-sub")).to_contain_text("Garanti til")
            assert axe(firm) == []
            assert axe(approver) == []


def take_over(page: Page, office: Office, case: str) -> None:
    """Record from when the guarantee runs, and come back to the case."""
    page.locator("#part-record").get_by_role("link", name="Før inn").click()
    answer(page.locator('[data-field="guarantee_from"]'), today().isoformat())
    saved(page)
    office.show(page, case)


class Journey:
    """One case of one kind: what is answered and uploaded in each phase, moved to a place of the demonstration and to today."""

    def __init__(self, office: Office, name: str, place: int) -> None:
        self.office, self.module = office, MODULES[name]
        self.variant = max(self.module.VARIANTS, key=lambda one: len(self.module.phases_of(one)))
        self.phases = [phase for phase in Phase if phase in self.module.phases_of(self.variant)]
        self.workflow = self.module.WORKFLOW
        self.place = PLACES[place + 4]
        self.bag, self.case = Bag(office.portal.folder), ""

    def step_of(self, key: str, phase: Phase = Phase.APPLICATION) -> str:
        """The step a question belongs to."""
        return index_of(self.workflow, phase).step_of(key)

    def example(self, phase: Phase) -> Example:
        """The complete case the journey retells."""
        made: Example = self.module.complete(self.variant, phase)
        return made

    def answers(self, phase: Phase) -> Mapping[str, Mapping[str, Any]]:
        """The answers of a phase, on days that fit the day of the test, at a place that exists."""
        answers = {
            step: {key: _moved(value, phase) for key, value in given.items()} for step, given in self.example(phase).answers[phase].items()
        }
        address, gnr, bnr, north, east = self.place
        if phase == Phase.APPLICATION:
            answers["property"] |= {"address": address, "properties": [{"gnr": gnr, "bnr": bnr}]}
            answers["property"].pop("municipality", None)
        people = {"kari": "demo-contractor", "ola": "demo-applicant"}
        return {
            step: {key: _moved_to(_renamed(value, people), (north, east)) for key, value in given.items()}
            for step, given in answers.items()
        }

    def requested(self) -> list[str]:
        """Places the municipality asks about now."""
        with self.office.seed.works(writing=False) as work:
            case = work.cases.get(self.office.seed.actor("contractor").scope, self.case.removeprefix("/cases/"))
            return [one.target.partition("/")[2] for one in work.cases.requests(case.id) if one.state == "sent"]

    def begin(self, page: Page) -> None:
        """Choose kind and place, and begin; all parts on one page from then on."""
        page.locator(f'[data-field=workflow] input[value="{self.workflow.key}"]').check()
        for part, value in (("gnr", self.place[1]), ("bnr", self.place[2])):
            page.locator(f'[data-part="{part}"]').fill(str(value))
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Start en ny kladd").click()
        page.wait_for_url("**/application/property")
        self.case = page.url.removeprefix(self.office.portal.base).rsplit("/", 2)[0]
        whole = page.get_by_role("button", name="Vis alle deler på én side")
        if whole.count():
            whole.click()
            expect(page.get_by_role("button", name="Vis én del om gangen")).to_be_visible()

    def fill(self, page: Page, phase: Phase, without: str = "") -> None:
        """Answer everything and upload what is wanted."""
        page.wait_for_url(f"**/{phase.value}/**")
        page.wait_for_function("window.socket?.connected === true")
        example, answers = self.example(phase), self.answers(phase)
        told = Reading(example.workflow, example.dossier)
        for step in index_of(self.workflow, phase).steps.values():
            given = answers.get(step.key, {})
            for part in (one for one in step.parts if told.shows(one.key)):
                if isinstance(part, Slot):
                    self._upload(page, part, part.key, example.files)
                elif isinstance(part, Group):
                    self._rows(page, part, [_told(row, given[part.key]) for row in told.rows(part.key)], example.files)
                elif given.get(part.key) not in (None, "") and part.key != without and not part.fixed:
                    answer(page.locator(f'[data-field="{part.key}"]'), given[part.key])
        saved(page, 15_000)

    def _rows(self, page: Page, group: Group, rows: list[Mapping[str, Any]], files: Mapping[str, Any]) -> None:
        for number, row in enumerate(rows):
            self._row(page, group, number)
            for _group, _number, name, value in cells({group.key: [row]}):
                answer(self._row(page, group, number).locator(f'[data-field$="/{name}"]'), value)
        for number, row in enumerate(rows):
            for slot in group.row.slots:
                self._upload(page, slot, f"{slot.key}@{row.get('_row', number + 1)}", files, number)

    def _row(self, page: Page, group: Group, number: int) -> Locator:
        """The row of a number; added when there is none yet."""
        box = page.locator(f'[data-group="{group.key}"]')
        rows = box.locator("[data-row]")
        while rows.count() <= number:
            count = rows.count()
            box.get_by_role("button", name=re.compile("^Legg til")).last.click()
            expect(rows).to_have_count(count + 1)
        return rows.nth(number)

    def _upload(self, page: Page, slot: Slot, place: str, files: Mapping[str, Any], row: int | None = None) -> None:
        if not files.get(place):
            return
        found = page.locator(f'[data-slot="{place}"]' if row is None else f'[data-slot^="{slot.key}@"]')
        box = found if row is None else found.nth(row)
        saved(page, 15_000)
        expect(box).to_be_visible()
        paths = [self._file(slot, f"{slot.key}-{number}") for number in range(len(files[place]))]
        box.locator(".slot-choose input[type=file]").first.set_input_files(paths)
        expect(box.locator(".is-ready, .is-doubtful, .is-refused")).to_have_count(len(paths), timeout=60_000)

    def _file(self, slot: Slot, name: str) -> Path:
        if FileKind.PDF in slot.accepts or FileKind.DRAWING in slot.accepts or FileKind.CCTV in slot.accepts:
            return self.bag.pdf(f"{name}.pdf")
        if FileKind.IMAGE in slot.accepts:
            return self.bag.jpeg(f"{name}.jpg", today())
        path = self.bag.folder / f"{name}.csv"
        path.write_text("id;n;e;z\nP1;6927000,10;355000,20;12,3\n", encoding="utf-8")
        return path

    def review(self, page: Page) -> None:
        """On to check your answers."""
        page.get_by_role("button", name="Fortsett").click()
        page.wait_for_url("**/review")


def _told(row: RowReading, given: Any) -> dict[str, Any]:
    """What is answered in the questions of a row that are shown."""
    content = given[row.number - 1] if isinstance(given[row.number - 1], dict) else property_parts(given[row.number - 1])
    shown = {one.key for one in row.group.row.questions if row.holds(one.applies_if) and not one.hidden and not one.fixed}
    return {"_row": row.id, **{key: value for key, value in content.items() if key in shown and value not in (None, "")}}


def _moved(value: Any, phase: Phase) -> Any:
    """Days of the example moved with the day of the test: nothing is begun before the approval, nothing is done in the future."""
    if isinstance(value, list):
        return [_moved(one, phase) for one in value]
    if isinstance(value, dict):
        return {key: _moved(one, phase) for key, one in value.items()}
    if not isinstance(value, str) or not re.match(r"20\d\d-\d\d-\d\d", value):
        return value
    day = date.fromisoformat(value[:10])
    if phase == Phase.APPLICATION:
        moved = day + (today() - DAY_OF_EXAMPLES)
    else:
        moved = today() if day <= DAY_OF_EXAMPLES else today() + (day - DAY_OF_EXAMPLES)
    return moved.isoformat() + value[10:]


def _moved_to(value: Any, there: tuple[float, float]) -> Any:
    """Coordinates in degrees moved from the property of the examples to another."""
    if isinstance(value, list):
        return [_moved_to(one, there) for one in value]
    if isinstance(value, dict):
        return {key: _moved_to(one, there) for key, one in value.items()}
    if not isinstance(value, str) or not value.startswith("lat/long"):
        return value

    def pair(found: re.Match[str]) -> str:
        north, east = (float(found[place + 1]) - HERE[place] + there[place] for place in (0, 1))
        return f"{north:.6f} {east:.6f}"

    return re.sub(r"(\d+\.\d+) (\d+\.\d+)", pair, value)


def _renamed(value: Any, people: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, people) for one in value]
    if isinstance(value, dict):
        return {key: _renamed(one, people) for key, one in value.items()}
    return people.get(value, value) if isinstance(value, str) else deepcopy(value)
