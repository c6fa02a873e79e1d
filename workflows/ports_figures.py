"""What is counted over many cases without telling of any: the port, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from models.base import Phase


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Figures of one kind of case: how many were sent, requirement id -> how many of them were asked for it (most first), and when each
    decided phase was sent first and decided (UTC). Nothing in it names a case, a company or a person.
    """

    cases: int = 0
    asked: Mapping[str, int] = field(default_factory=dict)
    decided: Mapping[Phase, Sequence[tuple[datetime, datetime]]] = field(default_factory=dict)


class Figures(Protocol):
    """Counts over the cases of a municipality, or of all."""

    def of_kind(self, workflow: str, municipality_id: str | None, *, since: datetime, most: int) -> KindFigures:
        """Figures of the newest cases, at most so many, first sent since then; of all municipalities where none is named."""
        ...
