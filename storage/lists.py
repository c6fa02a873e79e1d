"""Maps, calendars, workloads and files of cases: one query each, narrowed by the board's filters and walked by index.

What the filters search for is looked up first, by two queries more, once for a unit of work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, and_, cast, func, literal, or_, select, union_all
from sqlalchemy import case as when

from models.actor import Scope
from models.base import Ball
from models.case import Case
from models.parties import Company, Person
from models.rules import LocalRules
from storage.board import _CARDS as CARDS
from storage.board import CARD_WIDTH, RULES, THEIR_RULES
from storage.board import _card as card_of
from storage.board import _wanted as wanted_by
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import table_of
from storage.rules import closed_by
from storage.scope import OVER, arms_within, within, within_listed
from storage.search import Search
from workflows.ports import CaseCard, CaseFilter, Page
from workflows.ports_lists import Box, CaseLine, Dated, DateKind, Heap, Load, Point

CASE, COMPANY, PERSON = table_of(Case).c, table_of(Company).c, table_of(Person).c
LONGEST_PAGE, LONGEST_CHUNK = 200, 2000
IS_OPEN = CASE.status.not_in(OVER)
DUE = when((CASE.ball == Ball.MUNICIPALITY, "ours"), else_="theirs")


class StoredLists:
    """The port `Lists` over one connection."""

    def __init__(self, connection: Connection, search: Search) -> None:
        self._connection = connection
        self._search = search

    def bounds(self, scope: Scope, wish: CaseFilter) -> tuple[Box | None, int, int]:
        """What encloses the cases that have a place, how many those are, and how many have none."""
        sides = [func.min(CASE.latitude), func.min(CASE.longitude), func.max(CASE.latitude), func.max(CASE.longitude)]
        counted = select(*sides, func.count(CASE.latitude), func.count()).where(*self._all(scope, wish))
        *box, placed, every = self._connection.execute(counted).one()
        return (box[0], box[1], box[2], box[3]) if placed else None, placed, every - placed

    def points(self, scope: Scope, wish: CaseFilter, box: Box, *, most: int) -> Sequence[Point]:
        """The cases in a box; at most `most`, the most urgent first."""
        place = func.coalesce(func.nullif(CASE.address, ""), func.nullif(CASE.property_key, ""), CASE.number)
        shown = (CASE.ref, CASE.number, place, CASE.workflow, CASE.board_column, CASE.due_on, CASE.latitude, CASE.longitude)
        inside = select(*shown).where(*self._walked(scope, wish), *_inside(box))
        urgent = inside.order_by(CASE.due_on.is_(None), CASE.due_on, CASE.id).limit(most)
        return [Point(*row) for row in self._connection.execute(urgent)]

    def heaps(self, scope: Scope, wish: CaseFilter, box: Box, *, across: int) -> Sequence[Heap]:
        """The cases in a box as heaps, one for each field that holds any."""
        south, west, north, east = box
        high, wide = max(north - south, 1e-9) / across, max(east - west, 1e-9) / across
        fields = (cast((CASE.latitude - south) / high, Integer), cast((CASE.longitude - west) / wide, Integer))
        sides = (func.min(CASE.latitude), func.min(CASE.longitude), func.max(CASE.latitude), func.max(CASE.longitude))
        middle = (func.avg(CASE.latitude), func.avg(CASE.longitude))
        statement = select(func.count(), *middle, *sides).where(*self._all(scope, wish), *_inside(box)).group_by(*fields)
        return [Heap(row[0], row[1], row[2], (row[3], row[4], row[5], row[6])) for row in self._connection.execute(statement)]

    def in_box(self, scope: Scope, wish: CaseFilter, box: Box | None, *, after: str | None, limit: int) -> Page[CaseCard]:
        """The cases in a box, or all that have a place, the most urgent first."""
        limit = max(1, min(limit, LONGEST_PAGE))
        stop = unpacked(after, "urgent", len(URGENT)) if after else None
        placed = _inside(box) if box else [CASE.latitude.is_not(None)]
        found = self._search.meant(scope, wish)
        arms = (within_listed(scope),) if found is not None and found.is_listed else arms_within(scope)
        page = page_of([*wanted_by(wish, found), *placed], URGENT, stop, limit, arms)
        shown = CARDS.add_columns(page.c.segment, page.c.key).join(page, page.c.id == CASE.id)
        rows = self._connection.execute(shown.order_by(*order_of(page, URGENT))).all()
        last = rows[limit - 1] if len(rows) > limit else None
        return Page([card_of(row) for row in rows[:limit]], Stop("urgent", last.segment, last.key, last.id).packed() if last else None)

    def day_counts(self, scope: Scope, wish: CaseFilter, first: date, last: date) -> Mapping[tuple[date, DateKind], int]:
        """How many dates of each kind fall on each day of a period."""
        count = func.count().label("n")
        which = [*self._all(scope, wish), IS_OPEN]
        dues = select(CASE.due_on.label("day"), DUE.label("kind"), count).where(*which, CASE.due_on.between(first, last))
        begins = select(CASE.starts_on.label("day"), literal("start").label("kind"), count)
        begins = begins.where(*which, CASE.starts_on.between(first, last))
        both = union_all(dues.group_by(CASE.due_on, DUE), begins.group_by(CASE.starts_on))
        return {(row.day, row.kind): row.n for row in self._connection.execute(both)}

    def dated(
        self, scope: Scope, wish: CaseFilter, first: date, last: date, *, kinds: frozenset[DateKind], after: str | None, limit: int
    ) -> Page[Dated]:
        """The dates of these kinds in a period, by day."""
        limit = max(1, min(limit, LONGEST_PAGE))
        stop = unpacked(after, "dated", 1) if after else None
        which = [*self._walked(scope, wish), IS_OPEN]
        arms = [_arm(which, kind, first, last, stop, limit + 1) for kind in sorted(kinds)]
        whole = union_all(*(select(one.subquery()) for one in arms)).subquery()
        page = select(whole).order_by(whole.c.day, whole.c.mark).limit(limit + 1).subquery("page")
        shown = CARDS.add_columns(page.c.kind, page.c.day, page.c.mark).join(page, page.c.id == CASE.id)
        rows = self._connection.execute(shown.order_by(page.c.day, page.c.mark)).all()
        end = rows[limit - 1] if len(rows) > limit else None
        found = [Dated(row.kind, row.day, card_of(row)) for row in rows[:limit]]
        return Page(found, Stop("dated", 0, end.day, end.mark).packed() if end else None)

    def loads(self, scope: Scope, wish: CaseFilter, *, today: date, week_ends: date) -> Sequence[Load]:
        """The open cases by who handles them, by the day their clocks have run since and by the rules they stand under."""
        ours = CASE.ball == Ball.MUNICIPALITY
        late = and_(ours, CASE.due_on < today)
        soon = and_(ours, CASE.due_on >= today, CASE.due_on <= week_ends)
        sums = [func.sum(when((one, 1), else_=0)) for one in (ours, late, soon)]
        groups = (CASE.assignee_id, func.coalesce(PERSON.name, ""), CASE.clock_since, RULES.id)
        statement = select(*groups, func.count(), *sums, func.coalesce(func.sum(CASE.clock_days), 0))
        statement = statement.outerjoin(table_of(Person), PERSON.id == CASE.assignee_id).outerjoin(table_of(LocalRules), THEIR_RULES)
        found = self._connection.execute(statement.where(*self._all(scope, wish), IS_OPEN).group_by(*groups)).all()
        closed = closed_by(self._connection, {row.id for row in found if row.id})
        return [Load(*[*row[:3], *map(int, row[4:]), closed.get(row.id, frozenset())]) for row in found]

    def lines(self, scope: Scope, wish: CaseFilter, refs: Sequence[str] | None, *, after: str | None, limit: int) -> Page[CaseLine]:
        """Cases in the order they were made; of `refs` alone where they are given."""
        limit = max(1, min(limit, LONGEST_CHUNK))
        wanted = self._walked(scope, wish)
        wanted += [CASE.ref.in_(refs)] if refs is not None else []
        wanted += [CASE.id > after] if after else []
        rows = self._connection.execute(_LINES.where(*wanted).order_by(CASE.id).limit(limit + 1)).all()
        following = rows[limit - 1][0] if len(rows) > limit else None
        return Page([_line(row) for row in rows[:limit]], following)

    def _all(self, scope: Scope, wish: CaseFilter) -> list[ColumnElement[bool]]:
        """The cases within the scope that meet the wish, for statements that count them all."""
        return self._meeting(scope, wish, counts=True)

    def _walked(self, scope: Scope, wish: CaseFilter) -> list[ColumnElement[bool]]:
        """The same for statements that walk an order until they have enough."""
        return self._meeting(scope, wish, counts=False)

    def _meeting(self, scope: Scope, wish: CaseFilter, *, counts: bool) -> list[ColumnElement[bool]]:
        found = self._search.meant(scope, wish)
        reach = within_listed(scope) if found is not None and found.is_listed else within(scope)
        return [reach, *wanted_by(wish, found, counts=counts)]


URGENT = (Segment(CASE.due_on.is_not(None), CASE.due_on, CASE.id), Segment(CASE.due_on.is_(None), CASE.due_on, CASE.id, empty=True))
_LINES = CARDS.add_columns(COMPANY.organisation_number, CASE.approved_at, CASE.starts_on, CASE.latitude, CASE.longitude)


def _line(row: Row[Any]) -> CaseLine:
    return CaseLine(card_of(row), *row[CARD_WIDTH:])


def _inside(box: Box) -> list[ColumnElement[bool]]:
    south, west, north, east = box
    return [CASE.latitude.between(south, north), CASE.longitude.between(west, east)]


def _arm(which: Sequence[ColumnElement[bool]], kind: DateKind, first: date, last: date, stop: Stop | None, limit: int) -> Select[Any]:
    """The dates of one kind among the cases that are `which`, as `kind`, `day`, `mark` (which sorts within a day) and the case's `id`."""
    day: ColumnElement[Any] = CASE.starts_on if kind == "start" else CASE.due_on
    mark = literal(f"{kind}:") + CASE.id
    wanted = [*which, day.between(first, last)]
    if kind != "start":
        wanted.append(CASE.ball == Ball.MUNICIPALITY if kind == "ours" else CASE.ball != Ball.MUNICIPALITY)
    if stop is not None:
        wanted.append(and_(day >= stop.key, or_(day > stop.key, mark > stop.id)))
    named = (literal(kind).label("kind"), day.label("day"), mark.label("mark"), CASE.id.label("id"))
    return select(*named).where(*wanted).order_by(day, mark).limit(limit)
