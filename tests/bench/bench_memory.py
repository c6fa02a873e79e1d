"""What an open wizard page costs the server, beside a bare page on the same settings."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.bench.report import Figure
from tests.bench.town import Sizes, bare_server, open_pages, resident_kib, town

WARM = 20
"""Pages opened before the first look: what is made once is no page's cost."""


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Growth of resident memory for each further open page."""
    count = sizes.pages + WARM
    with town(folder / "memory") as (seed, portal), bare_server(folder) as bare:
        refs = [seed.draft(place=number, with_photo=False) for number in range(10)]
        cookies = [seed.cookie("contractor") for _number in range(count)]
        portal.start()
        paths = [f"/cases/{refs[number % 10]}/application/job" for number in range(count)]
        ours = await _growth(portal.process, portal.base, cookies, paths)
        floor = await _growth(bare.process, bare.base, [""] * count, ["/"] * count)
    return [Figure(f"memory of an open wizard page, mean of {sizes.pages}", ours, "KiB", 650, floor, "bare page")]


async def _growth(process: subprocess.Popen[bytes] | None, base: str, cookies: Sequence[str], paths: Sequence[str]) -> float:
    async with open_pages(base, cookies[:WARM], paths[:WARM]):
        await asyncio.sleep(1)
        before = resident_kib(process)
        async with open_pages(base, cookies[WARM:], paths[WARM:]) as pages:
            await asyncio.sleep(1)
            return (resident_kib(process) - before) / len(pages)
