"""Every page of the portal in every state it can be in: who looks, where, and what brings the page there. A new page is a new line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyotp
from playwright.sync_api import Page, expect

from storage.demo_people import LOGIN_WORD
from tests.browser.office import Office
from tests.browser.town import ask_for_more

Into = Callable[[Page, Office], None]
STEPS = ("property", "parties", "responsible", "job", "building", "meters", "declaration")
FIRM, STAFF = "contractor", "approver"
CASE, STEP, REVIEW = "/cases/{ref}", "/cases/{ref}/{phase}/{step}", "/cases/{ref}/review"
ENDED = ("completed", "rejected", "withdrawn", "lapsed", "notice")


@dataclass(frozen=True)
class State:
    """One state of one page. `path` names cases by the state they are in, `route` is the address as it is declared."""

    name: str
    route: str
    login: str
    path: str
    into: Into | None = None
    faults_matter: bool = True


def press(*names: str, then: str) -> Into:
    """Press one button after the other, and see what they bring."""

    def act(page: Page, _office: Office) -> None:
        for name in names:
            page.get_by_role("button", name=name).and_(page.locator(":visible")).first.click()
        expect(page.locator(then).first).to_be_visible()

    return act


def drawn(page: Page, _office: Office) -> None:
    """The letter stands beside what is written."""
    expect(page.locator("img.letter-page").first).to_be_visible(timeout=20_000)


def lacking_grounds(page: Page, office: Office) -> None:
    """Decide without a word, and see beside the field what to write."""
    drawn(page, office)
    page.locator("[data-act=approve]").click()
    expect(page.locator("[data-letter=reason] .field-error")).to_be_visible()


def make_a_key(page: Page, _office: Office) -> None:
    """Fill the form, and see the key."""
    page.get_by_label("Hva er den til?").fill("Jobbsystemet")
    page.get_by_label("Lese saker").check()
    page.get_by_role("button", name="Lag nøkkelen").click()
    expect(page.get_by_label("Nøkkelen", exact=True)).to_be_visible()


def within(place: str, *names: str, then: str) -> Into:
    """The same inside one place of the page."""

    def act(page: Page, _office: Office) -> None:
        for name in names:
            page.locator(place).get_by_role("button", name=name).first.click()
        expect(page.locator(then).first).to_be_visible()

    return act


def unfold(summary: str, then: str) -> Into:
    """Open a fold."""

    def act(page: Page, _office: Office) -> None:
        page.locator(summary).first.click()
        expect(page.locator(then).first).to_be_visible()

    return act


def changed_by_a_colleague(page: Page, office: Office) -> None:
    """What is typed meets what another process has written since the page was opened: no news told of it."""
    ref = page.url.split("/cases/")[1].split("/")[0]
    office.seed.save(ref, "responsible", "reference", "Fra Ola", login="applicant")
    page.locator('[data-field="reference"] input').fill("Fra Kari")
    expect(page.get_by_text("Ditt ble ikke lagret")).to_be_visible()


def without_a_line(page: Page, _office: Office) -> None:
    """Down for as long as it takes to be told."""
    page.context.set_offline(True)
    expect(page.locator("[data-save-mark]")).to_have_attribute("data-state", "offline", timeout=10_000)


def choosing_all(page: Page, _office: Office) -> None:
    """Every row is chosen, and the bar says how many."""
    page.locator("[data-pick-all]").check()
    expect(page.locator("[data-picked]")).to_contain_text("valgt")


def asking_many(page: Page, _office: Office) -> None:
    """One question to many, up to who can be asked and who cannot."""
    page.locator("[data-pick-all]").check()
    page.locator("[data-bulk=ask]").click()
    page.locator("#bulk-what").fill("Hvor langt er røret?")
    page.get_by_role("button", name="Se hva som kan gjøres").click()
    expect(page.locator("[data-bulk-answer]")).to_contain_text("Dette kan gjøres i")


def with_its_map(page: Page, _office: Office) -> None:
    """The map has drawn its points."""
    expect(page.locator("[data-case-map][data-drawn]")).to_be_visible()


def rules_change_meanwhile(page: Page, office: Office) -> None:
    """The municipality asks for more while the page is open, and something is saved after that."""
    ask_for_more(office.seed)
    page.locator('[data-field="owner_name"] input').fill("Ny Eier")
    expect(page.get_by_role("button", name="Last siden på nytt")).to_be_visible()


def sign_in(page: Page, login: str, word: str = LOGIN_WORD) -> None:
    """Send the login form."""
    page.get_by_label("E-post").fill(f"{login}@demo.example")
    page.get_by_label("Passord").fill(word)
    page.keyboard.press("Enter")


def with_a_wrong_password(page: Page, _office: Office) -> None:
    """What the form says then."""
    sign_in(page, "contractor", "feil passord")
    expect(page.locator("#email-error")).to_be_visible()


def to_a_silent_provider(page: Page, _office: Office) -> None:
    """The identity provider does not answer; passwords still work."""
    page.get_by_role("button", name="Logg inn med Prøveporten").click()
    expect(page.get_by_role("heading", name="Vi får ikke kontakt med Prøveporten")).to_be_visible()


def to_set_up_codes(page: Page, _office: Office) -> None:
    """Somebody of the staff comes for the first time."""
    sign_in(page, "officer")
    expect(page).to_have_url(re.compile("/login/enrol$"))


def to_give_a_code(page: Page, office: Office) -> None:
    """Somebody who has set up codes; the one that is given is wrong."""
    office.seed.sessions.change_person("demo-officer2", totp_secret=pyotp.random_base32())
    sign_in(page, "officer2")
    page.get_by_label("Engangskode").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_be_visible()


def with_another_kind_chosen(page: Page, _office: Office) -> None:
    """What would be lost is listed."""
    page.locator("[data-field=workflow] input").first.check()
    expect(page.get_by_text("Saken beholder nummeret").or_(page.get_by_role("button", name="Bytt sakstype")).last).to_be_visible()


def with_all_parts_on_one_page(page: Page, _office: Office) -> None:
    """And back to one at a time for those who look next."""
    page.get_by_role("button", name="Vis alle deler på én side").click()
    expect(page.get_by_role("button", name="Vis én del om gangen")).to_be_visible()


def deciding_without_a_reason(page: Page, _office: Office) -> None:
    """The form of a decision says what lacks."""
    choice = page.locator("[data-choice=approve]")
    choice.get_by_role("button").first.click()
    choice.locator("button[type=submit]").click()
    expect(choice.locator(".field-error")).to_be_visible()


def asked_for_something_else_without_words(page: Page, _office: Office) -> None:
    """The form of a free request says what lacks."""
    page.locator(".other-request summary").click()
    page.locator(".other-request button[type=submit]").click()
    expect(page.locator("#other-what-error")).to_be_visible()


def naming_a_colleague(page: Page, _office: Office) -> None:
    """The list of colleagues, open under what is being written."""
    page.get_by_role("textbox", name="Skriv et notat").press_sequentially("Hør med @to")
    expect(page.get_by_role("listbox", name="Kolleger").get_by_role("option", name="Tor Haugen")).to_be_visible()


def asking_somebody_outside(page: Page, _office: Office) -> None:
    """The form with what an outsider may read."""
    page.get_by_label("En ekstern").check()
    expect(page.get_by_text("Deler som kan leses")).to_be_visible()


def opening_what_is_asked(page: Page, _office: Office) -> None:
    """The first question of the list."""
    page.locator("main table a").first.click()
    expect(page.get_by_role("button", name="Gi uttalelsen")).to_be_visible()


def with_a_document_shown(page: Page, _office: Office) -> None:
    """One document is shown large."""
    page.locator("#part-documents .docs-list button").last.click()
    expect(page.locator("#part-documents .doc-view")).to_be_visible()


def with_a_number_that_is_none(page: Page, _office: Office) -> None:
    """A number that cannot be an organisation number."""
    page.locator("input.control").first.fill("123456789")
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def behind_broken_glass(page: Page, office: Office) -> None:
    """The platform's administrator says why and reads."""
    number = office.seed.numbered(office.seed.submitted())
    break_the_glass(page, number)
    expect(page.get_by_role("button", name="Lukk saken igjen")).to_be_visible()


def asking_to_be_erased(page: Page, _office: Office) -> None:
    """The receipt stands on the page."""
    page.get_by_role("button", name="Be om å bli slettet").click()
    expect(page.locator(".notice-blue")).to_be_visible()


def break_the_glass(page: Page, number: str) -> None:
    """Fill the form in and press."""
    page.locator('[data-field="case"] input').fill(number)
    page.locator('[data-field="reason"] input').fill("Et svar vises ikke i saken; vi må se hva som er lagret.")
    page.locator('[data-field="hours"]').get_by_label("1 time").check()
    page.get_by_role("button", name="Bryt glasset og les saken").click()


PLAIN = (
    State("login", "/login", "", "/login"),
    State("login refused", "/login", "", "/login", with_a_wrong_password, faults_matter=False),
    State("provider silent", "/login", "", "/login", to_a_silent_provider, faults_matter=False),
    State("not let in", "/login/answer/{key}", "", "/login/answer/test", faults_matter=False),
    State("set up codes", "/login/enrol", "", "/login", to_set_up_codes),
    State("code refused", "/login/code", "", "/login", to_give_a_code, faults_matter=False),
    State("account", "/account", FIRM, "/account"),
    State("account of staff", "/account", STAFF, "/account"),
    State("keys for programs", "/account/keys", FIRM, "/account/keys"),
    State("a key just made", "/account/keys", "applicant", "/account/keys", make_a_key),
    State("a key that lacks a name", "/account/keys", STAFF, "/account/keys", press("Lag nøkkelen", then="#error"), faults_matter=False),
    State("forgot the password", "/login/forgot", "", "/login/forgot"),
    State("a link of the past", "/login/reset/{token}", "", "/login/reset/none", faults_matter=False),
    State("an invitation of the past", "/invitation/{token}", "", "/invitation/none", faults_matter=False),
    State("notices", "/notices", FIRM, "/notices"),
    State("people of a company", "/people", FIRM, "/people"),
    State("people of a municipality", "/people", "admin", "/people"),
    State("join", "/register", "", "/register"),
    State("join, refused", "/register", "", "/register", with_a_number_that_is_none, faults_matter=False),
    State("join, begun in another way", "/register/send", "", "/register/send"),
    State("join by a link of the past", "/register/proof/{token}", "", "/register/proof/none", faults_matter=False),
    State("own company", "/company", FIRM, "/company"),
    State("own company for a viewer", "/company", "viewer", "/company"),
    State("a certificate", "/company/certificates/{certificate_id}", FIRM, "/company/certificates/demo-contractor-adk1"),
    State("companies", "/companies", "admin", "/companies"),
    State("companies, nothing found", "/companies", "officer", "/companies?text=finnesikke"),
    State("companies whose certificates run out", "/companies", "admin", "/companies?proofs=ending"),
    State("one of the companies", "/companies/{number}", "admin", "/companies/310000027"),
    State("a company that asks", "/companies/{number}", "admin", "/companies/311990020"),
    State("one of the people", "/people/{member}", FIRM, "/people/demo-viewer-as-viewer"),
    State("accessibility statement", "/accessibility", "", "/accessibility"),
    State("prepare", "/prepare", "", "/prepare"),
    State("prepare answered", "/prepare", "", "/prepare?what=water-meter.replace&where=building&who=plumber&municipality=9999"),
    State("prepare half answered", "/prepare", "", "/prepare?what=water-meter.replace"),
    State("prepare unfit", "/prepare", "", "/prepare?what=water-meter.replace&where=nature&who=owner"),
    State("prepare one kind", "/prepare/{workflow}", "", "/prepare/water-meter"),
    State("start prepared", "/start", FIRM, "/start?what=water-meter.replace&municipality=9999"),
    State("not there", "", FIRM, "/nowhere", faults_matter=False),
    State("case not there", "", FIRM, "/cases/AAAAAAAAAAAAAAAAAAAAAA", faults_matter=False),
    State("not allowed", "", FIRM, "/board", faults_matter=False),
    State("broken", "", FIRM, "/_broken", faults_matter=False),
)

CONTRACTOR = (
    State("overview", "/", FIRM, "/"),
    State("overview of one's own", "/", "applicant", "/?who=me"),
    State("overview without cases", "/", "contractor3", "/"),
    State("list", "/cases", FIRM, "/cases"),
    State("responsible", "/cases/{ref}/responsible", FIRM, "/cases/{submitted}/responsible"),
    State("responsible for a viewer", "/cases/{ref}/responsible", "viewer", "/cases/{submitted}/responsible"),
    State("list found nothing", "/cases", FIRM, "/cases?text=finnesikke"),
    State("list searched", "/cases", FIRM, "/cases?text=strogata"),
    State("list empty", "/cases", "contractor3", "/cases"),
    State("start", "/cases/new", FIRM, "/cases/new"),
    State("start without a kind", "/cases/new", FIRM, "/cases/new", press("Start en ny kladd", then=".field-error")),
    State("draft", CASE, FIRM, "/cases/{begun}"),
    State("withdrawing", CASE, FIRM, "/cases/{begun}", press("Trekk saken", then="dialog[open]")),
    *(
        State(name, CASE, FIRM, f"/cases/{{{name}}}")
        for name in ("submitted", "in_review", "paused", "resubmitted", "work", *ENDED)
    ),
    State("asked and answered", CASE, FIRM, "/cases/{answered}"),
    *(
        State(f"saying: {words}", CASE, FIRM, "/cases/{answered}", press(words, then="dialog[open]"))
        for words in ("Jeg mener dette er riktig", "Jeg trenger mer tid", "Svar", "Endre noe annet")
    ),
    State("taken over", CASE, FIRM, "/cases/{taken_over}"),
    State("viewer", CASE, "viewer", "/cases/{paused}"),
    *(State(f"step {step}", STEP, FIRM, f"/cases/{{draft}}/application/{step}") for step in STEPS),
    State("points in a table", STEP, FIRM, "/cases/{draft}/application/property", press("Punkter i tabell", then=".points-table")),
    State("step with many rows", STEP, FIRM, "/cases/{many_rows}/application/meters"),
    State("step locked", STEP, FIRM, "/cases/{submitted}/application/meters"),
    State("step asked about", STEP, FIRM, "/cases/{answered}/application/property"),
    State("step for a viewer", STEP, "viewer", "/cases/{draft}/application/meters"),
    State("work", STEP, FIRM, "/cases/{work}/work/pickup"),
    State("final, files of rows", STEP, FIRM, "/cases/{final}/final/meters"),
    State("pasting", STEP, FIRM, "/cases/{draft}/application/meters", press("Lim inn fra regneark", then="dialog[open]")),
    State("row removed", STEP, FIRM, "/cases/{complete}/application/meters", press("Fjern Måler 1", then=".row-removed")),
    State("cannot get", STEP, FIRM, "/cases/{draft}/application/meters",
          press("Jeg kan ikke skaffe dette", then="dialog[open]")),
    State("changed by a colleague", STEP, FIRM, "/cases/{complete}/application/responsible", changed_by_a_colleague),
    State("without a line", STEP, FIRM, "/cases/{draft}/application/job", without_a_line, faults_matter=False),
    State("rules changed meanwhile", STEP, FIRM, "/cases/{works}/application/parties", rules_change_meanwhile),
    State("new rules", CASE, FIRM, "/cases/{works}"),
    State("all parts on one page", STEP, "applicant", "/cases/{draft}/application/job", with_all_parts_on_one_page),
    State("review", REVIEW, FIRM, "/cases/{final}/review"),
    State("review refused", REVIEW, FIRM, "/cases/{begun}/review", press("Send inn til Fjordvik", then=".error-summary, [role=alert]")),
    State("sent", REVIEW, FIRM, "/cases/{to_send}/review", press("Send inn til Fjordvik", then="text=Takk")),
    State("another kind", "/cases/{ref}/convert", FIRM, "/cases/{begun}/convert", with_another_kind_chosen),
)  # fmt: skip

OFFICER = (
    State("board", "/board", STAFF, "/board?view=board"),
    State("board empty", "/board", "officer2", "/board"),
    State("board found nothing", "/board", STAFF, "/board?text=finnesikke"),
    State("table", "/board", STAFF, "/board?view=table"),
    State("table found nothing", "/board", STAFF, "/board?view=table&text=finnesikke"),
    State("table with cases chosen", "/board", STAFF, "/board?view=table", choosing_all),
    State("keys", "/board", STAFF, "/board?view=board", press("Taster", then="[data-keys-help]")),
    State("what can be done with many", "/board", STAFF, "/board?view=board", asking_many),
    State("map", "/board/map", STAFF, "/board/map", with_its_map),
    State("map found nothing", "/board/map", STAFF, "/board/map?text=finnesikke"),
    State("workload", "/board/workload", STAFF, "/board/workload"),
    State("workload found nothing", "/board/workload", STAFF, "/board/workload?text=finnesikke"),
    State("calendar", "/calendar", STAFF, "/calendar"),
    State("calendar of a week", "/calendar", STAFF, "/calendar?span=week"),
    State("calendar of a company", "/calendar", FIRM, "/calendar?span=day"),
    State("board searched", "/board", STAFF, "/board?view=board&text=strogata"),
    State("table searched", "/board", STAFF, "/board?view=table&text=strogata&sort=left&columns=case+left+address"),
    State("views", "/board", "admin", "/board?view=table", unfold(".views > details:last-child > summary", then=".views-forms")),
    State("columns", "/board", STAFF, "/board?view=table", unfold(".columns-menu > summary", then=".column-list")),
    State("card menu", "/board", STAFF, "/board?view=board", unfold(".card-menu-button", then=".card-menu-sheet")),
    *(
        State(f"desk {name}", CASE, STAFF, f"/cases/{{{name}}}")
        for name in ("submitted", "paused", "resubmitted", "ready", "work", "final_sent", *ENDED)
    ),
    State("desk for an auditor", CASE, "auditor", "/cases/{in_review}"),
    State("desk, its keys", CASE, STAFF, "/cases/{in_review}", press("Taster", then="[data-keys-help]")),
    State("desk of what is followed up", CASE, STAFF, "/cases/{taken_over}"),
    State("recording", "/cases/{ref}/record", STAFF, "/cases/{taken_over}/record"),
    State("writing a decision", "/cases/{ref}/decision", STAFF, "/cases/{ready}/decision", drawn),
    State("a decision that lacks its grounds", "/cases/{ref}/decision", STAFF, "/cases/{ready}/decision", lacking_grounds),
    State("correcting a decision", "/cases/{ref}/decision", STAFF, "/cases/{work}/decision?correct=application-2", drawn),
    State("registering an appeal", CASE, STAFF, "/cases/{work}", within("#part-decisions", "Registrer en klage", then="[id^=appeal-day]")),
    State("settings, the letterhead", "/settings/letters", "admin", "/settings/letters", drawn),
    State("settings, the letterhead read only", "/settings/letters", "auditor", "/settings/letters", drawn),
    State("settings, the arms", "/settings/letters/arms", "admin", "/settings/letters/arms"),
    State("to follow up", "/tasks", STAFF, "/tasks"),
    State("quality", "/quality", "admin", "/quality?period=all"),
    State("quality, nothing counted", "/quality", "officer2", "/quality"),
    State("quality as tables", "/quality", STAFF, "/quality?period=all", unfold(".chart summary", then=".chart .table")),
    State("cases behind a figure", "/quality/cases", "auditor", "/quality/cases?period=all&behind=corrected"),
    State("no cases behind a figure", "/quality/cases", STAFF, "/quality/cases?period=last-year"),
    State("the words of a prompt", "/quality/{workflow}/{requirement}", "admin", "/quality/water-meter/METER.application.units_served"),
    State("the words of a prompt, read only", "/quality/{workflow}/{requirement}", "officer", "/quality/water-meter/METER-06"),
    State("nothing to follow up", "/tasks", "officer2", "/tasks"),
    State("desk with a full tray", CASE, STAFF, "/cases/{tray}", within("#part-tray", "Endre", then="#part-tray textarea")),
    State("finding", CASE, STAFF, "/cases/{in_review}", within("[data-check=owner_name]", "Ikke OK", then=".check-form")),
    State("asking for something else", CASE, STAFF, "/cases/{tray}", asked_for_something_else_without_words),
    State("asking again", CASE, STAFF, "/cases/{resubmitted}", within("[data-request]", "Spør igjen", then="[data-request] .check-form")),
    State("deciding without a reason", CASE, STAFF, "/cases/{ready}", deciding_without_a_reason),
    State("told by a toast", CASE, STAFF, "/cases/{in_review}", press("Ta saken", then=".toast")),
    State("a document shown", CASE, STAFF, "/cases/{ready}", with_a_document_shown),
    State("settings", "/settings", "admin", "/settings"),
    State("settings of a kind, with versions and a fault", "/settings/{workflow}", "admin", "/settings/water-meter",
          unfold("details.folded > summary, main details > summary", then="main details[open]")),
    State("settings at the standard", "/settings/{workflow}", "auditor", "/settings/discharge"),
    State("settings, numbers", "/settings/{workflow}/rules", "admin", "/settings/water-meter/rules"),
    State("settings, a step", "/settings/{workflow}/{phase}/{step}", "admin", "/settings/water-meter/application/meters"),
    State("settings, preview", "/settings/{workflow}/preview/{phase}/{step}", "admin", "/settings/water-meter/preview/application/meters"),
    State("settings, the municipality", "/settings/municipality", "admin", "/settings/municipality"),
    State("the archive's log", "/settings/archive", "admin", "/settings/archive"),
    State("the archive's log as its auditor reads it", "/settings/archive", "auditor", "/settings/archive?state=failed"),
    State("webhooks of a municipality", "/settings/webhooks", "admin", "/settings/webhooks"),
    State("webhooks of a company", "/account/webhooks", "contractor", "/account/webhooks"),
    State("a webhook of a municipality", "/settings/webhooks/{webhook}", "admin", "/settings/webhooks/{town_hook}"),
    State("a webhook of a company", "/account/webhooks/{webhook}", "contractor", "/account/webhooks/{company_hook}"),
    State("what a webhook was told", "/settings/webhooks/{webhook}/{delivery}", "admin", "/settings/webhooks/{town_hook}/{town_told}"),
    State("what a company was told", "/account/webhooks/{webhook}/{delivery}", "contractor",
          "/account/webhooks/{company_hook}/{company_told}"),
    State("an entry for the archive", "/settings/archive/{item}", "admin", "/settings/archive/{archive_item}"),
    State("settings, the municipality in the map", "/settings/municipality", "auditor", "/settings/municipality",
          press("Vis i kartet", then=".leaflet-control-scale")),
    State("settings, the closed days", "/settings/calendar", "admin", "/settings/calendar"),
    State("settings, the closed days to read", "/settings/calendar", "auditor", "/settings/calendar"),
    State("settings, a file", "/settings/import", "admin", "/settings/import"),
)  # fmt: skip

HEARING = (
    State("named in notes", "/mentions", STAFF, "/mentions"),
    State("named nowhere", "/mentions", "officer2", "/mentions"),
    State("statements of a case", "/cases/{ref}/statements", STAFF, "/cases/{in_review}/statements"),
    State("asking somebody outside", "/cases/{ref}/statements", "officer", "/cases/{in_review}/statements", asking_somebody_outside),
    State("asked of me", "/asked", STAFF, "/asked"),
    State("asked of an expert", "/asked", "expert", "/asked"),
    State("a statement to give", "/asked/{statement}", "expert", "/asked", opening_what_is_asked),
    State("before sending", "/cases/{ref}/requests/preview", STAFF, "/cases/{tray}/requests/preview"),
    State("choosing a colleague for a note", CASE, STAFF, "/cases/{in_review}", naming_a_colleague),
)

COMPANIES = "/cases/{ref}/companies"
DELEGATION = (
    State("list with offers", "/cases", "contractor2", "/cases"),
    State("who works on it", COMPANIES, FIRM, "/cases/{shared}/companies"),
    State("who works on it, asking", COMPANIES, FIRM, "/cases/{submitted}/companies", unfold("details > summary", then="details[open]")),
    State("asked to work", COMPANIES, "contractor2", "/cases/{asked}/companies"),
    State("working for another", CASE, "contractor2", "/cases/{shared}"),
    State("offered", COMPANIES, "contractor2", "/cases/{offered}/companies", unfold("details > summary", then="details[open]")),
    State("offering", COMPANIES, FIRM, "/cases/{offered}/companies"),
    State("accepted", COMPANIES, "contractor2", "/cases/{accepted}/companies"),
    State("to be decided", COMPANIES, STAFF, "/cases/{accepted}/companies",
          unfold("[data-refuse-handover] > summary", then="details[open]")),
    State("to be decided by another", COMPANIES, "officer", "/cases/{accepted}/companies"),
    State("desk with a handover", CASE, STAFF, "/cases/{accepted}"),
    State("handed over", COMPANIES, FIRM, "/cases/{passed}/companies"),
    State("taken over", COMPANIES, "contractor2", "/cases/{passed}/companies"),
    State("who works on it, for an auditor", COMPANIES, "auditor", "/cases/{passed}/companies"),
)  # fmt: skip

OVERSIGHT = (
    State("the log", "/audit", "admin", "/audit"),
    State("the log, nothing found", "/audit", "auditor", "/audit?person=finnesikke&since=2026-01-01"),
    State("the log verified", "/audit", "auditor", "/audit?what=seen", press("Kontroller kjeden", then=".notice-green")),
    State("what a company's people did", "/company/log", FIRM, "/company/log"),
    State("the data map", "/audit/data-map", "auditor", "/audit/data-map"),
    State("one's own data", "/account/data", "officer", "/account/data"),
    State(
        "one's own data, erasure asked for", "/account/data", "viewer", "/account/data", press("Be om å bli slettet", then=".notice-blue")
    ),
    State("the platform", "/platform", "platform", "/platform"),
    State("a case behind broken glass", "/platform/cases/{case}", "platform", "/platform", behind_broken_glass),
    State("people, one wants to be erased", "/people", FIRM, "/people"),
)

DOCUMENTS, CHANGES = "/cases/{ref}/documents", "/cases/{ref}/changes"
CASE_PAGE = (
    State("every document", DOCUMENTS, STAFF, "/cases/{resubmitted}/documents"),
    State("every document, none there", DOCUMENTS, FIRM, "/cases/{begun}/documents"),
    State("every document, a company's", DOCUMENTS, FIRM, "/cases/{submitted}/documents", press("Roter", then=".stage-page")),
    State("two sendings", CHANGES, STAFF, "/cases/{resubmitted}/changes"),
    State("two sendings, everything", CHANGES, FIRM, "/cases/{resubmitted}/changes?everything=1"),
    State("one sending only", CHANGES, STAFF, "/cases/{submitted}/changes"),
)

STATES = (*PLAIN, *CONTRACTOR, *OFFICER, *HEARING, *DELEGATION, *OVERSIGHT, *CASE_PAGE)

NOT_PAGES = {
    "/healthz": "for programs", "/readyz": "for programs", "/metrics": "for programs",
    "/session": "yes or no, for pages that lost their line",
    "/favicon.ico": "a picture", "/prepare.pdf": "a file", "/settings/export": "a file",
    "/cases/{ref}/documents/{document_id}": "a file", "/cases/{ref}/documents/{document_id}/preview": "a picture",
    "/cases/{ref}/documents/{document_id}/thumb": "a picture",
    "/cases/{ref}/documents/{document_id}/pages/{page}": "a picture", "/cases/{ref}/receipt.pdf": "a file",
    "/cases/{ref}/decisions/{phase}/{number}/letter.pdf": "a file", "/cases/{ref}/decisions/{phase}/{number}/proof.pdf": "a file",
    "/companies/export": "a file", "/quality/export": "a file", "/company/certificates/{certificate_id}/file": "a file",
    "/companies/{number}/certificates/{certificate_id}": "a file", "/audit/export": "a file",
    "/cases/{ref}/case-file.pdf": "a file", "/cases/{ref}/archive.zip": "a file",
    "/asked/{statement}/files/{file}": "a file", "/asked/{statement}/documents/{document}": "a file",
    "/cases/{ref}/statements/{statement}/files/{file}": "a file", "/cases/{ref}/inspections/{inspection}.ics": "a file",
    "/board/export": "a file", "/calendar.ics": "a file",
}  # fmt: skip
"""Addresses that answer GET with something that is not a page, and what it is."""
