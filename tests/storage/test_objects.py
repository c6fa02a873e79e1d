"""The store of files, in a folder and in a bucket."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore
import pytest

from models.errors import NotThere, StorageFull, TooLarge, Unavailable
from storage.object_bucket import BucketObjects
from storage.object_files import FileObjects
from storage.object_parts import PREVIEW, THUMBNAIL, demand_room, has_room
from storage.objects import Objects, open_objects
from tests.bucket_server import bucket_server

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 20_000_000


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """One S3 server for the session."""
    with bucket_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    """A store, once of each kind."""
    return open_objects((tmp_path / "store").as_uri() if request.param == "folder" else request.getfixturevalue("bucket"))


@pytest.fixture
def folder(tmp_path: Path) -> FileObjects:
    """A store in a folder."""
    return FileObjects((tmp_path / "store").as_uri())


async def stream(content: bytes, chunk: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), chunk):
        yield content[start : start + chunk]


async def broken_off(content: bytes) -> AsyncIterator[bytes]:
    yield content
    raise ConnectionResetError("the browser went away")


async def everything(objects: Objects, key: str, *part: int) -> bytes:
    return b"".join([chunk async for chunk in objects.read(key, *part)])


def names_in(objects: Objects) -> list[str]:
    if isinstance(objects, FileObjects):
        return sorted(str(path.relative_to(objects.folder)) for path in objects.folder.rglob("*") if path.is_file())
    assert isinstance(objects, BucketObjects)
    return sorted(one["path"] for one in obstore.list(objects._store).collect())


@pytest.mark.parametrize("size", [1, 70_000, 5 * 2**20, 12_345_678])
async def test_bytes_come_back_as_they_were_received(objects: Objects, size: int) -> None:
    content = os.urandom(size)

    kept = await objects.receive(stream(content), LIMIT)

    assert (kept.size, kept.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert await everything(objects, kept.key) == content
    assert await everything(objects, kept.key, 0, 1) == content[:1]
    assert await everything(objects, kept.key, size - 1) == content[-1:]


async def test_every_file_gets_a_key_of_its_own(objects: Objects) -> None:
    keys = {(await objects.receive(stream(b"same"), LIMIT)).key for _ in range(5)}

    assert len(keys) == 5
    assert all(len(key.split("/")[-1]) == 32 for key in keys)


@pytest.mark.parametrize("size", [1_001, 8_000_000])
async def test_one_byte_too_many_is_refused_and_nothing_is_left(objects: Objects, size: int) -> None:
    before = names_in(objects)

    with pytest.raises(TooLarge):
        await objects.receive(stream(os.urandom(size)), size - 1)

    assert names_in(objects) == before


@pytest.mark.parametrize("size", [10, 8_000_000])
async def test_an_upload_that_breaks_off_leaves_nothing(objects: Objects, size: int) -> None:
    before = names_in(objects)

    with pytest.raises((ConnectionResetError, Unavailable)):
        await objects.receive(broken_off(os.urandom(size)), LIMIT)

    assert names_in(objects) == before


async def test_what_is_not_there_is_said_so(objects: Objects) -> None:
    with pytest.raises(NotThere):
        await everything(objects, "00/0123")


async def test_deleting_takes_the_pictures_too_and_may_be_done_twice(objects: Objects) -> None:
    before = names_in(objects)
    kept = await objects.receive(stream(b"picture"), LIMIT)
    for suffix in (PREVIEW, THUMBNAIL):
        await objects.put(kept.key + suffix, b"first")
        await objects.put(kept.key + suffix, b"drawn again")
    assert await everything(objects, kept.key + PREVIEW) == b"drawn again"

    await objects.delete(kept.key)
    await objects.delete(kept.key)

    assert names_in(objects) == before


async def test_a_probe_leaves_nothing(objects: Objects) -> None:
    before = names_in(objects)

    await objects.probe()

    assert names_in(objects) == before


async def test_a_store_nobody_answers_for_is_unavailable(bucket: str) -> None:
    away = open_objects("s3://files/portal?endpoint=http://127.0.0.1:9")

    with pytest.raises(Unavailable):
        await away.probe()


async def test_the_bucket_never_overwrites_an_original(bucket: str) -> None:
    store = BucketObjects(bucket)
    await store._at_once("ab/same", b"first")

    with pytest.raises(obstore.exceptions.AlreadyExistsError):
        await store._at_once("ab/same", b"second")

    assert await everything(store, "ab/same") == b"first"


async def test_a_file_is_synced_then_renamed_then_its_folder_is_synced(folder: FileObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, str, int]] = []
    fsync, rename = os.fsync, os.rename

    def noting_fsync(descriptor: int) -> None:
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        steps.append(("sync", os.path.relpath(path, folder.folder), os.stat(path).st_size if os.path.isfile(path) else 0))
        fsync(descriptor)

    def noting_rename(source: Path, target: Path) -> None:
        steps.append(("rename", os.path.relpath(target, folder.folder), 0))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(os, "rename", noting_rename)

    kept = await folder.receive(stream(os.urandom(3_000_000)), LIMIT)

    assert steps == [("sync", f"{kept.key}.part", 3_000_000), ("rename", kept.key, 0), ("sync", kept.key[:2], 0)]


async def test_a_sync_that_fails_is_final(folder: FileObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def failing(descriptor: int) -> None:
        calls.append(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(Unavailable):
        await folder.receive(stream(b"lost"), LIMIT)
    monkeypatch.undo()

    assert len(calls) == 1
    assert names_in(folder) == []
    with pytest.raises(Unavailable):
        await folder.probe()


async def test_a_disk_that_fills_up_is_said_as_such(folder: FileObjects, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        await folder.receive(stream(b"lost"), LIMIT)
    monkeypatch.undo()

    await folder.probe()


@pytest.mark.parametrize(
    ("free", "total", "enough"),
    [(500_000_000, 1_000_000_000, True), (499_999_999, 1_000_000_000, False), (40_000_000_000, 1_000_000_000_000, False)],
)
def test_a_disk_is_nearly_full_below_five_percent_or_500_megabytes(free: int, total: int, enough: bool) -> None:
    assert has_room(free, total) is enough
    if not enough:
        with pytest.raises(StorageFull):
            demand_room((free, total))
    demand_room(None)


async def test_a_sweep_takes_old_leftovers_and_nothing_that_may_be_wanted(folder: FileObjects) -> None:
    kept = [(await folder.receive(stream(b"x"), LIMIT)).key for _ in range(4)]
    wanted, unwanted, young, pictured = kept
    await folder.put(unwanted + PREVIEW, b"p")
    await folder.put(wanted + THUMBNAIL, b"p")
    parts = [folder.folder / "00" / name for name in ("old.part", "old.part#1", "new.part")]
    for path in parts:
        path.write_bytes(b"half")
    old = [folder.folder / name for name in (wanted, unwanted, unwanted + PREVIEW, wanted + THUMBNAIL, pictured)]
    for path in (*old, parts[0], parts[1]):
        os.utime(path, (time.time() - 90_000,) * 2)
    asked: list[str] = []

    async def referenced(keys: Sequence[str]) -> set[str]:
        asked.extend(keys)
        return {wanted, pictured}

    swept = await folder.sweep(referenced, datetime.now(UTC))

    assert (swept.parts, swept.objects) == (2, 2)
    assert names_in(folder) == sorted([wanted, wanted + THUMBNAIL, young, pictured, "00/new.part"])
    assert young not in asked


async def test_a_sweep_of_a_bucket_spares_what_is_young(bucket: str) -> None:
    store = open_objects(f"{bucket.replace('/portal', '/sweep')}")
    first, second = [(await store.receive(stream(b"x"), LIMIT)).key for _ in range(2)]

    async def referenced(keys: Sequence[str]) -> set[str]:
        return {first}

    assert (await store.sweep(referenced, datetime.now(UTC))).objects == 0
    assert (await store.sweep(referenced, datetime.now(UTC) + timedelta(days=2))).objects == 1
    assert names_in(store) == [first]
    assert second != first


MEASURED = """
import asyncio, resource, sys
from storage.objects import open_objects

async def stream(megabytes):
    for _ in range(megabytes * 16):
        yield bytes(65536)

async def main():
    store = open_objects(sys.argv[1])
    await store.receive(stream(6), 10**9)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await store.receive(stream(100), 10**9)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)

asyncio.run(main())
"""


@pytest.mark.parametrize("kind", ["folder", "bucket"])
def test_a_hundred_megabytes_pass_in_constant_memory(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> None:
    url = (tmp_path / "store").as_uri() if kind == "folder" else request.getfixturevalue("bucket")

    answer = subprocess.run([sys.executable, "-c", MEASURED, url], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)

    assert int(answer.stdout) < 40
