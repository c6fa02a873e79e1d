"""Searching a large archive: until the answer is there, by the API and as the first byte of the table, beside the bare query."""

from __future__ import annotations

import random
import time
from pathlib import Path

import httpx
from sqlalchemy import Connection, text

from storage.database import Database
from tests.bench.archive import Engine, archive, some_words
from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, visitor

BARE = {
    "sqlite": text(
        'SELECT c.id, c.number, c.address, c.due_on FROM case_words JOIN case_search s ON s.n = case_words.rowid JOIN "case" c'
        " ON c.id = s.case_id WHERE case_words MATCH :words AND c.municipality_id = 'demo-fjordvik' ORDER BY c.due_on, c.id LIMIT 51"
    ),
    "postgresql": text(
        'SELECT c.id, c.number, c.address, c.due_on FROM case_search s JOIN "case" c ON c.id = s.case_id'
        " WHERE s.words @@ CAST(:words AS tsquery) AND c.municipality_id = 'demo-fjordvik' ORDER BY c.due_on, c.id LIMIT 51"
    ),
}
"""What a search comes to at least: look the words up, narrow to the municipality, sort, take a page."""


def searches(sizes: Sizes) -> list[tuple[str, str]]:
    """What people look for, rare things and common ones, each with one token the bare query looks for instead."""
    chance, rare = random.Random(3), some_words(200)
    asked = []
    for _round in range(sizes.searches):
        number = chance.randrange(sizes.cases)
        word, other = chance.choice(rare), chance.choice(rare)
        street = ("storgata", "strandgata", "kirkegata")[number % 3]
        asked += [
            (f"2020-{number:06}", f"{number:06}"), (f"{street} {number}", str(number)), (f"{number % 300 + 1}/{number}", str(number)),
            (f"J-{number}", str(number)), (word, word), (f"{word} {other}", word), (street, street), (street[:4], street),
            ("solberg", "solberg"), ("varme", "varme"), (_mistyped(word), word), ("strogata", "storgata"), ("finnesikke", "finnesikke"),
        ]  # fmt: skip
    chance.shuffle(asked)
    return asked


def _mistyped(word: str) -> str:
    return word[:2] + word[3:] + "q" if len(word) > 5 else word + "q"


async def figures(folder: Path, sizes: Sizes, engine: Engine = "sqlite") -> list[Figure]:
    """One officer searches, one search after the other."""
    asked = searches(sizes)
    with archive(folder, sizes, engine) as (seed, portal, _ref):
        key = portal.api("officer@demo.example").headers["Authorization"]
        bare = _bare(seed.database, engine, [word for _typed, word in asked])
        async with httpx.AsyncClient(base_url=f"{portal.base}/api/v1", headers={"Authorization": key}, timeout=60) as api:
            by_api = await _answers(api, "/cases", {"limit": "50"}, "q", [typed for typed, _word in asked])
        async with visitor(portal.base, seed.cookie("officer")) as officer:
            by_table = await _answers(officer, "/board", {"view": "table"}, "text", [typed for typed, _word in asked])
            by_board = await _answers(officer, "/board", {"view": "board"}, "text", [typed for typed, _word in asked])
    name = f"search, {sizes.cases} cases, {engine}"
    floor = percentile(bare, 0.95)
    return [
        Figure(f"{name}, answer of the API, p95", percentile(by_api, 0.95), "ms", 200, floor, "bare query"),
        Figure(f"{name}, answer of the API, p50", percentile(by_api, 0.5), "ms", None, percentile(bare, 0.5), "bare query"),
        Figure(f"{name}, table, first byte, p95", percentile(by_table, 0.95), "ms", 200, floor, "bare query"),
        Figure(f"{name}, board, first byte, p95", percentile(by_board, 0.95), "ms", None, floor, "bare query"),
    ]


def _bare(database: Database, engine: Engine, words: list[str]) -> list[float]:
    with database.reading.connect() as connection:
        return [_timed(connection, engine, word) for word in [words[0], *words]][1:]


def _timed(connection: Connection, engine: Engine, word: str) -> float:
    began = time.perf_counter()
    connection.execute(BARE[engine], {"words": f'"{word}" *' if engine == "sqlite" else f"'{word}':*"}).all()
    return (time.perf_counter() - began) * 1_000


async def _answers(client: httpx.AsyncClient, path: str, given: dict[str, str], name: str, asked: list[str]) -> list[float]:
    taken = []
    for typed in [asked[0], *asked]:
        began = time.perf_counter()
        async with client.stream("GET", path, params={**given, name: typed}) as answer:
            answer.raise_for_status()
            taken.append((time.perf_counter() - began) * 1_000)
            await answer.aread()
    return taken[1:]
