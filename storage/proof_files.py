"""Files behind certificates: received durably, looked at in a child process like every other file, and only then kept.

Unlike the files of a case they are judged while the person waits: there is one at a time, and its row is written when it was found good.
What was refused lies in the store without a row and is swept.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from models.errors import BadInput
from models.text import Text
from storage.inspection import Inspector
from storage.objects import Objects
from workflows.access.proving import FILE_KINDS
from workflows.ports import ReceivedFile


class ProofFiles:
    """Takes in, judges, hands out."""

    def __init__(self, objects: Objects, inspector: Inspector | None = None) -> None:
        self._objects, self._inspector = objects, inspector or Inspector(1)

    async def take(self, stream: AsyncIterator[bytes], limit: int, *, name: str, claimed: str) -> ReceivedFile:
        """The file, found good. Raises BadInput with why it is refused, TooLarge, Unavailable, StorageFull."""
        received = await self._objects.receive(stream, limit)
        with tempfile.TemporaryDirectory(prefix="portal-proof-") as folder:
            path = self._objects.local_path(received.key) or await self._fetched(received.key, Path(folder))
            accepts = [one.value for one in FILE_KINDS]
            found = await self._inspector.inspect(path, name=name, claimed=claimed, accepts=accepts, out=Path(folder))
        if "refusal" in found:
            raise BadInput(Text(found["refusal"]))
        return ReceivedFile(received.key, name, found["content_type"], received.size, received.sha256)

    def read(self, key: str) -> AsyncIterator[bytes]:
        """The bytes of a kept file."""
        return self._objects.read(key)

    async def close(self) -> None:
        """End the child."""
        await self._inspector.close()

    async def _fetched(self, key: str, folder: Path) -> Path:
        path = folder / "file"
        with path.open("wb") as file:
            async for chunk in self._objects.read(key):
                file.write(chunk)
        return path
