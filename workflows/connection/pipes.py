"""Application: pipes, plan, rights over other ground, and the building matter."""

from __future__ import annotations

from models.document import FileKind
from models.text import Text, _
from workflows.conditions import AtLeast, any_of, given
from workflows.connection.choices import CLASSES, EXEMPT, INDOORS, NEEDS_PERMIT, OUTDOORS, ROUTES
from workflows.connection.pipe_rows import LEAST_DIAMETER, PRESSURE_CLASS, PipeRow, end_at_the_main, pipe_checks
from workflows.connection.sources import ASKER, VESTBY
from workflows.declare import (
    DRAWINGS,
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Outcome,
    Step,
    group,
    missing,
    question,
    requirement,
    slot,
)  # fmt: skip
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, TextKind, TextListKind
from workflows.reading import Reading
from workflows.shared.examples import SITE_PLAN
from workflows.shared.geometry import GeometryKind
from workflows.shared.pipe_choices import EXEMPTIONS
from workflows.shared.pipe_sources import HALDEN
from workflows.shared.sources import DRAWN_PLACE, FORMS
from workflows.words import listed

PAPERS = (FileKind.PDF, FileKind.IMAGE)
CROSSES = given("crosses_other_ground", True)
SHARED = given("shared_pipe", True)
JOINT = any_of(SHARED, given("network", "private_joint"))


class Pipes(Step):
    """Every pipe from the building to the main."""

    title = _("Pipes")
    section = _("The work")
    applies_if = OUTDOORS

    pipes = group(
        PipeRow, _("Pipes, old and new"), row_label=_("Pipe {n}"), add_label=_("Add another pipe"), required=True, at_least=1, at_most=50,
        ask=_("Describe the pipes."), how=_("One row for each pipe that is laid, replaced or taken out of use."), source=FORMS,
    )  # fmt: skip
    connection_point = question(
        GeometryKind(), _("Connection point"), computed=end_at_the_main,
        hint=_("Where the pipes meet the main. It is the end of the first pipe that is drawn, until you give another."),
        source=DRAWN_PLACE, example="UTM 32 6589551 594048",
    )  # fmt: skip
    site_plan = slot(
        (*DRAWINGS, FileKind.IMAGE), _("Site plan 1:500 or 1:1000"), example=SITE_PLAN, ask=_("Upload a site plan."),
        how=_("Pipes from the building to and including the main, with dimensions, manholes and stop valve."),
        governed_by="CONN-08", source=DRAWN_PLACE,
    )  # fmt: skip
    bottom_pipe_drawing = slot(
        DRAWINGS, _("Under-floor pipes, new building"), required=INDOORS, level=RECOMMENDED,
        ask=_("Upload the drawing of under-floor pipes."), how=_("PDF or drawing, for a new building."), applies_if=INDOORS, source=VESTBY,
    )  # fmt: skip
    checks = (*pipe_checks("pipes"), LEAST_DIAMETER, PRESSURE_CLASS)

    @requirement(
        "CONN-08", level=NEEDED, at="site_plan", what=_("The pipes are not shown on a plan."),
        how=_("Draw them in the map or upload a site plan that reaches the main."), source=DRAWN_PLACE, applies_if=OUTDOORS,
    )  # fmt: skip
    def pipes_are_shown(reading: Reading) -> Outcome:
        """A drawn pipe, a line as the place of work, or a plan. A place that lacks or does not fit is told by COM alone."""
        if reading.good_files("site_plan") or any(row.value("line") is not None for row in reading.rows("pipes")):
            return ()
        place = reading.value("location")
        if place is None or not place.fits_system:
            return NOT_APPLICABLE
        return missing() if len(place.points) < 2 else ()


class Rights(Step):
    """Other ground, and pipes shared with neighbours."""

    title = _("Rights")
    section = _("Rights and permits")
    applies_if = OUTDOORS

    crosses_other_ground = question(
        BooleanKind(), _("A pipe crosses another's ground"), required=True, ask=_("Say whether a pipe crosses another's ground."),
        how=_("Roads and common ground count."), source=HALDEN,
    )  # fmt: skip
    affected_properties = question(
        TextListKind(), _("Properties the pipe crosses"), required=True, ask=_("Give the properties the pipe crosses."),
        how=_("Write gnr and bnr, such as 12/34."), applies_if=CROSSES, source=DRAWN_PLACE, example="12/35, 12/36",
    )  # fmt: skip
    right_agreement = slot(
        PAPERS, _("Agreement on pipes over another's ground"), at_most=20, ask=_("Upload the agreement with the landowner."),
        how=_("Signed by both, or the registered right."), applies_if=CROSSES, governed_by="CONN-09", source=DRAWN_PLACE,
    )  # fmt: skip
    shared_pipe = question(
        BooleanKind(), _("A pipe is shared with other properties"), required=True, ask=_("Say whether a pipe is shared."),
        how=_("Answer yes when others use the same pipe up to the main."), source=ASKER,
    )  # fmt: skip
    sharing_properties = question(
        TextListKind(), _("Properties that share the pipe"), required=True, ask=_("Give the properties that share the pipe."),
        how=_("Write gnr and bnr, such as 12/34."), applies_if=SHARED, source=ASKER, example="12/35, 12/36",
    )  # fmt: skip
    private_owner_consent = question(
        BooleanKind(), _("The owner of the joint pipe agrees"), ask=_("Say whether the owner of the joint pipe agrees."),
        how=_("All owners must agree."), applies_if=given("network", "private_joint"), governed_by="CONN-10", source=ASKER,
    )  # fmt: skip
    joint_agreement = slot(
        PAPERS, _("Agreement on the shared pipe"), ask=_("Upload the agreement on the shared pipe."),
        how=_("It says who operates and maintains the pipe."), applies_if=JOINT, governed_by="CONN-10", source=ASKER,
    )  # fmt: skip

    @requirement(
        "CONN-09", level=NEEDED, at="right_agreement", what=_("The pipe crosses {properties}."),
        how=_("Upload the signed agreement or registered right."), source=DRAWN_PLACE, applies_if=CROSSES,
    )  # fmt: skip
    def crossing_is_agreed(reading: Reading) -> Outcome:
        """Judged from the answer: the borders of properties are not known here."""
        return () if reading.good_files("right_agreement") else missing(properties=_named(reading, "affected_properties"))

    @requirement(
        "CONN-10", level=NEEDED, at="joint_agreement", what=_("The pipe is shared with {properties}."),
        how=_("Upload the joint agreement, or the owner's consent to connect."), source=ASKER, applies_if=JOINT,
    )  # fmt: skip
    def sharing_is_agreed(reading: Reading) -> Outcome:
        """An agreement, or consent of the owner of a joint pipe."""
        if reading.good_files("joint_agreement") or reading.value("private_owner_consent"):
            return ()
        return missing(properties=_named(reading, "sharing_properties"))


def _named(reading: Reading, field: str) -> Text:
    named = reading.value(field)
    return listed(named) if named else _("another property")


_UNCONFIRMED = {option.key: option.label for option in EXEMPTIONS}


class Permit(Step):
    """The building authority decides on its own; the owner of the network is told."""

    title = _("Building permit")
    section = _("Rights and permits")

    permit_route = question(
        ChoiceKind(ROUTES), _("Building permit"), required=True, ask=_("Choose whether a building permit is needed."),
        how=_("New pipes in a new trench normally need one."), source=HALDEN,
    )  # fmt: skip
    exemption_confirmed = question(
        MultiKind(EXEMPTIONS), _("Confirmed for the exemption from a building permit"), ask=_("Tick what is true of the work."),
        how=_("All must hold for the work to be exempt from a building permit."), applies_if=EXEMPT, governed_by="CONN-12", source=HALDEN,
    )  # fmt: skip
    building_case = question(
        TextKind(0, 40, pattern=r"\d{2,4}/\d+"), _("Linked building case"), ask=_("Write the number of the building case."),
        how=_("It stands on the building department's letter."), governed_by="CONN-11", source=HALDEN, example="24/03280",
    )  # fmt: skip
    responsibility_class = question(ChoiceKind(CLASSES), _("Class of responsibility"), applies_if=NEEDS_PERMIT, source=VESTBY)
    responsibility_docs = slot(
        PDFS, _("Responsibility declarations, implementation plan"), at_most=10, ask=_("Upload the declarations of responsibility."),
        how=_("PDF, with the plan for the work."), applies_if=NEEDS_PERMIT, governed_by="CONN-11", source=VESTBY,
    )  # fmt: skip

    @requirement(
        "CONN-11", level=NEEDED, at="building_case", what=_("A building permit is needed but {missing} is not given."),
        how=_("Fill it in; the pipe permit is decided as its own case."), source=VESTBY, applies_if=NEEDS_PERMIT,
    )  # fmt: skip
    def permit_is_documented(reading: Reading) -> Outcome:
        """The case and the declarations of responsibility."""
        lacks = [
            (not reading.value("building_case"), "building_case", _("the building case")),
            (not reading.good_files("responsibility_docs"), "responsibility_docs", _("the declaration of responsibility")),
        ]
        return [missing(at, missing=part) for lacking, at, part in lacks if lacking]

    @requirement(
        "CONN-12", level=NEEDED, at="exemption_confirmed", what=_("The exemption does not hold: {condition}."),
        how=_("Choose building permit, or explain and ask the municipality."), source=HALDEN, applies_if=EXEMPT,
    )  # fmt: skip
    def exemption_holds(reading: Reading) -> Outcome:
        """All five are confirmed. Whether the trench is left is judged from `same_trench`: the old trench is not known here."""
        ticked = reading.value("exemption_confirmed") or ()
        lacking = [label for key, label in _UNCONFIRMED.items() if key not in ticked]
        return missing(condition=_("“{condition}” is not confirmed", condition=lacking[0])) if lacking else ()


class Calculations(Step):
    """Calculations for larger buildings."""

    title = _("Calculations")
    section = _("Rights and permits")

    stormwater_plan = slot(
        PDFS, _("Stormwater calculation"), required=any_of(given("building_kind", "business"), AtLeast("units", 5)), level=RECOMMENDED,
        ask=_("Upload the stormwater calculation."), how=_("As PDF."), source=FORMS,
    )  # fmt: skip
    calculation = slot(
        (FileKind.PDF, FileKind.SHEET), _("Flow or fire water calculation"),
        required=any_of(given("fire_water", True), given("water_demand_ls")), level=RECOMMENDED,
        ask=_("Upload the calculation of flow or fire water."), how=_("PDF or spreadsheet."), source=FORMS,
    )  # fmt: skip
