"""`/settings`: every kind of case as the municipality has it, and the rules as one file, out and in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.text import Text, _, _n
from ui.case_parts.frames import visitor_frame
from ui.components import Column, button, data_table, notice, paragraph, row, section
from ui.components.tables import Cell
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.ruling import RulesLine, rules_overview
from workflows.policy import MATRIX
from workflows.registry import WORKFLOWS

COLUMNS = (
    Column("title", _("Kind of case"), "link"),
    Column("open", _("Open for new cases"), "tag"),
    Column("version", _("Version")),
    Column("draft", _("Written now")),
)


@portal_page("/settings", action="see_rules")
async def overview_page(visit: Visit, imported: str = "") -> None:
    """All kinds of cases, and the file. `imported` names the workflows a file changed."""
    lines: Sequence[RulesLine] = await visit.ask(rules_overview)
    lead = _("What your municipality decides for itself: fees, deadlines, its own questions and documents, and words of help.")
    with visitor_frame(visit, title=_("Settings"), lead=lead, back=(_("Board"), "/board")):
        tell_imported(imported)
        data_table(COLUMNS, [cells(one, visit) for one in lines], caption=_("Kinds of cases"))
        with section(_("The municipality")):
            paragraph(_("Where the municipality lies, so that mistyped coordinates are found."))
            with row():
                button(_("Open what holds for the municipality"), href="/settings/municipality", kind="secondary", icon="map-pin")
            paragraph(_("The days on which it is closed besides public holidays, by which every deadline is counted."))
            with row():
                button(_("Open the closed days"), href="/settings/calendar", kind="secondary", icon="calendar")
        with section(_("The archive")):
            paragraph(_("What is handed to the municipality's archive, what has become of it, and when it is handed over."))
            with row():
                button(_("Open the archive's log"), href="/settings/archive", kind="secondary", icon="file")
        with section(_("Letters")):
            paragraph(_("The arms and the words on the letters of decisions."))
            with row():
                button(_("Open the letterhead"), href="/settings/letters", kind="secondary", icon="file-text")
        if visit.actor.role in MATRIX["keep_webhooks"]:
            with section(_("Other programs")):
                paragraph(_("Let the municipality's own programs hear at once what happens."))
                with row():
                    button(_("Open the webhooks"), href="/settings/webhooks", kind="secondary", icon="link")
        with section(_("All rules as one file")):
            paragraph(_("The file holds what is published for every kind of case. Another municipality can read it in."))
            with row():
                button(_("Export the rules"), href="/settings/export", kind="secondary", icon="download")
                if any(one.may_change for one in lines):
                    button(_("Import rules"), href="/settings/import", kind="secondary", icon="upload")


def tell_imported(imported: str) -> None:
    """Which drafts a file made; keys that are none of ours are passed over."""
    if not imported:
        return
    keys = [key for key in imported.split(",") if key in WORKFLOWS]
    if not keys:
        notice(_("The file was read. It holds the same rules as those published here."), Tone.BLUE, live=True)
        return
    words = _n("The file was read. {n} kind of case has new rules.", "The file was read. {n} kinds of cases have new rules.", len(keys))
    notice(words, Tone.GREEN, title=_("Look at the rules and publish them one by one"), live=True)


def cells(line: RulesLine, visit: Visit) -> Mapping[str, Cell]:
    """One kind of case as a row."""
    tone, words = (Tone.GREEN, _("Takes new cases")) if line.is_open else (Tone.GREY, _("Takes no new cases"))
    draft = _("Changes not published") if line.has_draft else _("Nothing new")
    return {
        "id": line.workflow.key,
        "title": {"words": line.workflow.title, "href": f"/settings/{line.workflow.key}"},
        "open": {"words": words, "tone": tone, "strong": False},
        "version": version_words(line, visit),
        "draft": draft,
    }


def version_words(line: RulesLine, visit: Visit) -> Text:
    """The number and day of the newest version."""
    if line.published_at is None:
        return _("The standard rules")
    return _("Version {n}, {day}", n=line.version, day=visit.speaker.day(line.published_at))
