"""`/quality` over a large archive, on both engines: its figures by the real use case beside the same statements sent bare, and the page."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, text

from models.actor import Actor
from models.base import Ball, BoardColumn, Phase, Status
from models.case import Case
from models.quality import MissedFact, PartFact
from storage.database import Database
from storage.demo import furnish
from storage.live import InProcessHub
from storage.migrations import upgrade
from storage.rows import table_of
from storage.sessions import Sessions
from storage.work import Works
from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, visitor
from tests.engines import empty_postgresql_database, postgresql_server
from tests.portal_process import PortalProcess
from workflows.measures.figures import parts_behind, quality_view
from workflows.quality import QualityWish

KINDS = ("water-meter", "private-work", "connection", "main-pipeline", "discharge", "excavation")
FIRMS = ("demo-rorlegger", "demo-varme", "demo-entreprenor")
LACKS = tuple(f"METER.application.field_{number}" for number in range(40))
NEWEST, AT_ONCE = date(2026, 11, 23), 5_000
NOTE = "Every part of every case is counted, as for “from the beginning”: a year is a part of it. The floor reads every row into Python."


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Twice as many cases as the board's, each with one counted part; a third of them lacked something."""
    found: list[Figure] = []
    for engine in ("SQLite", "PostgreSQL"):
        with _database(folder, engine) as (database, url):
            _fill(database, 2 * sizes.cases)
            found += _use_cases(database, engine, sizes)
            found += await _page(folder / engine, url, database, engine, sizes)
    return found


@contextmanager
def _database(folder: Path, engine: str) -> Iterator[tuple[Database, str]]:
    with ExitStack() as stack:
        if engine == "SQLite":
            (folder / engine).mkdir(parents=True)
            url = f"sqlite:///{folder / engine / 'portal.db'}"
        else:
            url = stack.enter_context(empty_postgresql_database(stack.enter_context(postgresql_server())))
        database = Database(url)
        stack.callback(database.close)
        upgrade(database)
        furnish(database)
        yield database, url


def _fill(database: Database, count: int) -> None:
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        with database.writing.begin() as connection:
            connection.execute(insert(table_of(Case)), [_case(number) for number in numbers])
            connection.execute(insert(table_of(PartFact)), [_part(number) for number in numbers])
            missed = [one for number in numbers for one in _missed(number)]
            connection.execute(insert(table_of(MissedFact)), missed)
    with database.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _shared(number: int) -> dict[str, Any]:
    decided = NEWEST - timedelta(days=number % 1_500)
    kind = KINDS[number % len(KINDS)]
    place = {"municipality_id": "demo-fjordvik", "company_id": FIRMS[number % 7 % 3], "workflow": kind, "phase": Phase.APPLICATION}
    return {**place, "sent_on": decided - timedelta(days=9), "decided_on": decided}


def _case(number: int) -> dict[str, Any]:
    shared, at = _shared(number), datetime(2026, 11, 23, 8, tzinfo=UTC) - timedelta(minutes=number)
    case = Case(
        id=f"bench-{number:06}", ref=f"bench-{number:06}", number=f"2020-{number:06}", workflow=shared["workflow"],
        municipality_id="demo-fjordvik", company_id=shared["company_id"], created_by="demo-contractor", created_at=at, updated_at=at,
        status=Status.COMPLETED, ball=Ball.NOBODY, board_column=BoardColumn.CLOSED, address=f"Storgata {number}", submitted_at=at,
    )  # fmt: skip
    return {column.name: getattr(case, column.name) for column in table_of(Case).columns}


def _part(number: int) -> dict[str, Any]:
    shared, rounds = _shared(number), int(number % 3 == 0) + int(number % 11 == 0)
    return {
        **shared, "id": f"bench-{number:06}/application", "case_id": f"bench-{number:06}", "month": f"{shared['decided_on']:%Y-%m}",
        "outcome": "rejected" if number % 37 == 0 else "approved", "sendings": 1 + rounds, "right_first": int(not rounds), "rounds": rounds,
        "own_days": number % 19, "their_days": rounds * (number % 23), "extra": int(number % 17 == 0), "doubtful": int(number % 13 == 0),
    }  # fmt: skip


def _missed(number: int) -> list[dict[str, Any]]:
    wanted = {LACKS[number % 40], LACKS[number % 7]} if number % 3 == 0 else set()
    part = f"bench-{number:06}/application"
    return [{**_shared(number), "part_id": part, "requirement": key, "asked": 1, "days": number % 23} for key in sorted(wanted)]


def _use_cases(database: Database, engine: str, sizes: Sizes) -> list[Figure]:
    works, actor = Works(database, InProcessHub()), _actor(database)
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def figures_of() -> None:
        quality_view(QualityWish(), actor=actor, work=works(writing=False), now=now)

    def list_of() -> None:
        parts_behind(QualityWish(), "corrected", actor=actor, work=works(writing=False))

    found = []
    for name, act, aim in (("figures", figures_of, 1_000.0), ("list behind a figure", list_of, 200.0)):
        ours, floor = _beside_bare(database, act, sizes.loads)
        title = f"quality, {name}, {2 * sizes.cases} cases, {engine}, p95"
        found.append(Figure(title, percentile(ours, 0.95), "ms", aim, percentile(floor, 0.95), "same statements, bare", note=NOTE))
    return found


def _beside_bare(database: Database, act: Any, loads: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the use case, and of what it asks the database sent by the driver alone, in turns."""
    said: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        said.append((statement, parameters))

    event.listen(database.reading, "before_cursor_execute", listen)
    act()
    event.remove(database.reading, "before_cursor_execute", listen)
    ours, floor = [], []
    for _turn in range(loads):
        began = time.perf_counter()
        act()
        ours.append((time.perf_counter() - began) * 1_000)
        floor.append(_bare(database, said))
    return ours, floor


def _bare(database: Database, said: Sequence[tuple[str, Any]]) -> float:
    raw = database.reading.raw_connection()
    try:
        cursor = raw.cursor()
        began = time.perf_counter()
        for statement, parameters in said:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        return (time.perf_counter() - began) * 1_000
    finally:
        raw.close()


def _actor(database: Database) -> Actor:
    sessions = Sessions(database)
    person = sessions.person_by_email("admin@demo.example")
    assert person is not None
    member = sessions.memberships_of(person.id)[0]
    now, hour = datetime.now(UTC), timedelta(hours=1)
    cookie, _session = sessions.create_session(person, member, now, "bench")
    found = sessions.session(cookie, now, hour, hour)
    assert found is not None
    return found.actor


async def _page(folder: Path, url: str, database: Database, engine: str, sizes: Sizes) -> list[Figure]:
    """The whole page, first byte to last, by somebody's HTTP client; beside a page that asks for nothing of the kind."""
    sessions = Sessions(database)
    person = sessions.person_by_email("admin@demo.example")
    assert person is not None
    cookie, _session = sessions.create_session(person, sessions.memberships_of(person.id)[0], datetime.now(UTC), "bench")
    portal = PortalProcess(folder, {"PORTAL_PAGES_PER_MINUTE": "100000", "PORTAL_DATABASE_URL": url, "PORTAL_DEMO_CASES": "false"})
    portal.start()
    ours: list[float] = []
    floor: list[float] = []
    try:
        async with visitor(portal.base, cookie) as client:
            for turn in range(sizes.loads + 1):
                for path, taken in (("/quality?period=all", ours), ("/settings", floor)):
                    began = time.perf_counter()
                    (await client.get(path)).raise_for_status()
                    if turn:
                        taken.append((time.perf_counter() - began) * 1_000)
    finally:
        portal.stop()
    title = f"quality, the page, {2 * sizes.cases} cases, {engine}, p95"
    return [Figure(title, percentile(ours, 0.95), "ms", 1_000, percentile(floor, 0.95), "page of settings", note=NOTE)]
