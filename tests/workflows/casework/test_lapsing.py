"""What lapses and when: permits nobody used, cases whose answers never came. The portal reminds and marks; a person decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.base import Phase, Status
from models.errors import Refused
from storage.chance import CHANCE
from storage.demo_answers import pickup
from tests.workflows.casework.desk import ADDRESS, MONDAY, Desk
from workflows.casework import deciding, duties, following, reviewing
from workflows.casework.reminding import cases_to_remind, remind
from workflows.lapsing import ANSWERS_LATE

HOLDS = timedelta(days=(date(2029, 11, 23) - MONDAY.date()).days)
"""How long an approval of the first day holds: three years, that day still."""


def looked_at(desk: Desk) -> int:
    """What the daily look at open cases does; how many reminders were sent."""
    found = cases_to_remind(work=desk.works(writing=False), now=desk.now)
    return sum(remind(one, work=desk.works(writing=True), now=desk.now, chance=CHANCE) for one in found)


def to_decide(desk: Desk, ref: str) -> bool:
    """Whether an officer has the task of deciding that the case lapses."""
    looked_at(desk)
    return any(one.task.case_id == desk.case(ref).id for one in desk.do("officer", duties.open_tasks).page.rows)


def test_a_permit_cannot_lapse_while_it_holds(desk: Desk) -> None:
    ref = desk.approved()

    with pytest.raises(Refused, match="can lapse from 2029-11-24, not before"):
        desk.do("approver", deciding.lapse, ref, "Ubrukt.")
    desk.now = MONDAY + HOLDS
    with pytest.raises(Refused, match="not before"):
        desk.do("approver", deciding.lapse, ref, "Ubrukt.")
    desk.later(days=1)
    desk.do("approver", deciding.lapse, ref, "Ubrukt.")

    assert desk.case(ref).status == Status.LAPSED


def test_a_permit_that_was_used_in_time_never_lapses(desk: Desk) -> None:
    ref = desk.approved()
    desk.fill(ref, Phase.WORK, pickup(desk.job))

    desk.now = MONDAY + HOLDS + timedelta(days=400)

    assert not to_decide(desk, ref)
    with pytest.raises(Refused, match="Nothing has run out"):
        desk.do("approver", deciding.lapse, ref, "Ubrukt.")


def test_a_permit_whose_work_was_confirmed_never_lapses(desk: Desk) -> None:
    ref = desk.approved()
    desk.do("contractor", following.confirm_start, ref, MONDAY.date(), "demo-contractor")

    desk.now = MONDAY + HOLDS + timedelta(days=400)

    assert not to_decide(desk, ref)
    with pytest.raises(Refused, match="Nothing has run out"):
        desk.do("approver", deciding.lapse, ref, "Ubrukt.")


def test_what_was_never_approved_does_not_lapse(desk: Desk) -> None:
    ref = desk.draft()
    desk.later(days=4000)

    assert not to_decide(desk, ref)


def test_a_case_whose_answers_do_not_come_may_lapse_four_weeks_after_their_day(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    due = desk.case(ref).due_on
    assert due is not None

    desk.later(days=(due + ANSWERS_LATE - desk.now.date()).days)
    with pytest.raises(Refused, match="not before"):
        desk.do("approver", deciding.lapse, ref, "Ingen svar.")
    desk.later(days=1)
    desk.do("approver", deciding.lapse, ref, "Ingen svar.")

    assert desk.case(ref).status == Status.LAPSED


def test_a_permit_that_ran_out_is_a_persons_to_decide_and_stays_a_task_until_somebody_does(any_desk: Desk) -> None:
    desk = any_desk
    ref, used = desk.approved(), desk.approved()
    desk.fill(used, Phase.WORK, pickup(desk.job))
    desk.now = MONDAY + HOLDS
    assert not to_decide(desk, ref)

    desk.later(days=3)  # a Monday
    assert (to_decide(desk, ref), to_decide(desk, used)) == (True, False)
    assert to_decide(desk, ref), "the second look leaves it there"
    assert desk.office(ref).site.can_lapse_since == MONDAY.date() + HOLDS + timedelta(days=1)
    assert (desk.case(ref).status, desk.case(used).status) == (Status.DRAFT, Status.DRAFT), "nothing lapses by itself"
    duties.tell_of_tasks(work=desk.works(writing=True), now=desk.now, chance=CHANCE)
    with desk.database.reading.connect() as connection:
        told = connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = 'task_opened'")).scalars().all()
    assert told == ["demo-officer"], "who handled the case"

    desk.do("approver", deciding.lapse, ref, "Ubrukt.")
    assert (to_decide(desk, ref), desk.case(ref).status) == (False, Status.LAPSED)


def test_the_task_is_gone_once_the_permit_is_used_after_all(desk: Desk) -> None:
    ref = desk.approved()
    desk.now = MONDAY + HOLDS + timedelta(days=3)
    assert to_decide(desk, ref)

    desk.do("contractor", following.confirm_start, ref, MONDAY.date() + timedelta(days=5), "demo-contractor")

    assert not to_decide(desk, ref)


def test_answers_that_never_came_are_a_task_too_and_more_time_takes_it_away(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    due = desk.case(ref).due_on
    assert due is not None
    desk.now += due + ANSWERS_LATE + timedelta(days=3) - desk.now.date()
    assert to_decide(desk, ref)

    desk.do("officer", reviewing.extend_requests, ref, desk.now.date() + timedelta(days=14))

    assert not to_decide(desk, ref)
