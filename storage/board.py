"""Cards and counts for boards, tables and overviews: one query each, by index, whatever the size of the archive behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, and_, func, select, type_coerce

from models.actor import Scope
from models.base import Ball, BoardColumn
from models.case import Case
from models.parties import Company, Municipality, Person
from models.rules import LocalRules
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import table_of
from storage.rules import CLOSED_BY_RULES
from storage.scope import arms_within, within, within_listed
from storage.search import Found
from workflows.closed_days import days_of, listed_days
from workflows.ports import UNASSIGNED, CaseCard, CaseFilter, CaseOrder, Page

CASE, COMPANY, MUNICIPALITY, PERSON = table_of(Case).c, table_of(Company).c, table_of(Municipality).c, table_of(Person).c
RULES = table_of(LocalRules).c
MOST_ON_A_PROPERTY = 50
LONGEST_LIST = 200
FIELDS = len(fields(CaseCard)) - 2
"""All of a card but its closed days, which come from two places, and what a search says of it."""
CARD_WIDTH = FIELDS + 2
"""Columns of a row that make a card."""


def cards(
    connection: Connection, scope: Scope, wish: CaseFilter, *, after: str | None, limit: int, order: CaseOrder, found: Found | None = None
) -> Page[CaseCard]:
    """One page of cards within the scope that meet the wish; `found` is what its text was looked up as."""
    limit = max(1, min(limit, LONGEST_LIST))
    stop = unpacked(after, order, len(_segments(scope, order))) if after else None
    is_usual = stop is None and found is None
    statement = _first_page(scope, wish, limit, order) if is_usual else _page_statement(scope, wish, limit, order, stop, found)
    rows = connection.execute(statement).all()
    last = rows[limit - 1] if len(rows) > limit else None
    following = Stop(order, last.segment, last.key, last.id).packed() if last else None
    return Page([_card(row) for row in rows[:limit]], following)


@lru_cache(maxsize=256)
def _first_page(scope: Scope, wish: CaseFilter, limit: int, order: CaseOrder) -> Select[Any]:
    """The statement of a first page, remembered: all boards of a municipality ask the same, and making it costs more than running it."""
    return _page_statement(scope, wish, limit, order, None)


def _page_statement(
    scope: Scope, wish: CaseFilter, limit: int, order: CaseOrder, stop: Stop | None, found: Found | None = None
) -> Select[Any]:
    segments = _segments(scope, order)
    arms = (within_listed(scope),) if found is not None and found.is_listed else arms_within(scope)
    page = page_of(_wanted(wish, found), segments, stop, limit, arms)
    shown = _CARDS.add_columns(page.c.segment, page.c.key).join(page, page.c.id == CASE.id)
    return shown.order_by(*order_of(page, segments))


def card(connection: Connection, scope: Scope, case_id: str) -> CaseCard | None:
    """One card, None outside the scope."""
    row = connection.execute(_CARDS.where(within(scope), CASE.id == case_id)).first()
    return _card(row) if row else None


def counts(connection: Connection, scope: Scope, wish: CaseFilter, *, found: Found | None = None) -> Mapping[BoardColumn, int]:
    """Cases for each column."""
    statement = _usual_counts(scope, wish) if found is None else _counts(scope, wish, found)
    return {row[0]: row[1] for row in connection.execute(statement)}


@lru_cache(maxsize=256)
def _usual_counts(scope: Scope, wish: CaseFilter) -> Select[Any]:
    return _counts(scope, wish, None)


def _counts(scope: Scope, wish: CaseFilter, found: Found | None) -> Select[Any]:
    reach = within_listed(scope) if found is not None and found.is_listed else within(scope)
    return select(CASE.board_column, func.count()).where(reach, *_wanted(wish, found, counts=True)).group_by(CASE.board_column)


def on_properties(connection: Connection, scope: Scope, there: Sequence[str], workflow: str) -> Sequence[CaseCard]:
    """Cards of one workflow among these cases, which stand on a property."""
    statement = _CARDS.where(within(scope), CASE.id.in_(there), CASE.workflow == workflow)
    # sorted here: asked to sort, SQLite walks the whole municipality by date instead of the property's few cases
    found = sorted(connection.execute(statement), key=lambda row: (row.updated_at, row.id), reverse=True)
    return [_card(row) for row in found[:MOST_ON_A_PROPERTY]]


THEIR_RULES = and_(RULES.municipality_id == CASE.municipality_id, RULES.workflow == CASE.workflow, RULES.version == CASE.rules_version)
"""The local rules a case stands under; none where it was sent under the standard ones."""


def _card_query() -> Select[Any]:
    """The fields of `CaseCard` in its order, and then the closed days of the municipality and of the rules the case stands under."""
    named = (
        COMPANY.name.label("company"),
        MUNICIPALITY.name.label("municipality"),
        CASE.assignee_id,
        func.coalesce(PERSON.name, "").label("assignee"),
    )
    place = (CASE.title, CASE.address, CASE.property_key, CASE.reference)
    standing = (CASE.phase, CASE.status, CASE.ball, CASE.board_column)
    figures = (CASE.due_on, CASE.submitted_at, CASE.updated_at, CASE.open_requests, CASE.lacking, CASE.version)
    clock = (CASE.clock_days, CASE.clock_since, COMPANY.gone, CASE.company_id, CASE.our_due_on, CASE.our_days_left)
    works = and_(CASE.work_started_on.is_not(None), CASE.work_finished_on.is_(None)).label("work_is_on")
    closed = (MUNICIPALITY.closed_days, CLOSED_BY_RULES)
    return (
        select(CASE.id, CASE.ref, CASE.number, CASE.workflow, *standing, *place, *named, *figures, *clock, works, *closed)
        .select_from(table_of(Case))
        .join(table_of(Company), COMPANY.id == CASE.company_id)
        .join(table_of(Municipality), MUNICIPALITY.id == CASE.municipality_id)
        .outerjoin(table_of(Person), PERSON.id == CASE.assignee_id)
        .outerjoin(table_of(LocalRules), THEIR_RULES)
    )


_CARDS = _card_query()


def _segments(scope: Scope, order: CaseOrder) -> Sequence[Segment]:
    changed, due, ball, case_id = CASE.updated_at, CASE.due_on, CASE.ball, CASE.id
    if order == "urgent":
        return (Segment(due.is_not(None), due, case_id), Segment(due.is_(None), due, case_id, empty=True))
    if order == "recent":
        return (Segment(changed.is_not(None), changed, case_id, falling=True),)
    if order == "left":  # nobody waits for us while our clock stands still, so what stands still comes after all that runs
        runs, stands = type_coerce(CASE.our_due_on, Integer), CASE.our_days_left
        return (
            Segment(runs.is_not(None), runs, case_id),
            Segment(and_(runs.is_(None), stands.is_not(None)), stands, case_id),
            Segment(and_(runs.is_(None), stands.is_(None)), stands, case_id, empty=True),
        )
    mine = Ball.CONTRACTOR if scope.company_id else Ball.MUNICIPALITY
    return (Segment(ball == mine, changed, case_id, falling=True), Segment(ball != mine, changed, case_id, falling=True))


def _wanted(wish: CaseFilter, found: Found | None = None, *, counts: bool = False) -> list[ColumnElement[bool]]:
    equal = (
        (CASE.workflow, wish.workflow),
        (CASE.company_id, wish.company),
        (CASE.ball, wish.ball),
        (CASE.created_by, wish.responsible),
    )
    wanted: list[ColumnElement[bool]] = [column == value for column, value in equal if value]
    among = ((CASE.board_column, wish.columns), (CASE.status, wish.statuses))
    wanted += [column == values[0] if len(values) == 1 else column.in_(values) for column, values in among if values]
    if wish.assignee:
        wanted.append(CASE.assignee_id.is_(None) if wish.assignee == UNASSIGNED else CASE.assignee_id == wish.assignee)
    if wish.overdue_on is not None:
        wanted.append(and_(CASE.due_on.is_not(None), CASE.due_on < wish.overdue_on))
    return wanted + ([found.all_of_them if counts else found.one_by_one] if found else [])


def _card(row: Row[Any]) -> CaseCard:
    closed = days_of(row.closed_days) | listed_days(row.closed_by_rules or ())
    return CaseCard(*[*row[:FIELDS], closed])
