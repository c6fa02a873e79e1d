"""GeoJSON: east (longitude) first; degrees unless the file names another system in the older `crs` member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from models.geometry import Place, read_place
from models.survey.result import Survey, SurveyFault, SurveyPoint, at_most, known_system
from models.text import _

_CODES = ("code", "kode", "tema", "objtype")
_IDS = ("id", "punktid", "name", "navn")


def read_geojson(words: str) -> Survey:
    """Points become survey points; points, lines and areas become shapes. Raises SurveyFault for anything else, and areas with holes."""
    try:
        raw = json.loads(words)
    except (ValueError, RecursionError):
        raise SurveyFault(_("The file is not valid GeoJSON.")) from None
    if not isinstance(raw, dict):
        raise SurveyFault(_("The file is not valid GeoJSON."))
    system = _system(raw)
    points: list[SurveyPoint] = []
    shapes: list[Place] = []
    for nth, (geometry, about) in enumerate(_features(raw), 1):
        at_most(nth)
        place = _place(geometry, system, nth)
        shapes.append(place)
        if place.shape == "point":
            points.append(_point(place, geometry["coordinates"], about))
    return Survey(tuple(points), tuple(shapes))


def _system(raw: dict[str, Any]) -> str:
    crs = raw.get("crs")
    about = crs.get("properties") if isinstance(crs, dict) else None
    return known_system(str(about.get("name", "")) if isinstance(about, dict) else str(raw.get("system", ""))) or "4258"


def _features(raw: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each geometry with what is said about it."""
    features = raw.get("features") if raw.get("type") == "FeatureCollection" else [raw]
    for one in features if isinstance(features, list) else ():
        if isinstance(one, dict):
            geometry, about = one.get("geometry", one), one.get("properties")
            if isinstance(geometry, dict):
                yield geometry, {"id": one.get("id", ""), **(about if isinstance(about, dict) else {})}


def _place(geometry: dict[str, Any], system: str, nth: int) -> Place:
    told = {"type": geometry.get("type"), "coordinates": geometry.get("coordinates"), "system": system}
    place = read_place(told) if told["type"] in ("Point", "LineString", "Polygon") else None
    if place is None:
        raise SurveyFault(_("Feature {n}: expected a point, a line or an area without holes, with at most 2000 points.", n=nth))
    return place


def _point(place: Place, coordinates: Any, about: dict[str, Any]) -> SurveyPoint:
    z = float(coordinates[2]) if len(coordinates) > 2 else None
    return SurveyPoint(_first(about, _IDS), _first(about, _CODES), place.system, *place.points[0], z)


def _first(about: dict[str, Any], names: tuple[str, ...]) -> str:
    lower = {str(key).lower(): value for key, value in about.items()}
    found = next((str(lower[name]) for name in names if lower.get(name) not in (None, "")), "")
    return found.encode("utf-8", "replace").decode()[:40]
