"""The worker that judges uploaded files: takes what waits in the database (also what a crash left) and looks at it in a child.

Until a verdict is committed a file is neither shown nor counted; whatever goes wrong here leaves it waiting.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.base import Phase
from models.document import Document, FileState
from models.errors import NotThere, PortalError
from storage.inspecting.sentences import UNREADABLE
from storage.inspection import Inspector
from storage.live import EVERYTHING, Hub
from storage.objects import PREVIEW, THUMBNAIL, Objects
from storage.threads import Threads
from workflows.casework.local import local_of
from workflows.declare import Workflow
from workflows.index import index_of
from workflows.ports import FileVerdict, UnitOfWork, WorkFactory
from workflows.registry import workflow
from workflows.staff_side import with_staff_steps

logger = logging.getLogger(__name__)

AT_ONCE = 2
LOOK_AGAIN_SECONDS = 5.0
PUT_OFF_SECONDS = 30.0

Judge = Callable[[str, str, FileVerdict], object]
"""Writes a verdict: case id, document id, verdict."""


class Checker:
    """Looks at files until it is cancelled, at most two at a time."""

    def __init__(self, works: WorkFactory, threads: Threads, objects: Objects, hub: Hub, inspector: Inspector, judge: Judge) -> None:
        self._works = works
        self._threads = threads
        self._objects = objects
        self._hub = hub
        self._inspector = inspector
        self._judge = judge
        self._news = asyncio.Event()
        self._put_off: dict[str, float] = {}

    async def run(self) -> None:
        """Work for ever: at once when something was committed, and every few seconds in any case."""
        unsubscribe = self._hub.subscribe(EVERYTHING, lambda changes: self._news.set())
        try:
            while True:
                if not await self._guarded_round():
                    with suppress(TimeoutError):  # not wait_for: it drops a cancellation that meets the news
                        async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                            await self._news.wait()
                self._news.clear()
        finally:
            unsubscribe()
            await self._inspector.close()

    async def round(self) -> int:
        """Judge what waits now; how many files got a verdict."""
        waiting = await self._threads.run_reading(self._waiting)
        verdicts = await asyncio.gather(*(self._check(document, accepts) for document, accepts in waiting))
        return sum(verdicts)

    async def _guarded_round(self) -> int:
        try:
            return await self.round()
        except Exception:  # the worker's outermost door: it must outlive whatever one round met
            logger.exception("a round of checks failed")
            return 0

    def _waiting(self) -> Sequence[tuple[Document, frozenset[str]]]:
        """The next files, without those that could not be checked a moment ago: they must not stand in the way of others."""
        moment = time.monotonic()
        self._put_off = {one: until for one, until in self._put_off.items() if until > moment}
        with self._works(writing=False) as work:
            waiting = work.documents.waiting_for_check(AT_ONCE + len(self._put_off))
            found = [document for document in waiting if document.id not in self._put_off][:AT_ONCE]
            return [(document, accepted_in(_workflow_of(document, work), document)) for document in found]

    async def _check(self, document: Document, accepts: frozenset[str]) -> bool:
        try:
            verdict = await self._look_at(document, accepts)
            await self._threads.run_writing(self._judge, document.case_id, document.id, verdict)
        except (PortalError, OSError) as error:  # the store, the child or the database is away: the file waits
            logger.warning("file %s could not be checked now: %s", document.id, type(error).__name__)
            self._put_off[document.id] = time.monotonic() + PUT_OFF_SECONDS
            return False
        return True

    async def _look_at(self, document: Document, accepts: frozenset[str]) -> FileVerdict:
        with tempfile.TemporaryDirectory(prefix="portal-check-") as folder:
            try:
                path = self._objects.local_path(document.object_key) or await self._fetched(document.object_key, Path(folder))
                path.stat()
            except (NotThere, FileNotFoundError):
                logger.error("the bytes of file %s are gone", document.id)
                return FileVerdict(FileState.REFUSED, UNREADABLE.msgid)
            found = await self._inspector.inspect(
                path, name=document.name, claimed=document.content_type, accepts=accepts, out=Path(folder)
            )
            return await self._verdict(document.object_key, found, Path(folder))

    async def _verdict(self, key: str, found: Mapping[str, Any], folder: Path) -> FileVerdict:
        if "refusal" in found:
            return FileVerdict(FileState.REFUSED, found["refusal"])
        for name, suffix in (("thumb.jpg", THUMBNAIL), ("preview.jpg", PREVIEW)):
            if name in found["pictures"]:
                await self._objects.put(key + suffix, await asyncio.to_thread((folder / name).read_bytes))
        state = FileState.DOUBTFUL if found["doubts"] else FileState.READY
        preview = key + PREVIEW if "preview.jpg" in found["pictures"] else None
        facts = {**found["facts"], "content_type": found["content_type"]}
        return FileVerdict(state, "", facts, [(words, values) for words, values in found["doubts"]], preview)

    async def _fetched(self, key: str, folder: Path) -> Path:
        path = folder / "file"
        with path.open("wb") as file:
            async for chunk in self._objects.read(key):
                await asyncio.to_thread(file.write, chunk)
        return path


def _workflow_of(document: Document, work: UnitOfWork) -> Workflow:
    """The workflow the document's case stands under, with the municipality's own slots."""
    case = work.cases.by_id(document.case_id)
    return with_staff_steps(local_of(case, workflow(case.workflow), work).workflow)


def accepted_in(declared: Workflow, document: Document) -> frozenset[str]:
    """The kinds of file the document's slot takes; nothing when the slot is no longer declared."""
    found = index_of(declared, Phase(document.phase)).slots.get(document.slot)
    return frozenset(kind.value for kind in found[1].accepts) if found else frozenset()
