"""Tables as files for spreadsheets, CSV or XLSX, written piece by piece as the rows arrive, so that memory does not grow with their number.

No cell can begin a formula (security rule 50). Callers hand in rows in batches, each fetched from the database when it is asked for.
Rows are made and written in worker threads: a thousand lines take longer than the pages of others may wait.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from fastapi.responses import StreamingResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workflows.ports import Page

L = TypeVar("L")
Kind = Literal["csv", "xlsx"]
Cell = str | int | float | Decimal | date | datetime | None
"""Times have a zone and are written as they are in Norway."""
Row = Sequence[Cell]

TYPES: Mapping[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS = 1_048_576
"""Rows that a sheet of a workbook can hold; what goes beyond stands on the next sheet."""
_HERE = ZoneInfo("Europe/Oslo")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold."""
_PIECE = 1 << 16
_WIDE, _NARROW = 48, 12


def kind_of(words: str) -> Kind:
    """The kind of file a word in an address asks for: `xlsx`, and CSV for anything else."""
    return "xlsx" if words == "xlsx" else "csv"


def safe_cell(words: str) -> str:
    """The words as a spreadsheet takes them for words."""
    kept = words if words.isprintable() else _UNWRITABLE.sub("", words)
    return f"'{kept}" if kept.startswith(FORMULA) else kept


async def stream(kind: Kind, name: str, header: Sequence[str], batches: AsyncIterator[Sequence[Row]]) -> StreamingResponse:
    """The table as a download called `name` without ending; `name` is one of our own words in ASCII.

    What fetching the first rows raises is raised here, so that it can be answered properly; later failures break the download off.
    """
    pieces = await _FILES[kind](header, batches)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "no-store"}
    return StreamingResponse(pieces, media_type=TYPES[kind], headers=headers)


async def walked(
    run_reading: Callable[..., Awaitable[Any]],
    page_after: Callable[[str | None], Page[L]],
    rows_of: Callable[[Sequence[L]], Sequence[Row]],
) -> AsyncIterator[Sequence[Row]]:
    """A list page by page, from the one after None to the last, each asked for when the one before was taken in.

    `run_reading` gives `page_after` a thread that may ask the database; `rows_of` has a thread of its own and holds up no question.
    """
    after: str | None = None
    while True:
        page: Page[L] = await run_reading(page_after, after)
        yield await asyncio.to_thread(rows_of, page.rows)
        if not page.next:
            return
        after = page.next


async def _csv(header: Sequence[str], batches: AsyncIterator[Sequence[Row]]) -> AsyncIterator[bytes]:
    """Semicolons, as Norwegian spreadsheets expect, and a mark that it is UTF-8."""
    begun = b"\xef\xbb\xbf" + await asyncio.to_thread(_lines, [header, *await anext(batches, [])])

    async def pieces() -> AsyncIterator[bytes]:
        yield begun
        async for rows in batches:
            yield await asyncio.to_thread(_lines, rows)

    return pieces()


def _lines(rows: Sequence[Row]) -> bytes:
    kept = io.StringIO()
    csv.writer(kept, delimiter=";", lineterminator="\r\n").writerows([_as_words(one) for one in row] for row in rows)
    return kept.getvalue().encode()


def _as_words(value: Cell) -> str | int:
    match value:
        case str():
            return safe_cell(value)
        case datetime():
            return value.astimezone(_HERE).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case float() | Decimal():
            return str(value).replace(".", ",")
        case None:
            return ""
    return value


async def _xlsx(header: Sequence[str], batches: AsyncIterator[Sequence[Row]]) -> AsyncIterator[bytes]:
    """A workbook can only be read when its end is known, so it is made in a temporary file first and sent from there."""
    book = _Book(header)
    try:
        async for rows in batches:
            await asyncio.to_thread(book.add, rows)
        made = await asyncio.to_thread(book.finish)
    finally:
        book.clear()

    async def pieces() -> AsyncIterator[bytes]:
        with made:
            while piece := await asyncio.to_thread(made.read, _PIECE):
                yield piece

    return pieces()


class _Book:
    """One workbook being written; the library keeps the rows of a sheet in a temporary file."""

    def __init__(self, header: Sequence[str], most: int = MOST_ROWS) -> None:
        self._book, self._header, self._most = Workbook(write_only=True), header, most
        self._sheets: list[Any] = []
        self._left = 0
        self._begin()

    def _begin(self) -> None:
        self._bound()
        sheet = self._book.create_sheet(str(len(self._sheets) + 1))
        sheet.freeze_panes = "A2"
        for place, words in enumerate(self._header, 1):
            sheet.column_dimensions[get_column_letter(place)].width = min(_WIDE, max(_NARROW, len(words) + 2))
        cells = [WriteOnlyCell(sheet, safe_cell(words)) for words in self._header]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)
        self._sheets.append(sheet)
        self._left = self._most - 1

    def add(self, rows: Sequence[Row]) -> None:
        """Write these after the others."""
        for row in rows:
            if not self._left:
                self._begin()
            self._sheets[-1].append([_as_value(one) for one in row])
            self._left -= 1

    def _bound(self) -> None:
        """Let the filters of the last sheet reach as far as its rows do."""
        if self._sheets and self._header:
            self._sheets[-1].auto_filter.ref = f"A1:{get_column_letter(len(self._header))}{self._most - self._left}"

    def finish(self) -> IO[bytes]:
        """The whole file, to be read from its beginning and closed by whoever reads it."""
        self._bound()
        with ExitStack() as stack:
            made = stack.enter_context(tempfile.TemporaryFile())
            self._book.save(made)
            made.seek(0)
            stack.pop_all()  # from here on the reader closes it
        return made

    def clear(self) -> None:
        """Take away what a workbook that was not finished leaves behind."""
        for sheet in self._sheets:
            if not sheet.closed:
                sheet.close()
                sheet._writer.cleanup()  # the library takes it away when the whole book is saved, else when the program ends


def _as_value(value: Cell) -> Any:
    if isinstance(value, str):
        return safe_cell(value)
    return value.astimezone(_HERE).replace(tzinfo=None) if isinstance(value, datetime) else value


_Maker = Callable[[Sequence[str], AsyncIterator[Sequence[Row]]], Awaitable[AsyncIterator[bytes]]]
_FILES: Mapping[Kind, _Maker] = {"csv": _csv, "xlsx": _xlsx}
