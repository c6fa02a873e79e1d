"""How rows become entities and entities rows: entities leave as plain values that no session follows, writes are statements we wrote.

Nothing is written because an attribute was set; a use case that means to write calls a method that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Insert, Table, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from models.errors import NotThere

E = TypeVar("E", bound=SQLModel)


def now() -> datetime:
    """The time by this machine's clock, for marks nobody decides by."""
    return datetime.now(UTC)


def every(session: Session, statement: SelectOfScalar[E]) -> Sequence[E]:
    """All entities a statement finds, detached."""
    found = session.exec(statement).all()
    session.expunge_all()
    return found


def one(session: Session, statement: SelectOfScalar[E]) -> E:
    """The one entity a statement finds, detached. Raises NotThere when there is none."""
    found = session.exec(statement).first()
    session.expunge_all()
    if found is None:
        raise NotThere()
    return found


def maybe(session: Session, statement: SelectOfScalar[E]) -> E | None:
    """The entity a statement finds, detached, or None."""
    found = session.exec(statement).first()
    session.expunge_all()
    return found


def add(session: Session, entity: SQLModel) -> None:
    """Insert an entity as a new row."""
    session.execute(insert(table_of(type(entity))), values_of(entity))


def put(session: Session, entity: SQLModel) -> None:
    """Insert an entity, or overwrite the row with its primary key."""
    session.execute(_upsert(type(entity), dialect_insert(session)), values_of(entity))


def table_of(entity: type[SQLModel]) -> Table:
    """The table of an entity class."""
    table = inspect(entity).local_table
    assert isinstance(table, Table)
    return table


def values_of(entity: SQLModel) -> dict[str, Any]:
    """Column -> value of an entity."""
    return {column.key: getattr(entity, column.key) for column in table_of(type(entity)).columns}


def insert_or(session: Session, entity: type[SQLModel]) -> Any:
    """An INSERT of the session's engine to which `ON CONFLICT` can be said."""
    return dialect_insert(session)(table_of(entity))


def dialect_insert(session: Session) -> Any:
    """The `insert` function of the session's engine."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


@cache
def _upsert(entity: type[SQLModel], make: Any) -> Insert:
    table = table_of(entity)
    keys = [column.key for column in table.primary_key]
    statement = make(table)
    changed = {column.key: statement.excluded[column.key] for column in table.columns if column.key not in keys}
    upsert: Insert = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return upsert
