"""Reading a message of Fiks Arkiv back into the description it was made of; for verifying what lies in an archive, and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from models.text import Text
from ui.print.arkivmelding import CATALOGUE, NAMESPACE
from workflows.records.entries import (
    Classification,
    Correspondent,
    DocumentDescription,
    Entry,
    FileObject,
    Folder,
    Key,
    Party,
    Point,
    Property,
    Shield,
)


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """What a message says: as the description, with titles as they were written."""

    system: str
    file_count: int
    entry: Entry
    folder: Folder | None


def read_message(written: bytes) -> ReadMessage:
    """The description a message was made of; entities and the network are off. Raises ValueError for what is no message."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(written, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("the message is no XML") from error
    if root.tag != _m("arkivmelding"):
        raise ValueError("the file is no arkivmelding")
    folder, entry = root.find(_m("mappe")), root.find(_m("registrering"))
    if entry is None:
        raise ValueError("the message holds no registrering")
    return ReadMessage(
        _words(root, "system"), int(_words(root, "antallFiler")), _read_entry(entry), _read_folder(folder) if folder is not None else None
    )


def _read_folder(at: Any) -> Folder:
    parties = tuple(
        Party(
            _words(one, "partNavn"), *_read_code(one, "partRolle"),
            _words(one.find(_m("organisasjonID")), "identifikator") if one.find(_m("organisasjonID")) is not None else "",
        )
        for one in at.iterfind(_m("part"))
    )  # fmt: skip
    numbers = ("gardsnummer", "bruksnummer", "festenummer", "seksjonsnummer")
    properties = tuple(
        Property(_words(one, "kommunenummer"), *(int(_words(one, name)) for name in numbers)) for one in at.iterfind(_m("matrikkelnummer"))
    )
    points = tuple(
        Point(*_read_code(one, "koordinatsystem"), float(_words(one, "y")), float(_words(one, "x"))) for one in at.iterfind(_m("punkt"))
    )
    classes = tuple(
        Classification(_words(one, "klassifikasjonssystemID"), _words(one, "klasseID"), _words(one, "tittel"))
        for one in at.iterfind(_m("klassifikasjon"))
    )
    opened = _read_moment(at, "opprettetDato")
    assert opened is not None, "a folder of ours says when it was opened"
    words = _words(at, "beskrivelse")
    return Folder(
        _read_key(at), "", Text(_words(at, "tittel")), Text(_words(at, "offentligTittel")), _read_code(at, "saksstatus")[0], opened,
        _read_moment(at, "avsluttetDato"), _name(at, "administrativEnhet"), _name(at, "saksansvarlig"), parties, properties, points,
        words, classes, Text(words) if words else None,
    )  # fmt: skip


def _read_entry(at: Any) -> Entry:
    sides = tuple(
        Correspondent(
            _read_code(one, "korrespondanseparttype")[0], _words(one, "korrespondansepartNavn"), _words(one, "organisasjonid"),
            _words(one, "kontaktperson"), _words(one, "deresReferanse"),
        )
        for one in at.iterfind(_m("korrespondansepart"))
    )  # fmt: skip
    created, due = _read_moment(at, "opprettetDato"), _words(at, "forfallsdato")
    assert created is not None, "an entry of ours says when it was made"
    parent = at.find(_m("referanseForelderMappe"))
    return Entry(
        _read_key(at), _read_key(parent, catalogue=True), _read_code(at, "journalposttype")[0], _read_code(at, "journalstatus")[0],
        Text(_words(at, "tittel")), Text(_words(at, "offentligTittel")), date.fromisoformat(_words(at, "dokumentetsDato")),
        created, _words(at, "opprettetAv"), _read_moment(at, "mottattDato"), _read_moment(at, "sendtDato"),
        date.fromisoformat(due) if due else None, sides, tuple(_read_documents(at.iterfind(_m("dokumentbeskrivelse")))),
        _read_shield(at),
    )  # fmt: skip


def _read_documents(found: Iterable[Any]) -> Iterator[DocumentDescription]:
    for at in found:
        created = _read_moment(at, "opprettetDato")
        assert created is not None, "a document of ours says when it was made"
        files = tuple(
            FileObject(
                _words(one, "filnavn"), _words(one, "referanseDokumentfil"), _read_code(one, "format")[0], _words(one, "mimeType"),
                _read_code(one, "variantformat")[0], "", _words(one, "sjekksum"), int(_words(one, "filstoerrelse")),
                int(_words(one, "versjonsnummer")),
            )
            for one in at.iterfind(_m("dokumentobjekt"))
        )  # fmt: skip
        yield DocumentDescription(
            int(_words(at, "dokumentnummer")), _read_code(at, "tilknyttetRegistreringSom")[0], *_read_code(at, "dokumenttype"),
            Text(_words(at, "tittel")), created, _read_key(at), files, _read_shield(at),
        )  # fmt: skip


def _read_shield(at: Any) -> Shield | None:
    found = at.find(_m("skjerming"))
    return None if found is None else Shield(_read_code(found, "tilgangsrestriksjon")[0], _words(found, "skjermingshjemmel"))


def _read_key(at: Any, *, catalogue: bool = False) -> Key:
    found = at.find(_k("referanseEksternNoekkel") if catalogue else _m("referanseEksternNoekkel"))
    return Key(found.findtext(_k("fagsystem"), ""), found.findtext(_k("noekkel"), ""))


def _read_code(at: Any, name: str) -> tuple[str, str]:
    found = at.find(_m(name))
    return ("", "") if found is None else (found.findtext(_k("kode"), ""), found.findtext(_k("beskrivelse"), ""))


def _read_moment(at: Any, name: str) -> datetime | None:
    words = _words(at, name)
    return datetime.fromisoformat(words) if words else None


def _name(at: Any, name: str) -> str:
    found = at.find(_m(name))
    return "" if found is None else str(found.findtext(_k("navn"), ""))


def _words(at: Any, name: str) -> str:
    return str(at.findtext(_m(name), "") or "")


def _m(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _k(name: str) -> str:
    return f"{{{CATALOGUE}}}{name}"
