"""`/mentions`: the notes that name the one who looks, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components import Column, data_table
from ui.visit import Visit, portal_page
from workflows.casework.mentioning import my_mentions
from workflows.ports_hearing import MentionLine

COLUMNS = (
    Column("note", _("Note"), "link"),
    Column("who", _("Written by")),
    Column("when", _("When")),
    Column("case", _("Case")),
    Column("place", _("Place")),
)
SHOWN = 160


@portal_page("/mentions", action="see_mentions")
async def mentions_page(visit: Visit) -> None:
    """The list, live."""
    found: Sequence[MentionLine] = await visit.ask(my_mentions)
    with visitor_frame(visit, title=_("Where you are named"), lead=_("Notes in which a colleague wrote your name with an @."), wide=True):
        shown = data_table(COLUMNS, rows_of(found, visit), caption=_("Where you are named"), summary=summary_of(found))

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: Sequence[MentionLine] = await visit.ask(my_mentions)
        shown.show(rows_of(fresh, visit), summary=summary_of(fresh))

    visit.listen(f"person:{visit.actor.person_id}", visit.handler(look_again))


def rows_of(found: Sequence[MentionLine], visit: Visit) -> list[dict[str, Any]]:
    """The notes as the table's rows; each leads to the note on the case's page."""
    return [
        {
            "id": one.message_id,
            "note": {"words": one.words[:SHOWN], "href": f"/cases/{one.case_ref}#note-{one.message_id}"},
            "who": one.author,
            "when": visit.speaker.moment(one.at),
            "case": one.case_number,
            "place": one.place,
        }
        for one in found
    ]


def summary_of(found: Sequence[MentionLine]) -> Any:
    """What is said of an empty list."""
    return None if found else _("Nobody has named you in a note yet.")
