"""Lines of the log as rows of a table: when, who, what, on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.text import Text, _
from ui.components import Column
from ui.components.tables import Cell
from ui.oversight.words import said
from ui.texts import Speaker
from workflows.ports_oversight import LoggedLine

COLUMNS = (
    Column("at", _("When")),
    Column("who", _("Who")),
    Column("what", _("What")),
    Column("on", _("Case or company"), "link"),
    Column("person", _("Person concerned")),
)


def who(line: LoggedLine) -> Text | str:
    """Who did it; the portal itself for what nobody did."""
    return line.person or (_("Somebody without a name") if line.event.actor_id else _("The portal"))


def rows_of(lines: Sequence[LoggedLine], speaker: Speaker, *, links_companies: bool) -> list[Mapping[str, Cell]]:
    """One page as rows. A company reading its own log has no page for other companies."""
    return [_row(one, speaker, links_companies) for one in lines]


def _row(line: LoggedLine, speaker: Speaker, links_companies: bool) -> Mapping[str, Cell]:
    on: Cell = None
    if line.case_ref:
        on = {"words": line.case_number, "href": f"/cases/{line.case_ref}"}
    elif line.company_number and links_companies:
        on = {"words": line.company, "href": f"/companies/{line.company_number}"}
    return {
        "id": line.event.id,
        "at": speaker.moment(line.event.at),
        "who": who(line),
        "what": said(line.event.kind),
        "on": on,
        "person": line.about_person or None,
    }
