"""The tray: many files chosen at once, each put into the slot its name suggests, or the one the person picks. Source: product.md 3.10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.text import Text, _
from ui.components.base import View, html, safe_href
from ui.components.uploads import SlotView

Guess = Callable[[str], str]
"""The key of the slot a file of this name belongs in, empty when nothing suggests one."""

MOST_NAMES = 200


class FileTray(View):
    """See `file_tray`."""

    template = html("file-tray")

    def __init__(self, key: str, slots: Sequence[SlotView], url: str, csrf: str, guess: Guess) -> None:
        self._guess = guess
        shown = [_slot(one) for one in slots]
        data = {"dom": f"tray-{key}", "url": safe_href(url), "csrf": csrf, "guesses": {}, "words": _words(), "slots": shown}
        super().__init__(data, on_act=self._asked)

    def offer(self, slots: Sequence[SlotView]) -> None:
        """The slots that are open now."""
        self.change(slots=[_slot(one) for one in slots])

    def _asked(self, name: str, given: Any) -> None:
        """Guess for the names the browser has; they come from outside."""
        if name == "guess" and isinstance(given, list):
            names = [one for one in given[:MOST_NAMES] if isinstance(one, str)]
            self.change(guesses={**self.data["guesses"], **{one: self._guess(one[:300]) for one in names}})


def _slot(view: SlotView) -> dict[str, Any]:
    too_big = _("The file is larger than {most} MB. Make it smaller and try again.", most=view.most_mb)
    return {
        "key": view.key, "label": view.label, "accept": view.accept, "parcel": dict(view.parcel), "most_bytes": view.most_mb * 1_000_000,
        "too_big": too_big,
    }  # fmt: skip


def _words() -> dict[str, Text]:
    return {
        "title": _("Many files at once"),
        "lead": _("Choose all of them here. We suggest where each belongs by its name; you decide."),
        "choose": _("Choose files to place"),
        "drop": _("or drop them here"),
        "place": _("Where does {name} belong?", name="{name}"),
        "pick": _("Choose a place …"),
        "send": _("Upload those that have a place"),
        "leave": _("Leave out"),
        "progress": _("Sending"),
        "retry": _("Try again"),
        "cancel": _("Cancel"),
        "dismiss": _("Close"),
        "arrived": _("{name} has arrived", name="{name}"),
        "failed": _("The file could not be received. Try again."),
        "broken": _("The connection was lost on the way. Try again."),
    }


def file_tray(key: str, slots: Sequence[SlotView], *, url: str, csrf: str, guess: Guess) -> FileTray:
    """A place for many files of several kinds, seen where two slots are open; `key` is unique on the page.

    `url` and `csrf` as for `upload_slot`; what has arrived is shown by the slots themselves.
    """
    return FileTray(key, slots, url, csrf, guess)
