"""A case between a contractor and two officers, each in a browser of their own, from the first look to the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.office import Office, card, flaws, open_office
from workflows.casework import reviewing, sending
from workflows.casework.overview import officer_case
from workflows.casework.reviewing import Wanted


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("case"), browser) as opened:
        yield opened


def asked_about_address(office: Office, place: int) -> str:
    """A case that waits for the contractor to correct the address; two things were ticked before."""
    seed = office.seed
    ref = seed.in_review(place)
    keys = [one.row.key for one in seed.do("officer", officer_case, ref).checklist]
    for key in (key for key in keys if key.endswith((".owner_name", ".owner_kind"))):
        seed.do("officer", reviewing.tick, ref, key)
    seed.do("officer", reviewing.plan_request, ref, Wanted(key="METER.application.address", comment="Skriv husnummeret."))
    seed.do("officer", reviewing.send_requests, ref)
    return ref


def answered(office: Office, place: int) -> str:
    """The same with the answer sent."""
    ref = asked_about_address(office, place)
    office.seed.save(ref, "property", "address", "Storgata 14 B")
    office.seed.do("contractor", sending.resubmit, ref)
    return ref


def test_what_is_not_good_is_piled_up_previewed_and_sent_once(office: Office) -> None:
    ref = office.seed.submitted(0)
    office.wait_for_boards()
    with office.screen("approver", "/board") as board, office.screen("officer", f"/cases/{ref}") as page:
        page.get_by_role("button", name="Start kontrollen").click()
        name = page.locator('[data-check="owner_name"]')
        name.get_by_role("button", name="Ikke OK").click()
        form = name.locator(".check-form")
        expect(form).to_contain_text("Skriv navnet på eieren.")
        form.get_by_label("Legg til en egen setning").fill("Skriv fullt navn.")
        form.get_by_role("button", name="Legg i kravbunken").click()
        expect(page.locator(".tray-count")).to_have_text("1 krav klart til sending")
        page.get_by_text("Be om noe annet").click()
        page.get_by_label("Hva skal entreprenøren gjøre?").fill("Fortell når vannet blir stengt.")
        page.locator(".other-request").get_by_role("button", name="Legg i kravbunken").click()
        expect(page.locator(".tray-count")).to_have_text("2 krav klare til sending")
        expect(page.locator("[data-planned]").first).to_contain_text("Skriv fullt navn.")
        page.get_by_role("button", name="Se over 2 krav og send").click()
        sheet = page.locator(".preview-sheet")
        expect(sheet).to_contain_text("Skriv fullt navn.")
        expect(sheet).to_contain_text("Fortell når vannet blir stengt.")
        expect(page.locator(".preview-mail")).to_contain_text("Kommunen ber deg rette")
        page.get_by_role("button", name="Send 2 krav").click()
        expect(card(board, "waiting", "Storgata 14")).to_be_visible(timeout=2000)
        expect(page.get_by_text("Venter på Nilsen Rør AS")).to_be_visible()
        expect(page.locator(".tray-count")).to_have_count(0)
        expect(page.locator("[data-request]")).to_have_count(2)


def test_after_a_resubmission_only_differences_are_shown_and_ticks_stay(office: Office) -> None:
    ref = answered(office, 1)
    with office.screen("officer", f"/cases/{ref}") as page:
        page.get_by_role("button", name="Se på svarene").click()
        shown = page.locator("[data-check]:visible")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Strandgata 3")
        expect(shown).to_contain_text("Storgata 14 B")
        expect(page.locator(".checks-count")).to_have_text("0 av 1 sett")
        expect(page.locator("#part-changes")).to_contain_text("Storgata 14 B")
        page.get_by_role("button", name=re.compile("^Alle krav")).click()
        expect(page.locator('[data-check="owner_name"].is-ticked')).to_be_visible()
        expect(page.locator(".checks-count")).to_have_text(re.compile(r"^2 av \d+ sett$"))
        pair = page.locator("[data-request]").first
        expect(pair).to_contain_text("Storgata 14 B")
        pair.get_by_role("button", name="Godta").click()
        expect(pair).to_contain_text("Godtatt")


def test_an_old_and_a_new_picture_stand_side_by_side_and_each_document_is_shown_large(office: Office) -> None:
    seed, ref = office.seed, office.seed.in_review(6)
    (old,) = seed.do("officer", officer_case, ref).documents
    wanted = Wanted(target="meters/photo_old", what="Ta bildet på nytt.", extra_reason="Tallet kan ikke leses.")
    seed.do("officer", reviewing.plan_request, ref, wanted)
    seed.do("officer", reviewing.send_requests, ref)
    new = seed.photo(ref, "contractor", "photo_old", "skarpt bilde.jpg", replaces=old.id)
    seed.do("contractor", sending.resubmit, ref)
    with office.screen("officer", f"/cases/{ref}") as page:
        changed = page.locator("#part-changes tbody tr", has_text="skarpt bilde.jpg")
        for side, name, file in (("td >> nth=0", old.name, old.id), ("td >> nth=1", "skarpt bilde.jpg", new)):
            shown = changed.locator(side).get_by_role("link", name=name)
            expect(shown).to_have_attribute("href", f"/cases/{ref}/documents/{file}/preview")
            shown.scroll_into_view_if_needed()
            expect(shown.locator("img")).to_have_js_property("naturalWidth", 800)
        pair = page.locator("[data-request] .pair-side.is-old")
        expect(pair.get_by_role("link", name=old.name)).to_be_visible()
        documents = page.locator("#part-documents")
        documents.locator(f'[data-document="{new}"]').click()
        expect(documents.locator(f'[data-document="{new}"]')).to_have_attribute("aria-pressed", "true")
        expect(documents.get_by_role("img", name="skarpt bilde.jpg")).to_have_js_property("naturalWidth", 800)
        with page.expect_download() as taken:
            documents.get_by_role("link", name="Last ned").click()
        assert taken.value.suggested_filename == "skarpt bilde.jpg"


def test_an_answer_that_is_not_good_enough_goes_back_into_the_tray(office: Office) -> None:
    ref = answered(office, 2)
    office.seed.do("officer", reviewing.begin_review, ref)
    with office.screen("officer", f"/cases/{ref}") as page:
        pair = page.locator("[data-request]").first
        pair.get_by_role("button", name="Spør igjen").click()
        pair.get_by_role("button", name="Spør igjen", exact=True).last.click()
        expect(pair.locator(".field-error")).to_have_text("Skriv en kort begrunnelse")
        pair.get_by_label("Hva gjenstår?").fill("Skriv bokstaven på oppgangen.")
        pair.locator("button[type=submit]").click()
        expect(page.locator(".tray-count")).to_have_text("1 krav klart til sending")


def test_no_decision_while_a_request_is_open_and_the_reason_is_told(office: Office) -> None:
    ref = answered(office, 3)
    office.seed.do("officer", reviewing.begin_review, ref)
    with office.screen("approver", f"/cases/{ref}") as page:
        choice = page.locator("[data-choice=approve]")
        choice.get_by_role("button").click()
        expect(choice.locator(".is-told")).to_contain_text("1")
        expect(choice.locator("form")).to_have_count(0)


def test_two_officers_see_each_others_work_at_once_and_the_approver_decides(office: Office) -> None:
    ref = office.seed.in_review(4)
    with office.screen("officer", f"/cases/{ref}") as one, office.screen("approver", f"/cases/{ref}") as other:
        one.locator('[data-check="owner_name"]').get_by_role("button", name="OK").first.click()
        expect(other.locator('[data-check="owner_name"]')).to_contain_text("Ingrid Solberg")
        one.locator("#part-notes textarea").fill("Ringte eieren, alt stemmer.")
        one.locator("#part-notes").get_by_role("button", name="Lagre notatet").click()
        expect(other.locator("#part-notes")).to_contain_text("Ringte eieren, alt stemmer.")
        choice = other.locator("[data-choice=approve]")
        choice.get_by_role("button", name="Godkjenn").first.click()
        choice.locator("button[type=submit]").click()
        expect(choice.locator(".field-error")).to_be_visible()
        choice.get_by_label("Begrunnelse").fill("Alt er i orden.")
        choice.get_by_label("Vilkår (valgfritt)").fill("Måleren skal stå frostfritt.")
        other.get_by_role("button", name="Jeg har sett på det").click()
        choice.locator("button[type=submit]").click()
        expect(one.get_by_text("forbereder denne delen")).to_be_visible()
        expect(one.locator("[data-story]")).to_contain_text("godkjente delen")


def test_a_decision_on_a_case_that_changed_meanwhile_is_not_made(office: Office) -> None:
    ref = office.seed.in_review(5)
    with office.screen("approver", f"/cases/{ref}") as page:
        choice = page.locator("[data-choice=approve]")
        choice.get_by_role("button", name="Godkjenn").first.click()
        choice.get_by_label("Begrunnelse").fill("Alt er i orden.")
        office.seed.do("officer", reviewing.release, ref)  # another process: no news reaches the page
        choice.locator("button[type=submit]").click()
        expect(page.locator(".toast")).to_contain_text("Ingrid Solberg endret saken")
        expect(page.locator(".moved")).to_contain_text("Ingrid Solberg: Slapp saken")
        with office.seed.works(writing=False) as work:
            assert work.cases.get(office.seed.actor("officer").scope, ref).status == "in_review"


def test_the_auditor_reads_and_can_do_nothing(office: Office) -> None:
    ref = office.seed.in_review(6)
    with office.screen("auditor", f"/cases/{ref}") as page:
        expect(page.locator("[data-check]").first).to_be_visible()
        expect(page.locator(".check-ok")).to_have_count(0)
        expect(page.locator("#part-tray")).to_be_hidden()
        expect(page.locator("#part-decision")).to_be_hidden()
        expect(page.locator("#part-notes textarea")).to_have_count(0)


def test_a_case_of_another_municipality_is_not_there(office: Office) -> None:
    ref = office.seed.submitted(0)
    context = office.browser.new_context()
    context.add_cookies([{"name": "portal", "value": office.seed.cookie("officer2"), "url": office.portal.base}])
    answer = context.new_page().goto(f"{office.portal.base}/cases/{ref}")
    context.close()
    assert answer is not None
    assert answer.status == 404


def test_a_decision_asks_for_a_fresh_sign_in(office: Office) -> None:
    ref = office.seed.in_review(2)
    with office.screen("approver", f"/cases/{ref}", minutes_ago=11) as page:
        choice = page.locator("[data-choice=approve]")
        choice.get_by_role("button", name="Godkjenn").first.click()
        choice.get_by_label("Begrunnelse").fill("Alt er i orden.")
        choice.locator("button[type=submit]").click()
        expect(page.locator(".toast")).to_contain_text("Logg inn på nytt før du fatter vedtak.")
        with office.seed.works(writing=False) as work:
            assert work.cases.get(office.seed.actor("officer").scope, ref).status == "in_review"
        page.get_by_role("link", name="Logg inn på nytt").click()
        expect(page.get_by_label("Passord")).to_be_visible()


def test_another_companys_case_here_is_one_press_away_for_the_officer_and_unknown_to_the_company(office: Office) -> None:
    seed = office.seed
    ours, theirs = seed.submitted(11), seed.submitted(11, "contractor2")
    number = seed.do("officer", officer_case, theirs).head.number
    with office.screen("officer", f"/cases/{ours}") as officer, office.screen("contractor", f"/cases/{ours}") as firm:
        assert flaws(officer) == []
        expect(firm.get_by_role("heading", level=1)).to_be_visible()
        assert number not in firm.content()

        officer.get_by_role("link", name=re.compile(f"{number}, ")).click()
        expect(officer).to_have_url(re.compile(f"/cases/{theirs}$"))
