"""Case files and whole cases as files: PDF/A that says the same for ever, ZIPs in flat memory that can be verified afterwards."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import pdfa

from models.base import Phase
from models.errors import NotThere
from tests.ui.print.papers import words_of
from tests.workflows.casework.conftest import desk, furnished, sqlite_template
from tests.workflows.casework.desk import Desk
from tests.workflows.records.test_appeals_taken_along import answer, appeal, refused
from tests.workflows.records.test_case_file import closed
from tests.workflows.records.test_taken_along import INTERNAL, SHARED_FILE, SHARED_QUESTION, SHARED_WORDS, packages, stated
from ui.print.archive_sheets import PRINTERS
from ui.print.case_file import case_file_pdf
from ui.print.letter import letter_pdf
from ui.print.whole_case import fit_name, zip_of
from ui.records.verifying import verify_folder, verify_zip
from ui.texts import Speaker, known_locale
from workflows.casework import deciding
from workflows.casework.reading_letters import letter_of
from workflows.records.case_file import CaseFile, case_file
from workflows.records.whole_case import WholeCase, whole_case

__all__ = ["desk", "furnished", "sqlite_template"]
NB = Speaker(known_locale("nb"))
MEGABYTE = 10**6
CHECKERS_OWN = {"pikepdf:schema-OutlineItem", "ISO_19005_2:6.6.2.3.1-1", "ISO_19005_2:6.6.4-3"}
"""What the checker does not know: destinations by reference, metadata whose schema the file itself declares, and level A itself."""


def file_of(desk: Desk, login: str = "officer") -> CaseFile:
    found: CaseFile = desk.do(login, case_file, closed(desk))
    return found


@pytest.mark.parametrize("locale", ["nb", "nn", "en"])
def test_a_case_file_is_pdf_a_and_the_same_bytes_every_time(desk: Desk, locale: str) -> None:
    file, t = file_of(desk), Speaker(known_locale(locale))

    made = case_file_pdf(file, t)

    assert made == case_file_pdf(file, t)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.open_metadata().pdfa_status == "2A"
        assert bool(pdf.Root.MarkInfo.Marked)
        found = pdfa.check(pdf, "2b")  # what is asked of 2a besides is what `Marked` says
    assert [one for one in found.violations if one.rule not in CHECKERS_OWN] == []


def test_a_case_file_says_all_there_is_and_how_to_verify_it(desk: Desk) -> None:
    file = file_of(desk)

    said = words_of(case_file_pdf(file, NB))

    for words in (
        "Saksutskrift", file.number, "Storgata 14", "Storgata 99", "Skriv riktig adresse.", "Meld fra før stengning.",
        "Nå er det rettet.", "Ring eieren.", "bilde.jpg", "innsending 2", file.head.hash, file.documents[0].file.sha256,
        f"Post {file.head.entry} i saksloggen", "verify-records",
    ):  # fmt: skip
        assert words in said, words


def test_a_case_file_with_places_has_a_sketch_of_them(desk: Desk) -> None:
    file = file_of(desk)
    plain = replace(file, sendings=[replace(one, sections=()) for one in file.sendings])

    assert pages(case_file_pdf(file, NB)) > pages(case_file_pdf(plain, NB))


def pages(content: bytes) -> int:
    document = pypdfium2.PdfDocument(content)
    count = len(document)
    document.close()
    return count


def test_every_sheet_of_the_archive_has_somebody_who_prints_it() -> None:
    sheets = {"receipt", "requests", "decision", "message", "statement", "appeal", "appeal_answer", "reopening", "case_file"}
    assert PRINTERS.keys() == sheets


def test_a_case_file_says_every_statement_to_staff_and_to_a_company_what_is_shared(desk: Desk) -> None:
    ref = stated(desk)

    ours, theirs = (words_of(case_file_pdf(desk.do(login, case_file, ref), NB)) for login in ("officer", "contractor"))

    digest = next(one.sha256 for one in desk.do("contractor", case_file, ref).statements[0].files)
    for words in (SHARED_WORDS, SHARED_FILE, digest):
        assert words in ours, words
        assert words in theirs, words
    for words in (SHARED_QUESTION, *INTERNAL, "Geologi AS (Vera Fjell)", "Venter på uttalelse"):
        assert words in ours, words
        assert words not in theirs, words


def test_a_case_file_with_statements_is_pdf_a(desk: Desk) -> None:
    made = case_file_pdf(desk.do("officer", case_file, stated(desk)), NB)

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [one for one in pdfa.check(pdf, "2b").violations if one.rule not in CHECKERS_OWN] == []


def test_a_case_file_says_who_appealed_against_what_when_and_what_came_of_it(desk: Desk) -> None:
    said = " ".join(words_of(case_file_pdf(desk.do("contractor", case_file, appealed(desk)), NB)).split())

    appealed_part = said[said.index("Klager ") :]
    for words in (
        "Naboen Berg", "Avslått: Bestilling", "26.11.2026", "Vi er uenige.", "Hos klageorganet", "Vi står på vedtaket.",
        "Vedtaket blir stående", "Nemnda er enig.", "Tor Haugen",
    ):  # fmt: skip
        assert words in appealed_part, words


def test_the_sheets_of_appeals_and_of_a_reopened_case_are_pdf_a_and_say_what_was_said(desk: Desk) -> None:
    ref = appealed(desk)
    desk.do("approver", deciding.reopen, ref, "Nye opplysninger.")
    made = packages(desk)
    told = [(kind, one) for kind in ("appeal", "appeal_answer", "reopening") for one in made[kind]]

    sheets = [PRINTERS[kind](one.sheets[kind], NB) for kind, one in told]

    wanted = ["Vi er uenige.", "Vi står på vedtaket.", "Nemnda er enig.", "Nye opplysninger."]
    for number, (sheet, words) in enumerate(zip(sheets, wanted, strict=True)):
        said = words_of(sheet)
        assert [one for one in wanted[1:] if one in said] == [words][: bool(number)], "each tells its own answer"
        assert words in said
        with pikepdf.open(io.BytesIO(sheet)) as pdf:
            assert [one for one in pdfa.check(pdf, "2b").violations if one.rule not in CHECKERS_OWN] == []


def appealed(desk: Desk) -> str:
    """A refused case whose appeal was sent on and answered."""
    ref = refused(desk)
    id_ = appeal(desk, ref)
    answer(desk, ref, id_, "sent_on", "Vi står på vedtaket.")
    answer(desk, ref, id_, "upheld", "Nemnda er enig.")
    return ref


class Store:
    """Objects by key; an unknown one is not there. Big ones are made while they are read."""

    def __init__(self, **kept: bytes | int) -> None:
        self.kept = kept

    async def read(self, key: str) -> AsyncIterator[bytes]:
        found = self.kept.get(key)
        if found is None:
            raise NotThere
        if isinstance(found, bytes):
            yield found
            return
        for _number in range(found // 2**18):
            yield b"\xa5" * 2**18


async def make(printer: Any, *given: Any) -> bytes:
    content: bytes = printer(*given)
    return content


async def zipped(whole: WholeCase, store: Store, into: Path | None = None) -> bytes:
    """The ZIP's bytes, or how large its largest piece was when it goes into a file."""
    if into is None:
        return b"".join([piece async for piece in zip_of(whole, NB, store.read, make)])
    with into.open("wb") as file:
        async for piece in zip_of(whole, NB, store.read, make):
            file.write(piece)
    return b""


def whole_of(desk: Desk, login: str = "contractor") -> WholeCase:
    found: WholeCase = desk.do(login, whole_case, closed(desk))
    return found


def with_files(whole: WholeCase, *files: tuple[str, str]) -> WholeCase:
    """The case with these files instead: key and name."""
    like = whole.documents[0]
    return replace(whole, documents=[replace(like, object_key=key, name=name, id=key) for key, name in files])


@pytest.mark.parametrize("login", ["contractor", "officer"])
async def test_a_whole_case_holds_everything_and_verifies(desk: Desk, tmp_path: Path, login: str) -> None:
    whole = whole_of(desk, login)
    (kept,) = whole.documents
    picture = b"picture"
    whole = replace(whole, documents=[replace(kept, sha256=sha(picture), size=len(picture))])

    content = await zipped(whole, Store(**{kept.object_key: picture}))

    path = tmp_path / "case.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        number = whole.file.number
        assert archive.namelist() == [
            f"saksutskrift-{number}.pdf", f"receipts/kvittering-{number}-application-1.pdf",
            f"receipts/kvittering-{number}-application-2.pdf", "letters/01-requests.pdf", "letters/02-decision.pdf",
            "documents/application/photo_old/bilde.jpg", "events.jsonl", "manifest.json",
        ]  # fmt: skip
        assert archive.read("documents/application/photo_old/bilde.jpg") == picture
        assert archive.read("letters/02-decision.pdf") == letter_pdf(desk.do(login, letter_of, whole.file.ref, Phase.APPLICATION, 1))
        archive.extractall(tmp_path / "out")
    assert verify_zip(path).faults == []
    assert whole.file.head.hash in verify_zip(path).said
    assert verify_folder(tmp_path / "out").faults == []


STATEMENT_FILES = {"object-81": b"shared", "object-82": b"internal", "object-83": b"from outside"}


@pytest.mark.parametrize("login", ["contractor", "officer"])
async def test_a_whole_case_holds_the_statements_of_its_side_with_their_files(desk: Desk, tmp_path: Path, login: str) -> None:
    whole = weighed(desk.do(login, whole_case, stated(desk)))
    path = tmp_path / "case.zip"
    path.write_bytes(await zipped(whole, Store(**STATEMENT_FILES, **{one.object_key: b"picture" for one in whole.documents})))

    with zipfile.ZipFile(path) as archive:
        names = [one for one in archive.namelist() if one.startswith("statements/")]
        everything = "".join(_words_in(archive, one) for one in archive.namelist())
        kept = {one: archive.read(one) for one in names if not one.endswith("-statement.pdf")}
    ours = {"statements/01/notat.pdf": b"shared"}
    inside = {"statements/02/internt.pdf": b"internal", "statements/03/rapport.pdf": b"from outside"}
    assert kept == (ours | inside if login == "officer" else ours)
    assert len(names) == 2 * len(kept)
    assert SHARED_WORDS in everything
    for words in (SHARED_QUESTION, *INTERNAL):
        assert (words in everything) == (login == "officer"), words
    assert verify_zip(path).faults == []


def weighed(whole: WholeCase) -> WholeCase:
    """The case as if the bytes of the test were what was uploaded."""
    documents = [replace(one, sha256=sha(b"picture"), size=7) for one in whole.documents]
    statements = []
    for one in whole.statements:
        files = [replace(file, sha256=sha(STATEMENT_FILES[file.object_key])) for file in one.filed.files]
        statements.append(replace(one, filed=replace(one.filed, files=files)))
    return replace(whole, documents=documents, statements=statements)


def _words_in(archive: zipfile.ZipFile, name: str) -> str:
    """A file's name, and what it says where it is text or a PDF of ours."""
    content = archive.read(name)
    if content.startswith(b"%PDF"):
        return f"{name} {words_of(content)} "
    return f"{name} {content.decode(errors='replace')} "


def sha(content: bytes) -> str:

    return hashlib.sha256(content).hexdigest()


async def test_whatever_is_changed_afterwards_is_found(desk: Desk, tmp_path: Path) -> None:
    whole = with_files(whole_of(desk), ("a", "a.pdf"))
    content = await zipped(whole, Store(a=b"as it was"))
    for name, change, said in (
        ("documents/application/photo_old/a.pdf", lambda _old: b"other", "was changed"),
        ("events.jsonl", lambda old: old.replace(b'"kind": "submitted"', b'"kind": "approved"'), "was changed"),
        ("events.jsonl", lambda old: b"".join(old.splitlines(keepends=True)[1:]), "is missing"),
        ("events.jsonl", lambda old: b"".join(old.splitlines(keepends=True)[:-1]), "ends at entry"),
        ("events.jsonl", lambda old: old.replace("Nå er det rettet.".encode(), b"Noe helt annet."), "words of entry"),
    ):
        folder = tmp_path / said.replace(" ", "-") / name.replace("/", "-")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(folder)
        path = folder / name
        old = path.read_bytes()
        path.write_bytes(change(old))
        assert path.read_bytes() != old
        faults = verify_folder(folder).faults
        assert any(said in fault for fault in faults), (name, faults)


async def test_a_file_the_store_has_no_more_is_named_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    whole = with_files(whole_of(desk), ("gone", "gone.pdf"), ("there", "there.pdf"))

    path = tmp_path / "case.zip"
    path.write_bytes(await zipped(whole, Store(there=b"yes")))

    with zipfile.ZipFile(path) as archive:
        told = {one["path"]: one for one in json.loads(archive.read("manifest.json"))["files"]}
    assert told["documents/application/photo_old/gone.pdf"]["missing"] is True
    assert any("was not in the portal's store" in fault for fault in verify_zip(path).faults)


async def test_files_of_one_name_and_names_of_no_good_lie_beside_each_other(desk: Desk) -> None:
    names = ("plan.pdf", "Plan.pdf", "../../etc/passwd", "CON.txt", "a\x00b\u202egpj.exe", "", "x" * 300 + ".pdf")
    whole = with_files(whole_of(desk), *((f"k{n}", name) for n, name in enumerate(names)))

    content = await zipped(whole, Store(**{f"k{n}": bytes([n]) for n in range(len(names))}))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [one.removeprefix("documents/application/photo_old/") for one in archive.namelist() if one.startswith("documents/")]
    assert found[:4] == ["plan.pdf", "Plan-2.pdf", "_.._etc_passwd", "_CON.txt"]
    assert len({one.casefold() for one in found}) == len(names)
    assert all("/" not in one and 0 < len(one) <= 121 for one in found)


@given(st.text(max_size=400))
def test_a_name_is_fit_for_every_system(name: str) -> None:
    fit = fit_name(name)

    assert 0 < len(fit) <= 121
    assert not set(fit) & set('/\\:*?"<>|\x00\n')
    assert fit not in (".", "..")


async def test_a_case_of_half_a_gigabyte_is_zipped_in_flat_memory(desk: Desk, tmp_path: Path) -> None:
    whole = with_files(whole_of(desk), *((f"big{n}", f"film-{n}.mp4") for n in range(5)))
    store = Store(**{f"big{n}": 100 * MEGABYTE for n in range(5)})
    path = tmp_path / "case.zip"
    await zipped(with_files(whole, ("small", "small.mp4")), Store(small=b"x"), path)  # what is imported and kept is not the ZIP's
    tracemalloc.start()
    try:
        await zipped(whole, store, path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert path.stat().st_size > 490 * MEGABYTE
    assert peak < 20 * MEGABYTE
    path.unlink()
