"""`/audit/data-map`: what is kept about people, why, for how long and who sees it; and the same as a list for the operator's papers."""

from __future__ import annotations

from models.data_map import lines
from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components import Column, data_table
from ui.texts import Speaker
from ui.visit import Visit, portal_page

COLUMNS = (
    Column("what", _("Kept in")),
    Column("fields", _("Fields")),
    Column("why", _("Why")),
    Column("basis", _("By which right")),
    Column("kept", _("How long")),
    Column("seen", _("Who sees it")),
)
LEAD = _("Made from the portal's own data model: a field that is not listed here cannot be added.")


@portal_page("/audit/data-map", action="see_data_map")
async def data_map_page(visit: Visit) -> None:
    """The map as a table."""
    title = _("What is kept about people, and why")
    with visitor_frame(visit, title=title, lead=LEAD, wide=True):
        rows = [dict(zip([one.key for one in COLUMNS], cells, strict=True)) for cells in rows_of(visit.speaker)]
        data_table(COLUMNS, rows, caption=title)


def rows_of(t: Speaker) -> list[tuple[str, ...]]:
    """One line for the fields of a table that are handled alike."""
    return [
        (one.table, ", ".join(one.fields), t(one.handling.purpose), t(one.handling.basis), t(one.handling.kept), t(one.handling.seen_by))
        for one in lines()
    ]


def markdown(t: Speaker) -> str:
    """The same as a table in Markdown."""
    table = [tuple(t(one.label) for one in COLUMNS), ("---",) * len(COLUMNS), *rows_of(t)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)
