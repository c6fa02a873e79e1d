"""What both engines promise before anything is kept in them."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.errors import StorageFull
from storage.database import Database, UnsafeDatabase, as_json, in_our_words


def test_every_sqlite_connection_answers_what_was_promised(sqlite_url: str) -> None:
    database = Database(sqlite_url)

    for engine in (database.writing, database.reading):
        with engine.connect() as connection:
            asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
            answers = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
            assert answers == ["wal", 2, 1, 1]
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() >= 5000
    database.close()


def test_a_database_that_cannot_keep_a_log_ahead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeDatabase, match="sqlite:///path or postgresql"):
        Database("sqlite:///:memory:")


@pytest.mark.parametrize("name", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_found_under_each_of_its_names(postgresql: str, name: str) -> None:
    database = Database(postgresql.replace("postgresql", name, 1))

    database.check()

    assert not database.is_sqlite
    database.close()


def test_postgresql_that_does_not_sync_its_commits_is_refused(postgresql: str) -> None:
    glue = "&" if "?" in postgresql else "?"
    database = Database(f"{postgresql}{glue}options=-csynchronous_commit%3Doff")

    with pytest.raises(UnsafeDatabase, match="synchronous_commit=off"):
        database.check()
    database.close()


def test_what_reads_cannot_write(database: Database) -> None:
    with database.reading.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("INSERT INTO probe (id, n) VALUES (7, 7)"))


def test_a_probe_writes_each_time(database: Database) -> None:
    database.probe()
    database.probe()

    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT n FROM probe")).scalars().all() == [2]


def test_a_full_disk_is_said_as_such(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("CREATE TABLE more AS SELECT hex(randomblob(100000)) AS a"))
    database.close()

    assert isinstance(in_our_words(caught.value), StorageFull)


def test_writers_wait_for_each_other_instead_of_failing(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    faults: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(20):
                database.probe()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT n FROM probe")).scalar_one() == 80
    database.close()


def test_norwegian_letters_are_the_same_in_upper_and_lower_case(database: Database) -> None:
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT lower('ÆRFUGLVEGEN Å Ø')")).scalar_one() == "ærfuglvegen å ø"


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
@example(2**200)
@example({"half a letter": "\ud800"})
def test_any_json_is_written_so_that_it_can_be_read_back(value: object) -> None:
    assert json.loads(as_json(value)) == value
