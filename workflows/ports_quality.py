"""What the use cases need to count the quality of documentation. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from models.actor import Scope
from models.base import Phase
from workflows.quality import CountedPart, Day, MissedLine, QualityFigures, QualityWish, Tally

if TYPE_CHECKING:
    from workflows.ports import Page

Behind = Literal["", "right", "corrected", "rejected", "extra", "doubtful"]
"""Which of the counted parts: all, right the first time, with a correction round, refused, with extra demands, with doubtful files."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """One counted part as lists and files show it."""

    ref: str
    number: str
    workflow: str
    phase: Phase
    place: str
    company: str
    company_number: str
    sent_on: date
    decided_on: date
    outcome: str
    sendings: int
    right_first: bool
    rounds: int
    own_days: int
    their_days: int
    extra: int
    doubtful: int
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Who is responsible for a case in its company, and the municipality it lies in."""

    person_id: str
    person: str
    municipality_id: str


@dataclass(frozen=True, slots=True)
class OthersFigures:
    """Sums over all companies of a place and a kind but one. `largest` is the most parts any single company has."""

    companies: int = 0
    parts: int = 0
    right_first: int = 0
    largest: int = 0


class Quality(Protocol):
    """Facts about sent parts, and figures over them."""

    def keep(self, counted: CountedPart) -> None:
        """This is what the part of a case that was reached is like from now on."""
        ...

    def to_count(self, after: str, limit: int) -> Sequence[str]:
        """For the machine: ids, those after one, of cases that were sent and never counted."""
        ...

    def figures(self, municipality_id: str, wish: QualityWish) -> QualityFigures:
        """Figures over the decided parts that meet the wish. Five queries, whatever the number of parts."""
        ...

    def names(self, company_ids: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """Organisation number and name of companies by id."""
        ...

    def parts(
        self, scope: Scope, wish: QualityWish, *, behind: Behind = "", requirement: str = "", after: str | None = None, limit: int = 50
    ) -> Page[PartLine]:
        """The counted parts behind a figure, decided last first, within the municipality's reach."""
        ...

    def sent_days(self, municipality_id: str, workflow: str, phase: Phase, requirement: str, since: date) -> Sequence[Day]:
        """Days on which parts of a kind were first sent, and how many of those lacked a requirement, by day."""
        ...

    def last_days(self, municipality_id: str, workflow: str, phase: Phase, most: int) -> Sequence[int]:
        """Working days with the municipality of the last so many decided parts of a kind."""
        ...

    def own(self, company_id: str, since: date) -> Mapping[tuple[str, str], Tally]:
        """A company's own decided parts: (municipality id, workflow) -> sums."""
        ...

    def others(self, municipality_id: str, workflow: str, company_id: str, since: date) -> OthersFigures:
        """The decided parts of all other companies of the place."""
        ...

    def costliest(self, company_id: str, since: date, most: int) -> Sequence[MissedLine]:
        """What cost a company most days, the most first; `of` is not counted."""
        ...

    def beside(self, scope: Scope, case_ids: Sequence[str]) -> Mapping[str, Beside]:
        """What cards do not show, by case id, of cases within the scope."""
        ...
