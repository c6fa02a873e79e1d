"""What the shared checks must be told about one workflow: which certificates, fields and slots they are to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.base import Phase
from workflows.conditions import ALWAYS, Condition
from workflows.declare import NEVER


@dataclass(frozen=True)
class Competence:
    """A demand on the person of a question: any one of `ways`, each a set of certificates held together.

    `lacking_told_by` names the numbered check that speaks when none of the ways is held at all; where the phase has it, COM-14 speaks of
    expiry only. Where `anybody` holds, it is enough that somebody of the company holds one of the ways. A file in the slot `proof` does
    for the certificate, also in later phases for the person it was uploaded for.
    """

    ways: tuple[tuple[str, ...], ...]
    when: Condition = ALWAYS
    person: str = "responsible_person"
    lacking_told_by: str = ""
    anybody: Condition = NEVER
    proof: str = ""


ADK = (("adk1", "trade_plumber"), ("adk1", "trade_machine"), ("adk1", "trade_road"), ("trade_pipelayer",))
"""Ways to be allowed to lay outdoor pipes. Source: domain README section 3 and 1-connection."""


@dataclass(frozen=True)
class Terms:
    """One workflow's terms. `start` and `end` name, for each phase, the question with the announced or actual day.

    `periods` are further pairs of questions, the first of which must not be later than the second.
    `certificates` are demands that must all be fulfilled. `road_ground` says when no property is needed,
    `urgent` when work may begin before the approval. `report_days` is the local rule that limits the days, or the working days where that
    is its unit, from `completed` to the report.
    """

    certificates: tuple[Competence, ...] = ()
    start: Mapping[Phase, str] = field(default_factory=dict)
    end: Mapping[Phase, str] = field(default_factory=dict)
    periods: tuple[tuple[str, str], ...] = ()
    plan_slot: str = ""
    road_ground: Condition = NEVER
    urgent: Condition = NEVER
    deviations: str = "deviations"
    completed: str = ""
    report_days: str = ""
