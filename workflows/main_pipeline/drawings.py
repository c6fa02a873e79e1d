"""Application: the drawings and descriptions of the plan, after VA-norm 3.6."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.declare import DRAWINGS, NEEDED, PDFS, RECOMMENDED, Outcome, Step, missing, requirement, slot
from workflows.main_pipeline.choices import DETAILED, GRAVITY_SYSTEMS
from workflows.main_pipeline.sources import BODO_PLANS, PLAN_DOCUMENTS
from workflows.reading import Reading
from workflows.words import listed


class Drawings(Step):
    """What the plan consists of."""

    title = _("Drawings and descriptions")
    section = _("Documentation")

    measure_description = slot(PDFS, _("Description of the measure"), required=True, at_most=3,
        ask=_("Upload the description of the measure."), how=_("PDF: what is built, why and how."), source=PLAN_DOCUMENTS)  # fmt: skip
    overview_plan = slot(DRAWINGS, _("Overview plan"), required=True, ask=_("Upload the overview plan."),
        how=_("Scale 1:500 to 1:5000."), source=PLAN_DOCUMENTS)  # fmt: skip
    site_plan = slot(DRAWINGS, _("Site plan"), at_most=50, governed_by="MAIN-09", source=PLAN_DOCUMENTS)
    zoning_and_owners = slot(PDFS, _("Zoning plan and list of properties"), required=DETAILED,
        ask=_("Upload the zoning plan and the list of properties."), how=_("PDF with every property that is touched."),
        source=PLAN_DOCUMENTS)  # fmt: skip
    profiles = slot(DRAWINGS, _("Longitudinal profiles"), at_most=50, governed_by="MAIN-10", source=PLAN_DOCUMENTS)
    trench_sections = slot(DRAWINGS, _("Trench cross-sections"), required=True, at_most=20, ask=_("Upload the trench cross-sections."),
        how=_("One for each kind of trench."), source=PLAN_DOCUMENTS)  # fmt: skip
    specification = slot(PDFS, _("Work description"), required=True, level=RECOMMENDED, at_least=0, ask=_("Upload the work description."),
        how=_("For example after NS 3420."), source=BODO_PLANS)  # fmt: skip
    model = slot((FileKind.SURVEY, *DRAWINGS), _("Pipes as data"), required=True, level=RECOMMENDED, at_least=0,
        at_most=10, ask=_("Upload the pipes as data."), how=_("SOSI, LandXML, IFC or DWG."), source=PLAN_DOCUMENTS)  # fmt: skip

    @requirement("MAIN-09", level=NEEDED, at="site_plan", what=_("The site plan is missing."),
        how=_("Upload plan with existing and planned pipes, types and dimensions."), source=PLAN_DOCUMENTS)  # fmt: skip
    def site_is_drawn(reading: Reading) -> Outcome:
        """A site plan is always needed."""
        return () if reading.good_files("site_plan") else missing()

    @requirement("MAIN-10", level=NEEDED, at="profiles", what=_("Longitudinal profile is missing."),
        how=_("Upload profiles for {pipes}."), source=PLAN_DOCUMENTS)  # fmt: skip
    def profiles_are_drawn(reading: Reading) -> Outcome:
        """For gravity and water lines longer than 10 m."""
        long_ones = [
            row.value("id") or str(row.number)
            for row in reading.rows("pipes")
            if row.value("system") in ("VL", *GRAVITY_SYSTEMS) and (row.value("length_m") or 0) > 10
        ]
        return missing(pipes=listed(long_ones[:20])) if long_ones and not reading.good_files("profiles") else ()
