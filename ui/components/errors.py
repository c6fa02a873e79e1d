"""The error summary: appears after an attempt to send, takes the focus, and leads to each place. Source: product.md 3.4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.text import _, _n
from ui.components.base import View, Words, html
from ui.components.browser import tell_browser


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """The same sentence as at the field, and where it leads: a field's key, a DOM id, or the address of another page."""

    words: Words
    target: str


class ErrorSummary(View):
    """See `error_summary`."""

    template = html("error-summary")

    def show(self, lines: Sequence[ErrorLine]) -> None:
        """Show what must be put right, move the focus here and prefix the page's title; nothing to show clears it."""
        if not lines:
            self.clear_errors()
            return
        title = _n("There is {n} thing you must put right", "There are {n} things you must put right", len(lines))
        self.change(title=title, lines=[{"words": line.words, "target": line.target} for line in lines])
        self._retitle(failed=True)
        tell_browser("focus", "error-summary", self.client)

    def clear_errors(self) -> None:
        """Nothing is wrong any more."""
        self.change(lines=[])
        self._retitle(failed=False)

    def _retitle(self, *, failed: bool) -> None:
        prefix = self.speaker(_("Error:")) + " "
        plain = (self.client.title or "").removeprefix(prefix)
        self.client.title = prefix + plain if failed else plain
        tell_browser("title", self.client.title, self.client)


def error_summary() -> ErrorSummary:
    """An empty summary at the top of the form, ready to show."""
    return ErrorSummary({"lines": [], "title": ""})
