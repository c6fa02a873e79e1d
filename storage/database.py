"""The two engines behind one door: embedded SQLite and PostgreSQL, each made to keep what was acknowledged.

`Database.writing` begins transactions that may write, `Database.reading` can only read. Both refuse to start on settings under which
an acknowledged commit could be lost.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from models.errors import MovedOn, StorageFull, Unavailable
from storage.object_parts import demand_room, space_of

logger = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 10_000
SET_UP = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)
PROMISES = {
    "PRAGMA busy_timeout": BUSY_TIMEOUT_MS,
    "PRAGMA journal_mode": "wal",
    "PRAGMA synchronous": 2,
    "PRAGMA foreign_keys": 1,
    "PRAGMA recursive_triggers": 1,
}
"""What every SQLite connection must answer when read back. FULL: WAL with NORMAL lost acknowledged commits in simulated power loss.
Recursive triggers: without them REPLACE deletes rows past the triggers that forbid it.
"""


class UnsafeDatabase(Exception):
    """The database does not promise what we promise others; the portal must not start."""


class Database:
    """Both engines of one database. `url` is `sqlite:///path`, `postgresql://...` or `postgres://...`."""

    def __init__(self, url: str, *, readers: int = 8) -> None:
        self.url = _driver_of(make_url(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.broken = ""
        if self.is_sqlite:
            Path(self.url.database or "").absolute().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.writing = _sqlite(self.url, writes=True, most=2) if self.is_sqlite else _postgresql(self.url, writes=True, most=readers)
        self.reading = (
            _sqlite(self.url, writes=False, most=readers) if self.is_sqlite else _postgresql(self.url, writes=False, most=readers)
        )

    @property
    def path(self) -> Path | None:
        """The database file, None on PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    def check(self) -> None:
        """Connect once each way, so that an unsafe or absent database stops the start. Raises UnsafeDatabase."""
        for engine in (self.writing, self.reading):
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))

    def probe(self) -> None:
        """Write and commit a row nobody reads: a reading probe says yes on a full disk. Raises Unavailable or StorageFull."""
        if self.broken:
            raise Unavailable()
        try:
            with self.writing.begin() as connection:
                connection.execute(text("INSERT INTO probe (id, n) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = probe.n + 1"))
        except DBAPIError as error:
            raise in_our_words(error) from error

    def demand_room(self) -> None:
        """Raise StorageFull when the database's own disk is nearly full: then the portal only reads. A server minds its own disk."""
        if self.path is not None:
            demand_room(space_of(str(self.path.absolute().parent)))

    def mark_broken(self, reason: str) -> None:
        """A commit failed: what the disk holds is unknown, so the portal is no longer ready and never tries that commit again."""
        self.broken = reason
        logger.error("a commit failed and is final: %s", reason)

    def close(self) -> None:
        """Give all connections back; on SQLite this also folds the write-ahead log into the file."""
        self.reading.dispose()
        self.writing.dispose()


def in_our_words(error: DBAPIError) -> Exception:
    """A database error as one of the family that doors can show, or itself when it is a fault of ours."""
    words = str(error.orig).lower()
    if "disk is full" in words or getattr(error.orig, "sqlstate", "") == "53100":
        return StorageFull()
    if isinstance(error, IntegrityError):
        taken = ("unique constraint failed" in words, "never replaced" in words, getattr(error.orig, "sqlstate", "") == "23505")
        return MovedOn() if any(taken) else error
    if getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}:
        return MovedOn()
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unavailable()
    return error


def as_json(value: Any) -> str:
    """JSON for a column. The fast way takes what nearly every answer is; programs may send numbers of any size, which it refuses."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value)


def _driver_of(url: URL) -> URL:
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url
    raise UnsafeDatabase("PORTAL_DATABASE_URL must be sqlite:///path or postgresql://...")


def _sqlite(url: URL, *, writes: bool, most: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=most,
        max_overflow=0,
        json_serializer=as_json,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _make_it_keep(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        cursor = connection.cursor()
        for statement in SET_UP:
            cursor.execute(statement)
        _read_back(cursor)
        connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own leaves Æ, Ø and Å as they are
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE: four writers that begin deferred met 633,237 busy errors, with IMMEDIATE none
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _lower(words: str | None) -> str | None:
    return words.lower() if isinstance(words, str) else words


def _read_back(cursor: Any) -> None:
    for question, wanted in PROMISES.items():
        got = cursor.execute(question).fetchone()[0]
        if got != wanted:
            raise UnsafeDatabase(
                f"SQLite answers {got} to {question}, not {wanted}: acknowledged work could be lost. Put the file on a local disk."
            )


def _postgresql(url: URL, *, writes: bool, most: int) -> Engine:
    options: dict[str, Any] = {} if writes else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    engine = create_engine(
        url, pool_size=most, max_overflow=2, pool_pre_ping=True, pool_recycle=1800, json_serializer=as_json, execution_options=options
    )

    @event.listens_for(engine, "connect")
    def _make_it_keep(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:
            for name in ("fsync", "synchronous_commit"):
                cursor.execute("SELECT current_setting(%s)", (name,))
                if cursor.fetchone()[0] == "off":
                    raise UnsafeDatabase(f"PostgreSQL runs with {name}=off: acknowledged work could be lost. Turn it on.")
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute("SET statement_timeout = '30s'")
            cursor.execute("SET lock_timeout = '10s'")
        connection.commit()

    return engine
