"""A sketch of the places on a sheet: points, lines and areas to scale with north up, as millimetres on the paper. No map under it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.geometry import Place, Position

WIDTH, HEIGHT = 166.0, 72.0
"""Millimetres that a sketch has at most."""
MARGIN = 7.0
LEAST_METRES, MOST_METRES = 2.0, 100_000.0
"""What is smaller tells nothing as a sketch, and what is larger is a typing error in one of the places."""
MOST_NUMBERED = 40
_METRES_A_DEGREE = math.radians(1) * 6_371_000


@dataclass(frozen=True)
class Drawn:
    """One place on the paper: its number there, its points in millimetres from the left and from the top."""

    number: int
    shape: str
    points: Sequence[tuple[float, float]]

    @property
    def middle(self) -> tuple[float, float]:
        """Where its number stands: half-way along a line, in the middle of an area."""
        if self.shape == "area":
            count = len(self.points)
            return sum(x for x, _y in self.points) / count, sum(y for _x, y in self.points) / count
        half = (len(self.points) - 1) // 2
        (x, y), (next_x, next_y) = self.points[half], self.points[min(half + 1, len(self.points) - 1)]
        return (x + next_x) / 2, (y + next_y) / 2


@dataclass(frozen=True)
class Sketch:
    """A sketch `width` × `height` mm; its bar of scale is `bar` mm long and stands for `metres`."""

    width: float
    height: float
    bar: float
    metres: float
    drawn: Sequence[Drawn]

    def as_data(self) -> dict[str, Any]:
        """The same for a template."""
        shapes = [{"number": one.number, "shape": one.shape, "middle": one.middle, "points": one.points} for one in self.drawn]
        is_numbered = 1 < len(shapes) <= MOST_NUMBERED
        return {"width": self.width, "height": self.height, "bar": self.bar, "numbered": is_numbered, "shapes": shapes}


def sketch(places: Sequence[Place]) -> Sketch | None:
    """The places in one sketch, numbered from 1 in their order. None where a sketch tells nothing: no places, or a single point."""
    found = [(number, place, place.positions()) for number, place in enumerate(places, start=1)]
    sound = [(number, place, points) for number, place, points in found if all(_is_somewhere(one) for one in points)]
    if not sound:
        return None
    origin = sound[0][2][0]
    flat = [(number, place.shape, [_metres(point, origin) for point in points]) for number, place, points in sound]
    easts = [east for _number, _shape, points in flat for east, _north in points]
    norths = [north for _number, _shape, points in flat for _east, north in points]
    span_east, span_north = max(easts) - min(easts), max(norths) - min(norths)
    if not LEAST_METRES <= max(span_east, span_north) <= MOST_METRES:
        return None
    scale = min((WIDTH - 2 * MARGIN) / max(span_east, 1e-9), (HEIGHT - 2 * MARGIN) / max(span_north, 1e-9))
    left = (WIDTH - span_east * scale) / 2
    height = span_north * scale + 2 * MARGIN
    height, top = max(height, HEIGHT / 2), max(MARGIN, (HEIGHT / 2 - span_north * scale) / 2)

    def on_paper(point: tuple[float, float]) -> tuple[float, float]:
        return round(left + (point[0] - min(easts)) * scale, 2), round(top + (max(norths) - point[1]) * scale, 2)

    drawn = [Drawn(number, shape, [on_paper(point) for point in points]) for number, shape, points in flat]
    metres = _round_length(WIDTH / 5 / scale)
    return Sketch(WIDTH, round(height, 2), round(metres * scale, 2), metres, drawn)


def _is_somewhere(point: Position) -> bool:
    return all(math.isfinite(number) for number in point) and abs(point[0]) < 89 and abs(point[1]) <= 180


def _metres(point: Position, origin: Position) -> tuple[float, float]:
    """East and north of the origin; good enough for what a sheet can show."""
    north = (point[0] - origin[0]) * _METRES_A_DEGREE
    return (point[1] - origin[1]) * _METRES_A_DEGREE * math.cos(math.radians(origin[0])), north


def _round_length(most: float) -> float:
    """The longest of 1, 2, 5, 10, 20 … metres (or of their tenths) that is at most so long."""
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (5, 2, 1) if step * power <= most * 1.0000001)
