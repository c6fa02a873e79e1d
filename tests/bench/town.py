"""What a benchmark drives: the real portal in a process of its own, the bare server beside it, sessions for many people."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.bench.page_client import OpenPage, open_page
from tests.browser.seeding import Seed
from tests.portal_process import ROOT, PortalProcess, clean_environment
from tests.ports import free_port


@dataclass(frozen=True)
class Sizes:
    """How much of everything; `QUICK` is for trying, its figures mean nothing."""

    judgements: int = 1_000
    wizards: int = 100
    changes: int = 100
    loads: int = 9
    pages: int = 200
    cases: int = 100_000
    officers: int = 16
    boards: int = 200
    moves: int = 40
    submissions: int = 40
    rounds: int = 3
    uploads: int = 20
    upload_mb: int = 5
    searches: int = 15
    exports: int = 5


FULL = Sizes()
QUICK = Sizes(100, 10, 10, 3, 20, 1_000, 4, 20, 5, 6, 1, 4, 1, 2, 2)


@dataclass
class Bare:
    """The bare server of `floors.py` in a process of its own."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def base(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def bare_server(folder: Path) -> Iterator[Bare]:
    """The floor: started, ready, ended by its own handle. Files it takes in lie in `folder`, on the portal's disk."""
    port = free_port()
    environment = {**clean_environment(), "BENCH_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    with (folder / "bare.log").open("ab") as log:
        command = [sys.executable, "-m", "tests.bench.floors", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/plain")
        yield Bare(port, process)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def town(folder: Path, database: str = "", **settings: str) -> Iterator[tuple[Seed, PortalProcess]]:
    """A portal's data folder and the portal, which the caller starts when the folder holds what it shall.

    `database` is the address of a migrated PostgreSQL database; without one the folder holds the data.
    """
    settings |= {"PORTAL_DATABASE_URL": database} if database else {}
    seed, portal = Seed(folder, database), PortalProcess(folder, {"PORTAL_PAGES_PER_MINUTE": "100000", **settings})
    try:
        yield seed, portal
    finally:
        portal.stop()
        seed.database.close()


@asynccontextmanager
async def visitor(base: str, cookie: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's HTTP client with their session."""
    cookies = {"portal": cookie} if cookie else {}
    async with httpx.AsyncClient(base_url=base, cookies=cookies, timeout=60, headers={"Accept": "text/html"}) as client:
        yield client


@asynccontextmanager
async def open_pages(base: str, cookies: Sequence[str], paths: Sequence[str]) -> AsyncIterator[list[OpenPage]]:
    """One open page for each path, each by its own session; eight are loaded at a time."""
    gate = asyncio.Semaphore(8)

    async def one(cookie: str, path: str) -> OpenPage:
        async with gate, visitor(base, cookie) as client:
            return await open_page(client, path)

    async with AsyncExitStack() as stack:
        pages = await asyncio.gather(*(one(cookie, path) for cookie, path in zip(cookies, paths, strict=True)))
        for page in pages:
            stack.push_async_callback(page.close)
        yield pages


def resident_kib(process: subprocess.Popen[bytes] | None) -> float:
    """Resident memory of a process in KiB."""
    assert process is not None
    fields = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return float(next(line for line in fields if line.startswith("Rss:")).split()[1])


def values_in(message: Any, name: str) -> list[Any]:
    """Every value under a key anywhere in a message of the server."""
    if isinstance(message, dict):
        return [value for key, value in message.items() if key == name] + [
            one for value in message.values() for one in values_in(value, name)
        ]
    return [one for value in message for one in values_in(value, name)] if isinstance(message, list) else []


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"{address} does not answer")
