"""Answers as they are kept (flat, by path, with versions) and as they are judged (nested raw values)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from workflows.declare import Step
from workflows.fields import Kind
from workflows.places import geojson_of
from workflows.reading import rows_of


def entry_of(kind: Kind | None, raw: Any, *, version: int, by: str, at: datetime) -> dict[str, Any]:
    """An answer as it is kept: raw as it came, and a place that was understood as GeoJSON beside it. Lists of rows have no kind."""
    value = geojson_of(kind, raw) if kind else None
    return {"raw": raw, "version": version, "by": by, "at": at.isoformat(), **({} if value is None else {"value": value})}


Kept = Mapping[str, Mapping[str, Any]]
"""Path -> an entry; the path of a group holds the list of its row ids."""


def first_row(kept: Kept, group: str) -> str:
    """The id of the empty row a form shows before a group has any. It tells how often rows came and went, so none is met again."""
    return f"first{kept.get(group, {}).get('version', 0)}"


def nested(kept: Kept, step: type[Step]) -> dict[str, Any]:
    """The step's answers as nested raw values; rows carry their id as `_row`. What is no longer asked is left out."""
    groups, asked = {group.key for group in step.groups}, {question.key for question in step.questions}
    answers: dict[str, Any] = {path: entry["raw"] for path, entry in kept.items() if path in asked}
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for path, entry in kept.items():
        if path.count("/") == 2:
            group, row, field = path.split("/")
            cells.setdefault((group, row), {})[field] = entry["raw"]
    for group in groups & kept.keys():
        order = kept[group]["raw"] or []
        answers[group] = [{"_row": row, **cells.get((group, row), {})} for row in order]
    return answers


def flat(step: type[Step], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """(path, raw) for nested answers of a step, the list of rows before its cells. Unknown fields are passed on for refusal."""
    groups = {group.key: group for group in step.groups}
    for field, raw in answers.items():
        if field not in groups:
            yield field, raw
            continue
        rows = rows_of(groups[field], raw)
        yield field, [row_id for row_id, _content in rows]
        for row_id, content in rows:
            yield from ((f"{field}/{row_id}/{name}", value) for name, value in content.items() if name != "_row")
