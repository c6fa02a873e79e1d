"""The places that answers show: what was drawn, typed or pasted, as GeoJSON with its coordinate system, beside the raw text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.geometry import Place, to_geojson
from workflows.fields import Kind, parse
from workflows.reading import Reading


def geojson_of(kind: Kind, raw: Any) -> dict[str, Any] | None:
    """A raw answer as GeoJSON when it is understood as a place; None for every other answer."""
    value = parse(kind, raw)
    return to_geojson(value) if isinstance(value, Place) else None


def middle_of(drawn: Mapping[str, Any]) -> tuple[float, float]:
    """Latitude and longitude in the middle of what encloses a place that is kept as GeoJSON."""
    pairs = list(_pairs_of(drawn["coordinates"]))
    longitudes, latitudes = [one[0] for one in pairs], [one[1] for one in pairs]
    return (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2


def _pairs_of(coordinates: Sequence[Any]) -> Iterator[Sequence[float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from _pairs_of(part)


def places_of(reading: Reading) -> dict[str, dict[str, Any]]:
    """Every place a phase shows, by `step/field` or `step/group/row/field`: GeoJSON in degrees, with `system` and `points` as given."""
    return {at: to_geojson(value) for at, value in _values(reading) if isinstance(value, Place)}


def _values(reading: Reading) -> Iterator[tuple[str, Any]]:
    for key, (step, question) in reading.index.questions.items():
        if question.kind.name == "geometry":
            yield f"{step.key}/{key}", reading.value(key)
    for key, (step, group) in reading.index.groups.items():
        drawn = [column.key for column in group.row.questions if column.kind.name == "geometry"]
        for row in reading.rows(key) if drawn else ():
            yield from ((f"{step.key}/{row.path(column)}", row.value(column)) for column in drawn)
