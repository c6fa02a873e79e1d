"""Writing what is due for the search: in the background while the portal runs, or at once from the command line."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

import typer
from rich.console import Console
from rich.progress import Progress

from storage.database import Database
from storage.search_index import fill, waiting
from storage.threads import Threads
from workflows.searching.labels import Speak

logger = logging.getLogger(__name__)
AT_ONCE = 20
"""Cases in one transaction: some 50 ms, so that nobody waits long for their turn to write."""
PAUSE = 0.05
LOOK_EVERY = 20.0


class SearchFiller:
    """Writes what is due until it is cancelled: everything after an upgrade, later the cases of people who changed their name."""

    def __init__(self, database: Database, threads: Threads, speak: Speak) -> None:
        self._database, self._threads, self._speak = database, threads, speak

    async def run(self) -> None:
        """Fill now and whenever something became due."""
        while True:
            try:
                await self.fill_all()
            except Exception:  # the worker's outermost door: the search can wait
                logger.exception("filling the search failed")
            await asyncio.sleep(LOOK_EVERY)

    async def fill_all(self) -> int:
        """Write everything that is due; how many cases."""
        done = 0
        if not await self._threads.run_reading(self._waiting):
            return done
        while some := await self._threads.run_writing(self._some):
            done += some
            await asyncio.sleep(PAUSE)
        logger.info("wrote what %d cases are found by", done)
        return done

    def _waiting(self) -> int:
        with self._database.reading.connect() as connection:
            return waiting(connection)

    def _some(self) -> int:
        with self._database.writing.begin() as connection:
            return fill(connection, AT_ONCE, self._speak)


class Opened(Protocol):
    """A portal whose database is open."""

    database: Database


def add_search_command(cli: typer.Typer, open_portal: Callable[[], AbstractContextManager[Opened]], speak: Speak) -> None:
    """Give the command line its command. `open_portal` opens the portal's database and closes it again; `speak` as for `refresh`."""

    @cli.command("fill-search")
    def fill_search() -> None:
        """Write what cases are found by, where that is due, without waiting for the portal to do it. Can be stopped and run again."""
        screen = Console()
        with open_portal() as portal, Progress(console=screen) as progress:
            with portal.database.reading.connect() as connection:
                task = progress.add_task("cases", total=waiting(connection))
            done = 0
            while some := _some(portal.database, speak):
                done += some
                progress.update(task, completed=done)
        screen.print(f"{done} cases can be found now.")


def _some(database: Database, speak: Speak) -> int:
    with database.writing.begin() as connection:
        return fill(connection, 200, speak)
