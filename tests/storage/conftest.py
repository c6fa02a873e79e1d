"""The engines for the storage contract, and a small world of two municipalities and two companies in each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.live import InProcessHub
from storage.work import Works
from tests.engines import database, postgresql, postgresql_database, sqlite_template, sqlite_url
from tests.storage.world import World, settle

__all__ = ["database", "postgresql", "sqlite_template", "sqlite_url"]


@pytest.fixture
def hub() -> InProcessHub:
    """A hub nobody listens to yet."""
    return InProcessHub()


@pytest.fixture
def works(database: Database, hub: InProcessHub) -> Works:
    """Units of work on the fresh database."""
    return Works(database, hub)


@pytest.fixture
def world(database: Database) -> World:
    """Two municipalities, two companies and their people are there."""
    return settle(database)


@pytest.fixture
def world_on_postgresql(postgresql: str) -> Iterator[Database]:
    """A settled database on PostgreSQL, for what only a server can do to us."""
    with postgresql_database(postgresql) as url:
        database = Database(url)
        settle(database)
        yield database
        database.close()
