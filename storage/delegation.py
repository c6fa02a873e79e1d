"""Co-workings and handovers over one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select, update

from models.actor import Scope
from models.case import Case
from models.delegation import (
    ACTIVE,
    ENDED,
    INVITED,
    OPEN_HANDOVER,
    WITHDRAWN,
    Cowork,
    Handover,
)
from models.errors import MovedOn, NotThere
from models.parties import Company
from storage.gathering import LIGHT, CaseRows
from storage.rows import add, entities, one, put, values_of
from storage.scope import COMPANY, COWORK, HANDOVER, Reach, cases_where, handed_over_by, members_of, named_cases, named_past, offered_to
from workflows.ports_delegation import NamedCase, PartOf, Shared


class StoredDelegation:
    """The port `Delegation` over one connection; what a unit may touch is kept by `reach`."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows, *, writing: bool) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows
        self._writing = writing

    def shared(self, case_id: str, company_id: str) -> Shared:
        """What the company may do on the case it works on."""
        which = (COWORK.c.case_id == self._reach.demand(case_id), COWORK.c.company_id == company_id, COWORK.c.state == ACTIVE)
        row = self._connection.execute(
            select(COWORK.c.may_send, COMPANY.c.gone).join(COMPANY, COMPANY.c.id == COWORK.c.company_id).where(*which)
        ).first()
        if row is None:
            raise NotThere
        return Shared(row.may_send, bool(row.gone))

    def coworks(self, case_id: str) -> Sequence[Cowork]:
        """All co-workings of a case in the order they were asked for."""
        return self._rows.every(Cowork, "invited_at", "id", case_id=self._reach.demand(case_id))

    def handovers(self, case_id: str) -> Sequence[Handover]:
        """All handovers of a case in the order they were offered, without what was frozen."""
        case_id = self._reach.demand(case_id)
        gathered = self._rows.kept(Handover, case_id)
        if gathered is not None:
            return sorted(gathered, key=lambda one: (one.offered_at, one.id))
        wanted = select(*LIGHT).where(HANDOVER.c.case_id == case_id)
        rows = self._connection.execute(wanted.order_by(HANDOVER.c.offered_at, HANDOVER.c.id)).mappings()
        return [Handover(**row, frozen={}) for row in rows]

    def frozen(self, handover_id: str) -> Handover:
        """One handover with what was frozen."""
        found = one(self._connection, Handover, id=handover_id)
        self._reach.demand(found.case_id)
        return found

    def save_cowork(self, cowork: Cowork) -> None:
        """Write a co-working, new or changed."""
        self._reach.demand(cowork.case_id)
        put(self._connection, cowork)

    def add_handover(self, handover: Handover) -> None:
        """Keep a new handover."""
        self._reach.demand(handover.case_id)
        add(self._connection, handover)

    def move_handover(self, handover: Handover, *, expect: str) -> None:
        """Write a handover with the expected old state in the WHERE clause."""
        self._reach.demand(handover.case_id)
        which = (HANDOVER.c.id == handover.id, HANDOVER.c.state == expect)
        if self._connection.execute(update(HANDOVER).where(*which).values(**values_of(handover))).rowcount != 1:
            raise MovedOn

    def close_all(self, case_id: str, now: datetime) -> None:
        """Nobody is asked about the case any more; who works on it still reads it."""
        case_id = self._reach.demand(case_id)
        asked = and_(COWORK.c.case_id == case_id, COWORK.c.state == INVITED)
        self._connection.execute(update(COWORK).where(asked).values(state=ENDED, ended_at=now))
        offered = and_(HANDOVER.c.case_id == case_id, HANDOVER.c.state.in_(OPEN_HANDOVER))
        self._connection.execute(update(HANDOVER).where(offered).values(state=WITHDRAWN, closed_at=now))

    def coworkers(self, case_id: str) -> Sequence[str]:
        """The people who took up the active co-workings."""
        which = (COWORK.c.case_id == self._reach.demand(case_id), COWORK.c.state == ACTIVE)
        found = self._connection.execute(select(COWORK.c.answered_by).where(*which).order_by(COWORK.c.id)).scalars()
        return [person for person in found if person]

    def offered(self, scope: Scope) -> Sequence[NamedCase]:
        """Cases the company is asked to work on or to take over."""
        return self._named(named_cases(offered_to(scope.company_id or "")))

    def handed_over(self, scope: Scope) -> Sequence[NamedCase]:
        """Cases the company was responsible for before and is no longer, as they were called then; the last first."""
        found = {one.id: one for one in self._named(named_past(scope.company_id or ""))}
        return list(reversed(found.values()))

    def offered_case(self, scope: Scope, ref: str) -> Case:
        """A case the company is asked about."""
        return self._admitted(cases_where(offered_to(scope.company_id or ""), ref, lock=self._writing))

    def past_case(self, scope: Scope, ref: str) -> Case:
        """A case the company was responsible for before."""
        return self._admitted(cases_where(handed_over_by(scope.company_id or ""), ref))

    def companies_on(self, case_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Case id -> the companies that work on it besides its own."""
        which = (COWORK.c.case_id.in_(case_ids), COWORK.c.state == ACTIVE)
        found: dict[str, list[str]] = {}
        for row in self._connection.execute(select(COWORK.c.case_id, COWORK.c.company_id).where(*which)):
            found.setdefault(row.case_id, []).append(row.company_id)
        return found

    def parts_of(self, company_ids: Sequence[str], person_ids: Sequence[str]) -> Mapping[str, PartOf]:
        """Person id -> for which of these companies they act or acted."""
        if not company_ids or not person_ids:
            return {}
        rows = self._connection.execute(members_of(company_ids, person_ids))
        return {row.person_id: PartOf(row.id, row.name) for row in rows}

    def companies(self, company_ids: Sequence[str]) -> Mapping[str, Company]:
        """These companies by id."""
        wanted = select(COMPANY).where(COMPANY.c.id.in_(company_ids))
        return {one.id: one for one in entities(Company, self._connection.execute(wanted))} if company_ids else {}

    def _named(self, statement: Select[Any]) -> list[NamedCase]:
        return [NamedCase(*row) for row in self._connection.execute(statement)]

    def _admitted(self, statement: Select[Any]) -> Case:
        found = entities(Case, self._connection.execute(statement))
        if not found:
            raise NotThere
        self._reach.admit(found[0].id)
        return found[0]
