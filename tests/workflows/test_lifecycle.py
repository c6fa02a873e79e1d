"""The transition table: closed unless listed, the same answer for button, program and use case, and where each status leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.actor import Actor, Machine
from models.base import Ball, BoardColumn, Phase, Role, Status
from models.errors import NotAllowed, NotThere, Refused
from workflows.lifecycle import BY_NAME, LIFECYCLE, Standing, ball_of, column_of, decide, permitted
from workflows.policy import MATRIX

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CASE = Standing("pipes", "fjordvik", Phase.APPLICATION, Status.DRAFT)
COMES_FROM = {
    Status.SUBMITTED: {Status.DRAFT},
    Status.IN_REVIEW: {Status.SUBMITTED, Status.RESUBMITTED, Status.PAUSED, Status.COMPLETED, Status.REJECTED},
    Status.PAUSED: {Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW},
    Status.RESUBMITTED: {Status.PAUSED},
    Status.APPROVED: {Status.IN_REVIEW},
    Status.REJECTED: {Status.IN_REVIEW},
    Status.DRAFT: {Status.APPROVED},
    Status.COMPLETED: {Status.APPROVED},
    Status.WITHDRAWN: {Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.PAUSED, Status.RESUBMITTED},
    Status.LAPSED: {Status.DRAFT, Status.PAUSED},
}
"""Domain README section 4, read backwards."""


def person(role: Role, tenant: str = "") -> Actor:
    """Somebody of that role, of the case's own tenant unless another is named."""
    company, municipality = (None, tenant or "fjordvik") if role.is_staff else (tenant or "pipes", None)
    return Actor("p", "P", "p@demo.example", role, "m", company, municipality, "T", "nb", NOW)


def standings() -> st.SearchStrategy[Standing]:
    """Cases of ours in any state."""
    few = st.integers(0, 2)
    return st.builds(
        Standing, st.just("pipes"), st.just("fjordvik"), st.sampled_from(Phase), st.sampled_from(Status),
        blocking_gaps=few, needed_gaps=few,
        planned=few, planned_blocking=few, open=few, unanswered=few, answered=few, proposed_by=st.sampled_from([None, "p", "q"]),
        four_eyes=st.booleans(), assignee_id=st.sampled_from([None, "p", "q"]), has_access=st.booleans(),
        being_checked=st.sampled_from(["", "a.jpg"]),
    )  # fmt: skip


def test_a_status_is_reached_only_from_where_the_domain_says() -> None:
    found: dict[Status, set[Status]] = {}
    for one in LIFECYCLE:
        if one.target is not None:
            found.setdefault(one.target, set()).update(one.origins)

    assert found == COMES_FROM


def test_every_action_has_one_line_and_a_known_permission() -> None:
    assert len(BY_NAME) == len(LIFECYCLE)
    assert {one.policy for one in LIFECYCLE if one.policy} <= set(MATRIX)


NO_TENANT = {Role.PLATFORM_ADMIN, Role.EXPERT}


@given(standings(), st.sampled_from(Role))
def test_a_button_that_can_be_pressed_works_and_one_that_cannot_says_why(case: Standing, role: Role) -> None:
    actor = person(role)

    offered = permitted(case, actor)

    for one in LIFECYCLE:
        if one.name not in offered:
            with pytest.raises(NotThere if role in NO_TENANT and one.policy else NotAllowed):
                decide(case, one.name, actor)
        elif (refusal := offered[one.name]) is None:
            assert decide(case, one.name, actor) == (one.target or case.status)
        else:
            with pytest.raises(Refused) as refused:
                decide(case, one.name, actor)
            assert refused.value.text == refusal.why


@given(standings(), st.sampled_from(Role))
def test_a_stranger_is_offered_nothing_and_told_nothing(case: Standing, role: Role) -> None:
    stranger = person(role, "elsewhere")

    assert permitted(case, stranger) == {}
    for one in LIFECYCLE:
        with pytest.raises((NotThere, NotAllowed)):
            decide(case, one.name, stranger)


@given(standings())
def test_no_decision_is_ever_possible_with_something_open(case: Standing) -> None:
    for name in ("approve", "reject"):
        try:
            decide(case, name, person(Role.APPROVER))
        except Refused:
            continue
        assert (case.status, case.open, case.planned) == (Status.IN_REVIEW, 0, 0)
        assert name == "reject" or not case.needed_gaps
        assert not case.four_eyes or case.proposed_by == "q"


def test_what_only_the_portal_does_nobody_else_can() -> None:
    for one in LIFECYCLE:
        if not one.policy:
            for role in Role:
                with pytest.raises(NotAllowed):
                    decide(replace(CASE, status=next(iter(one.origins))), one.name, person(role))
            assert decide(replace(CASE, status=next(iter(one.origins))), one.name, Machine()) == one.target


@pytest.mark.parametrize(
    ("name", "case", "why"),
    [
        ("submit", replace(CASE, has_access=False), "not approved your company"),
        ("submit", replace(CASE, blocking_gaps=1), "1 thing must be mended"),
        ("submit", replace(CASE, blocking_gaps=2), "2 things must be mended"),
        ("submit", replace(CASE, being_checked="a.jpg", blocking_gaps=1), "a.jpg is being checked"),
        ("resubmit", replace(CASE, status=Status.PAUSED, being_checked="a.jpg", answered=1), "a.jpg is being checked"),
        ("submit", replace(CASE, status=Status.COMPLETED), "The case is closed"),
        ("resubmit", replace(CASE, status=Status.PAUSED), "Nothing has changed"),
        ("withdraw", replace(CASE, status=Status.LAPSED), "has lapsed"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_refusal_says_what_to_do(name: str, case: Standing, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(case, name, person(Role.APPLICANT))


@pytest.mark.parametrize("status", Status)
def test_somebody_has_the_ball_until_it_is_over(status: Status) -> None:
    over = {Status.REJECTED, Status.COMPLETED, Status.WITHDRAWN, Status.LAPSED}

    assert (ball_of(status) == Ball.NOBODY) == (status in over)
    assert (column_of(Phase.APPLICATION, status, is_ready=False, was_sent=True) == BoardColumn.CLOSED) == (status in over)


@pytest.mark.parametrize(
    ("status", "is_ready", "column"),
    [
        (Status.SUBMITTED, True, BoardColumn.NEW),
        (Status.IN_REVIEW, False, BoardColumn.CHECKING),
        (Status.IN_REVIEW, True, BoardColumn.READY),
        (Status.RESUBMITTED, True, BoardColumn.ANSWERED),
        (Status.PAUSED, False, BoardColumn.WAITING),
        (Status.DRAFT, False, BoardColumn.FINAL_DOCS),
    ],
)
def test_the_board_shows_who_has_the_ball(status: Status, is_ready: bool, column: BoardColumn) -> None:
    assert column_of(Phase.FINAL, status, is_ready=is_ready, was_sent=True) == column
    assert column_of(Phase.FINAL, status, is_ready=is_ready, was_sent=False) == BoardColumn.HIDDEN
