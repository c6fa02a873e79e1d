"""Application: what is done, for whom, and in which road."""

from __future__ import annotations

from models.text import _
from workflows.clocks import months_after
from workflows.conditions import Not, given
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, Outcome, Step, missing, question, requirement
from workflows.excavation.choices import AREA_USE, DIGS, EXTENSION, GROUNDS, KINDS, METHODS, PURPOSES, ROAD_OWNERS, SIDES, SURFACES
from workflows.excavation.sources import COORDINATION, ENEBAKK, PIPE_CLEARANCE, ROAD_OWNER
from workflows.fields import BooleanKind, ChoiceKind, DateKind, MultiKind, TextKind
from workflows.kinds import CaseKind
from workflows.reading import Reading
from workflows.shared.links import is_linked
from workflows.shared.parameters import number
from workflows.shared.questions import DESCRIPTION
from workflows.shared.sources import FORMS

PIPE_CASES = ("connection", "private-work", "main-pipeline", "water-meter")


class What(Step):
    """The kind of work decides which questions follow."""

    title = _("The work")
    section = _("The work")

    kind = question(
        ChoiceKind(KINDS),
        _("Kind of work"),
        required=True,
        level=BLOCKS,
        ask=_("Choose the kind of work."),
        how=_("The choice decides which questions follow."),
        source=FORMS,
    )
    extends_case = question(
        CaseKind("excavation"),
        _("The permit to prolong"),
        required=EXTENSION,
        ask=_("Give the number of the permit to prolong."),
        how=_("It stands on the permit."),
        applies_if=EXTENSION,
        source=ENEBAKK,
        example="2026-000123",
    )
    permit_from = question(
        DateKind(),
        _("The permit began"),
        required=EXTENSION,
        ask=_("Give the day the permit began."),
        how=_("It stands on the permit."),
        applies_if=EXTENSION,
        source=ENEBAKK,
    )
    permit_until = question(
        DateKind(),
        _("The permit ends"),
        required=EXTENSION,
        ask=_("Give the day the permit ends."),
        how=_("It stands on the permit."),
        applies_if=EXTENSION,
        source=ENEBAKK,
    )
    purpose = question(
        ChoiceKind(PURPOSES),
        _("Purpose"),
        ask=_("Choose the purpose."),
        how=_("What the trench or the ground is used for."),
        required=Not(AREA_USE),
        source=FORMS,
    )
    description = DESCRIPTION
    client = question(
        TextKind(0, 200),
        _("Ordered by"),
        required=True,
        ask=_("Write who ordered the work."),
        how=_("Name and organisation number of the owner of the pipe or cable."),
        source=FORMS,
    )

    @requirement(
        "EXC-15",
        level=NEEDED,
        at="permit_until",
        what=_("The permit ended {date}."),
        how=_("Send a new application."),
        source=ENEBAKK,
        applies_if=EXTENSION,
    )
    def permit_can_be_prolonged(reading: Reading) -> Outcome:
        """Asked for while the permit holds, and not longer than the longest time in all, in calendar months."""
        began, ended, wanted = reading.value("permit_from"), reading.value("permit_until"), reading.value("planned_end")
        if ended is None:
            return NOT_APPLICABLE
        months = int(number(reading, "extension_months"))
        is_too_long = began is not None and wanted is not None and wanted > months_after(began, months)
        if reading.first_sent_on > ended:
            return missing(date=ended)
        return missing(instead=_("A permit lasts {months} months at most in all.", months=months)) if is_too_long else ()


class Road(Step):
    """The road, the ground that is touched, and what lies on it."""

    title = _("Road and ground")
    section = _("The work")

    road_name = question(
        TextKind(0, 200),
        _("Road"),
        ask=_("Write the name of the road."),
        how=_("As it stands on the sign."),
        governed_by="EXC-02",
        source=ROAD_OWNER,
        example="Storgata",
    )
    road_ref = question(
        TextKind(0, 60),
        _("Road reference"),
        hint=_("Where it is known, such as KV1234 S1D1 m150."),
        source=FORMS,
        example="KV1234 S1D1 m150",
    )
    road_owner = question(
        ChoiceKind(ROAD_OWNERS),
        _("Who owns the road?"),
        ask=_("Choose who owns the road."),
        how=_("The municipality decides on its own roads only."),
        governed_by="EXC-02",
        source=ROAD_OWNER,
    )
    ground = question(
        MultiKind(GROUNDS),
        _("Ground that is touched"),
        required=True,
        ask=_("Choose the ground that is touched."),
        how=_("Everything the work or the vehicles stand on."),
        source=FORMS,
    )
    surface = question(
        MultiKind(SURFACES), _("Surface"), required=True, ask=_("Choose the surface."), how=_("What is there now."), source=FORMS
    )
    road_side = question(ChoiceKind(SIDES), _("Side of the road"), hint=_("Seen in the direction of the house numbers."), source=FORMS)
    method = question(
        ChoiceKind(METHODS),
        _("Method"),
        required=DIGS,
        ask=_("Choose the method."),
        how=_("How the pipe or cable is laid."),
        applies_if=DIGS,
        source=FORMS,
    )
    crossing = question(
        BooleanKind(),
        _("Does it cross the road?"),
        required=DIGS,
        ask=_("Say whether the road is crossed."),
        how=_("Also when the crossing is drilled."),
        applies_if=DIGS,
        source=COORDINATION,
    )
    new_line = question(
        BooleanKind(),
        _("Is a new pipe or cable laid in or within 3 m of the road?"),
        required=DIGS,
        ask=_("Say whether a new pipe or cable is laid."),
        how=_("A repair of what lies there is not new."),
        applies_if=DIGS,
        source=COORDINATION,
    )
    plan_permit_ref = question(
        TextKind(0, 60),
        _("Plan permit"),
        ask=_("Give the number of the plan permit."),
        how=_("Also the number of the coordination."),
        applies_if=given("new_line", True),
        governed_by="EXC-04",
        source=COORDINATION,
    )
    near_municipal_pipes = question(
        BooleanKind(),
        _("Are there municipal pipes near?"),
        required=DIGS,
        ask=_("Say whether municipal pipes lie near."),
        how=_("Look in the pipe map or ask the municipality."),
        applies_if=DIGS,
        source=PIPE_CLEARANCE,
    )
    linked_case = question(
        CaseKind("connection"),
        _("The pipe case it belongs to"),
        ask=_("Give the number of the pipe case."),
        how=_("It stands on the approval."),
        applies_if=DIGS,
        governed_by="EXC-05",
        source=PIPE_CLEARANCE,
    )
    pipe_clearance = question(
        TextKind(0, 200),
        _("Clearance from the pipe department"),
        hint=_("Reference and date, where there is no pipe case."),
        applies_if=DIGS,
        source=PIPE_CLEARANCE,
    )

    @requirement(
        "EXC-02",
        level=BLOCKS,
        at="road_owner",
        what=_("{road} is not a municipal road."),
        how=_("Apply to the county or Statens vegvesen."),
        source=ROAD_OWNER,
    )
    def road_is_the_municipalitys(reading: Reading) -> Outcome:
        """County and state roads are decided by others; a carriageway has a name."""
        owner, name = reading.value("road_owner"), reading.value("road_name")
        if owner in ("county", "state"):
            return missing(road=name or _("The road"))
        if owner is None:
            return missing(instead=_("The road's owner is not given."))
        if "carriageway" in (reading.value("ground") or ()) and name is None:
            return missing("road_name", instead=_("The road's name is missing."))
        return ()

    @requirement(
        "EXC-04",
        level=NEEDED,
        at="plan_permit_ref",
        what=_("A plan permit (coordination) is needed."),
        how=_("Give its number, or apply for it first."),
        source=COORDINATION,
        applies_if=given("new_line", True),
    )
    def plan_is_coordinated(reading: Reading) -> Outcome:
        """New lines that are long or cross a road are coordinated first."""
        length = reading.value("length_m")
        is_long = length is not None and length > number(reading, "coordination_required_from_m")
        if not is_long and reading.value("crossing") is not True:
            return NOT_APPLICABLE
        return () if reading.value("plan_permit_ref") else missing()

    @requirement(
        "EXC-05",
        level=NEEDED,
        at="linked_case",
        what=_("The pipe department's approval is missing."),
        how=_("Link the approved case."),
        source=PIPE_CLEARANCE,
        applies_if=DIGS,
    )
    def pipes_are_cleared(reading: Reading) -> Outcome:
        """Water, wastewater and stormwater, and digging near municipal pipes."""
        if reading.value("purpose") not in ("water", "sewage", "storm") and reading.value("near_municipal_pipes") is not True:
            return NOT_APPLICABLE
        return () if is_linked(reading, "linked_case", *PIPE_CASES) or reading.value("pipe_clearance") else missing()
