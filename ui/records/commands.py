"""The operator's commands for records: take a whole case out into a folder, and verify what was taken out or delivered."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, Protocol

import typer

from models.errors import PortalError
from ui.print.press import Press
from ui.print.whole_case import zip_of
from ui.records.verifying import Verified, verify_folder, verify_zip
from ui.texts import Speaker, known_locale
from workflows.ports import WorkFactory
from workflows.records.whole_case import whole_case_for_operator


class Opened(Protocol):
    """What the commands need of an opened portal."""

    @property
    def works(self) -> WorkFactory: ...
    @property
    def objects(self) -> Any: ...


OpenPortal = Callable[[], AbstractContextManager[Opened]]


def add_records_commands(cli: typer.Typer, open_portal: OpenPortal) -> None:
    """Give the command line these commands. `open_portal` opens the portal's storage and closes it again."""

    @cli.command("export")
    def export(
        case: Annotated[str, typer.Argument(help="The case's number, such as 2026-000123.")],
        folder: Annotated[Path, typer.Argument(help="Where it is put, in a folder named by the number.", file_okay=False)],
        language: Annotated[str, typer.Option(help="Language of what is printed: nb, nn or en.")] = "nb",
    ) -> None:
        """Take a whole case out: case file, receipts, letters, original files, its log and a manifest, without internal notes."""
        with open_portal() as portal:
            try:
                whole = whole_case_for_operator(case, work=portal.works(writing=True), now=datetime.now(UTC))
            except PortalError as fault:
                _refuse(f"{case}: {fault.text.in_english()}")
            target = folder / whole.file.number
            if target.exists():
                _refuse(f"{target} is there already.")
            t = Speaker(known_locale(language))
            count = asyncio.run(_unpack(zip_of(whole, t, portal.objects.read, Press().make), target))
        typer.echo(f"{count} files lie in {target}.")

    @cli.command("verify-records")
    def verify_records(
        path: Annotated[Path, typer.Argument(help="A ZIP of a case, its unpacked folder, or a package of the archive.", exists=True)],
    ) -> None:
        """Count the digests and the chain of what was taken out or delivered. Ends with 1 when something was changed."""
        found: Verified = verify_folder(path) if path.is_dir() else verify_zip(path)
        for fault in found.faults:
            typer.echo(fault)
        if found.faults:
            raise typer.Exit(1)
        typer.echo(found.said)


async def _unpack(pieces: AsyncIterator[bytes], target: Path) -> int:
    """Put the files of a ZIP into a folder; the ZIP itself lies in a file beside it meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
        with zipfile.ZipFile(part) as archive:
            archive.extractall(target)
            return len(archive.namelist())
    finally:
        part.unlink(missing_ok=True)


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(2)
