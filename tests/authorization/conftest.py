"""The town, built once for each engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.authorization.town import Town, settle
from tests.engines import postgresql, postgresql_database, sqlite_template

__all__ = ["postgresql", "sqlite_template"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Everybody and a case in every state."""
    if request.param == "sqlite":
        path: Path = tmp_path_factory.mktemp("town") / "portal.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield settle(database)
        database.close()
        return
    with postgresql_database(request.getfixturevalue("postgresql")) as url:
        database = Database(url)
        yield settle(database)
        database.close()
