"""Two clocks from the log of events: how long the municipality and the contractor have had the case, when an answer is due, and why.

Pure: nothing here reads a clock. Days count in Europe/Oslo, without the day of receipt. Working days are Monday to Friday without Norwegian
public holidays and the municipality's own closed days; legal weeks are calendar weeks. Source: domain README section 5.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import holidays

from models.text import Text, _, _n

OSLO = ZoneInfo("Europe/Oslo")
ONE_DAY = timedelta(days=1)
Unit = Literal["working_days", "weeks"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days count as working days."""

    closed: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Monday to Friday, no public holiday, not closed locally."""
        return day.weekday() < 5 and day not in self.closed and day not in _public_holidays(day.year)

    def working_days(self, after: date, until: date) -> int:
        """Working days after the one day up to and with the other; 0 when the span is empty."""
        return sum(1 for ahead in range((until - after).days) if self.is_working(after + timedelta(days=ahead + 1)))

    def add_working_days(self, start: date, count: int) -> date:
        """The day that is `count` working days after `start`; `start` itself, or the next working day, for 0."""
        day = start
        while count > 0:
            day += ONE_DAY
            count -= self.is_working(day)
        return self.next_working(day)

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the next one. Source: domstolloven § 149 (assumed)."""
        while not self.is_working(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as the clock sees it. `at` in UTC.

    `data` of a pause: `reason` is `incomplete` or `incorrect`, `due` an ISO day or none; of a moved day: the new `due`.
    """

    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the two clocks stand. Days used are working days.

    `due` is the municipality's last day while its clock runs, and while it stands still the day it would be if the contractor answered
    today (`is_provisional`). `answer_by` is the contractor's day, if one was set; `since` when whoever has the ball got it.
    """

    running_for: Literal["municipality", "contractor", "nobody"]
    municipality_days: int
    contractor_days: int
    due: date | None
    is_provisional: bool
    answer_by: date | None
    explanation: tuple[Text, ...]
    since: date | None = None


_BEGINS = frozenset({"submitted"})
_PAUSES = frozenset({"paused"})
_RESUMES = frozenset({"resubmitted", "unpaused"})
_MOVES = frozenset({"due_moved"})
_ENDS = frozenset({"approved", "rejected", "withdrawn", "lapsed"})
_REOPENS = frozenset({"reopened"})


@dataclass(slots=True)
class _Count:
    """What is worked out while the events go by."""

    since: date | None = None
    paused_since: date | None = None
    left: int = 0
    municipality: int = 0
    contractor: int = 0
    restarts: bool = False
    answer_by: date | None = None


class BrokenLog(ValueError):
    """The events tell of something that cannot be: a pause that ends before it began."""


def day_of(moment: datetime) -> date:
    """The day in Europe/Oslo of a time in UTC."""
    return moment.astimezone(OSLO).date()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many calendar months later, the month's last day where it is shorter; never later than year 9999."""
    years, month = divmod(day.month - 1 + max(0, months), 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if year <= date.max.year else date.max


def months_before(day: date, months: int) -> date:
    """The same day of the month so many calendar months earlier, the month's last day where it is shorter; never before year 1."""
    months_gone = max(12, day.year * 12 + day.month - 1 - max(0, months))
    year, month = divmod(months_gone, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clock(events: Sequence[Happening], *, length: int, unit: Unit, calendar: Calendar, today: date) -> Clock:
    """Both clocks of one phase after its events, ascending in time; all zero without events.

    `length` is the time for handling in `unit`. Any number of pauses: an *incomplete* case starts the time anew when it is answered, an
    *incorrect* one goes on where it stopped. Raises BrokenLog when a pause ends that never began.
    """
    count = _Count()
    full = length if unit == "working_days" else length * 7
    lines: list[Text] = []
    for event in events:
        _step(count, event, full, unit, calendar, lines)
    if count.since is not None:
        return _running(count, unit, calendar, today, lines)
    if count.paused_since is not None:
        return _standing(count, full, unit, calendar, today, lines)
    return Clock("nobody", count.municipality, count.contractor, None, False, None, tuple(lines))


def standing_at(current: Clock, today: date) -> tuple[int | None, date | None]:
    """What to remember of a clock so that its age can be told later: days used by `today`, and `today` if it runs on, else None.

    None and None for a clock that never ran.
    """
    if current.running_for == "municipality":
        return current.municipality_days, today
    return (current.municipality_days, None) if current.explanation else (None, None)


def left_at(current: Clock, today: date, calendar: Calendar) -> tuple[date | None, int | None]:
    """What to remember of the municipality's clock: its last day while it runs, else the working days it has when it runs again.

    None and None once nobody has the case, or before anybody had it.
    """
    if current.running_for == "nobody" or current.due is None:
        return None, None
    return (None, calendar.working_days(today, current.due)) if current.is_provisional else (current.due, None)


def days_left(due: date | None, left: int | None, today: date, calendar: Calendar | None = None) -> int | None:
    """Working days left on the municipality's clock by `today`, from what `left_at` gave; below zero when its day has passed.

    None where it has no clock.
    """
    if due is None:
        return left
    counted = calendar or Calendar()
    return counted.working_days(today, due) if due >= today else -counted.working_days(due, today)


def age(days: int | None, since: date | None, today: date, calendar: Calendar | None = None) -> int | None:
    """Working days the municipality has had a case by `today`, from what `standing_at` gave; None when it never had it."""
    if days is None or since is None:
        return days
    return days + (calendar or Calendar()).working_days(since, today)


def _step(count: _Count, event: Happening, full: int, unit: Unit, calendar: Calendar, lines: list[Text]) -> None:
    day = day_of(event.at)
    if event.kind in _BEGINS | _REOPENS:
        count.since, count.left = day, full
        lines.append(
            _("Received {day}. The municipality's time runs from the day after.", day=day)
            if event.kind in _BEGINS
            else _("Taken up again {day}. The municipality's time runs from the day after.", day=day)
        )
    elif event.kind in _PAUSES and count.since is not None:
        _pause(count, event, day, unit, calendar, lines)
    elif event.kind in _RESUMES:
        _resume(count, event.kind, day, full, calendar, lines)
    elif event.kind in _MOVES and count.paused_since is not None:
        count.answer_by = date.fromisoformat(event.data["due"])
        lines.append(_("More time given {day}: the answers may come until {due}.", day=day, due=count.answer_by))
    elif event.kind in _ENDS:
        _end(count, day, calendar, lines)


def _pause(count: _Count, event: Happening, day: date, unit: Unit, calendar: Calendar, lines: list[Text]) -> None:
    since = count.since or day
    count.municipality += calendar.working_days(since, day)
    count.left = max(0, count.left - _spent(since, day, unit, calendar))
    count.since, count.paused_since = None, day
    count.restarts = event.data.get("reason") == "incomplete"
    due = event.data.get("due")
    count.answer_by = date.fromisoformat(due) if due else None
    if count.restarts:
        lines.append(_("Paused {day} because something lacks. The time starts anew when the answers come.", day=day))
    else:
        lines.append(_("Paused {day} because something must be corrected. The time stands still until the answers come.", day=day))


def _resume(count: _Count, kind: str, day: date, full: int, calendar: Calendar, lines: list[Text]) -> None:
    if count.paused_since is None:
        raise BrokenLog("a pause ends that never began")
    waited = calendar.working_days(count.paused_since, day)
    count.contractor += waited
    anew = count.restarts and kind == "resubmitted"
    count.left = full if anew else count.left
    count.since, count.paused_since, count.answer_by = day, None, None
    if kind == "unpaused":
        lines.append(_("The pause ended {day}: the municipality withdrew its requests. The time goes on.", day=day))
    else:
        lines.append(_answered(day, waited, anew=anew))


def _answered(day: date, waited: int, *, anew: bool) -> Text:
    if not anew:
        return _n("Answered {day} after {n} working day.", "Answered {day} after {n} working days.", waited, day=day)
    return _n(
        "Answered {day} after {n} working day. The time starts anew.",
        "Answered {day} after {n} working days. The time starts anew.",
        waited,
        day=day,
    )


def _end(count: _Count, day: date, calendar: Calendar, lines: list[Text]) -> None:
    if count.since is not None:
        count.municipality += calendar.working_days(count.since, day)
    if count.paused_since is not None:
        count.contractor += calendar.working_days(count.paused_since, day)
    count.since = count.paused_since = count.answer_by = None
    lines.append(
        _n(
            "Ended {day}. The municipality used {n} working day.",
            "Ended {day}. The municipality used {n} working days.",
            count.municipality,
            day=day,
        )
    )


def _running(count: _Count, unit: Unit, calendar: Calendar, today: date, lines: list[Text]) -> Clock:
    since = count.since or today
    used = count.municipality + calendar.working_days(since, today)
    due = _due(since, count.left, unit, calendar)
    lines.append(_n("The municipality has used {n} working day.", "The municipality has used {n} working days.", used))
    lines.append(_("The answer is due {day}.", day=due))
    return Clock("municipality", used, count.contractor, due, False, None, tuple(lines), since)


def _standing(count: _Count, full: int, unit: Unit, calendar: Calendar, today: date, lines: list[Text]) -> Clock:
    since = count.paused_since or today
    waited = count.contractor + calendar.working_days(since, today)
    due = _due(max(today, since), full if count.restarts else count.left, unit, calendar)
    lines.append(_n("The contractor has used {n} working day.", "The contractor has used {n} working days.", waited))
    if count.answer_by:
        lines.append(_("Answer by {day}.", day=count.answer_by))
    lines.append(_("If the answers come today, the municipality's answer is due {day}.", day=due))
    return Clock("contractor", count.municipality, waited, due, True, count.answer_by, tuple(lines), since)


def _spent(since: date, until: date, unit: Unit, calendar: Calendar) -> int:
    return calendar.working_days(since, until) if unit == "working_days" else max(0, (until - since).days)


def _due(start: date, left: int, unit: Unit, calendar: Calendar) -> date:
    if unit == "working_days":
        return calendar.add_working_days(start, left)
    return calendar.next_working(start + timedelta(days=left))


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> Collection[date]:
    return frozenset(holidays.country_holidays("NO", years=year))
