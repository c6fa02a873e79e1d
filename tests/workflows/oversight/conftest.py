"""A desk on a fresh database of each engine with the demonstration's parties."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.demo import furnish
from tests.engines import database, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.desk import Desk

__all__ = ["database", "postgresql", "sqlite_template", "sqlite_url"]


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people at work."""
    furnish(database)
    return Desk(database)
