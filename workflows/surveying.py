"""Points of a survey file become the rows of a group of surveyed points. Pure; nothing is kept before somebody has seen what was found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import BadInput
from models.geometry import SYSTEMS, likely_system
from models.survey import Survey, SurveyPoint
from models.text import Text, _, _n
from workflows.declare import Group
from workflows.fields import ChoiceKind

_SYSTEM_OF_ID = re.compile(r"(VL|SPP|SP|OVP|OV|AF|DR|V|S|O)[ -]?\d", re.IGNORECASE)
_WATERS = {"V": "VL", "S": "SP", "O": "OV"}
"""What point ids begin with. Source: domain README section 8."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    "manhole": ("kum", "kumtopp", "kumlokk", "manhole"),
    "manhole_top": ("kum", "kumtopp", "kumlokk", "manhole"),
    "gully": ("sluk", "sandfang", "gully"),
    "stop_valve": ("stk", "stoppekran", "bkr", "bakkekran", "valve"),
    "connection": ("anb", "anboring", "tilkobling", "påkobling", "connection"),
    "branch": ("gren", "grenrør", "avgrening", "branch"),
    "bend": ("bend", "knekk", "albue"),
    "wall_entry": ("vegg", "veggliv", "innføring"),
    "end": ("ende", "slutt", "end"),
    "plug": ("plugg", "plugget", "plug"),
    "tank": ("tank", "slamavskiller"),
    "outlet": ("utløp", "utslipp", "outlet"),
    "curve": ("kurve", "curve"),
}
"""Words in survey codes that tell the kind of a point; assumed, since each surveyor has codes of their own."""


@dataclass(frozen=True)
class SurveyRows:
    """What a file would add: a mapping from column to raw answer for each point, the system they are given in, and what to look at."""

    rows: Sequence[dict[str, Any]]
    system: str
    warnings: Sequence[Text]


def survey_rows(group: Group, survey: Survey, *, there: int, system: str | None) -> SurveyRows:
    """The rows of a file's points, in its order, heights included.

    `there` rows are in the group already, and `system` is what the step says of them, None when it says nothing. A file that names no
    system is taken to be in that one, else in the likely one, which is then told. Raises BadInput with what to do: no points, too many, or
    points that would stand in another system than those that are there.
    """
    points = survey.points
    if not points:
        raise BadInput(_("The file has lines or areas, but no points. Export the surveyed points and choose that file."))
    if there + len(points) > group.at_most:
        room = group.at_most - there
        raise BadInput(_("The file has {got} points, and there is room for {most}.", got=len(points), most=room))
    named = {point.system for point in points if point.system}
    if len(named) > 1:
        raise BadInput(_("The points of the file stand in several coordinate systems. Export them in one."))
    stands_in = next(iter(named), None) or system or likely_system([(point.north, point.east) for point in points])
    if there and system in SYSTEMS and stands_in != system:
        names = {"file": SYSTEMS[stands_in].name, "here": SYSTEMS[system].name}
        raise BadInput(_("The file is in {file}, and the points here are in {here}. Export it in the same system.", **names))
    rows = [_row(group, point) for point in points]
    return SurveyRows(rows, stands_in, _warnings(rows, points, stands_in, is_guessed=not named and not system))


def _row(group: Group, point: SurveyPoint) -> dict[str, Any]:
    """One point as raw answers; only columns the group has, and only choices it offers."""
    digits = 3 if abs(point.north) > 180 else 8
    given = {
        "point_id": point.id[:40], "code": point.code[:40], "kind": _kind(group, point.code), "system": _system(group, point),
        "north": f"{point.north:.{digits}f}", "east": f"{point.east:.{digits}f}", "z": "" if point.z is None else f"{point.z:.3f}",
    }  # fmt: skip
    return {key: raw for key, raw in given.items() if raw and key in group.row.by_key}


def _words(code: str) -> list[str]:
    return [word for word in re.split(r"[^\w]+|_", code.casefold()) if word]


def _offered(group: Group, column: str) -> list[str]:
    kind = group.row.by_key[column].kind if column in group.row.by_key else None
    return [option.key for option in kind.options] if isinstance(kind, ChoiceKind) else []


def _kind(group: Group, code: str) -> str:
    words = _words(code)
    return next((key for key in _offered(group, "kind") if {key, *_KINDS.get(key, ())} & set(words)), "")


def _system(group: Group, point: SurveyPoint) -> str:
    """The water that runs there, by the code, else by how the point's id begins."""
    offered = _offered(group, "system")
    told = next((word.upper() for word in _words(point.code) if word.upper() in offered), "")
    begins = _SYSTEM_OF_ID.match(point.id)
    by_id = _WATERS.get(begins[1].upper(), begins[1].upper()) if begins else ""
    return told or (by_id if by_id in offered else "")


def _warnings(rows: Sequence[dict[str, Any]], points: Sequence[SurveyPoint], system: str, *, is_guessed: bool) -> list[Text]:
    found = []
    known = SYSTEMS[system]
    if is_guessed:
        found.append(_("The file does not say its coordinate system. We took it to be {system}.", system=known.name))
    astray = sum(not known.fits((point.north, point.east)) for point in points)
    flat = sum(point.z is None for point in points)
    unnamed = sum("kind" not in row for row in rows)
    open_kinds = _n(
        "Choose the kind of {n} point yourself; its code does not tell.",
        "Choose the kind of {n} points yourself; their codes do not tell.",
        unnamed,
    )
    for count, words in (
        (astray, _n("{n} point does not fit {system}.", "{n} points do not fit {system}.", astray, system=known.name)),
        (flat, _n("{n} point has no height.", "{n} points have no height.", flat)),
        (unnamed, open_kinds),
    ):
        found += [words] if count else []
    return found
