"""A small world for storage tests: Fjordvik and Sundal, two companies with one person each, an officer, and cases made to measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from models.actor import Actor, Scope
from models.base import BoardColumn, Role, Status
from models.case import Case
from models.parties import Company, CompanyAccess, Membership, Municipality, Person
from storage.database import Database
from storage.rows import add

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


OURS = Scope(company_id="pipes")
NEIGHBOURS = Scope(company_id="drains")
FJORDVIK = Scope(municipality_id="fjordvik")
SUNDAL = Scope(municipality_id="sundal")
BANKRUPT: dict[str, object] = {"konkurs": True, "konkursdato": "2026-10-01"}


@dataclass
class World:
    """Makes cases and actors; the parties are in the database already."""

    numbers: count[int] = field(default_factory=lambda: count(1))

    def case(self, **wanted: Any) -> Case:
        """A sent water-meter case of ours in Fjordvik, unless told otherwise."""
        number = next(self.numbers)
        usual: dict[str, Any] = {
            "id": f"case-{number:05d}", "ref": f"ref-{number:05d}", "number": f"2026-{number:06d}", "workflow": "water-meter",
            "municipality_id": "fjordvik", "company_id": "pipes", "created_by": "per", "created_at": NOON, "updated_at": NOON,
            "status": Status.SUBMITTED, "board_column": BoardColumn.NEW, "submitted_at": NOON, "due_on": date(2026, 12, 1),
        }  # fmt: skip
        return Case(**{**usual, **wanted})

    def draft(self, **wanted: Any) -> Case:
        """A case that was never sent."""
        return self.case(**{"status": Status.DRAFT, "board_column": BoardColumn.HIDDEN, "submitted_at": None, "due_on": None, **wanted})

    def actor(self, **wanted: Any) -> Actor:
        """Per, who applies for the pipe company."""
        usual: dict[str, Any] = {
            "person_id": "per", "name": "Per Rør", "email": "per@pipes.example", "role": Role.APPLICANT, "membership_id": "per-in-pipes",
            "company_id": "pipes", "municipality_id": None, "tenant_name": "Rør AS", "language": "nb", "login_at": NOON,
        }  # fmt: skip
        return Actor(**{**usual, **wanted})


def settle(database: Database) -> World:
    """Write the parties; cases are up to each test."""
    rows = [
        Municipality(id="fjordvik", number="9999", name="Fjordvik"),
        Municipality(id="sundal", number="9998", name="Sundal"),
        Company(id="pipes", organisation_number="310000004", name="Rør AS", register_entry={"registrertIForetaksregisteret": True}),
        Company(id="drains", organisation_number="310000012", name="Sluk AS", register_entry=BANKRUPT),
        CompanyAccess(id="a1", company_id="pipes", municipality_id="fjordvik", state="approved"),
        CompanyAccess(id="a2", company_id="drains", municipality_id="fjordvik", state="requested"),
        Person(id="per", email="per@pipes.example", name="Per Rør"),
        Person(id="dag", email="dag@drains.example", name="Dag Sluk"),
        Person(id="ola", email="ola@fjordvik.example", name="Ola Saks"),
        Membership(id="per-in-pipes", person_id="per", company_id="pipes", role=Role.APPLICANT),
        Membership(id="dag-in-drains", person_id="dag", company_id="drains", role=Role.APPLICANT),
        Membership(id="ola-in-fjordvik", person_id="ola", municipality_id="fjordvik", role=Role.CASE_WORKER),
    ]
    with database.writing.begin() as connection:
        for row in rows:
            add(connection, row)
    return World()
