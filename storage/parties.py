"""Municipalities, companies and people as use cases ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select, update

from models.actor import Scope
from models.errors import BadInput
from models.parties import Company, CompanyAccess, Membership, Municipality, Person
from models.text import _
from storage.rows import add, entities, one, table_of
from storage.scope import members_within

MUNICIPALITY, COMPANY, ACCESS, PERSON = table_of(Municipality), table_of(Company), table_of(CompanyAccess), table_of(Person)


class StoredParties:
    """The port `Parties` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def municipality(self, municipality_id: str) -> Municipality:
        """The municipality with this id."""
        return one(self._connection, Municipality, id=municipality_id)

    def municipality_by_number(self, number: str) -> Municipality:
        """The municipality with this number, such as `0301`."""
        return one(self._connection, Municipality, number=number)

    def add_municipality(self, id_: str, number: str, name: str) -> Municipality:
        """A new municipality. Raises BadInput without a name."""
        if not name:
            raise BadInput(_("A new municipality needs a name."), target="name")
        made = Municipality(id=id_, number=number, name=name)
        add(self._connection, made)
        return made

    def set_bounds(self, municipality_id: str, bounds: Sequence[float] | None) -> None:
        """Write where a municipality lies: south, west, north, east in degrees, or that nobody says so."""
        kept = list(bounds) if bounds else None
        self._connection.execute(update(MUNICIPALITY).where(MUNICIPALITY.c.id == municipality_id).values(bounds=kept))

    def municipalities(self) -> Sequence[Municipality]:
        """All municipalities of the portal, by name."""
        return entities(Municipality, self._connection.execute(select(MUNICIPALITY).order_by(MUNICIPALITY.c.name)).all())

    def municipalities_for(self, company_id: str) -> Sequence[tuple[Municipality, str]]:
        """Municipalities the company has any standing in, with the standing, by name."""
        statement = select(MUNICIPALITY, ACCESS.c.state).join(ACCESS, ACCESS.c.municipality_id == MUNICIPALITY.c.id)
        rows = self._connection.execute(statement.where(ACCESS.c.company_id == company_id).order_by(MUNICIPALITY.c.name)).all()
        return list(zip(entities(Municipality, rows), (row.state for row in rows), strict=True))

    def companies_in(self, municipality_id: str) -> Sequence[Company]:
        """Companies with any standing in the municipality, by name."""
        statement = select(COMPANY).join(ACCESS, ACCESS.c.company_id == COMPANY.c.id).where(ACCESS.c.municipality_id == municipality_id)
        return entities(Company, self._connection.execute(statement.order_by(COMPANY.c.name)).all())

    def company(self, company_id: str) -> Company:
        """The company with this id."""
        return one(self._connection, Company, id=company_id)

    def person(self, person_id: str) -> Person:
        """The person with this id."""
        return one(self._connection, Person, id=person_id)

    def names(self, person_ids: Sequence[str]) -> Mapping[str, str]:
        """Names of those of these people whom we know."""
        wanted = sorted({one_id for one_id in person_ids if one_id})
        if not wanted:
            return {}
        return {row.id: row.name for row in self._connection.execute(select(PERSON.c.id, PERSON.c.name).where(PERSON.c.id.in_(wanted)))}

    def members(self, scope: Scope) -> Sequence[tuple[Person, Membership]]:
        """Active people of the tenant with their membership, by name."""
        rows = self._connection.execute(members_within(scope)).all()
        return list(zip(entities(Person, rows), entities(Membership, rows, start=len(PERSON.columns)), strict=True))
