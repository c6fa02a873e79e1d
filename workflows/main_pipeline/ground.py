"""Application: the ground, rights in it, and how the new mains are disinfected."""

from __future__ import annotations

from models.text import _
from workflows.conditions import given
from workflows.declare import DRAWINGS, NEEDED, PDFS, RECOMMENDED, Outcome, Step, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, TextKind, TextListKind, options
from workflows.kinds import CaseKind
from workflows.main_pipeline.choices import HAS_WATER
from workflows.main_pipeline.sources import DISINFECTION, FINAL_DOCUMENTS, PLAN_DOCUMENTS
from workflows.reading import Reading
from workflows.shared.sources import ASSUMED, FORMS
from workflows.words import listed

OWNERS = options(
    ("municipal", _("Municipal road")), ("county", _("County road")), ("state", _("State road")), ("private", _("Private road"))
)  # fmt: skip
GEOTECH = options(("none", _("None")), ("desk", _("Desk study")), ("report", _("Report")))
CROSSES = given("crossed_properties")


class Ground(Step):
    """Roads, owners and the soil."""

    title = _("Ground and rights")
    section = _("The plan")

    road_owner = question(MultiKind(OWNERS), _("Roads that are touched"), source=FORMS)
    excavation_case = question(CaseKind("excavation"), _("Excavation case"), applies_if=given("road_owner", "municipal"), source=FORMS)
    crossed_properties = question(TextListKind(), _("Properties of others that are crossed"), source=PLAN_DOCUMENTS,
        hint=_("Those that neither the developer nor the municipality owns, such as 12/34. Leave it empty when there are none."),
    )  # fmt: skip
    land_rights_secured = question(BooleanKind(), _("Land rights are secured"), applies_if=CROSSES, governed_by="MAIN-07",
        source=FINAL_DOCUMENTS)  # fmt: skip
    geotech = question(ChoiceKind(GEOTECH), _("Geotechnical assessment"), ask=_("Choose how the ground has been assessed."),
        how=_("Choose none when nobody has looked."), governed_by="MAIN-08", source=ASSUMED)  # fmt: skip
    quick_clay_zone = question(BooleanKind(), _("In a quick clay zone"), ask=_("Say whether it lies in a quick clay zone."),
        how=_("The zones stand in the public map of quick clay."), governed_by="MAIN-08", source=ASSUMED)  # fmt: skip
    clay_area = question(BooleanKind(), _("Clay or marine deposits"), ask=_("Say whether there is clay in the ground."),
        how=_("The public map of deposits shows it."), applies_if=given("geotech", "none"), governed_by="MAIN-08",
        source=ASSUMED)  # fmt: skip
    polluted_ground = question(BooleanKind(), _("Polluted ground"), source=FORMS)
    crossing_other_cables = question(BooleanKind(), _("Crosses others' cables"), source=FORMS)
    cultural_heritage_checked = question(BooleanKind(), _("Cultural heritage is checked"), required=True, level=RECOMMENDED,
        ask=_("Say whether cultural heritage is checked."), how=_("The county answers the question."), source=FORMS)  # fmt: skip
    declarations = slot(PDFS, _("Declarations and land rights"), at_least=0, at_most=50, governed_by="MAIN-07", source=PLAN_DOCUMENTS)
    geotech_report = slot(PDFS, _("Geotechnical report"), at_least=0, at_most=10, governed_by="MAIN-08", source=ASSUMED)

    @requirement("MAIN-07", level=NEEDED, at="declarations", what=_("Land rights are missing for {properties}."),
        how=_("Upload declarations ready for registration."), source=FINAL_DOCUMENTS, applies_if=CROSSES)  # fmt: skip
    def rights_are_shown(reading: Reading) -> Outcome:
        """Declarations for the properties of others, and the word that the rights are secured."""
        crossed = listed(reading.value("crossed_properties") or ())
        if not reading.good_files("declarations"):
            return missing(properties=crossed)
        return () if reading.value("land_rights_secured") else missing("land_rights_secured", properties=crossed)

    @requirement("MAIN-08", level=NEEDED, at="geotech_report", what=_("A geotechnical assessment is missing."),
        how=_("Upload the report."), source=ASSUMED)  # fmt: skip
    def ground_is_assessed(reading: Reading) -> Outcome:
        """A report in quick clay zones, and in clay where nothing was assessed; also while nobody has said which ground it is."""
        if reading.good_files("geotech_report"):
            return ()
        if reading.value("quick_clay_zone") is not False:
            return missing(None if reading.value("quick_clay_zone") else "quick_clay_zone")
        assessed = reading.value("geotech")
        if assessed is None:
            return missing("geotech")
        if assessed == "none" and reading.value("clay_area") is not False:
            return missing(None if reading.value("clay_area") else "clay_area")
        return missing() if assessed == "report" else ()


class DisinfectionPlan(Step):
    """Where chlorine goes in and out."""

    title = _("Plan for disinfection")
    section = _("The plan")
    applies_if = HAS_WATER

    disinfection_plan = question(TextKind(5, 5_000, long=True), _("Disinfection"), source=DISINFECTION,
        hint=_("Where chlorine is added, drawn off and neutralised. A drawing can be uploaded instead."))  # fmt: skip
    disinfection_drawing = slot(DRAWINGS, _("Drawing of the disinfection"), at_least=0, at_most=5, source=DISINFECTION)
