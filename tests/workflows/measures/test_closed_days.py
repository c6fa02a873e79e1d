"""Days on which the municipality is closed altogether count nowhere: not in estimates, counted cases, calendars, workloads or files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete

from models.base import Phase
from models.local_set import LocalSet
from models.quality import MissedFact, PartFact
from storage.rows import table_of
from tests.workflows.casework.desk import Desk
from tests.workflows.measures.test_overview import archive, look, right
from ui.lists.export import HEADINGS, cells
from ui.texts import Speaker
from workflows.access import municipality as town
from workflows.casework import deciding, reviewing, ruling
from workflows.casework.counting import count_missing
from workflows.casework.lists import calendar_of, workload
from workflows.clocks import Calendar, age
from workflows.closed_days import CLOSED_DAYS, read_closed_days
from workflows.measures.figures import quality_view
from workflows.ports import CaseFilter
from workflows.quality import QualityWish

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (24, 25, 26, 27))


def close(desk: Desk, *days: date, before: Sequence[date] = ()) -> None:
    """The administrator writes the list anew."""
    seen = read_closed_days([(one.isoformat(), "Stengt") for one in before])
    desk.do("admin", town.change_closed_days, [(one.isoformat(), "Stengt") for one in days], seen)


def test_the_list_of_a_company_expects_an_answer_on_the_day_the_case_itself_does(desk: Desk) -> None:
    ref = desk.submitted()
    archive(desk, "demo-varme", *(right(3) for _each in range(5)))
    close(desk, TUESDAY, WEDNESDAY)

    head = desk.home(ref).head

    assert head.expected is not None
    assert head.expected.on == date(2026, 11, 30), "three working days from Monday, of which two are closed"
    assert look(desk).expected[head.id] == head.expected


def test_a_case_the_nightly_job_counts_has_used_the_days_it_would_have_used_at_its_decision(any_desk: Desk) -> None:
    desk = any_desk
    close(desk, TUESDAY, WEDNESDAY)
    ref = desk.submitted()
    desk.later(days=3)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("approver", deciding.approve, ref, "I orden.")
    counted = desk.do("admin", quality_view, QualityWish()).figures
    with desk.database.writing.begin() as connection:
        connection.execute(delete(table_of(MissedFact)))
        connection.execute(delete(table_of(PartFact)))

    count_missing(work=desk.works(writing=True))

    assert counted.total.parts == 1
    assert desk.do("admin", quality_view, QualityWish()).figures == counted
    with desk.works(writing=False) as work:
        assert list(work.quality.last_days("demo-fjordvik", "water-meter", Phase.APPLICATION, 20)) == [1], "Thursday alone"


def test_days_one_kind_of_case_is_closed_count_for_that_kind_alone(any_desk: Desk) -> None:
    desk = any_desk
    close(desk, TUESDAY)
    revision = desk.do("admin", ruling.rules_view, "water-meter").revision
    revision = desk.do("admin", ruling.save_rules, "water-meter", LocalSet(parameters={CLOSED_DAYS: [WEDNESDAY.isoformat()]}), revision)
    before = desk.in_review()
    desk.do("admin", ruling.publish_rules, "water-meter", revision)
    after = desk.in_review()
    desk.later(days=4)

    with desk.works(writing=False) as work:
        cards = {one.ref: one for one in work.cases.cards(desk.actor("officer").scope, CaseFilter(), after=None, limit=10).rows}
        page = work.lists.lines(desk.actor("officer").scope, CaseFilter(), [before, after], after=None, limit=10)
    used = [row[[one.in_english() for one in HEADINGS].index("Days used")] for row in cells(page.rows, Speaker("en"), FRIDAY)]

    assert cards[before].closed_days == {TUESDAY}
    assert cards[after].closed_days == {TUESDAY, WEDNESDAY}
    assert [age(one.clock_days, one.clock_since, FRIDAY, Calendar(one.closed_days)) for one in (cards[before], cards[after])] == [3, 2]
    assert used == [3, 2]
    assert desk.do("officer", workload, CaseFilter()).whole.days == 5


def test_the_calendar_shows_closed_days_as_days_off(desk: Desk) -> None:
    close(desk, THURSDAY)

    ours = desk.do("officer", calendar_of, CaseFilter(), TUESDAY, FRIDAY)
    theirs = desk.do("officer2", calendar_of, CaseFilter(), TUESDAY, FRIDAY)

    assert (ours.free, theirs.free) == ({THURSDAY}, set())


def test_the_workload_does_not_count_days_nobody_worked(desk: Desk) -> None:
    desk.in_review()
    desk.later(days=4)
    assert desk.do("officer", workload, CaseFilter()).whole.days == 4

    close(desk, TUESDAY, WEDNESDAY)

    assert desk.do("officer", workload, CaseFilter()).whole.days == 2


def test_a_file_of_cases_tells_the_days_the_board_tells(desk: Desk) -> None:
    ref = desk.in_review()
    close(desk, TUESDAY, WEDNESDAY)
    desk.later(days=4)
    with desk.works(writing=False) as work:
        page = work.lists.lines(desk.actor("officer").scope, CaseFilter(), [ref], after=None, limit=10)

    (row,) = cells(page.rows, Speaker("en"), FRIDAY)

    assert row[[one.in_english() for one in HEADINGS].index("Days used")] == 2
