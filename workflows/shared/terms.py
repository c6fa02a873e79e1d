"""What the shared checks must be told about one workflow: which certificates, fields and slots they are to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.base import Phase
from workflows.conditions import Condition
from workflows.declare import NEVER


@dataclass(frozen=True)
class Terms:
    """One workflow's terms. `start` and `end` name, for each phase, the question with the announced or actual day.

    `certificates` are demands that must all be fulfilled, each by any one of its kinds. `road_ground` says when no property is needed,
    `urgent` when work may begin before the approval. `report_days` is the local rule that limits the days from `completed` to the report.
    """

    certificates: tuple[tuple[str, ...], ...] = ()
    start: Mapping[Phase, str] = field(default_factory=dict)
    end: Mapping[Phase, str] = field(default_factory=dict)
    plan_slot: str = ""
    road_ground: Condition = NEVER
    urgent: Condition = NEVER
    deviations: str = "deviations"
    completed: str = ""
    report_days: str = ""
