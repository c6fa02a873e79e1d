"""An administrator's rules in real browsers: written, previewed, published under an open draft, taken to another municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from models.local_set import LocalSet
from tests.browser.hand import saved
from tests.browser.office import PHONE, Office, flaws, open_office
from workflows.casework import ruling

STEP = "/settings/water-meter/application/meters"


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("settings"), browser, {"PORTAL_PAGES_PER_MINUTE": "10000"}) as opened:
        yield opened


def add(page: Page, label: str, button: str) -> None:
    """Add an own part on the page of a step."""
    page.locator("#own-label").fill(label)
    page.get_by_role("button", name=button).click()


def test_an_officer_is_offered_the_standard_conditions_and_may_change_them(office: Office) -> None:
    content = LocalSet.model_validate({"conditions": [{"nb": "Gi beskjed før oppstart."}]})
    revision = office.seed.do("admin", ruling.save_rules, "water-meter", content, 0)
    office.seed.do("admin", ruling.publish_rules, "water-meter", revision)
    ref = office.seed.in_review(3)
    with office.screen("approver", f"/cases/{ref}") as page:
        approval = page.locator("[data-choice=approve]")
        approval.get_by_role("button").first.click()
        approval.get_by_label("Gi beskjed før oppstart.").check()
        expect(approval.locator("textarea").nth(1)).to_have_value("Gi beskjed før oppstart.")


def test_rules_written_in_one_window_reach_a_draft_open_in_another(office: Office, tmp_path: Path) -> None:
    ref = office.seed.draft()
    with office.screen("contractor", f"/cases/{ref}/application/meters") as contractor, office.screen("admin", STEP) as admin:
        add(admin, "Dybde på kummen", "Legg til et spørsmål")
        key = "questions/own_dybde_pa_kummen"
        field = admin.locator(f'[data-field="{key}/kind"]')
        expect(field).to_be_visible()
        field.get_by_label("Tall med enhet").check()
        unit = admin.locator(f'[data-field="{key}/unit"] input')
        expect(unit).to_be_visible()
        unit.fill("m")
        admin.locator(f'[data-field="{key}/level"]').get_by_label("Trengs før innsending").check()
        admin.locator(f'[data-field="{key}/help/nb"] textarea').fill("Mål fra lokk til bunn.")
        saved(admin)
        add(admin, "Kart over kummen", "Legg til et dokument")
        expect(admin.locator('[data-field="slots/own_kart_over_kummen/accepts"]')).to_be_visible()
        saved(admin)
        assert flaws(admin) == []

        office.show(admin, "/settings/water-meter/preview/application/meters")
        tried = admin.locator('[data-field="own_dybde_pa_kummen"]')
        expect(tried).to_contain_text("Mål fra lokk til bunn.")
        expect(admin.locator("[data-missing]")).to_contain_text("Svar på «Dybde på kummen»")
        tried.locator("input").fill("3")
        expect(admin.locator("[data-missing]")).not_to_contain_text("Svar på «Dybde på kummen»")

        office.show(admin, "/settings/water-meter")
        admin.locator("#rules-note").fill("Vi trenger dybden.")
        admin.get_by_role("button", name="Publiser ny versjon").click()
        expect(admin.get_by_text(re.compile(r"Versjon \d er publisert"))).to_be_visible()

        contractor.locator('[data-field$="/place_room"] input').first.fill("Kjeller")
        contractor.get_by_role("button", name="Last siden på nytt").click()
        answer = contractor.locator('[data-field="own_dybde_pa_kummen"] input')
        expect(answer).to_be_visible()
        answer.fill("3")
        saved(contractor)

        office.show(admin, STEP)
        admin.locator("#own_dybde_pa_kummen summary").click()
        admin.locator(f'[data-field="{key}/label/nb"] input').fill("Dybde fra lokk")
        saved(admin)
        office.show(admin, "/settings/water-meter")
        admin.get_by_role("button", name="Publiser ny versjon").click()
        expect(admin.get_by_text(re.compile(r"Versjon \d er publisert"))).to_be_visible()

        office.show(contractor, f"/cases/{ref}/application/meters")
        expect(contractor.get_by_text("Endret, se over svaret ditt: Dybde fra lokk")).to_be_visible()
        confirm = contractor.get_by_role("button", name="Bekreft svaret")
        confirm.click()
        expect(confirm).to_be_hidden()


def written(office: Office, page: Page, condition: str) -> ruling.RulesView:
    """The rules once a standard condition has reached the database."""
    for _try in range(100):
        view: ruling.RulesView = office.seed.do("admin", ruling.rules_view, "water-meter")
        if condition in [one.nb for one in view.content.conditions]:
            return view
        page.wait_for_timeout(100)
    raise AssertionError("the condition was never saved")


def test_the_file_of_one_municipality_becomes_drafts(office: Office, tmp_path: Path) -> None:
    with office.screen("admin", "/settings/water-meter/rules", PHONE) as page:
        page.locator('[data-field="contact/name"] input').fill("Servicetorget")
        conditions = page.locator('[data-field^="conditions/"][data-field$="/nb"] textarea')
        before = conditions.count()
        page.get_by_role("button", name="Legg til et vilkår").click()
        expect(conditions).to_have_count(before + 1)
        conditions.last.fill("Meld fra før start.")
        page.keyboard.press("Tab")
        view = written(office, page, "Meld fra før start.")
        assert flaws(page) == []
    assert view.content.contact.name == "Servicetorget"
    office.seed.do("admin", ruling.publish_rules, "water-meter", view.revision)
    with office.screen("admin", "/settings") as page:
        with page.expect_download() as taken:
            page.get_by_role("link", name="Eksporter reglene").click()
        file = tmp_path / "rules.json"
        taken.value.save_as(file)
    office.seed.do("admin", ruling.save_rules, "water-meter", LocalSet(), 0)
    with office.screen("admin", "/settings") as page:
        page.get_by_role("link", name="Importer regler").click()
        page.locator("#file").set_input_files(file)
        page.get_by_role("button", name="Les inn filen").click()
        expect(page).to_have_url(re.compile(r"/settings\?imported="))
