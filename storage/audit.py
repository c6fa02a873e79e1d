"""The log as a tenant's auditors read it: narrowed, paged by key, with the names of what events tell of; and its chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, union

from models.actor import Scope
from models.case import Event
from models.parties import Company, Person
from storage.log import verify
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import entities, table_of
from storage.scope import case_names, cases_named, events_within
from storage.scope_people import account_events
from workflows.clocks import OSLO
from workflows.ports import Page
from workflows.ports_oversight import AuditWish, ChainSlice, LoggedLine

EVENT, PERSON, COMPANY = table_of(Event), table_of(Person), table_of(Company)
ORDER, LONGEST_PAGE = "log", 500
SEGMENTS = (Segment(EVENT.c.id == EVENT.c.id, EVENT.c.at, EVENT.c.id, falling=True),)


def lines(
    connection: Connection, scope: Scope, wish: AuditWish, *, hidden: frozenset[str], after: str | None = None, limit: int = 50
) -> Page[LoggedLine]:
    """One page, the newest first. Four queries, whatever the limit."""
    limit = max(1, min(limit, LONGEST_PAGE))
    stop = unpacked(after, ORDER, len(SEGMENTS)) if after else None
    wanted = [EVENT.c.kind.not_in(hidden), *_narrowed(scope, wish)]
    page = page_of(wanted, SEGMENTS, stop, limit, [and_(*events_within(scope)), and_(*account_events(scope))])
    statement = select(EVENT).join(page, page.c.id == EVENT.c.id).order_by(*order_of(page, SEGMENTS))
    found = entities(Event, connection.execute(statement).all())
    last = found[limit - 1] if len(found) > limit else None
    return Page(_named(connection, scope, found[:limit]), Stop(ORDER, 0, last.at, last.id).packed() if last else None)


def streams(connection: Connection, scope: Scope) -> Sequence[str]:
    """Every stream that holds an event of the tenant."""
    ways = (select(EVENT.c.stream).where(*which) for which in (events_within(scope), account_events(scope)))
    return sorted(connection.execute(union(*ways)).scalars())


def verified(connection: Connection, some: Sequence[str]) -> ChainSlice:
    """These streams from their first event to their last, up to the first broken link."""
    events = int(connection.execute(select(func.count()).where(EVENT.c.stream.in_(some))).scalar_one()) if some else 0
    for stream in some:
        fault = verify(connection, stream)
        if fault is not None:
            return ChainSlice(events, (fault.stream, fault.seq, fault.fault))
    return ChainSlice(events)


def _narrowed(scope: Scope, wish: AuditWish) -> list[ColumnElement[bool]]:
    narrowed: list[ColumnElement[bool]] = []
    if wish.kinds:
        narrowed.append(EVENT.c.kind.in_(wish.kinds))
    if wish.person:
        people = select(PERSON.c.id).where(func.lower(PERSON.c.name).contains(wish.person.lower(), autoescape=True))
        narrowed.append(or_(EVENT.c.actor_id.in_(people), EVENT.c.about.in_(people)))
    if wish.company:
        searched = func.lower(COMPANY.c.name + "\n" + COMPANY.c.organisation_number)
        companies = select(COMPANY.c.id).where(searched.contains(wish.company.lower(), autoescape=True))
        narrowed.append(or_(EVENT.c.company_id.in_(companies), EVENT.c.about.in_(companies)))
    if wish.case:
        cases = cases_named(scope, wish.case)
        narrowed.append(or_(EVENT.c.case_id.in_(cases), EVENT.c.about.in_(cases)))
    if wish.since:
        narrowed.append(EVENT.c.at >= datetime.combine(wish.since, time(), OSLO))
    if wish.until:
        narrowed.append(EVENT.c.at < datetime.combine(wish.until + timedelta(days=1), time(), OSLO))
    return narrowed


def _named(connection: Connection, scope: Scope, found: Sequence[Event]) -> list[LoggedLine]:
    """Events with names as they are now; whose name lies outside the scope stays unnamed."""
    about = {one.about for one in found if one.about}
    cases = {row.id: row for row in connection.execute(case_names(scope, [*about, *{one.case_id for one in found if one.case_id}]))}
    firms_wanted = about | {one.company_id for one in found if one.company_id}
    firms = {row.id: row for row in connection.execute(select(COMPANY).where(COMPANY.c.id.in_(firms_wanted)))}
    people_wanted = about | {one.actor_id for one in found if one.actor_id}
    people = {row.id: row.name for row in connection.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(people_wanted)))}
    lines_ = []
    for one in found:
        case, firm = cases.get(one.case_id or one.about or ""), firms.get(one.about or "") or firms.get(one.company_id or "")
        ref, number = (case.ref, case.number) if case else ("", "")
        name, organisation = (firm.name, firm.organisation_number) if firm else ("", "")
        lines_.append(LoggedLine(one, people.get(one.actor_id or "", ""), ref, number, name, organisation, people.get(one.about or "", "")))
    return lines_
