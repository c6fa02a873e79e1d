"""Lists and counts: the same filter as the page, paged by key, at a cost that does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, event

from models.actor import Scope
from models.base import Ball, BoardColumn, Status
from models.case import Case
from models.errors import BadInput
from storage.database import Database
from storage.work import Works
from tests.storage.world import FJORDVIK, NEIGHBOURS, NOON, OURS, SUNDAL, World
from workflows.ports import UNASSIGNED, CaseCard, CaseFilter, CaseOrder

ORDERS: tuple[CaseOrder, ...] = get_args(CaseOrder)
EVERYTHING = CaseFilter()


def mixed(world: World, number: int) -> list[Case]:
    """Cases with equal and missing due dates, clocks that run, stand still or are none, equal times, both balls."""
    return [
        world.case(
            due_on=None if place % 3 == 0 else date(2026, 12, 1) + timedelta(days=place % 4),
            our_due_on=date(2026, 12, 1) + timedelta(days=place % 3) if place % 4 < 2 else None,
            our_days_left=place % 5 if place % 4 == 2 else None,
            updated_at=NOON + timedelta(minutes=place % 5), ball=(Ball.CONTRACTOR, Ball.MUNICIPALITY, Ball.NOBODY)[place % 3],
        )
        for place in range(number)
    ]  # fmt: skip


def keep(works: Works, *cases: Case) -> None:
    with works(writing=True) as work:
        for case in cases:
            work.cases.add(case)
        work.commit()


def pages(works: Works, scope: Scope, order: Any, limit: int) -> list[CaseCard]:
    found: list[CaseCard] = []
    after: str | None = None
    with works(writing=False) as work:
        while True:
            page = work.cases.cards(scope, EVERYTHING, after=after, limit=limit, order=order)
            found += page.rows
            after = page.next
            if after is None:
                return found


def expected(cases: list[Case], order: str, mine: Ball) -> list[str]:
    def urgent(case: Case) -> Any:
        return (case.due_on is None, case.due_on or date.min, case.id)

    def left(case: Case) -> Any:
        stands = case.our_due_on is None
        return (stands, case.our_days_left is None and stands, case.our_due_on or date.min, case.our_days_left or 0, case.id)

    if order in ("urgent", "left"):
        return [case.id for case in sorted(cases, key=urgent if order == "urgent" else left)]
    latest = sorted(cases, key=lambda case: (case.updated_at, case.id), reverse=True)
    return [case.id for case in (latest if order == "recent" else sorted(latest, key=lambda case: case.ball != mine))]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(("scope", "mine"), [(OURS, Ball.CONTRACTOR), (FJORDVIK, Ball.MUNICIPALITY)])
def test_pages_hold_every_case_once_in_the_order_asked_for(works: Works, world: World, order: str, scope: Scope, mine: Ball) -> None:
    cases = mixed(world, 23)
    keep(works, *cases, world.case(company_id="drains", municipality_id="sundal"))

    for limit in (1, 4, 50):
        assert [card.id for card in pages(works, scope, order, limit)] == expected(cases, order, mine)


@pytest.mark.parametrize("order", ORDERS)
def test_rows_that_arrive_between_two_pages_neither_repeat_nor_hide_others(works: Works, world: World, order: Any) -> None:
    cases = mixed(world, 12)
    keep(works, *cases)
    with works(writing=False) as work:
        first = work.cases.cards(FJORDVIK, EVERYTHING, limit=5, order=order)
    keep(works, *mixed(world, 7))

    rest: list[CaseCard] = []
    after = first.next
    with works(writing=False) as work:
        while after:
            page = work.cases.cards(FJORDVIK, EVERYTHING, after=after, limit=5, order=order)
            rest, after = [*rest, *page.rows], page.next

    seen = [card.id for card in (*first.rows, *rest)]
    assert len(seen) == len(set(seen))
    assert {case.id for case in cases} <= set(seen)


@pytest.mark.parametrize("forged", ["nonsense", "W10", "WyJ1cmdlbnQiLCA5LCAiIiwgbnVsbCwgIngiXQ", "é", ""])
def test_a_key_we_did_not_make_is_bad_input(works: Works, world: World, forged: str) -> None:
    keep(works, world.case())

    with works(writing=False) as work:
        if forged:
            with pytest.raises(BadInput):
                work.cases.cards(FJORDVIK, EVERYTHING, after=forged)
        else:
            assert len(work.cases.cards(FJORDVIK, EVERYTHING, after=forged).rows) == 1


def test_a_key_of_another_order_is_bad_input(works: Works, world: World) -> None:
    keep(works, *mixed(world, 3))

    with works(writing=False) as work:
        key = work.cases.cards(FJORDVIK, EVERYTHING, limit=1, order="urgent").next
        with pytest.raises(BadInput):
            work.cases.cards(FJORDVIK, EVERYTHING, limit=1, after=key, order="recent")


def test_lists_and_counts_hold_nothing_of_the_neighbours(works: Works, world: World) -> None:
    ours = world.case(property_key="9999-1/2/0/0")
    keep(
        works, ours, world.draft(property_key="9999-1/2/0/0"), world.case(company_id="drains", property_key="9999-1/2/0/0"),
        world.case(company_id="drains", municipality_id="sundal"),
    )  # fmt: skip

    with works(writing=False) as work:
        seen = {name: len(work.cases.cards(scope, EVERYTHING).rows) for name, scope in SCOPES.items()}
        counted = {name: sum(work.cases.counts(scope, EVERYTHING).values()) for name, scope in SCOPES.items()}
        there = {name: len(work.cases.on_properties(scope, "fjordvik", ["9999-1/2/0/0"], "water-meter")) for name, scope in SCOPES.items()}

    assert seen == counted == {"ours": 2, "neighbours": 2, "fjordvik": 2, "sundal": 1}
    assert there == {"ours": 2, "neighbours": 1, "fjordvik": 2, "sundal": 0}


SCOPES = {"ours": OURS, "neighbours": NEIGHBOURS, "fjordvik": FJORDVIK, "sundal": SUNDAL}


def test_a_card_shows_everything_from_one_query(works: Works, world: World, database: Database) -> None:
    case = world.case(title="Bytte", address="Storgata 1", reference="J-17", assignee_id="ola", lacking=2, open_requests=1)
    keep(works, case)

    with works(writing=False) as work, counted(database.reading) as statements:
        card = work.cases.card(FJORDVIK, case.id)

    assert card is not None
    assert (card.company, card.municipality, card.assignee, card.column, card.lacking) == (
        "Rør AS",
        "Fjordvik",
        "Ola Saks",
        BoardColumn.NEW,
        2,
    )
    assert len(statements) == 1


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(works: Works, world: World, database: Database, order: Any) -> None:
    costs = []
    for more in (1, 29):
        keep(works, *mixed(world, more))
        with works(writing=False) as work, counted(database.reading) as statements:
            work.cases.cards(FJORDVIK, EVERYTHING, limit=50, order=order)
            work.cases.counts(FJORDVIK, EVERYTHING)
        costs.append(len(statements))

    assert costs == [2, 2]


WISHES: dict[str, tuple[CaseFilter, dict[str, Any]]] = {
    "workflow": (CaseFilter(workflow="discharge"), {"workflow": "discharge"}),
    "column": (CaseFilter(columns=(BoardColumn.READY,)), {"board_column": BoardColumn.READY}),
    "columns": (CaseFilter(columns=(BoardColumn.READY, BoardColumn.CLOSED)), {"board_column": BoardColumn.CLOSED}),
    "status": (CaseFilter(statuses=(Status.PAUSED,)), {"status": Status.PAUSED}),
    "ball": (CaseFilter(ball=Ball.NOBODY), {"ball": Ball.NOBODY}),
    "assignee": (CaseFilter(assignee="ola"), {"assignee_id": "ola"}),
    "company": (CaseFilter(company="drains"), {"company_id": "drains"}),
    "overdue": (CaseFilter(overdue_on=date(2026, 12, 1)), {"due_on": date(2026, 11, 30)}),
    "number": (CaseFilter(text="2026-000001"), {}),
    "address in capitals": (CaseFilter(text="ÆRFUGLVEGEN"), {"address": "Ærfuglvegen 9"}),
    "two words in two places": (CaseFilter(text="j-17 storgata"), {"address": "Storgata 1", "reference": "J-17"}),
    "what no word holds": (CaseFilter(text="100% ferdig"), {"title": "100% ferdig"}),
}


@pytest.mark.parametrize("name", WISHES)
def test_each_wish_narrows_list_and_counts_alike(works: Works, world: World, name: str) -> None:
    wish, fitting = WISHES[name]
    found = world.case(**fitting)
    keep(works, found, world.case(assignee_id="per", title="1000 liter"), world.case(assignee_id="per", address="Storgata 1"))

    with works(writing=False) as work:
        assert [card.id for card in work.cases.cards(FJORDVIK, wish).rows] == [found.id]
        assert sum(work.cases.counts(FJORDVIK, wish).values()) == 1


def test_cases_nobody_has_taken_can_be_asked_for(works: Works, world: World) -> None:
    free, taken = world.case(), world.case(assignee_id="ola")
    keep(works, free, taken)

    with works(writing=False) as work:
        assert [card.id for card in work.cases.cards(FJORDVIK, CaseFilter(assignee=UNASSIGNED)).rows] == [free.id]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements run meanwhile, without those that begin or end a transaction."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
