"""Where every tenant query begins: statements that hold the tenant's rights, and the guard over what one unit of work has reached.

The first wall is the statement, the second the guard: rows that hang on a case are handed out only after the case itself was reached
within a scope (or by the machine). No other module of this room selects cases or members by itself; a test parses the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, case, exists, func, select

from models.actor import Scope
from models.base import Phase, Status
from models.case import Case, Snapshot
from models.correspondence import Decision
from models.errors import NotThere
from models.parties import Membership, Person
from storage.rows import table_of

CASE, PERSON, MEMBERSHIP = table_of(Case), table_of(Person), table_of(Membership)
SNAPSHOT, DECISION = table_of(Snapshot), table_of(Decision)
OVER = (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)


def within(scope: Scope) -> ColumnElement[bool]:
    """The rows of `case` a tenant may reach: a company its own, a municipality those that were sent to it."""
    return _within(scope.company_id is not None, tenant_of(scope))


def tenant_of(scope: Scope) -> str | None:
    """The id of the company or the municipality."""
    return scope.company_id or scope.municipality_id


def of_tenant(scope: Scope, table: Table) -> ColumnElement[bool]:
    """The rows of a table with `company_id` and `municipality_id` that are a tenant's own."""
    column: ColumnElement[str] = table.c.company_id if scope.company_id else table.c.municipality_id
    return column == tenant_of(scope)


@cache
def case_by_ref(is_company: bool, *, lock: bool) -> Select[Any]:
    """One case by `ref` within a `tenant`, both to be given as parameters; locked for the rest of the transaction where asked."""
    statement = select(CASE).where(_within(is_company, bindparam("tenant")), CASE.c.ref == bindparam("ref"))
    return statement.with_for_update() if lock else statement


@cache
def case_by_id(*, lock: bool) -> Select[Any]:
    """One case by `id` whoever owns it: for the machine and for jobs only."""
    statement = select(CASE).where(CASE.c.id == bindparam("id"))
    return statement.with_for_update() if lock else statement


def members_within(scope: Scope) -> Select[Any]:
    """All columns of active people of a tenant, then those of their membership, by name."""
    own = MEMBERSHIP.c.company_id == scope.company_id if scope.company_id else MEMBERSHIP.c.municipality_id == scope.municipality_id
    statement = select(PERSON, MEMBERSHIP).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
    return statement.where(own, MEMBERSHIP.c.active, PERSON.c.disabled.is_(False)).order_by(PERSON.c.name, PERSON.c.id)


def figures_within(scope: Scope, company_ids: Sequence[str]) -> Select[Any]:
    """For each of these companies its cases within the scope: open, finished, approved applications, and those accepted as first sent."""
    sendings = (
        select(func.count()).where(SNAPSHOT.c.case_id == CASE.c.id, SNAPSHOT.c.phase == Phase.APPLICATION).correlate(CASE).scalar_subquery()
    )
    approved = exists().where(DECISION.c.case_id == CASE.c.id, DECISION.c.phase == Phase.APPLICATION, DECISION.c.outcome == "approved")
    over, sent = CASE.c.status.in_(OVER), CASE.c.submitted_at.is_not(None)
    counted = [
        func.sum(case((condition, 1), else_=0)).label(name)
        for name, condition in (
            ("open", and_(sent, ~over)),
            ("finished", and_(sent, over)),
            ("decided", approved),
            ("first_time", and_(approved, sendings == 1)),
        )
    ]
    return select(CASE.c.company_id, *counted).where(within(scope), CASE.c.company_id.in_(company_ids)).group_by(CASE.c.company_id)


def unfinished_of(company_id: str, municipality_id: str | None) -> Select[Any]:
    """For the machine: a company's cases that are not over, as what open pages need to hear that their surroundings changed."""
    columns = (CASE.c.id, CASE.c.ref, CASE.c.version, CASE.c.assignee_id, CASE.c.submitted_at)
    which = [within(Scope(company_id=company_id)), CASE.c.status.not_in(OVER)]
    which += [CASE.c.municipality_id == municipality_id] if municipality_id else []
    return select(*columns).where(*which).order_by(CASE.c.id)


def _within(is_company: bool, tenant: Any) -> ColumnElement[bool]:
    if is_company:
        return and_(CASE.c.company_id == tenant)
    return and_(CASE.c.municipality_id == tenant, CASE.c.submitted_at.is_not(None))


class Reach:
    """The cases one unit of work has rightly got hold of."""

    def __init__(self) -> None:
        self._admitted: set[str] = set()

    def admit(self, *case_ids: str) -> None:
        """These cases were reached within a scope, made here, or opened by the machine."""
        self._admitted.update(case_ids)

    def demand(self, case_id: str) -> str:
        """The id, if its case was reached before. Raises NotThere otherwise, as for a case that does not exist."""
        if case_id not in self._admitted:
            raise NotThere()
        return case_id

    def forget(self) -> None:
        """A new transaction knows nothing."""
        self._admitted.clear()
