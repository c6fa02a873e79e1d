"""The receipt on paper: every answer in the reader's language, tagged and fit for archives, whatever people have written."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Phase, Status
from models.document import FileState
from models.text import _, verbatim
from tests.ui.print.papers import DIGEST, file_info, lines_of, receipt_for, section_with, words_of
from tests.workflows.test_every_workflow import MODULES, complete
from ui.print.press import printable
from ui.print.receipt import receipt_data, receipt_name, receipt_pdf
from ui.texts import LOCALES, Speaker
from workflows.casework.receipts import AskedAtOnce, SentFile
from workflows.clocks import Clock
from workflows.ledger import LedgerRow
from workflows.summary import SummaryGroup, SummaryLine, SummaryRow

NB = Speaker("nb")
LANGUAGES = {
    "nb": ("Gravesøknad", "Mottatt 23.11.2026 kl. 12:00", "svarer innen 07.12.2026", "Side 1 av", "Bevis for", "Ikke besvart:"),
    "nn": ("Gravesøknad", "Motteke 23.11.2026 kl. 12:00", "svarar innan 07.12.2026", "Side 1 av", "Prov for", "Ikkje svart på:"),
    "en": ("Receipt:", "Received 23 Nov 2026 at 12:00", "answers by 7 Dec 2026", "Page 1 of", "Digest of", "Not answered:"),
}  # fmt: skip
ODD = '#read("/etc/passwd") *fet* $x$ _y_ <z> \\ [#panic()] // «æøå» @ref `r`'


@pytest.fixture(scope="module")
def dig() -> bytes:
    return receipt_pdf(receipt_for(complete("excavation", "dig", Phase.APPLICATION)), NB)


@pytest.mark.parametrize("language", LOCALES)
def test_it_speaks_the_readers_language_is_tagged_and_keeps_for_archives(language: str) -> None:
    content = receipt_pdf(receipt_for(complete("excavation", "dig", Phase.APPLICATION)), Speaker(language))  # type: ignore[arg-type]  # one of three

    found = words_of(content)
    assert [words for words in LANGUAGES[language] if words not in found] == []
    with pikepdf.open(io.BytesIO(content)) as document:
        about = document.open_metadata()
        assert str(document.Root.Lang) == language
        assert document.Root.MarkInfo.Marked
        assert "2026-000123" in str(document.docinfo.Title)
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        assert document.Root.get("/AF") is None


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("phase", Phase)
def test_every_answer_of_every_kind_of_case_stands_on_it(name: str, phase: Phase) -> None:
    variants = [one for one in MODULES[name].VARIANTS if phase in MODULES[name].phases_of(one)]
    if not variants:
        assert name == "private_work", "the only kind with a phase less"
        return
    receipt = receipt_for(complete(name, variants[0], phase))

    found = "".join(words_of(receipt_pdf(receipt, NB)).split())

    told = [words for line, _row in lines_of(tuple(receipt.sections)) if line.value for words in (NB(line.label), NB(line.value))]
    assert told
    assert [words for words in told if "".join(words.split()) not in found] == []
    assert [one.file.name for one in receipt.files if one.file.name not in found] == []


def test_what_people_write_is_words_and_never_an_instruction() -> None:
    lines = [SummaryLine("a", verbatim(ODD), verbatim(ODD)), SummaryLine("b", verbatim("B"), verbatim("første linje\n= andre linje"))]
    row = SummaryRow("1", verbatim(ODD), (SummaryLine("g/1/x", verbatim("X"), verbatim(ODD)),))
    receipt = receipt_for(
        complete("water_meter", "replace", Phase.APPLICATION), words=ODD, sent_by=ODD, address=ODD,
        sections=[section_with(*lines, SummaryGroup("g", verbatim(ODD), (row,)))], files=[SentFile(verbatim(ODD), None, file_info(ODD))],
    )  # fmt: skip

    found = words_of(receipt_pdf(receipt, NB))

    assert found.replace(" ", "").count('#read("/etc/passwd")') >= 9
    assert "= andre linje" in found


@pytest.mark.parametrize(
    ("written", "printed"),
    [("漢字 😀", "\ufffd\ufffd \ufffd"), ("a\u0000b\u0007c\td", "a b c d"), ("e\u0301", "é"), ("a\u200bb\ufeff\u00ad\u202ec", "abc"),
     ("Ŋ ŋ č đ š ŧ ž – Ω → ≥ 5 m³ ½ ⌀", "Ŋ ŋ č đ š ŧ ž – Ω → ≥ 5 m³ ½ ⌀"), ("\ud83d", "\ufffd"), ("\ue000", "\ufffd")],
)  # fmt: skip
def test_letters_no_font_of_ours_has_are_marked_and_stop_no_receipt(written: str, printed: str) -> None:
    receipt = replace(receipt_for(complete("water_meter", "remove", Phase.APPLICATION)), words=written)

    assert printable(written) == printed
    assert printed.strip() in words_of(receipt_pdf(receipt, NB)) or "\ufffd" in printed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_whatever_somebody_writes_there_is_a_receipt(written: str) -> None:
    section = section_with(SummaryLine("a", verbatim(written), verbatim(written)), SummaryLine("b", verbatim(written), None))
    receipt = receipt_for(complete("water_meter", "remove", Phase.APPLICATION), sections=[section], words=written, company=written)

    assert receipt_pdf(receipt, NB).startswith(b"%PDF")


def test_the_same_receipt_is_the_same_file_byte_for_byte(dig: bytes) -> None:
    assert receipt_pdf(receipt_for(complete("excavation", "dig", Phase.APPLICATION)), NB) == dig


def test_what_was_asked_for_at_once_is_listed_with_how_to_mend_it_and_by_when() -> None:
    asked = AskedAtOnce(3, _("The owner's consent is missing."), _("Tick that the owner has asked you, or upload the power of attorney."))
    stands = Clock("contractor", 0, 0, None, True, date(2026, 12, 14), ())
    receipt = receipt_for(complete("water_meter", "replace", Phase.APPLICATION), status=Status.PAUSED, lacking=[asked], clock=stands)

    found = words_of(receipt_pdf(receipt, NB))

    for words in ("og satt på pause med en gang", "innen 14.12.2026", "1 ting må sendes inn i tillegg", "Eierens samtykke mangler.",
                  "eller last opp fullmakt"):  # fmt: skip
        assert words in found, words


def test_a_notice_a_resubmission_and_a_permit_by_silence_say_what_they_mean() -> None:
    case = complete("water_meter", "replace", Phase.APPLICATION)

    def told(**changes: object) -> str:
        status = receipt_data(receipt_for(case, **changes), NB)["status"]
        return " ".join([status["title"], *status["lines"]])

    assert "Arbeidet kan begynne" in told(is_notice=True)
    assert told(status=Status.RESUBMITTED).startswith("Svar mottatt 23.11.2026 kl. 12:00")
    assert "regnes tillatelsen som gitt" in told(deemed_granted_on=date(2027, 1, 4))


def test_documents_stand_with_digest_size_place_and_what_the_check_found() -> None:
    doubt = _("The page is blank.")
    file = file_info("plan.pdf", 2_400_000, state=FileState.DOUBTFUL, doubts=(doubt,))
    receipt = receipt_for(complete("water_meter", "remove", Phase.APPLICATION), files=[SentFile(verbatim("Plan"), verbatim("Kum 7"), file)])

    found = words_of(receipt_pdf(receipt, NB))

    for words in ("plan.pdf", DIGEST, "2,4 MB", "Plan, Kum 7", "Kan være feil"):
        assert words in found, words


def test_reasons_and_fees_stand_on_it_with_their_amounts() -> None:
    case = complete("excavation", "dig", Phase.APPLICATION).with_rules(fee_application=412_500)
    row: LedgerRow = replace(next(iter(case.ledger)), reason="Eieren er på reise.")

    found = words_of(receipt_pdf(receipt_for(case, waived=[row]), NB))

    assert "Eieren er på reise." in found
    assert "Gebyr" in found


def group_of(rows: int, columns: int, words: str) -> SummaryGroup:
    """A group with as many rows and columns, all answered."""

    def cell(row: int, column: int) -> SummaryLine:
        return SummaryLine(f"g/{row}/c{column}", verbatim(f"Spørsmål {column}"), verbatim(words))

    made = [
        SummaryRow(str(row), verbatim(f"Ledning {row}"), tuple(cell(row, column) for column in range(columns)))
        for row in range(1, rows + 1)
    ]
    return SummaryGroup("g", verbatim("Ledninger"), tuple(made))


def test_short_rows_are_a_table_with_a_head_and_long_ones_blocks() -> None:
    case = complete("water_meter", "remove", Phase.APPLICATION)

    def kind(columns: int, words: str) -> str:
        data = receipt_data(receipt_for(case, sections=[section_with(group_of(2, columns, words))]), NB)
        return str(data["answers"]["sections"][0]["parts"][0]["kind"])

    assert (kind(5, "12,5 m"), kind(15, "12,5 m"), kind(2, "En lang setning som ikke får plass i en celle.")) == (
        "table",
        "blocks",
        "blocks",
    )
    content = receipt_pdf(receipt_for(case, sections=[section_with(group_of(2, 5, "12,5 m"))]), NB)
    with pikepdf.open(io.BytesIO(content)) as document:
        kinds = {str(one.get("/S")) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one}
    assert {"/Table", "/TH", "/H1"} <= kinds


@pytest.mark.parametrize("columns", [6, 15])
def test_two_hundred_rows_take_less_than_a_second_of_work(columns: int) -> None:
    receipt = receipt_for(complete("water_meter", "remove", Phase.APPLICATION), sections=[section_with(group_of(200, columns, "PE 32 mm"))])

    began = time.process_time()
    content = receipt_pdf(receipt, NB)

    assert time.process_time() - began < 1.0, "of the processor, so that a busy machine does not count"
    assert "200" in words_of(content)


def test_the_file_has_a_plain_name() -> None:
    receipt = receipt_for(complete("water_meter", "remove", Phase.APPLICATION))

    assert receipt_name(receipt, NB) == "kvittering-2026-000123-application-1.pdf"
    assert receipt_name(receipt, Speaker("en")) == "receipt-2026-000123-application-1.pdf"
