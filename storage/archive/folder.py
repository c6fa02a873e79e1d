"""An archive in a folder: each message in a folder of its own, written beside it, synced, and renamed in one go.

Whoever fetches from it sees whole messages only. What is there already is never touched again.
"""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from models.errors import PortalError
from models.records import ArchiveOutcome
from storage.archive.transport import (
    MESSAGE,
    RECEIPT,
    Answer,
    Parcel,
    WrongBytes,
    checked,
    kept,
    receipt_bytes,
    wrong,
)
from storage.object_files import sync_file, sync_folder

UNDER_WAY = ".part"


class FolderArchive:
    """The folder of a `file:///` address."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path))

    async def deliver(self, parcel: Parcel) -> Answer:
        """Write the message and its files, unless they lie there."""
        try:
            found = await asyncio.to_thread(self._receipt, parcel.place)
            return kept(found) if found else await self._write(parcel)
        except WrongBytes as error:
            return wrong(error)
        except (OSError, PortalError) as error:
            return Answer(ArchiveOutcome.SERVER_FAULT, _words(error))

    async def ask(self, key: str, place: tuple[str, str, str]) -> Answer:
        """A folder answers at once; so it is there or it is not."""
        found = await asyncio.to_thread(self._receipt, place)
        return kept(found) if found else Answer(ArchiveOutcome.NOT_FOUND, key)

    def _receipt(self, place: tuple[str, str, str]) -> bytes | None:
        path = self.folder.joinpath(*place, RECEIPT)
        return path.read_bytes() if path.exists() else None

    async def _write(self, parcel: Parcel) -> Answer:
        final = self.folder.joinpath(*parcel.place)
        part = final.with_name(f"{final.name}{UNDER_WAY}")
        whole = False
        try:
            await asyncio.to_thread(_begin, part)
            for file in parcel.files:
                await self._copy(file.reference, checked(file), part)
            await asyncio.to_thread(_end, part, final, parcel)
            whole = True
        finally:
            if not whole:
                await asyncio.to_thread(shutil.rmtree, part, True)
        return kept(receipt_bytes(parcel))

    async def _copy(self, name: str, stream: AsyncIterator[bytes], part: Path) -> None:
        path = part / name
        with path.open("wb") as file:
            async for chunk in stream:
                await asyncio.to_thread(file.write, chunk)
        await asyncio.to_thread(sync_file, path)


def _begin(part: Path) -> None:
    """A fresh folder beside the final one; what a crash left there is taken away."""
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)


def _end(part: Path, final: Path, parcel: Parcel) -> None:
    """The message last, then all of it under its final name, and lasting."""
    for name, content in ((MESSAGE, parcel.message), (RECEIPT, receipt_bytes(parcel))):
        (part / name).write_bytes(content)
        sync_file(part / name)
    sync_folder(part)
    os.rename(part, final)
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        sync_folder(folder)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "no space left"
    return type(error).__name__ if not isinstance(error, OSError) else os.strerror(error.errno or 0)
