"""Uploads through the portal's own door, beside a bare route that only writes the bytes and syncs them."""

from __future__ import annotations

import asyncio
import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from PIL import Image

from tests.bench.report import Figure, percentile
from tests.bench.town import Sizes, bare_server, town, visitor

FILES_OF_A_CASE = 10


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
    """Bytes for each second of both, one upload at a time and by turns; the portal has looked at a file before the next one comes."""
    photo = large_photo(sizes.upload_mb)
    ours, floor = [], []
    with town(folder / "uploads", PORTAL_MAX_FILES_PER_CASE="1000") as (seed, portal), bare_server(folder) as bare:
        refs = [seed.draft(place=place, with_photo=False) for place in range((sizes.uploads + 2) // FILES_OF_A_CASE + 1)]
        cookie = seed.cookie("contractor")
        guest = seed.sessions.session(cookie, datetime.now(UTC), timedelta(hours=1), timedelta(hours=8))
        assert guest is not None
        portal.start()
        api = portal.api("contractor@demo.example")
        headers = {"X-CSRF-Token": guest[0].csrf_token, "Origin": portal.base}
        async with visitor(portal.base, cookie) as contractor, visitor(bare.base) as anybody:
            for number in range(sizes.uploads + 2):
                content, ref = unlike(photo, number), refs[number // FILES_OF_A_CASE]
                ours.append(await _uploaded(contractor, ref, headers, content, number))
                await _looked_at(api, ref)
                began = time.perf_counter()
                (await anybody.post("/upload", content=content)).raise_for_status()
                floor.append(time.perf_counter() - began)
        api.close()
    speed, bare_speed = (len(photo) / 1e6 / percentile(taken[2:], 0.5) for taken in (ours, floor))
    name = f"upload of {len(photo) / 1e6:.1f} MB"
    ratio = percentile([theirs / taken for taken, theirs in zip(ours[2:], floor[2:], strict=True)], 0.5)
    return [
        Figure(f"{name}, share of the bare route", ratio, "of bare", 0.7, 1, "bare", more_is_better=True),
        Figure(name, speed, "MB/s", None, bare_speed, "bare upload", more_is_better=True),
    ]


async def _uploaded(client: httpx.AsyncClient, ref: str, headers: dict[str, str], content: bytes, number: int) -> float:
    files = {"file": (f"{number}.jpg", content, "image/jpeg")}
    request = client.build_request("POST", f"/cases/{ref}/documents", data={"slot": "other"}, files=files, headers=headers)
    body = request.read()  # made before the clock runs, as the bare one's is
    began = time.perf_counter()
    answer = await client.post(
        f"/cases/{ref}/documents", content=body, headers={**headers, "Content-Type": request.headers["Content-Type"]}
    )
    taken = time.perf_counter() - began
    if answer.status_code != 201:
        raise RuntimeError(f"the upload was refused: {answer.text}")
    return taken


async def _looked_at(api: httpx.Client, ref: str) -> None:
    while any(one["state"] in ("checking", "receiving") for one in api.get(f"/cases/{ref}/documents").json()["documents"]):
        await asyncio.sleep(0.1)
