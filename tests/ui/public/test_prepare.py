"""Before login, by its routes: what is told to everybody, the PDF in three languages, and who may make a draft of it, and how."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pikepdf
import pypdfium2
import pytest

from models.base import Phase
from models.local_set import Contact, LocalSet, Words
from models.text import Text, verbatim
from tests.browser.seeding import Seed
from tests.faults.visitors import Gate, open_gate
from ui.public.paper import Sheet, file_name, pdf
from ui.public.words import Block, Item, Part
from ui.texts import Speaker
from workflows.casework.ruling import publish_rules, save_rules
from workflows.ports import CaseFilter

REPLACE = {"what": "water-meter.replace", "where": "building", "who": "plumber"}
LANGUAGES = {"nb": ("Kompetansebevis", "Innen 1 virkedag", "Bilde av tallverket", "Regler fra: Fjordvik"),
             "nn": ("Kompetansebevis", "Innan 1 virkedag", "Reglar frå: Fjordvik", "Vanleg behandlingstid"),
             "en": ("Certificates", "Within 1 working day", "Photo of the dial", "Whose rules: Fjordvik")}  # fmt: skip


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("prepare"), PORTAL_PAGES_PER_MINUTE="10000") as opened:
        yield opened


@pytest.fixture
def stranger(gate: Gate) -> Iterator[httpx.Client]:
    """A browser without a session."""
    headers = {"Accept": "text/html", "Accept-Language": "nb", "Origin": gate.portal.base}
    with httpx.Client(base_url=gate.portal.base, headers=headers, timeout=30) as client:
        yield client


def words_of(content: bytes) -> str:
    """Every word of a PDF, lines joined."""
    document = pypdfium2.PdfDocument(content)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def drafts(seed: Seed) -> int:
    """How many cases the contractor's company has."""
    with seed.works(writing=False) as work:
        return len(work.cases.cards(seed.actor("contractor").scope, CaseFilter(), limit=200).rows)


def test_everybody_is_told_documents_certificates_fees_time_and_mistakes(stranger: httpx.Client) -> None:
    page = stranger.get("/prepare", params=REPLACE).text

    for words in ("Dokumenter", "Bilde av tallverket", "Svennebrev eller fagbrev som rørlegger", "Gebyr", "Vanlig behandlingstid",
                  "Innen 10 virkedager", "De vanligste feilene", "Eierens samtykke mangler."):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_says_the_same_tagged_and_in_the_readers_language(stranger: httpx.Client, language: str) -> None:
    answer = stranger.get("/prepare.pdf", params={**REPLACE, "municipality": "9999", "lang": language})

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    found = words_of(answer.content)
    assert [words for words in LANGUAGES[language] if words not in found] == []
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert str(document.Root.Lang) == language
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo.Title) in found
        assert (document.open_metadata()["pdfaid:part"], document.open_metadata()["pdfuaid:part"]) == ("2", "1")


def test_one_kind_of_case_has_an_address_of_its_own(stranger: httpx.Client) -> None:
    answer = stranger.get("/prepare/water-meter")

    assert (answer.status_code, answer.headers["location"]) == (303, "/prepare?case=water-meter")
    assert stranger.get("/prepare/nothing").status_code == 404
    assert "Bytte en vannmåler" in stranger.get("/prepare?case=water-meter").text


def test_an_address_that_leads_to_no_single_kind_of_case_has_no_pdf(stranger: httpx.Client) -> None:
    assert stranger.get("/prepare.pdf", params={**REPLACE, "who": "owner"}).status_code == 404
    assert stranger.get("/prepare.pdf").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"what": "nothing.at-all", "where": "moon", "who": "nobody"},
        {"what": "x" * 5000, "where": "<script>alert(1)</script>", "who": "plumber"},
        {**REPLACE, "municipality": "0000", "lang": "xx", "case": "nothing"},
        {"what": "water-meter.replace"},
    ],
)
def test_whatever_an_address_asks_the_page_answers_and_repeats_nothing_as_markup(stranger: httpx.Client, asked: dict[str, str]) -> None:
    answer = stranger.get("/prepare", params=asked)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_what_a_municipality_has_decided_is_told_for_it_and_not_for_others(tmp_path: Path) -> None:
    rules = LocalSet(
        parameters={"handling_time_meter_working_days": 4, "meters_supplied_by": "plumber"},
        contact=Contact(name="Vaktsentralen", phone="70 00 00 00", hours=Words(nb="Hverdager")),
    )
    with open_gate(tmp_path) as gate:
        gate.seed.do("admin", save_rules, "water-meter", rules, 0)
        gate.seed.do("admin", publish_rules, "water-meter", 1, "Egne regler")
        address = f"{gate.portal.base}/prepare"
        here = httpx.get(address, params={**REPLACE, "municipality": "9999"}).text
        elsewhere = httpx.get(address, params=REPLACE).text

    assert "Innen 4 virkedager" in here
    assert "Vaktsentralen" in here
    assert "Utlevering" not in here
    assert "Innen 4 virkedager" not in elsewhere
    assert "Utlevering" in elsewhere


def test_a_stranger_who_wants_to_begin_is_led_to_the_login_and_back_to_the_same_wish(stranger: httpx.Client) -> None:
    answer = stranger.get("/start", params={"what": "water-meter.replace", "municipality": "9999"})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fstart%3Fwhat%3Dwater-meter.replace%26municipality%3D9999"


@pytest.mark.parametrize("login", ["", "contractor", "viewer", "officer", "platform"])
def test_who_has_no_wish_yet_is_led_to_the_questions_signed_in_or_not(gate: Gate, login: str) -> None:
    client = (
        gate.visitor(login).client(Accept="text/html")
        if login
        else httpx.Client(base_url=gate.portal.base, headers={"Accept": "text/html"})
    )
    with client:
        answer = client.get("/start")
        assert (answer.status_code, answer.headers["location"]) == (303, "/prepare")
        assert client.get("/prepare").status_code == 200
        if login:
            assert client.get("/start?municipality=9999&what=").headers["location"] == "/prepare?municipality=9999"


def test_one_press_of_a_contractor_makes_the_draft_with_its_first_answers(gate: Gate) -> None:
    visitor = gate.visitor("contractor")
    with visitor.client(Accept="text/html") as client:
        wish = {"what": "water-meter.replace", "municipality": "9999", "csrf": visitor.csrf}
        answer = client.post("/start", data=wish)

    assert answer.status_code == 303
    _empty, _cases, ref, phase, step = answer.headers["location"].split("/")
    assert (phase, step) == (Phase.APPLICATION, "property")
    assert gate.seed.answer_of(ref, "job", "kind") == "replace"
    assert gate.seed.answer_of(ref, "property", "municipality") == "9999"


def test_without_the_sessions_token_or_from_another_site_nothing_is_begun(gate: Gate) -> None:
    before = drafts(gate.seed)
    visitor = gate.visitor("contractor")
    wish = {"what": "water-meter.replace", "municipality": "9999"}
    with visitor.client(Accept="text/html") as client:
        assert client.post("/start", data=wish).status_code == 403
        assert client.post("/start", data={**wish, "csrf": visitor.csrf}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert client.get("/start", params=wish).status_code == 200
    assert drafts(gate.seed) == before


def test_a_municipality_one_has_no_standing_in_is_asked_for_again(gate: Gate) -> None:
    visitor = gate.visitor("contractor")
    with visitor.client(Accept="text/html") as client:
        answer = client.post("/start", data={"what": "water-meter.replace", "municipality": "0000", "csrf": visitor.csrf})

    assert (answer.status_code, answer.headers["location"]) == (303, "/start?what=water-meter.replace")


@pytest.mark.parametrize("login", ["officer", "viewer"])
def test_who_may_begin_no_case_is_told_so(gate: Gate, login: str) -> None:
    visitor = gate.visitor(login)
    with visitor.client(Accept="text/html") as client:
        wish = {"what": "water-meter.replace", "municipality": "9999"}
        assert client.get("/start", params=wish).status_code == 403
        assert client.post("/start", data={**wish, "csrf": visitor.csrf}).status_code == 403
        assert 'action="/start"' not in client.get("/prepare", params={**REPLACE, "municipality": "9999"}).text


def test_an_occasion_nobody_declared_is_not_there(gate: Gate) -> None:
    visitor = gate.visitor("contractor")
    with visitor.client(Accept="text/html") as client:
        assert client.get("/start", params={"what": "water-meter.fly"}).status_code == 404
        assert client.post("/start", data={"what": "fly", "municipality": "9999", "csrf": visitor.csrf}).status_code == 404


def test_words_on_paper_are_words_whatever_they_look_like() -> None:
    odd = '#read("/etc/passwd") *fet* $x$ _y_ <z> \\ «æøå»'
    block = Block("b", verbatim("= Overskrift"), [Part(None, [Item(verbatim(odd), [verbatim(odd)])])])
    sheet = Sheet("Tittel", odd, [odd], "Bunn", "Portal", "nb", [block])

    found = words_of(pdf(sheet, Speaker("nb")))

    assert found.count('#read("/etc/passwd")') == 4
    assert "= Overskrift" in found


def test_a_letter_no_font_of_ours_has_stops_no_paper() -> None:
    block = Block("b", verbatim("Kontakt"), [Part(None, [Item(verbatim("Vakta 📞 70 00 00 00"))])])

    found = words_of(pdf(Sheet("Tittel", "", [], "Bunn", "Portal", "nb", [block]), Speaker("nb")))

    assert "70 00 00 00" in found


@pytest.mark.parametrize(
    ("words", "name"),
    [("Bytte en vannmåler", "bytte-en-vannmaler.pdf"), ('Ær/ø..\\å\r\n"x"', "aer-o-a-x.pdf"), ("…", "portal.pdf"), ("é", "e.pdf")],
)
def test_a_file_name_is_plain_letters(words: str, name: str) -> None:
    assert file_name(words) == name
    assert isinstance(verbatim(words), Text)
