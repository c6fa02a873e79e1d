"""The worker behind uploads: what waits gets a verdict, also after a crash, and never before the verdict is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from models.base import Phase
from models.document import Document, FileState
from models.errors import Unavailable
from models.local_set import LocalSet
from models.rules import LocalRules
from storage.checking import Checker, accepted_in
from storage.database import Database
from storage.inspecting import sentences
from storage.inspection import Inspector
from storage.live import InProcessHub
from storage.objects import PREVIEW, THUMBNAIL, Objects, open_objects
from storage.threads import Threads
from storage.work import Works
from tests.storage import files
from tests.storage.world import NOON, OURS, World, settle
from workflows.casework.documents import judge
from workflows.ports import Change, FileVerdict
from workflows.registry import workflow


class Yard:
    """Everything a checker needs, on SQLite and a folder, with one draft to upload into."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.world: World = settle(database)
        self.hub = InProcessHub(0.01)
        self.works = Works(database, self.hub)
        self.threads = Threads()
        self.objects: Objects = open_objects(folder.as_uri())
        self.inspector = Inspector(2)
        self.case = self.world.draft()
        with self.works(writing=True) as work:
            work.cases.add(self.case)
            work.commit()

    def checker(self, keep: Callable[[str, str, FileVerdict], object] | None = None) -> Checker:
        return Checker(self.works, self.threads, self.objects, self.hub, self.inspector, keep or self.judge)

    def judge(self, case_id: str, document_id: str, verdict: FileVerdict) -> object:
        return judge(case_id, document_id, verdict, work=self.works(writing=True), now=NOON)

    async def upload(self, path: Path, key: str = "document", **wanted: Any) -> Document:
        async def stream() -> AsyncIterator[bytes]:
            yield path.read_bytes()

        kept = await self.objects.receive(stream(), 10**8)
        usual: dict[str, Any] = {
            "id": key, "case_id": self.case.id, "phase": Phase.APPLICATION.value, "step": "parties", "slot": "power_of_attorney",
            "name": path.name, "content_type": "", "size": kept.size, "sha256": kept.sha256, "object_key": kept.key, "uploaded_by": "per",
            "uploaded_at": NOON,
        }  # fmt: skip
        document = Document(**{**usual, **wanted})
        with self.works(writing=True) as work:
            work.cases.get(OURS, self.case.ref)
            work.documents.add(document)
            work.commit()
        return document

    def found(self, key: str = "document") -> Document:
        with self.works(writing=False) as work:
            work.cases.get(OURS, self.case.ref)
            return work.documents.get(self.case.id, key)


@pytest.fixture
async def yard(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Yard]:
    """A yard, cleared afterwards."""
    database = Database(sqlite_url)
    yard = Yard(database, tmp_path / "store")
    yield yard
    await yard.inspector.close()
    yard.threads.close()
    database.close()


async def test_a_good_photo_becomes_ready_with_its_facts_and_pictures(yard: Yard, tmp_path: Path) -> None:
    await yard.upload(files.picture(tmp_path / "fullmakt.jpg", exif=files.camera_exif()))

    assert await yard.checker().round() == 1

    found = yard.found()
    assert (found.state, found.refusal, found.doubts) == (FileState.READY, "", [])
    assert found.facts["taken_at"] == "2026-11-20T14:30:05"
    assert found.preview_key == found.object_key + PREVIEW
    for suffix in (PREVIEW, THUMBNAIL):
        drawn = b"".join([chunk async for chunk in yard.objects.read(found.object_key + suffix)])
        assert drawn.startswith(b"\xff\xd8\xff")
    assert await yard.checker().round() == 0


async def test_a_doubtful_file_says_why_and_a_refused_one_what_to_do(yard: Yard, tmp_path: Path) -> None:
    await yard.upload(files.picture(tmp_path / "a.jpg", image=Image.new("RGB", (400, 300), "gray")), "blank")
    await yard.upload(files.written(tmp_path / "b.pdf", b"<html>"), "html")

    await yard.checker().round()

    blank, html = yard.found("blank"), yard.found("html")
    assert (blank.state, blank.doubts) == (FileState.DOUBTFUL, [{"id": sentences.LOOKS_BLANK.msgid, "values": {}}])
    assert (html.state, html.refusal, html.preview_key) == (FileState.REFUSED, sentences.DISGUISED.msgid, None)


async def test_a_file_is_held_against_what_its_own_slot_takes(yard: Yard, tmp_path: Path) -> None:
    document = await yard.upload(files.written(tmp_path / "maal.csv", "a;b\n"))

    await yard.checker().round()

    assert accepted_in(workflow("water-meter"), document) == {"pdf", "image"}
    assert yard.found().refusal == sentences.WRONG_TYPE.msgid


async def test_a_slot_of_the_municipalitys_own_takes_what_its_rules_say(yard: Yard, tmp_path: Path) -> None:
    own = {"key": "own_avtale", "phase": "application", "step": "parties", "label": {"nb": "Avtale"}, "accepts": ["pdf"]}
    with yard.works(writing=True) as work:
        content = LocalSet.model_validate({"slots": [own]}).model_dump(mode="json")
        place, kind = yard.case.municipality_id, yard.case.workflow
        work.rules.publish(LocalRules(id="v1", municipality_id=place, workflow=kind, version=1, content=content, published_at=NOON))
        work.commit()
    await yard.upload(files.pdf(tmp_path / "avtale.pdf"), "agreement", slot="own_avtale")
    await yard.upload(files.picture(tmp_path / "avtale.jpg"), "picture", slot="own_avtale")

    await yard.checker().round()

    assert yard.found("agreement").state == FileState.READY
    assert yard.found("picture").refusal == sentences.WRONG_TYPE.msgid


async def test_a_slot_that_is_no_longer_declared_takes_nothing(yard: Yard, tmp_path: Path) -> None:
    document = await yard.upload(files.pdf(tmp_path / "a.pdf"), slot="no_such_slot")

    assert accepted_in(workflow("water-meter"), document) == frozenset()


async def test_bytes_that_are_gone_are_refused(yard: Yard, tmp_path: Path) -> None:
    document = await yard.upload(files.pdf(tmp_path / "a.pdf"))
    await yard.objects.delete(document.object_key)

    await yard.checker().round()

    assert yard.found().refusal == sentences.UNREADABLE.msgid


async def test_what_goes_wrong_on_our_side_leaves_the_file_waiting_and_lets_others_pass(yard: Yard, tmp_path: Path) -> None:
    for key in ("a", "b", "c"):
        await yard.upload(files.pdf(tmp_path / f"{key}.pdf"), key)

    def away_for_two(case_id: str, document_id: str, verdict: FileVerdict) -> object:
        if document_id in {"a", "b"}:
            raise Unavailable
        return yard.judge(case_id, document_id, verdict)

    checker = yard.checker(away_for_two)

    assert [await checker.round(), await checker.round()] == [0, 1]
    assert [yard.found(key).state for key in ("a", "b", "c")] == [FileState.CHECKING, FileState.CHECKING, FileState.READY]


async def test_removed_files_are_not_looked_at(yard: Yard, tmp_path: Path) -> None:
    await yard.upload(files.pdf(tmp_path / "a.pdf"), removed_at=datetime.now(NOON.tzinfo))

    assert await yard.checker().round() == 0


async def test_the_worker_begins_with_what_a_crash_left_and_hears_of_new_files(yard: Yard, tmp_path: Path) -> None:
    yard.hub.open(asyncio.get_running_loop())
    await yard.upload(files.pdf(tmp_path / "a.pdf"), "left")
    running = asyncio.create_task(yard.checker().run())
    await _until(lambda: yard.found("left").state == FileState.READY)
    await asyncio.sleep(0.2)

    await yard.upload(files.pdf(tmp_path / "b.pdf"), "new")
    with yard.works(writing=True) as work:
        case = work.cases.get(OURS, yard.case.ref)
        work.announce(_news(case.id))
        work.commit()

    await _until(lambda: yard.found("new").state == FileState.READY, seconds=20)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert yard.hub.listeners == 0


def _news(case_id: str) -> Any:
    return Change(case_id=case_id, ref="r", kind="attached", municipality_id="fjordvik", company_id="pipes", version=1)


async def _until(holds: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
