"""The laws of reminding: never twice, never after the ball moved, never on a closed day, and nothing is forgotten however the job runs."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.clocks import Calendar, Clock
from workflows.reminders import (
    Reminder,
    Stage,
    draft_reminders,
    due_reminders,
    lapse_reminders,
    look_after_change,
    next_draft_look,
    next_lapse_look,
    next_turn_look,
)

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.frozensets(st.dates(date(2026, 1, 1), date(2028, 3, 1)), max_size=40).map(Calendar)


def waiting(to: str, since: date, due: date) -> Clock:
    """A clock that waits for one side."""
    if to == "company":
        return Clock("contractor", 0, 0, None, True, due, (), since)
    return Clock("municipality", 0, 0, due, False, None, (), since)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    since = draw(DAYS)
    return waiting(draw(st.sampled_from(["company", "municipality"])), since, since + timedelta(days=draw(st.integers(0, 60))))


def run(clock: Clock, calendar: Calendar, days: list[date], told: set[str] | None = None) -> list[tuple[date, Reminder]]:
    """What a job sends that runs on these days, in any order it is given."""
    told = set() if told is None else told
    sent = []
    for day in days:
        for one in due_reminders(clock, calendar, day, frozenset(told)):
            assert one.key not in told
            told.add(one.key)
            sent.append((day, one))
    return sent


def every_day(clock: Clock) -> list[date]:
    assert clock.since is not None
    return [clock.since + timedelta(days=n) for n in range(120)]


@settings(deadline=None)  # the first look at a year reads its holidays
@given(clocks(), CALENDARS, st.lists(st.integers(0, 119), max_size=200))
def test_nothing_is_told_twice_however_often_the_job_runs_and_nothing_on_a_closed_day(
    clock: Clock, calendar: Calendar, runs: list[int]
) -> None:
    days = [every_day(clock)[n] for n in sorted(runs)]
    sent = run(clock, calendar, days)

    assert len({one.key for _day, one in sent}) == len(sent)
    assert all(calendar.is_working(day) for day, _one in sent)
    stages = [one.stage for _day, one in sent]
    assert stages == [stage for stage in (Stage.HALF, Stage.NEAR, Stage.LATE) if stage in stages], "never an earlier one after a later"


@settings(deadline=None)  # the first look at a year reads its holidays
@given(clocks(), CALENDARS)
def test_a_job_that_looks_every_day_tells_the_same_as_one_that_looks_only_when_it_must(clock: Clock, calendar: Calendar) -> None:
    assert clock.since is not None
    daily = run(clock, calendar, every_day(clock))
    told: set[str] = set()
    sparing, today = [], look_after_change(clock, calendar, clock.since)
    while today is not None:
        sparing += run(clock, calendar, [today], told)
        today = next_turn_look(clock, calendar, today)

    assert sparing == daily
    assert daily[-1][1].stage == Stage.LATE, "too late is always told in the end"


@settings(deadline=None)  # the first look at a year reads its holidays
@given(clocks(), clocks(), CALENDARS)
def test_what_was_told_of_one_turn_says_nothing_of_another_and_nobody_is_told_after_the_ball_has_gone(
    first: Clock, second: Clock, calendar: Calendar
) -> None:
    told = {one.key for _day, one in run(first, calendar, every_day(first))}
    gone = Clock("nobody", 0, 0, None, False, None, ())

    assert all(due_reminders(gone, calendar, day, told) == () for day in every_day(first))
    if (first.running_for, first.since, first.due, first.answer_by) != (second.running_for, second.since, second.due, second.answer_by):
        assert run(second, calendar, every_day(second)) == run(second, calendar, every_day(second), told)


def test_three_weeks_are_reminded_of_at_half_time_two_working_days_before_and_the_day_after() -> None:
    clock = waiting("company", MONDAY, date(2026, 12, 14))

    sent = [(day, one.stage, one.to, one.escalates) for day, one in run(clock, Calendar(), every_day(clock))]

    assert sent == [
        (date(2026, 12, 2), Stage.HALF, "company", False),
        (date(2026, 12, 10), Stage.NEAR, "company", False),
        (date(2026, 12, 15), Stage.LATE, "company", True),
    ]


def test_a_municipality_that_is_closed_is_reminded_on_the_next_day_it_is_open() -> None:
    clock = waiting("municipality", MONDAY, date(2026, 12, 14))
    closed = Calendar(frozenset({date(2026, 12, 10), date(2026, 12, 15)}))

    sent = [(day, one.stage) for day, one in run(clock, closed, every_day(clock))]

    assert sent[1:] == [(date(2026, 12, 9), Stage.NEAR), (date(2026, 12, 16), Stage.LATE)]


def test_a_limit_of_three_days_has_no_half_time_and_one_of_a_day_only_an_end() -> None:
    short = waiting("municipality", MONDAY, MONDAY + timedelta(days=3))
    shortest = waiting("municipality", MONDAY, MONDAY + timedelta(days=1))

    assert [one.stage for _day, one in run(short, Calendar(), every_day(short))] == [Stage.NEAR, Stage.LATE]
    assert [one.stage for _day, one in run(shortest, Calendar(), every_day(shortest))] == [Stage.LATE]


def test_a_job_that_slept_over_half_time_and_the_end_tells_the_end_alone() -> None:
    clock = waiting("company", MONDAY, date(2026, 12, 14))

    sent = run(clock, Calendar(), [date(2026, 12, 18), date(2026, 12, 21)])

    assert [one.stage for _day, one in sent] == [Stage.LATE]


@settings(deadline=None)  # the first look at a year reads its holidays
@given(DAYS, CALENDARS, st.lists(st.integers(-400, 20), max_size=60))
def test_an_approval_is_told_of_three_times_at_most_and_never_after_its_last_day(last: date, calendar: Calendar, runs: list[int]) -> None:
    told: set[str] = set()
    stages: list[Stage] = []
    for day in (last + timedelta(days=n) for n in sorted(runs)):
        for one in lapse_reminders(last, calendar, day, frozenset(told)):
            assert (day <= last, calendar.is_working(day), one.key in told) == (True, True, False)
            told.add(one.key)
            stages.append(one.stage)
    assert stages == [stage for stage in (Stage.HALF_YEAR, Stage.MONTH, Stage.FORTNIGHT) if stage in stages]
    today, looks = last - timedelta(days=400), 0
    while (following := next_lapse_look(last, calendar, today)) is not None:
        today, looks = following, looks + 1
    assert today > last, "the last look is when the case may lapse"
    assert looks <= 4


def test_a_draft_is_told_of_after_two_and_seven_days_and_no_third_time_though_somebody_works_on_it_again() -> None:
    told: set[str] = set()
    days = []
    for worked_on in (MONDAY, MONDAY + timedelta(days=30)):
        today: date | None = worked_on + timedelta(days=2)
        while today is not None:
            for one in draft_reminders(worked_on, Calendar(), today, frozenset(told)):
                told.add(one.key)
                days.append((today - MONDAY).days)
            today = next_draft_look(worked_on, Calendar(), today)
    assert days == [2, 7]
