"""What the municipality has recorded itself on a closed case, and what it still has to do there, as both sides read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.text import Text, _
from ui.components import SummaryRow, Tag, heading, paragraph, section, summary_list
from ui.visit import Visit
from workflows.casework.views import Record, TaskInfo
from workflows.clocks import day_of
from workflows.summary import SummaryGroup, SummaryLine


class TaskBox:
    """The tasks of a case, redrawn when they change."""

    def __init__(self) -> None:
        self.box = Tag("div", classes="stack stack-4 task-box")
        self.shown: Sequence[TaskInfo] | None = None

    def show(self, tasks: Sequence[TaskInfo], today: date) -> None:
        """The tasks as they are now."""
        if tasks == self.shown:
            return
        self.shown = list(tasks)
        self.box.clear()
        self.box.set_visibility(bool(tasks))
        with self.box:
            heading(_("To follow up"), level=2)
            with Tag("ul", classes="task-lines"):
                for one in tasks:
                    with Tag("li"):
                        Tag("span", one.label)
                        Tag("span", state_of(one, today), classes="text-muted text-small")


def task_box(tasks: Sequence[TaskInfo], today: date) -> TaskBox:
    """The tasks; nothing where there are none."""
    box = TaskBox()
    box.show(tasks, today)
    return box


def state_of(task: TaskInfo, today: date) -> Text:
    """Done, late, or by when."""
    if task.done_on is not None:
        return _("Done {day}", day=task.done_on)
    if task.by < today:
        return _("Should have been done by {day}", day=task.by)
    return _("By {day}", day=task.by)


def show_record(record: Record | None, tasks: Sequence[TaskInfo], visit: Visit) -> None:
    """For the contractor: what the municipality has written, and what follows."""
    if record is None or not (record.sections or tasks):
        return
    with section(record.title):
        if not record.sections:
            paragraph(_("The municipality has recorded nothing yet."), look="muted")
        for one in record.sections:
            rows, groups = plain_rows(one.parts)
            if rows:
                summary_list(rows, title=one.title)
            for title, lines in groups:
                summary_list(lines, title=title)
        task_box(tasks, day_of(visit.now()))


def plain_rows(parts: Sequence[SummaryLine | SummaryGroup]) -> tuple[list[SummaryRow], list[tuple[Text, list[SummaryRow]]]]:
    """What was answered in one part: single answers, and each row of its groups under its own title."""
    single = [SummaryRow(one.label, one.value) for one in parts if isinstance(one, SummaryLine) and one.value is not None]
    grouped = [
        (row.title, [SummaryRow(line.label, line.value) for line in row.lines if line.value is not None])
        for group in parts
        if isinstance(group, SummaryGroup)
        for row in group.rows
    ]
    return single, [(title, lines) for title, lines in grouped if lines]
