"""What happened and what was said: the timeline of a case, and the thread of messages between the two sides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.text import _
from ui.components.base import View, Words
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

    template = """
      <ol class="timeline"><li v-for="entry in d.entries" class="moment" :class="'tone-line-' + entry.tone">
        <p class="moment-what">{{ entry.what }}</p><p class="moment-who">{{ entry.who }}<template v-if="entry.who"> · </template><time>{{ entry.when }}</time></p><p v-if="entry.note" class="moment-note">{{ entry.note }}</p></li></ol>"""

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

    template = """
      <section class="thread" :aria-label="d.label">
        <p v-if="!d.messages.length" class="text-muted">{{ d.words.empty }}</p>
        <ol class="messages"><li v-for="one in d.messages" :key="one.id" class="message" :class="{'is-mine': one.mine}">
          <p class="message-who"><strong>{{ one.who }}</strong> · {{ one.side }} · <time>{{ one.when }}</time></p><p class="message-words">{{ one.words }}</p></li></ol>
        <form v-if="d.can" class="stack stack-2" @submit.prevent="s.text?.trim() ? (tell('send', s.text), s.sent = s.text) : (s.why = d.words.write)">
          <label class="field-label" :for="d.id">{{ d.words.label }}</label>
          <p v-if="s.why" class="field-error" :id="d.id + '-error'"><icon name="circle-alert"/><span>{{ s.why }}</span></p>
          <textarea class="control" rows="3" :id="d.id" :maxlength="d.most" :aria-invalid="s.why ? 'true' : null" :aria-describedby="s.why ? d.id + '-error' : null" :key="d.turn" @input="s.text = $event.target.value; s.why = ''"></textarea>
          <div><button class="button button-secondary" type="submit"><icon name="send"/><span>{{ d.words.send }}</span></button></div>
        </form>
      </section>"""

    def show(self, messages: Sequence[MessageView]) -> None:
        """The messages as they are now; what is being written stays."""
        self.change(messages=list(messages))


def message_thread(messages: Sequence[MessageView], *, label: Words, on_send: Callable[[str], Awaitable[bool | None]] | None = None) -> MessageThread:
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
