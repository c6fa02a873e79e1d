"""News between processes: heard once, by those concerned, through losses of the connection; and what is no news is ignored."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.live import EVERYTHING, InProcessHub
from storage.live_between import CHANNEL, NAME, SharedHub, open_hub
from storage.live_letters import MOST_BYTES, Letter, read, written
from storage.work import Works
from workflows.ports import MISSED, Change

OURS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'portal news'")
CUT = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'portal news'")


def change(version: int = 1, case_id: str = "case-1", **more: Any) -> Change:
    return Change(case_id=case_id, ref="ref", kind="answered", municipality_id="fjordvik", company_id="pipes", version=version, **more)


class Heard:
    """A page that listens to one topic and remembers what it heard."""

    def __init__(self, hub: InProcessHub, topic: str = "case:case-1") -> None:
        self.changes: list[Change] = []
        hub.subscribe(topic, self._hear)

    def _hear(self, changes: Sequence[Change]) -> None:
        self.changes += changes

    @property
    def versions(self) -> list[int]:
        """Of the changes; -1 for the word to look again."""
        return [-1 if one is MISSED else one.version for one in self.changes]


async def until(happened: Callable[[], bool], seconds: float = 1.0) -> None:
    """Wait until something is so. Raises TimeoutError after some seconds."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.01)


def connections(database: Database) -> int:
    """How many connections listen and tell."""
    with database.reading.connect() as connection:
        return int(connection.execute(OURS).scalar_one())


def notify(database: Database, payload: str) -> None:
    """Somebody else speaks on the channel."""
    with database.writing.begin() as connection:
        connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})


def cut(database: Database) -> None:
    """The server ends our connections, as when it restarts."""
    with database.writing.begin() as connection:
        connection.execute(CUT)


@pytest.fixture
def database(world_on_postgresql: Database) -> Database:
    return world_on_postgresql


@pytest.fixture
async def hubs(database: Database) -> AsyncIterator[tuple[SharedHub, SharedHub]]:
    """Two processes' hubs over one database, both up, and quiet after their first words to each other."""
    ours, theirs = SharedHub(database), SharedHub(database)
    for hub in (ours, theirs):
        hub.open(asyncio.get_running_loop())
        await until(lambda hub=hub: hub.hears_others is True, 5)  # type: ignore[misc]
    await asyncio.sleep(0.2)
    yield ours, theirs
    for hub in (ours, theirs):
        await asyncio.to_thread(hub.close)


async def test_what_one_process_commits_the_pages_of_the_other_hear_within_a_second_and_once(
    hubs: tuple[SharedHub, SharedHub], database: Database
) -> None:
    ours, theirs = hubs
    at_home, away, elsewhere = Heard(ours), Heard(theirs), Heard(theirs, "case:case-2")

    with Works(database, ours)(writing=True) as work:
        work.announce(change(7, paths=("job.note",)))
        work.commit()
    await until(lambda: bool(away.changes) and bool(at_home.changes))
    await asyncio.sleep(0.3)

    assert away.changes == at_home.changes == [change(7, paths=("job.note",))]
    assert elsewhere.changes == []


async def test_both_directions_and_many_changes_in_order(hubs: tuple[SharedHub, SharedHub]) -> None:
    ours, theirs = hubs
    at_home, away = Heard(ours), Heard(theirs)

    for number in range(1, 1001):
        ours.publish(change(number))
    theirs.publish(change(1001))
    await until(lambda: len(away.changes) == len(at_home.changes) == 1001, 5)

    assert [one for one in away.versions if one < 1001] == list(range(1, 1001))
    assert sorted(at_home.versions) == list(range(1, 1002))


async def test_workers_do_not_do_the_work_of_another_process(hubs: tuple[SharedHub, SharedHub]) -> None:
    ours, theirs = hubs
    page, worker = Heard(theirs), Heard(theirs, EVERYTHING)

    ours.publish(change(3))
    await until(lambda: bool(page.changes))

    assert worker.changes == []


async def test_what_no_portal_said_is_ignored(hubs: tuple[SharedHub, SharedHub], database: Database) -> None:
    ours, theirs = hubs
    away = Heard(theirs)
    wrong = (
        "", "hello", "[]", "3", "null", "[" * 7000, '{"from":"x"}', '{"from":3,"changes":[]}', '{"from":"x","changes":3}',
        '{"from":"x","changes":[3]}', '{"from":"x","changes":[{"case_id":7}]}', '{"from":"x","changes":[{"version":"2"}]}',
        '{"from":"x","changes":[{"case_id":"case-1","paths":"abc"}]}', '{"from":"x","changes":[{"case_id":"case-1","others":[1]}]}',
    )  # fmt: skip
    for payload in wrong:
        notify(database, payload)
    ours.publish(change(4))
    await until(lambda: bool(away.changes))

    assert away.versions == [4]
    assert theirs.hears_others


async def test_a_newer_portals_letter_is_read_without_what_is_unknown(hubs: tuple[SharedHub, SharedHub], database: Database) -> None:
    away = Heard(hubs[1])

    notify(database, '{"from":"newer","colour":"red","changes":[{"case_id":"case-1","version":9,"shape":"round"}]}')
    await until(lambda: bool(away.changes))

    assert away.changes == [Change("case-1", "", "", "", "", 9)]


async def test_after_a_cut_pages_look_again_and_news_goes_on(hubs: tuple[SharedHub, SharedHub], database: Database) -> None:
    ours, theirs = hubs
    at_home, away = Heard(ours), Heard(theirs)

    await asyncio.to_thread(cut, database)
    await until(lambda: not ours.hears_others and not theirs.hears_others)
    ours.publish(change(5))
    await until(lambda: bool(ours.hears_others and theirs.hears_others), 5)
    await until(lambda: MISSED in away.changes and MISSED in at_home.changes)
    ours.publish(change(6))
    await until(lambda: 6 in away.versions and 6 in at_home.versions)

    assert at_home.versions.count(5) == at_home.versions.count(6) == away.versions.count(6) == 1


async def test_what_could_not_be_told_becomes_a_word_to_look_again(hubs: tuple[SharedHub, SharedHub], database: Database) -> None:
    away, full = Heard(hubs[1]), SharedHub(database, most_waiting=0)

    full.publish(change(5))
    await until(lambda: bool(away.changes), 5)
    await asyncio.to_thread(full.close)

    assert away.changes == [MISSED]


async def test_a_process_that_starts_lets_the_others_look_again(hubs: tuple[SharedHub, SharedHub], database: Database) -> None:
    away, third = Heard(hubs[1]), SharedHub(database)

    third.open(asyncio.get_running_loop())
    await until(lambda: MISSED in away.changes, 5)
    await asyncio.to_thread(third.close)

    assert away.changes == [MISSED]


async def test_a_command_tells_though_it_never_listens_and_waits_for_it_at_its_end(
    hubs: tuple[SharedHub, SharedHub], database: Database
) -> None:
    away, command = Heard(hubs[1]), SharedHub(database)

    command.publish(change(8))
    await asyncio.to_thread(command.close)
    await until(lambda: bool(away.changes))

    assert away.versions == [8]


async def test_closing_leaves_neither_thread_nor_connection(database: Database) -> None:
    hub = SharedHub(database)
    hub.open(asyncio.get_running_loop())
    await until(lambda: hub.hears_others is True, 5)
    assert connections(database) == 1

    began = time.monotonic()
    await asyncio.to_thread(hub.close)
    hub.publish(change())

    assert time.monotonic() - began < 2
    assert [one for one in threading.enumerate() if one.name == NAME] == []
    assert hub.hears_others is False
    await until(lambda: connections(database) == 0, 5)


async def test_without_a_server_nothing_fails_and_closing_does_not_wait_for_it() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with closing(database):
        hub = SharedHub(database)
        hub.open(asyncio.get_running_loop())
        page = Heard(hub)
        hub.publish(change(2))
        await until(lambda: bool(page.changes))
        began = time.monotonic()
        await asyncio.to_thread(hub.close)

    assert page.versions == [2]
    assert time.monotonic() - began < 2
    assert hub.hears_others is False


def test_sqlite_has_no_thread_and_no_others(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    hub = open_hub(database)
    hub.publish(change())
    hub.close()
    database.close()

    assert type(hub) is InProcessHub
    assert hub.hears_others is None
    assert [one for one in threading.enumerate() if one.name == NAME] == []


def test_a_letter_says_the_same_when_it_is_read() -> None:
    many = [change(number, by="per", phase="final", paths=("job.note", "job.vær"), others=("a", "b")) for number in range(200)]

    sheets = written(Letter("me", many))
    letters = [read(sheet) for sheet in sheets]

    assert max(len(sheet.encode()) for sheet in sheets) <= MOST_BYTES
    assert 2 < len(sheets) < 15
    assert {one.sender for one in letters if one} == {"me"}
    assert [told for one in letters if one for told in one.changes] == many
    assert read(*written(Letter("me", is_gap=True))) == Letter("me", [], is_gap=True)


def test_a_change_too_large_for_one_letter_is_told_in_parts() -> None:
    paths, others = (
        tuple(f"meters[{number}].serial_number" for number in range(2000)),
        tuple(f"company-{number:022}" for number in range(500)),
    )

    sheets = written(Letter("me", [change(paths=paths, others=others), change(2, paths=("x" * 9000,))]))
    told = [one for sheet in sheets for one in (read(sheet) or Letter("")).changes]

    assert max(len(sheet) for sheet in sheets) <= MOST_BYTES
    assert {path for one in told for path in one.paths} == set(paths)
    assert {other for one in told for other in one.others} == set(others)
    assert told[-1] == change(2)
    assert {(one.case_id, one.kind) for one in told} == {("case-1", "answered")}


def test_a_letter_holds_ids_and_nothing_anybody_wrote() -> None:
    (sheet,) = written(Letter("me", [change(by="per", phase="final", paths=("job.note",), others=("other",))]))

    assert sheet == (
        '{"from":"me","changes":[{"case_id":"case-1","ref":"ref","kind":"answered","municipality_id":"fjordvik","company_id":"pipes",'
        '"version":1,"by":"per","phase":"final","paths":["job.note"],"others":["other"]}]}'
    )
