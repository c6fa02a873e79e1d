"""Many rows as lines of one light element, a page at a time; a line opens its row for editing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.text import _, _n
from ui.components.base import View, Words, html

LINES_A_PAGE = 12


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row told in a line: its title, what was answered first (asked for when the line is shown), and how much still lacks in it."""

    id: str
    title: Words
    words: Callable[[], Words]
    lacking: int = 0


class RowLines(View):
    """The lines of a group. See `RowGroup`."""

    template = html("row-lines")

    def __init__(self, lines: Sequence[RowLine], on_open: Callable[[str], Any]) -> None:
        self.lines, self.page, self.open_id = list(lines), 0, ""
        self._open = on_open
        super().__init__(self._shown(), on_act=self._act)

    def _act(self, what: str, value: Any) -> Any:
        """Turn the page here; a row is opened by whoever draws it. What comes from the browser may be forged, so it is looked up."""
        if what == "page" and isinstance(value, int):
            self.page = max(0, min(value, self._pages() - 1))
            self.change(**self._shown())
            return None
        return self._open(value) if what == "open" and any(one.id == value for one in self.lines) else None

    def show(self, lines: Sequence[RowLine], open_id: str) -> None:
        """Other lines, with another one open."""
        self.lines, self.open_id = list(lines), open_id
        self.page = min(self.page, self._pages() - 1)
        self.change(**self._shown())

    def turn_to(self, row_id: str) -> None:
        """Show the page that a row stands on, and mark it as open; an empty id closes."""
        self.open_id = row_id
        place = next((place for place, one in enumerate(self.lines) if one.id == row_id), None)
        self.page = self.page if place is None else place // LINES_A_PAGE
        self.change(**self._shown())

    def _pages(self) -> int:
        return max(1, -(-len(self.lines) // LINES_A_PAGE))

    def _shown(self) -> dict[str, Any]:
        first = self.page * LINES_A_PAGE
        part = self.lines[first : first + LINES_A_PAGE]
        last = first + len(part)
        return {
            "lines": [
                {"id": one.id, "title": one.title, "words": one.words(), "lacking": _lacking(one.lacking), "open": one.id == self.open_id}
                for one in part
            ],
            "page": self.page,
            "pages": self._pages(),
            "told": _("{first} to {last} of {total}", first=first + 1 if part else 0, last=last, total=len(self.lines)),
            "previous": _("Previous rows"),
            "next": _("Next rows"),
        }


def _lacking(count: int) -> Words:
    return _n("{n} thing lacks", "{n} things lack", count) if count else ""
