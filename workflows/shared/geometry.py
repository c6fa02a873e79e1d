"""The kind of answer that is a place: typed or pasted coordinates, or what a map drew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from models.geometry import SYSTEMS, Place, read_place
from models.text import _
from workflows.fields import Problem


@dataclass(frozen=True)
class GeometryKind:
    """A point, line or area. Text without a named system is `default_system`; whether it can lie in Norway is judged by COM-09."""

    default_system: str = "25832"
    name: str = "geometry"

    def parse(self, raw: Any) -> Any:
        place = _place_of_text(raw, self.default_system) if isinstance(raw, str) else read_place(raw, self.default_system)
        if place is not None:
            return place
        return Problem(_("We could not read coordinates."), _("Write north and east with a space between, one point in each line."))

    def schema(self) -> dict[str, Any]:
        pairs = {"type": "array", "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}, "minItems": 1}
        given = {"type": "object", "properties": {"system": {"enum": list(SYSTEMS)}, "points": pairs}, "required": ["points"]}
        shapes = {"enum": ["Point", "LineString", "Polygon"]}
        drawn = {"type": "object", "properties": {"type": shapes}, "required": ["type", "coordinates"]}
        return {"anyOf": [{"type": "string"}, given, drawn], "x-kind": "geometry"}


@lru_cache(maxsize=5_000)
def _place_of_text(raw: str, default_system: str) -> Place | None:
    return read_place(raw, default_system)
