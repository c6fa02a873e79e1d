"""What every store of files promises, and what all of them need: keys, counting on the stream, room on the disk."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from models.errors import StorageFull, TooLarge

MEGABYTE = 1_000_000
PIECE = 2**19
LEAST_FREE = 500 * MEGABYTE
LEAST_FREE_SHARE = 0.05
PART_AGE = timedelta(hours=1)
OBJECT_AGE = timedelta(hours=24)
"""Nothing younger is ever swept: its row may be on its way."""

PREVIEW, THUMBNAIL = ".preview.jpg", ".thumb.jpg"
"""What is put behind an object's key to name the pictures we made of it."""

Referenced = Callable[[Sequence[str]], Awaitable[set[str]]]
"""Which of these keys a row still points at."""


@dataclass(frozen=True, slots=True)
class Received:
    """What lies in the store now."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a sweep took away."""

    parts: int = 0
    objects: int = 0


class Objects(Protocol):
    """A store of files."""

    async def receive(self, stream: AsyncIterator[bytes], limit: int) -> Received:
        """Keep a stream of at most `limit` bytes under a new random key, in constant memory.

        Raises TooLarge as soon as one byte more arrives, StorageFull without room, and whatever the stream raises; then nothing is left.
        """
        ...

    async def put(self, key: str, content: bytes) -> None:
        """Keep small bytes of our own making under a key derived from an object's."""
        ...

    def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes of an object from `start` up to but without `end`. Raises NotThere."""
        ...

    def local_path(self, key: str) -> Path | None:
        """Where an object can be opened on this machine, None when it lies elsewhere."""
        ...

    async def delete(self, key: str) -> None:
        """Take an object and the pictures made of it away; nothing happens when it is not there."""
        ...

    async def probe(self) -> None:
        """Write, read back and delete a small object. Raises StorageFull or Unavailable."""
        ...

    def free_space(self) -> tuple[int, int] | None:
        """Free and all bytes, None where there is no end to them."""
        ...

    async def sweep(self, referenced: Referenced, now: datetime) -> Swept:
        """Take away leftovers of broken uploads after an hour, and objects no row points at after a day."""
        ...


def new_key() -> str:
    """A key holding 128 bits of chance, spread over 256 folders."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def owner_of(key: str) -> str:
    """The object a derived key belongs to; an object's own key is its own."""
    return key.split(".", 1)[0]


class Counted:
    """A stream that is counted and hashed while it flows, and stops at the limit.

    It comes out in pieces of about `PIECE`: each goes to other threads and back, which costs more than the work on a little. A piece is
    hashed while whoever takes it writes it.
    """

    def __init__(self, stream: AsyncIterator[bytes], limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._hash = hashlib.sha256()
        self.size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._pieces():
            hashing = asyncio.ensure_future(asyncio.to_thread(self._hash.update, piece))
            try:
                yield piece
            finally:
                await hashing

    async def _pieces(self) -> AsyncIterator[bytes]:
        gathered: list[bytes] = []
        given = 0
        async for chunk in self._stream:
            self.size += len(chunk)
            if self.size > self._limit:
                raise TooLarge(limit=self._limit // MEGABYTE)
            gathered.append(chunk)
            if self.size - given >= PIECE:
                given = self.size
                yield b"".join(gathered)
                gathered.clear()
        if gathered:
            yield b"".join(gathered)

    @property
    def sha256(self) -> str:
        """Of what has flowed so far."""
        return self._hash.hexdigest()


def has_room(free: int, total: int) -> bool:
    """Above both lines under which the portal only reads. Source: security.md rule 13."""
    return free >= LEAST_FREE and free >= LEAST_FREE_SHARE * total


def demand_room(space: tuple[int, int] | None) -> None:
    """Raise StorageFull when the disk is nearly full; a full disk would lose more than one upload."""
    if space is not None and not has_room(*space):
        raise StorageFull()


def space_of(folder: str) -> tuple[int, int]:
    """Free and all bytes of the disk a folder is on."""
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total
