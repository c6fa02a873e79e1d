"""Units of work: undone unless committed, heard of only afterwards."""

from __future__ import annotations

import asyncio
import shutil

import pytest
from sqlalchemy import text

from models.access import OutboxItem
from models.errors import MovedOn, NotThere, StorageFull, Unavailable
from storage.database import Database
from storage.live import InProcessHub
from storage.work import Works
from tests.storage.world import NOON, OURS, World
from workflows.ports import Change


def news(case_id: str) -> Change:
    return Change(case_id=case_id, ref="ref", kind="answered", municipality_id="fjordvik", company_id="pipes", version=1)


def test_leaving_without_commit_undoes_everything(works: Works, world: World) -> None:
    case = world.draft()
    with works(writing=True) as work:
        work.cases.add(case)
        work.log.record("started", actor=world.actor(), at=NOON, case=case)

    with works(writing=False) as work, pytest.raises(NotThere):
        work.cases.get(OURS, case.ref)


def test_an_error_undoes_everything_and_comes_through(works: Works, world: World) -> None:
    case = world.draft()

    def fail() -> None:
        with works(writing=True) as work:
            work.cases.add(case)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with works(writing=False) as work, pytest.raises(NotThere):
        work.cases.get(OURS, case.ref)


def test_a_unit_may_be_entered_again_but_not_twice_at_once(works: Works, world: World) -> None:
    unit = works(writing=True)
    with unit:
        with pytest.raises(RuntimeError, match="already begun"):
            unit.__enter__()
        unit.cases.add(world.draft())
        unit.commit()
    with unit:
        unit.cases.add(world.draft())
        unit.commit()

    with works(writing=False) as work:
        assert len(work.parties.names(["per"])) == 1


def test_news_is_heard_after_the_commit_and_only_then(database: Database, world: World) -> None:
    heard: list[tuple[str, int]] = []

    class Listening(InProcessHub):
        def publish(self, change: Change) -> None:
            with database.reading.connect() as connection:
                heard.append((change.case_id, connection.execute(text('SELECT count(*) FROM "case"')).scalar_one()))

    with Works(database, Listening())(writing=True) as work:
        case = world.draft()
        work.cases.add(case)
        work.announce(news(case.id))
        assert heard == []
        work.commit()

    assert heard == [(case.id, 1)]


def test_news_of_a_unit_that_was_undone_is_never_heard(database: Database, world: World) -> None:
    heard: list[Change] = []

    class Listening(InProcessHub):
        def publish(self, change: Change) -> None:
            heard.append(change)

    unit = Works(database, Listening())(writing=True)
    with unit:
        unit.announce(news("lost"))
    with unit:
        unit.commit()

    assert heard == []


def test_an_effect_is_kept_with_its_cause(works: Works, world: World, database: Database) -> None:
    with works(writing=True) as work:
        work.dispatch(OutboxItem(id="mail-1", kind="mail", payload={"template": "requests"}, created_at=NOON))
        work.commit()

    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT id, attempts FROM outbox_item")).all() == [("mail-1", 0)]


def test_a_commit_that_fails_is_final(postgresql: str, world_on_postgresql: Database) -> None:
    database, heard = world_on_postgresql, []

    class Listening(InProcessHub):
        def publish(self, change: Change) -> None:
            heard.append(change)

    with Works(database, Listening())(writing=True) as work:
        work.announce(news("lost"))
        work.dispatch(OutboxItem(id="mail-1", kind="mail", payload={}, created_at=NOON))
        _cut_all_connections(database)
        with pytest.raises(Unavailable):
            work.commit()

    assert heard == []
    assert database.broken
    with pytest.raises(Unavailable):
        database.probe()


def test_the_second_of_two_who_answer_one_request_is_told(works: Works, world: World) -> None:
    with works(writing=True) as work:
        work.replays.keep("per", "key-1", "fingerprint", 201, {"ref": "abc"}, NOON)
        work.commit()

    with pytest.raises(MovedOn), works(writing=True) as work:
        work.replays.keep("per", "key-1", "fingerprint", 201, {"ref": "def"}, NOON)

    with works(writing=False) as work:
        assert work.replays.find("per", "key-1") == ("fingerprint", 201, {"ref": "abc"})
        assert work.replays.find("dag", "key-1") is None


def test_a_disk_nearly_full_lets_read_and_refuses_to_write(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(sqlite_url)
    works = Works(database, InProcessHub())
    nearly_full = shutil.disk_usage(".")._replace(total=1_000_000_000_000, free=40_000_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)

    with pytest.raises(StorageFull):
        works(writing=True).__enter__()
    with works(writing=False) as work:
        assert work.parties.names(["per"]) == {}
    database.close()


def test_a_slow_listener_does_not_hold_the_writer(works: Works, world: World, hub: InProcessHub) -> None:
    async def story() -> list[str]:
        hub.open(asyncio.get_running_loop())
        heard: list[str] = []

        async def slow(changes: object) -> None:
            await asyncio.sleep(0.2)
            heard.append("slow")

        hub.subscribe("case:case-1", slow)

        def write() -> None:
            with works(writing=True) as work:
                work.announce(news("case-1"))
                work.commit()

        await asyncio.wait_for(asyncio.to_thread(write), 5)
        assert heard == []
        await asyncio.sleep(0.4)
        return heard

    assert asyncio.run(story()) == ["slow"]


def _cut_all_connections(database: Database) -> None:
    with database.reading.connect() as connection:
        cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        connection.execute(cut)
