"""Packages for the archive: valid against the schemas of Fiks Arkiv whatever the case, and read back they say what the case says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from models.records import ArchiveItem
from models.text import Text
from storage.database import Database
from storage.live import InProcessHub
from storage.rows import every
from storage.work import Works
from tests.workflows.records.random_cases import make_cases
from tests.workflows.test_every_workflow import MODULES
from ui.print.arkivmelding import message_of
from ui.print.arkivmelding_read import ReadMessage, read_message
from ui.texts import Speaker, known_locale
from workflows.records.describing import package_of
from workflows.records.entries import ATTACHED, INCOMING, MAIN, OUTGOING, Package

SCHEMAS = Path(os.environ.get("PORTAL_TEST_SCHEMA_DIR", Path(__file__).parents[4] / "shared" / "schemas")) / "fiks-arkiv"
MESSAGE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett.xsd"
CASES = 200
NOW = datetime(2027, 12, 1, tzinfo=UTC)
T = Speaker(known_locale("nb"))


@dataclass(frozen=True)
class Made:
    """One package, and the message written of it."""

    item: ArchiveItem
    package: Package
    message: bytes


@pytest.fixture(scope="module")
def made(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """The packages of two hundred cases, as if every printed sheet weighed the same."""
    path = tmp_path_factory.mktemp("packages") / "portal.db"
    shutil.copy(furnished, path)
    database = Database(f"sqlite:///{path}")
    works = Works(database, InProcessHub())
    with works(writing=True) as work:
        make_cases(work, iter(range(CASES)))
        work.commit()
    with database.reading.connect() as connection:
        items = every(connection, ArchiveItem, "case_id", "place")
    found, seen = [], set()
    for item in items:
        package = package_of(item, is_first=item.case_id not in seen, work=works(writing=False), now=NOW)
        seen.add(item.case_id)
        package = weighed(package)
        found.append(Made(item, package, message_of(package)))
    database.close()
    return found


def weighed(package: Package) -> Package:
    """The package as if its sheets had been printed."""
    documents = tuple(
        replace(one, files=tuple(replace(file, sha256=file.sha256 or "ab" * 32, size=file.size or 1234) for file in one.files))
        for one in package.entry.documents
    )
    return replace(package, entry=replace(package.entry, documents=documents))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of messages. It is not ours to keep: it lies beside the repository, or the test cannot be."""
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas of Fiks Arkiv are not beside the repository")
    return etree.XMLSchema(etree.parse(str(SCHEMAS / MESSAGE)))


def test_every_message_of_two_hundred_cases_is_valid(made: Sequence[Made], schema: etree.XMLSchema) -> None:
    wrong = []
    for one in made:
        if not schema.validate(etree.fromstring(one.message)):
            wrong.append(f"{one.item.key}: {schema.error_log.last_error}")

    assert wrong == []
    assert len({one.item.case_id for one in made}) == CASES
    kinds = {one.item.kind for one in made}
    told = {
        "sending",
        "requests",
        "decision",
        "message",
        "statement",
        "statement_shared",
        "appeal",
        "appeal_answer",
        "reopening",
        "closing",
    }
    assert kinds == told, "notes are not unasked"
    assert len(made) > 3 * CASES


def test_the_schema_finds_what_is_wrong(made: Sequence[Made], schema: etree.XMLSchema) -> None:
    whole = made[0].message

    assert not schema.validate(
        etree.fromstring(whole.replace(b"<journalposttype>", b"<typen>").replace(b"</journalposttype>", b"</typen>"))
    )
    assert not schema.validate(etree.fromstring(whole.replace(b"<filstoerrelse>", b"<filstoerrelse>x")))


def test_a_message_read_back_says_what_was_described(made: Sequence[Made]) -> None:
    for one in made:
        read = read_message(one.message)

        assert comparable(read) == comparable(
            ReadMessage(one.package.system, len(one.package.files), one.package.entry, one.package.folder)
        )


def comparable(read: ReadMessage) -> Any:
    """Titles as they are said in the message's language, without what a message does not hold."""

    def said(words: Text | None) -> str:
        return clean(T(words)) if words else ""

    documents = tuple(
        (replace(each, title=Text(said(each.title)), files=tuple(replace(file, source="", name=clean(file.name)) for file in each.files)))
        for each in read.entry.documents
    )
    sides = tuple(replace(one, name=clean(one.name), reference=clean(one.reference)) for one in read.entry.correspondents)
    entry = replace(
        read.entry, title=Text(said(read.entry.title)), public_title=Text(said(read.entry.public_title)), documents=documents,
        correspondents=sides, created_by=clean(read.entry.created_by), created=read.entry.created.astimezone(UTC),
    )  # fmt: skip
    folder = read.folder
    if folder is not None:
        titles = {"title": Text(said(folder.title)), "public_title": Text(said(folder.public_title)), "words": Text(said(folder.words))}
        folder = replace(folder, number="", address=said(folder.words), opened=folder.opened.astimezone(UTC), **titles)  # type: ignore[arg-type]  # texts all
    return read.system, read.file_count, entry, folder


def clean(words: str) -> str:
    """As XML can hold it."""
    return "".join(
        sign if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff") else "\ufffd" for sign in words.replace("\r\n", "\n")
    )


def test_only_the_first_message_of_a_case_makes_its_folder_and_all_hang_on_it(made: Sequence[Made]) -> None:
    for case_id, own in by_case(made):
        assert [one.package.folder is not None for one in own] == [True] + [False] * (len(own) - 1)
        assert {one.package.entry.folder.key for one in own} == {f"case:{case_id}"}
        folder = own[0].package.folder
        assert folder is not None
        assert [(one.gnr, one.bnr) for one in folder.properties] != [], "a folder stands on a property"


def test_what_was_delivered_before_is_not_in_a_later_message(made: Sequence[Made]) -> None:
    for _case, own in by_case(made):
        kept = [file.source for one in own for file in one.package.files if not file.sheet]
        assert len(kept) == len(set(kept))
    assert len({one.item.key for one in made}) == len(made)
    assert len({"/".join(one.package.place) for one in made}) == len(made)


def test_every_message_has_one_main_document_and_says_how_many_files_come_with_it(made: Sequence[Made]) -> None:
    for one in made:
        roles = [document.role for document in one.package.entry.documents]
        assert roles == [MAIN] + [ATTACHED] * (len(roles) - 1)
        assert [document.number for document in one.package.entry.documents] == list(range(1, len(roles) + 1))
        references = [file.reference for file in one.package.files]
        assert len(references) == len(set(references))
        assert all(name.isascii() and "/" not in name for name in references)


def test_what_comes_in_was_received_and_what_goes_out_was_sent(made: Sequence[Made]) -> None:
    for one in made:
        entry = one.package.entry
        assert (entry.received is not None, entry.sent is not None) == (entry.type == INCOMING, entry.type == OUTGOING)
        kinds = {"sending": INCOMING, "requests": OUTGOING, "decision": OUTGOING, "appeal": INCOMING, "appeal_answer": OUTGOING}
        assert kinds.get(one.item.kind, entry.type) == entry.type


def test_nobody_is_named_in_what_the_public_journal_shows(made: Sequence[Made]) -> None:
    names = ("Nilsen", "Eiendom", "Solberg", "Kari", "Eier", "Storgata")
    for one in made:
        shown = T(one.package.entry.public_title) + (T(one.package.folder.public_title) if one.package.folder else "")
        assert not any(name in shown for name in names), shown


def test_powers_of_attorney_are_shielded_and_plans_are_not(made: Sequence[Made]) -> None:
    documents = [document for one in made for document in one.package.entry.documents]
    fullmakt = [one for one in documents if T(one.title).startswith("Fullmakt")]
    plans = [one for one in documents if T(one.title).startswith("Situasjonsplan")]

    assert fullmakt
    assert plans
    assert all(one.shield is not None and "§ 13" in one.shield.law for one in fullmakt)
    assert all(one.shield is None and one.type == "KART" for one in plans)


def test_statements_are_among_them_and_only_those_that_are_shared_are_open_to_the_public(
    made: Sequence[Made], schema: etree.XMLSchema
) -> None:
    own = [one for one in made if one.item.kind == "statement"]
    shared = {one.item.subject for one in made if one.item.kind == "statement_shared"}

    assert len(own) > 40
    assert any(len(one.package.files) > 1 for one in own)
    for one in own:
        is_open = one.item.subject in shared
        assert (b"<skjermingshjemmel>offl. \xc2\xa7 1" not in one.message) == is_open
        assert {document.shield is None for document in one.package.entry.documents} == {is_open}
        assert schema.validate(etree.fromstring(one.message))
    laws = {(one.package.entry.type, one.package.entry.shield.law) for one in own if one.package.entry.shield}
    assert laws == {("I", "offl. § 15 andre ledd"), ("X", "offl. § 14")}


def test_every_kind_of_case_is_among_them(made: Sequence[Made]) -> None:
    titles = {T(one.package.folder.title).partition(":")[0] for one in made if one.package.folder}

    assert titles == {T(module.WORKFLOW.title) for module in MODULES.values()}


def by_case(made: Sequence[Made]) -> Iterator[tuple[str, list[Made]]]:
    for case_id in dict.fromkeys(one.item.case_id for one in made):
        yield case_id, [one for one in made if one.item.case_id == case_id]
