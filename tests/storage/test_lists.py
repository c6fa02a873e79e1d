"""Maps, calendars, workloads and files say what counting by hand says, within the tenant, on both engines."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from models.base import Ball, BoardColumn, Status
from models.case import Case
from models.errors import BadInput
from storage.database import Database
from storage.lists import StoredLists
from storage.search import MOST_LISTED, Search
from storage.work import Works
from tests.storage.test_board import keep
from tests.storage.world import FJORDVIK, NEIGHBOURS, NOON, OURS, SUNDAL, World
from workflows.ports import UNASSIGNED, CaseFilter
from workflows.ports_lists import Box, DateKind

EVERYTHING = CaseFilter()
ALL: frozenset[DateKind] = frozenset({"ours", "theirs", "start"})
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)


def town(world: World) -> list[Case]:
    """Cases here and there, of two officers and nobody, with and without places and dates."""
    made = []
    for number in range(60):
        on = {"municipality_id": "sundal"} if number % 10 == 9 else {}
        made.append(
            world.case(
                latitude=None if number % 5 == 0 else 62.4 + number / 1000, longitude=None if number % 5 == 0 else 6.1 + (number % 7) / 100,
                due_on=None if number % 6 == 0 else FIRST + timedelta(days=number % 40),
                starts_on=FIRST + timedelta(days=number) if number % 3 else None,
                ball=Ball.MUNICIPALITY if number % 2 else Ball.CONTRACTOR, assignee_id=(None, "ola")[number % 2],
                clock_days=number % 4, clock_since=NOON.date() if number % 8 else None, **on,
            )
        )  # fmt: skip
    return [
        *made,
        world.draft(latitude=62.4, longitude=6.1),
        world.case(status=Status.COMPLETED, board_column=BoardColumn.CLOSED, due_on=FIRST),
    ]


@pytest.fixture
def cases(world: World, works: Works) -> list[Case]:
    found = town(world)
    keep(works, *found)
    return found


def here(cases: list[Case], *, is_open: bool = True) -> list[Case]:
    return [
        one for one in cases if one.municipality_id == "fjordvik" and one.submitted_at and (one.status != Status.COMPLETED or not is_open)
    ]


def inside(one: Case, box: Box) -> bool:
    return one.latitude is not None and box[0] <= one.latitude <= box[2] and one.longitude is not None and box[1] <= one.longitude <= box[3]


@pytest.mark.parametrize("box", [(62.0, 6.0, 63.0, 7.0), (62.41, 6.11, 62.43, 6.14), (0.0, 0.0, 1.0, 1.0)])
def test_a_box_of_the_map_holds_the_cases_that_lie_in_it(cases: list[Case], works: Works, box: Box) -> None:
    wanted = {one.ref for one in here(cases, is_open=False) if inside(one, box)}
    with works(writing=False) as work:
        points = work.lists.points(FJORDVIK, EVERYTHING, box, most=1000)
        heaps = work.lists.heaps(FJORDVIK, EVERYTHING, box, across=4)
        listed: list[str] = []
        after: str | None = None
        while True:
            page = work.lists.in_box(FJORDVIK, EVERYTHING, box, after=after, limit=7)
            listed += [one.ref for one in page.rows]
            after = page.next
            if after is None:
                break

    assert {one.ref for one in points} == wanted
    assert sum(one.cases for one in heaps) == len(wanted)
    assert all(one.box[0] <= one.latitude <= one.box[2] and one.box[1] <= one.longitude <= one.box[3] for one in heaps)
    assert sorted(listed) == sorted(wanted)


def test_what_encloses_the_places_and_how_many_have_none(cases: list[Case], works: Works) -> None:
    known = [one for one in here(cases, is_open=False) if one.latitude is not None]
    with works(writing=False) as work:
        bounds, placed, unplaced = work.lists.bounds(FJORDVIK, EVERYTHING)
        nothing = work.lists.bounds(FJORDVIK, CaseFilter(workflow="flying"))

    assert (placed, unplaced) == (len(known), len(here(cases, is_open=False)) - len(known))
    assert bounds is not None
    assert bounds[0] == pytest.approx(min(one.latitude or 0 for one in known))
    assert bounds[3] == pytest.approx(max(one.longitude or 0 for one in known))
    assert nothing == (None, 0, 0)


def dates(cases: list[Case], first: date, last: date) -> list[tuple[date, str, str]]:
    dues = [(one.due_on, "ours" if one.ball == Ball.MUNICIPALITY else "theirs", one.id) for one in cases if one.due_on]
    begins = [(one.starts_on, "start", one.id) for one in cases if one.starts_on]
    return sorted((day, kind, id_) for day, kind, id_ in [*dues, *begins] if first <= day <= last)


@pytest.mark.parametrize("kinds", [ALL, frozenset({"ours"}), frozenset({"theirs", "start"})], ids=["all", "ours", "others"])
def test_a_period_of_the_calendar_pages_through_every_date_once_in_order(
    cases: list[Case], works: Works, kinds: frozenset[DateKind]
) -> None:
    wanted = [one for one in dates(here(cases), FIRST, LAST) if one[1] in kinds]
    found: list[tuple[date, str, str]] = []
    after: str | None = None
    with works(writing=False) as work:
        while True:
            page = work.lists.dated(FJORDVIK, EVERYTHING, FIRST, LAST, kinds=kinds, after=after, limit=9)
            found += [(one.day, one.kind, one.card.id) for one in page.rows]
            after = page.next
            if after is None:
                break
        counts = work.lists.day_counts(FJORDVIK, EVERYTHING, FIRST, LAST)

    assert found == wanted
    assert {key: n for key, n in counts.items() if key[1] in kinds} == Counter((day, kind) for day, kind, _id in wanted)


def test_a_company_finds_its_own_dates_and_no_others(cases: list[Case], works: Works) -> None:
    own = [one for one in cases if one.status != Status.COMPLETED]
    with works(writing=False) as work:
        ours = work.lists.dated(OURS, EVERYTHING, FIRST, LAST, kinds=ALL, after=None, limit=200)
        theirs = work.lists.dated(NEIGHBOURS, EVERYTHING, FIRST, LAST, kinds=ALL, after=None, limit=200)
        none = work.lists.bounds(NEIGHBOURS, EVERYTHING)

    assert len(ours.rows) == len(dates(own, FIRST, LAST))
    assert (list(theirs.rows), none) == ([], (None, 0, 0))


def test_a_key_made_for_another_list_is_refused(cases: list[Case], works: Works) -> None:
    with works(writing=False) as work:
        other = work.lists.in_box(FJORDVIK, EVERYTHING, None, after=None, limit=1).next
        with pytest.raises(BadInput):
            work.lists.dated(FJORDVIK, EVERYTHING, FIRST, LAST, kinds=ALL, after=other, limit=1)


@pytest.mark.parametrize("who", ["", UNASSIGNED, "ola"])
def test_the_workload_counts_each_open_case_once(cases: list[Case], works: Works, who: str) -> None:
    today, ends = FIRST + timedelta(days=9), FIRST + timedelta(days=12)
    wanted = [one for one in here(cases) if not who or (one.assignee_id or UNASSIGNED) == who]
    with works(writing=False) as work:
        found = work.lists.loads(FJORDVIK, CaseFilter(assignee=who), today=today, week_ends=ends)

    ours = [one for one in wanted if one.ball == Ball.MUNICIPALITY]
    assert sum(one.cases for one in found) == len(wanted)
    assert sum(one.ours for one in found) == len(ours)
    assert sum(one.overdue for one in found) == sum(one.due_on is not None and one.due_on < today for one in ours)
    assert sum(one.this_week for one in found) == sum(one.due_on is not None and today <= one.due_on <= ends for one in ours)
    assert sum(one.days for one in found) == sum(one.clock_days or 0 for one in wanted)
    assert {(one.person_id, one.name) for one in found} <= {(None, ""), ("ola", "Ola Saks")}


def test_a_file_has_every_case_once_also_when_cases_change_meanwhile(cases: list[Case], works: Works) -> None:
    found: list[Any] = []
    after: str | None = None
    while True:
        with works(writing=False) as work:
            page = work.lists.lines(FJORDVIK, EVERYTHING, None, after=after, limit=10)
        found += page.rows
        with works(writing=True) as work:  # the next and the last are changed between two pieces
            for ref in (page.rows[0].card.ref, here(cases)[-1].ref):
                work.cases.touch(work.cases.get(FJORDVIK, ref), title="Endret")
            work.commit()
        after = page.next
        if after is None:
            break

    assert [one.card.id for one in found] == sorted(one.id for one in here(cases, is_open=False))
    assert {one.company_number for one in found} == {"310000004"}


def test_only_chosen_cases_that_are_ours_are_in_a_file_of_chosen_ones(cases: list[Case], works: Works) -> None:
    ours, theirs = here(cases)[3], next(one for one in cases if one.municipality_id == "sundal")
    with works(writing=False) as work:
        page = work.lists.lines(FJORDVIK, EVERYTHING, [ours.ref, theirs.ref, "none"], after=None, limit=10)
        nothing = work.lists.lines(FJORDVIK, EVERYTHING, [], after=None, limit=10)
        other = work.lists.lines(SUNDAL, EVERYTHING, [ours.ref], after=None, limit=10)

    assert [one.card.ref for one in page.rows] == [ours.ref]
    assert (list(nothing.rows), list(other.rows)) == ([], [])


@pytest.mark.parametrize("most_listed", [MOST_LISTED, 2], ids=["few", "many"])
def test_what_is_searched_for_narrows_every_list(world: World, works: Works, database: Database, most_listed: int) -> None:
    """Hits that are few enough are handed on as ids, many are tried one by one; both narrow alike."""
    place: dict[str, Any] = {"latitude": 62.4, "longitude": 6.1, "starts_on": FIRST, "assignee_id": "ola", "clock_days": 1}
    streets = [world.case(address="Strandgata 3", due_on=FIRST + timedelta(days=number), **place) for number in range(4)]
    off = world.case(address="Strandgata 9", status=Status.COMPLETED, board_column=BoardColumn.CLOSED, due_on=FIRST, **place)
    others = [
        world.case(address="Kirkegata 3", due_on=FIRST, **place),
        world.case(address="Strandgata 3", municipality_id="sundal", due_on=FIRST, **place),
        world.draft(address="Strandgata 3", **place),
    ]
    keep(works, *streets, off, *others)
    wish, board = CaseFilter(text="strandg"), CaseFilter(text="strandg", columns=(BoardColumn.NEW,))
    box, refs = (62.0, 6.0, 63.0, 7.0), [one.ref for one in streets]

    with database.reading.connect() as connection:
        lists = StoredLists(connection, Search(connection, most_listed))
        assert lists.bounds(FJORDVIK, wish)[1:] == (5, 0)
        assert lists.bounds(FJORDVIK, board)[1:] == (4, 0)
        assert [one.ref for one in lists.points(FJORDVIK, board, box, most=9)] == refs
        assert sum(one.cases for one in lists.heaps(FJORDVIK, board, box, across=4)) == 4
        assert [one.ref for one in lists.in_box(FJORDVIK, board, box, after=None, limit=9).rows] == refs
        assert [one.ref for one in lists.in_box(FJORDVIK, board, None, after=None, limit=9).rows] == refs
        assert sum(lists.day_counts(FJORDVIK, wish, FIRST, LAST).values()) == 8, "a deadline and a start of each"
        dated = lists.dated(FJORDVIK, wish, FIRST, LAST, kinds=frozenset({"ours", "theirs"}), after=None, limit=9)
        assert [one.card.ref for one in dated.rows] == refs
        (load,) = lists.loads(FJORDVIK, wish, today=FIRST, week_ends=LAST)
        assert (load.name, load.cases, load.days) == ("Ola Saks", 4, 4)
        assert [one.card.ref for one in lists.lines(FJORDVIK, wish, None, after=None, limit=9).rows] == [*refs, off.ref]


def test_a_search_that_finds_nothing_leaves_every_list_empty(cases: list[Case], works: Works) -> None:
    wish, box = CaseFilter(text="finnesikke"), (0.0, 0.0, 90.0, 90.0)
    with works(writing=False) as work:
        assert work.lists.bounds(FJORDVIK, wish) == (None, 0, 0)
        assert list(work.lists.points(FJORDVIK, wish, box, most=9)) == []
        assert list(work.lists.heaps(FJORDVIK, wish, box, across=4)) == []
        assert list(work.lists.in_box(FJORDVIK, wish, None, after=None, limit=9).rows) == []
        assert work.lists.day_counts(FJORDVIK, wish, FIRST, LAST) == {}
        assert list(work.lists.loads(FJORDVIK, wish, today=FIRST, week_ends=LAST)) == []
        assert list(work.lists.lines(FJORDVIK, wish, None, after=None, limit=9).rows) == []
