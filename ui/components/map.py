"""What a place question shows beside its coordinate table: the words of the map, and where its pictures come from."""

from __future__ import annotations

import json
from typing import Final

from models.geometry import SYSTEMS, ZONES
from models.text import Text, _

_tiles: Final[dict[str, str]] = {"address": "", "attribution": ""}

WORDS: Final[dict[str, Text]] = {
    "map": _("Map"),
    "draw": _("Draw in the map"),
    "point": _("Point"),
    "line": _("Line"),
    "area": _("Area"),
    "undo": _("Undo last point"),
    "clear": _("Clear the drawing"),
    "file": _("Read from a file"),
    "failed": _("The file could not be sent. Try again."),
    "count": _("The number of points in the map is now:"),
    "how": _(
        "Click in the map to add points. With the keyboard: arrow keys move the map under the cross, Enter adds a point, "
        "Backspace removes the last, Escape ends."
    ),
}

_SYSTEMS: Final = json.dumps({"zones": ZONES, "spans": {key: (*one.north, *one.east) for key, one in SYSTEMS.items()}})
"""What the map knows of coordinate systems, from their one home."""


def use_tiles(address: str, attribution: str) -> None:
    """Where map pictures come from (`{z}`, `{x}` and `{y}` in the address); empty for a grid without pictures. Called once by `main.py`."""
    _tiles.update(address=address, attribution=attribution)


def map_data() -> dict[str, object]:
    """What the template of a field needs to show a map."""
    return {**_tiles, "systems": _SYSTEMS, "words": WORDS}
