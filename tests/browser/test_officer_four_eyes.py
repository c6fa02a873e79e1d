"""Where a municipality wants four eyes, one officer proposes and another decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from models.rules import LocalRules
from storage.rows import add
from tests.browser.office import Office, axe, open_office


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("eyes"), browser) as opened:
        rules = LocalRules(
            id="four-eyes", municipality_id="demo-fjordvik", workflow="water-meter", version=1, content={"parameters": {"four_eyes": True}},
            published_at=datetime.now(UTC),
        )  # fmt: skip
        with opened.seed.database.writing.begin() as connection:
            add(connection, rules)
        yield opened


def test_one_proposes_and_another_decides(office: Office) -> None:
    ref = office.seed.in_review(0)
    with office.screen("officer", f"/cases/{ref}") as one, office.screen("approver", f"/cases/{ref}") as other:
        approval = other.locator("[data-choice=approve]")
        approval.get_by_role("button").first.click()
        expect(approval.locator(".is-told")).to_be_visible()
        proposal = one.locator("[data-choice=propose_approved]")
        proposal.get_by_role("button", name="Foreslå godkjenning").first.click()
        proposal.get_by_label("Begrunnelse (valgfritt)").fill("Alt stemmer.")
        proposal.locator("button[type=submit]").click()
        expect(other.locator("#part-decision")).to_contain_text("Ingrid Solberg foreslår godkjenning.")
        assert axe(other) == []
        other.get_by_role("button", name="Jeg har sett på det").click()
        approval.get_by_role("button", name="Godkjenn").first.click()
        approval.get_by_label("Begrunnelse").fill("Enig.")
        approval.locator("button[type=submit]").click()
        expect(one.get_by_text("forbereder denne delen")).to_be_visible()
