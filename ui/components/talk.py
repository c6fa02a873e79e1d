"""What happened and what was said: the timeline of a case, and the thread of messages between the two sides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.text import _
from ui.components.base import View, Words, html
from ui.theme.status import Tone

LONGEST_MESSAGE = 5000


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event in words; `when` is written by the page's speaker."""

    when: str
    who: str
    what: Words
    note: Words | None = None
    tone: Tone = Tone.GREY


class Timeline(View):
    """See `timeline`."""

    template = html("timeline")

    def show(self, entries: Sequence[TimelineEntry]) -> None:
        """The events as they are now."""
        self.change(entries=list(entries))


def timeline(entries: Sequence[TimelineEntry]) -> Timeline:
    """Events of a case, newest first."""
    return Timeline({"entries": list(entries)})


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `side` says whom the writer speaks for, `mine` whether it was written by the reader's own side."""

    id: str
    who: str
    side: Words
    when: str
    words: str
    mine: bool = False


class MessageThread(View):
    """See `message_thread`."""

    template = html("message-thread")

    def show(self, messages: Sequence[MessageView]) -> None:
        """The messages as they are now; what is being written stays."""
        self.change(messages=list(messages))


def message_thread(
    messages: Sequence[MessageView], *, label: Words, on_send: Callable[[str], Awaitable[bool | None]] | None = None
) -> MessageThread:
    """A thread, oldest first. `on_send` gets what was written; the field is emptied when it returns anything but False."""

    async def act(name: str, words: Any) -> None:
        if name != "send" or not isinstance(words, str) or not words.strip() or on_send is None:
            return
        if await on_send(words.strip()[:LONGEST_MESSAGE]) is not False:
            thread.change(turn=thread.data["turn"] + 1)

    words = {"empty": _("No messages yet"), "label": _("Write a message"), "send": _("Send message"), "write": _("Write something first.")}
    data = {"messages": list(messages), "label": label, "can": on_send is not None, "most": LONGEST_MESSAGE, "turn": 0, "words": words}
    thread = MessageThread({**data, "id": "message-field"}, on_act=act if on_send else None)
    return thread
