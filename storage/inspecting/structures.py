"""Drawings, survey files, sheets, films and archives: cheap looks at the structure, within limits, without believing any size they tell."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from storage.inspecting.kinds import ending_of
from storage.inspecting.sentences import BOMB, DISGUISED, FORBIDDEN_INSIDE, LOCKED, MACROS, UNREADABLE, Refusal

MOST_ENTRIES = 1_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 100
RATIO_FROM = 1_000_000
"""Below this an archive may pack as well as it likes: an empty sheet does."""
INSIDE_ARCHIVES = frozenset({"pdf", "mp4", "mpg", "mpeg", "jpg", "jpeg", "png", "txt", "csv", "xml", "wpt", "sos", "kof"})
TEXT_READ = 2_000_000
DEEPEST_JSON = 50
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def look_at(path: Path, family: str) -> dict[str, Any]:
    """Facts of a file of one of these families. Raises Refusal."""
    if family in {"xlsx", "ods", "archive"}:
        return {"entries": _archive(path, family)}
    if family == "xml":
        _xml(path)
    elif family == "json":
        _json(path)
    elif family in TEXT_MARKS:
        _text(path, TEXT_MARKS[family])
    return {}


TEXT_MARKS: dict[str, re.Pattern[str] | None] = {
    "text": None,
    "sosi": re.compile(r"^\s*(!.*\n\s*)*\.HODE", re.IGNORECASE),
    "ifc": re.compile(r"^\s*ISO-10303-21;"),
    "dxf": re.compile(r"^(\s*999\s*\n.*\n)*\s*0\s*\r?\n\s*SECTION", re.IGNORECASE),
}
"""Families of text, with what a file of the family begins with."""


def _text(path: Path, mark: re.Pattern[str] | None) -> None:
    with path.open("rb") as file:
        head = file.read(TEXT_READ)
    if mark is TEXT_MARKS["dxf"] and head.startswith(b"AutoCAD Binary DXF"):
        return
    words = _decoded(head)
    if CONTROL.search(words):
        raise Refusal(DISGUISED)
    if mark is not None and not mark.match(words):
        raise Refusal(DISGUISED)
    if re.match(r"\s*<(!doctype|html|script|svg)", words, re.IGNORECASE):
        raise Refusal(DISGUISED)


def _decoded(head: bytes) -> str:
    """Survey instruments still write Latin-1; a UTF-8 character cut off at the end is no fault."""
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_off = error.start >= len(head) - 3 and len(head) == TEXT_READ
        return head[: error.start].decode("utf-8-sig") if cut_off else head.decode("latin-1")


def _xml(path: Path) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    roots: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if not roots:
            roots.append(name.rsplit(":", 1)[-1].lower())

    parser.StartElementHandler = begin
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise Refusal(UNREADABLE) from error
    if roots and roots[0] in {"html", "svg", "script"}:
        raise Refusal(DISGUISED)


def _no_doctype(*declared: Any) -> None:
    raise Refusal(UNREADABLE)  # entities are the door to files and bombs; no survey format needs them


def _json(path: Path) -> None:
    try:
        found = json.loads(path.read_bytes(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(UNREADABLE) from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Refusal(DISGUISED)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _archive(path: Path, family: str) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _names_are_fit(entries, family)
            _sizes_are_fit(archive, entries, path.stat().st_size)
            if family == "ods" and archive.read("mimetype")[:80] != b"application/vnd.oasis.opendocument.spreadsheet":
                raise Refusal(DISGUISED)
            return len(entries)
    except (zipfile.BadZipFile, KeyError, RuntimeError, EOFError, OSError) as error:
        raise Refusal(UNREADABLE) from error


def _names_are_fit(entries: list[zipfile.ZipInfo], family: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refusal(BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal(LOCKED)
    names = {entry.filename for entry in entries}
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refusal(MACROS)
    wanted = {"xlsx": {"[Content_Types].xml", "xl/workbook.xml"}, "ods": {"mimetype", "content.xml"}, "archive": set()}[family]
    if not wanted <= names:
        raise Refusal(DISGUISED)
    if family == "archive" and any(ending_of(entry.filename) not in INSIDE_ARCHIVES for entry in entries if not entry.is_dir()):
        raise Refusal(FORBIDDEN_INSIDE)


def _sizes_are_fit(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Unpack everything to nowhere and count: the sizes an archive tells of itself are only claims."""
    most = min(MOST_UNPACKED, max(RATIO_FROM, packed * MOST_RATIO))
    if sum(entry.file_size for entry in entries) > most:
        raise Refusal(BOMB)
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as content:
            while chunk := content.read(2**16):
                unpacked += len(chunk)
                if unpacked > most:
                    raise Refusal(BOMB)
