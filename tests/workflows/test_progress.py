"""The process bar in every status: one step is the current one, or the case is over and says how."""

from __future__ import annotations

from datetime import date

import pytest

from models.base import Phase, Status
from workflows.progress import ENDS, bar

PHASES = (Phase.APPLICATION, Phase.WORK, Phase.FINAL)
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


def shown(status: Status, phase: Phase = Phase.APPLICATION, ended_on: date | None = None) -> list[tuple[str, str]]:
    """Labels and states of a case in its first or last phase."""
    earlier = PHASES[: PHASES.index(phase)]
    sent = dict.fromkeys(earlier if status == Status.DRAFT else (*earlier, phase), MONDAY)
    decided = dict.fromkeys((*earlier, phase) if status == Status.COMPLETED else earlier, MONDAY)
    return [(str(one.label), one.state) for one in bar(PHASES, phase, status, sent, decided, ended_on)]


@pytest.mark.parametrize("status", [one for one in Status if one not in ENDS and one not in (Status.COMPLETED, Status.APPROVED)])
@pytest.mark.parametrize("phase", [Phase.APPLICATION, Phase.FINAL])
def test_a_running_case_stands_at_exactly_one_step(status: Status, phase: Phase) -> None:
    states = [state for _label, state in shown(status, phase)]

    assert (states.count("current"), states.count("ended"), states[-1]) == (1, 0, "todo")


@pytest.mark.parametrize("status", ENDS)
def test_a_case_that_ended_says_how_and_nothing_is_to_come(status: Status) -> None:
    steps = shown(status, Phase.FINAL)

    assert steps == [
        ("Application", "done"), ("Check", "done"), ("Decision", "done"), ("Work", "done"), (str(ENDS[status]), "ended")
    ]  # fmt: skip


def test_a_rejected_application_was_checked_and_a_withdrawn_one_was_not() -> None:
    assert shown(Status.REJECTED) == [("Application", "done"), ("Check", "done"), ("Rejected", "ended")]
    assert shown(Status.WITHDRAWN) == [("Application", "done"), ("Withdrawn", "ended")]


def test_the_end_has_its_day() -> None:
    (*_before, last) = bar(PHASES, Phase.APPLICATION, Status.LAPSED, {}, {}, FRIDAY)

    assert (str(last.label), last.day) == ("Lapsed", FRIDAY)


def test_a_completed_case_is_done_to_the_end() -> None:
    assert {state for _label, state in shown(Status.COMPLETED, Phase.FINAL)} == {"done"}
