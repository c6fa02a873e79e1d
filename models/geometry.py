"""Places in the ground: coordinates with the system they are given in, read from text or GeoJSON, and distances in metres.

Norwegians write north first. Systems are EUREF89 UTM in zone 32, 33 or 35, and latitude with longitude. Nothing here needs a network.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from pyproj import Geod, Transformer

Position = tuple[float, float]
"""Latitude and longitude in degrees (EUREF89, in practice WGS84)."""

Shape = Literal["point", "line", "area"]
MOST_POINTS = 2_000
_EARTH_RADIUS_M = 6_371_000
_ELLIPSOID = Geod(ellps="GRS80")


@dataclass(frozen=True, slots=True)
class CoordinateSystem:
    """A system with the span of its first (north, latitude) and second (east, longitude) number in Norway."""

    key: str
    name: str
    north: tuple[float, float]
    east: tuple[float, float]

    def fits(self, point: Position) -> bool:
        """Whether a pair can lie in Norway in this system. Source: domain README section 8; northern spans are assumed."""
        return self.north[0] <= point[0] <= self.north[1] and self.east[0] <= point[1] <= self.east[1]


SYSTEMS = {
    system.key: system
    for system in (
        CoordinateSystem("25832", "EUREF89 UTM 32", (6_400_000, 7_200_000), (200_000, 1_000_000)),
        CoordinateSystem("25833", "EUREF89 UTM 33", (6_400_000, 8_000_000), (-120_000, 1_150_000)),
        CoordinateSystem("25835", "EUREF89 UTM 35", (7_550_000, 8_000_000), (200_000, 800_000)),
        CoordinateSystem("4258", "EUREF89 lat/long", (57.0, 72.0), (4.0, 32.0)),
    )
}


ZONES = (("25832", 0.0, 0.0), ("25833", 64.75, 0.0), ("25835", 68.5, 24.0))
"""From which latitude and longitude each UTM zone is customary; the last that is reached counts. The browser is handed the same numbers.

Zone 32 in the south, 33 in Nordland and Troms, 35 in east Finnmark. Source: domain README section 8; the lines between them are assumed,
so that every place in Norway lies within the span of its zone.
"""


def zone_at(position: Position) -> str:
    """The UTM system in which coordinates of a place are customarily given."""
    latitude, longitude = position
    return next(system for system, north, east in reversed(ZONES) if latitude >= north and longitude >= east)


@dataclass(frozen=True, slots=True)
class Place:
    """A point, line or area as given: pairs of (north, east) or (latitude, longitude) in `system`, an EPSG number as text."""

    system: str
    shape: Shape
    points: tuple[Position, ...]

    @property
    def system_name(self) -> str:
        """What people call the system."""
        return SYSTEMS[self.system].name

    @property
    def fits_system(self) -> bool:
        """False when axes are swapped, the zone is wrong, or degrees stand in a UTM system."""
        return all(SYSTEMS[self.system].fits(point) for point in self.points)

    def positions(self) -> tuple[Position, ...]:
        """The points as latitude and longitude."""
        return _positions(self)

    def metres_to(self, there: Position) -> float:
        """Shortest way from the place to a position, 0 inside an area."""
        flat = [_flat(point, there) for point in self.positions()]
        if self.shape == "area" and _surrounds(flat):
            return 0.0
        if len(flat) == 1:
            return math.hypot(*flat[0])
        return min(_to_segment(start, end) for start, end in pairwise(flat))

    @property
    def length_m(self) -> float | None:
        """Length of a line along the ground, or the way around an area; None for a point."""
        return None if self.shape == "point" else round(_ground(self)[0], 1)

    @property
    def area_m2(self) -> float | None:
        """Size of an area; None for a point or a line."""
        return round(_ground(self)[1], 1) if self.shape == "area" else None


def metres_between(one: Position, other: Position) -> float:
    """Distance between two positions along the ground."""
    north, east = (math.radians(b - a) for a, b in zip(one, other, strict=True))
    chord = math.sin(north / 2) ** 2 + math.cos(math.radians(one[0])) * math.cos(math.radians(other[0])) * math.sin(east / 2) ** 2
    return 2 * _EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


@lru_cache(maxsize=2_000)
def _positions(place: Place) -> tuple[Position, ...]:
    if place.system == "4258":
        return place.points
    transformer = _to_degrees(place.system)
    turned = (transformer.transform(east, north) for north, east in place.points)
    return tuple((latitude, longitude) for latitude, longitude in turned)


@lru_cache(maxsize=2_000)
def _ground(place: Place) -> tuple[float, float]:
    """(length in m, area in m²) on the ellipsoid; zeros for coordinates that lie nowhere."""
    latitudes, longitudes = zip(*place.positions(), strict=True)
    if not all(math.isfinite(number) and abs(number) <= 180 for number in (*latitudes, *longitudes)):
        return 0.0, 0.0
    area, around = _ELLIPSOID.polygon_area_perimeter(longitudes, latitudes)
    return (around if place.shape == "area" else _ELLIPSOID.line_length(longitudes, latitudes)), abs(area)


@lru_cache
def _to_degrees(system: str) -> Transformer:
    """Kept: building one takes milliseconds, using it microseconds; they may be shared between threads."""
    return Transformer.from_crs(int(system), 4258)


def _flat(point: Position, origin: Position) -> Position:
    """Metres (north, east) of a point seen from the origin; good enough within some kilometres."""
    metres = math.radians(1) * _EARTH_RADIUS_M
    return (point[0] - origin[0]) * metres, (point[1] - origin[1]) * metres * math.cos(math.radians(origin[0]))


def _to_segment(start: Position, end: Position) -> float:
    north, east = end[0] - start[0], end[1] - start[1]
    length = north * north + east * east
    share = 0.0 if not length else max(0.0, min(1.0, -(start[0] * north + start[1] * east) / length))
    return math.hypot(start[0] + share * north, start[1] + share * east)


def _surrounds(ring: Sequence[Position]) -> bool:
    """Whether a ring goes around the origin (even-odd rule)."""
    inside = False
    for (north, east), (next_north, next_east) in pairwise(ring):
        if (north > 0) != (next_north > 0) and (next_east - east) * -north / (next_north - north) + east > 0:
            inside = not inside
    return inside


def read_place(raw: Any, default_system: str = "25832") -> Place | None:
    """A place from text lines, GeoJSON (a mapping) or `{"system": ..., "points": [[north, east], ...]}`; None when it is none of them.

    Text has a pair in each line, north first unless marked `Ø` or `E`; a line may name the system (`UTM 33`, `EPSG:25833`, `sone 33`).
    Without a name the numbers tell: degrees by their size, else `default_system` where they fit it, else the first system they fit.
    """
    if isinstance(raw, str):
        return _from_text(raw, "", default_system)
    if isinstance(raw, Mapping):
        return _from_mapping(raw, default_system)
    return None


_NAMED = re.compile(r"(?:utm|epsg|sone|zone)[\s:]*(?:sone|zone)?\s*(\d{2,5})\s*[NV]?\b|(lat)|(wgs\s?84)", re.IGNORECASE)
_DATUM = re.compile(r"\b(?:EUREF|ETRS) ?89\b[ /,:-]*", re.IGNORECASE)
_PAIR_NUMBER = re.compile(r"([NØEX]?)\s*(-?\d+(?:[.,]\d+)?)", re.IGNORECASE)
_WHOLE_NUMBERS = re.compile(r"-?\d+(?: ?, ?-?\d+){2}")
_LARGEST_HEIGHT_M = 10_000
"""Smaller numbers beside two large ones are a point's number and its height."""
LONGEST_LINE = 200
"""Characters of a line of coordinates; a longer one is none. Runs of blanks count as one, so that no line takes long to read."""
_BY_NAME = {**{key: key for key in SYSTEMS}, "32": "25832", "33": "25833", "35": "25835", "4326": "4258"}


def _from_text(words: str, system: str, default_system: str) -> Place | None:
    points = []
    for typed in re.split(r"[\n;|]", words)[: MOST_POINTS + 1]:
        line = _DATUM.sub(" ", " ".join(typed.split()))
        if len(line) > LONGEST_LINE:
            return None
        named = _NAMED.search(line)
        if named:
            system = "4258" if named[1] is None else _BY_NAME.get(named[1], "")
            line = line[: named.start()] + " " + line[named.end() :]
            if not system:
                return None
        pair = _pair(line)
        if pair is not None:
            points.append(pair)
        elif re.search(r"\d", line):
            return None
    return _place(points, system or _guess(points, default_system))


def _pair(line: str) -> Position | None:
    """Two numbers of a line, north first, after a number of the point and before a height; None when there are none or too many."""
    found = _PAIR_NUMBER.findall(line)
    if len(found) == 1 and "," in found[0][1]:
        found = [(found[0][0], part) for part in found[0][1].split(",")]
    elif _WHOLE_NUMBERS.fullmatch(line.strip()):
        found = [("", part) for part in line.split(",")]
    if len(found) not in (2, 3, 4):
        return None
    pairs = [_north_first(one, other) for one, other in pairwise(found)]
    likely = [pair for pair in pairs if _can_lie(pair) or _can_lie(pair[::-1])]  # swapped ones are kept as they were typed
    large = [pair for pair in likely if min(map(abs, pair)) >= _LARGEST_HEIGHT_M]
    return next(iter(large or likely), pairs[0] if len(found) < 4 else None)


def _can_lie(pair: Position) -> bool:
    return any(system.fits(pair) for system in SYSTEMS.values())


def _north_first(one: tuple[str, str], other: tuple[str, str]) -> Position:
    first, second = (float(number.replace(",", ".")) for _mark, number in (one, other))
    return (second, first) if one[0].upper() in {"Ø", "E"} else (first, second)


def _guess(points: Sequence[Position], default_system: str) -> str:
    return likely_system(points, default_system) if points else default_system


def likely_system(points: Sequence[Position], default_system: str = "25832") -> str:
    """The system of coordinates that name none: degrees by their size, else the default where they fit it, else the first they fit."""
    if all(abs(number) <= 180 for point in points for number in point):
        return "4258"
    candidates = (SYSTEMS[default_system], *SYSTEMS.values())
    return next((one.key for one in candidates if all(one.fits(point) for point in points)), default_system)


def to_geojson(place: Place) -> dict[str, Any]:
    """GeoJSON in degrees (longitude first), with the system and the points as given, so that reading it back loses nothing."""
    pairs = [[round(longitude, 9), round(latitude, 9)] for latitude, longitude in place.positions()]
    coordinates: Any = pairs[0] if place.shape == "point" else [pairs] if place.shape == "area" else pairs
    kind = {"point": "Point", "line": "LineString", "area": "Polygon"}[place.shape]
    return {"type": kind, "coordinates": coordinates, "system": place.system, "points": [list(point) for point in place.points]}


def as_text(place: Place) -> str:
    """The coordinate table: the system, then north and east of each point in a line; `read_place` reads it back."""
    digits = 8 if place.system == "4258" else 3
    lines = [f"{north:.{digits}f}\t{east:.{digits}f}" for north, east in place.points]
    return "\n".join([f"EPSG:{place.system}", *lines])


def _from_mapping(raw: Mapping[Any, Any], default_system: str) -> Place | None:
    system = _BY_NAME.get(str(raw.get("system", "")).upper().removeprefix("EPSG:"), "")
    if "points" in raw:
        points = _pairs(raw["points"])
        return _place(points, system or _guess(points, default_system)) if points else None
    if isinstance(raw.get("text"), str):
        return _from_text(raw["text"], system, default_system)
    inner = raw.get("geometry", raw)
    if not isinstance(inner, Mapping):
        return None
    coordinates = inner.get("coordinates")
    if inner.get("type") == "Polygon" and isinstance(coordinates, Sequence) and len(coordinates) > 1:
        return None  # an area with a hole
    system = system or _BY_NAME.get(str(inner.get("system", "")).upper().removeprefix("EPSG:"), "")
    nested = coordinates[0] if inner.get("type") == "Polygon" and isinstance(coordinates, Sequence) and coordinates else coordinates
    pairs = _pairs([nested] if inner.get("type") == "Point" else nested)
    return _place([(north, east) for east, north in pairs], system or "4258") if pairs else None


def _pairs(raw: Any) -> list[Position]:
    """Pairs of finite numbers; empty when anything else is among them."""
    if not isinstance(raw, (list, tuple)) or len(raw) > MOST_POINTS:
        return []
    pairs: list[Position] = []
    for one in raw:
        if not isinstance(one, (list, tuple)) or len(one) not in (2, 3) or not all(_is_number(part) for part in one):
            return []
        pairs.append((float(one[0]), float(one[1])))
    return pairs


def _is_number(raw: Any) -> bool:
    return isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) < 1e12


def _place(points: Sequence[Position], system: str) -> Place | None:
    if not points or len(points) > MOST_POINTS or not all(abs(number) < 1e12 for point in points for number in point):
        return None
    shape: Shape = "point" if len(points) == 1 else "area" if len(points) > 3 and points[0] == points[-1] else "line"
    return Place(system, shape, tuple(points))
