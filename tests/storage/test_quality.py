"""Figures in SQL: the same as their definition, on both engines, whatever the histories; and the lists behind them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.base import Phase
from storage.database import Database
from storage.live import InProcessHub
from storage.work import Work, Works
from tests.storage.world import FJORDVIK, SUNDAL, World
from tests.workflows.histories import MONDAY, History
from workflows.ports_quality import PartLine
from workflows.quality import CountedPart, QualityWish, figures_of

KEYS = ("METER-03", "METER-06", "COM-18", "")
NUMBERS = count(1)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Sent, some pauses, perhaps an end, perhaps taken up again."""
    day = draw(st.integers(0, 100))
    history = History().sent(day)
    for _round in range(draw(st.integers(0, 3))):
        history.paused(
            day := day + draw(st.integers(0, 3)), *draw(st.lists(st.sampled_from(KEYS), max_size=3)), automatic=draw(st.booleans())
        )
        history = (history.answered if draw(st.booleans()) else history.unpaused)(day := day + draw(st.integers(0, 9)))
    ending = draw(st.sampled_from(("", "approved", "approved", "rejected", "withdrawn", "lapsed")))
    if ending:
        history.ended(ending, day := day + draw(st.integers(0, 9)))
        if draw(st.booleans()) and ending in ("approved", "rejected"):
            history.ended("reopened", day + 1).ended("approved", day + 2)
    return history


PARTS = st.tuples(
    histories(), st.sampled_from(("fjordvik", "sundal")), st.sampled_from(("pipes", "drains")),
    st.sampled_from(("water-meter", "discharge")),
    st.sampled_from(Phase), st.integers(0, 3),
)  # fmt: skip
WISHES = st.builds(
    QualityWish,
    workflow=st.sampled_from(("", "water-meter")),
    phase=st.sampled_from((None, Phase.APPLICATION, Phase.FINAL)),
    company=st.sampled_from(("", "pipes")),
    since=st.none() | st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days)),
    until=st.none() | st.integers(60, 130).map(lambda days: MONDAY + timedelta(days=days)),
)


def keep(work: Work, world: World, history: History, town: str, company: str, workflow: str, phase: Phase, doubtful: int) -> CountedPart:
    """A case with one counted part."""
    number = next(NUMBERS)
    case = world.case(
        id=f"q-{number}", ref=f"qr-{number}", number=f"Q-{number}", municipality_id=town, company_id=company, workflow=workflow
    )  # fmt: skip
    work.cases.add(case)
    part = history.part(doubtful)
    assert part is not None
    counted = CountedPart(case.id, town, company, workflow, phase, part)
    work.quality.keep(counted)
    return counted


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(PARTS, max_size=12), wish=WISHES)
def test_sql_counts_what_the_definition_says(database: Database, world: World, parts: list[tuple], wish: QualityWish) -> None:  # type: ignore[type-arg]
    with Works(database, InProcessHub())(writing=True) as work:  # undone at the end: the next example begins with nothing
        facts = [keep(work, world, *one) for one in parts]

        assert work.quality.figures("fjordvik", wish) == figures_of(facts, "fjordvik", wish)
        for company in ("pipes", "drains"):
            own = work.quality.own(company, MONDAY)
            for (town, workflow), tally in own.items():
                assert tally == figures_of(facts, town, QualityWish(workflow=workflow, company=company, since=MONDAY)).total


def right(day: int) -> History:
    return History().sent(day).ended("approved", day + 2)


def corrected(day: int, *keys: str) -> History:
    return History().sent(day).paused(day, *keys, automatic=True).answered(day + 1).ended("approved", day + 2)


KIND = ("fjordvik", "pipes", "water-meter", Phase.APPLICATION)


def test_every_figure_has_its_list_of_parts_decided_last_first_and_paged_by_key(works: Works, world: World) -> None:
    with works(writing=True) as work:
        facts = [keep(work, world, right(day), *KIND, 0) for day in range(5)]
        facts += [keep(work, world, corrected(day, "METER-03", ""), *KIND, 1) for day in range(4)]
        keep(work, world, right(0), "sundal", "pipes", "water-meter", Phase.APPLICATION, 0)
        seen: list[PartLine] = []
        after: str | None = None
        while True:
            page = work.quality.parts(FJORDVIK, QualityWish(), after=after, limit=2)
            seen += page.rows
            after = page.next
            if after is None:
                break

        assert len(seen) == len({one.ref for one in seen}) == 9
        assert [one.decided_on for one in seen] == sorted((one.decided_on for one in seen), reverse=True)
        counts = {
            one: len(work.quality.parts(FJORDVIK, QualityWish(), behind=one).rows) for one in ("right", "corrected", "extra", "doubtful")
        }
        assert counts == {"right": 5, "corrected": 4, "extra": 4, "doubtful": 4}
        lacking = work.quality.parts(FJORDVIK, QualityWish(), requirement="METER-03").rows
        assert [one.missed for one in lacking] == [("METER-03",)] * 4
        assert len(work.quality.parts(SUNDAL, QualityWish()).rows) == 1


def test_a_part_that_is_counted_anew_is_counted_once(works: Works, world: World) -> None:
    with works(writing=True) as work:
        first = keep(work, world, History().sent(0).paused(0, "METER-03", "METER-06"), *KIND, 0)
        again = History().sent(0).paused(0, "METER-03").answered(1).ended("approved", 2).part()
        assert again is not None
        work.quality.keep(CountedPart(first.case_id, *KIND, again))

        found = work.quality.figures("fjordvik", QualityWish())

    assert (found.total.parts, [one.requirement for one in found.missed]) == (1, ["METER-03"])


def test_days_of_first_sending_tell_who_lacked_what(works: Works, world: World) -> None:
    with works(writing=True) as work:
        for day, keys in ((0, ()), (0, ("METER-03",)), (3, ("METER-03",)), (4, ("METER-06",))):
            keep(work, world, corrected(day, *keys) if keys else right(day), *KIND, 0)

        found = work.quality.sent_days("fjordvik", "water-meter", Phase.APPLICATION, "METER-03", MONDAY)
        later = work.quality.sent_days("fjordvik", "water-meter", Phase.APPLICATION, "METER-03", MONDAY + timedelta(days=4))

    assert [(one.on, one.parts, one.missed) for one in found] == [
        (MONDAY, 2, 1), (MONDAY + timedelta(days=3), 1, 1), (MONDAY + timedelta(days=4), 1, 0),
    ]  # fmt: skip
    assert [(one.parts, one.missed) for one in later] == [(1, 0)]


@pytest.mark.parametrize(("most", "expected"), [(2, [2, 2]), (20, [2, 2, 2])])
def test_the_last_decided_parts_of_a_kind_tell_how_long_it_takes(works: Works, world: World, most: int, expected: list[int]) -> None:
    with works(writing=True) as work:
        for day in (0, 7, 14):
            keep(work, world, right(day), *KIND, 0)
        keep(work, world, right(21), "sundal", *KIND[1:], 0)
        keep(work, world, History().sent(0).ended("withdrawn", 1), *KIND, 0)

        assert work.quality.last_days("fjordvik", "water-meter", Phase.APPLICATION, most) == expected


def test_of_others_only_sums_are_told(works: Works, world: World) -> None:
    with works(writing=True) as work:
        for company, history in (("pipes", right(0)), ("drains", right(0)), ("drains", corrected(0, "METER-03"))):
            keep(work, world, history, "fjordvik", company, "water-meter", Phase.APPLICATION, 0)

        found = work.quality.others("fjordvik", "water-meter", "pipes", MONDAY)
        nobody = work.quality.others("sundal", "water-meter", "pipes", MONDAY)
        cost = work.quality.costliest("drains", MONDAY, 3)

    assert (found.companies, found.parts, found.right_first, found.largest) == (1, 2, 1, 2)
    assert (nobody.companies, nobody.parts) == (0, 0)
    assert [(one.requirement, one.parts, one.days) for one in cost] == [("METER-03", 1, 1)]
