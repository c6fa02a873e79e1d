"""Inspections, the daily look at open cases, and closed days, over one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, select, update

from models.errors import NotThere
from models.followup import Appointment
from models.parties import Municipality
from storage.gathering import CaseRows
from storage.rows import entities, maybe, put, table_of
from storage.scope import Reach, cases_to_look_at, look_at, look_at_open
from workflows.appointments import OPEN

APPOINTMENT, MUNICIPALITY = table_of(Appointment), table_of(Municipality)


class StoredFollowUps:
    """The port `FollowUps` over one connection."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows

    def appointments(self, case_id: str) -> Sequence[Appointment]:
        """Every inspection of a case, the first one first."""
        return self._rows.every(Appointment, "created_at", "id", case_id=self._reach.demand(case_id))

    def appointment(self, case_id: str, appointment_id: str) -> Appointment:
        """One inspection of a case. Raises NotThere."""
        found = maybe(self._connection, Appointment, id=appointment_id, case_id=self._reach.demand(case_id))
        if found is None:
            raise NotThere
        return found

    def save(self, appointment: Appointment) -> None:
        """Write an inspection, new or changed."""
        self._reach.demand(appointment.case_id)
        put(self._connection, appointment)

    def of_officers(self, officer_ids: Sequence[str]) -> Sequence[Appointment]:
        """Open inspections these people come to."""
        wanted = select(APPOINTMENT).where(APPOINTMENT.c.officer_id.in_(sorted(set(officer_ids))), APPOINTMENT.c.state.in_(OPEN))
        return entities(Appointment, self._connection.execute(wanted.order_by(APPOINTMENT.c.id))) if officer_ids else ()

    def to_look_at(self, today: date, after: str = "", limit: int = 200) -> Sequence[str]:
        """Ids of cases whose day has come, in order of id after this one."""
        return self._connection.execute(cases_to_look_at(today, after).limit(limit)).scalars().all()

    def look_again(self, case_id: str, on: date | None, due_on: date | None) -> None:
        """The next look at a case, and the day that lists show."""
        self._connection.execute(look_at(self._reach.demand(case_id), on, due_on))

    def look_at_all(self, municipality_id: str, today: date) -> int:
        """Let every open case of a municipality be looked at; how many."""
        return self._connection.execute(look_at_open(municipality_id, today)).rowcount

    def close(self, municipality_id: str, days: Sequence[Mapping[str, str]]) -> None:
        """Write a municipality's closed days whole."""
        kept = [dict(one) for one in days]
        self._connection.execute(update(MUNICIPALITY).where(MUNICIPALITY.c.id == municipality_id).values(closed_days=kept))
