"""`/board/workload`: who has how much to do, each figure a way to the cases it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Column, Tag, data_table, paragraph
from ui.lists.narrowing import filters_of, tools
from ui.municipality.wish import NOBODY, Wish, wish_from
from ui.visit import Visit, portal_page
from workflows.casework.lists import OfficerLoad, Workload, workload
from workflows.clocks import day_of

COLUMNS = (
    Column("who", _("Handled by"), "link"),
    Column("cases", _("Open cases"), "number"),
    Column("ours", _("Wait for us"), "number"),
    Column("overdue", _("Overdue"), "link"),
    Column("week", _("Due this week"), "number"),
    Column("days", _("Working days used"), "number"),
)


@portal_page("/board/workload", action="see_workload")
async def workload_page(
    visit: Visit, workflow: str = "", who: str = "", company: str = "", text: str = "", overdue: str = "", column: str = ""
) -> None:
    """One line for each officer, one for cases nobody has, and the sum; live."""
    wish = wish_from({"workflow": workflow, "who": who, "company": company, "text": text, "overdue": overdue, "column": column})
    narrowed = wish.filter(person_id=visit.actor.person_id, today=day_of(visit.now()))
    found: Workload = await visit.ask(workload, narrowed)
    filters = await filters_of(wish, visit)
    with visitor_frame(visit, title=_("Workload"), here="/board/workload", wide=True), Tag("div", classes="board-page"):
        tools(filters, wish, "/board/workload")
        paragraph(_("Overdue and due this week count what waits for the municipality. Days are those it has used on the cases together."))
        shown = data_table(COLUMNS, rows_of(found, wish, visit), caption=_("Workload"), summary=_none(found))

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: Workload = await visit.ask(workload, narrowed)
        shown.show(rows_of(fresh, wish, visit), summary=_none(fresh))

    visit.listen(f"municipality:{visit.actor.municipality_id}", visit.handler(look_again))


def rows_of(found: Workload, wish: Wish, visit: Visit) -> list[dict[str, Any]]:
    """The table's rows: officers, nobody, and the sum when there is more than one line."""
    rows = [_row(one, wish.address(view="table", after="", who=one.person_id or NOBODY), visit) for one in found.loads]
    if len(rows) > 1:
        rows.append({**_row(found.whole, wish.address(view="table", after=""), visit), "id": "sum"})
        rows[-1]["who"]["words"] = _("All together")
    return rows


def _row(one: OfficerLoad, address: str, visit: Visit) -> dict[str, Any]:
    number = visit.speaker.number
    return {
        "id": one.person_id or "nobody",
        "who": {"words": one.name or _("Nobody"), "href": address},
        "cases": number(one.cases),
        "ours": number(one.ours),
        "overdue": {"words": number(one.overdue), "href": f"{address}&overdue=1"} if one.overdue else None,
        "week": number(one.this_week),
        "days": number(one.days),
    }


def _none(found: Workload) -> Text | None:
    return None if found.loads else _("No open cases match. Choose other filters.")
