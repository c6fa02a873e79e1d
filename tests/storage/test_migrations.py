"""The shape of the database: from nothing to what the models say, and never backwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrations import NewerDatabase, newest_step, step_of, upgrade
from tests.engines import empty_postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, once on each engine."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'new' / 'portal.db'}")
        yield database
        database.close()
        return
    with empty_postgresql_database(request.getfixturevalue("postgresql")) as url:
        database = Database(url)
        yield database
        database.close()


def test_an_empty_database_gets_the_shape_of_the_models(empty: Database) -> None:
    assert step_of(empty) is None
    assert upgrade(empty) is True
    assert upgrade(empty) is False
    assert step_of(empty) == newest_step()

    with empty.reading.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)
    assert differences == []


STEPS = sorted(step.name.partition("_")[0] for step in Path("storage/migrations/versions").glob("*.py"))


COLUMNS = "id, stream, seq, kind, at, data, detail, salt, commitment, previous_hash, hash"


def brought_to(database: Database, step: str) -> None:
    """A database as an older version of the portal left it, with one event in its log."""
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with database.writing.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
    with database.writing.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO event ({COLUMNS})"
                " VALUES ('first', 'portal', 1, 'swept', '2026-03-02 09:00:00.000000', '{}', '{}', '', '', '', 'h')"
            )
        )


@pytest.mark.parametrize("step", STEPS)
def test_a_database_of_every_released_step_comes_up_with_its_log_and_keeps_it(empty: Database, step: str) -> None:
    brought_to(empty, step)

    upgrade(empty)

    assert step_of(empty) == newest_step()
    another = "SELECT 'new', stream, seq, 'other', at, data, detail, salt, commitment, previous_hash, hash FROM event"
    overwriting = (
        f"INSERT OR REPLACE INTO event ({COLUMNS}) {another}"
        if empty.is_sqlite
        else f"INSERT INTO event ({COLUMNS}) {another} ON CONFLICT (stream, seq) DO UPDATE SET kind = excluded.kind"
    )
    with pytest.raises(DBAPIError, match=r"never|refused"), empty.writing.begin() as connection:
        connection.exec_driver_sql(overwriting)
    with empty.reading.connect() as connection:
        assert connection.execute(text("SELECT id, kind FROM event")).all() == [("first", "swept")]


def test_a_newer_database_is_refused_and_left_alone(empty: Database) -> None:
    upgrade(empty)
    with empty.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabase, match="stands at step 9999"):
        upgrade(empty)

    assert step_of(empty) == "9999"


def test_the_database_folder_is_the_owners_alone(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'new' / 'portal.db'}").close()

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_steps_only_lead_forwards() -> None:
    steps = sorted(Path("storage/migrations/versions").glob("*.py"))

    assert steps
    assert [step.name for step in steps if "def downgrade" in step.read_text()] == []
