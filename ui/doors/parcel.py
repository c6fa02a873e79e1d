"""Reading a multipart upload as a stream: the fields first, then one file whose bytes pass through without ever being held.

Sizes are counted on the stream; `Content-Length` is believed only when it is already too much.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import Request
from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from models.errors import BadInput, TooLarge
from models.text import _

MOST_FIELDS = 20
LONGEST_FIELD = 2_000
LONGEST_HEADER = 8_000
LONGEST_NAME = 200


@dataclass
class Parcel:
    """An upload whose fields are read and whose file is about to come. `name` is for showing only, never part of a path."""

    fields: dict[str, str]
    name: str
    content_type: str
    stream: AsyncIterator[bytes]


@dataclass
class _Part:
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    file_name: str | None = None
    body: bytearray = field(default_factory=bytearray)


class _Reader:
    """Turns the parser's callbacks into fields and a queue of file bytes."""

    def __init__(self, boundary: bytes) -> None:
        self.fields: dict[str, str] = {}
        self.file: _Part | None = None
        self.file_ended = False
        self.ended = False
        self.bytes: deque[bytes] = deque()
        self._part = _Part()
        self._header_name, self._header_value = bytearray(), bytearray()
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._grow(self._header_name, data[start:end]),
                "on_header_value": lambda data, start, end: self._grow(self._header_value, data[start:end]),
                "on_header_end": self._header,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._all,
            },
        )

    def _grow(self, into: bytearray, more: bytes) -> None:
        into += more
        if len(into) > LONGEST_HEADER:
            raise BadInput(_("The upload could not be read."))

    def _begin(self) -> None:
        if self.file is not None:
            raise BadInput(_("Send one file at a time, after all other fields."))
        self._part = _Part()

    def _header(self) -> None:
        self._part.headers[self._header_name.decode("latin-1").lower()] = self._header_value.decode("latin-1")
        self._header_name.clear()
        self._header_value.clear()

    def _headers_finished(self) -> None:
        _kind, options = parse_options_header(self._part.headers.get("content-disposition", ""))
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            self._part.file_name = options[b"filename"].decode("utf-8", "replace")
            self.file = self._part
        elif len(self.fields) >= MOST_FIELDS:
            raise BadInput(_("The upload has too many fields."))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._part is self.file:
            self.bytes.append(data[start:end])
            return
        self._part.body += data[start:end]
        if len(self._part.body) > LONGEST_FIELD:
            raise BadInput(_("A field of the upload is too long."))

    def _end(self) -> None:
        if self._part is self.file:
            self.file_ended = True
        else:
            self.fields[self._part.name] = self._part.body.decode("utf-8", "replace")

    def _all(self) -> None:
        self.ended = True

    def write(self, chunk: bytes) -> None:
        try:
            self.parser.write(chunk)
        except MultipartParseError:
            raise BadInput(_("The upload could not be read.")) from None


async def open_parcel(request: Request, most_bytes: int) -> Parcel:
    """Read the fields up to the file. Raises BadInput for what is no such upload, TooLarge when its length already says so."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise BadInput(_("Send the file as multipart/form-data."))
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most_bytes + 100_000:
        raise TooLarge(limit=most_bytes // 1_000_000)
    reader, chunks = _Reader(options[b"boundary"]), request.stream()
    async for chunk in chunks:
        reader.write(chunk)
        if reader.file is not None:
            break
    if reader.file is None:
        raise BadInput(_("There is no file in the upload."))
    content_type = reader.file.headers.get("content-type", "application/octet-stream")[:100]
    return Parcel(reader.fields, clean_name(reader.file.file_name or ""), content_type, _bytes(reader, chunks))


async def _bytes(reader: _Reader, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The file's bytes; raises BadInput when the upload breaks off before its end."""
    while True:
        while reader.bytes:
            yield reader.bytes.popleft()
        if reader.file_ended:
            return
        chunk = await anext(chunks, b"")
        if not chunk:
            raise BadInput(_("The upload broke off before its end. Send it again."))
        reader.write(chunk)


def clean_name(name: str) -> str:
    """A file's name as text: NFC, without folders, control and direction signs, at most 200 characters; `file` when nothing is left."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return kept.strip()[-LONGEST_NAME:] or "file"
