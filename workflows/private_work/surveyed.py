"""Final documentation: survey, plan and photos of the open trench."""

from __future__ import annotations

from dataclasses import replace

from models.base import Phase
from models.document import FileKind
from models.text import _
from workflows.conditions import RowsAtLeast, all_of, given_earlier
from workflows.declare import DRAWINGS, IMAGES, NEEDED, Finding, Outcome, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind
from workflows.private_work.choices import BUILT_KINDS, WAS_OUTDOORS
from workflows.reading import Reading
from workflows.shared.examples import TRENCH
from workflows.shared.pipe_sources import SURVEYING, TRENCH_PHOTOS
from workflows.shared.survey import CRS, FILE_FROM_THE_TRENCH, SurveyPointRow, spots

WAS_OPEN_TRENCH = all_of(WAS_OUTDOORS, given_earlier(Phase.APPLICATION, "method", "open_trench"))


class Survey(Step):
    """Where the pipes lie now."""

    title = _("Survey")
    section = _("Documentation")
    applies_if = WAS_OUTDOORS

    open_trench_survey = question(
        BooleanKind(),
        _("Surveyed in the open trench"),
        required=True,
        ask=_("Say whether the survey was done in the open trench."),
        how=_("Answer no when the trench was filled first, or nothing was surveyed."),
        source=SURVEYING,
    )
    crs = replace(CRS, required=RowsAtLeast("points", 1))
    points = group(
        SurveyPointRow,
        _("Surveyed points"),
        row_label=_("Point {n}"),
        add_label=_("Add another point"),
        at_most=500,
        governed_by="PRIV-16",
        source=SURVEYING,
        as_survey=True,
    )
    survey_file = slot(
        (FileKind.SURVEY,),
        _("Survey file"),
        ask=_("Upload the survey file."),
        how=_("SOSI, KOF, GML, GeoJSON or a table with heights."),
        governed_by="PRIV-16",
        before_backfilling=FILE_FROM_THE_TRENCH,
        source=SURVEYING,
    )
    as_built_plan = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("As-built plan"),
        ask=_("Upload the as-built plan."),
        how=_("PDF, drawing or photo with what lies there now."),
        governed_by="PRIV-16",
        source=SURVEYING,
    )
    photo_open_trench = slot(
        IMAGES,
        _("Photos of the open trench"),
        example=TRENCH,
        at_most=20,
        ask=_("Upload a photo of the open trench."),
        how=_("At least one that shows the repaired or new pipe."),
        applies_if=WAS_OPEN_TRENCH,
        governed_by="PRIV-15",
        source=TRENCH_PHOTOS,
        before_backfilling=True,
    )

    @requirement(
        "PRIV-15",
        level=NEEDED,
        at="photo_open_trench",
        what=_("A photo of the open trench is missing."),
        how=_("Upload at least one that shows the repaired or new pipe."),
        source=TRENCH_PHOTOS,
        applies_if=WAS_OPEN_TRENCH,
    )
    def trench_was_photographed(reading: Reading) -> Outcome:
        """A photo from before the trench was filled."""
        return () if reading.good_files("photo_open_trench") else missing()

    @requirement(
        "PRIV-16",
        level=NEEDED,
        at="points",
        what=_("The as-built survey is missing."),
        how=_("Upload the file or type the points."),
        source=SURVEYING,
        applies_if=all_of(WAS_OUTDOORS, given_earlier(Phase.APPLICATION, "kind", *BUILT_KINDS, "plug")),
    )
    def work_is_surveyed(reading: Reading) -> Outcome:
        """Points with height or a survey file, and a plan. The position of a plug is a point of its own, asked for by PRIV-11."""
        lacks: list[Finding] = []
        is_plug = reading.earlier_value(Phase.APPLICATION, "kind") == "plug"
        if not is_plug and not reading.good_files("survey_file") and not any(spot.z is not None for spot in spots(reading)):
            lacks.append(missing())
        if not reading.good_files("as_built_plan"):
            lacks.append(missing("as_built_plan", instead=_("The as-built plan is missing.")))
        return lacks
