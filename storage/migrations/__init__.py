"""The database's shape, step by step and only forwards. `upgrade` brings an empty or older database to the code's newest step."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select

from storage.database import Database

HERE = Path(__file__).parent
LOCK = 7_212_440_113
"""Advisory lock under which only one process migrates a PostgreSQL database."""


class NewerDatabase(Exception):
    """The database was written by a newer version of the portal than this one."""


def upgrade(database: Database) -> bool:
    """Bring the database to the newest step, each step in a transaction of its own; whether it was empty before.

    Raises NewerDatabase when it knows a step this code does not, and then changes nothing.
    """
    with database.writing.connect() as connection:
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_lock(LOCK)))
            connection.commit()
        try:
            _refuse_newer(connection)
            is_new = not inspect(connection).has_table("case")
            connection.rollback()
            _mind_foreign_keys(connection, on=False)
            command.upgrade(_config(connection), "head")
            _refuse_broken_links(connection)
        finally:
            connection.rollback()
            _mind_foreign_keys(connection, on=True)
            if not database.is_sqlite:
                connection.execute(select(func.pg_advisory_unlock(LOCK)))
                connection.commit()
    return is_new


def step_of(database: Database) -> str | None:
    """The step the database stands at, None when it is empty."""
    with database.reading.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_step() -> str:
    """The newest step this code knows."""
    return str(ScriptDirectory.from_config(_config(None)).get_current_head())


def _mind_foreign_keys(connection: Connection, *, on: bool) -> None:
    """SQLite changes a constraint by making its table anew, which others pointing at it forbid; it is told outside transactions only."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _refuse_broken_links(connection: Connection) -> None:
    """What was switched off for the steps must hold after them."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        connection.rollback()
        if broken is not None:
            raise RuntimeError(f"after the steps a row of {broken[0]} points at nothing in {broken[2]}")


def _refuse_newer(connection: Connection) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise NewerDatabase(
            f"The database stands at step {current}, which this version does not know. Start the newer version, or restore a backup."
        )


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
