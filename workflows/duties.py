"""What the municipality still has to do when the last phase is approved: declared with the workflow, worked out from what is recorded.

Nothing is ticked off by hand: a duty is done when the answer that shows it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from models.text import Text

if TYPE_CHECKING:
    from workflows.declare import Workflow
    from workflows.reading import Reading


@dataclass(frozen=True)
class Due:
    """One thing to do by a day. It shows from `opens_on`, or at once; `row` is the row of a group it comes from; `values` fill the label.

    `done_on` is the day it was done, None while it is not.
    """

    by: date
    opens_on: date | None = None
    row: str = ""
    done_on: date | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Duty:
    """A kind of thing to do. `find` gets what is recorded and the day the last phase was approved; pure, and never raises."""

    key: str
    label: Text
    find: Callable[[Reading, date], Sequence[Due]]


@dataclass(frozen=True)
class FoundDuty:
    """A duty of one case, in words."""

    duty: str
    row: str
    label: Text
    opens_on: date
    by: date
    done_on: date | None


def duties_of(workflow: Workflow, reading: Reading, closed_on: date) -> Iterator[FoundDuty]:
    """Everything the municipality has to do, done or not, in the order declared. `reading` is the municipality's, of the last phase."""
    for duty in workflow.duties:
        for due in duty.find(reading, closed_on):
            yield FoundDuty(duty.key, due.row, duty.label.with_values(**due.values), due.opens_on or closed_on, due.by, due.done_on)
