"""A whole case as a ZIP that is made while it is sent: one file after the other, in constant memory, whatever the files weigh.

The manifest comes last, with the digests of the bytes that were really written; what the store no longer has is named in it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.errors import NotThere
from models.text import _
from ui.print.archive_sheets import decision_pdf, requests_pdf, statement_pdf
from ui.print.case_file import OSLO, case_file_name, case_file_pdf
from ui.print.receipt import receipt_name, receipt_pdf
from ui.texts import Speaker
from workflows.records.sheets import RequestsSheet
from workflows.records.whole_case import WholeCase

Read = Callable[[str], AsyncIterator[bytes]]
Make = Callable[..., Awaitable[bytes]]
MANIFEST, LOG = "manifest.json", "events.jsonl"
FORMAT = "contractor-portal/whole-case/1"
COMPRESSED = frozenset({"pdf", "jpg", "jpeg", "png", "webp", "heic", "tif", "tiff", "mp4", "mpg", "zip", "xlsx", "ods", "docx"})
"""Endings of files that do not get smaller."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the ZIP: its path there, its time, and what gives its bytes. `promised` is the digest its row has."""

    path: str
    at: datetime
    open: Callable[[], AsyncIterator[bytes]]
    promised: str = ""


class _Sink:
    """What a ZIP is written to; taken from after each piece. It cannot seek, so sizes follow the bytes."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, content: bytes, /) -> int:
        self._held.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Nothing to let go of."""

    def taken(self) -> bytes:
        whole = b"".join(self._held)
        self._held.clear()
        return whole


def zip_name(whole: WholeCase, t: Speaker) -> str:
    """The name of the file: plain letters, digits and hyphens."""
    return f"{t(_('case'))}-{whole.file.number}.zip"


async def zip_of(whole: WholeCase, t: Speaker, read: Read, make: Make) -> AsyncIterator[bytes]:
    """The ZIP piece by piece. `read` gives the bytes of a kept object, `make` runs a printer in a thread. Raises what the store raises."""
    sink = _Sink()
    told: list[dict[str, Any]] = []
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
        for piece in pieces_of(whole, t, read, make):
            async for chunk in _written(archive, sink, piece, told):
                yield chunk
        _put(archive, MANIFEST, whole.file.head.at, manifest_of(whole, told))
        yield sink.taken()
    yield sink.taken()


def pieces_of(whole: WholeCase, t: Speaker, read: Read, make: Make) -> Iterator[Piece]:
    """Every file but the manifest, in order, no two under one path."""
    file = whole.file
    yield Piece(case_file_name(file, t), file.head.at, functools.partial(_made, make, case_file_pdf, file, t))
    for receipt in whole.receipts:
        path = f"receipts/{receipt_name(receipt, t)}"
        yield Piece(path, receipt.sent_at, functools.partial(_made, make, receipt_pdf, receipt, t))
    for number, letter in enumerate(whole.letters, start=1):
        asks = isinstance(letter, RequestsSheet)
        printer: Callable[..., bytes] = requests_pdf if asks else decision_pdf
        path = f"letters/{number:02d}-{'requests' if asks else 'decision'}.pdf"
        yield Piece(path, letter.at, functools.partial(_made, make, printer, letter, t))
    taken: set[str] = set()
    for number, told in enumerate(whole.statements, start=1):
        yield Piece(f"statements/{number:02d}-statement.pdf", told.at, functools.partial(_made, make, statement_pdf, told, t))
        for beside in told.filed.files:
            path = _free(f"statements/{number:02d}/{fit_name(beside.name)}", taken)
            yield Piece(path, beside.at, functools.partial(read, beside.object_key), beside.sha256)
    for one in whole.documents:
        path = _free("/".join(("documents", *map(fit_name, one.folders), fit_name(one.name))), taken)
        yield Piece(path, one.at, functools.partial(read, one.object_key), one.sha256)
    yield Piece(LOG, file.head.at, functools.partial(_lines, whole))


def manifest_of(whole: WholeCase, files: list[dict[str, Any]]) -> bytes:
    """What lies in the ZIP, with digests, and the head of the chain its log must lead to."""
    file = whole.file
    told = {
        "format": FORMAT, "case": {"number": file.number, "ref": file.ref, "municipality": file.municipality, "status": str(file.status)},
        "chain": {"entries": file.head.entry, "head": file.head.hash, "at": file.head.at.isoformat()}, "files": files,
    }  # fmt: skip
    return json.dumps(told, indent=2, ensure_ascii=False).encode()


async def _written(archive: zipfile.ZipFile, sink: _Sink, piece: Piece, told: list[dict[str, Any]]) -> AsyncIterator[bytes]:
    """One file; what the store has no more is told and left out, and the ZIP goes on."""
    digest, size = hashlib.sha256(), 0
    stream = piece.open()
    try:
        first = await anext(stream, b"")
    except NotThere:
        told.append({"path": piece.path, "missing": True, "promised_sha256": piece.promised})
        return
    with archive.open(_info(piece.path, piece.at), "w", force_zip64=True) as out:
        chunk = first
        while chunk:
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
            yield sink.taken()
            chunk = await anext(stream, b"")
    yield sink.taken()
    line: dict[str, Any] = {"path": piece.path, "size": size, "sha256": digest.hexdigest()}
    told.append(line | ({"promised_sha256": piece.promised} if piece.promised not in ("", digest.hexdigest()) else {}))


def _put(archive: zipfile.ZipFile, path: str, at: datetime, content: bytes) -> None:
    with archive.open(_info(path, at), "w", force_zip64=True) as out:
        out.write(content)


def _info(path: str, at: datetime) -> zipfile.ZipInfo:
    """A file's head: its time in Oslo, as ZIPs tell it, and no rights but to read."""
    there = at.astimezone(OSLO)
    info = zipfile.ZipInfo(path, (max(there.year, 1980), there.month, there.day, there.hour, there.minute, there.second))
    info.compress_type = zipfile.ZIP_STORED if path.rpartition(".")[2].lower() in COMPRESSED else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


async def _made(make: Make, printer: Callable[..., bytes], told: Any, t: Speaker) -> AsyncIterator[bytes]:
    yield await make(printer, told, t)


async def _lines(whole: WholeCase) -> AsyncIterator[bytes]:
    """The log, one entry a line."""
    for entry in whole.log:
        yield (json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n").encode()


def fit_name(name: str) -> str:
    """A name no system takes for a path, a device or a command; never empty."""
    words = _UNFIT.sub("_", name).strip(" .") or "_"
    stem, dot, ending = words.rpartition(".")
    if dot and len(words) > LONGEST_NAME:
        words = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:20]}"
    words = words[:LONGEST_NAME]
    return f"_{words}" if _RESERVED.match(words) else words


def _free(path: str, taken: set[str]) -> str:
    """The path, with a number before its ending when another file has it; compared as systems do that know no capitals."""
    stem, dot, ending = path.rpartition(".")
    number, wanted = 1, path
    while wanted.casefold() in taken:
        number += 1
        wanted = f"{stem}-{number}.{ending}" if dot and "/" not in ending else f"{path}-{number}"
    taken.add(wanted.casefold())
    return wanted
