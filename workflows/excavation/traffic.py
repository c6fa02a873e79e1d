"""Application: how the traffic is led past, and who answers for the signs."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.conditions import any_of, given
from workflows.declare import NEEDED, NOT_APPLICABLE, PDFS, RECOMMENDED, Outcome, Step, doubtful, missing, question, requirement, slot
from workflows.excavation.choices import CLOSED, EFFECTS, LED_ROUND, SIGNS, TRAFFIC, WALKERS
from workflows.excavation.sources import CLOSING, ROADS, WARNING
from workflows.fields import BooleanKind, ChoiceKind, PersonKind, PhoneKind, TextKind, integer
from workflows.kinds import MomentKind
from workflows.reading import Reading
from workflows.shared.checks.people import is_competent
from workflows.shared.people import name_of
from workflows.shared.sources import ASSUMED, FORMS

PLANS = (FileKind.PDF, FileKind.DRAWING, FileKind.SHEET)
OWN_PLAN = given("signs", "own_plan")
COURSE_2 = (("workwarning_2",),)


class Traffic(Step):
    """Work on and by roads is warned of after road norm N301."""

    title = _("Traffic and signs")
    section = _("The work")

    traffic_effect = question(
        ChoiceKind(EFFECTS),
        _("Effect on the traffic"),
        required=True,
        ask=_("Choose the effect on the traffic."),
        how=_("Choose the strongest."),
        source=ROADS,
    )
    aadt = question(integer(0, 200_000), _("Vehicles a day (ÅDT)"), applies_if=TRAFFIC, source=ROADS)
    speed_limit = question(integer(30, 110, "km/h"), _("Speed limit"), applies_if=TRAFFIC, source=ROADS, example="50")
    closed_from = question(
        MomentKind(),
        _("Closed from"),
        ask=_("Say from when the road is closed."),
        how=_("Day and time."),
        applies_if=CLOSED,
        governed_by="EXC-13",
        source=CLOSING,
    )
    closed_to = question(
        MomentKind(),
        _("Closed until"),
        ask=_("Say until when the road is closed."),
        how=_("Day and time."),
        applies_if=CLOSED,
        governed_by="EXC-13",
        source=CLOSING,
    )
    detour = question(
        TextKind(0, 1_000, long=True),
        _("Detour"),
        ask=_("Describe the detour."),
        how=_("Which roads, and where it is signed."),
        applies_if=LED_ROUND,
        governed_by="EXC-13",
        source=CLOSING,
    )
    emergency_notified = question(
        BooleanKind(),
        _("Police, fire and ambulance are told"),
        ask=_("Confirm that police, fire and ambulance are told."),
        how=_("By phone or mail before the closing."),
        applies_if=CLOSED,
        governed_by="EXC-13",
        source=CLOSING,
    )
    bus_notified = question(BooleanKind(), _("The bus company is told"), applies_if=TRAFFIC, source=ASSUMED)
    school_route = question(BooleanKind(), _("Is it a way to school?"), source=ASSUMED)
    pedestrian_solution = question(
        TextKind(0, 1_000, long=True),
        _("Solution for walkers"),
        ask=_("Describe the solution for walkers."),
        how=_("Where they walk safely past."),
        applies_if=WALKERS,
        governed_by="EXC-14",
        source=ASSUMED,
    )
    signs = question(
        ChoiceKind(SIGNS),
        _("Signs after"),
        required=TRAFFIC,
        ask=_("Choose the plan of the signs."),
        how=_("A standard plan or one of your own."),
        applies_if=TRAFFIC,
        source=WARNING,
    )
    risk_assessment = question(
        TextKind(0, 4_000, long=True),
        _("Risk assessment"),
        ask=_("Describe the risks and what is done about them."),
        how=_("Or upload it."),
        applies_if=TRAFFIC,
        governed_by="EXC-08",
        source=WARNING,
    )
    risk_document = slot(
        PLANS,
        _("Risk assessment as a file"),
        at_least=0,
        at_most=5,
        hint=_("In place of words above; the plan itself when it holds the assessment."),
        applies_if=TRAFFIC,
        governed_by="EXC-08",
        source=WARNING,
    )
    responsible_warning = question(
        PersonKind(),
        _("Responsible for the work warning"),
        ask=_("Choose who answers for the work warning."),
        how=_("A person with course 2."),
        applies_if=TRAFFIC,
        governed_by="EXC-08",
        source=WARNING,
    )
    responsible_phone = question(
        PhoneKind(),
        _("Phone that is answered day and night"),
        ask=_("Give the phone of the responsible person."),
        how=_("Norwegian phone numbers have eight digits."),
        applies_if=TRAFFIC,
        governed_by="EXC-08",
        misread_by="COM-11",
        source=WARNING,
        example="912 34 567",
    )
    deputy_warning = question(
        PersonKind(),
        _("Deputy"),
        required=TRAFFIC,
        level=RECOMMENDED,
        ask=_("Choose a deputy."),
        how=_("A person with course 2."),
        applies_if=TRAFFIC,
        source=WARNING,
    )
    work_warning_plan = slot(
        PLANS,
        _("Work warning plan"),
        at_least=0,
        at_most=10,
        ask=_("Upload the work warning plan."),
        how=_("Sketch of all signs and safety measures, with a map."),
        applies_if=TRAFFIC,
        governed_by="EXC-08",
        source=WARNING,
    )
    course_proof = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Proof of course 2"),
        at_least=0,
        at_most=5,
        ask=_("Upload proof of course 2."),
        how=_("Not needed when it stands in the company's profile."),
        applies_if=TRAFFIC,
        governed_by="EXC-09",
        source=WARNING,
    )
    detour_plan = slot(PDFS, _("Detour plan"), at_least=0, applies_if=any_of(LED_ROUND, OWN_PLAN), source=CLOSING)
    deviation_n301 = slot(PDFS, _("Approved deviation from N301"), at_least=0, applies_if=OWN_PLAN, source=FORMS)

    @requirement(
        "EXC-08",
        level=NEEDED,
        at="work_warning_plan",
        what=_("Work warning plan lacks {part}."),
        how=_("Upload plan with sketch, risk and responsible person."),
        source=WARNING,
        applies_if=TRAFFIC,
    )
    def work_is_warned_of(reading: Reading) -> Outcome:
        """A plan, the risks, and a responsible person with a phone."""
        if not reading.good_files("work_warning_plan"):
            return missing(part=_("the plan itself"))
        names = {
            "risk_assessment": _("the risk assessment"),
            "responsible_warning": _("the responsible person"),
            "responsible_phone": _("the phone"),
        }
        lacking = [key for key in names if reading.value(key) is None]
        if reading.good_files("risk_document"):
            lacking = [key for key in lacking if key != "risk_assessment"]
        return [missing(key, part=names[key]) for key in lacking[:1]]

    @requirement(
        "EXC-09",
        level=NEEDED,
        at="responsible_warning",
        what=_("{person} lacks proof of work warning course 2."),
        how=_("Upload it or choose another."),
        source=WARNING,
        applies_if=TRAFFIC,
    )
    def course_is_proven(reading: Reading) -> Outcome:
        """In the profile, or uploaded here."""
        person = reading.value("responsible_warning")
        if person is None or reading.good_files("course_proof"):
            return NOT_APPLICABLE
        return missing(person=name_of(reading, person)) if is_competent(reading, person, COURSE_2) is False else ()

    @requirement(
        "EXC-13",
        level=NEEDED,
        at="closed_from",
        what=_("Closing lacks {part}."),
        how=_("Give times, detour and confirm that police, fire and ambulance are told."),
        source=CLOSING,
        applies_if=CLOSED,
    )
    def closing_is_prepared(reading: Reading) -> Outcome:
        """Times, detour and notice."""
        names = {"closed_from": _("the first time"), "closed_to": _("the last time"), "detour": _("the detour")}
        lacking = [key for key in names if reading.value(key) is None]
        if lacking:
            return missing(lacking[0], part=names[lacking[0]])
        return () if reading.value("emergency_notified") else missing("emergency_notified", part=_("notice to emergency services"))

    @requirement(
        "EXC-14",
        level=RECOMMENDED,
        at="pedestrian_solution",
        what=_("Walkers have no safe way."),
        how=_("Describe the solution."),
        source=ASSUMED,
        applies_if=WALKERS,
    )
    def walkers_are_safe(reading: Reading) -> Outcome:
        """A way for those who walk."""
        return () if reading.value("pedestrian_solution") else doubtful()
