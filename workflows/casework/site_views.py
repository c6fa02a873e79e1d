"""What both sides are shown of a case on site: what the contractor confirmed, the trench, inspections, reminders. Plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from models.base import Phase
from models.followup import AppointmentState
from models.text import Text
from workflows.appointments import Act, Side, Span
from workflows.trench import Trench


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One thing somebody confirmed of the work: `on` is the day it tells of, `at` when it was told. `ready` of `wanted` were there then."""

    kind: str
    at: datetime
    who: str
    on: date | None = None
    leads: str = ""
    words: str = ""
    ready: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class InspectionInfo:
    """One inspection. `agreed` is its time once there is one, `times` what may be chosen. `acts` can be done now by whoever reads.

    `clashes` names what the same officer has at one of its times; staff alone are told.
    """

    id: str
    state: AppointmentState
    turn: str
    by_company: bool
    purpose: str
    place: str
    comes: str
    words: str
    findings: str
    times: tuple[Span, ...]
    agreed: Span | None
    officer_id: str | None
    officer: str
    acts: tuple[Act, ...]
    clashes: tuple[Text, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderInfo:
    """One reminder that was sent: about which day, to which side, and whether an administrator got it too."""

    at: datetime
    stage: str
    to: str
    due: date
    escalated: bool
    what: Text


@dataclass(frozen=True, slots=True)
class Site:
    """A case on site as one side sees it.

    `acts` are those the role gives, each with why it cannot be done now, or None. `allowed` is what the municipality said of the next
    backfilling; `needs_officer`: it must say so. `can_lapse_since`: the first day on which the case may lapse, once it has come. `people`
    and `officers` may be named as who leads the work and who comes, id -> name.
    """

    side: Side
    phase: Phase
    acts: Mapping[str, Text | None] = field(default_factory=dict)
    started: Confirmed | None = None
    finished: Confirmed | None = None
    trench: Trench | None = None
    can_upload: bool = False
    backfills: Sequence[Confirmed] = ()
    allowed: Confirmed | None = None
    needs_officer: bool = False
    inspections: Sequence[InspectionInfo] = ()
    reminders: Sequence[ReminderInfo] = ()
    can_lapse_since: date | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """There is nothing to show and nothing to do."""
        can_do = any(why is None for why in self.acts.values())
        return not (can_do or self.started or self.inspections or self.can_lapse_since)


NO_SITE = Site("company", Phase.APPLICATION)
"""Of a case nobody looked at."""
