"""A map beside four numbers: the box they make is drawn, and what the map shows can be taken as the box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from models.text import Text, _
from ui.components.base import View, html
from ui.components.map import map_data

_WORDS: Final[dict[str, Text]] = {
    "open": _("Show in the map"),
    "take": _("Use what the map shows"),
    "how": _("Drag the map, or move it with the arrow keys and + and −, until it shows the whole municipality."),
    "taken": _("The four sides are now those of the map."),
}


class BoundsMap(View):
    """See `bounds_map`."""

    template = html("bounds-map")


def bounds_map(sides: Sequence[str], *, may_change: bool) -> BoundsMap:
    """The map of a box whose sides stand in the inputs of these DOM ids: south, west, north, east."""
    shared = map_data()
    return BoundsMap({**shared, "words": {**_WORDS, "map": _("Map")}, "sides": " ".join(sides), "may_change": may_change})
