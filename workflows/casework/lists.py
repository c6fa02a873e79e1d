"""Many cases at a time as people look at them: on a map, in a calendar, by who handles them, and taken out as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from models.actor import Actor
from models.errors import BadInput
from models.text import _
from workflows.casework.local import newest_local
from workflows.casework.overview import BOARD_COLUMNS
from workflows.clocks import Calendar, age, day_of
from workflows.closed_days import closed_days_of
from workflows.policy import authorize
from workflows.ports import CaseCard, CaseFilter, Page, UnitOfWork
from workflows.ports_lists import Box, CaseLine, Dated, DateKind, Heap, Point
from workflows.registry import WORKFLOWS

MOST_POINTS, FIELDS_ACROSS = 400, 16
LONGEST_PERIOD = timedelta(days=400)
EVERY_KIND: frozenset[DateKind] = frozenset({"ours", "theirs", "start"})
MOST_CHOSEN, CHUNK = 200, 1000


@dataclass(frozen=True)
class MapView:
    """What a map shows of a box: points, or heaps where there are too many. `bounds` enclose every case that has a place."""

    bounds: Box | None
    placed: int
    unplaced: int
    points: Sequence[Point] = ()
    heaps: Sequence[Heap] = ()


@dataclass(frozen=True)
class Period:
    """Some days of the calendar: how many dates of each kind on each of them, the dates by page, and the days nobody works."""

    first: date
    last: date
    today: date
    counts: Mapping[tuple[date, DateKind], int]
    page: Page[Dated]
    free: frozenset[date]


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """The open cases of one officer, or of nobody when `person_id` is empty. `ours` wait for the municipality.

    `days` are the working days the municipality has used on them together.
    """

    person_id: str
    name: str
    cases: int = 0
    ours: int = 0
    overdue: int = 0
    this_week: int = 0
    days: int = 0


@dataclass(frozen=True)
class Workload:
    """Who has how much to do, who has most first and nobody last, as on `today`."""

    today: date
    loads: Sequence[OfficerLoad]
    whole: OfficerLoad


def open_wish(wish: CaseFilter) -> CaseFilter:
    """The wish, narrowed to what stands on the board unless it names columns itself."""
    return wish if wish.columns else replace(wish, columns=BOARD_COLUMNS)


def map_view(wish: CaseFilter, box: Box | None = None, *, actor: Actor, work: UnitOfWork) -> MapView:
    """The municipality's open cases within a box, or all that have a place. Raises NotAllowed, BadInput for a box that is none."""
    authorize(actor, "see_map", municipality_id=actor.municipality_id)
    wish = open_wish(wish)
    with work:
        bounds, placed, unplaced = work.lists.bounds(actor.scope, wish)
        seen = _box(box) if box else bounds
        if seen is None:
            return MapView(None, 0, unplaced)
        points = work.lists.points(actor.scope, wish, seen, most=MOST_POINTS + 1)
        if len(points) <= MOST_POINTS:
            return MapView(bounds, placed, unplaced, points)
        return MapView(bounds, placed, unplaced, (), work.lists.heaps(actor.scope, wish, seen, across=FIELDS_ACROSS))


def map_list(
    wish: CaseFilter, box: Box | None = None, after: str | None = None, *, actor: Actor, work: UnitOfWork, limit: int = 25
) -> Page[CaseCard]:
    """The same cases as a list, the most urgent first. Raises as `map_view`."""
    authorize(actor, "see_map", municipality_id=actor.municipality_id)
    with work:
        return work.lists.in_box(actor.scope, open_wish(wish), _box(box) if box else None, after=after, limit=limit)


def _box(box: Box) -> Box:
    south, west, north, east = box
    if not (-90 <= south <= north <= 90 and -540 <= west <= east <= 540):
        raise BadInput(_("This is no part of a map."))
    return box


def calendar_of(
    wish: CaseFilter,
    first: date,
    last: date,
    kinds: frozenset[DateKind] = EVERY_KIND,
    after: str | None = None,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    limit: int = 50,
) -> Period:
    """The deadlines of both sides and the announced starts from one day to another, both included.

    A company sees those of its own cases and of those it works on. Raises NotAllowed, BadInput for a period that is none or too long.
    """
    authorize(actor, "see_calendar", company_id=actor.company_id, municipality_id=actor.municipality_id)
    if not first <= last <= first + LONGEST_PERIOD or not kinds:
        raise BadInput(_("Choose a shorter period."))
    with work:
        counts = work.lists.day_counts(actor.scope, wish, first, last)
        page = work.lists.dated(actor.scope, wish, first, last, kinds=kinds, after=after, limit=limit)
        closed = closed_days(actor.municipality_id, work) if actor.municipality_id else frozenset()
    counted = {key: n for key, n in counts.items() if key[1] in kinds}
    return Period(first, last, day_of(now), counted, page, free_days(first, last, closed))


def closed_days(municipality_id: str, work: UnitOfWork) -> frozenset[date]:
    """The days the municipality is closed altogether, or by the newest local rules of any kind of case."""
    own = closed_days_of(work.parties.municipality(municipality_id))
    return own.union(*(newest_local(one, municipality_id, work).closed_days for one in WORKFLOWS.values()))


def free_days(first: date, last: date, closed: frozenset[date]) -> frozenset[date]:
    """The days of a period on which nobody works."""
    calendar = Calendar(closed)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return frozenset(day for day in days if not calendar.is_working(day))


def workload(wish: CaseFilter, *, actor: Actor, work: UnitOfWork, now: datetime) -> Workload:
    """The municipality's open cases by who handles them. Raises NotAllowed."""
    authorize(actor, "see_workload", municipality_id=actor.municipality_id)
    today = day_of(now)
    with work:
        parts = work.lists.loads(actor.scope, open_wish(wish), today=today, week_ends=today + timedelta(days=6 - today.weekday()))
        closed = closed_days_of(work.parties.municipality(actor.municipality_id)) if actor.municipality_id else frozenset()
    found: defaultdict[tuple[str, str], list[tuple[int, ...]]] = defaultdict(list)
    for one in parts:
        days = one.days + (age(0, one.since, today, Calendar(closed | one.closed_by_rules)) or 0) * one.cases
        found[(one.person_id or "", one.name)].append((one.cases, one.ours, one.overdue, one.this_week, days))
    loads = [OfficerLoad(*who, *_summed(numbers)) for who, numbers in found.items()]
    loads.sort(key=lambda one: (not one.person_id, -one.cases, one.name))
    whole = [numbers for parts_of_one in found.values() for numbers in parts_of_one]
    return Workload(today, loads, OfficerLoad("", "", *_summed(whole)))


def _summed(numbers: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*numbers, strict=True)))


def begin_case_export(wish: CaseFilter, refs: Sequence[str] | None, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Record that a file of cases is taken out, before it is. Raises NotAllowed, BadInput for more chosen cases than one may choose."""
    authorize(actor, "export_cases", municipality_id=actor.municipality_id)
    if refs is not None and len(refs) > MOST_CHOSEN:
        raise BadInput(_("Choose at most {most} cases.", most=MOST_CHOSEN))
    with work:
        data = {"chosen": len(refs)} if refs is not None else {"columns": [str(one) for one in wish.columns], "workflow": wish.workflow}
        detail = {"text": wish.text} if wish.text else {}
        stream = f"municipality:{actor.municipality_id}"
        work.log.record("cases_exported", actor=actor, at=now, data=data, detail=detail, stream=stream)
        work.commit()


def export_cases(
    wish: CaseFilter, refs: Sequence[str] | None, after: str | None, *, actor: Actor, work: UnitOfWork, limit: int = CHUNK
) -> Page[CaseLine]:
    """The next piece of a file that has begun: each asks once more whether the actor may."""
    authorize(actor, "export_cases", municipality_id=actor.municipality_id)
    with work:
        return work.lists.lines(actor.scope, wish, refs, after=after, limit=limit)
