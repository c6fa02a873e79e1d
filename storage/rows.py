"""How rows become entities and entities rows: entities leave as plain values that no session follows, writes are statements we wrote.

Nothing is written because an attribute was set; a use case that means to write calls a method that says so. Statements are built once and
remembered: building one costs more than running it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, Select, Table, bindparam, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ClassManager, configure_mappers
from sqlmodel import SQLModel

from models.errors import NotThere

E = TypeVar("E", bound=SQLModel)


def now() -> datetime:
    """The time by this machine's clock, for marks nobody decides by."""
    return datetime.now(UTC)


def every(connection: Connection, entity: type[E], *order: str, **equal: Any) -> Sequence[E]:
    """All entities whose columns equal these values, sorted by these columns."""
    return entities(entity, connection.execute(_by(entity, tuple(equal), order), equal))


def maybe(connection: Connection, entity: type[E], **equal: Any) -> E | None:
    """The first entity whose columns equal these values, or None."""
    found = every(connection, entity, **equal)
    return found[0] if found else None


def one(connection: Connection, entity: type[E], **equal: Any) -> E:
    """The entity whose columns equal these values. Raises NotThere when there is none."""
    found = maybe(connection, entity, **equal)
    if found is None:
        raise NotThere()
    return found


def entities(entity: type[E], rows: Iterable[Sequence[Any]], start: int = 0) -> list[E]:
    """Entities of rows that hold all columns of its table, in order, from `start` on."""
    keys, manager = _shape(entity)
    made = []
    for row in rows:
        instance = manager.new_instance()
        instance.__dict__.update(zip(keys, row[start : start + len(keys)], strict=True))
        made.append(instance)
    return made


def entity_of(entity: type[E], **values: Any) -> E:
    """An entity of values that need no checking, in a tenth of the time its constructor takes. All columns must be named."""
    instance: E = _shape(entity)[1].new_instance()
    instance.__dict__.update(values)
    return instance


def add(connection: Connection, entity: SQLModel) -> None:
    """Insert an entity as a new row."""
    connection.execute(_insert(type(entity)), values_of(entity))


def put(connection: Connection, entity: SQLModel) -> None:
    """Insert an entity, or overwrite the row with its primary key."""
    connection.execute(_upsert(type(entity), connection.dialect.name), values_of(entity))


def table_of(entity: type[SQLModel]) -> Table:
    """The table of an entity class."""
    table = inspect(entity).local_table
    assert isinstance(table, Table)
    return table


def values_of(entity: SQLModel) -> dict[str, Any]:
    """Column -> value of an entity."""
    return {key: getattr(entity, key) for key in _shape(type(entity))[0]}


def insert_or(connection: Connection, entity: type[SQLModel]) -> Any:
    """An INSERT of the connection's engine to which `ON CONFLICT` can be said."""
    return _dialect_insert(connection.dialect.name)(table_of(entity))


def _dialect_insert(engine: str) -> Any:
    return sqlite.insert if engine == "sqlite" else postgresql.insert


@cache
def _shape(entity: type[SQLModel]) -> tuple[tuple[str, ...], ClassManager[Any]]:
    configure_mappers()  # an entity made before the mappings are configured cannot be read
    mapper = inspect(entity)
    return tuple(column.key for column in table_of(entity).columns), mapper.class_manager


@cache
def _by(entity: type[SQLModel], equal: tuple[str, ...], order: tuple[str, ...]) -> Select[Any]:
    columns = table_of(entity).c
    return select(table_of(entity)).where(*(columns[key] == bindparam(key) for key in equal)).order_by(*(columns[key] for key in order))


@cache
def _insert(entity: type[SQLModel]) -> Insert:
    return insert(table_of(entity))


@cache
def _upsert(entity: type[SQLModel], engine: str) -> Insert:
    table = table_of(entity)
    keys = [column.key for column in table.primary_key]
    statement = _dialect_insert(engine)(table)
    changed = {column.key: statement.excluded[column.key] for column in table.columns if column.key not in keys}
    upsert: Insert = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return upsert
