"""Answers on their way to the server: the form that sends them, and the mark that says whether they are kept.

The browser gathers changes, sends them one parcel at a time and keeps unsent text on the device (answers.js). A field is never written
back while somebody types in it; only a value the person did not type (restored, a colleague's) is shown, through `Field.take`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nicegui.events import GenericEventArguments

from models.text import _
from ui.components.base import Tag, View, call, html
from ui.components.browser import tell_browser

if TYPE_CHECKING:
    from ui.components.field import Field

_MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One answer as it stands in the browser. `version` is that of the field when the person began to change it.

    `value` is raw: text, True/False or "" for yes/no, a list of keys for several choices, a mapping for a property. It comes from outside:
    use cases check it.
    """

    key: str
    value: Any
    version: int


Answered = Callable[[Sequence[Change]], Awaitable[bool | None]]


class AnswerForm(Tag):
    """Holds fields and hands their changes on. See `answer_form`."""

    def __init__(self, keep: str, on_answers: Answered, on_looking: Callable[[str], Any] | None) -> None:
        super().__init__("form", classes="answer-form stack stack-8", data_answers=keep, novalidate=True, autocomplete="off")
        self.fields: dict[str, Field] = {}
        self._on_answers = on_answers
        self._on_looking = on_looking
        self.on("answers.prevent", self._answered, js_handler="(e) => emit(e.detail)")
        self.on("submit.prevent", js_handler="() => window.portal.flush()")
        if on_looking is not None:
            self.on("looking", self._looked, js_handler="(e) => emit(e.detail)")

    async def _answered(self, event: GenericEventArguments) -> None:
        """Acknowledge only what was kept; anything else stays in the browser and comes again."""
        seq, sent = _parcel(event.args)
        changes = [change for change in sent if change.key in self.fields]
        kept: bool | None = False
        try:
            kept = await self._on_answers(changes)
            if kept is not False:
                for change in changes:
                    self.fields[change.key].remember(change.value)
        finally:
            if not self.is_deleted:
                self.put(data_acked=f"{'refused' if kept is False else 'kept'}:{seq}")

    async def _looked(self, event: GenericEventArguments) -> None:
        if isinstance(event.args, str) and event.args in self.fields:
            await call(self._on_looking, event.args)

    def focus(self, key: str) -> None:
        """Take the person to a field and mark it for three seconds."""
        tell_browser("focus", key, self.client)


def _parcel(args: Any) -> tuple[int, list[Change]]:
    """What the browser sent, which anyone can forge: raises ValueError when it is no parcel of changes."""
    if not isinstance(args, dict) or not isinstance(args.get("seq"), int) or not isinstance(args.get("changes"), list):
        raise ValueError("no parcel of answers")
    if len(args["changes"]) > _MOST_CHANGES:
        raise ValueError("too many answers in one parcel")
    changes = [Change(one["key"], one.get("value"), one.get("version") or 0) for one in args["changes"] if isinstance(one, dict)]
    if not all(isinstance(change.key, str) and isinstance(change.version, int) for change in changes):
        raise ValueError("an answer without field or version")
    return args["seq"], changes


def answer_form(keep: str, on_answers: Answered, *, on_looking: Callable[[str], Any] | None = None) -> AnswerForm:
    """A form whose fields save themselves; a context manager.

    `keep` names the draft on the person's device, such as `person/case/phase/step`: unsent text is replayed when a form of the same name
    is opened again, after a lost connection or a login. `on_answers` returns when everything is committed; False or an exception keeps
    the changes in the browser, which tries again. `on_looking` is told which field has the focus (presence).
    """
    return AnswerForm(keep, on_answers, on_looking)


class SaveMark(View):
    """Says whether the text is safe: saved, saving, not saved, offline. The browser switches between the four; see answers.js."""

    template = html("save-mark")

    def saved(self, at: datetime) -> None:
        """Everything up to now was committed at this moment (UTC)."""
        self.change(saved=_("Saved at {time}", time=self.speaker.time(at)))


def save_mark(saved_at: datetime | None = None) -> SaveMark:
    """The one save mark of a page, placed at the top right of the form."""
    mark = SaveMark(
        {
            "saved": _("All answers are saved as you go"),
            "saving": _("Saving …"),
            "unsaved": _("Not saved – trying again"),
            "offline": _("You are offline. Your text is safe on this device."),
        }
    )
    if saved_at is not None:
        mark.saved(saved_at)
    return mark
