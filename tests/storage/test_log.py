"""The chain of events: whole as it grows, broken where somebody meddles, closed to meddling in the first place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from models.actor import Machine
from models.base import Phase
from models.case import Event, Snapshot
from storage import log
from storage.database import Database
from storage.log import BrokenLink, verify_all
from storage.work import Works
from tests.storage.world import NOON, OURS, World


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """A writer for whom the triggers do not exist: somebody who owns the machine."""
    with database.writing.begin() as connection:
        if database.is_sqlite:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in names:
                connection.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def story(works: Works, world: World) -> list[Event]:
    """One case with three events, the second with words in it."""
    case = world.case()
    with works(writing=True) as work:
        work.cases.add(case)
        told = [
            work.log.record("started", actor=world.actor(), at=NOON, case=case, data={"version": 0}),
            work.log.record("answered", actor=world.actor(), at=NOON, case=case, data={"path": "owner_name"}, detail={"name": "Åse Ærlig"}),
            work.log.record("paused", actor=Machine(), at=NOON, case=case, data={"requests": ["a", "b"]}),
        ]
        work.commit()
    return told


def test_events_count_from_one_and_carry_the_hash_before_them(works: Works, world: World, database: Database) -> None:
    told = story(works, world)

    assert [one.seq for one in told] == [1, 2, 3]
    assert [one.previous_hash for one in told] == [log.GENESIS, told[0].hash, told[1].hash]
    assert [one.actor_id for one in told] == ["per", "per", None]
    assert verify_all(database) == []


def test_events_come_back_as_they_were_recorded(works: Works, world: World) -> None:
    told = story(works, world)

    with works(writing=False) as work:
        work.cases.get(OURS, "ref-00001")
        case_id, first = told[0].case_id or "", told[0].kind
        assert work.cases.events(case_id) == told
        assert work.cases.events(case_id, without=frozenset({first})) == [one for one in told if one.kind != first]


def test_what_belongs_to_no_case_has_a_stream_of_its_own(works: Works, world: World, database: Database) -> None:
    with works(writing=True) as work:
        login = work.log.record("signed_in", actor=world.actor(), at=NOON)
        sweep = work.log.record("swept", actor=Machine(), at=NOON)
        work.commit()

    assert (login.stream, login.company_id, sweep.stream, sweep.seq) == ("person:per", "pipes", "portal", 1)
    assert verify_all(database) == []


def test_two_who_write_to_one_stream_at_once_leave_it_whole(works: Works, world: World, database: Database) -> None:
    def write() -> None:
        for _ in range(10):
            with works(writing=True) as work:
                work.log.record("swept", actor=Machine(), at=NOON)
                work.commit()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verify_all(database) == []
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT max(seq) FROM event")).scalar_one() == 30


MEDDLING = {
    "data": ('UPDATE event SET data = \'{"path": "owner_email"}\' WHERE seq = 2', "changed", 2),
    "kind": ("UPDATE event SET kind = 'withdrawn' WHERE seq = 1", "changed", 1),
    "actor": ("UPDATE event SET actor_id = 'dag' WHERE seq = 3", "changed", 3),
    "words": ('UPDATE event SET detail = \'{"name": "Odd Ulv"}\' WHERE seq = 2', "detail", 2),
    "words where there were none": ('UPDATE event SET detail = \'{"name": "Odd Ulv"}\' WHERE seq = 1', "detail", 1),
    "gone": ("DELETE FROM event WHERE seq = 2", "gap", 3),
    "a hash made to fit itself": ("UPDATE event SET previous_hash = hash WHERE seq = 2", "order", 2),
}


@pytest.mark.parametrize("name", MEDDLING)
def test_meddling_is_found_at_the_link_it_broke(works: Works, world: World, database: Database, name: str) -> None:
    statement, fault, seq = MEDDLING[name]
    told = story(works, world)
    with unguarded(database) as connection:
        connection.exec_driver_sql(statement)

    assert verify_all(database) == [BrokenLink(told[0].stream, seq, fault)]


def test_erasing_the_words_leaves_the_chain_whole(works: Works, world: World, database: Database) -> None:
    story(works, world)

    with database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE event SET detail = '{}', salt = '' WHERE seq = 2")

    assert verify_all(database) == []


AFTER_PLACE = "case_id, municipality_id, company_id, kind, phase, actor_id, at, data, detail, salt, commitment, previous_hash, hash"
AFTER_ID = f"stream, seq, {AFTER_PLACE}"
EVERYTHING = f"id, {AFTER_ID}"

FORBIDDEN = (
    "DELETE FROM event",
    "UPDATE event SET kind = 'other'",
    "UPDATE event SET at = at",
    'UPDATE event SET detail = \'{"name": "Odd Ulv"}\'',
    "UPDATE event SET salt = 'pepper'",
    "INSERT INTO event SELECT * FROM event WHERE seq = 2 ON CONFLICT (id) DO UPDATE SET kind = 'other'",
    "INSERT INTO event SELECT * FROM event WHERE seq = 2 ON CONFLICT (stream, seq) DO UPDATE SET kind = 'other'",
    "DELETE FROM snapshot",
    "UPDATE snapshot SET content = '{}'",
    "INSERT INTO snapshot SELECT * FROM snapshot WHERE number = 1 ON CONFLICT (id) DO UPDATE SET content = '{}'",
)

REPLACING = (
    "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2",
    "REPLACE INTO event SELECT * FROM event WHERE seq = 2",
    f"INSERT OR REPLACE INTO event ({EVERYTHING}) SELECT 'new', {AFTER_ID} FROM event WHERE seq = 2",
    f"INSERT OR REPLACE INTO event (rowid, {EVERYTHING}) SELECT rowid, 'new', 'portal', 9, {AFTER_PLACE} FROM event WHERE seq = 2",
    "UPDATE OR REPLACE event SET rowid = (SELECT max(rowid) FROM event) WHERE seq = 1",
    "INSERT OR REPLACE INTO snapshot SELECT * FROM snapshot",
    "INSERT OR REPLACE INTO snapshot (id, case_id, phase, number, at, by, content, sha256)"
    " SELECT 'new', case_id, phase, number, at, by, '{}', '' FROM snapshot",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_itself_refuses_to_rewrite_what_happened(works: Works, world: World, database: Database, statement: str) -> None:
    told = story(works, world)
    sent_once(works)

    with pytest.raises(DBAPIError, match=r"never|only be erased|refused"), database.writing.begin() as connection:
        connection.exec_driver_sql(statement)

    assert len(told) == 3
    assert verify_all(database) == []


@pytest.mark.parametrize("keeps", ["our connection", "any connection"])
@pytest.mark.parametrize("statement", REPLACING)
def test_nothing_replaces_what_happened(works: Works, world: World, database: Database, statement: str, keeps: str) -> None:
    story(works, world)
    sent_once(works)

    with database.writing.connect() as connection:
        if keeps == "any connection" and database.is_sqlite:  # somebody else's program sets up its connections otherwise
            connection.connection.cursor().execute("PRAGMA recursive_triggers=OFF")
        with pytest.raises(DBAPIError, match=r"never|syntax error"):  # PostgreSQL has no such words
            connection.exec_driver_sql(statement)
        connection.invalidate()

    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM event")).scalar_one() == 3
    assert verify_all(database) == []


def sent_once(works: Works) -> None:
    """A snapshot of the case."""
    with works(writing=True) as work:
        case = work.cases.get(OURS, "ref-00001")
        work.cases.add_snapshot(Snapshot(id="s", case_id=case.id, phase=Phase.APPLICATION, number=1, at=NOON, by="per", sha256=""))
        work.commit()


def test_postgresql_refuses_to_empty_the_log(world_on_postgresql: Database) -> None:
    with pytest.raises(DBAPIError, match="refused"), world_on_postgresql.writing.begin() as connection:
        connection.exec_driver_sql("TRUNCATE event, snapshot CASCADE")


def test_names_and_words_are_promised_but_not_hashed(works: Works, world: World) -> None:
    told = story(works, world)[1]

    assert told.commitment == log.commitment(told.salt, {"name": "Åse Ærlig"})
    assert told.commitment != log.commitment("", {"name": "Åse Ærlig"})
    told.detail = {}
    assert log.hash_of(told) == told.hash
