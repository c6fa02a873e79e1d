"""When a case will probably be answered: the median of the last similar ones, said as an estimate with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from models.base import Ball, Phase
from workflows.clocks import Calendar
from workflows.experience import FEWEST
from workflows.quality import median_of

LAST = 20
"""So many similar cases are looked at. Source: product.md 1, row 27."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An estimate. `on` is None where the case has taken longer than usual already. `days` is the median of working days with the
    municipality over the `cases` newest decided ones of the same kind there; `if_answered` says that it counts from an answer of today.
    """

    on: date | None
    days: int
    cases: int
    if_answered: bool = False


def expected_of(last: Sequence[int], ball: Ball, used: int | None, since: date | None, today: date, calendar: Calendar) -> Expected | None:
    """The estimate for a case that was sent; None for one nobody has, and where there are too few similar cases to tell.

    `last` are the working days of similar cases. `used` and `since` are the case's own clock, as `Case` keeps it.
    """
    median = median_of(Counter(last))
    if ball == Ball.NOBODY or used is None or median is None or len(last) < FEWEST:
        return None
    usual = max(1, ceil(median))
    waits = ball == Ball.CONTRACTOR
    begins = today if waits or since is None else since
    left = max(1 if waits else 0, usual - used)
    on = calendar.add_working_days(begins, left)
    return Expected(on if on > today or (on == today and not waits) else None, usual, len(last), waits)


Kind = tuple[str, str, Phase]
"""Municipality, workflow and phase: what makes cases similar."""
