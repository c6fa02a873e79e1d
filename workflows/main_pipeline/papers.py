"""Final documentation: as-built drawings, own control, rights, guarantee and certificate, after VA-norm 3.9."""

from __future__ import annotations

import re

from models.base import Phase
from models.text import _
from workflows.conditions import given_earlier
from workflows.declare import DRAWINGS, IMAGES, NEEDED, PDFS, Outcome, Step, missing, question, requirement, slot
from workflows.fields import DateKind, TextKind, TextListKind
from workflows.main_pipeline.choices import BUILT_STATION
from workflows.main_pipeline.sources import FINAL_DOCUMENTS
from workflows.main_pipeline.tests_done import MOST_NAMED
from workflows.main_pipeline.work import GUARANTEED
from workflows.reading import Reading
from workflows.words import listed

HAD_BUILDING_CASE = given_earlier(Phase.APPLICATION, "building_case")
CROSSED = given_earlier(Phase.APPLICATION, "crossed_properties")
_MARK = re.compile(r"som.?byg[gd]|as.?built", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d.?[01]\d.?[0-3]\d|[0-3]?\d\.[01]?\d\.(?:19|20)?\d\d", re.ASCII)


def is_marked(name: str) -> bool:
    """Whether the name of a file says that it shows what was built, and the day."""
    return bool(_MARK.search(name) and _DATE.search(name))


class Papers(Step):
    """What the municipality keeps."""

    title = _("Final documents")
    section = _("Documentation")

    as_built_date = question(DateKind(not_after_today=True), _("Date on the as-built drawings"), governed_by="MAIN-16",
        hint=_("The date beside “som bygget” in the title field, when the names of the files do not say it."),
        source=FINAL_DOCUMENTS)  # fmt: skip
    as_built_drawings = slot(DRAWINGS, _("As-built drawings"), at_most=100, governed_by="MAIN-16", source=FINAL_DOCUMENTS)
    photos = slot(IMAGES, _("Photos"), required=True, at_most=500, ask=_("Upload photos from before the trench was filled."),
        how=_("Each manhole, bends, anchors and crossings."), source=FINAL_DOCUMENTS, before_backfilling=True)  # fmt: skip
    quality_docs = slot(PDFS, _("Own control and HSE"), at_most=20, governed_by="MAIN-17", source=FINAL_DOCUMENTS)
    rights_numbers = question(TextListKind(), _("Document numbers of registered rights"), applies_if=CROSSED, governed_by="MAIN-27",
        source=FINAL_DOCUMENTS)  # fmt: skip
    registered_rights = slot(PDFS, _("Registered rights"), at_least=0, at_most=50, applies_if=CROSSED, governed_by="MAIN-27",
        source=FINAL_DOCUMENTS)  # fmt: skip
    bank_guarantee_final = slot(PDFS, _("Bank guarantee"), applies_if=GUARANTEED, governed_by="MAIN-30", source=FINAL_DOCUMENTS)
    completion_plan = question(TextKind(1, 500), _("Completion certificate: its date, or when it comes"), applies_if=HAD_BUILDING_CASE,
        governed_by="MAIN-28", source=FINAL_DOCUMENTS)  # fmt: skip
    completion_certificate = slot(PDFS, _("Completion certificate"), at_least=0, applies_if=HAD_BUILDING_CASE, governed_by="MAIN-28",
        source=FINAL_DOCUMENTS)  # fmt: skip
    fdv = slot(PDFS, _("Operation manuals"), required=BUILT_STATION, ask=_("Upload the operation manuals."),
        how=_("For each pumping station and detention basin."), applies_if=BUILT_STATION, at_most=50, source=FINAL_DOCUMENTS)  # fmt: skip

    @requirement("MAIN-16", level=NEEDED, at="as_built_drawings", what=_("As-built drawings are missing for {part}."),
        how=_("Upload updated drawings."), source=FINAL_DOCUMENTS)  # fmt: skip
    def drawings_are_as_built(reading: Reading) -> Outcome:
        """Drawings marked as built: by a name that says so with its date, or by the date of the title field."""
        files = reading.good_files("as_built_drawings")
        if not files:
            return missing(part=_("the whole plant"))
        unmarked = [file.name for file in files if not is_marked(file.name)]
        if not unmarked or reading.value("as_built_date") is not None:
            return ()
        return missing("as_built_date", part=listed(unmarked[:MOST_NAMED]))

    @requirement("MAIN-17", level=NEEDED, at="quality_docs", what=_("Own-control documents are missing."),
        how=_("Upload the complete file."), source=FINAL_DOCUMENTS)  # fmt: skip
    def control_is_documented(reading: Reading) -> Outcome:
        """Own control and HSE."""
        return () if reading.good_files("quality_docs") else missing()

    @requirement("MAIN-27", level=NEEDED, at="rights_numbers", what=_("Registered rights are missing for {properties}."),
        how=_("Add document number."), source=FINAL_DOCUMENTS, applies_if=CROSSED)  # fmt: skip
    def rights_are_registered(reading: Reading) -> Outcome:
        """A document number for each property crossed."""
        crossed = reading.earlier_value(Phase.APPLICATION, "crossed_properties") or ()
        lacking = crossed[len(set(reading.value("rights_numbers") or ())) :]
        return missing(properties=listed(lacking)) if lacking else ()

    @requirement("MAIN-28", level=NEEDED, at="completion_plan", what=_("Completion certificate is missing."),
        how=_("Add its date or say when it comes."), source=FINAL_DOCUMENTS, applies_if=HAD_BUILDING_CASE)  # fmt: skip
    def plant_is_certified(reading: Reading) -> Outcome:
        """The certificate, or when it comes."""
        return () if reading.good_files("completion_certificate") or reading.value("completion_plan") else missing()

    @requirement("MAIN-30", level=NEEDED, at="bank_guarantee_final", what=_("The bank guarantee is missing."),
        how=_("Upload it before takeover."), source=FINAL_DOCUMENTS, applies_if=GUARANTEED)  # fmt: skip
    def guarantee_is_given(reading: Reading) -> Outcome:
        """Where the agreement demands it."""
        return () if reading.good_files("bank_guarantee_final") else missing()
