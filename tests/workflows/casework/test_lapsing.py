"""What lapses and when: permits nobody used, cases whose answers never came; by an officer's hand, or by the portal once a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.base import Phase, Status
from models.errors import Refused
from storage.chance import CHANCE
from storage.demo_answers import pickup
from tests.workflows.casework.desk import ADDRESS, MONDAY, Desk
from workflows.casework import deciding
from workflows.casework.lapsing import lapse_unused, unused_permits
from workflows.lapsing import ANSWERS_LATE

HOLDS = timedelta(days=(date(2029, 11, 23) - MONDAY.date()).days)
"""How long an approval of the first day holds: three years, that day still."""


def lapsed_by_the_portal(desk: Desk) -> list[str]:
    """What the daily chore does; the cases it let lapse."""
    found = unused_permits(work=desk.works(writing=False), now=desk.now)
    return [one for one in found if lapse_unused(one, work=desk.works(writing=True), now=desk.now, chance=CHANCE)]


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

    assert lapsed_by_the_portal(desk) == []
    with pytest.raises(Refused, match="Nothing has run out"):
        desk.do("approver", deciding.lapse, ref, "Ubrukt.")


def test_what_was_never_approved_does_not_lapse(desk: Desk) -> None:
    desk.draft()
    desk.later(days=4000)

    assert lapsed_by_the_portal(desk) == []


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


def test_once_a_day_the_portal_lets_unused_permits_lapse_and_tells_who_applied(any_desk: Desk) -> None:
    desk = any_desk
    ref, used = desk.approved(), desk.approved()
    desk.fill(used, Phase.WORK, pickup(desk.job))
    desk.now = MONDAY + HOLDS
    assert lapsed_by_the_portal(desk) == []

    desk.later(days=1)
    assert lapsed_by_the_portal(desk) == [desk.case(ref).id]
    assert lapsed_by_the_portal(desk) == []

    assert (desk.case(ref).status, desk.case(used).status) == (Status.LAPSED, Status.DRAFT)
    last = desk.read(ref, "events")[-1]
    assert (last.kind, last.actor_id, last.data["automatic"]) == ("lapsed", None, True)
    assert [one.kind for one in desk.hub.heard if one.ref == ref][-1] == "lapsed"
    assert desk.home(ref).timeline[0].what.in_english() == "Case lapsed: the approval was not used in time"
    with desk.database.reading.connect() as connection:
        told = connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = 'lapsed'")).scalars().all()
    assert told == ["demo-contractor"]


def test_a_permit_that_is_used_while_the_portal_looks_is_left_alone(desk: Desk) -> None:
    ref = desk.approved()
    desk.now = MONDAY + HOLDS + timedelta(days=1)
    (found,) = unused_permits(work=desk.works(writing=False), now=desk.now)
    desk.fill(ref, Phase.WORK, pickup(desk.job))

    assert not lapse_unused(found, work=desk.works(writing=True), now=desk.now, chance=CHANCE)
    assert desk.case(ref).status == Status.DRAFT
