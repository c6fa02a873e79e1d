"""The parent's side of looking at uploaded files: warm child processes, one file at a time in each, ended when they take too long.

A file that kills its child is refused. A child that cannot be started refuses nothing: the file stays unchecked, and so unusable.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from models.errors import Unavailable
from storage.inspecting.sentences import TOO_MUCH

ROOT = Path(__file__).resolve().parents[1]
WALL_SECONDS = 40.0
START_SECONDS = 60.0
FILES_FOR_ONE_CHILD = 100
LONGEST_ANSWER = 2**20


class Inspector:
    """At most `children` children, each started when first needed and kept warm."""

    def __init__(self, children: int = 2, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._free: asyncio.LifoQueue[_Child] = asyncio.LifoQueue()
        self._wall = wall_seconds
        for _ in range(children):
            self._free.put_nowait(_Child())

    async def inspect(self, path: Path, *, name: str, claimed: str, accepts: Iterable[str], out: Path) -> dict[str, Any]:
        """`{"refusal": message id}`, or `{"facts", "doubts", "content_type", "pictures"}` with the pictures written into `out`.

        Raises Unavailable when no child can be started.
        """
        return await self._ask({"path": str(path), "name": name, "claimed": claimed, "accepts": sorted(accepts), "out": str(out)})

    async def draw(self, path: Path, *, page: int, longest: int, turn: int, out: Path) -> dict[str, Any]:
        """`{"refusal": message id}`, or `{"pictures"}` with the page drawn into `out`; see `inspecting.pages`. Raises Unavailable."""
        return await self._ask({"path": str(path), "page": page, "longest": longest, "turn": turn, "out": str(out)})

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        child = await self._free.get()
        try:
            return await child.ask(request, self._wall)
        finally:
            self._free.put_nowait(child)

    async def close(self) -> None:
        """End all children that are not at work."""
        while not self._free.empty():
            await self._free.get_nowait().end()


class _Child:
    """One child process, made anew whenever the last one is gone."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._files = 0

    async def ask(self, request: dict[str, Any], wall: float) -> dict[str, Any]:
        if self._process is None or self._process.returncode is not None or self._files >= FILES_FOR_ONE_CHILD:
            await self._start()
        self._files += 1
        assert self._process is not None
        try:
            answer = await _exchange(self._process, request, wall)
        except BaseException:
            await self.end()
            raise
        if answer is None or answer.pop("last", False):
            await self.end()
        return answer or {"refusal": TOO_MUCH.msgid}

    async def end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _start(self) -> None:
        await self.end()
        pipe = asyncio.subprocess.PIPE
        environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "storage.inspecting.child",
                stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, cwd=ROOT, env=environment, limit=LONGEST_ANSWER,
            )  # fmt: skip
            self._files = 0
            ready = await _line(self._process, START_SECONDS)
        except OSError as error:
            raise Unavailable() from error
        if ready is None:
            await self.end()
            raise Unavailable()


async def _exchange(process: asyncio.subprocess.Process, request: dict[str, Any], wall: float) -> dict[str, Any] | None:
    assert process.stdin is not None
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
    return await _line(process, wall)


async def _line(process: asyncio.subprocess.Process, seconds: float) -> dict[str, Any] | None:
    """The child's next answer; None when it died or took too long."""
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), seconds)
    except (TimeoutError, ValueError):
        return None
    answer: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
    return answer
