"""What is wrong at the places of one step, as each field, slot and group says it: what was typed and not understood, and, after an attempt
to send, what stopped it in the same sentence as the error summary. Source: product.md 3.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from models.base import State
from models.text import Text
from ui.contractor.parts import problem_words
from workflows.casework.views import PartView
from workflows.ledger import Ledger


class Attempted(Protocol):
    """A page of which is known whether somebody has tried to send."""

    ledger: Ledger
    is_tried: bool


class Wrongs:
    """Remembers what each place shows, so that only what changes is shown anew."""

    def __init__(self, page: Attempted, step: str, t: Callable[[Text], str]) -> None:
        self.page, self.step, self.t = page, step, t
        self.shown: dict[str, str | None] = {}

    def at(self, part: PartView) -> str | None:
        """What a place that is drawn now has to say."""
        words = self._words(part)
        self.shown[part.path] = words
        return words

    def show(self, part: PartView, element: Any) -> None:
        """Let a drawn field, slot or group say what is wrong now."""
        words = self._words(part)
        if self.shown.get(part.path) != words:
            self.shown[part.path] = words
            element.error(words)

    def unless_typing(self, part: PartView, element: Any, focused: str) -> None:
        """As `show`; while somebody types, a place only says when it is right again."""
        if part.path != focused or self._words(part) is None:
            self.show(part, element)

    def _words(self, part: PartView) -> str | None:
        return problem_words(part, self.t) or (self._stops_sending(part.path) if self.page.is_tried else None)

    def _stops_sending(self, path: str) -> str | None:
        rows = (one for one in self.page.ledger.blocking if one.step == self.step and one.at == path and one.state != State.ASKED_FOR)
        return next((self.t(row.what) for row in rows), None)
