"""Completion: photos, asphalt slip, logbook and survey."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from models.base import Phase
from models.document import FileKind
from models.text import Text, _
from workflows.conditions import RowsAtLeast, all_of, given
from workflows.declare import IMAGES, NEEDED, PDFS, Outcome, Step, group, missing, question, requirement, slot
from workflows.excavation.choices import WAS_DUG, WAS_POLLUTED, WAS_WARNED
from workflows.excavation.sources import COMPLETION, SUNNFJORD
from workflows.fields import MultiKind, options
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED
from workflows.shared.survey import CRS, SurveyPointRow

PHOTOS = ("photos_before", "photos_during", "photos_after")
LEAST_PHOTOS = 3
LOGBOOK_PARTS = options(("start", _("Start")), ("changes", _("Changes")), ("end", _("End")))
SURVEYED = all_of(WAS_DUG, given("new_line_laid", True))


class Proof(Step):
    """The guarantee starts when these are approved."""

    title = _("Photos and papers")
    section = _("Documentation")

    photos_before = slot(
        IMAGES,
        _("Photos before"),
        at_least=0,
        at_most=100,
        ask=_("Upload photos from before."),
        how=_("Signs, overview, close on the trench."),
        applies_if=WAS_DUG,
        governed_by="EXC-20",
        source=COMPLETION,
    )
    photos_during = slot(
        IMAGES,
        _("Photos during"),
        at_least=0,
        at_most=100,
        ask=_("Upload photos from the work."),
        how=_("Depth with rod, compactor in the trench, layers with rod."),
        applies_if=WAS_DUG,
        before_backfilling=True,
        governed_by="EXC-20",
        source=COMPLETION,
    )
    photos_after = slot(
        IMAGES,
        _("Photos after"),
        at_least=0,
        at_most=100,
        ask=_("Upload photos from after."),
        how=_("Finished surface with sealed joint, overview, signs as before."),
        applies_if=WAS_DUG,
        governed_by="EXC-20",
        source=COMPLETION,
    )
    asphalt_report = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Asphalt report"),
        at_least=0,
        ask=_("Upload the asphalt report."),
        how=_("The slip from the asphalt contractor."),
        applies_if=WAS_DUG,
        governed_by="EXC-21",
        source=COMPLETION,
    )
    logbook = slot(
        (FileKind.PDF, FileKind.IMAGE, FileKind.SHEET),
        _("Logbook of the work warning"),
        at_least=0,
        ask=_("Upload the logbook."),
        how=_("With start, changes and end."),
        applies_if=WAS_WARNED,
        governed_by="EXC-22",
        source=COMPLETION,
    )
    logbook_shows = question(
        MultiKind(LOGBOOK_PARTS),
        _("The logbook shows"),
        ask=_("Choose what the logbook shows."),
        how=_("All three are needed."),
        applies_if=WAS_WARNED,
        governed_by="EXC-22",
        source=COMPLETION,
    )
    survey_file = slot(
        (FileKind.SURVEY,),
        _("Survey of the new line"),
        at_least=0,
        ask=_("Upload the survey of the new line."),
        how=_("SOSI, KOF, GML or a table."),
        applies_if=SURVEYED,
        governed_by="EXC-23",
        source=SUNNFJORD,
    )
    crs = replace(CRS, required=all_of(SURVEYED, RowsAtLeast("points", 1)))
    points = group(
        SurveyPointRow,
        _("Surveyed points"),
        row_label=_("Point {n}"),
        add_label=_("Add a point"),
        at_most=500,
        applies_if=SURVEYED,
        as_survey=True,
        source=SUNNFJORD,
    )
    soil_receipts = slot(
        PDFS,
        _("Receipts for polluted soil"),
        required=WAS_POLLUTED,
        at_most=50,
        ask=_("Upload receipts for polluted soil."),
        how=_("From the place that received it."),
        applies_if=WAS_POLLUTED,
        source=ASSUMED,
    )

    @requirement(
        "EXC-20",
        level=NEEDED,
        at="photos_after",
        what=_("Photos are missing: {list}."),
        how=_("Upload them; the guarantee starts only then."),
        source=COMPLETION,
        applies_if=WAS_DUG,
    )
    def photos_are_there(reading: Reading) -> Outcome:
        """Three of each, and one of each for every interval of the trench."""
        length, interval = reading.earlier_value(Phase.APPLICATION, "length_m"), number(reading, "photo_interval_m")
        wanted = max(LEAST_PHOTOS, min(100, ceil(length / interval))) if length is not None and interval > 0 else LEAST_PHOTOS
        names: dict[str, Text] = {"photos_before": _("before"), "photos_during": _("during"), "photos_after": _("after")}
        lacking = [key for key in PHOTOS if len(reading.good_files(key)) < wanted]
        return [missing(key, list=names[key]) for key in lacking]

    @requirement(
        "EXC-21",
        level=NEEDED,
        at="asphalt_report",
        what=_("The asphalt report is missing."),
        how=_("Upload the slip from the asphalt contractor."),
        source=COMPLETION,
        applies_if=WAS_DUG,
    )
    def asphalt_is_documented(reading: Reading) -> Outcome:
        """Wherever asphalt was laid for good."""
        if "asphalt" not in (reading.value("surface_built") or ()) or reading.value("temporary_surface"):
            return ()
        return () if reading.good_files("asphalt_report") else missing()

    @requirement(
        "EXC-22",
        level=NEEDED,
        at="logbook",
        what=_("The logbook lacks {part}."),
        how=_("Upload it filled in."),
        source=COMPLETION,
        applies_if=WAS_WARNED,
    )
    def logbook_is_whole(reading: Reading) -> Outcome:
        """The file, and in it start, changes and end."""
        if not reading.good_files("logbook"):
            return missing(part=_("the file"))
        shown = reading.value("logbook_shows") or ()
        lacking = next((one for one in LOGBOOK_PARTS if one.key not in shown), None)
        return missing("logbook_shows", part=lacking.label) if lacking else ()

    @requirement(
        "EXC-23",
        level=NEEDED,
        at="survey_file",
        what=_("The survey of the new line is missing."),
        how=_("Upload it."),
        source=SUNNFJORD,
        applies_if=SURVEYED,
    )
    def line_is_surveyed(reading: Reading) -> Outcome:
        """A file, or points typed here."""
        return () if reading.good_files("survey_file") or reading.rows("points") else missing()
