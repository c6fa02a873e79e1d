"""What differs from the sending before: old on the left, new on the right, told apart by words and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import Text, _
from ui.components.base import View, html
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Evidence


class Changes(View):
    """The differences, place by place."""

    template = html("changes", TEMPLATES)

    def show(self, changes: Sequence[Evidence]) -> None:
        """The differences as they are now."""
        self.change(changes=_rows(changes))


def changes(found: Sequence[Evidence]) -> Changes:
    """The differences since the sending before."""
    return Changes({"changes": _rows(found), "words": _words()})


def _rows(changes: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"label": one.label, "words": one.words, "was": one.was, "maps": one.maps} for one in changes]


def _words() -> dict[str, Text]:
    return {
        "none": _("Nothing has changed since the sending before."),
        "place": _("What"),
        "before": _("Before"),
        "now": _("Now"),
        "nothing": _("Nothing"),
        "removed": _("Removed"),
    }
