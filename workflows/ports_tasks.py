"""What the use cases need of tasks on closed cases. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from models.tasks import Task

if TYPE_CHECKING:
    from workflows.ports import Page


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task with what names its case."""

    task: Task
    ref: str
    number: str
    place: str
    company: str


class Tasks(Protocol):
    """Tasks of municipalities. Lists take the municipality, so that nobody sees another's."""

    def of_case(self, case_id: str) -> Sequence[Task]:
        """Every task of a case that was reached, done or not, by day."""
        ...

    def keep(self, case_id: str, tasks: Sequence[Task]) -> None:
        """These are the tasks of the case from now on; those that were told of stay told of."""
        ...

    def drop(self, case_id: str, duty: str) -> None:
        """There is no task of this kind on a case that was reached any more."""
        ...

    def open_in(self, municipality_id: str, today: date, *, after: str | None = None, limit: int = 50) -> Page[TaskLine]:
        """What has opened and is not done, the most urgent first."""
        ...

    def count_open(self, municipality_id: str, today: date) -> int:
        """How many, counted to a hundred at most."""
        ...

    def to_tell(self, today: date, limit: int = 100) -> Sequence[Task]:
        """For the machine: what has opened and nobody was told of."""
        ...

    def save(self, task: Task) -> None: ...
