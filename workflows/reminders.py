"""Who is reminded when: at half time and two working days before, then once when it is too late. Pure; nothing here reads a clock.

Everything is worked out anew from a day and from what was told already, so a job that crashed, ran twice or slept a week tells each thing
once at most, and never what has passed since. Nobody is reminded on a closed day. Source: product.md rows 4 and 25; domain section 5.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from workflows.clocks import ONE_DAY, Calendar, Clock, months_before


class Stage(StrEnum):
    """What a reminder says of the day."""

    HALF = "half"
    NEAR = "near"
    LATE = "late"
    BEGUN = "begun"
    LEFT = "left"
    HALF_YEAR = "half_year"
    MONTH = "month"
    FORTNIGHT = "fortnight"


REPORT = "report"
NEAR_WORKING_DAYS = 2
DRAFT_DAYS = ((Stage.BEGUN, 2), (Stage.LEFT, 7))
"""Days after somebody last worked on a draft that was never sent. Source: product.md row 4."""
DRAFT_LOOK = timedelta(days=DRAFT_DAYS[0][1])
"""A draft is looked at so long after each change of it: only that look works out what must be told."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to tell once. `key` is the same however often it is worked out; `to` is `company` or `municipality`.

    `due` is the day it is about; `escalates` when it goes to the administrator too; `about` is `REPORT` when the day is that of the
    final report.
    """

    key: str
    stage: Stage
    to: str
    due: date
    escalates: bool = False
    about: str = ""


class Turn(NamedTuple):
    """Whose turn it is to act (`company` or `municipality`), since which day and until which."""

    to: str
    since: date
    due: date


Milestone = tuple[Stage, date]
"""What is told, and from which working day on."""


def due_reminders(clock: Clock, calendar: Calendar, today: date, told: Collection[str]) -> Sequence[Reminder]:
    """What whoever has the ball must be told today, one thing at most: of several whose day has come only the last, and none told before.

    `told` are the keys of all reminders of the case. A turn of the ball, or another day, begins anew.
    """
    turn = _turn(clock)
    if turn is None:
        return ()
    return _turn_reminders(turn, f"{turn.to}/{turn.since}/{turn.due}", "", calendar, today, told)


def report_reminders(turn: Turn, calendar: Calendar, today: date, told: Collection[str]) -> Sequence[Reminder]:
    """The same about the final report of finished work, from the day it was finished on."""
    return _turn_reminders(turn, f"{REPORT}/{turn.since}/{turn.due}", REPORT, calendar, today, told)


def lapse_reminders(last: date, calendar: Calendar, today: date, told: Collection[str]) -> Sequence[Reminder]:
    """What the company must be told of an approval that nobody has used yet; `last` is the last day it holds."""
    name = f"lapse/{last}"
    stage = _latest(list(_before(last, calendar)), name, calendar, today, told) if today <= last else None
    return (Reminder(f"{name}/{stage}", stage, "company", last),) if stage else ()


def draft_reminders(worked_on: date, calendar: Calendar, today: date, told: Collection[str]) -> Sequence[Reminder]:
    """What who began a draft must be told; `worked_on` is when somebody last worked on it. Twice in the life of a draft at most."""
    stage = _latest(list(_after(worked_on, calendar)), "draft", calendar, today, told)
    return (Reminder(f"draft/{stage}", stage, "company", worked_on),) if stage else ()


def next_turn_look(clock: Clock, calendar: Calendar, today: date) -> date | None:
    """The next day on which something may have to be told about whose turn it is, after `today`; None when nothing will be."""
    turn = _turn(clock)
    return next_look_at(turn, calendar, today) if turn else None


def next_look_at(turn: Turn, calendar: Calendar, today: date) -> date | None:
    """The same about a turn."""
    return _next((day for _stage, day in _milestones(turn.since, turn.due, calendar)), today)


def look_after_change(clock: Clock, calendar: Calendar, today: date) -> date | None:
    """When to look at a case somebody has just changed: today where something may be untold, else as `next_turn_look`."""
    turn = _turn(clock)
    return first_look_at(turn, calendar, today) if turn else None


def first_look_at(turn: Turn, calendar: Calendar, today: date) -> date | None:
    """The same about a turn."""
    if any(day <= today for _stage, day in _milestones(turn.since, turn.due, calendar)):
        return today
    return next_look_at(turn, calendar, today)


def next_lapse_look(last: date, calendar: Calendar, today: date) -> date | None:
    """The same about an approval; the day after its last one is the last look."""
    return _next([*(day for _stage, day in _before(last, calendar)), calendar.next_working(last + ONE_DAY)], today)


def next_draft_look(worked_on: date, calendar: Calendar, today: date) -> date | None:
    """The same about a draft."""
    return _next((day for _stage, day in _after(worked_on, calendar)), today)


def _turn_reminders(turn: Turn, name: str, about: str, calendar: Calendar, today: date, told: Collection[str]) -> Sequence[Reminder]:
    stage = _latest(list(_milestones(turn.since, turn.due, calendar)), name, calendar, today, told)
    return (Reminder(f"{name}/{stage}", stage, turn.to, turn.due, stage == Stage.LATE, about),) if stage else ()


def _turn(clock: Clock) -> Turn | None:
    """Who has the ball, since when and until when; None while nobody has it, or by no day."""
    if clock.since is None:
        return None
    if clock.running_for == "municipality" and clock.due is not None:
        return Turn("municipality", clock.since, clock.due)
    if clock.running_for == "contractor" and clock.answer_by is not None:
        return Turn("company", clock.since, clock.answer_by)
    return None


def _milestones(since: date, due: date, calendar: Calendar) -> Iterator[Milestone]:
    """Half time where it lies before the nearer one, two working days before the day, and the working day after it."""
    near = _working_days_before(due, NEAR_WORKING_DAYS, calendar)
    half = calendar.add_working_days(since, calendar.working_days(since, due) // 2)
    if since < half < near:
        yield Stage.HALF, half
    if since < near:
        yield Stage.NEAR, near
    yield Stage.LATE, calendar.next_working(due + ONE_DAY)


def _before(last: date, calendar: Calendar) -> Iterator[Milestone]:
    yield Stage.HALF_YEAR, calendar.next_working(months_before(last, 6))
    yield Stage.MONTH, calendar.next_working(months_before(last, 1))
    yield Stage.FORTNIGHT, calendar.next_working(last - timedelta(weeks=2))


def _after(worked_on: date, calendar: Calendar) -> Iterator[Milestone]:
    for stage, days in DRAFT_DAYS:
        yield stage, calendar.next_working(worked_on + timedelta(days=days))


def _working_days_before(day: date, count: int, calendar: Calendar) -> date:
    while count > 0:
        day -= ONE_DAY
        count -= calendar.is_working(day)
    return day


def _latest(milestones: Sequence[Milestone], name: str, calendar: Calendar, today: date, told: Collection[str]) -> Stage | None:
    """The last milestone that has come, unless it or a later one was told before."""
    if not calendar.is_working(today):
        return None
    come = [stage for stage, day in milestones if day <= today]
    if not come or any(f"{name}/{stage}" in told for stage in [one for one, _day in milestones][len(come) - 1 :]):
        return None
    return come[-1]


def _next(days: Iterator[date] | Sequence[date], today: date) -> date | None:
    return min((day for day in days if day > today), default=None)
