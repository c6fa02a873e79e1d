"""Several questions in one statement: their rows come one after the other, in columns they share by type.

A round trip costs more than a row, on PostgreSQL most of all, and a page that asks twenty small questions waits for twenty answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any

from sqlalchemy import Connection, Select, String, TypeDecorator, cast, literal_column, null, select, type_coerce, union_all
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import TypeEngine

from models.base import Moment

Rows = Sequence[tuple[Any, ...]]


class Together:
    """A statement made of several. Make it once, when a module is read: making a statement costs more than running it.

    A part that sorts or has a limit keeps its rows in its own order. All parts take their values from one mapping, so parameters that are
    named alike have one value.
    """

    def __init__(self, **parts: Select[Any]) -> None:
        self._parts = parts

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> dict[str, Rows]:
        """Part -> its rows, each with the columns of the part in their order; a part without rows is there, empty."""
        found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self._parts}
        names = list(self._parts)
        for row in connection.execute(self._statement, values):
            name = names[row[0]]
            found[name].append(self._row(name, row, connection.dialect))
        return dict(found)

    def _row(self, name: str, row: Sequence[Any], dialect: Dialect) -> tuple[Any, ...]:
        return tuple(row[place] if word is None else word.process_result_value(row[place], dialect) for place, word in self._places[name])

    @cached_property
    def _shape(self) -> tuple[dict[str, list[tuple[int, TypeDecorator[Any] | None]]], list[TypeEngine[Any]]]:
        """Of each part where its columns lie and how their words are read; and the types of all places. Place 0 says which part it is."""
        types: list[TypeEngine[Any]] = []
        held: dict[tuple[str, int], int] = {}
        places: dict[str, list[tuple[int, TypeDecorator[Any] | None]]] = {}
        for name, part in self._parts.items():
            taken: dict[str, count[int]] = {}
            places[name] = []
            for column in part.selected_columns:
                plain, word = _plain(column.type)
                key = (_key(plain), next(taken.setdefault(_key(plain), count())))
                if key not in held:
                    types.append(plain)
                    held[key] = len(types)
                places[name].append((held[key], word))
        return places, types

    @property
    def _places(self) -> dict[str, list[tuple[int, TypeDecorator[Any] | None]]]:
        return self._shape[0]

    @cached_property
    def _statement(self) -> CompoundSelect[Any]:
        return union_all(*(self._arm(number, name) for number, name in enumerate(self._parts)))

    def _arm(self, number: int, name: str) -> Select[Any]:
        """One part with its columns at their places and nothing at the others'. Within a union only a part of its own may sort."""
        part, types = self._parts[name].subquery(), self._shape[1]
        here: dict[int, ColumnElement[Any]] = {place: column for (place, _word), column in zip(self._places[name], part.c, strict=True)}
        columns = [type_coerce(here[place], kind) if place in here else cast(null(), kind) for place, kind in enumerate(types, start=1)]
        return select(literal_column(str(number)).label("part"), *(one.label(f"c{place}") for place, one in enumerate(columns, start=1)))


def _plain(kind: TypeEngine[Any]) -> tuple[TypeEngine[Any], TypeDecorator[Any] | None]:
    """How a column is kept, and how its word is read where it is a word of ours (`models.base.worded`)."""
    if not isinstance(kind, TypeDecorator) or isinstance(kind, Moment):
        return kind, None
    is_word = type(kind).process_result_value is not TypeDecorator.process_result_value
    return kind.impl_instance, kind if is_word else None


def _key(kind: TypeEngine[Any]) -> str:
    """Strings of all lengths share places."""
    return "String" if isinstance(kind, String) else type(kind).__name__
