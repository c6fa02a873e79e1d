"""Durable submissions: cases sent by the real use case on SQLite, beside bare sqlite3 writing the very same rows in as many commits."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from models.actor import Actor
from storage.chance import CHANCE
from storage.database import SET_UP
from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes
from tests.browser.seeding import Seed
from ui.operations.serving import COLLECT_AFTER
from workflows.casework.sending import submit

NOTE = (
    "A submission is one durable commit of its statements, two of them for what is counted; raw sqlite3 only writes those. The use case "
    "also reads the case and what the books say around it (19 queries), judges it before and after the change of status, makes and hashes "
    "the snapshot and the event, and reads the snapshot back for the receipt: work of the processor, so the share is lower the busier the "
    "machine is."
)
Writes = list[list[tuple[str, Any]]]
"""For each commit its statements with their parameters."""


class Scribe:
    """Writes down every statement that changes something, by commit."""

    def __init__(self, seed: Seed) -> None:
        self.commits: Writes = []
        self._open: list[tuple[str, Any]] = []
        event.listen(seed.database.writing, "before_cursor_execute", self._statement)
        event.listen(seed.database.writing, "commit", self._commit)

    def _statement(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self._open += [(statement, one) for one in parameters] if many else [(statement, parameters)]

    def _commit(self, _connection: Any) -> None:
        if self._open:
            self.commits.append(self._open)
        self._open = []


def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Submissions for each second of both, in alternating rounds; the figure is their ratio."""
    seed = Seed(folder / "submissions")
    scribe, actor = Scribe(seed), seed.actor("contractor")
    rates: list[float] = []
    floors: list[float] = []
    with collecting_as_the_portal():
        for number in range(sizes.rounds + 1):
            refs = [seed.draft(place=place) for place in range(sizes.submissions)]
            copy = folder / f"round-{number}.db"
            _copy(seed, copy)
            scribe.commits.clear()
            rate = len(refs) / _sent(seed, actor, refs)
            floor = len(refs) / _rewritten(copy, scribe.commits)
            if number:
                rates.append(rate)
                floors.append(floor)
    seed.database.close()
    ratio = percentile([rate / floor for rate, floor in zip(rates, floors, strict=True)], 0.5)
    return [
        Figure("durable submissions, share of raw sqlite3", ratio, "of raw", 0.15, 1, "raw", True, NOTE),
        Figure("durable submissions", percentile(rates, 0.5), "/s", None, percentile(floors, 0.5), "raw sqlite3", more_is_better=True),
    ]


@contextmanager
def collecting_as_the_portal() -> Iterator[None]:
    """The garbage collector as the portal's own process has it."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _copy(seed: Seed, copy: Path) -> None:
    with closing(sqlite3.connect(seed.folder / "portal.db")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _sent(seed: Seed, actor: Actor, refs: Sequence[str]) -> float:
    began = time.perf_counter()
    for ref in refs:
        submit(ref, actor=actor, work=seed.works(writing=True), now=datetime.now(UTC), chance=CHANCE)
    return time.perf_counter() - began


def _rewritten(copy: Path, commits: Writes) -> float:
    """The same statements on a copy of the database as it stood before, by bare sqlite3 with the portal's durability."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for statement in SET_UP:
            connection.execute(statement)
        began = time.perf_counter()
        for statements in commits:
            connection.execute("BEGIN IMMEDIATE")
            for statement, parameters in statements:
                connection.execute(statement, parameters)
            connection.execute("COMMIT")
        return time.perf_counter() - began
