"""What a survey file gives, what it may hold at most, and the one error of reading it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from models.errors import BadInput
from models.geometry import SYSTEMS, Place
from models.text import _

MOST_BYTES = 20_000_000
MOST_SURVEYED = 50_000
_BEYOND_EARTH = 1e8
_ALIASES = {"4326": "4258", "4937": "4258", "CRS84": "4258", "5972": "25832", "5973": "25833", "5975": "25835"}


class SurveyFault(BadInput):
    """A survey file cannot be read; the text says where and what was expected."""


@dataclass(frozen=True, slots=True)
class SurveyPoint:
    """One point: north and east in metres (degrees in 4258), z in metres; `system` is an EPSG number, None when unsaid."""

    id: str
    code: str
    system: str | None
    north: float
    east: float
    z: float | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Points and shapes in the order of the file. Shapes are there only where the file names its system or has a default for it."""

    points: tuple[SurveyPoint, ...] = ()
    shapes: tuple[Place, ...] = ()

    @property
    def system(self) -> str | None:
        """The one system of the file; None when it names none, or several."""
        named = {point.system for point in self.points} | {shape.system for shape in self.shapes}
        return named.pop() if len(named) == 1 else None


def number(words: str) -> float | None:
    """A finite number that can be a coordinate, with comma or point; None when it is none."""
    try:
        value = float(words.strip().replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < _BEYOND_EARTH else None


def known_system(name: str) -> str | None:
    """The key in SYSTEMS of a system's name (`EPSG:25832`, a URN, CRS84, 5972 with heights); None for an empty name.

    Raises:
        SurveyFault: the name is of a system we do not know.
    """
    if not name.strip():
        return None
    found = re.search(r"(CRS84|\d{4,5})\D*$", name.strip(), re.IGNORECASE)
    key = found[1].upper() if found else ""
    key = _ALIASES.get(key, key)
    if key not in SYSTEMS:
        raise SurveyFault(_("We do not know the coordinate system {name}. Export in EUREF89 UTM 32, 33 or 35.", name=name[:60]))
    return key


def at_most(count: int) -> None:
    """Raises SurveyFault when a file has more points than we take."""
    if count > MOST_SURVEYED:
        raise SurveyFault(_("The file has more than {most} points. Split it into smaller files.", most=MOST_SURVEYED))
