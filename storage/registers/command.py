"""`python main.py import-register FILE`: the bulk file with a progress bar. Speaks English, as the command line does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from storage.database import Database
from storage.registers.bulk import NoRegisterFile, import_file


class Opened(Protocol):
    """A portal whose database is open."""

    database: Database


def add_register_command(cli: typer.Typer, open_portal: Callable[[], AbstractContextManager[Opened]]) -> None:
    """Give the command line its command. `open_portal` opens the portal's database and closes it again."""

    @cli.command("import-register")
    def import_register(
        file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="As fetched from /enheter/lastned.")],
    ) -> None:
        """Read the company register's public bulk file, so that companies are found without the network. Can be stopped and run again."""
        screen = Console()
        bar = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with open_portal() as portal, Progress(*bar, console=screen) as progress:
            task = progress.add_task("0 units", total=None)

            def show(read: int, size: int, units: int) -> None:
                progress.update(task, completed=read, total=size, description=f"{units} units")

            try:
                done = import_file(portal.database, file, show)
            except NoRegisterFile as fault:
                progress.stop()
                screen.print(f"Not imported: {fault}", markup=False)
                raise typer.Exit(2) from None
        screen.print(f"{done.units} units are known; {done.skipped} were there from before, {done.unfit} rows were no units.")
