"""The trench sign: which photos and measurements that can be made only while the trench is open have arrived. Pure.

What they are is declared on the slots (`before_backfilling`), so no kind of case is special here. Only files that were found good count:
one that is being checked, doubtful or refused may be no proof, and there will be no second chance. Source: product.md idea 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.base import Phase
from models.document import FileState
from models.text import Text
from workflows.declare import NEVER, Slot, Workflow
from workflows.index import index_of
from workflows.reading import Reading, RowReading


@dataclass(frozen=True, slots=True)
class TrenchItem:
    """One slot that waits for proof from the open trench: `ready` files of `wanted`; `unsure` are those that do not count.

    `at` is its place in the form of `step`; `row` numbers it among its like, 0 outside of groups.
    """

    label: Text
    step: str
    at: str
    wanted: int
    ready: int
    unsure: int
    row: int = 0

    @property
    def lacks(self) -> int:
        """How many are still to come."""
        return max(0, self.wanted - self.ready)


@dataclass(frozen=True, slots=True)
class Trench:
    """All of them, in the order of the form, in the phase in which they are uploaded."""

    phase: Phase
    items: tuple[TrenchItem, ...]

    @property
    def wanted(self) -> int:
        """How many files are wanted."""
        return sum(one.wanted for one in self.items)

    @property
    def ready(self) -> int:
        """How many of them are there; more than wanted in one place does not make up for another."""
        return sum(min(one.wanted, one.ready) for one in self.items)

    @property
    def is_safe(self) -> bool:
        """Everything is there."""
        return self.ready == self.wanted


@cache
def trench_phase(workflow: Workflow) -> Phase | None:
    """The first phase with a slot for what must be made before backfilling; None where nothing is filled back."""
    for declared in workflow.phases:
        slots = (found[1] for found in index_of(workflow, declared.phase).slots.values())
        if any(slot.before_backfilling is not NEVER for slot in slots):
            return declared.phase
    return None


def trench_of(reading: Reading) -> Trench | None:
    """The sign of a phase as it stands; None where no such slot applies."""
    items = tuple(_items(reading))
    return Trench(reading.phase, items) if items else None


def _items(reading: Reading) -> Iterator[TrenchItem]:
    for step, slot, group in reading.index.slots.values():
        if slot.before_backfilling is NEVER:
            continue
        if group is None:
            if reading.shows(slot.key) and reading.holds(slot.before_backfilling):
                yield _item(reading, slot, step.key, slot.key, 0)
            continue
        if not reading.shows(group.key):
            continue
        for row in reading.rows(group.key):
            if row.holds(slot.applies_if) and row.holds(slot.before_backfilling):
                yield _item(row, slot, step.key, row.slot_path(slot.key), row.number)


def _item(reading: Reading | RowReading, slot: Slot, step: str, at: str, row: int) -> TrenchItem:
    files = reading.files(slot.key)
    ready = sum(file.state == FileState.READY for file in files)
    return TrenchItem(slot.label, step, at, max(1, slot.at_least), ready, len(files) - ready, row)
