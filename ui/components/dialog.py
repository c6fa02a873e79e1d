"""Dialogs and toasts: native `<dialog>`, in which the browser itself traps the focus, closes on Esc and gives the focus back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from models.text import _
from ui.components.base import Tag, View, Words, call, html
from ui.components.timing import after
from ui.theme.status import Tone

_numbers = count(1)
_TOAST_SECONDS = 6
_UNDO_SECONDS = 10


class DialogHead(View):
    """Title and close button of a dialog."""

    template = html("dialog-head")


class Dialog(Tag):
    """See `dialog`."""

    def __init__(self, title: Words, on_close: Callable[[], Any] | None) -> None:
        name = f"dialog-{next(_numbers)}"
        super().__init__("dialog", classes="dialog", aria_labelledby=name, data_open="0")
        self._on_close = on_close
        self.on("close", self._closed, js_handler="() => emit()")
        with self.default_slot:
            DialogHead({"id": name, "title": title, "close": _("Close")})
            self.body = Tag("div", classes="dialog-body stack stack-4")

    def __enter__(self) -> Dialog:
        self.body.__enter__()
        return self

    def __exit__(self, *what: object) -> None:
        self.body.__exit__(*what)

    async def _closed(self) -> None:
        self.put(data_open="0")
        await call(self._on_close)

    @property
    def is_open(self) -> bool:
        """Somebody has it before them."""
        return bool(self._props.get("data-open") == "1")

    def open(self) -> None:
        """Show it above the page and take the focus there."""
        self.put(data_open="1")

    def close(self) -> None:
        """Close it; the focus goes back to where it was."""
        self.put(data_open="0")


def dialog(title: Words, *, on_close: Callable[[], Any] | None = None) -> Dialog:
    """A closed dialog; as a context manager it takes its content. Build it when it is needed, it costs elements."""
    return Dialog(title, on_close)


class Toasts(View):
    """Short news at the lower edge; those with a way back stay ten seconds."""

    template = html("toasts")

    def __init__(self) -> None:
        super().__init__({"toasts": [], "undo": _("Undo"), "close": _("Close")}, on_act=self._act)
        self._undo: dict[int, Callable[[], Any] | None] = {}

    def add(self, words: Words, tone: Tone = Tone.GREEN, undo: Callable[[], Any] | None = None) -> None:
        """Show a short sentence for some seconds, with “undo” when there is a way back."""
        number = next(_numbers)
        self._undo[number] = undo
        self.change(toasts=[*self.data["toasts"][-2:], {"id": number, "words": words, "tone": tone, "undo": undo is not None}])
        after(_UNDO_SECONDS if undo else _TOAST_SECONDS, lambda: self._drop(number))

    async def _act(self, name: str, number: Any) -> None:
        undo = self._undo.get(number) if isinstance(number, int) else None
        self._drop(number)
        if name == "undo":
            await call(undo)

    def _drop(self, number: Any) -> None:
        self._undo.pop(number, None)
        if not self.is_deleted:
            self.change(toasts=[one for one in self.data["toasts"] if one["id"] != number])
