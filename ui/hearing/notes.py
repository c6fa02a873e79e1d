"""Internal notes in which an @ names a colleague: suggestions while typing, chosen by keyboard or pointer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from models.text import _
from ui.components.base import View, html
from ui.components.talk import LONGEST_MESSAGE, MessageView
from ui.hearing import TEMPLATES


class NoteThread(View):
    """See `note_thread`."""

    template = html("note-thread", TEMPLATES)

    def show(self, notes: Sequence[MessageView], colleagues: Mapping[str, str]) -> None:
        """The notes as they are now; what is being written stays."""
        self.change(messages=list(notes), people=_people(colleagues))


def note_thread(
    notes: Sequence[MessageView], colleagues: Mapping[str, str], *, on_send: Callable[[str], Awaitable[bool | None]] | None = None
) -> NoteThread:
    """Notes, oldest first. `colleagues` are person id -> what stands after the @. `on_send` gets what was written."""

    async def act(name: str, words: Any) -> None:
        if name != "send" or not isinstance(words, str) or not words.strip() or on_send is None:
            return
        if await on_send(words.strip()[:LONGEST_MESSAGE]) is not False:
            thread.change(turn=thread.data["turn"] + 1)

    words = {
        "empty": _("No notes yet"),
        "label": _("Write a note; only staff read it"),
        "hint": _("Write @ and a name to tell a colleague at once."),
        "send": _("Keep the note"),
        "write": _("Write something first."),
        "who": _("Colleagues"),
        "found": _("Choose with the arrow keys and press Enter."),
    }
    data = {"messages": list(notes), "people": _people(colleagues), "label": _("Internal notes"), "can": on_send is not None}
    thread = NoteThread({**data, "most": LONGEST_MESSAGE, "turn": 0, "words": words}, on_act=act if on_send else None)
    return thread


def _people(colleagues: Mapping[str, str]) -> list[str]:
    return sorted(colleagues.values(), key=str.casefold)
