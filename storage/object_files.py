"""Objects in a folder. The order `write, sync, rename, sync folder` is kept here: obstore writes the bytes but syncs nothing."""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import GenericError, NotFoundError
from obstore.store import LocalStore

from models.errors import NotThere, StorageFull, Unavailable
from storage.object_parts import (
    OBJECT_AGE,
    PART_AGE,
    PREVIEW,
    THUMBNAIL,
    Counted,
    Received,
    Referenced,
    Swept,
    demand_room,
    new_key,
    owner_of,
    space_of,
)

PART = ".part"
BUFFER = 2**20
READ_CHUNK = 2**18
BATCH = 500


class FileObjects:
    """A store in the folder of a `file:///` address; 256 sub-folders are made at once, so that none is new when a file arrives."""

    def __init__(self, url: str) -> None:
        self.folder = Path(unquote(urlsplit(url).path))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(256):
            (self.folder / f"{number:02x}").mkdir(mode=0o700, exist_ok=True)
        sync_folder(self.folder)
        self._store = LocalStore(self.folder)
        self.broken = ""

    async def receive(self, stream: AsyncIterator[bytes], limit: int) -> Received:
        """Keep a stream durably under a new key."""
        demand_room(self.free_space())
        key, counted = new_key(), Counted(stream, limit)
        await self._keep(key, counted)
        return Received(key, counted.size, counted.sha256)

    async def put(self, key: str, content: bytes) -> None:
        """Keep small bytes under a derived key."""
        demand_room(self.free_space())
        await self._keep(key, _once(content))

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of an object."""
        try:
            options: obstore.GetOptions = {"range": (start, end)} if end is not None else {"range": {"offset": start}} if start else {}
            answer = await obstore.get_async(self._store, key, options=options)
        except (NotFoundError, FileNotFoundError) as error:
            raise NotThere() from error
        async for chunk in answer.stream(min_chunk_size=READ_CHUNK):
            yield bytes(chunk)

    def local_path(self, key: str) -> Path | None:
        """The object's file."""
        return self.folder / key

    async def delete(self, key: str) -> None:
        """Remove an object and its pictures."""
        for name in (key, key + PREVIEW, key + THUMBNAIL):
            await asyncio.to_thread((self.folder / name).unlink, missing_ok=True)

    async def probe(self) -> None:
        """Go the whole way of an upload once."""
        if self.broken:
            raise Unavailable()
        kept = await self.receive(_once(b"probe"), 100)
        await self.delete(kept.key)

    def free_space(self) -> tuple[int, int] | None:
        """Of the disk the folder is on."""
        return space_of(str(self.folder))

    async def sweep(self, referenced: Referenced, now: datetime) -> Swept:
        """Remove what nobody will ever ask for."""
        parts, old = await asyncio.to_thread(self._leftovers, time.time())
        gone = 0
        for at in range(0, len(old), BATCH):
            batch = old[at : at + BATCH]
            kept = await referenced(sorted({owner_of(key) for key in batch}))
            for key in (key for key in batch if owner_of(key) not in kept):
                await asyncio.to_thread((self.folder / key).unlink, missing_ok=True)
                gone += 1
        return Swept(parts, gone)

    async def _keep(self, key: str, content: AsyncIterator[bytes] | Counted) -> None:
        part, whole = key + PART, False
        try:
            async with obstore.open_writer_async(self._store, part, buffer_size=BUFFER, max_concurrency=2) as writer:
                async for chunk in content:
                    await writer.write(chunk)
            await asyncio.to_thread(self._settle, part, key)
            whole = True
        except (GenericError, OSError) as error:
            raise _in_our_words(error) from error
        finally:
            if not whole:
                await asyncio.to_thread(self._clear, part)

    def _settle(self, part: str, key: str) -> None:
        """Sync, rename, sync the folder. A failed sync is final: what the disk holds is unknown, so it is never tried again."""
        staged, final = self.folder / part, self.folder / key
        try:
            sync_file(staged)
            os.rename(staged, final)
            sync_folder(final.parent)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                self.broken = str(error)
            raise

    def _clear(self, part: str) -> None:
        for leftover in (self.folder / part).parent.glob(Path(part).name + "*"):
            with suppress(FileNotFoundError):
                leftover.unlink()

    def _leftovers(self, now: float) -> tuple[int, list[str]]:
        parts, old = 0, []
        for entry in (entry for folder in self.folder.iterdir() if folder.is_dir() for entry in os.scandir(folder)):
            age = now - entry.stat().st_mtime
            if PART in entry.name and age > PART_AGE.total_seconds():
                os.unlink(entry.path)
                parts += 1
            elif PART not in entry.name and age > OBJECT_AGE.total_seconds():
                old.append(os.path.relpath(entry.path, self.folder))
        return parts, old


def sync_file(path: Path) -> None:
    """The bytes of a file would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """The names in a folder would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _in_our_words(error: Exception) -> Exception:
    full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
    return StorageFull() if full else Unavailable()
