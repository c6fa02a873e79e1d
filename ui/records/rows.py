"""Entries of the archive's log as rows of a table, and faults in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.records import ArchiveItem, ArchiveOutcome, ArchiveState
from models.text import Text, _
from ui.theme import Tone
from ui.visit import Visit
from workflows.ports_records import ArchiveLine
from workflows.records.archiving import KIND_WORDS

TONES = {
    ArchiveState.WAITING: Tone.GREY, ArchiveState.RECEIVED: Tone.SKY, ArchiveState.DELIVERED: Tone.GREEN, ArchiveState.FAILED: Tone.RED,
}  # fmt: skip
STATES: Mapping[ArchiveState, Text] = {
    ArchiveState.WAITING: _("Waiting"),
    ArchiveState.RECEIVED: _("Received, not confirmed yet"),
    ArchiveState.DELIVERED: _("Delivered"),
    ArchiveState.FAILED: _("Failed"),
}
FAULTS: Mapping[str, Text] = {
    ArchiveOutcome.INVALID: _("The archive does not take it as it is."),
    ArchiveOutcome.NOT_FOUND: _("The archive does not find what it belongs to."),
    ArchiveOutcome.SERVER_FAULT: _("The archive did not answer. It is tried again by itself for five days."),
}


def rows_of(lines: Sequence[ArchiveLine], visit: Visit) -> list[dict[str, Any]]:
    """One page of the log."""
    return [
        {
            "id": one.item.id,
            "what": {"words": KIND_WORDS[one.item.kind], "href": f"/settings/archive/{one.item.id}"},
            "case": {"words": one.number, "href": f"/cases/{one.ref}"},
            "when": visit.speaker.moment(one.item.created_at),
            "state": {"words": STATES[one.item.state], "tone": TONES[one.item.state], "strong": one.item.state == ArchiveState.FAILED},
            "why": _why(one.item),
        }
        for one in lines
    ]


def again_why(item: ArchiveItem) -> Text | str:
    """Why an entry did not arrive, in words; its bare code for one of a newer version."""
    return FAULTS.get(item.fault, item.fault)


def _why(item: ArchiveItem) -> Text | str:
    if item.fault:
        return again_why(item)
    if item.state == ArchiveState.WAITING and item.due_at is None:
        return _("Held back until the case is over")
    return ""
