"""Pages of uploaded files as pictures, drawn when somebody looks at them and kept for a while on this machine, within bounds.

Nothing of it is an archive: the pictures lie in a folder that goes with the process, and can be drawn again at any time. Who may look is
asked before, by whoever asks here.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from weakref import WeakValueDictionary

from models.errors import NotThere
from storage.inspecting.pages import DRAWN
from storage.inspection import Inspector
from storage.objects import Objects

MOST_BYTES = 200_000_000
"""What is kept at most, pages and fetched originals together; what was not looked at for longest goes first."""

Key = tuple[str, int, int, int]
"""Object key, page, longest side, quarters turned; page 0 is a fetched original."""


class DrawnPages:
    """Draws pages in child processes of its own, so that nobody who looks waits behind files that are being checked."""

    def __init__(self, objects: Objects, inspector: Inspector | None = None, *, most_bytes: int = MOST_BYTES) -> None:
        self._objects = objects
        self._inspector = inspector or Inspector()
        self._most = most_bytes
        self._folder = tempfile.TemporaryDirectory(prefix="portal-pages-", ignore_cleanup_errors=True)
        self._kept: OrderedDict[Key, tuple[Path, int]] = OrderedDict()
        self._locks: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._used: Counter[Key] = Counter()
        self._number = 0

    async def page(self, object_key: str, number: int, *, longest: int, turn: int = 0) -> bytes:
        """One page as JPEG. Raises NotThere for a page that is not there or cannot be drawn, Unavailable when nothing can be drawn now."""
        async with self._in_use((object_key, number, longest, turn % 4)) as path:
            return await asyncio.to_thread(path.read_bytes)

    async def close(self) -> None:
        """End the children and forget the pictures."""
        await self._inspector.close()
        self._folder.cleanup()

    @asynccontextmanager
    async def _in_use(self, key: Key) -> AsyncIterator[Path]:
        """The file that holds it, made by whoever asks first while the others wait; it stays as long as somebody uses it."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._used[key] += 1
        try:
            async with lock:
                path = self._kept[key][0] if key in self._kept else self._keep(key, await self._make(key))
                self._kept.move_to_end(key)
            yield path
        finally:
            self._used[key] -= 1
            if not self._used[key]:
                del self._used[key]

    async def _make(self, key: Key) -> Path:
        object_key, number, longest, turn = key
        if number == 0:
            return await self._fetch(object_key)
        local = self._objects.local_path(object_key)
        async with nullcontext(local) if local else self._in_use((object_key, 0, 0, 0)) as original:
            with tempfile.TemporaryDirectory(dir=self._folder.name) as out:
                answer = await self._inspector.draw(original, page=number, longest=longest, turn=turn, out=Path(out))
                if DRAWN not in answer.get("pictures", ()):
                    raise NotThere
                return (Path(out) / DRAWN).rename(self._new())

    async def _fetch(self, object_key: str) -> Path:
        path = self._new()
        with path.open("wb") as file:
            async for chunk in self._objects.read(object_key):
                await asyncio.to_thread(file.write, chunk)
        return path

    def _new(self) -> Path:
        self._number += 1
        return Path(self._folder.name) / f"{self._number}"

    def _keep(self, key: Key, path: Path) -> Path:
        """Remember it, and let go of what was not looked at for longest until everything is within bounds; what is in use stays."""
        self._kept[key] = (path, path.stat().st_size)
        for old in [one for one in self._kept if not self._used[one]]:
            if sum(size for _path, size in self._kept.values()) <= self._most:
                break
            self._kept.pop(old)[0].unlink(missing_ok=True)
        return path
