"""How far a phase is: the state of each step for the task list, and the steps of the process bar. Source: product.md 3.1, 3.8."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models.base import Phase, State, Status
from models.text import Text, _, _c
from workflows.declare import Step
from workflows.facts import Dossier
from workflows.fields import is_empty
from workflows.ledger import Ledger
from workflows.reading import Reading

StepState = Literal["not_started", "started", "lacks", "ready", "to_correct"]
BarState = Literal["done", "current", "todo", "ended"]


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of a phase. `lacking` counts what is unmet above *recommended*."""

    key: str
    title: Text
    section: Text | None
    state: StepState
    lacking: int


@dataclass(frozen=True, slots=True)
class BarStep:
    """One step of the process bar; `day` is when it was passed. A case that ended before its time has its end as last step, `ended`."""

    label: Text
    state: BarState
    day: date | None = None
    paused: bool = False


def steps_of(reading: Reading, ledger: Ledger) -> list[StepProgress]:
    """The visible steps of the phase in order."""
    return [_progress(reading, ledger, step) for step in reading.index.steps.values() if reading.shows_step(step)]


def _progress(reading: Reading, ledger: Ledger, step: type[Step]) -> StepProgress:
    rows = [row for row in ledger.of_step(step.key) if row.is_unmet and not row.officer_only]
    heavy = [row for row in rows if row.level != "recommended"]
    begun = _is_begun(reading.dossier, reading.phase, step)
    state: StepState
    if any(row.state == State.ASKED_FOR for row in rows):
        state = "to_correct"
    elif not heavy:
        state = "ready"
    else:
        state = "lacks" if begun else "not_started"
    return StepProgress(step.key, step.title, step.section, state, len(heavy))


def _is_begun(dossier: Dossier, phase: Phase, step: type[Step]) -> bool:
    """Something is answered or uploaded."""
    answers: Mapping[str, Any] = dossier.answers.get(phase, {}).get(step.key, {})
    slots = {slot.key for slot in step.slots} | {slot.key for group in step.groups for slot in group.row.slots}
    files = dossier.files.get(phase, {})
    return any(not is_empty(raw) for raw in answers.values()) or any(key.split("@")[0] in slots and found for key, found in files.items())


ENDS: Mapping[Status, Text] = {
    Status.REJECTED: _c("status", "Rejected"),
    Status.WITHDRAWN: _c("status", "Withdrawn"),
    Status.LAPSED: _c("status", "Lapsed"),
}
"""How a case may end before it is done."""


def bar(
    phases: Sequence[Phase],
    phase: Phase,
    status: Status,
    sent: Mapping[Phase, date],
    decided: Mapping[Phase, date],
    ended_on: date | None = None,
) -> list[BarStep]:
    """Application, check, decision, then the later phases, then done. `sent` and `decided` are the days of each phase.

    A case that is rejected, withdrawn or lapsed has what it passed, and its end on the day `ended_on`: what would have come is no more.
    """
    steps = _whole_way(phases, phase, status, sent, decided)
    if status in ENDS:
        return [*(one for one in steps if one.state == "done"), BarStep(ENDS[status], "ended", ended_on)]
    return steps


def _whole_way(
    phases: Sequence[Phase], phase: Phase, status: Status, sent: Mapping[Phase, date], decided: Mapping[Phase, date]
) -> list[BarStep]:
    first, later = phases[0], phases[1:]
    ended = status == Status.COMPLETED or status in ENDS
    is_first = phase == first
    with_municipality = status in (Status.SUBMITTED, Status.IN_REVIEW, Status.RESUBMITTED, Status.PAUSED)
    steps = [
        BarStep(_("Application"), _state(first in sent, is_first and status == Status.DRAFT), sent.get(first)),
        BarStep(
            _("Check"),
            _state(first in decided or status == Status.REJECTED, is_first and with_municipality),
            None,
            is_first and status == Status.PAUSED,
        ),
        BarStep(_("Decision"), _state(first in decided, False), decided.get(first)),
    ]
    labels = {Phase.WORK: _("Work"), Phase.FINAL: _("Final documentation")}
    for one in later:
        here = phase == one and not ended
        steps.append(BarStep(labels[one], _state(one in decided, here), decided.get(one), here and status == Status.PAUSED))
    steps.append(BarStep(_("Done"), _state(status == Status.COMPLETED, False)))
    return steps


def _state(passed: bool, current: bool) -> BarState:
    return "current" if current else "done" if passed else "todo"
