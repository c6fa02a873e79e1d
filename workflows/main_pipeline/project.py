"""Application: the project, who does what in it, and on what ground the municipality takes it over."""

from __future__ import annotations

from models.text import _
from workflows.conditions import Not, all_of, given
from workflows.declare import BLOCKS, NEEDED, PDFS, RECOMMENDED, Outcome, Step, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, TextKind, decimal, integer, options
from workflows.kinds import OrganisationKind
from workflows.main_pipeline.choices import DETAILED
from workflows.main_pipeline.sources import GENERAL, LAWS, PLAN_DOCUMENTS
from workflows.reading import Reading
from workflows.shared.questions import DESCRIPTION, PLANNED_END, PLANNED_START
from workflows.shared.sources import FORMS, partly_assumed

STAGES = options(
    ("framework_statement", _("Statement for the framework permit")), ("detailed_plan", _("Detailed plan")), ("revision", _("Revision"))
)  # fmt: skip
CLASSES = options(("1", _("Class 1")), ("2", _("Class 2")), ("3", _("Class 3")))
TAKEN_OVER = given("takeover", True)
HAS_AGREEMENT = all_of(TAKEN_OVER, Not(given("no_agreement")))


class Project(Step):
    """What is built, and for whom."""

    title = _("The project")
    section = _("The work")

    project_name = question(TextKind(2, 200), _("Name of the project"), required=True, ask=_("Write the name of the project."),
        how=_("The name that stands on the drawings."), source=FORMS)  # fmt: skip
    stage = question(ChoiceKind(STAGES), _("Stage"), required=True, level=BLOCKS, ask=_("Choose the stage of the project."),
        how=_("The choice decides which questions follow."), source=LAWS)  # fmt: skip
    plan_id = question(TextKind(1, 60), _("Zoning plan id"), required=True, level=RECOMMENDED, ask=_("Give the id of the zoning plan."),
        how=_("It stands on the zoning plan."), source=PLAN_DOCUMENTS)  # fmt: skip
    road_ground_only = question(BooleanKind(), _("Only on road ground"), required=True,
        ask=_("Say whether the pipes lie on road ground only."), how=_("Answer no when they touch a property."), source=FORMS)  # fmt: skip
    description = DESCRIPTION
    planned_start = PLANNED_START
    planned_end = PLANNED_END
    building_case = question(TextKind(0, 40, pattern=r"\d{2,4}/\d+"), _("Linked building case"), required=DETAILED,
        ask=_("Write the number of the building case."), how=_("It stands on the building department's letter."), source=GENERAL,
        example="24/03280")  # fmt: skip
    units_served = question(integer(0, 100_000), _("Dwelling units served"), required=True,
        ask=_("Give the number of dwelling units served."), how=_("A whole number; 0 when there are none."), source=FORMS)  # fmt: skip
    pe_served = question(integer(0, 1_000_000, "pe"), _("Personal equivalents served"), required=True, level=RECOMMENDED,
        ask=_("Give the personal equivalents served."), how=_("A whole number from the calculation."), source=FORMS)  # fmt: skip
    area_ha = question(decimal(2, 0, 100_000, "ha"), _("Area in hectares"), required=True, level=RECOMMENDED,
        ask=_("Give the area of the project."),
        how=_("In hectares."), source=FORMS)  # fmt: skip


class Roles(Step):
    """Companies, their responsibility, and takeover."""

    title = _("Companies and takeover")
    section = _("The work")

    developer = question(OrganisationKind(), _("Developer"), required=True, ask=_("Give the developer's organisation number."),
        how=_("Nine digits."), source=LAWS)  # fmt: skip
    designer = question(OrganisationKind(), _("Designer"), required=True, ask=_("Give the designer's organisation number."),
        how=_("Nine digits."), source=LAWS)  # fmt: skip
    contractor = question(OrganisationKind(), _("Contractor"), hint=_("When it is known."), source=LAWS)
    responsibility_class_pro = question(ChoiceKind(CLASSES), _("Responsibility class of the design (PRO)"), governed_by="MAIN-03",
        source=GENERAL)  # fmt: skip
    responsibility_class_utf = question(ChoiceKind(CLASSES), _("Responsibility class of the execution (UTF)"), governed_by="MAIN-03",
        source=GENERAL)  # fmt: skip
    takeover = question(BooleanKind(), _("To be taken over by the municipality"), required=True,
        ask=_("Say whether the municipality is to take the pipes over."),
        how=_("Answer no when they stay private."), source=GENERAL)  # fmt: skip
    agreement_ref = question(TextKind(1, 100), _("Development agreement"), applies_if=TAKEN_OVER, governed_by="MAIN-02", source=LAWS)
    no_agreement = question(TextKind(5, 2_000, long=True), _("Why no agreement is used"), applies_if=TAKEN_OVER, governed_by="MAIN-02",
        source=LAWS)  # fmt: skip
    bank_guarantee_agreed = question(BooleanKind(), _("The agreement demands a bank guarantee"), required=HAS_AGREEMENT,
        ask=_("Say whether the agreement demands a bank guarantee."), how=_("It stands in the development agreement."),
        applies_if=HAS_AGREEMENT, source=LAWS)  # fmt: skip
    agreement = slot(PDFS, _("Development agreement"), at_least=0, at_most=3, applies_if=TAKEN_OVER, governed_by="MAIN-02", source=LAWS)

    @requirement("MAIN-02", level=NEEDED, at="agreement", what=_("The basis for takeover is missing."),
        how=_("Upload the agreement or write why none is used."), source=partly_assumed(LAWS), applies_if=TAKEN_OVER)  # fmt: skip
    def takeover_has_a_basis(reading: Reading) -> Outcome:
        """An agreement, or words that none is needed."""
        has_basis = reading.good_files("agreement") or reading.value("no_agreement")
        return () if has_basis else missing()

    @requirement("MAIN-03", level=NEEDED, at="responsibility_class_pro", what=_("Responsibility class is missing for {role}."),
        how=_("Choose class 1–3 and attach the declaration."), source=GENERAL)  # fmt: skip
    def responsibility_is_classed(reading: Reading) -> Outcome:
        """A class for design and for execution."""
        roles = (("responsibility_class_pro", _("design (PRO)")), ("responsibility_class_utf", _("execution (UTF)")))
        return [missing(key, role=role) for key, role in roles if reading.value(key) is None]
