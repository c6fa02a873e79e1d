"""Final documentation: survey, plan and photos of the open trench."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from models.base import Phase
from models.document import FileKind
from models.geometry import SYSTEMS, Place
from models.text import Text, _
from workflows.conditions import RowsAtLeast
from workflows.connection.choices import WAS_OUTDOORS
from workflows.declare import (
    DRAWINGS,
    IMAGES,
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Finding,
    Outcome,
    Step,
    group,
    missing,
    question,
    requirement,
    slot,
)  # fmt: skip
from workflows.fields import BooleanKind
from workflows.reading import Reading, RowReading
from workflows.shared.examples import TRENCH
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.pipe_sources import SURVEYING, TRENCH_PHOTOS
from workflows.shared.sources import FORMS
from workflows.shared.survey import (
    CRS,
    FILE_FROM_THE_TRENCH,
    NOT_SURVEYED_OPEN,
    POINT_KINDS,
    Spot,
    SurveyPointRow,
    metres_apart,
    spots,
)
from workflows.words import listed

_CURVED = ("bend",)


def surveyed_connection(reading: Reading | RowReading) -> Place | None:
    """The surveyed connection points, as a line where there are several; None without one, or without a system."""
    phase = reading.phase if isinstance(reading, RowReading) else reading
    crs = phase.value("crs")
    found = tuple((float(one.north), float(one.east)) for one in spots(phase) if one.kind == "connection")
    return Place(crs, "point" if len(found) == 1 else "line", found) if found and crs in SYSTEMS else None


def connection_differs(new: Any, old: Any, reading: Reading) -> bool:
    """Whether no surveyed connection point lies within the local distance, in metres, from the approved one."""
    if not isinstance(new, Place) or not isinstance(old, Place) or not (new.fits_system and old.fits_system):
        return False
    return new.metres_to(old.positions()[0]) > float(number(reading, "connection_deviation_m"))


class Survey(Step):
    """Where the pipes lie now."""

    title = _("Survey")
    section = _("Documentation")
    applies_if = WAS_OUTDOORS

    open_trench_survey = question(
        BooleanKind(), _("Surveyed in the open trench"), required=True, ask=_("Say whether the survey was done in the open trench."),
        how=_("Answer no when the trench was filled first, or nothing was surveyed."), source=SURVEYING,
    )  # fmt: skip
    crs = replace(CRS, required=RowsAtLeast("points", 1))
    points = group(
        SurveyPointRow, _("Surveyed points"), row_label=_("Point {n}"), add_label=_("Add another point"), at_most=500,
        governed_by="CONN-24", source=SURVEYING, as_survey=True,
    )  # fmt: skip
    connection_point_built = question(
        GeometryKind(), _("Connection point as surveyed"), computed=surveyed_connection, fixed=True, source=SURVEYING,
    )  # fmt: skip
    survey_file = slot(
        (FileKind.SURVEY,), _("Survey file"), ask=_("Upload the survey file."),
        how=_("SOSI, KOF, GML, GeoJSON or a table with heights."), governed_by="CONN-24", source=SURVEYING,
        before_backfilling=FILE_FROM_THE_TRENCH,
    )  # fmt: skip

    @requirement(
        "CONN-24", level=NEEDED, at="points", what=_("The survey lacks {kinds}."),
        how=_("Add the points with north, east and height."), source=SURVEYING, applies_if=WAS_OUTDOORS,
    )  # fmt: skip
    def survey_is_whole(reading: Reading) -> Outcome:
        """A survey file, or points of the kinds the pipes have; typed points have heights. Bends are known only where they are typed."""
        lacking = [] if reading.good_files("survey_file") else _lacking(reading)
        lacks: list[Finding] = [missing(kinds=listed([_kind_named(kind) for kind in lacking]))] if lacking else []
        flat = [one for one in spots(reading) if one.z is None]
        return lacks + [missing(one.row.path("z"), kinds=_("the height of point {n}", n=one.name)) for one in flat]

    @requirement(
        "CONN-25", level=RECOMMENDED, at="points", what=_("{d} m between points {a} and {b}."), how=_("Measure at least every {max} m."),
        source=SURVEYING, applies_if=WAS_OUTDOORS,
    )  # fmt: skip
    def points_lie_close_enough(reading: Reading) -> Outcome:
        """Neighbours of the same system, in the order given; between two bends the limit of curves holds."""
        found, crs = spots(reading), reading.value("crs")
        lines = [[one for one in found if one.system == system] for system in dict.fromkeys(one.system for one in found)]
        pairs = [pair for line in lines for pair in pairwise(line)]
        if not pairs or crs is None:
            return NOT_APPLICABLE
        return [lack for one, other in pairs if (lack := _too_far(reading, one, other, crs)) is not None]

    as_built_plan = slot(
        (*DRAWINGS, FileKind.IMAGE), _("As-built plan"), required=True, ask=_("Upload the as-built plan."),
        how=_("PDF, drawing or photo with what lies there now."), source=SURVEYING,
    )  # fmt: skip


class Photos(Step):
    """Photos and papers."""

    title = _("Photos")
    section = _("Documentation")
    applies_if = WAS_OUTDOORS

    photo_connection = slot(
        IMAGES, _("Connection point before backfilling"), example=TRENCH, at_most=10, ask=_("Upload a photo of the connection point."),
        how=_("Taken before the trench was filled."), governed_by="CONN-23", source=TRENCH_PHOTOS, before_backfilling=True,
    )  # fmt: skip
    photo_trench = slot(
        IMAGES, _("Pipes towards the house"), example=TRENCH, at_most=20, ask=_("Upload a photo of the trench towards the house."),
        how=_("Taken before the trench was filled."), governed_by="CONN-23", source=TRENCH_PHOTOS,
        before_backfilling=NOT_SURVEYED_OPEN,
    )  # fmt: skip
    photo_valves = slot(
        IMAGES, _("Valves"), required=True, level=RECOMMENDED, at_most=10, ask=_("Upload photos of the valves."),
        how=_("Taken before the trench was filled."), source=TRENCH_PHOTOS, before_backfilling=True,
    )  # fmt: skip
    checklist = slot(
        PDFS, _("Own check list"), required=True, level=RECOMMENDED, ask=_("Upload your own check list."), how=_("As PDF."), source=FORMS,
    )  # fmt: skip

    @requirement(
        "CONN-23", level=NEEDED, at="photo_connection", what=_("Photos from the open trench are missing."),
        how=_("Upload the connection point and the trench towards the house."), source=TRENCH_PHOTOS, applies_if=WAS_OUTDOORS,
    )  # fmt: skip
    def open_trench_is_shown(reading: Reading) -> Outcome:
        """The connection point always; the trench where it was not surveyed while open."""
        if not reading.good_files("photo_connection"):
            return missing()
        needs_trench = reading.value("open_trench_survey") is False and not reading.good_files("photo_trench")
        return missing("photo_trench") if needs_trench else ()


def _wanted(reading: Reading) -> list[str]:
    wanted = ["connection", "wall_entry"]
    earlier = Phase.APPLICATION
    if reading.earlier_value(earlier, "outdoor_stop_valve"):
        wanted.append("stop_valve")
    if any(row.value("connection_kind") == "branch" for row in reading.rows("pipes_built")):
        wanted.append("branch")
    return wanted


def _lacking(reading: Reading) -> list[str]:
    """Kinds that are wanted and not there; none while a point has no kind yet, for that is told at the point."""
    there = [row.value("kind") for row in reading.rows("points")]
    return [] if None in there else [kind for kind in _wanted(reading) if kind not in there]


def _kind_named(key: str) -> Text:
    return next(one.label for one in POINT_KINDS if one.key == key)


def _too_far(reading: Reading, one: Spot, other: Spot, crs: str) -> Finding | None:
    is_curve = one.kind in _CURVED and other.kind in _CURVED
    most = number(reading, "survey_max_spacing_curve_m" if is_curve else "survey_max_spacing_straight_m")
    apart = metres_apart(one, other, crs)
    if apart is None or apart <= most:
        return None
    return missing(other.row.path("north"), d=round(apart), a=one.name, b=other.name, max=most)
