"""Files of many cases out of a large archive: how long until the last byte, what memory they take, and who is kept waiting meanwhile."""

from __future__ import annotations

import asyncio
import csv
import io
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from subprocess import Popen
from typing import IO, Any, Literal

import httpx
from openpyxl import Workbook
from sqlalchemy import Integer, Row, cast, func, text, update

from models.case import Case
from storage.database import Database
from storage.rows import table_of
from tests.bench.archive import Engine, archive
from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, bare_server, resident_kib, visitor

Kind = Literal["csv", "xlsx"]
MANY, FEW = "demo-officer", "demo-approver"
"""Who handle every tenth case of the archive and every hundredth: what their filters choose is spread over all years."""
LOOKED, CALLED = 0.02, 0.02
"""Seconds between two looks at the memory, and between two calls at the door."""
CHUNK = 1_000
BARE = text(
    "SELECT c.id, c.number, c.workflow, c.phase, c.status, c.board_column, c.address, c.property_key, c.reference, f.name,"
    " f.organisation_number, p.name, c.submitted_at, c.due_on, c.clock_days, c.open_requests, c.lacking, c.starts_on, c.approved_at,"
    ' c.updated_at, c.latitude, c.longitude FROM "case" c JOIN company f ON f.id = c.company_id'
    " JOIN municipality m ON m.id = c.municipality_id LEFT JOIN person p ON p.id = c.assignee_id"
    " WHERE c.municipality_id = 'demo-fjordvik' AND c.submitted_at IS NOT NULL AND c.assignee_id = :person ORDER BY c.id"
)
"""What a file comes to at least: the same columns by the same joins, in one go."""
NOTE = (
    "Memory: what the server's resident memory grew by at most while a file was made, after three small ones of either kind. "
    "The door is `/healthz`, beside a bare server's plain route called in the same seconds."
)


async def figures(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> list[Figure]:
    """The same files again and again, by turns with the bare query and writer; somebody knocks at the door meanwhile."""
    with archive(folder, sizes, engine) as (seed, portal, _ref), bare_server(folder) as bare:
        hand_out(seed.database)
        async with (
            visitor(portal.base, seed.cookie("officer")) as officer,
            visitor(portal.base) as stranger,
            visitor(bare.base) as anybody,
        ):
            office = Office(officer, stranger, anybody, portal.process)
            for kind in (*BARE_FILES, *BARE_FILES, *BARE_FILES):  # until the database's own page caches are full
                await office.take_out(kind, FEW)
            return [one for kind in BARE_FILES for one in await _of_kind(office, seed.database, kind, sizes, engine)]


async def _of_kind(office: Office, database: Database, kind: Kind, sizes: Sizes, engine: Engine) -> list[Figure]:
    office.door.clear()
    office.plain.clear()
    taken, grown, bare = list[float](), dict[str, float]({FEW: 0, MANY: 0}), list[float]()
    for _round in range(sizes.exports):
        for person in (FEW, MANY):
            seconds, more, lines = await office.take_out(kind, person)
            grown[person] = max(grown[person], more)
        assert lines is None or lines == sizes.cases // 10 + 1, f"{lines} lines"
        taken.append(seconds)
        bare.append(_bare(database, kind))
    name = f"export of {sizes.cases // 10} cases of {sizes.cases} as {kind.upper()}, {engine}"
    few = f"{sizes.cases // 100} cases"
    return [
        Figure(f"{name}, last byte, p50", percentile(taken, 0.5), "s", 5, percentile(bare, 0.5), "bare query and writer"),
        Figure(f"{name}, memory grown by", grown[MANY], "MiB", 10, grown[FEW], few, note=NOTE),
        Figure(f"{name}, the door meanwhile, p95", percentile(office.door, 0.95), "ms", 50, percentile(office.plain, 0.95), "plain route"),
    ]


def _bare(database: Database, kind: Kind) -> float:
    """Seconds of the bare query and the bare writer of the kind."""
    began = time.perf_counter()
    with database.reading.connect() as connection, tempfile.TemporaryFile() as file:
        BARE_FILES[kind](connection.execute(BARE, {"person": MANY}).partitions(CHUNK), file)
    return time.perf_counter() - began


def _bare_csv(chunks: Iterable[Sequence[Row[Any]]], file: IO[bytes]) -> None:
    with io.TextIOWrapper(file, newline="") as words:
        for rows in chunks:
            csv.writer(words, delimiter=";").writerows(rows)


def _bare_xlsx(chunks: Iterable[Sequence[Row[Any]]], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for rows in chunks:
        for row in rows:
            sheet.append([one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in row])
    book.save(file)


BARE_FILES: dict[Kind, Callable[[Iterable[Sequence[Row[Any]]], IO[bytes]], None]] = {"csv": _bare_csv, "xlsx": _bare_xlsx}


def hand_out(database: Database) -> None:
    """Give two officers their cases."""
    case = table_of(Case)
    number = cast(func.substr(case.c.number, 6), Integer)
    with database.writing.begin() as connection:
        for person, share in ((MANY, 10), (FEW, 100)):
            mine = number % share == share // 2
            connection.execute(update(case).where(case.c.id.like("bench-%"), mine).values(assignee_id=person))


@dataclass
class Office:
    """Somebody who takes files out, somebody at the door of either server, and an eye on the portal's memory."""

    officer: httpx.AsyncClient
    stranger: httpx.AsyncClient
    anybody: httpx.AsyncClient
    process: Popen[bytes] | None
    door: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    async def take_out(self, kind: Kind, person: str) -> tuple[float, float, int | None]:
        """Seconds until the last byte, what memory grew by at most meanwhile in MiB, and the file's lines, None of a workbook."""
        done = asyncio.Event()
        before = most = resident_kib(self.process)
        callers = (self._call(self.stranger, "/healthz", self.door, done), self._call(self.anybody, "/plain", self.plain, done))
        beside = [asyncio.create_task(one) for one in callers]
        fetching = asyncio.create_task(self._fetch(f"/board/export?kind={kind}&who={person}"))
        while not fetching.done():
            await asyncio.wait([fetching], timeout=LOOKED)
            most = max(most, resident_kib(self.process))
        done.set()
        await asyncio.gather(*beside)
        seconds, lines = fetching.result()
        return seconds, (most - before) / 1024, lines if kind == "csv" else None

    async def _fetch(self, address: str) -> tuple[float, int]:
        began, lines = time.perf_counter(), 0
        async with self.officer.stream("GET", address) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                lines += piece.count(b"\r\n")
        return time.perf_counter() - began, lines

    @staticmethod
    async def _call(client: httpx.AsyncClient, path: str, taken: list[float], done: asyncio.Event) -> None:
        while not done.is_set():
            began = time.perf_counter()
            (await client.get(path)).raise_for_status()
            taken.append((time.perf_counter() - began) * 1_000)
            await asyncio.sleep(CALLED)
