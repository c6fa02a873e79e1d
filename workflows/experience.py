"""What earlier cases of a kind teach who prepares one: what was asked for most, and how long decisions took. Only counts come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import ceil
from statistics import median

from models.base import Phase
from models.local_set import OWN
from workflows.clocks import Calendar, day_of
from workflows.declare import Workflow
from workflows.ports_figures import KindFigures

FEWEST = 5
"""Figures of fewer cases tell of chance, or of somebody."""
FEWEST_ASKED = 2
"""What was asked for once is no common mistake."""


class From(StrEnum):
    """Whose cases taught it."""

    MUNICIPALITY = "municipality"
    INSTALLATION = "installation"
    DECLARED = "declared"


@dataclass(frozen=True)
class OftenMissed:
    """Requirement ids, the most missed first; `cases` is how many cases were counted, 0 for those who wrote the workflow down."""

    source: From
    ids: tuple[str, ...]
    cases: int = 0


@dataclass(frozen=True)
class Experience:
    """`often` are lists to look in, the nearest first. `usual_days` are working days from sending to decision, by phase, where known."""

    often: tuple[OftenMissed, ...] = ()
    usual_days: Mapping[Phase, int] = field(default_factory=dict)


def experience_of(workflow: Workflow, here: KindFigures, everywhere: KindFigures, calendar: Calendar) -> Experience:
    """What may be told: of this municipality where it has had enough cases, else of all, and at the end what the workflow declares."""
    shared = [key for key in often_asked(everywhere) if f".{OWN}" not in key]  # own questions are one municipality's business
    often = (
        OftenMissed(From.MUNICIPALITY, tuple(often_asked(here)), here.cases),
        OftenMissed(From.INSTALLATION, tuple(shared), everywhere.cases),
        OftenMissed(From.DECLARED, workflow.guide.often_missed if workflow.guide else ()),
    )
    usual = {phase: _usual(spans, calendar) for phase, spans in here.decided.items() if len(spans) >= FEWEST}
    return Experience(tuple(one for one in often if one.ids), usual)


def declared_experience(workflow: Workflow) -> Experience:
    """What is told before there is any."""
    return experience_of(workflow, KindFigures(), KindFigures(), Calendar())


def often_asked(figures: KindFigures) -> list[str]:
    """Ids of what many cases were asked for, the most asked first; none where there were too few cases to tell."""
    often = [(cases, key) for key, cases in figures.asked.items() if cases >= FEWEST_ASKED]
    return [key for cases, key in sorted(often, key=lambda one: (-one[0], one[1]))] if figures.cases >= FEWEST else []


def _usual(spans: Sequence[tuple[datetime, datetime]], calendar: Calendar) -> int:
    """The median in working days, a half rounded up; what is decided the same day counts as one."""
    days = [calendar.working_days(day_of(sent), day_of(decided)) for sent, decided in spans]
    return max(1, ceil(median(days)))
