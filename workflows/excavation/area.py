"""Application: where exactly, how long, wide and deep."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.document import FileKind
from models.geometry import Place
from models.text import _
from workflows.conditions import all_of, given
from workflows.declare import (
    DRAWINGS,
    IMAGES,
    NEEDED,
    NOT_APPLICABLE,
    RECOMMENDED,
    Outcome,
    Step,
    doubtful,
    missing,
    question,
    requirement,
    slot,
)
from workflows.excavation.choices import AREA_USE, DEEP, DIGS, OPEN
from workflows.excavation.sources import CROSS_SECTION, MARKER, SAFETY, TREES
from workflows.fields import TextKind, decimal
from workflows.reading import Reading, RowReading
from workflows.shared.examples import ROAD
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.sources import FORMS, partly_assumed


def drawn_length(at: Reading | RowReading) -> Any:
    """The length of the drawn line in metres, one decimal; None without one."""
    place = at.value("area")
    length = place.length_m if isinstance(place, Place) and place.shape == "line" else None
    return Decimal(str(length)) if length is not None else None


def drawn_area(at: Reading | RowReading) -> Any:
    """The size of the drawn area in m², else length times width; None when neither is known."""
    place, length, width = at.value("area"), at.value("length_m"), at.value("width_m")
    if isinstance(place, Place) and place.area_m2 is not None:
        return Decimal(str(place.area_m2))
    return (length * width).quantize(Decimal("0.1")) if length is not None and width is not None else None


class Area(Step):
    """The digging area, drawn or on a map."""

    title = _("Digging area")
    section = _("The work")

    area = question(
        GeometryKind(),
        _("Digging area"),
        ask=_("Draw the digging area."),
        how=_("A line along the trench, or the area around it."),
        governed_by="EXC-03",
        source=MARKER,
        example="UTM 32 6589551 594048",
    )
    map = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("Map 1:1000 with the work area"),
        at_least=0,
        at_most=10,
        ask=_("Upload a map of the work area."),
        how=_("1:1000 or 1:500, with side of the road, crossings and size."),
        governed_by="EXC-03",
        source=MARKER,
    )
    length_m = question(
        decimal(1, "0.1", 20_000, "m"),
        _("Length"),
        required=DIGS,
        ask=_("Give the length of the trench."),
        how=_("Along the ground, in metres."),
        applies_if=DIGS,
        computed=drawn_length,
        source=FORMS,
    )
    width_m = question(
        decimal(1, "0.1", 50, "m"),
        _("Width"),
        required=DIGS,
        ask=_("Give the width of the trench."),
        how=_("At the top, in metres."),
        applies_if=DIGS,
        source=FORMS,
    )
    depth_m = question(
        decimal(1, "0.1", 15, "m"),
        _("Depth"),
        required=DIGS,
        ask=_("Give the depth of the trench."),
        how=_("At the deepest, in metres."),
        applies_if=DIGS,
        source=FORMS,
    )
    area_m2 = question(
        decimal(1, "0.1", 1_000_000, "m²"),
        _("Surface to be reinstated"),
        required=DIGS,
        ask=_("Give the area that is reinstated."),
        how=_("In square metres; the fee follows the area."),
        applies_if=DIGS,
        computed=drawn_area,
        source=FORMS,
    )
    cross_section = slot(
        DRAWINGS,
        _("Cross-section of the road with trench and pipes"),
        required=all_of(OPEN, given("ground", "carriageway")),
        ask=_("Upload a cross-section of the road."),
        how=_("With the trench and the pipes that lie there."),
        applies_if=all_of(OPEN, given("ground", "carriageway")),
        source=CROSS_SECTION,
    )
    photos_before = slot(
        IMAGES,
        _("Photos before the work"),
        example=ROAD,
        required=DIGS,
        level=RECOMMENDED,
        at_most=50,
        ask=_("Take photos before the work."),
        how=_("Signs, an overview, and close on the trench."),
        applies_if=DIGS,
        source=FORMS,
    )
    deep_trench_plan = question(
        TextKind(0, 2_000, long=True),
        _("Shoring or slope of a deep trench"),
        ask=_("Describe shoring or slope."),
        how=_("How the people in the trench are kept safe."),
        applies_if=DEEP,
        governed_by="EXC-16",
        source=SAFETY,
    )
    trees_within_m = question(decimal(1, 0, 1_000, "m"), _("Nearest tree"), hint=_("From the crown, in metres."), source=TREES)
    area_rent_m2 = question(
        decimal(1, "0.1", 100_000, "m²"),
        _("Ground that is used"),
        ask=_("Give the area that is used."),
        how=_("Rent is counted per m² and day."),
        applies_if=AREA_USE,
        governed_by="EXC-28",
        source=TREES,
    )

    @requirement(
        "EXC-03", level=NEEDED, at="area", what=_("The digging area is not shown."), how=_("Draw it or upload a map 1:1000."), source=MARKER
    )
    def area_is_shown(reading: Reading) -> Outcome:
        """Drawn, or on an uploaded map; what was not understood is told at the question."""
        return () if reading.value("area") is not None or reading.good_files("map") else missing()

    @requirement(
        "EXC-16",
        level=NEEDED,
        at="deep_trench_plan",
        what=_("Trench deeper than 2 m needs a safety plan."),
        how=_("Describe shoring or slope."),
        source=partly_assumed(SAFETY),
        applies_if=DEEP,
    )
    def deep_trench_is_safe(reading: Reading) -> Outcome:
        """Deeper than the local limit."""
        depth = reading.value("depth_m")
        if depth is None or depth <= number(reading, "deep_trench_m"):
            return NOT_APPLICABLE
        return () if reading.value("deep_trench_plan") else missing()

    @requirement(
        "EXC-18",
        level=RECOMMENDED,
        at="trees_within_m",
        what=_("Trees are close."),
        how=_("Follow the tree guide; a tree log may be demanded."),
        source=partly_assumed(TREES),
    )
    def trees_are_far(reading: Reading) -> Outcome:
        """A tree near the trench, or a park."""
        distance = reading.value("trees_within_m")
        if "park" in (reading.value("ground") or ()):
            return doubtful()
        if distance is None:
            return NOT_APPLICABLE
        return doubtful() if distance < number(reading, "tree_distance_m") else ()

    @requirement(
        "EXC-28",
        level=NEEDED,
        at="area_rent_m2",
        what=_("Area, dates or purpose is missing."),
        how=_("Fill in; rent is counted per m² and day."),
        source=TREES,
        applies_if=AREA_USE,
    )
    def use_of_ground_is_told(reading: Reading) -> Outcome:
        """Square metres, both dates, and what the ground is used for."""
        return [missing(at) for at in ("area_rent_m2", "area_rent_from", "area_rent_to", "purpose") if reading.value(at) is None]
