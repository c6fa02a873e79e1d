"""Application: the pipes, the plan that shows them, and what is known of them before the work."""

from __future__ import annotations

from models.base import State
from models.document import FileKind
from models.text import Text, _
from workflows.conditions import given
from workflows.declare import (
    DRAWINGS,
    IMAGES,
    NEEDED,
    NOT_APPLICABLE,
    RECOMMENDED,
    Finding,
    Outcome,
    Step,
    group,
    missing,
    question,
    requirement,
    slot,
)
from workflows.fields import BooleanKind
from workflows.private_work.choices import BUILT_KINDS, OUTDOORS, PIPE_KINDS
from workflows.reading import Reading, RowReading
from workflows.shared.examples import SITE_PLAN
from workflows.shared.pipe_rows import LAID, PipeRow
from workflows.shared.pipe_sources import BERGEN, FINAL_REPORT, HALDEN, SEPTIC
from workflows.shared.sources import FORMS

RELINING = given("method", "relining")


class Pipes(Step):
    """Every pipe that is laid, replaced, kept in use or abandoned."""

    title = _("Pipes")
    section = _("The work")
    applies_if = given("kind", *PIPE_KINDS)

    pipes = group(
        PipeRow,
        _("Pipes, old and new"),
        row_label=_("Pipe {n}"),
        add_label=_("Add another pipe"),
        required=given("kind", *BUILT_KINDS),
        at_least=1,
        at_most=50,
        ask=_("Describe the pipes."),
        how=_("One row for each pipe that is laid, replaced or taken out of use."),
        source=FORMS,
    )
    crosses_other_ground = question(BooleanKind(), _("A pipe crosses another's ground"), source=HALDEN)
    right_agreement = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Agreement on pipes over another's ground"),
        required=True,
        at_most=20,
        ask=_("Upload the agreement with the landowner."),
        how=_("Signed by both, or the registered right."),
        applies_if=given("crosses_other_ground", True),
        source=FORMS,
    )
    shared_pipe = question(BooleanKind(), _("A pipe is shared with other properties"), source=FORMS)
    joint_agreement = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Agreement on the shared pipe"),
        required=True,
        ask=_("Upload the agreement on the shared pipe."),
        how=_("It says who operates and maintains the pipe."),
        applies_if=given("shared_pipe", True),
        source=FORMS,
    )

    @requirement(
        "PRIV-04",
        level=NEEDED,
        at="pipes",
        what=_("Pipe {n} lacks {missing}."),
        how=_("Fill in both diameter and material."),
        source=FINAL_REPORT,
    )
    def pipes_have_both_size_and_material(reading: Reading) -> Outcome:
        """A diameter without material or the other way round; a pipe that is laid has both."""
        rows = reading.rows("pipes")
        if not rows:
            return NOT_APPLICABLE
        return [finding for row in rows if (finding := _half_described(row)) is not None]


def _half_described(row: RowReading) -> Finding | None:
    has_size, has_material = row.value("od_mm") is not None, row.value("material") is not None
    if has_size and has_material:
        return None
    if not has_size and not has_material and row.value("status") not in LAID:
        return None
    part: Text = _("its material") if has_size else _("its outer diameter")
    return Finding(State.MISSING, row.path("material" if has_size else "od_mm"), {"n": row.number, "missing": part})


@requirement(
    "PRIV-03",
    level=NEEDED,
    at="site_plan",
    what=_("A dimensioned sketch is missing."),
    how=_("Draw in the map or upload plan with measures."),
    source=BERGEN,
    applies_if=OUTDOORS,
)
def sketch_is_there(reading: Reading) -> Outcome:
    """Outdoor work that needs a decision is drawn: a plan, a line or an area. A place that lacks or fits nowhere is told by COM alone."""
    if reading.value("route") == "notify" or reading.value("kind") is None:
        return NOT_APPLICABLE
    place = reading.value("location")
    if reading.good_files("site_plan") or any(row.value("line") is not None for row in reading.rows("pipes")):
        return ()
    if place is None or not place.fits_system:
        return NOT_APPLICABLE
    return missing() if len(place.points) < 2 else ()


class Plan(Step):
    """A sketch with measures, and what the pipes looked like before."""

    title = _("Plan and photos")
    section = _("The work")

    site_plan = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("Sketch or site plan with measures"),
        example=SITE_PLAN,
        ask=_("Upload a sketch with measures."),
        how=_("PDF, drawing or photo; pipes, manholes and measures to fixed points."),
        hint=_("Or draw a line or an area as the place on the map."),
        governed_by="PRIV-03",
        source=BERGEN,
    )
    photos_before = slot(
        IMAGES,
        _("Photos before the work"),
        required=OUTDOORS,
        level=RECOMMENDED,
        at_most=20,
        ask=_("Upload photos taken before the work."),
        how=_("They show the ground and what is to be repaired."),
        source=FORMS,
    )
    cctv_before = slot(
        (FileKind.CCTV, FileKind.PDF),
        _("Pipe inspection before the work"),
        required=given("kind", "replace", "septic_off"),
        level=RECOMMENDED,
        ask=_("Upload the pipe inspection."),
        how=_("Film or report from before the work."),
        applies_if=given("kind", *PIPE_KINDS),
        source=SEPTIC,
    )
    liner_data = slot(
        (FileKind.PDF,),
        _("Data of the liner"),
        required=RELINING,
        level=RECOMMENDED,
        ask=_("Upload the data of the liner."),
        how=_("Product data and wall thickness as PDF."),
        applies_if=RELINING,
        source=FORMS,
    )
    checks = (sketch_is_there,)
