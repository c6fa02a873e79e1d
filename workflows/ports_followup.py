"""What the use cases need of inspections, reminders and closed days. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from models.followup import Appointment


class FollowUps(Protocol):
    """Inspections of cases that were reached, and what the daily look at open cases needs."""

    def appointments(self, case_id: str) -> Sequence[Appointment]:
        """Every inspection of a case that was reached, the first one first."""
        ...

    def appointment(self, case_id: str, appointment_id: str) -> Appointment:
        """One inspection of a case that was reached. Raises NotThere."""
        ...

    def save(self, appointment: Appointment) -> None:
        """Write an inspection of a case that was reached, new or changed."""
        ...

    def of_officers(self, officer_ids: Sequence[str]) -> Sequence[Appointment]:
        """Open inspections these people come to, of whatever case: only for telling that two meet at the same time."""
        ...

    def to_look_at(self, today: date, after: str = "", limit: int = 200) -> Sequence[str]:
        """For the machine: ids of cases whose day to be looked at has come, in order of id after this one."""
        ...

    def look_again(self, case_id: str, on: date | None, due_on: date | None) -> None:
        """For the machine: the next look, and the day whoever has the ball must act by; no change anybody has to be told of."""
        ...

    def look_at_all(self, municipality_id: str, today: date) -> int:
        """Let every open case of a municipality be looked at, because its calendar changed; how many."""
        ...

    def close(self, municipality_id: str, days: Sequence[Mapping[str, str]]) -> None:
        """Write a municipality's closed days whole."""
        ...
