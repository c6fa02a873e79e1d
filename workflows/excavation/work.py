"""Work notification: the start, the crew, and the state before."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import Not, all_of, given, given_earlier
from workflows.declare import IMAGES, NEEDED, NOT_APPLICABLE, PDFS, Outcome, Step, missing, question, requirement, slot
from workflows.excavation.choices import WAS_DUG, WAS_WARNED
from workflows.excavation.sources import CABLE_ANSWERS, CABLES, COMPLETION, ENEBAKK, ROADS
from workflows.fields import BooleanKind, DateKind, PhoneKind, TextKind
from workflows.kinds import MomentKind
from workflows.reading import Reading
from workflows.shared.examples import ROAD
from workflows.shared.sources import FORMS, partly_assumed

NOT_ASKED_YET = all_of(WAS_DUG, Not(given_earlier(Phase.APPLICATION, "cable_enquiry_no")))
WAS_DETECTED = given_earlier(Phase.APPLICATION, "cable_outcome", "detection")


class Start(Step):
    """The permit is kept on site."""

    title = _("Start")
    section = _("The work")

    actual_start = question(
        MomentKind(),
        _("The work begins"),
        required=True,
        ask=_("Say when the work begins."),
        how=_("Day and time."),
        source=ROADS,
        example="01.06.2027 07.00",
    )
    crew_lead = question(
        TextKind(0, 200),
        _("Leader of the crew"),
        required=True,
        ask=_("Write who leads the crew."),
        how=_("The person on site."),
        source=FORMS,
    )
    crew_phone = question(
        PhoneKind(),
        _("Phone on site"),
        required=True,
        ask=_("Give the phone number on site."),
        how=_("Norwegian phone numbers have eight digits."),
        misread_by="COM-11",
        source=FORMS,
        example="912 34 567",
    )
    cable_enquiry_late = question(
        TextKind(0, 60),
        _("Number of the cable enquiry"),
        ask=_("Give the number of the cable enquiry."),
        how=_("It stands on the answer."),
        applies_if=NOT_ASKED_YET,
        governed_by="EXC-06",
        source=CABLES,
    )

    @requirement(
        "EXC-06",
        level=NEEDED,
        at="cable_enquiry_late",
        what=_("Cable enquiry is missing."),
        how=_("Order it and give number, date and result."),
        source=CABLES,
        applies_if=NOT_ASKED_YET,
    )
    def cables_are_asked_about_before_digging(reading: Reading) -> Outcome:
        """Where the application was approved without it, before the digging at the latest."""
        return () if reading.value("cable_enquiry_late") else missing()

    detection_done = question(
        DateKind(not_after_today=True),
        _("Cables were marked on"),
        ask=_("Give the day cables were marked."),
        how=_("Before the work starts."),
        applies_if=WAS_DETECTED,
        governed_by="EXC-07",
        source=CABLE_ANSWERS,
    )
    signs_set_at = question(MomentKind(), _("Signs were set"), applies_if=WAS_WARNED, source=ROADS)
    photos_before = slot(
        IMAGES,
        _("Photos before the work"),
        example=ROAD,
        required=WAS_DUG,
        at_most=50,
        ask=_("Take photos before the work."),
        how=_("Signs, an overview, and close on the trench."),
        applies_if=WAS_DUG,
        source=COMPLETION,
    )
    change_of_plan = question(BooleanKind(), _("Is the work warning plan changed?"), applies_if=WAS_WARNED, source=ROADS)
    revised_plan = slot(
        PDFS,
        _("Revised work warning plan"),
        required=given("change_of_plan", True),
        ask=_("Upload the revised plan."),
        how=_("It must be approved before it is used."),
        applies_if=given("change_of_plan", True),
        source=ROADS,
    )
    extension_until = question(DateKind(), _("Longer until"), hint=_("A longer time needs a new decision."), source=ENEBAKK)

    @requirement(
        "EXC-07",
        level=NEEDED,
        at="detection_done",
        what=_("The cable answer ends {date}."),
        how=_("Renew it or have cables marked before start."),
        source=partly_assumed(CABLE_ANSWERS),
        applies_if=WAS_DUG,
    )
    def cable_answer_still_holds(reading: Reading) -> Outcome:
        """The answer holds at the start, and what must be found was marked before."""
        start, until = reading.value("actual_start"), reading.earlier_value(Phase.APPLICATION, "cable_valid_until")
        if start is None:
            return NOT_APPLICABLE
        if until is not None and until < start.date():
            return missing("actual_start", date=until)
        if not WAS_DETECTED.holds(reading):
            return ()
        marked = reading.value("detection_done")
        if marked is None or marked > start.date():
            return missing(instead=_("Cables are not marked before the start."))
        return ()

    @requirement(
        "EXC-26",
        level=NEEDED,
        at="actual_start",
        what=_("Work has begun without a valid permit."),
        how=_("Stop, and contact the municipality."),
        source=ENEBAKK,
    )
    def work_is_permitted(reading: Reading) -> Outcome:
        """Not before the decision, unless urgent, and not after the planned end."""
        start, approval = reading.value("actual_start"), reading.known.approvals.get(Phase.APPLICATION)
        if start is None:
            return NOT_APPLICABLE
        end, kind = (reading.earlier_value(Phase.APPLICATION, key) for key in ("planned_end", "kind"))
        is_early = approval is not None and start.date() < approval.on and kind != "urgent"
        is_late = end is not None and start.date() > (reading.value("extension_until") or end)
        return missing() if is_early or is_late else ()
