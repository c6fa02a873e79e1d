"""KOF, the fixed-column format of Norwegian survey instruments: coordinate lines begin with 05, other lines are passed over.

Columns: 2-3 `05`, 5-14 point id, 16-23 code, 25-36 north, 38-48 east, 50-57 height. Files written by hand shift the columns, so a line
whose columns hold no numbers is read by its spaces. KOF names no coordinate system. Source: the KOF 2.0 description (Norkart/Powel).
"""

from __future__ import annotations

import re

from models.survey.result import Survey, SurveyFault, SurveyPoint, at_most, number
from models.text import _

_COORDINATES = re.compile(r"^\s?05\s", re.MULTILINE)


def looks_like_kof(words: str) -> bool:
    """Whether any line is a coordinate line of KOF."""
    return bool(_COORDINATES.search(words[:100_000]))


def read_kof(words: str) -> Survey:
    """The points of the 05 lines. Raises SurveyFault with the number of a line that has no coordinates."""
    points = []
    for line_number, line in enumerate(words.splitlines(), 1):
        if not _COORDINATES.match(line):
            continue
        point = _by_columns(line) or _by_spaces(line)
        if point is None:
            raise SurveyFault(_("Line {n}: expected 05, point id, code, north, east and height.", n=line_number))
        points.append(point)
        at_most(len(points))
    return Survey(tuple(points))


def _by_columns(line: str) -> SurveyPoint | None:
    north, east = number(line[24:36]), number(line[37:48])
    if north is None or east is None or line[23:24].strip() or line[36:37].strip():
        return None
    return SurveyPoint(line[4:14].strip(), line[15:23].strip(), None, north, east, number(line[49:57]))


def _by_spaces(line: str) -> SurveyPoint | None:
    """Id and code may lack; the decimals of north tell where the coordinates begin."""
    parts = line.split()[1:]
    first = next((at for at, part in enumerate(parts) if re.fullmatch(r"-?\d{4,8}[.,]\d+", part)), None)
    if first is None or first > 2 or len(parts) < first + 2:
        return None
    north, east = number(parts[first]), number(parts[first + 1])
    if north is None or east is None:
        return None
    z = number(parts[first + 2]) if len(parts) > first + 2 else None
    return SurveyPoint(parts[0] if first else "", parts[1] if first == 2 else "", None, north, east, z)
