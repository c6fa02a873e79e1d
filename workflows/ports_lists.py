"""What maps, calendars, figures of work and files of many cases need. Storage fulfils it; each answer is one query, a search two more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from models.actor import Scope
from models.base import BoardColumn

if TYPE_CHECKING:
    from workflows.ports import CaseCard, CaseFilter, Page

Box = tuple[float, float, float, float]
"""South, west, north and east, in degrees."""
DateKind = Literal["ours", "theirs", "start"]
"""A deadline of the municipality's, one of the contractor's, or the announced beginning of work."""


@dataclass(frozen=True, slots=True)
class Point:
    """A case on the map."""

    ref: str
    number: str
    place: str
    workflow: str
    column: BoardColumn
    due_on: date | None
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Heap:
    """Cases that lie too close to be shown one by one, with the middle of them and the box they lie in."""

    cases: int
    latitude: float
    longitude: float
    box: Box


@dataclass(frozen=True, slots=True)
class Dated:
    """A case on a day of the calendar."""

    kind: DateKind
    day: date
    card: CaseCard


@dataclass(frozen=True, slots=True)
class Load:
    """Open cases of one person, or of nobody when `person_id` is None, whose clocks began to run on one day, or stand still for None.

    `ours` of them wait for the municipality; `overdue` and `this_week` count those alone. `days` are the working days used up to `since`;
    `closed_by_rules` are the days on which, besides the municipality's own, the rules they stand under let nobody work.
    """

    person_id: str | None
    name: str
    since: date | None
    cases: int
    ours: int
    overdue: int
    this_week: int
    days: int
    closed_by_rules: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of a file of cases: the card, and what cards do not show."""

    card: CaseCard
    company_number: str
    approved_at: datetime | None
    starts_on: date | None
    latitude: float | None
    longitude: float | None


class Lists(Protocol):
    """Many cases at a time, within a scope and under the filters of the board."""

    def bounds(self, scope: Scope, wish: CaseFilter) -> tuple[Box | None, int, int]:
        """What encloses the cases that have a place, how many those are, and how many have none."""
        ...

    def points(self, scope: Scope, wish: CaseFilter, box: Box, *, most: int) -> Sequence[Point]:
        """The cases in a box; at most `most`, the most urgent first."""
        ...

    def heaps(self, scope: Scope, wish: CaseFilter, box: Box, *, across: int) -> Sequence[Heap]:
        """The cases in a box as heaps, one for each of `across` times `across` fields that holds any."""
        ...

    def in_box(self, scope: Scope, wish: CaseFilter, box: Box | None, *, after: str | None, limit: int) -> Page[CaseCard]:
        """The cases in a box, or all that have a place, the most urgent first, by key paging."""
        ...

    def day_counts(self, scope: Scope, wish: CaseFilter, first: date, last: date) -> Mapping[tuple[date, DateKind], int]:
        """How many dates of each kind fall on each day of a period; days without any are left out."""
        ...

    def dated(
        self, scope: Scope, wish: CaseFilter, first: date, last: date, *, kinds: frozenset[DateKind], after: str | None, limit: int
    ) -> Page[Dated]:
        """The dates of these kinds in a period, by day, by key paging."""
        ...

    def loads(self, scope: Scope, wish: CaseFilter, *, today: date, week_ends: date) -> Sequence[Load]:
        """The open cases by who handles them and by the day their clocks have run since."""
        ...

    def lines(self, scope: Scope, wish: CaseFilter, refs: Sequence[str] | None, *, after: str | None, limit: int) -> Page[CaseLine]:
        """Cases in the order they were made, by key paging; of `refs` alone where they are given."""
        ...
