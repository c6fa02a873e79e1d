"""Where every tenant query begins: statements that hold the tenant's rights, and the guard over what one unit of work has reached.

The first wall is the statement, the second the guard: rows that hang on a case are handed out only after the case itself was reached
within a scope (or by the machine). No other module of this room selects from the tenants' tables by itself; a test parses the folder.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from models.actor import Scope
from models.case import Case
from models.errors import NotThere
from models.parties import Membership, Person


def within(scope: Scope) -> ColumnElement[bool]:
    """The rows of `case` a tenant may reach: a company its own, a municipality those that were sent to it."""
    if scope.company_id is not None:
        return col(Case.company_id) == scope.company_id
    return and_(col(Case.municipality_id) == scope.municipality_id, col(Case.submitted_at).is_not(None))


def cases_within(scope: Scope) -> SelectOfScalar[Case]:
    """Cases a tenant may reach."""
    return select(Case).where(within(scope))


def any_case(case_id: str) -> SelectOfScalar[Case]:
    """One case whoever owns it: for the machine and for jobs only."""
    return select(Case).where(col(Case.id) == case_id)


def members_within(scope: Scope) -> Select[Person, Membership]:
    """Active people of a tenant with their membership, by name."""
    statement = select(Person, Membership).join(Membership, col(Membership.person_id) == col(Person.id))
    own = col(Membership.company_id) == scope.company_id if scope.company_id else col(Membership.municipality_id) == scope.municipality_id
    now_active = (col(Membership.active).is_(True), col(Person.disabled).is_(False))
    return statement.where(own, *now_active).order_by(col(Person.name), col(Person.id))


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
