"""Points in a table: CSV or TXT with semicolon, tab, comma or spaces, decimal comma or point, with or without a line of headings."""

from __future__ import annotations

from collections.abc import Sequence

from models.geometry import SYSTEMS
from models.survey.result import Survey, SurveyFault, SurveyPoint, at_most, number
from models.text import _

_HEADINGS = {
    "id": {"id", "punkt", "punktid", "punktnr", "nr", "navn", "name", "point", "point_id", "pkt"},
    "code": {"code", "kode", "tema", "temakode", "type"},
    "north": {"n", "nord", "north", "northing", "x", "lat", "latitude", "breddegrad"},
    "east": {"e", "ø", "øst", "aust", "ost", "east", "easting", "y", "lon", "long", "longitude", "lengdegrad"},
    "z": {"z", "h", "høyde", "høgde", "hoyde", "height", "kote", "nn2000"},
}
_DEGREES = 180


def read_table(words: str) -> Survey:
    """The points of a table; without headings: id, north, east, height, or without the id. X is north, as in Norwegian surveying.

    Raises:
        SurveyFault: with the number of the first line without coordinates.
    """
    lines = [(at, line) for at, line in enumerate(words.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        return Survey()
    at_most(len(lines) - 1)
    separator = _separator(lines[0][1])
    heads = _columns(_cells(lines[0][1], separator))
    points = [_point(at, _cells(line, separator), heads) for at, line in (lines[1:] if heads else lines)]
    return Survey(tuple(points))


def as_table(points: Sequence[SurveyPoint]) -> str:
    """Points as a table that `read_table` reads back, all but the name of their system; empty for none."""
    lines = [
        ";".join((repr(one.north), repr(one.east), "" if one.z is None else repr(one.z), _cell(one.id), _cell(one.code))) for one in points
    ]
    return "\n".join(["north;east;z;id;code", *lines]) if lines else ""


def _cell(words: str) -> str:
    return " ".join(words.replace(";", " ").replace('"', " ").split())


def _separator(line: str) -> str | None:
    """None stands for any run of spaces; a comma separates only where nothing else does and it is not the decimal mark."""
    for mark in (";", "\t"):
        if mark in line:
            return mark
    if line.count(",") == 1 and len(line.split()) == 1:  # a number alone makes no point
        return ","
    return "," if (line.count(",") >= 2 and len(line.split()) < 3) or ", " in line else None


def _cells(line: str, separator: str | None) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(separator)]


def _columns(cells: list[str]) -> dict[str, int]:
    """Where each column stands; empty when the line is no line of headings."""
    plain = [cell.lower().split("(")[0].split("[")[0].strip() for cell in cells]
    found = {key: at for key, names in _HEADINGS.items() for at, name in reversed(list(enumerate(plain))) if name in names}
    return found if {"north", "east"} <= found.keys() else {}


def _begins_with_a_pair(cells: list[str]) -> bool:
    """Whether a line without headings has no number of the point: two cells, or three of which the first two can lie in Norway."""
    north, east = (number(cell) for cell in (*cells, "", "")[:2])
    can_lie = north is not None and east is not None and any(one.fits((north, east)) for one in SYSTEMS.values())
    return len(cells) == 2 or (len(cells) == 3 and can_lie)


def _point(line_number: int, cells: list[str], heads: dict[str, int]) -> SurveyPoint:
    where = heads or ({"north": 0, "east": 1, "z": 2} if _begins_with_a_pair(cells) else {"id": 0, "north": 1, "east": 2, "z": 3})
    at = {key: cells[place] for key, place in where.items() if place < len(cells)}
    north, east = number(at.get("north", "")), number(at.get("east", ""))
    if north is None or east is None:
        raise SurveyFault(_("Line {n}: expected id, north, east and height, with the same mark between them.", n=line_number))
    degrees = abs(north) <= _DEGREES and abs(east) <= _DEGREES
    return SurveyPoint(at.get("id", ""), at.get("code", ""), "4258" if degrees else None, north, east, number(at.get("z", "")))
