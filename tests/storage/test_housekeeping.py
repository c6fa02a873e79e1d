"""Tidying: what a row points at stays, whatever its age."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models.document import Document
from models.errors import NotThere
from storage.database import Database
from storage.housekeeping import REMEMBERED, Housekeeping
from storage.object_files import FileObjects
from storage.objects import PREVIEW
from storage.sessions import Sessions
from storage.threads import Threads
from storage.work import Works
from tests.storage.world import NOON, World


async def stream() -> AsyncIterator[bytes]:
    yield b"content"


async def test_old_files_go_unless_a_row_points_at_them(database: Database, works: Works, world: World, tmp_path: Path) -> None:
    objects, threads, sessions = FileObjects((tmp_path / "store").as_uri()), Threads(), Sessions(database)
    kept, stray = [(await objects.receive(stream(), 100)).key for _ in range(2)]
    await objects.put(kept + PREVIEW, b"picture")
    case = world.draft()
    with works(writing=True) as work:
        work.cases.add(case)
        work.documents.add(
            Document(
                id="d", case_id=case.id, phase="application", step="parties", slot="other", name="a.pdf", content_type="", size=7,
                sha256="", object_key=kept, uploaded_by="per", uploaded_at=NOON, removed_at=NOON,
            )
        )  # fmt: skip
        work.commit()
    for path in objects.folder.rglob("*"):
        os.utime(path, (time.time() - 100_000,) * 2)
    sessions.throttle_hit("old", NOON - timedelta(days=2), timedelta(minutes=1))

    await Housekeeping(database, objects, sessions, threads, timedelta(hours=8)).tidy(NOON)
    threads.close()

    assert [chunk async for chunk in objects.read(kept)] == [b"content"]
    assert (objects.folder / (kept + PREVIEW)).exists()
    with pytest.raises(NotThere):
        await anext(aiter(objects.read(stray)))
    assert sessions.throttle_count("old", NOON - timedelta(days=2), timedelta(minutes=1))[0] == 0


async def test_answers_to_programs_are_remembered_for_a_week(database: Database, works: Works, world: World, tmp_path: Path) -> None:
    with works(writing=True) as work:
        work.replays.keep("per", "old", "f", 200, {}, NOON - REMEMBERED - timedelta(seconds=1))
        work.replays.keep("per", "new", "f", 200, {}, NOON - REMEMBERED)
        work.commit()

    threads = Threads()
    keeper = Housekeeping(database, FileObjects((tmp_path / "store").as_uri()), Sessions(database), threads, timedelta(hours=8))
    await keeper.tidy(NOON)
    threads.close()

    with works(writing=False) as work:
        assert work.replays.find("per", "old") is None
        assert work.replays.find("per", "new") is not None


async def test_the_daily_chore_is_done_once_a_day_and_again_when_it_failed(database: Database, tmp_path: Path) -> None:
    objects, threads, sessions = FileObjects((tmp_path / "store").as_uri()), Threads(), Sessions(database)
    done: list[datetime] = []

    async def chore(now: datetime) -> None:
        done.append(now)
        if len(done) == 1:
            raise NotThere

    house = Housekeeping(database, objects, sessions, threads, timedelta(hours=12), chore)
    with pytest.raises(NotThere):
        await house.begin_day(NOON)
    for hours in (1, 2, 11, 12, 13):  # midnight in Oslo is eleven at night here
        await house.begin_day(NOON + timedelta(hours=hours))
    threads.close()

    assert [moment - NOON for moment in done] == [timedelta(hours=hours) for hours in (0, 1, 12)]
