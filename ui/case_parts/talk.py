"""Documents, messages, decisions and the timeline, as any side reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.document import FileState
from models.text import _
from ui.components import (
    Column,
    MessageThread,
    MessageView,
    SummaryFileView,
    SummaryRow,
    Timeline,
    TimelineEntry,
    data_table,
    link,
    message_thread,
    section,
    summary_list,
    timeline,
)  # fmt: skip
from ui.texts import Speaker
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.talking import write_message
from workflows.casework.views import DecisionInfo, DocumentInfo, Head, MessageInfo
from workflows.casework.views import TimelineEntry as Happened
from workflows.policy import MATRIX

FILE_TONES = {FileState.READY: Tone.PLAIN, FileState.DOUBTFUL: Tone.YELLOW, FileState.REFUSED: Tone.RED}
FILE_WORDS = {
    FileState.RECEIVING: _("Receiving"),
    FileState.CHECKING: _("Being checked"),
    FileState.READY: _("Ready"),
    FileState.DOUBTFUL: _("May be wrong"),
    FileState.REFUSED: _("Refused"),
}


def show_documents(documents: Sequence[DocumentInfo], ref: str, visit: Visit) -> None:
    """All files of the case."""
    if not documents:
        return
    columns = (
        Column("file", _("File"), "link"),
        Column("size", _("Size")),
        Column("state", _("Check"), "tag"),
        Column("when", _("Uploaded")),
    )
    rows: list[dict[str, Any]] = [
        {
            "file": {"words": one.name, "href": f"/cases/{ref}/documents/{one.id}"},
            "size": visit.speaker.size(one.size),
            "state": {"words": FILE_WORDS[one.state], "tone": FILE_TONES.get(one.state, Tone.SKY)},
            "when": visit.speaker.moment(one.uploaded_at),
        }
        for one in documents
    ]
    with section(_("Documents")):
        link(_("See all documents, also those that were replaced"), f"/cases/{ref}/documents", icon="eye")
        data_table(columns, rows, caption=_("Documents of the case"))


def file_line(one: DocumentInfo, ref: str, speaker: Speaker) -> SummaryFileView:
    """One file among the answers: picture, size, and what the check found."""
    address = f"/cases/{ref}/documents/{one.id}"
    facts = _("{size} · {state}", size=speaker.size(one.size), state=FILE_WORDS[one.state])
    is_open = one.state in (FileState.READY, FileState.DOUBTFUL)
    return SummaryFileView(one.name, facts, f"{address}/thumb" if one.has_preview else None, address if is_open else None)


def show_decisions(decisions: Sequence[DecisionInfo], visit: Visit) -> None:
    """Each decision with its grounds and conditions."""
    if not decisions:
        return
    with section(_("Decisions")):
        for one in decisions:
            outcome = _("Approved") if one.outcome == "approved" else _("Rejected")
            rows = [SummaryRow(_("Grounds"), one.reason), SummaryRow(_("Decided by"), f"{one.by}, {visit.speaker.moment(one.at)}")]
            if one.conditions:
                rows.insert(1, SummaryRow(_("Conditions"), one.conditions[0], lines=list(one.conditions[1:])))
            summary_list(rows, title=outcome)


def message_views(messages: Sequence[MessageInfo], head: Head, visit: Visit) -> list[MessageView]:
    """What both sides have written."""
    side = {True: head.municipality, False: head.company}
    return [MessageView(one.id, one.who, side[one.from_staff], visit.speaker.moment(one.at), one.body, one.is_mine) for one in messages]


def show_messages(messages: Sequence[MessageInfo], head: Head, visit: Visit) -> MessageThread:
    """What both sides have written, and a place to write; the page shows what was sent when the news of it comes."""

    async def send(words: str) -> bool:
        async def write() -> None:
            await visit.do(write_message, head.ref, words)

        return await visit.handler(write)()

    with section(_("Messages")):
        label = _("Write to {name}", name=head.company if visit.actor.is_staff else head.municipality)
        views = message_views(messages, head, visit)
        return message_thread(views, label=label, on_send=send if visit.actor.role in MATRIX["message"] else None)


def timeline_rows(entries: Sequence[Happened], visit: Visit) -> list[TimelineEntry]:
    """What happened, as the timeline shows it."""
    portal = visit.t(_("The portal"))
    return [TimelineEntry(visit.speaker.moment(one.at), one.who or portal, one.what, one.words or None) for one in entries]


def show_timeline(entries: Sequence[Happened], visit: Visit) -> Timeline:
    """What happened, newest first."""
    with section(_("What has happened")):
        return timeline(timeline_rows(entries, visit))
