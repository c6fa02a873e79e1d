"""Lists by key: each page begins after the last row of the page before, so that rows arriving meanwhile neither repeat nor hide others.

A list is made of segments in order (`dated first, undated last`), each sorted by one key and the id; the opaque key of the next page
names the segment, the key and the id it stopped at.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, union_all

from models.errors import BadInput


@dataclass(frozen=True)
class Segment:
    """Rows that meet `where`, sorted by `key` and then id, both falling when `falling`; by id alone when all keys are `empty`."""

    where: ColumnElement[bool]
    key: ColumnElement[Any]
    id: ColumnElement[str]
    falling: bool = False
    empty: bool = False


@dataclass(frozen=True)
class Stop:
    """Where a page ended."""

    order: str
    segment: int
    key: Any
    id: str

    def packed(self) -> str:
        """The opaque form for addresses and the API."""
        kind = "t" if isinstance(self.key, datetime) else "d" if isinstance(self.key, date) else ""
        key = self.key.isoformat() if kind else self.key
        return base64.urlsafe_b64encode(json.dumps([self.order, self.segment, kind, key, self.id]).encode()).decode().rstrip("=")


def unpacked(words: str, order: str, segments: int) -> Stop:
    """The stop that `packed` made words of. Raises BadInput for words we never made, or made for another order."""
    try:
        made_for, segment, kind, key, row_id = json.loads(base64.urlsafe_b64decode(words + "=" * (-len(words) % 4)))
        value = datetime.fromisoformat(key) if kind == "t" else date.fromisoformat(key) if kind == "d" else key
        fits = made_for == order and isinstance(segment, int) and 0 <= segment < segments and isinstance(row_id, str)
    except (ValueError, TypeError, binascii.Error, UnicodeDecodeError):
        fits = False
    if not fits:
        raise BadInput()
    return Stop(made_for, segment, value, row_id)


def page_of(
    wanted: Sequence[ColumnElement[bool]],
    segments: Sequence[Segment],
    after: Stop | None,
    limit: int,
    arms: Sequence[ColumnElement[bool]] = (),
) -> Subquery:
    """The places of one page plus one row more, as `segment`, `key` and `id`; narrow, so that only rows shown are joined to others.

    `arms` are ways to be in the list that exclude one another: each walks an index of its own, where one OR of them would sort everything.
    """
    first = after.segment if after else 0
    ways = [[one, *wanted] for one in arms] if arms else [list(wanted)]
    parts = [
        _limited(way, at, segments[at], after if at == first else None, limit + 1) for at in range(first, len(segments)) for way in ways
    ]
    if len(parts) == 1:
        return parts[0].subquery("page")
    whole = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(whole).order_by(*order_of(whole, segments)).limit(limit + 1).subquery("page")


def order_of(page: Subquery, segments: Sequence[Segment]) -> Sequence[ColumnElement[Any]]:
    """How the rows of a page are sorted."""
    within_segment = (page.c.key, page.c.id)
    return [page.c.segment, *(one.desc() if segments[0].falling else one for one in within_segment)]


def _limited(wanted: Sequence[ColumnElement[bool]], number: int, segment: Segment, after: Stop | None, limit: int) -> Select[Any]:
    part = select(literal(number).label("segment"), segment.key.label("key"), segment.id.label("id")).where(*wanted, segment.where)
    if after is not None:
        part = part.where(_beyond(segment, after))
    order = [segment.id] if segment.empty else [segment.key, segment.id]
    return part.order_by(*(one.desc() if segment.falling else one for one in order)).limit(limit)


def _beyond(segment: Segment, stop: Stop) -> ColumnElement[bool]:
    later_id = segment.id < stop.id if segment.falling else segment.id > stop.id
    if segment.empty:
        return later_id
    # spelled out rather than as a row value: the bound on the key alone lets both engines begin in the middle of the index
    at_least = segment.key <= stop.key if segment.falling else segment.key >= stop.key
    later = segment.key < stop.key if segment.falling else segment.key > stop.key
    return and_(at_least, or_(later, later_id))
