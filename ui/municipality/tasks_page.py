"""`/tasks`: what the municipality has to do on closed cases, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import _, unpack
from ui.case_parts.frames import visitor_frame
from ui.components import Column, data_table, paragraph
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.duties import TaskList, open_tasks

COLUMNS = (
    Column("what", _("What to do"), "link"),
    Column("by", _("By"), "tag"),
    Column("case", _("Case")),
    Column("place", _("Place")),
    Column("company", _("Company")),
)


@portal_page("/tasks", action="see_tasks")
async def tasks_page(visit: Visit, after: str = "") -> None:
    """One page of the open tasks, live."""
    found: TaskList = await visit.ask(open_tasks, after[:400] or None)
    with visitor_frame(visit, title=_("To follow up"), here="/tasks", wide=True):
        paragraph(_("Takeovers, defects to be mended and guarantee inspections. A task is done when its date is recorded on the case."))
        shown = data_table(COLUMNS, rows_of(found, visit), caption=_("To follow up"), **pages_of(found, after))

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: TaskList = await visit.ask(open_tasks, after[:400] or None)
        shown.show(rows_of(fresh, visit), **pages_of(fresh, after))

    visit.listen(f"municipality:{visit.actor.municipality_id}", visit.handler(look_again))


def rows_of(found: TaskList, visit: Visit) -> list[dict[str, Any]]:
    """One page as the table's rows."""
    return [
        {
            "id": one.task.id,
            "what": {"words": unpack(one.task.label), "href": f"/cases/{one.ref}"},
            "by": {
                "words": visit.speaker.day(one.task.due_on),
                "tone": Tone.RED if one.task.due_on < found.today else Tone.PLAIN,
                "strong": one.task.due_on < found.today,
            },
            "case": one.number,
            "place": one.place,
            "company": one.company,
        }
        for one in found.page.rows
    ]


def pages_of(found: TaskList, after: str) -> dict[str, Any]:
    """Where the list goes on, and what is said of an empty one."""
    following = f"/tasks?after={found.page.next}" if found.page.next else None
    none = None if found.page.rows else _("There is nothing to follow up now.")
    return {"previous": "/tasks" if after else None, "next_": following, "summary": none}
