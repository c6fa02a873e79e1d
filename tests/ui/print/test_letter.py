"""Letters of decisions: for every kind of case, outcome and written form; archivable, tagged, the same for ever, whatever people write."""

from __future__ import annotations

import hashlib
import io
import itertools

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.letters import LetterFacts, OutcomeKind
from models.text import _, unpack
from tests.ui.print.letters import ARMS, HEAD, facts_for
from tests.ui.print.papers import DIGEST, words_of
from ui.print.letter import letter_data, letter_name, letter_pdf, letter_pictures, proof_pdf, seal, title_of
from ui.texts import Speaker
from workflows.casework.letters import KeptLetter
from workflows.registry import WORKFLOWS

ODD = '#read("/etc/passwd") *fet* $x$ _y_ <z> \\ [#panic()] // «æøå» @ref `r` \u202etilbake\u202c שלום 👷 #include "x"'
PHASES = [(key, one.phase) for key, workflow in WORKFLOWS.items() for one in workflow.phases]
OUTCOMES = [("approved", OutcomeKind.CONTRACT), ("approved", OutcomeKind.INDIVIDUAL), ("approved", OutcomeKind.NOTED),
            ("rejected", OutcomeKind.CONTRACT), ("rejected", OutcomeKind.INDIVIDUAL), ("rejected", OutcomeKind.REFERRED)]  # fmt: skip
FALSE_ALARMS = {
    "pikepdf:schema-OutlineItem", "ISO_19005_2:6.6.2.3.1-1", "ISO_19005_2:6.6.2.3.1-2", "ISO_19005_2:6.6.4-3", "pikepdf:font-program",
}  # fmt: skip
"""What the checker says of every file of conformance A with PDF/UA: it knows conformance B only, and none of the other's metadata."""


def kept(facts: LetterFacts, arms: str = ARMS) -> KeptLetter:
    """A letter as the database keeps it."""
    return KeptLetter(facts, letter_data(facts), arms, DIGEST)


@pytest.mark.parametrize(("workflow", "phase"), PHASES)
def test_every_kind_of_case_has_a_letter_for_every_outcome_in_both_forms(workflow: str, phase: str) -> None:
    for (outcome, kind), language in itertools.product(OUTCOMES, ("nb", "nn")):
        has_appeal = kind == OutcomeKind.INDIVIDUAL
        facts = facts_for(
            workflow, phase, outcome=outcome, kind=kind, language=language,  # type: ignore[arg-type]  # a phase is its word
            **({} if has_appeal else {"appeal_until": None, "appeal_body": ""}),
        )  # fmt: skip
        found, t = words_of(letter_pdf(kept(facts))), Speaker(language)  # type: ignore[arg-type]  # one of two

        assert t(title_of(facts)) in found
        assert t(unpack(facts.phase_title)) in found
        assert ("14.12.2026" in found) is has_appeal
        assert ("Klagerett" in found) is has_appeal
        assert ("20.12.2026" in found) is (outcome == "approved" and kind != OutcomeKind.NOTED)


def test_it_keeps_for_archives_and_is_tagged_in_its_own_language() -> None:
    for arms in (ARMS, ""):
        content = letter_pdf(kept(facts_for(language="nn"), arms))
        report = pikepdf.pdfa.validate_written(io.BytesIO(content), "2b")

        assert {one.rule for one in report.findings} <= FALSE_ALARMS, report.summary()
        with pikepdf.open(io.BytesIO(content)) as document:
            about = document.open_metadata()
            assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
            assert (str(document.Root.Lang), bool(document.Root.MarkInfo.Marked)) == ("nn", True)
            assert document.Root.get("/AF") is None
    assert not pikepdf.pdfa.validate_written(io.BytesIO(_with_a_script(content)), "2b").passed
    found = {one.rule for one in pikepdf.pdfa.validate_written(io.BytesIO(_with_a_script(content)), "2b").findings}
    assert found - FALSE_ALARMS, "the check would not see a script in it"


def _with_a_script(content: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


def test_it_is_the_same_file_whenever_it_is_made_whatever_the_catalogues_say_by_then() -> None:
    facts = facts_for()
    sealed = seal(facts, ARMS)
    later = facts.model_copy(update={"workflow": {"id": "Another title"}, "outcome_label": {"id": "Another"}})

    first = letter_pdf(KeptLetter(facts, sealed.words, ARMS, sealed.sha256))
    assert hashlib.sha256(first).hexdigest() == sealed.sha256
    assert letter_pdf(KeptLetter(later, sealed.words, ARMS, sealed.sha256)) == first
    assert letter_pdf(KeptLetter(later, {}, ARMS, "")) != first


def test_it_looks_as_it_looked() -> None:
    """Positions of a few words, in points from the lower left: a letter that falls apart moves them."""
    document = pypdfium2.PdfDocument(letter_pdf(kept(facts_for())))
    page = document[0].get_textpage()
    found = {word: _place(page, word) for word in ("Nilsen Rør AS", "Vedtak: Gravetillatelse", "Begrunnelse", "Klagerett")}
    document.close()

    assert {word: x for word, (x, _y) in found.items()} == dict.fromkeys(found, 71)
    heights = [y for _x, y in found.values()]
    assert heights == sorted(heights, reverse=True)
    assert 615 < found["Vedtak: Gravetillatelse"][1] < 650
    pages = letter_pictures(facts_for(), ARMS)
    assert all(one.startswith(b"\x89PNG") for one in pages)
    assert pages == letter_pictures(facts_for(), ARMS)


def _place(page: pypdfium2.PdfTextPage, word: str) -> tuple[int, int]:
    at, _count = page.search(word).get_next()
    left, bottom, _right, _top = page.get_charbox(at, loose=True)
    return round(left), round(bottom)


def test_the_arms_are_drawn_and_told_to_who_cannot_see_them() -> None:
    def dark(arms: str) -> int:
        document = pypdfium2.PdfDocument(letter_pdf(kept(facts_for(), arms)))
        picture = document[0].render(scale=1).to_pil().convert("L").crop((60, 60, 130, 130))
        document.close()
        return sum(1 for one in picture.tobytes() if one < 100)

    assert dark(ARMS) > 600 > dark("") >= 0
    assert "Våpenet til Fjordvik".encode("utf-16-be").hex() in _texts_of(letter_pdf(kept(facts_for())))
    assert "Fjordvik" in words_of(letter_pdf(kept(facts_for(), "")))


def _texts_of(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as document:
        return " ".join(
            bytes(one.Alt).hex() for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        )  # fmt: skip


def test_conditions_are_numbered_in_order_and_fees_tell_the_tariff_where_they_differ() -> None:
    facts = facts_for(conditions=("Først dette.", "Så dette.", "Til sist dette."), fee_reason="Halv gate.")
    fees = (facts.fees[0].model_copy(update={"ore": 75_000}), facts.fees[1])

    found = words_of(letter_pdf(kept(facts.model_copy(update={"fees": fees}))))

    assert "1. Først dette. 2. Så dette. 3. Til sist dette." in found
    assert all(words in found for words in ("750 kr", "Etter gebyrregulativet: 1500 kr", "Halv gate.", "Sum 2250 kr"))


def test_a_correction_says_which_decision_it_takes_the_place_of_and_why() -> None:
    facts = facts_for(decision=2, replaces=1, replaced_day="2026-11-20", why="Feil dato.")

    found = words_of(letter_pdf(kept(facts)))

    assert "Dette vedtaket erstatter vedtak 1 av 20.11.2026." in found
    assert "Feil dato." in found


def test_the_municipalitys_own_paragraph_stands_on_its_outcome_and_no_other() -> None:
    head = HEAD.model_copy(update={"paragraphs": {"individual": "Følg veinormalen.", "rejected": "Ta kontakt."}})

    assert "Følg veinormalen." in words_of(letter_pdf(kept(facts_for(head=head))))
    refused = words_of(letter_pdf(kept(facts_for(head=head, outcome="rejected", conditions=()))))
    assert "Ta kontakt." in refused
    assert "Følg veinormalen." not in refused


def test_what_people_write_is_words_and_never_an_instruction() -> None:
    head = HEAD.model_copy(update={"department": ODD, "address": ODD, "closing": ODD})
    facts = facts_for(
        reason=ODD, conditions=(ODD,) * 50, fee_reason=ODD, receiver=ODD, address=ODD, reference=ODD, decided_by=ODD, why=ODD, head=head,
        copies=(ODD,), enclosures=(ODD,), appeal_body=ODD, municipality=ODD, replaces=1, replaced_day="2026-11-20",
    )  # fmt: skip

    found = words_of(letter_pdf(kept(facts)))

    assert found.count('#read("/etc/passwd") *fet* $x$ _y_ <z>') >= 55
    assert "root:" not in found
    assert words_of(proof_pdf(kept(facts))).count("[#panic()]") >= 50


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=4000), st.lists(st.text(max_size=300), max_size=5))
def test_no_text_stops_a_letter(words: str, conditions: list[str]) -> None:
    facts = facts_for(reason=words, conditions=tuple(conditions), receiver=words[:200], appeal_body=words[:200], why=words[:200])

    assert letter_pdf(kept(facts)).startswith(b"%PDF-")


def test_one_word_as_long_as_a_page_stays_within_the_page() -> None:
    content = letter_pdf(kept(facts_for(reason="x" * 4000, conditions=("w" * 4000,))))

    document = pypdfium2.PdfDocument(content)
    assert len(document) < 12
    document.close()


def test_the_proof_says_that_work_may_start_where_until_when_and_by_whom() -> None:
    found = words_of(proof_pdf(kept(facts_for())))

    assert all(
        words in found for words in ("Godkjent", "Storgata 14", "20.12.2026", "Berit Nes", "Nilsen Rør AS", "Hold fortauet åpent.", DIGEST)
    )


def test_its_name_is_of_plain_letters() -> None:
    facts = facts_for()

    assert letter_name(facts) == "vedtak-2026-000123-application-1.pdf"
    assert letter_name(facts, proof=True) == "bevis-2026-000123-application-1.pdf"
    assert Speaker("nb")(_("decision")) == "vedtak"
