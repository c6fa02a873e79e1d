"""Tasks on closed cases: written whole by the transaction that changes what they come from, listed by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, delete, func, select

from models.tasks import Task
from storage.gathering import CaseRows
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import add, entities, put, table_of
from storage.scope import Reach, tasks_with_cases
from workflows.ports import Page
from workflows.ports_tasks import TaskLine

TASK = table_of(Task)
ORDER, LONGEST_PAGE, MOST_COUNTED = "due", 200, 100
SEGMENTS = (Segment(TASK.c.id.is_not(None), TASK.c.due_on, TASK.c.id),)


class StoredTasks:
    """The port `Tasks` over one connection."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows

    def of_case(self, case_id: str) -> Sequence[Task]:
        """Every task of a case, done or not, by day."""
        return self._rows.every(Task, "due_on", "id", case_id=self._reach.demand(case_id))

    def keep(self, case_id: str, tasks: Sequence[Task]) -> None:
        """These are the tasks of the case from now on; those that were told of stay told of."""
        told = {one.id: one.told_at for one in self.of_case(case_id)}
        self._connection.execute(delete(TASK).where(TASK.c.case_id == case_id))
        for task in tasks:
            task.told_at = told.get(task.id)
            add(self._connection, task)

    def drop(self, case_id: str, duty: str) -> None:
        """There is no task of this kind on the case any more."""
        self._connection.execute(delete(TASK).where(TASK.c.case_id == self._reach.demand(case_id), TASK.c.duty == duty))

    def open_in(self, municipality_id: str, today: date, *, after: str | None = None, limit: int = 50) -> Page[TaskLine]:
        """What has opened and is not done, the most urgent first."""
        limit = max(1, min(limit, LONGEST_PAGE))
        page = page_of(_open(municipality_id, today), SEGMENTS, unpacked(after, ORDER, 1) if after else None, limit)
        rows = self._connection.execute(tasks_with_cases(page).order_by(*order_of(page, SEGMENTS))).all()
        tasks = entities(Task, [row[: len(TASK.columns)] for row in rows])
        lines = [
            TaskLine(task, row.ref, row.number, row.address or row.property_key or row.number, row.company)
            for task, row in zip(tasks, rows, strict=True)
        ]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(lines[:limit], Stop(ORDER, 0, last.key, last.id).packed() if last else None)

    def count_open(self, municipality_id: str, today: date) -> int:
        """How many, counted to a hundred at most."""
        found = select(TASK.c.id).where(*_open(municipality_id, today)).limit(MOST_COUNTED).subquery()
        return int(self._connection.execute(select(func.count()).select_from(found)).scalar_one())

    def to_tell(self, today: date, limit: int = 100) -> Sequence[Task]:
        """For the machine: what has opened and nobody was told of."""
        wanted = (TASK.c.told_at.is_(None), TASK.c.opens_on <= today, TASK.c.done_on.is_(None))
        return entities(Task, self._connection.execute(select(TASK).where(*wanted).order_by(TASK.c.opens_on, TASK.c.id).limit(limit)))

    def save(self, task: Task) -> None:
        """Write a task that is there."""
        put(self._connection, task)


def _open(municipality_id: str, today: date) -> Sequence[ColumnElement[bool]]:
    return (TASK.c.municipality_id == municipality_id, TASK.c.opens_on <= today, TASK.c.done_on.is_(None))
