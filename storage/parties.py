"""Municipalities, companies and people as use cases ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from models.actor import Scope
from models.parties import Company, CompanyAccess, Membership, Municipality, Person
from storage.rows import one
from storage.scope import members_within


class StoredParties:
    """The port `Parties` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def municipality(self, municipality_id: str) -> Municipality:
        """The municipality with this id."""
        return one(self._session, select(Municipality).where(col(Municipality.id) == municipality_id))

    def municipality_by_number(self, number: str) -> Municipality:
        """The municipality with this number, such as `0301`."""
        return one(self._session, select(Municipality).where(col(Municipality.number) == number))

    def municipalities_for(self, company_id: str) -> Sequence[tuple[Municipality, str]]:
        """Municipalities the company has any standing in, with the standing, by name."""
        statement = select(Municipality, CompanyAccess.state).join(
            CompanyAccess, col(CompanyAccess.municipality_id) == col(Municipality.id)
        )
        found = self._session.exec(statement.where(col(CompanyAccess.company_id) == company_id).order_by(col(Municipality.name))).all()
        self._session.expunge_all()
        return [(municipality, state) for municipality, state in found]

    def company(self, company_id: str) -> Company:
        """The company with this id."""
        return one(self._session, select(Company).where(col(Company.id) == company_id))

    def person(self, person_id: str) -> Person:
        """The person with this id."""
        return one(self._session, select(Person).where(col(Person.id) == person_id))

    def names(self, person_ids: Sequence[str]) -> Mapping[str, str]:
        """Names of those of these people whom we know."""
        wanted = sorted({one_id for one_id in person_ids if one_id})
        if not wanted:
            return {}
        return {row[0]: row[1] for row in self._session.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted)))}

    def members(self, scope: Scope) -> Sequence[tuple[Person, Membership]]:
        """Active people of the tenant with their membership, by name."""
        found = self._session.exec(members_within(scope)).all()
        self._session.expunge_all()
        return [(person, membership) for person, membership in found]
