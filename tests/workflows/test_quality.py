"""What a part of a case was like, from hand-made histories; and what figures over many parts mean."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Phase
from models.quality import MissedFact, PartFact
from storage.rows import table_of
from tests.workflows.histories import MONDAY, History
from workflows.quality import CountedPart, Missed, PartOf, QualityWish, Tally, figures_of, median_of

TUESDAY = MONDAY + timedelta(days=1)


def part(history: History, **more: int) -> PartOf:
    found = history.part(**more)
    assert found is not None
    return found


def test_what_was_never_sent_is_no_part() -> None:
    assert History().part() is None


def test_sent_once_and_approved_is_right_the_first_time() -> None:
    assert part(History().sent(0).ended("approved", 4)) == PartOf(MONDAY, date(2026, 11, 6), "approved", 1, True, 0, 4, 0, 0, 0)


@pytest.mark.parametrize(
    "history",
    [
        History().sent(0).ended("rejected", 1),
        History().sent(0).paused(0, "METER-03", automatic=True).answered(1).ended("approved", 2),
        History().sent(0).paused(1, "METER-03").answered(2).ended("approved", 3),
        History().sent(0).paused(1, "METER-03").unpaused(2).ended("approved", 3),
        History().sent(0).paused(1, "").answered(2).ended("approved", 3),
        History().sent(0),
        History().sent(0).ended("withdrawn", 1),
        History().sent(0).ended("rejected", 1).ended("reopened", 2).paused(3, "").answered(4).ended("approved", 5),
    ],
    ids=["refused", "lacking at once", "corrected", "asked and taken back", "asked for more", "open", "withdrawn", "taken up again"],
)
def test_anything_else_is_not(history: History) -> None:
    assert part(history).right_first is False


def test_a_refusal_that_was_mended_by_the_municipality_itself_counts_as_approved() -> None:
    found = part(History().sent(0).ended("rejected", 1).ended("reopened", 2).ended("approved", 3))

    assert (found.outcome, found.decided_on, found.right_first) == ("approved", date(2026, 11, 5), True)


def test_a_case_taken_up_again_is_open_until_it_is_decided_anew() -> None:
    found = part(History().sent(0).ended("approved", 1).ended("reopened", 2))

    assert (found.outcome, found.decided_on) == ("", None)


def test_days_are_working_days_with_each_side() -> None:
    found = part(History().sent(0).paused(3, "METER-03").answered(8).ended("approved", 9))

    assert (found.own_days, found.their_days) == (3 + 1, 3)  # the weekend lies between day 3 and day 8


def test_a_requirement_costs_the_days_of_every_pause_in_which_it_was_asked_for_once_each() -> None:
    history = History().sent(0).paused(0, "METER-03", "METER-03", "METER-06", automatic=True).answered(2)
    history.paused(3, "METER-03", "").answered(4).ended("approved", 4)

    found = part(history)

    assert found.missed == (Missed("METER-03", 3, 2 + 1), Missed("METER-06", 1, 2))
    assert (found.rounds, found.sendings, found.extra) == (2, 3, 1)


def test_a_pause_nobody_has_answered_yet_has_cost_nothing_yet() -> None:
    assert part(History().sent(0).paused(0, "METER-03")).missed == (Missed("METER-03", 1, 0),)


def counted(history: History, case: str = "c", company: str = "ours", workflow: str = "water-meter", **more: int) -> CountedPart:
    return CountedPart(case, "town", company, workflow, Phase.APPLICATION, part(history, **more))


def test_figures_are_over_decided_parts_of_the_municipality_in_the_period() -> None:
    facts = [
        counted(History().sent(0).ended("approved", 1), doubtful=2),
        counted(History().sent(0).paused(0, "METER-03", "", automatic=True).answered(1).ended("approved", 2), company="theirs"),
        counted(History().sent(0).ended("rejected", 2), workflow="discharge"),
        counted(History().sent(0).ended("withdrawn", 1)),
        counted(History().sent(0).paused(0, "METER-03")),
        counted(History().sent(-40).ended("approved", -35)),
        CountedPart("x", "other", "ours", "water-meter", Phase.APPLICATION, part(History().sent(0).ended("approved", 1))),
    ]

    found = figures_of(facts, "town", QualityWish(since=MONDAY, until=MONDAY + timedelta(days=2)))

    assert found.total == Tally(3, 1, 1, 1, 1, 1 + 1 + 2, 1, 1, 2)
    assert list(found.months) == ["2026-11"]
    assert {key: tally.parts for key, tally in found.workflows.items()} == {"discharge": 1, "water-meter": 2}
    assert list(found.companies) == ["ours", "theirs"]
    assert [(one.requirement, one.parts, one.of, one.share) for one in found.missed] == [("METER-03", 1, 2, 0.5)]
    assert (found.own_median, found.their_median) == (1, 0)
    assert figures_of(facts, "town", QualityWish(workflow="discharge")).total.right_first_share == 0
    assert figures_of([], "town", QualityWish()).total.right_first_share is None


def test_nothing_that_is_counted_knows_an_officer() -> None:
    names = {one.name for kind in (PartOf, CountedPart, QualityWish, Tally, Missed) for one in fields(kind)}
    columns = {column.name for entity in (PartFact, MissedFact) for column in table_of(entity).columns}

    assert not [one for one in names | columns if one.endswith("_by") or any(word in one for word in ("person", "officer", "assignee"))]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_the_median_of_counted_values_is_the_median(values: list[int]) -> None:
    from statistics import median

    assert median_of({one: values.count(one) for one in values}) == median(values)
