"""What a place question shows beside its coordinate table: the words of the map, and where its pictures come from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from models.geometry import SYSTEMS, ZONES, Place
from models.text import Text, _, _n

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

POINT_WORDS: Final[dict[str, Any]] = {
    "open": _("Points in a table"),
    "table": _("Points"),
    "system": _("The numbers are given in"),
    "metres": [_("North"), _("East")],
    "degrees": [_("Latitude"), _("Longitude")],
    "cell": _("{axis}, point {n}", axis="{axis}", n="{n}"),
    "change": _("Move or remove"),
    "up": _("Move point {n} up", n="{n}"),
    "down": _("Move point {n} down", n="{n}"),
    "remove": _("Remove point {n}", n="{n}"),
    "add": _("Add a point"),
    "area": _("An area: the last point is joined to the first"),
    "how": _(
        "Paste rows from a spreadsheet into any cell. Enter adds a point below, the arrow keys go from row to row, "
        "and Alt with an arrow key moves the point."
    ),
    "both": _("Fill in both numbers."),
    "digits": _("Write digits, with a comma before decimals."),
    "swapped": _("Swap the two numbers: north comes first."),
    "outside": _("Check the two numbers, or choose another system: this is not in Norway in {system}.", system="{system}"),
    "removed": _("Point {n} is removed.", n="{n}"),
    "moved": _("It is now point {n}.", n="{n}"),
    "pasted": _("Rows pasted: {n}.", n="{n}"),
}
"""Of the table of points; what stands in braces is filled in by the browser."""

SHOWN_WORDS: Final[dict[str, Text]] = {"see": _("Map and coordinates"), "map": _("Map")}
_SYSTEMS: Final = json.dumps({"zones": ZONES, "spans": {key: (*one.north, *one.east) for key, one in SYSTEMS.items()}})
"""What the map knows of coordinate systems, from their one home."""


def use_tiles(address: str, attribution: str) -> None:
    """Where map pictures come from (`{z}`, `{x}` and `{y}` in the address); empty for a grid without pictures. Called once by `main.py`."""
    _tiles.update(address=address, attribution=attribution)


def tiles() -> dict[str, str]:
    """Where map pictures come from, as `address` and `attribution`; both empty for a grid without pictures."""
    return dict(_tiles)


def map_data() -> dict[str, object]:
    """What the template of a field needs to show a map."""
    names = [{"key": key, "name": one.name} for key, one in SYSTEMS.items()]
    return {**_tiles, "systems": _SYSTEMS, "words": WORDS, "points": POINT_WORDS, "names": names}


def shown_map(label: Text | str, now: Place | None, was: Place | None = None) -> dict[str, Any] | None:
    """What the template `map-shown` needs: one place, or the old and the new one, to look at; None when there is none.

    The map is loaded when it is unfolded; the tables of coordinates stand beside it and need no map.
    """
    both = now is not None and was is not None
    places = [
        *([_shown(was, _("Before, dashed") if both or now is None else "", is_old=True)] if was is not None else []),
        *([_shown(now, _("Now") if both else "", is_old=False)] if now is not None else []),
    ]
    drawn = json.dumps([{"points": one["positions"], "shape": one["shape"], "old": one["old"]} for one in places])
    return {**_tiles, "words": SHOWN_WORDS, "label": label, "drawn": drawn, "tables": [_table(one) for one in places]} if places else None


def shown_maps(found: Sequence[tuple[Text | str, Place | None]]) -> list[dict[str, Any]]:
    """The maps of several answers, such as those of one row; answers that are no place are left out."""
    return [shown for label, place in found if (shown := shown_map(label, place)) is not None]


def _shown(place: Place, when: Text | str, *, is_old: bool) -> dict[str, Any]:
    positions = [[round(latitude, 7), round(longitude, 7)] for latitude, longitude in place.positions()]
    return {"place": place, "positions": positions, "shape": place.shape, "when": when, "old": is_old}


def _table(one: dict[str, Any]) -> dict[str, Any]:
    place: Place = one["place"]
    digits = 8 if place.system == "4258" else 3
    points = place.points[:-1] if place.shape == "area" else place.points
    heads = (_("Latitude"), _("Longitude")) if place.system == "4258" else (_("North"), _("East"))
    return {
        "when": one["when"],
        "title": _n("{n} point in {system}", "{n} points in {system}", len(points), system=place.system_name),
        "heads": [_("Point"), *heads],
        "rows": [[f"{number:.{digits}f}" for number in point] for point in points],
    }
