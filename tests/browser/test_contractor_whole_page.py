"""Filling in with all parts on one page: the same fields and the same answers, for those who send many cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hand import fill_step, saved
from tests.browser.office import Office, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("whole"), browser) as opened:
        yield opened


@pytest.fixture(autouse=True)
def one_at_a_time(office: Office) -> None:
    """Everybody begins with the usual way."""
    for login in ("contractor", "applicant"):
        office.seed.sessions.change_person(f"demo-{login}", form_view="steps")


def show_all(page: Page) -> None:
    """Press the button and wait for the other page."""
    page.get_by_role("button", name="Vis alle deler på én side").click()
    expect(page.get_by_role("button", name="Vis én del om gangen")).to_be_visible()
    page.wait_for_function("window.socket?.connected && window.did_handshake")


def test_all_parts_are_answered_on_one_page_and_reviewed(office: Office) -> None:
    ref = office.seed.draft(place=0)
    with office.screen("contractor", f"/cases/{ref}/application/job") as page:
        show_all(page)
        expect(page.get_by_role("heading", level=2)).to_contain_text(["Eiendom", "Eier", "Ansvarlige", "Jobben", "Bygget", "Målere"])
        expect(page.locator("#part-job")).to_be_focused()
        fill_step(page, {"owner_name": "Ny Eier", "description": "To målere i kjelleren.", "units_served": "3"})
        saved(page)
        answers = [
            ("parties", "owner_name", "Ny Eier"),
            ("job", "description", "To målere i kjelleren."),
            ("building", "units_served", "3"),
        ]
        assert [office.seed.answer_of(ref, step, field) for step, field, _value in answers] == [value for *_place, value in answers]
        page.get_by_role("button", name="Fortsett").click()
        page.wait_for_url("**/review")


def test_an_answer_in_one_part_shows_and_hides_questions_in_another_and_the_panel_points_into_the_page(office: Office) -> None:
    ref = office.seed.draft(place=1)
    with office.screen("contractor", f"/cases/{ref}/application/job") as page:
        show_all(page)
        flow = page.locator('[data-field="design_flow_ls"]')
        expect(flow).to_be_visible()
        page.locator('[data-field="kind"] input[value="remove"]').check()
        expect(flow).to_be_hidden()
        page.locator('[data-field="kind"] input[value="replace"]').check()
        expect(flow).to_be_visible()
        page.locator('[data-field="units_served"] input').fill("")
        page.get_by_role("button", name="boenheter").first.click()
        expect(page.locator('[data-field="units_served"] input')).to_be_focused()


def test_the_way_is_remembered_for_all_cases_of_the_person_alone_and_changed_back(office: Office) -> None:
    first, second = office.seed.draft(place=2), office.seed.draft(place=3)
    with office.screen("contractor", f"/cases/{first}/application/job") as page:
        show_all(page)
        office.show(page, f"/cases/{second}/application/property")
        page.get_by_role("button", name="Vis én del om gangen").click()
        expect(page.get_by_role("button", name="Vis alle deler på én side")).to_be_visible()
        expect(page.locator('[data-field="units_served"]')).to_have_count(0)


def test_what_a_colleague_answers_step_by_step_appears_on_the_whole_page(office: Office) -> None:
    ref = office.seed.draft(place=4)
    path = f"/cases/{ref}/application"
    with office.screen("contractor", f"{path}/job") as kari, office.screen("applicant", f"{path}/building") as ola:
        show_all(kari)
        ola.locator('[data-field="intake_od_mm"] input').fill("40")
        expect(kari.locator('[data-field="intake_od_mm"] input')).to_have_value("40")
        kari.locator('[data-field="units_served"] input').focus()
        expect(ola.locator('[data-field="units_served"] .presence')).to_contain_text("Kari Nilsen")
        kari.locator('[data-field="units_served"] input').fill("4")
        expect(ola.locator('[data-field="units_served"] input')).to_have_value("4")


def test_it_fits_a_phone(office: Office) -> None:
    ref = office.seed.draft(place=5)
    with office.screen("applicant", f"/cases/{ref}/application/meters", size=(375, 812)) as page:
        show_all(page)
        page.locator('[data-field="description"] textarea').fill("Fra telefonen.")
        saved(page)
        assert office.seed.answer_of(ref, "job", "description") == "Fra telefonen."
