"""The two clocks: examples by a Norwegian calendar, and laws that hold for any log of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.clocks import BrokenLog, Calendar, Clock, Happening, Unit, age, clock, months_after, standing_at

CALENDAR = Calendar()
INCOMPLETE, INCORRECT = {"reason": "incomplete"}, {"reason": "incorrect"}


def happened(kind: str, day: str, data: dict[str, Any] | None = None) -> Happening:
    """Something at noon of a day (month and day of 2026, or a whole date)."""
    whole = day if len(day) > 5 else f"2026-{day}"
    return Happening(kind, datetime.fromisoformat(f"{whole}T11:00:00+00:00"), data or {})


def counted(*events: Happening, today: str, length: int = 10, unit: Unit = "working_days", calendar: Calendar = CALENDAR) -> Clock:
    """Both clocks on a day of 2026."""
    return clock(events, length=length, unit=unit, calendar=calendar, today=date.fromisoformat(f"2026-{today}"))


@pytest.mark.parametrize(
    ("received", "length", "unit", "due"),
    [
        ("11-23", 10, "working_days", "2026-12-07"),  # nothing in the way but weekends; the day of receipt does not count
        ("11-21", 1, "working_days", "2026-11-23"),  # received on a Saturday
        ("03-30", 3, "working_days", "2026-04-07"),  # Maundy Thursday, Good Friday and Easter Monday are no working days
        ("04-29", 2, "working_days", "2026-05-04"),  # the First of May is a Friday
        ("05-13", 1, "working_days", "2026-05-15"),  # Ascension Day
        ("05-15", 1, "working_days", "2026-05-18"),  # Constitution Day is a Sunday this year: the Monday after counts
        ("05-22", 1, "working_days", "2026-05-26"),  # Whit Monday
        ("12-23", 3, "working_days", "2026-12-29"),  # Christmas Day is a Friday; Christmas Eve is an ordinary Thursday
        ("12-30", 2, "working_days", "2027-01-04"),  # over New Year
        ("11-23", 3, "weeks", "2026-12-14"),  # weeks are calendar weeks
        ("03-12", 3, "weeks", "2026-04-07"),  # ends on Maundy Thursday: the Tuesday after Easter
        ("04-26", 3, "weeks", "2026-05-18"),  # ends on Constitution Day, a Sunday
        ("12-04", 3, "weeks", "2027-01-04"),  # ends on Christmas Day; the municipality is closed until New Year
    ],
)
def test_an_answer_is_due_on_the_day_the_law_and_the_calendar_give(received: str, length: int, unit: Unit, due: str) -> None:
    romjul = frozenset(date(2026, 12, day) for day in (28, 29, 30, 31)) if received == "12-04" else frozenset()

    found = counted(happened("submitted", received), today=received, length=length, unit=unit, calendar=Calendar(romjul))

    assert (found.due, found.running_for, found.is_provisional) == (date.fromisoformat(due), "municipality", False)


def test_constitution_day_on_a_weekday_is_no_working_day() -> None:
    found = clock([happened("submitted", "2027-05-14")], length=1, unit="working_days", calendar=CALENDAR, today=date(2027, 5, 14))

    assert found.due == date(2027, 5, 18)  # Whit Monday and Constitution Day are the same Monday in 2027
    assert not CALENDAR.is_working(date(2028, 5, 17))


def test_a_day_the_municipality_is_closed_does_not_count() -> None:
    found = counted(happened("submitted", "11-23"), today="11-25", calendar=Calendar(frozenset({date(2026, 11, 24)})))

    assert (found.municipality_days, found.due) == (1, date(2026, 12, 8))


def test_what_arrives_late_in_the_evening_belongs_to_the_day_in_oslo() -> None:
    summer_night = Happening("submitted", datetime(2026, 6, 14, 22, 30, tzinfo=UTC), {})  # half past midnight on Monday in Oslo

    assert clock([summer_night], length=1, unit="working_days", calendar=CALENDAR, today=date(2026, 6, 15)).due == date(2026, 6, 16)


def test_an_incomplete_case_starts_anew_when_the_answers_come() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-04", INCOMPLETE), happened("resubmitted", "11-11")

    found = counted(*events, today="11-12")

    assert (found.municipality_days, found.contractor_days) == (3, 5)
    assert found.due == date(2026, 11, 25)  # ten working days after the answer


def test_an_incorrect_case_goes_on_where_it_stopped() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-04", INCORRECT), happened("resubmitted", "11-11")

    found = counted(*events, today="11-12")

    assert (found.municipality_days, found.contractor_days) == (3, 5)
    assert found.due == date(2026, 11, 23)  # two of the ten were used


def test_weeks_go_on_by_calendar_days() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-05", INCORRECT), happened("resubmitted", "11-12")

    assert counted(*events, today="11-12", length=2, unit="weeks").due == date(2026, 11, 23)  # 14 days, 3 used; the 23rd is a Monday


def test_a_withdrawn_request_never_gives_the_municipality_its_time_anew() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-04", INCOMPLETE), happened("unpaused", "11-11")

    assert counted(*events, today="11-11").due == date(2026, 11, 23)


def test_several_pauses_of_both_kinds_add_up() -> None:
    found = counted(
        happened("submitted", "11-02"),
        happened("paused", "11-04", INCORRECT),  # two used
        happened("resubmitted", "11-06"),
        happened("paused", "11-09", INCORRECT),  # three used
        happened("resubmitted", "11-16"),
        happened("paused", "11-17", INCOMPLETE),  # four used, but now it starts anew
        happened("resubmitted", "11-20"),
        happened("paused", "11-23", INCORRECT),
        happened("unpaused", "11-24"),
        today="11-25",
    )

    assert (found.municipality_days, found.contractor_days) == (6, 11)
    assert found.due == date(2026, 12, 7)  # nine working days after the 24th


def test_a_paused_case_tells_what_would_be_due_if_the_answers_came_today() -> None:
    pause = happened("paused", "11-04", {**INCORRECT, "due": "2026-11-25"})

    found = counted(happened("submitted", "11-02"), pause, today="11-18")

    assert (found.running_for, found.is_provisional, found.answer_by) == ("contractor", True, date(2026, 11, 25))
    assert (found.due, found.contractor_days) == (date(2026, 11, 30), 10)


def test_a_case_paused_after_its_day_has_no_time_left() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-30", INCORRECT), happened("resubmitted", "12-01")

    assert counted(*events, today="12-02", length=5).due == date(2026, 12, 1)


def test_nobody_has_a_case_that_ended_and_a_reopened_one_runs_again() -> None:
    ended = happened("submitted", "11-02"), happened("rejected", "11-05")

    over = counted(*ended, today="11-30")
    again = counted(*ended, happened("reopened", "11-23"), today="11-24")

    assert (over.running_for, over.due, over.municipality_days) == ("nobody", None, 3)
    assert (again.running_for, again.due, again.municipality_days) == ("municipality", date(2026, 12, 7), 4)


def test_every_event_is_told_in_words() -> None:
    events = happened("submitted", "11-02"), happened("paused", "11-04", INCOMPLETE), happened("resubmitted", "11-05")

    told = [line.in_english() for line in counted(*events, today="11-05").explanation]

    assert len(told) == 5
    for line, words in zip(told, ("Received", "starts anew when", "after 1 working day.", "has used", "is due"), strict=True):
        assert words in line


def test_a_log_in_which_a_pause_ends_that_never_began_is_refused() -> None:
    with pytest.raises(BrokenLog):
        counted(happened("submitted", "11-02"), happened("resubmitted", "11-04"), today="11-05")


GAPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(["incomplete", "incorrect"]), st.booleans()), max_size=6)
BEGINNINGS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
UNITS: st.SearchStrategy[Unit] = st.sampled_from(["working_days", "weeks"])


def _log(start: date, gaps: list[tuple[int, int, str, bool]]) -> tuple[list[Happening], date]:
    """A sending and any number of pauses, each after some days, for some days, ended by an answer or a withdrawal; and the last day."""
    day, events = start, [happened("submitted", start.isoformat())]
    for wait, pause, reason, answered in gaps:
        day += timedelta(days=wait)
        events.append(happened("paused", day.isoformat(), {"reason": reason}))
        day += timedelta(days=pause)
        events.append(happened("resubmitted" if answered else "unpaused", day.isoformat()))
    return events, day


@given(BEGINNINGS, GAPS, st.integers(1, 30), UNITS, st.integers(0, 60))
def test_neither_clock_is_ever_negative_and_together_they_count_every_working_day(
    start: date, gaps: list[tuple[int, int, str, bool]], length: int, unit: Unit, ahead: int
) -> None:
    events, last = _log(start, gaps)
    today = last + timedelta(days=ahead)

    found = clock(events, length=length, unit=unit, calendar=CALENDAR, today=today)

    assert min(found.municipality_days, found.contractor_days) >= 0
    assert found.municipality_days + found.contractor_days == CALENDAR.working_days(start, today)


@given(BEGINNINGS, GAPS, st.integers(1, 30), UNITS, st.integers(0, 60), st.integers(1, 90))
def test_a_later_day_to_answer_by_moves_nothing_else(
    start: date, gaps: list[tuple[int, int, str, bool]], length: int, unit: Unit, ahead: int, more: int
) -> None:
    events, last = _log(start, gaps)
    today = last + timedelta(days=ahead)
    events.append(happened("paused", last.isoformat(), {"reason": "incomplete", "due": (last + timedelta(days=21)).isoformat()}))
    later = last + timedelta(days=21 + more)

    before = clock(events, length=length, unit=unit, calendar=CALENDAR, today=today)
    moved = clock(
        [*events, happened("due_moved", last.isoformat(), {"due": later.isoformat()})],
        length=length, unit=unit, calendar=CALENDAR, today=today,
    )  # fmt: skip

    assert moved.answer_by == later
    assert replace(moved, answer_by=before.answer_by, explanation=()) == replace(before, explanation=())
    assert any(line.values.get("due") == later for line in moved.explanation)


@given(BEGINNINGS, GAPS, st.integers(1, 30), UNITS)
def test_no_pause_ever_shortens_the_deadline(start: date, gaps: list[tuple[int, int, str, bool]], length: int, unit: Unit) -> None:
    dues = []
    for many in range(len(gaps) + 1):
        events, last = _log(start, gaps[:many])
        dues.append(clock(events, length=length, unit=unit, calendar=CALENDAR, today=last).due)

    assert all(due is not None for due in dues)
    assert dues == sorted(dues, key=lambda due: due or date.min)


@given(BEGINNINGS, GAPS, st.integers(0, 30), UNITS)
def test_an_answer_is_always_due_on_a_working_day(start: date, gaps: list[tuple[int, int, str, bool]], length: int, unit: Unit) -> None:
    events, last = _log(start, gaps)

    due = clock(events, length=length, unit=unit, calendar=CALENDAR, today=last).due

    assert due is not None
    assert CALENDAR.is_working(due)
    assert due >= start


@given(BEGINNINGS, GAPS, st.integers(1, 30), UNITS, st.integers(0, 40))
def test_the_provisional_day_is_the_day_it_becomes_when_the_answers_come_that_day(
    start: date, gaps: list[tuple[int, int, str, bool]], length: int, unit: Unit, ahead: int
) -> None:
    events, last = _log(start, gaps)
    paused = [*events, happened("paused", last.isoformat(), INCORRECT)]
    today = last + timedelta(days=ahead)

    foretold = clock(paused, length=length, unit=unit, calendar=CALENDAR, today=today)
    answered = clock([*paused, happened("resubmitted", today.isoformat())], length=length, unit=unit, calendar=CALENDAR, today=today)

    assert (foretold.is_provisional, answered.is_provisional) == (True, False)
    assert foretold.due == answered.due


def test_what_is_remembered_of_a_clock_tells_its_age_on_any_later_day() -> None:
    log = [happened("submitted", "11-23"), happened("paused", "11-25", INCORRECT), happened("resubmitted", "11-30")]

    for told, last in ((log[:1], "11-23"), (log[:2], "11-25"), (log, "11-30")):
        turn, later = date.fromisoformat(f"2026-{last}"), date(2026, 12, 7)
        days, since = standing_at(counted(*told, today=last), turn)

        assert age(days, since, later) == counted(*told, today="12-07").municipality_days


def test_a_case_that_was_never_here_has_no_age() -> None:
    assert standing_at(counted(today="11-23"), date(2026, 11, 23)) == (None, None)
    assert age(None, None, date(2026, 11, 23)) is None


def test_three_years_from_a_leap_day_end_on_the_last_day_of_february() -> None:
    assert months_after(date(2028, 2, 29), 36) == date(2031, 2, 28)
