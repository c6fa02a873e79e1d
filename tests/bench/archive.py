"""A large archive, written as rows at once: what a municipality has after many years, with everything a search may look through."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, insert, make_url, text

from models.base import Ball, BoardColumn, Status
from models.boards import SearchWord
from models.case import Case
from storage.rows import insert_or, table_of
from storage.search_index import SEARCH, WORDS, fts_columns, marks_of, vector_of
from tests.bench.town import Sizes, town
from tests.browser.seeding import Seed
from tests.engines import postgresql_server
from tests.portal_process import PortalProcess
from workflows.searching.folding import tokens, words_in

Engine = Literal["sqlite", "postgresql"]
OPEN_SHARE = 0.2
"""So many of all cases stand in the board's columns; the others are closed."""
STANDINGS = (
    (BoardColumn.NEW, Status.SUBMITTED, Ball.MUNICIPALITY),
    (BoardColumn.CHECKING, Status.IN_REVIEW, Ball.MUNICIPALITY),
    (BoardColumn.ANSWERED, Status.RESUBMITTED, Ball.MUNICIPALITY),
    (BoardColumn.WAITING, Status.PAUSED, Ball.CONTRACTOR),
    (BoardColumn.READY, Status.IN_REVIEW, Ball.MUNICIPALITY),
)
AT_ONCE = 5_000
COMPANIES = {"demo-rorlegger": "Fjordvik Rør AS", "demo-varme": "Varme og Vann AS"}
STREETS = (
    "Storgata", "Strandgata", "Fjordvegen", "Kaivegen", "Skolebakken", "Industrivegen", "Nedre Li", "Kirkegata", "Åsvegen", "Øvre bru",
)  # fmt: skip
_SOUNDS = [first + vowel for first in "bdfghjklmnprstv" for vowel in "aeiouy"]


def words_of_everybody(count: int) -> list[str]:
    """A language of so many words, the same each time."""
    chance = random.Random(7)
    return ["".join(chance.choices(_SOUNDS, k=chance.randint(2, 4))) for _number in range(count)]


def many_cases(seed: Seed, count: int) -> None:
    """Rows of the archive with what they are found by, written at once."""
    chance, language = random.Random(1), words_of_everybody(8_000)
    with seed.database.writing.begin() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:  # an index that is made afterwards takes a tenth of the time
            connection.execute(text("DROP INDEX words_of_cases"))
        known: set[str] = set()
        for start in range(0, count, AT_ONCE):
            cases = [_case(number, count, chance) for number in range(start, min(start + AT_ONCE, count))]
            connection.execute(insert(table_of(Case)), [_values(one) for one in cases])
            known |= _keep_words(connection, cases, chance, language, start + 1_000)
        learnt = insert_or(connection, SearchWord).on_conflict_do_nothing()
        connection.execute(learnt, [{"tenant": "demo-fjordvik", "word": word} for word in sorted(known)])
        if not is_sqlite:
            connection.execute(text("CREATE INDEX words_of_cases ON case_search USING gin (words)"))
    if not is_sqlite:
        with seed.database.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _case(number: int, count: int, chance: random.Random) -> Case:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC) - timedelta(minutes=number)
    is_open = number < count * OPEN_SHARE
    column, status, ball = STANDINGS[number % len(STANDINGS)] if is_open else (BoardColumn.CLOSED, Status.COMPLETED, Ball.NOBODY)
    due = (at + timedelta(days=90 + number % 60)).date()
    return Case(
        id=f"bench-{number:06}", ref=f"bench-{chance.getrandbits(64):016x}", number=f"2020-{number:06}", workflow="water-meter",
        municipality_id="demo-fjordvik", company_id=tuple(COMPANIES)[number % 2], created_by="demo-contractor",
        created_at=at, updated_at=at, status=status, ball=ball, board_column=column, title="Bytte av vannmåler",
        address=f"{STREETS[number % len(STREETS)]} {number}", property_key=f"{number % 300 + 1}/{number}/0/0", reference=f"J-{number}",
        due_on=due, submitted_at=at, our_due_on=due if is_open and status != Status.PAUSED else None,
        our_days_left=number % 15 if status == Status.PAUSED else None,
    )  # fmt: skip


def _values(case: Case) -> dict[str, Any]:
    return {column.name: getattr(case, column.name) for column in table_of(Case).columns}


def _keep_words(connection: Connection, cases: Sequence[Case], chance: random.Random, language: Sequence[str], first: int) -> set[str]:
    """What the cases are found by: their place, people, thirty words of answers, twelve of messages, five of notes."""
    rows, words, known = [], [], set[str]()
    is_sqlite = connection.dialect.name == "sqlite"
    for number, case in enumerate(cases, first):
        told = {
            "place": f"{case.number}, {case.address}, {case.property_key}, {case.reference}, {case.title}, {COMPANIES[case.company_id]}",
            "people": "Per Nilsen, Ingrid Solberg",
            **{name: " ".join(chance.choices(language, k=many)) for name, many in (("answers", 30), ("said", 12), ("notes", 5))},
        }
        found = {name: set(tokens(said)) if name in ("place", "people") else set(said.split()) for name, said in told.items()}
        known |= words_in(set().union(*found.values()))
        marks = " ".join(marks_of(case))
        vector = "" if is_sqlite else vector_of(marks, found)
        rows.append({"n": number, "case_id": case.id, "marks": marks, **told, "words": vector})
        words.append({"rowid": number, "marks": marks, **fts_columns(found)} if is_sqlite else {})
    connection.execute(insert(SEARCH), rows)
    if is_sqlite:
        connection.execute(insert(WORDS), words)
    return known


@contextmanager
def archive(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> Iterator[tuple[Seed, PortalProcess, str]]:
    """A running portal with that many cases, and the ref of the most urgent one, so that every open board shows what becomes of it."""
    with ExitStack() as stack:
        url = ""
        if engine == "postgresql":
            server = make_url(stack.enter_context(postgresql_server()))
            url = server.set(database="template_portal").render_as_string(hide_password=False)
        seed, portal = stack.enter_context(town(folder / "board", url))
        ref = seed.submitted()
        many_cases(seed, sizes.cases)
        portal.start()
        yield seed, portal, ref


def some_words(count: int) -> list[str]:
    """Words some case of the archive holds."""
    return words_of_everybody(8_000)[:count]
