"""What the pages of a case need from storage: everything of a case at once, what lies near it, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from models.actor import Scope
from models.base import Phase, Status
from models.casepage import SeenChange


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """How one phase of an earlier case was decided."""

    phase: Phase
    outcome: str
    reason: str
    conditions: Sequence[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class NearbyCase:
    """One other case of the municipality, whatever its kind, with its decisions in order."""

    id: str
    ref: str
    number: str
    workflow: str
    address: str
    property_key: str
    company: str
    phase: Phase
    status: Status
    submitted_at: datetime
    decisions: Sequence[GivenDecision] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Nearby:
    """Cases on the same properties, and others in the same street; the newest first. `more` says that there are more than were fetched."""

    on_property: Sequence[NearbyCase]
    in_street: Sequence[NearbyCase]
    street: str
    more: bool = False


class CasePages(Protocol):
    """Whatever takes a case's id raises `NotThere` unless that case was reached before."""

    def gather(self, case_id: str, *, without: frozenset[str]) -> None:
        """Read everything that hangs on the case at once, but events of these kinds; what is asked for next is then known.

        Does nothing in a unit of work that writes.
        """
        ...

    def nearby(self, scope: Scope, case_id: str, *, most: int) -> Nearby:
        """Other cases within the scope on the properties of this one or in its street: two queries, at most `most` of each kind."""
        ...

    def seen_changes(self, case_id: str, phase: Phase) -> Sequence[SeenChange]: ...
    def save_seen(self, seen: SeenChange) -> None: ...
    def remove_seen(self, case_id: str, phase: Phase, place: str) -> None:
        """Nothing happens when there is none."""
        ...
