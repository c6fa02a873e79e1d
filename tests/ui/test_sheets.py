"""Files for spreadsheets: read back by another reader, no formula gets through, and nothing grows with the number of rows."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
import threading
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from models.errors import NotAllowed
from ui.sheets import FORMULA, TYPES, Kind, Row, _Book, kind_of, safe_cell, stream, walked
from workflows.ports import Page

HEADER = ("Case", "Address", "Days", "Sent", "Due", "Share")
SENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
ROW: Row = ("2026-000001", "Storgata 1; B", 12, SENT, date(2026, 7, 20), Decimal("0.5"))


async def batches(*given_: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    for one in given_:
        yield one


async def made(kind: Kind, *given_: Sequence[Row], header: Sequence[str] = HEADER) -> bytes:
    answer = await stream(kind, "cases", header, batches(*given_))
    assert answer.headers["content-disposition"] == f'attachment; filename="cases.{kind}"'
    assert answer.headers["content-type"] == TYPES[kind]
    return b"".join([piece async for piece in answer.body_iterator if isinstance(piece, bytes)])


async def test_a_comma_separated_file_is_read_by_norwegian_spreadsheets() -> None:
    content = (await made("csv", [ROW], [(None, "Å", -3, None, None, 1.5)])).decode()

    assert content.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(content[1:]), delimiter=";")) == [
        list(HEADER),
        ["2026-000001", "Storgata 1; B", "12", "2026-07-02 00:30", "2026-07-20", "0,5"],
        ["", "Å", "-3", "", "", "1,5"],
    ]


async def test_a_workbook_holds_days_and_numbers_as_such_under_a_heading_that_stays() -> None:
    sheet = load_workbook(io.BytesIO(await made("xlsx", [ROW], [ROW])))["1"]

    assert [cell.value for cell in sheet[1]] == list(HEADER)
    assert [cell.value for cell in sheet[3]] == [
        "2026-000001", "Storgata 1; B", 12, datetime.fromisoformat("2026-07-02T00:30"), datetime.fromisoformat("2026-07-20"), 0.5,
    ]  # fmt: skip
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:F3", True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_file_without_rows_has_its_heading(kind: Kind) -> None:
    content = await made(kind)

    if kind == "csv":
        assert content.decode() == "\ufeff" + ";".join(HEADER) + "\r\n"
    else:
        assert load_workbook(io.BytesIO(content))["1"].max_row == 1


@given(st.text(max_size=20))
def test_no_text_begins_a_formula_and_a_harmless_one_stays(words: str) -> None:
    kept = safe_cell(words)

    assert not kept.startswith(FORMULA)
    assert kept == words or not words.isprintable() or words.startswith(FORMULA)


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "\x00=HYPERLINK(1)"])
async def test_a_formula_arrives_as_words_in_both_kinds(words: str) -> None:
    line = (await made("csv", [(words,)], header=("A",))).decode().split("\r\n", 1)[1]
    cell = load_workbook(io.BytesIO(await made("xlsx", [(words,)], header=("A",))))["1"]["A2"]

    assert line.lstrip('"').startswith("'")
    assert (cell.data_type, str(cell.value)[0]) == ("s", "'")


async def test_what_the_first_rows_raise_is_raised_before_anything_is_answered() -> None:
    async def refused() -> AsyncIterator[Sequence[Row]]:
        for _ in range(1):
            raise NotAllowed
        yield ()

    for kind in TYPES:
        with pytest.raises(NotAllowed):
            await stream(kind, "cases", HEADER, refused())


async def test_a_workbook_that_breaks_off_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def breaks() -> AsyncIterator[Sequence[Row]]:
        yield [ROW]
        raise NotAllowed

    with pytest.raises(NotAllowed):
        await stream("xlsx", "cases", HEADER, breaks())
    await made("xlsx", [ROW])

    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_go_on_on_the_next() -> None:
    book = _Book(["N"], most=3)
    book.add([(number,) for number in range(5)])
    with book.finish() as file:
        sheets = load_workbook(file).worksheets

    assert [[cell.value for cell in sheet["A"]] for sheet in sheets] == [["N", 0, 1], ["N", 2, 3], ["N", 4]]
    assert [sheet.auto_filter.ref for sheet in sheets] == ["A1:A3", "A1:A3", "A1:A2"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_memory_does_not_grow_with_the_number_of_rows(kind: Kind) -> None:
    async def peak(count: int) -> int:
        async def many() -> AsyncIterator[Sequence[Row]]:
            for _ in range(count):
                yield [ROW] * 50

        tracemalloc.start()
        try:
            answer = await stream(kind, "cases", HEADER, many())
            size = 0
            async for piece in answer.body_iterator:
                size += len(piece)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    await peak(1)
    assert await peak(40) < await peak(4) + 300_000


async def test_a_list_is_walked_page_by_page_and_never_on_the_loop_of_the_pages() -> None:
    asked, threads, loop = list[str | None](), set[int](), threading.get_ident()

    def page_after(key: str | None) -> Page[int]:
        asked.append(key)
        threads.add(threading.get_ident())
        number = int(key or 0)
        return Page([number], str(number + 1) if number < 2 else None)

    def rows_of(lines: Sequence[int]) -> list[Row]:
        threads.add(threading.get_ident())
        return [(one,) for one in lines]

    rows = walked(asyncio.to_thread, page_after, rows_of)
    found = [(list(one), list(asked)) async for one in rows]

    assert found == [([(0,)], [None]), ([(1,)], [None, "1"]), ([(2,)], [None, "1", "2"])], "no page before the last was taken in"
    assert loop not in threads


def test_an_address_asks_for_one_of_two_kinds() -> None:
    assert [kind_of(words) for words in ("xlsx", "csv", "", "pdf")] == ["xlsx", "csv", "csv", "csv"]
