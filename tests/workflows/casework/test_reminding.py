"""The daily look at open cases: the right people, once, by what stands in the log; and no mark on what it does not change."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from models.access import OutboxItem
from models.base import Phase
from models.text import unpack
from storage.chance import CHANCE
from storage.demo_answers import final, pickup
from storage.demo_cases import FINAL_PHOTOS
from storage.reminding import ReminderRounds
from storage.rows import table_of
from storage.threads import Threads
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.access import municipality as town
from workflows.casework import deciding, following, reviewing, sending
from workflows.casework.documents import Place
from workflows.casework.lists import calendar_of
from workflows.casework.reminding import cases_to_remind, remind
from workflows.clocks import Calendar, day_of
from workflows.measures.overview import OverviewWish, overview
from workflows.ports import CaseFilter


def look(desk: Desk) -> int:
    found = cases_to_remind(work=desk.works(writing=False), now=desk.now)
    return sum(remind(one, work=desk.works(writing=True), now=desk.now, chance=CHANCE) for one in found)


def told(desk: Desk) -> Counter[tuple[str, str]]:
    """Kind and person of every reminder in the outbox."""
    with desk.database.reading.connect() as connection:
        rows = connection.execute(text("SELECT kind, person_id FROM outbox_item WHERE kind LIKE 'reminder_%'")).all()
    return Counter((row.kind, row.person_id) for row in rows)


def through(desk: Desk, days: int) -> list[str]:
    """Look once on each of these days; the reminders in the log."""
    for _day in range(days):
        desk.later(days=1)
        look(desk)
    return [one.data["stage"] for ref in refs(desk) for one in desk.read(ref, "events") if one.kind == "reminded"]


def refs(desk: Desk) -> list[str]:
    with desk.database.reading.connect() as connection:
        return list(connection.execute(text('SELECT ref FROM "case" ORDER BY id')).scalars())


def test_who_must_answer_is_told_three_times_and_at_last_the_administrator_too(any_desk: Desk) -> None:
    desk = any_desk
    ref, _asked = desk.asked(ADDRESS)

    assert through(desk, 40) == ["half", "near", "late"]

    assert told(desk) == {("reminder_answers", "demo-contractor"): 2, ("reminder_answers_late", "demo-contractor"): 1}, (
        "who began it administrates"
    )
    assert next(one for one in desk.home(ref).timeline if one.kind == "reminded").what.in_english().startswith("Nothing came by")
    assert [one.to for one in desk.office(ref).site.reminders] == ["company"] * 3


def test_a_colleague_who_worked_on_the_case_is_told_and_the_administrator_only_when_it_is_too_late(desk: Desk) -> None:
    ref = desk.draft(login="applicant")
    desk.do("applicant", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.ask(ref, ADDRESS)

    through(desk, 40)

    assert told(desk) == {
        ("reminder_answers", "demo-applicant"): 2,
        ("reminder_answers_late", "demo-applicant"): 1,
        ("reminder_answers_late_admin", "demo-contractor"): 1,
    }


def test_the_municipality_is_reminded_as_well_the_officer_who_has_it_or_all_and_then_its_administrator(desk: Desk) -> None:
    taken = desk.reported()  # ten working days
    desk.submitted()  # one

    through(desk, 30)

    assert told(desk) == {
        ("reminder_decision", "demo-officer"): 2,
        ("reminder_decision_late", "demo-officer"): 2,
        ("reminder_decision_late", "demo-approver"): 1,
        ("reminder_decision_late_admin", "demo-admin"): 2,
    }, "one case the officer has, and one that nobody has taken"
    assert [one.stage for one in desk.home(taken).site.reminders] == ["half", "near", "late"], "the company reads it too"


def test_nobody_is_reminded_after_the_ball_has_moved(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    assert through(desk, 12) == ["half"]
    desk.save(ref, "property", "address", "Storgata 16")
    desk.do("contractor", sending.resubmit, ref)

    through(desk, 12)

    about_answers = {key: count for key, count in told(desk).items() if "answers" in key[0]}
    assert about_answers == {("reminder_answers", "demo-contractor"): 1}
    assert ("reminder_decision_late", "demo-officer") in told(desk)


def test_a_look_that_is_broken_off_leaves_nothing_and_the_next_one_tells_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.asked(ADDRESS)
    desk.later(days=11)
    broken: dict[str, Any] = {"at": True}
    original = desk.works.__class__.__call__

    def break_before_commit(self: Any, *, writing: bool) -> Any:
        work = original(self, writing=writing)
        if writing and broken.pop("at", False):
            monkeypatch.setattr(work, "commit", _crash, raising=False)
        return work

    monkeypatch.setattr(type(desk.works), "__call__", break_before_commit)
    with pytest.raises(ZeroDivisionError):
        look(desk)
    assert told(desk) == {}

    assert (look(desk), look(desk)) == (1, 0)
    assert told(desk) == {("reminder_answers", "demo-contractor"): 1}


def _crash() -> None:
    raise ZeroDivisionError


def test_a_reminder_changes_neither_the_version_an_officer_has_seen_nor_when_the_case_was_last_worked_on(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    before = desk.case(ref)
    through(desk, 12)

    after = desk.case(ref)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert after.look_on is not None
    assert [one.kind for one in desk.hub.heard if one.ref == ref][-1] == "reminded"


def test_a_draft_is_reminded_of_after_two_days_of_rest_and_after_seven_and_the_municipality_reads_nothing_of_it(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    desk.later(days=1)
    desk.save(ref, "property", "address", "Storgata 14")
    assert look(desk) == 0

    assert through(desk, 30) == ["begun", "left"]

    assert told(desk) == {("reminder_draft", "demo-contractor"): 2}
    desk.photo(ref, Place(Phase.APPLICATION, "photo_old"))
    desk.do("contractor", sending.submit, ref)
    assert "reminded" in [one.kind for one in desk.home(ref).timeline]
    assert "reminded" not in [one.kind for one in desk.office(ref).timeline]
    assert desk.office(ref).site.reminders == []


def test_a_permit_nobody_uses_is_told_of_half_a_year_a_month_and_two_weeks_before(desk: Desk) -> None:
    ref = desk.approved()
    desk.later(days=3 * 365 - 200)

    assert through(desk, 210) == ["half_year", "month", "fortnight"]

    assert told(desk) == {("reminder_lapse", "demo-contractor"): 3}
    day = unpack(next(one for one in outbox(desk) if one["kind"] == "reminder_lapse")["payload"]["day"])
    assert day.in_english() == "2029-11-23"
    assert desk.case(ref).look_on is None, "what remains is a person's"


def building(desk: Desk) -> str:
    """A case whose meter was fetched; the final part is a draft nobody has written in."""
    ref = desk.approved()
    desk.later(days=3)
    desk.fill(ref, Phase.WORK, pickup(desk.job))
    desk.handled(ref)
    desk.do("approver", deciding.approve, ref, "Hentet.")
    desk.do("contractor", following.confirm_start, ref, desk.now.date(), "demo-contractor")
    return ref


def final_reminders(desk: Desk, ref: str) -> list[tuple[date, str, str]]:
    """Day, stage and about of each reminder since the work ended."""
    return [(day_of(one.at), one.data["stage"], one.data.get("about", "")) for one in desk.read(ref, "events") if one.kind == "reminded"]


def test_the_day_of_the_final_report_stands_in_every_list_from_the_end_of_the_work_on(any_desk: Desk) -> None:
    desk = any_desk
    ref = building(desk)
    assert (desk.case(ref).due_on, desk.home(ref).head.due) == (None, None), "nobody has said that the work is finished"

    ended = desk.now.date()  # a Thursday; the meter's report is due a week later
    desk.do("contractor", following.confirm_end, ref, ended)

    due = ended + timedelta(days=7)
    assert (desk.case(ref).due_on, desk.home(ref).head.due, desk.office(ref).head.due) == (due, due, due)
    dated = desk.do("contractor", calendar_of, CaseFilter(), due, due).page.rows
    assert [(one.kind, one.day, one.card.ref) for one in dated] == [("theirs", due, ref)]
    assert [one.due_on for one in desk.do("contractor", overview, OverviewWish()).do.rows] == [due]


def test_the_final_report_is_reminded_of_at_half_time_two_working_days_before_and_when_it_is_late(any_desk: Desk) -> None:
    desk = any_desk
    ref = building(desk)
    ended = desk.now.date()
    desk.do("contractor", following.confirm_end, ref, ended)
    due = ended + timedelta(days=7)

    for _day in range(60):
        desk.later(days=1)
        look(desk)
        assert look(desk) == 0, "a second process has nothing to tell"

    calendar = Calendar()
    near = [day for day in (due - timedelta(days=n) for n in range(1, 9)) if calendar.is_working(day)][1]
    sent = final_reminders(desk, ref)
    assert [one for one in sent if one[1] != "half"] == [
        (near, "near", "report"), (calendar.next_working(due + timedelta(days=1)), "late", "report"),
    ]  # fmt: skip
    assert set(told(desk)) == {("reminder_report", "demo-contractor"), ("reminder_report_late", "demo-contractor")}
    assert "final report" in [one.what.in_english() for one in desk.home(ref).timeline if one.kind == "reminded"][-1]
    assert desk.case(ref).due_on == due, "a look leaves the day"


def test_a_colleague_who_reports_is_reminded_and_the_administrator_when_it_is_late_though_they_write_every_day(desk: Desk) -> None:
    ref = building(desk)
    desk.do("contractor", following.confirm_end, ref, desk.now.date())

    for _day in range(14):
        desk.later(days=1)
        desk.save(ref, "mounting", "mounted_by", "demo-contractor", login="applicant", phase=Phase.FINAL)
        look(desk)

    counted = told(desk)
    assert counted["reminder_report_late", "demo-applicant"] == counted["reminder_report_late", "demo-contractor"] == 1
    assert counted["reminder_report", "demo-applicant"] >= 1


def test_the_day_the_report_tells_of_counts_before_the_confirmed_one_and_sending_ends_the_time(desk: Desk) -> None:
    ref = building(desk)
    desk.do("contractor", following.confirm_end, ref, desk.now.date())
    desk.later(days=2)
    desk.fill(ref, Phase.FINAL, final(desk.job))
    mounted = date.fromisoformat(desk.kept(ref, "mounting", "mounted")["raw"])
    assert desk.case(ref).due_on == Calendar().next_working(mounted + timedelta(days=7))

    for slot in FINAL_PHOTOS:
        desk.photo(ref, Place(Phase.FINAL, slot, "1"), name=f"{slot}.jpg")
    desk.handled(ref)

    through(desk, 60)
    assert not [key for key in told(desk) if key[0].startswith("reminder_report")]


def outbox(desk: Desk) -> list[dict[str, Any]]:
    with desk.database.reading.connect() as connection:
        return [dict(row) for row in connection.execute(select(table_of(OutboxItem))).mappings()]


def test_the_municipalitys_closed_days_move_every_clock_and_nobody_is_reminded_on_them(desk: Desk) -> None:
    ref = desk.in_review()
    before = desk.case(ref).due_on
    assert before is not None
    closed = [((before + timedelta(days=n)).isoformat(), "Julestengt") for n in range(3)]

    desk.do("admin", town.change_closed_days, closed, [])
    look(desk)

    days = frozenset(before + timedelta(days=n) for n in range(3))
    moved = Calendar(days).next_working(before)
    assert moved > before
    assert (desk.home(ref).head.due, desk.office(ref).head.due, desk.case(ref).due_on) == (moved, moved, moved)
    desk.now += before - desk.now.date()
    assert day_of(desk.now) == before
    assert look(desk) == 0, "nobody is told on a closed day"


async def test_the_worker_looks_at_every_case_and_one_that_cannot_be_read_keeps_nobody_else_waiting(desk: Desk) -> None:
    first, second = desk.asked(ADDRESS)[0], desk.asked(ADDRESS)[0]
    with desk.database.writing.begin() as connection:
        connection.execute(text("UPDATE \"case\" SET workflow = 'gone' WHERE ref = :ref"), {"ref": first})
    desk.later(days=11)
    threads = Threads()

    sent = await ReminderRounds(desk.works, threads).look(desk.now)

    threads.close()
    assert sent == 1
    assert [one.data["stage"] for one in desk.read(second, "events") if one.kind == "reminded"] == ["half"]
