"""What differs from the sending before: old on the left, new on the right, told apart by words and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Evidence


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that differs: what stood there and what stands there now, an answer or files; nothing is an empty list.

    `maps` are drawn places, old and new on one, as `ui.components.map.shown_map` makes them.
    """

    label: Words
    old: Sequence[Evidence] = ()
    new: Sequence[Evidence] = ()
    maps: Sequence[dict[str, Any]] = ()


class Changes(View):
    """The differences, place by place."""

    template = html("changes", TEMPLATES)

    def show(self, changes: Sequence[Changed]) -> None:
        """The differences as they are now."""
        self.change(changes=_rows(changes))


def changes(found: Sequence[Changed]) -> Changes:
    """The differences since the sending before."""
    return Changes({"changes": _rows(found), "words": _words()})


def _rows(changes: Sequence[Changed]) -> list[dict[str, Any]]:
    return [{"label": one.label, "old": _side(one.old), "new": _side(one.new), "maps": list(one.maps)} for one in changes]


def _side(side: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"words": it.words, "href": safe_href(it.href or None), "thumb": it.thumb} for it in side]


def _words() -> dict[str, Text]:
    return {
        "none": _("Nothing has changed since the sending before."),
        "place": _("What"),
        "before": _("Before"),
        "now": _("Now"),
        "nothing": _("Nothing"),
        "removed": _("Removed"),
        "new_tab": _("opens in a new tab"),
    }
