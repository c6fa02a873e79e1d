"""Work notification: the start, the crew, and the state before."""

from __future__ import annotations

from typing import Any

from models.base import Phase
from models.document import FileKind
from models.text import _
from workflows.conditions import Not, all_of, any_of, given, given_earlier
from workflows.declare import IMAGES, NEEDED, NOT_APPLICABLE, PDFS, Outcome, Step, missing, question, requirement, slot
from workflows.excavation.choices import OUTCOMES, WAS_DUG, WAS_WARNED
from workflows.excavation.sources import CABLE_ANSWERS, CABLES, COMPLETION, ENEBAKK, ROADS, WARNING
from workflows.fields import BooleanKind, DateKind, MultiKind, PersonKind, PhoneKind, TextKind
from workflows.kinds import MomentKind
from workflows.reading import Reading, RowReading
from workflows.shared.examples import ROAD
from workflows.shared.sources import FORMS, partly_assumed

DETECTED = any_of(
    given("cable_outcome_late", "detection"),
    all_of(Not(given("cable_outcome_late")), given_earlier(Phase.APPLICATION, "cable_outcome", "detection")),
)
"""The answer that holds: the one given here, else the one of the application."""
ANSWER = (
    ("cable_enquiry_late", "cable_enquiry_no"),
    ("cable_enquiry_date_late", "cable_enquiry_date"),
    ("cable_outcome_late", "cable_outcome"),
)
"""Questions of the enquiry here and in the application."""


def begun_unlawfully(at: Reading | RowReading) -> Any:
    """True where the work began before the decision though it was not urgent, or after the planned end; None where it did not."""
    start, approval = at.value("actual_start"), at.known.approvals.get(Phase.APPLICATION)
    if start is None:
        return None
    end, kind = (at.earlier_value(Phase.APPLICATION, key) for key in ("planned_end", "kind"))
    is_early = approval is not None and start.date() < approval.on and kind != "urgent"
    return True if is_early or (end is not None and start.date() > end) else None


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
    unlawful_start = question(BooleanKind(), _("Begun without a valid permit"), computed=begun_unlawfully, fixed=True, source=ENEBAKK)
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
        hint=_("Only what is new since the application."),
        applies_if=WAS_DUG,
        governed_by="EXC-06",
        source=CABLES,
    )
    cable_enquiry_date_late = question(
        DateKind(not_after_today=True),
        _("Date of the enquiry"),
        ask=_("Give the date of the enquiry."),
        how=_("It stands on the answer."),
        applies_if=WAS_DUG,
        governed_by="EXC-06",
        source=CABLES,
    )
    cable_outcome_late = question(
        MultiKind(OUTCOMES),
        _("Answer"),
        ask=_("Choose what the owners answered."),
        how=_("Several when owners answered differently."),
        applies_if=WAS_DUG,
        governed_by="EXC-06",
        source=CABLE_ANSWERS,
    )
    cable_valid_until_late = question(
        DateKind(),
        _("The answer holds until"),
        ask=_("Give the day the answer holds until."),
        how=_("It stands on the answer."),
        applies_if=WAS_DUG,
        governed_by="EXC-07",
        source=CABLE_ANSWERS,
    )

    @requirement(
        "EXC-06",
        level=NEEDED,
        at="cable_enquiry_late",
        what=_("Cable enquiry is missing."),
        how=_("Order it and give number, date and result."),
        source=CABLES,
        applies_if=WAS_DUG,
    )
    def cables_are_asked_about_before_digging(reading: Reading) -> Outcome:
        """Number, date and result before the digging at the latest, where the application was approved without them."""
        lacking = [here for here, earlier in ANSWER if not (reading.value(here) or reading.earlier_value(Phase.APPLICATION, earlier))]
        return [missing(at) for at in lacking[:1]]

    detection_done = question(
        DateKind(not_after_today=True),
        _("Cables were marked on"),
        ask=_("Give the day cables were marked."),
        how=_("Before the work starts."),
        applies_if=DETECTED,
        governed_by="EXC-07",
        source=CABLE_ANSWERS,
    )
    responsible_warning = question(
        PersonKind(),
        _("Responsible for the work warning"),
        hint=_("Only when it is another person than in the application."),
        applies_if=WAS_WARNED,
        source=WARNING,
    )
    course_proof = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Proof of course 2"),
        at_least=0,
        at_most=5,
        hint=_("Not needed when it stands in the company's profile."),
        applies_if=WAS_WARNED,
        source=WARNING,
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
        start, until = reading.value("actual_start"), reading.value("cable_valid_until_late")
        until = until or reading.earlier_value(Phase.APPLICATION, "cable_valid_until")
        if start is None:
            return NOT_APPLICABLE
        if until is not None and until < start.date():
            return missing("cable_valid_until_late", date=until)
        if not DETECTED.holds(reading):
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
        """Not before the decision, unless urgent, and not after the planned end: a longer time wished for here is no permit."""
        if reading.value("actual_start") is None:
            return NOT_APPLICABLE
        return missing() if begun_unlawfully(reading) else ()
