"""A package for the archive as the XML of Fiks Arkiv: `no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett`.

The words are Norwegian by the standard; what they mean stands in `workflows/records/entries.py`. Elements come in the order of the schema.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from ui.texts import Speaker, known_locale
from workflows.clocks import day_of
from workflows.records.entries import (
    Correspondent,
    DocumentDescription,
    Entry,
    FileObject,
    Folder,
    Key,
    Package,
    Party,
    Shield,
)

NAMESPACE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
CATALOGUE = "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
TYPE = f"{{{INSTANCE}}}type"
SHA256 = "SHA-256"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs an XML file cannot hold; people paste them."""
STATUS_WORDS = {"B": "Under behandling", "A": "Avsluttet", "U": "Utgår"}
ENTRY_WORDS = {"I": "Inngående dokument", "U": "Utgående dokument", "N": "Organinternt for oppfølging", "X": "Organinternt uten oppfølging"}
JOURNAL_WORDS = {"J": "Journalført", "E": "Ekspedert", "F": "Ferdigstilt fra saksbehandler"}
ROLE_WORDS = {"H": "Hoveddokument", "V": "Vedlegg"}
SIDE_WORDS = {"EA": "Avsender", "EM": "Mottaker", "EK": "Kopimottaker"}
VARIANT_WORDS = {"P": "Produksjonsformat", "A": "Arkivformat"}


def message_of(package: Package) -> bytes:
    """The message as UTF-8. Every printed file's digest and size must be known by then."""
    t = Speaker(known_locale(package.language))
    root = etree.Element(_m("arkivmelding"), nsmap={None: NAMESPACE, "n5mdk": CATALOGUE, "xsi": INSTANCE})
    _put(root, "system", package.system)
    _put(root, "antallFiler", str(len(package.files)))
    if package.folder:
        _folder(etree.SubElement(root, _m("mappe"), {TYPE: "saksmappe"}), package.folder, t)
    _entry(etree.SubElement(root, _m("registrering"), {TYPE: "journalpost"}), package.entry, t)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _folder(at: Any, folder: Folder, t: Speaker) -> None:
    _put(at, "tittel", t(folder.title))
    _put(at, "offentligTittel", t(folder.public_title))
    _put(at, "beskrivelse", t(folder.words) if folder.words else "")
    _put(at, "opprettetDato", _moment(folder.opened))
    _put(at, "avsluttetDato", _moment(folder.closed))
    for party in folder.parties:
        _party(etree.SubElement(at, _m("part")), party)
    for class_ in folder.classes:
        made = etree.SubElement(at, _m("klassifikasjon"))
        _put(made, "klassifikasjonssystemID", class_.system)
        _put(made, "klasseID", class_.id)
        _put(made, "tittel", class_.words)
    _key(at, folder.key)
    _put(at, "saksdato", day_of(folder.opened).isoformat())
    _put_catalogue(etree.SubElement(at, _m("administrativEnhet")), "navn", folder.unit)
    if folder.officer:
        _put_catalogue(etree.SubElement(at, _m("saksansvarlig")), "navn", folder.officer)
    _code(at, "saksstatus", folder.status, STATUS_WORDS.get(folder.status, ""))
    for one in folder.properties:
        made = etree.SubElement(at, _m("matrikkelnummer"))
        for name, value in (
            ("kommunenummer", one.municipality), ("gardsnummer", one.gnr), ("bruksnummer", one.bnr), ("festenummer", one.fnr),
            ("seksjonsnummer", one.snr),
        ):  # fmt: skip
            _put(made, name, str(value))
    for point in folder.points:
        made = etree.SubElement(at, _m("punkt"))
        _code(made, "koordinatsystem", point.system, point.system_name)
        _put(made, "x", repr(point.east))
        _put(made, "y", repr(point.north))


def _party(at: Any, party: Party) -> None:
    _put(at, "partNavn", party.name)
    _code(at, "partRolle", party.role, party.role_words)
    if party.number:
        _put(etree.SubElement(at, _m("organisasjonID")), "identifikator", party.number)


def _entry(at: Any, entry: Entry, t: Speaker) -> None:
    _put(at, "opprettetDato", _moment(entry.created))
    _put(at, "opprettetAv", entry.created_by)
    parent = etree.SubElement(at, _m("referanseForelderMappe"))
    _key(parent, entry.folder, catalogue=True)
    _shield(at, entry.shield)
    for document in entry.documents:
        _document(etree.SubElement(at, _m("dokumentbeskrivelse")), document, t)
    _put(at, "tittel", t(entry.title))
    _put(at, "offentligTittel", t(entry.public_title))
    for one in entry.correspondents:
        _correspondent(etree.SubElement(at, _m("korrespondansepart")), one)
    _key(at, entry.key)
    _code(at, "journalposttype", entry.type, ENTRY_WORDS[entry.type])
    _code(at, "journalstatus", entry.status, JOURNAL_WORDS[entry.status])
    _put(at, "dokumentetsDato", entry.document_date.isoformat())
    _put(at, "mottattDato", _moment(entry.received))
    _put(at, "sendtDato", _moment(entry.sent))
    _put(at, "forfallsdato", entry.due.isoformat() if entry.due else "")
    _put(at, "antallVedlegg", str(entry.attachments))


def _correspondent(at: Any, one: Correspondent) -> None:
    _code(at, "korrespondanseparttype", one.kind, SIDE_WORDS[one.kind])
    _put(at, "korrespondansepartNavn", one.name)
    _put(at, "organisasjonid", one.number)
    _put(at, "kontaktperson", one.person)
    _put(at, "deresReferanse", one.reference)


def _document(at: Any, one: DocumentDescription, t: Speaker) -> None:
    _code(at, "dokumenttype", one.type, one.type_words)
    _code(at, "dokumentstatus", "F", "Dokumentet er ferdigstilt")
    _put(at, "tittel", t(one.title))
    _put(at, "opprettetDato", _moment(one.created))
    _code(at, "tilknyttetRegistreringSom", one.role, ROLE_WORDS[one.role])
    _put(at, "dokumentnummer", str(one.number))
    _shield(at, one.shield)
    for file in one.files:
        _file(etree.SubElement(at, _m("dokumentobjekt")), file)
    _key(at, one.key)


def _file(at: Any, file: FileObject) -> None:
    _put(at, "versjonsnummer", str(file.version))
    _code(at, "variantformat", file.variant, VARIANT_WORDS[file.variant])
    _code(at, "format", file.format)
    _put(at, "mimeType", file.media_type)
    _put(at, "filnavn", file.name)
    _put(at, "referanseDokumentfil", file.reference)
    _put(at, "sjekksum", file.sha256)
    _put(at, "sjekksumAlgoritme", SHA256)
    _put(at, "filstoerrelse", str(file.size))


def _shield(at: Any, shield: Shield | None) -> None:
    if shield is not None:
        made = etree.SubElement(at, _m("skjerming"))
        _code(made, "tilgangsrestriksjon", shield.code)
        _put(made, "skjermingshjemmel", shield.law)


def _key(at: Any, key: Key, *, catalogue: bool = False) -> None:
    """Our key; what lies within a type of the catalogue is named by the catalogue."""
    made = etree.SubElement(at, _k("referanseEksternNoekkel") if catalogue else _m("referanseEksternNoekkel"))
    _put_catalogue(made, "fagsystem", key.system)
    _put_catalogue(made, "noekkel", key.key)


def _code(at: Any, name: str, code: str, words: str = "") -> None:
    made = etree.SubElement(at, _m(name))
    _put_catalogue(made, "kode", code)
    _put_catalogue(made, "beskrivelse", words)


def _put(at: Any, name: str, words: str) -> None:
    """An element with words; none without."""
    if words:
        etree.SubElement(at, _m(name)).text = _clean(words)


def _put_catalogue(at: Any, name: str, words: str) -> None:
    if words:
        etree.SubElement(at, _k(name)).text = _clean(words)


def _clean(words: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _m(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _k(name: str) -> str:
    return f"{{{CATALOGUE}}}{name}"
