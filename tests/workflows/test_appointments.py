"""The life of an inspection, by rules alone: who may do what, which times are times, and who would have to be at two places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Phase
from models.errors import BadInput, Refused
from models.followup import Appointment, AppointmentState
from workflows.appointments import ACTS, MOST_TIMES, OPEN, Span, acts_of, checked, clashing, demand, kept, spans_of

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
STARTS = st.integers(1, 400).map(lambda hours: NOW + timedelta(hours=hours))
SPANS = st.builds(lambda start, minutes: Span(start, start + timedelta(minutes=minutes)), STARTS, st.integers(15, 480))


def made(
    state: AppointmentState = AppointmentState.PROPOSED, turn: str = "company", *spans: Span, officer: str = "o", id_: str = "a"
) -> Appointment:
    agreed = spans[0] if spans and state != AppointmentState.PROPOSED else None
    return Appointment(
        id=id_, case_id="c", municipality_id="m", phase=Phase.APPLICATION, state=state, turn=turn, purpose="Grøft", times=kept(spans),
        starts_at=agreed.start if agreed else None, ends_at=agreed.end if agreed else None, officer_id=officer, created_by="p",
        created_at=NOW, changed_by="p", changed_at=NOW,
    )  # fmt: skip


@given(st.sampled_from(AppointmentState), st.sampled_from(["company", "municipality"]), st.lists(SPANS, min_size=1, max_size=3))
def test_what_is_over_stays_over_and_only_one_side_has_the_turn(state: AppointmentState, turn: str, spans: list[Span]) -> None:
    one = made(state, turn, *spans)

    ours, theirs = (acts_of(one, side, NOW) for side in ("company", "municipality"))

    if state not in OPEN:
        assert ours == theirs == ()
    else:
        assert "cancel" in ours
        assert "cancel" in theirs
        assert ("accept" in ours) != ("accept" in theirs) or state == AppointmentState.AGREED
        assert "record" not in ours
    for side in ("company", "municipality"):
        for act in ACTS[side]:
            if act in acts_of(one, side, NOW):
                demand(one, act, side, NOW)
            else:
                with pytest.raises(Refused):
                    demand(one, act, side, NOW)


def test_an_inspection_is_recorded_once_it_has_begun() -> None:
    span = Span(NOW + timedelta(hours=2), NOW + timedelta(hours=3))
    agreed = made(AppointmentState.AGREED, "company", span)

    assert "record" not in acts_of(agreed, "municipality", NOW)
    assert "record" in acts_of(agreed, "municipality", span.start)


@given(st.lists(SPANS, min_size=1, max_size=MOST_TIMES))
def test_good_times_come_back_in_order_and_as_they_were(spans: list[Span]) -> None:
    found = checked(spans, NOW)

    assert found == sorted(set(spans), key=lambda one: (one.start, one.end))
    assert spans_of(made(AppointmentState.PROPOSED, "company", *found)) == found


@pytest.mark.parametrize(
    ("hours", "length"), [(-1, 1), (1, 0), (1, -1), (1, 11), (24 * 400, 1)], ids=["passed", "empty", "backwards", "long", "far"]
)
def test_a_time_that_cannot_be_is_told(hours: int, length: int) -> None:
    start = NOW + timedelta(hours=hours)
    with pytest.raises(BadInput):
        checked([Span(start, start + timedelta(hours=length))], NOW)


@given(st.lists(SPANS, min_size=1, max_size=3), st.lists(SPANS, min_size=1, max_size=3))
def test_two_inspections_clash_both_ways_and_only_for_the_same_officer(mine: list[Span], others: list[Span]) -> None:
    one, other = made(AppointmentState.PROPOSED, "company", *mine), made(AppointmentState.PROPOSED, "company", *others, id_="b")
    stranger = made(AppointmentState.PROPOSED, "company", *others, officer="another", id_="d")

    assert bool(clashing(one, [other])) == bool(clashing(other, [one])) == any(a.meets(b) for a in mine for b in others)
    assert clashing(one, [one, stranger]) == []


def test_one_that_begins_when_the_other_ends_is_no_clash() -> None:
    first, second = Span(NOW, NOW + timedelta(hours=1)), Span(NOW + timedelta(hours=1), NOW + timedelta(hours=2))

    assert not first.meets(second)
