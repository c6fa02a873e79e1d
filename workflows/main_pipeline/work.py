"""Work notification: start, people in the trench, tests to come and shut-offs."""

from __future__ import annotations

from datetime import date, timedelta

from models.base import Phase
from models.text import _
from workflows.conditions import given, given_earlier
from workflows.declare import NEEDED, NOT_APPLICABLE, PDFS, RECOMMENDED, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, PersonKind, PhoneKind, TextKind, options
from workflows.kinds import CaseKind, OrganisationKind
from workflows.main_pipeline.sources import ADK_SCHEME, BODO_START, LAWS, STAVANGER
from workflows.reading import Reading
from workflows.shared.links import linked_case
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS
from workflows.shared.terms import Competence

TEST_KINDS = options(
    ("pressure", _("Pressure test")), ("tightness", _("Tightness test")), ("cctv", _("Pipe inspection")),
    ("disinfection", _("Disinfection")),
)  # fmt: skip
CREW = (("adk1",), ("trade_pipelayer",))
"""Proofs of which one person in the crew must hold one. Source: domain 4-main-pipeline."""

GUARANTEED = given_earlier(Phase.APPLICATION, "bank_guarantee_agreed", True)


class ForemanRow(Row):
    """One foreman of a trench crew."""

    foreman = question(PersonKind(), _("Trench foreman"), ask=_("Choose trench foreman {n}."),
        how=_("A person with an ADK1 certificate or a pipelayer's trade certificate."), governed_by="MAIN-12",
        source=ADK_SCHEME)  # fmt: skip


class NoticeRow(Row):
    """One test to come."""

    kind = question(ChoiceKind(TEST_KINDS), _("Kind of test"), required=True, ask=_("Choose the kind of test {n}."),
        how=_("Choose one from the list."), source=STAVANGER)  # fmt: skip
    date = question(DateKind(), _("Day of the test"), required=True, ask=_("Give the day of test {n}."), how=_("The day it is done."),
        source=STAVANGER)  # fmt: skip
    stretch = question(TextKind(1, 200), _("Stretch"), required=True, ask=_("Say which stretch test {n} covers."),
        how=_("From node to node."), source=STAVANGER)  # fmt: skip
    by_company = question(OrganisationKind(), _("Company that tests"), source=STAVANGER)
    independent = question(BooleanKind(), _("Independent company"), source=STAVANGER)


class ShutOffRow(Row):
    """One shut-off of public water."""

    shut_off_date = question(DateKind(), _("Day of the shut-off"), required=True, ask=_("Give the day of shut-off {n}."),
        how=_("The day the water is shut."), source=FORMS)  # fmt: skip
    window = question(TextKind(1, 100), _("Time of day"), source=FORMS, example="08.00–12.00")
    affected = question(TextKind(1, 500), _("Who loses water"), source=FORMS)


class Start(Step):
    """When it begins, and with what permit."""

    title = _("Start")
    section = _("The work")

    start_date = question(DateKind(), _("Start"), required=True, ask=_("Give the day the work begins."), how=_("The first day on site."),
        source=BODO_START)  # fmt: skip
    site_manager = question(TextKind(2, 200), _("Site manager"), required=True, ask=_("Write the site manager's name."),
        how=_("The person who leads the work on site."), source=BODO_START)  # fmt: skip
    site_manager_phone = question(PhoneKind(), _("Site manager's phone"), required=True, ask=_("Give the site manager's phone number."),
        how=_("Norwegian phone numbers have eight digits."), misread_by="COM-11", source=BODO_START)  # fmt: skip
    client_manager = question(TextKind(2, 200), _("Client's manager"), required=True, ask=_("Write the name of the client's manager."),
        how=_("The person who leads the work for the developer."), source=BODO_START)  # fmt: skip
    client_manager_phone = question(PhoneKind(), _("Client's manager's phone"), required=True,
        ask=_("Give the phone number of the client's manager."), how=_("Norwegian phone numbers have eight digits."),
        misread_by="COM-11", source=BODO_START)  # fmt: skip
    contractor = question(OrganisationKind(), _("Contractor"), required=True, ask=_("Give the contractor's organisation number."),
        how=_("Nine digits."), source=BODO_START)  # fmt: skip
    start_meeting = question(DateKind(), _("Start meeting"), required=True, level=RECOMMENDED, ask=_("Give the day of the start meeting."),
        how=_("Agree it with the municipality."), source=BODO_START)  # fmt: skip
    start_permit_ref = question(TextKind(1, 60), _("Start permit"), governed_by="MAIN-13", source=BODO_START)
    start_permit_date = question(DateKind(not_after_today=True), _("Day of the start permit"), governed_by="MAIN-13", source=BODO_START)
    schedule = slot(PDFS, _("Schedule"), required=True, ask=_("Upload the schedule."), how=_("PDF."), source=BODO_START)
    hms_plan = slot(PDFS, _("Plan for health and safety"), required=True, level=RECOMMENDED, at_least=0,
        ask=_("Upload the plan for health and safety."), how=_("PDF."), source=FORMS)  # fmt: skip
    bank_guarantee = slot(PDFS, _("Bank guarantee"), required=GUARANTEED, ask=_("Upload the bank guarantee."),
        how=_("PDF, as the agreement says."), applies_if=GUARANTEED, source=LAWS)  # fmt: skip

    @requirement("MAIN-13", level=NEEDED, at="start_date", what=_("Start {date} is announced too late or without start permit."),
        how=_("Choose {earliest} or add the permit."), source=BODO_START)  # fmt: skip
    def start_is_announced_in_time(reading: Reading) -> Outcome:
        """Some days ahead, and with the number and day of a start permit."""
        start = reading.value("start_date")
        if start is None:
            return NOT_APPLICABLE
        earliest = days_ahead(reading, "main_start_notice_days")
        lacking = [key for key in ("start_permit_ref", "start_permit_date") if reading.value(key) is None]
        at = "start_date" if start < earliest else lacking[0] if lacking else None
        return missing(at, date=start, earliest=max(start, earliest)) if at else ()


def days_ahead(reading: Reading, parameter: str) -> date:
    """The first day that is so many days from the day of sending as the local rule says; at most a year."""
    return reading.sent_on + timedelta(days=max(0, min(int(number(reading, parameter)), 365)))


class Crew(Step):
    """Who works, what is tested when, and who loses water."""

    title = _("Crew and tests")
    section = _("The work")

    trench_foremen = group(ForemanRow, _("Trench foremen"), row_label=_("Foreman {n}"), add_label=_("Add another foreman"),
        at_least=1, governed_by="MAIN-12", source=ADK_SCHEME)  # fmt: skip
    test_notices = group(NoticeRow, _("Notices of tests"), row_label=_("Test {n}"), add_label=_("Add another test"),
        source=STAVANGER)  # fmt: skip
    shut_offs = group(ShutOffRow, _("Shut-offs"), row_label=_("Shut-off {n}"), add_label=_("Add another shut-off"), source=FORMS)

    @requirement("MAIN-12", level=NEEDED, at="trench_foremen", what=_("At least one in the crew must hold ADK1."),
        how=_("Add the person."), source=ADK_SCHEME, competences=(Competence(CREW, person="trench_foremen"),))  # fmt: skip
    def crew_is_competent(reading: Reading) -> Outcome:
        """One foreman whose ADK1 or pipelayer's certificate is valid on the day of start, or today when that is later."""
        people = [person for row in reading.rows("trench_foremen") if (person := row.value("foreman")) is not None]
        known, until = reading.known.certificates, max(reading.today, reading.value("start_date") or reading.today)
        if people and known is None:
            return NOT_APPLICABLE
        proofs = [(known or {}).get(person, ()) for person in people]
        valid = [{one.kind for one in held if one.expires_on is None or one.expires_on >= until} for held in proofs]
        return () if any(kinds.issuperset(way) for kinds in valid for way in CREW) else missing()

    @requirement("MAIN-14", level=NEEDED, at="test_notices",
        what=_("The test {kind} on {date} comes too early or lacks an independent tester."), how=_("Change date or company."),
        source=STAVANGER)  # fmt: skip
    def tests_are_announced_in_time(reading: Reading) -> Outcome:
        """Some days ahead, and by an independent company where that is demanded."""
        earliest, is_strict = days_ahead(reading, "pressure_test_notice_days"), reading.parameter("independent_tester") is True
        words, found = {option.key: option.label for option in TEST_KINDS}, []
        for row in reading.rows("test_notices"):
            kind, day = row.value("kind"), row.value("date")
            is_early, is_own = day is not None and day < earliest, is_strict and row.value("independent") is not True
            if kind is not None and day is not None and (is_early or is_own):
                found.append(missing(row.path("date" if is_early else "independent"), kind=words[kind], date=day))
        return found


PLAN_CHANGED = question(BooleanKind(), _("The plan was changed after approval"), ask=_("Say whether the plan was changed after approval."),
    how=_("Answer no when you build as approved."), governed_by="MAIN-15", source=ASSUMED)  # fmt: skip
REVISION_CASE = question(CaseKind("main-pipeline"), _("Case in which the revised plan was approved"),
    applies_if=given("plan_changed", True), governed_by="MAIN-15", source=ASSUMED, example="2026-000123")  # fmt: skip


@requirement("MAIN-15", level=NEEDED, at="plan_changed", what=_("The plan was changed after approval."),
    how=_("Send the revision first."), source=ASSUMED)  # fmt: skip
def revision_is_approved(reading: Reading) -> Outcome:
    """A changed plan is approved before one builds on; a number the portal does not know is taken as given."""
    if not reading.value("plan_changed"):
        return ()
    if reading.value("revision_case") is None:
        return missing("revision_case")
    known = linked_case(reading, "revision_case")
    is_approved = known is None or (known.workflow == "main-pipeline" and Phase.APPLICATION in known.approved)
    return () if is_approved else missing("revision_case")


class Revision(Step):
    """Changes since the approval."""

    title = _("Changes in the plan")
    section = _("The work")

    plan_changed = PLAN_CHANGED
    revision_case = REVISION_CASE
    checks = (revision_is_approved,)
