"""Uploads through the portal's own door, beside a bare route that only writes the bytes and syncs them."""

from __future__ import annotations

import asyncio
import io
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from PIL import Image

from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, bare_server, town, visitor

FILES_OF_A_CASE = 18
NOTE = (
    "Besides the bytes, every file costs about 10 ms whatever its size: who sends it, whether it may come (before a byte is taken), "
    "its row, event and judgement in one durable commit, the sync of its folder. Pieces of half a megabyte, copied once and hashed while "
    "they are written, raised the share from 0.5. The clock stops when the file is kept; looking into it comes after."
)
AT_ONCE = 3
"""As many files the portal's page sends at the same time."""


def large_photo(megabytes: int) -> bytes:
    """A true JPEG of about that size: noise, which does not compress."""
    side = int((megabytes * 1_000_000 / 0.886) ** 0.5)
    kept = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(kept, "JPEG", quality=90)
    return kept.getvalue()


def unlike(photo: bytes, number: int) -> bytes:
    """The same photo with a number in a comment, so that no two are equal."""
    return photo[:2] + b"\xff\xfe\x00\x0a" + f"{number:08}".encode() + photo[2:]


async def figures(folder: Path, sizes: Sizes) -> list[Figure]:
    """Files chosen together, sent three at a time as the portal's page does, and one alone; by turns with the bare route."""
    photo, large = large_photo(sizes.upload_mb), large_photo(4 * sizes.upload_mb)
    with town(folder / "uploads", PORTAL_MAX_FILES_PER_CASE="1000") as (seed, portal), bare_server(folder) as bare:
        cases = [seed.draft(place=place, with_photo=False) for place in range(4 * sizes.uploads // FILES_OF_A_CASE + 2)]
        cookie = seed.cookie("contractor")
        guest = seed.sessions.session(cookie, datetime.now(UTC), timedelta(hours=1), timedelta(hours=8))
        assert guest is not None
        portal.start()
        api = portal.api("contractor@demo.example")
        async with visitor(portal.base, cookie) as contractor, visitor(bare.base) as anybody:
            ours = Sender(contractor, photo, {"X-CSRF-Token": guest[0].csrf_token, "Origin": portal.base}, cases)
            theirs = Sender(anybody, photo, None, cases)
            many = await _compared(ours, theirs, api, -(-sizes.uploads // AT_ONCE), AT_ONCE)
            ours.photo = theirs.photo = large
            alone = await _compared(ours, theirs, api, sizes.uploads // 4, 1)
        api.close()
    return [
        *_rows(f"upload, {len(photo) / 1e6:.1f} MB each, {AT_ONCE} at a time", many, 0.7, NOTE),
        *_rows(f"upload, {len(large) / 1e6:.1f} MB, one alone", alone, None, ""),
    ]


class Sender:
    """Sends photos to the portal, or the bare bytes to the bare route."""

    def __init__(self, client: httpx.AsyncClient, photo: bytes, headers: dict[str, str] | None, cases: Sequence[str]) -> None:
        self.client, self.photo, self.headers, self.cases = client, photo, headers, cases
        self.number = 0

    @property
    def case(self) -> str:
        """Where the next file goes."""
        return self.cases[self.number // FILES_OF_A_CASE]

    def request(self) -> httpx.Request:
        """The next request, its body made beforehand so that no clock sees that."""
        content, ref = unlike(self.photo, self.number), self.case
        self.number += 1
        if self.headers is None:
            return self.client.build_request("POST", "/upload", content=content)
        files = {"file": (f"{self.number}.jpg", content, "image/jpeg")}
        made = self.client.build_request("POST", f"/cases/{ref}/documents", data={"slot": "other"}, files=files, headers=self.headers)
        body = made.read()
        return self.client.build_request("POST", made.url, content=body, headers=made.headers)

    async def send(self, count: int) -> float:
        """Megabytes for each second of `count` files sent at once."""
        requests = [self.request() for _number in range(count)]
        began = time.perf_counter()
        answers = await asyncio.gather(*(self.client.send(request) for request in requests))
        taken = time.perf_counter() - began
        if any(one.is_error for one in answers):
            raise RuntimeError(f"an upload was refused: {[one.text for one in answers]}")
        return count * len(self.photo) / 1e6 / taken


async def _compared(ours: Sender, theirs: Sender, api: httpx.Client, rounds: int, at_once: int) -> list[tuple[float, float]]:
    """Speeds of both, round by round. A round begins when the portal has looked at all files; the first two rounds warm up."""
    found = []
    for _round in range(rounds + 2):
        ref, speed = ours.case, await ours.send(at_once)
        await _looked_at(api, ref, ours.case)
        found.append((speed, await theirs.send(at_once)))
    return found[2:]


async def _looked_at(api: httpx.Client, *refs: str) -> None:
    def states() -> list[str]:
        return [one["state"] for ref in refs for one in api.get(f"/cases/{ref}/documents").json()["documents"]]

    while {"checking", "receiving"} & set(states()):
        await asyncio.sleep(0.2)


def _rows(name: str, speeds: list[tuple[float, float]], aim: float | None, note: str) -> list[Figure]:
    ratio = percentile([ours / bare for ours, bare in speeds], 0.5)
    mine, bare = (percentile([pair[which] for pair in speeds], 0.5) for which in (0, 1))
    return [
        Figure(f"{name}, share of the bare route", ratio, "of bare", aim, 1, "bare", True, note),
        Figure(name, mine, "MB/s", None, bare, "bare upload", more_is_better=True),
    ]
