"""Every field of every table is on the data map, as personal or as not personal, once."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from sqlalchemy import Column, MetaData, String, Table
from sqlmodel import SQLModel

import models
from models.data_map import HANDLINGS, NOT_PERSONAL, PERSONAL, lines

for _module in pkgutil.iter_modules(models.__path__):
    importlib.import_module(f"models.{_module.name}")


def listed(table: str) -> list[str]:
    """The fields of a table that stand on the map, as often as they do."""
    personal = [field for fields in PERSONAL.get(table, {}).values() for field in fields.split()]
    return personal + NOT_PERSONAL.get(table, "").split()


def faults(metadata: MetaData) -> list[str]:
    """Fields that are not listed, or listed twice, or no longer there."""
    found = []
    for table in metadata.sorted_tables:
        there, named = {column.name for column in table.columns}, listed(table.name)
        found += [f"{table.name}.{name} is not on the data map" for name in sorted(there - set(named))]
        found += [f"{table.name}.{name} stands on it and is no field" for name in sorted(set(named) - there)]
        found += [f"{table.name}.{name} stands on it twice" for name in {one for one in named if named.count(one) > 1}]
    return found


def test_every_field_of_every_table_is_listed_once() -> None:
    assert faults(SQLModel.metadata) == [], "decide in models/data_map.py whether it is personal, and if so why and for how long"
    tables = {table.name for table in SQLModel.metadata.sorted_tables}
    assert (set(PERSONAL) | set(NOT_PERSONAL)) - tables == set()


def test_a_new_field_that_nobody_listed_is_found() -> None:
    planted = MetaData()
    Table("throttle", planted, Column("key", String), Column("since", String), Column("count", String), Column("shoe_size", String))

    assert faults(planted) == ["throttle.shoe_size is not on the data map"]


@pytest.mark.parametrize("name", HANDLINGS)
def test_each_handling_is_used_and_says_everything(name: str) -> None:
    handling = HANDLINGS[name]

    assert any(one.handling is handling for one in lines())
    assert all(words.in_english() for words in (handling.purpose, handling.basis, handling.kept, handling.seen_by))
