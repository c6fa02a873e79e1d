"""Hand-made histories of one part of a case, for what is counted from the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from workflows.clocks import Calendar, Happening
from workflows.quality import Asked, PartOf, part_of

MONDAY = date(2026, 11, 2)
CALENDAR = Calendar()


def at(day: int) -> datetime:
    """Noon so many days after Monday 2 November 2026."""
    return datetime.combine(MONDAY + timedelta(days=day), time(11), UTC)


class History:
    """Told from left to right: `History().sent(0).paused(1, "METER-03").answered(3).approved(4)`."""

    def __init__(self) -> None:
        self.events: list[Happening] = []
        self.requests: dict[str, Asked] = {}

    def sent(self, day: int) -> History:
        """Sent for the first time."""
        return self._told("submitted", day)

    def paused(self, day: int, *requirements: str, automatic: bool = False) -> History:
        """Corrections asked for; an empty requirement is an extra demand."""
        ids = [f"r{len(self.requests) + number}" for number in range(len(requirements))]
        self.requests |= {id_: Asked(key, not key) for id_, key in zip(ids, requirements, strict=True)}
        data = {"reason": "incorrect", "requests": len(ids), "asked": ids} if automatic else {"reason": "incorrect", "requests": ids}
        return self._told("paused", day, **data)

    def answered(self, day: int) -> History:
        """The answers are sent."""
        return self._told("resubmitted", day)

    def unpaused(self, day: int) -> History:
        """What was asked for was taken back."""
        return self._told("unpaused", day)

    def ended(self, kind: str, day: int) -> History:
        """`approved`, `rejected`, `withdrawn`, `lapsed`, or `reopened`."""
        return self._told(kind, day)

    def part(self, doubtful: int = 0) -> PartOf | None:
        """What it was like."""
        return part_of(self.events, self.requests, doubtful, CALENDAR)

    def _told(self, kind: str, day: int, **data: object) -> History:
        self.events.append(Happening(kind, at(day), data))
        return self
