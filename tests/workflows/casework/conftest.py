"""A desk on a fresh SQLite database with the demonstration's parties."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from storage.demo import furnish
from tests.engines import database, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.desk import Desk

__all__ = ["database", "postgresql", "sqlite_template", "sqlite_url"]


@pytest.fixture(scope="session")
def furnished(sqlite_template: Path) -> Path:
    """A SQLite file with the demonstration's parties, to copy."""
    path = sqlite_template.with_name("furnished.db")
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    furnish(database)
    database.close()
    return path


@pytest.fixture
def desk(furnished: Path, tmp_path: Path) -> Iterator[Desk]:
    """The demonstration's people at work."""
    path = tmp_path / "portal.db"
    shutil.copy(furnished, path)
    database = Database(f"sqlite:///{path}")
    yield Desk(database)
    database.close()


@pytest.fixture
def any_desk(database: Database) -> Desk:
    """The same people, once on each engine."""
    furnish(database)
    return Desk(database)
