"""A company's first page: three lists, who is responsible, expected answers with what they rest on, and the mirror that names nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Ball, Phase
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.parties import Company
from storage.rows import add
from tests.workflows.casework.desk import Desk
from tests.workflows.histories import History
from workflows.access import coworking
from workflows.casework import deciding, drafting, reviewing
from workflows.casework.responsible import change_responsible, responsible_view
from workflows.clocks import Calendar
from workflows.measures.expecting import expected_of
from workflows.measures.mirror import Mirror, comparable, mirror_view
from workflows.measures.overview import Overview, OverviewWish, overview
from workflows.ports_quality import OthersFigures
from workflows.quality import CountedPart, Tally

MONDAY = date(2026, 11, 23)
CALENDAR = Calendar()


def look(desk: Desk, login: str = "contractor", **wish: object) -> Overview:
    found: Overview = desk.do(login, overview, OverviewWish(**wish))  # type: ignore[arg-type]  # what tests wish
    return found


def test_cases_stand_under_whoever_has_the_ball(desk: Desk) -> None:
    draft, sent = desk.draft(), desk.submitted()
    paused = desk.submitted(without=["units_served"])
    rejected = desk.in_review()
    desk.do("approver", deciding.reject, rejected, "Nei.")

    found = look(desk)

    assert [one.ref for one in found.do.rows] == [paused, draft]  # what has a deadline stands first
    assert [one.ref for one in found.wait.rows] == [sent]
    assert [one.ref for one in found.done.rows] == [rejected]
    assert {one.person for one in found.beside.values()} == {"Kari Nilsen"}
    none = look(desk, "contractor2")
    assert [*none.do.rows, *none.wait.rows, *none.done.rows] == []


def test_each_list_is_paged_by_itself(desk: Desk) -> None:
    refs = {desk.submitted() for _each in range(3)}
    first = desk.do("contractor", overview, OverviewWish(), limit=2)
    rest = desk.do("contractor", overview, OverviewWish(wait=first.wait.next), limit=2)

    assert len(first.wait.rows) == 2
    assert {one.ref for one in (*first.wait.rows, *rest.wait.rows)} == refs
    assert rest.wait.next is None


def test_a_colleague_is_made_responsible_and_the_case_goes_on(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.submitted()
    before = desk.case(ref)

    desk.do("applicant", change_responsible, ref, "demo-applicant")
    after = desk.case(ref)

    assert (after.created_by, after.status, after.due_on, after.version) == (
        "demo-applicant",
        before.status,
        before.due_on,
        before.version + 1,
    )
    assert desk.kinds(ref)[-1] == "responsible_changed"
    assert [one.ref for one in look(desk, "applicant", mine=True).wait.rows] == [ref]
    assert look(desk, mine=True).wait.rows == []
    assert desk.home(ref).head.responsible == desk.actor("applicant").name
    desk.do("officer", reviewing.begin_review, ref)


def told(desk: Desk) -> set[tuple[str, str | None]]:
    with desk.database.reading.connect() as connection:
        rows = connection.exec_driver_sql("select kind, person_id from outbox_item where kind like 'responsible%'").all()
    return {(kind, person) for kind, person in rows}


def test_both_are_told_when_a_third_does_it_and_nobody_of_what_they_did_themselves(desk: Desk) -> None:
    first, second = desk.submitted(login="applicant"), desk.submitted()

    desk.do("contractor", change_responsible, first, "demo-contractor")
    assert told(desk) == {("responsible_taken", "demo-applicant")}

    desk.do("contractor", change_responsible, second, "demo-applicant")
    assert told(desk) == {("responsible_taken", "demo-applicant"), ("responsible_given", "demo-applicant")}


def test_nothing_happens_when_they_are_responsible_already(desk: Desk) -> None:
    ref = desk.submitted()
    version = desk.case(ref).version

    desk.do("applicant", change_responsible, ref, "demo-contractor")

    assert (desk.case(ref).version, told(desk)) == (version, set())


@pytest.mark.parametrize("person", ["demo-viewer", "demo-contractor2", "demo-officer", "nobody"])
def test_only_a_colleague_who_may_write_can_be_responsible(desk: Desk, person: str) -> None:
    ref = desk.submitted()

    with pytest.raises(BadInput):
        desk.do("contractor", change_responsible, ref, person)
    assert person not in desk.do("contractor", responsible_view, ref).colleagues


def test_who_may_not_change_it_is_told_why(desk: Desk) -> None:
    ref, over = desk.submitted(), desk.submitted()
    desk.do("contractor", coworking.invite_cowork, ref, "213000047")
    desk.do("contractor2", coworking.accept_cowork, ref)
    desk.do("contractor", drafting.withdraw, over, "Utgår.")

    with pytest.raises(NotAllowed):
        desk.do("contractor2", change_responsible, ref, "demo-contractor2")
    with pytest.raises(NotThere):
        desk.do("contractor2", change_responsible, over, "demo-contractor2")
    with pytest.raises(Refused):
        desk.do("contractor", change_responsible, over, "demo-applicant")
    assert desk.do("viewer", responsible_view, ref).why_not is not None
    assert desk.do("contractor", responsible_view, over).why_not is not None
    assert desk.do("contractor", responsible_view, ref).why_not is None


def archive(desk: Desk, company: str, *histories: History) -> None:
    """Counted parts of a company's."""
    for history in histories:
        case, part = desk.case(desk.draft()), history.part()
        assert part is not None
        with desk.works(writing=True) as work:
            work.cases.by_id(case.id)
            work.quality.keep(CountedPart(case.id, "demo-fjordvik", company, "water-meter", Phase.APPLICATION, part))
            work.commit()


def right(days: int = 2) -> History:
    return History().sent(0).ended("approved", days)


def corrected(*keys: str, days: int = 1) -> History:
    return History().sent(0).paused(0, *keys).answered(days).ended("approved", days)


def test_an_answer_is_expected_by_the_median_of_similar_cases_and_says_so(desk: Desk) -> None:
    ref = desk.submitted()
    archive(desk, "demo-varme", *(right(days) for days in (1, 2, 3, 4)))
    assert desk.home(ref).head.expected is None

    archive(desk, "demo-varme", right(7))
    head, listed = desk.home(ref).head, look(desk)

    assert head.expected is not None
    assert (head.expected.on, head.expected.days, head.expected.cases) == (MONDAY + timedelta(days=3), 3, 5)
    assert listed.expected[head.id] == head.expected
    assert desk.office(ref).head.expected == head.expected
    desk.later(days=7)
    late = desk.home(ref).head.expected
    assert late is not None
    assert late.on is None


def test_a_paused_case_is_expected_from_an_answer_of_today(desk: Desk) -> None:
    ref = desk.submitted(without=["units_served"])
    archive(desk, "demo-varme", *(right() for _each in range(5)))
    expected = desk.home(ref).head.expected

    assert expected is not None
    assert (expected.if_answered, expected.on) == (True, MONDAY + timedelta(days=2))


@given(
    last=st.lists(st.integers(0, 60), max_size=25), ball=st.sampled_from(Ball), used=st.none() | st.integers(0, 80),
    since=st.none() | st.dates(date(2026, 1, 1), MONDAY),
)  # fmt: skip
def test_an_estimate_lies_ahead_or_is_none(last: list[int], ball: Ball, used: int | None, since: date | None) -> None:
    found = expected_of(last, ball, used, since, MONDAY, CALENDAR)

    if found is None:
        assert ball == Ball.NOBODY or used is None or len(last) < 5
        return
    assert found.on is None or (found.on >= MONDAY and CALENDAR.is_working(found.on))
    assert found.cases == len(last)
    assert 1 <= found.days <= max(1, *last)


def mirror(desk: Desk, login: str = "contractor") -> Mirror:
    found: Mirror = desk.do(login, mirror_view)
    return found


def test_the_mirror_shows_ones_own_share_and_what_cost_most_days_with_how_to_do_it_right(desk: Desk) -> None:
    photo, name = "METER.application.description", "METER.application.units_served"
    archive(desk, "demo-rorlegger", right(), corrected(photo, days=4), corrected(photo, name, days=2), corrected("METER-06", days=1))
    archive(desk, "demo-varme", *(corrected(name, days=9) for _each in range(3)))
    found = mirror(desk)

    assert [(one.municipality, one.workflow, one.own.right_first, one.own.parts, one.all_share) for one in found.lines] == [
        ("Fjordvik", "water-meter", 1, 4, None)
    ]
    assert [(one.requirement, one.days, one.parts) for one in found.costs] == [(photo, 4 + 2, 2), (name, 2, 1), ("METER-06", 1, 1)]
    assert all(one.how_to_fix.in_english() for one in found.costs)
    assert list(mirror(desk, "contractor3").lines) == []


def test_all_companies_are_shown_only_among_many(desk: Desk) -> None:
    archive(desk, "demo-rorlegger", right())
    for number in range(5):
        company = Company(id=f"firm-{number}", organisation_number=f"31000010{number}", name=f"Hemmelig {number} AS")
        with desk.database.writing.begin() as connection:
            add(connection, company)
        archive(desk, company.id, right(), *(corrected("METER-06") for _each in range(3)))
        shares = [one.all_share for one in mirror(desk).lines]
        assert shares == [None if number < 4 else 6 / 21]
    assert "Hemmelig" not in repr(mirror(desk))


@pytest.mark.parametrize(
    ("others", "is_shown"),
    [
        (OthersFigures(5, 20, 10, 10), True), (OthersFigures(4, 40, 10, 10), False), (OthersFigures(5, 19, 10, 5), False),
        (OthersFigures(6, 30, 10, 16), False), (OthersFigures(), False),
    ],
)  # fmt: skip
def test_nobody_can_be_singled_out_from_the_share_of_all(others: OthersFigures, is_shown: bool) -> None:
    assert (comparable(Tally(parts=3, right_first=1), others) is not None) is is_shown
