"""Application: what is to be done, why and when."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from models.values import property_number
from workflows.conditions import all_of, given
from workflows.declare import BLOCKS, NEEDED, RECOMMENDED, Outcome, Step, missing, question, requirement
from workflows.fields import ChoiceKind, DateKind, PersonKind
from workflows.kinds import CaseKind
from workflows.reading import Reading
from workflows.shared.links import cases_here, linked_case
from workflows.shared.property import properties_of
from workflows.shared.questions import DESCRIPTION, PLANNED_END, PLANNED_START
from workflows.shared.sources import FORMS
from workflows.water_meter.choices import FETCHED, FROM_MUNICIPALITY, KINDS, NEEDS_CONNECTION, REASONS
from workflows.water_meter.sources import ORDERING, SITE_METERS
from workflows.water_meter.sources import REASONS as REASONS_SOURCE


class Job(Step):
    """The kind of job decides which questions follow."""

    title = _("The job")
    section = _("The work")

    kind = question(
        ChoiceKind(KINDS),
        _("What is to be done?"),
        required=True,
        level=BLOCKS,
        ask=_("Choose what is to be done."),
        how=_("The choice decides which questions follow."),
        source=ORDERING,
    )

    reason = question(
        ChoiceKind(REASONS),
        _("Reason for replacing or removing"),
        ask=_("Choose the reason."),
        how=_("When you choose “Other”, tell more in the description."),
        applies_if=given("kind", "replace", "remove"),
        governed_by="METER-02",
        source=REASONS_SOURCE,
    )

    description = DESCRIPTION

    @requirement(
        "METER-02",
        level=NEEDED,
        at="reason",
        what=_("The reason is missing."),
        how=_("Choose why the meter is changed or removed."),
        source=REASONS_SOURCE,
        applies_if=given("kind", "replace", "remove"),
    )
    def reason_is_given(reading: Reading) -> Outcome:
        """A reason, and words for it when it is another than those listed."""
        reason = reading.value("reason")
        if reason is None:
            return missing()
        return missing("description") if reason == "other" and reading.value("description") is None else ()

    connection_case = question(
        CaseKind("connection"),
        _("Approved connection case"),
        ask=_("Give the number of the approved connection case."),
        how=_("It stands on the approval. Leave it empty when the municipality has it."),
        applies_if=NEEDS_CONNECTION,
        governed_by="METER-03",
        source=ORDERING,
        example="24/03280",
    )

    @requirement(
        "METER-03",
        level=NEEDED,
        at="connection_case",
        what=_("No approved connection is known."),
        how=_("Give the case number, or start a connection case."),
        source=ORDERING,
        applies_if=NEEDS_CONNECTION,
    )
    def connection_is_approved(reading: Reading) -> Outcome:
        """An approved connection is referred to, or the municipality knows one of the property; a number the portal does not know is
        taken as given."""
        linked = linked_case(reading, "connection_case")
        is_given = reading.value("connection_case") is not None and linked is None
        if is_given or any(Phase.APPLICATION in one.approved for one in cases_here(reading, "connection")):
            return ()
        known = [property_number(on) for on in (reading.known.connections or {}).values()]
        given_properties = properties_of(reading)
        found = any(one is not None and one.is_same_title(own) for one in known for own in given_properties)
        return () if found else missing()

    planned_start = PLANNED_START
    planned_end = PLANNED_END

    planned_mounting = question(
        DateKind(),
        _("Planned mounting"),
        required=True,
        ask=_("Give the day the meter is planned to be mounted or removed."),
        how=_("A good estimate is enough."),
        source=ORDERING,
    )
    pickup_by = question(
        PersonKind(),
        _("Fetched by"),
        required=True,
        level=RECOMMENDED,
        ask=_("Say who fetches the meter."),
        how=_("The store hands it out to this person."),
        applies_if=all_of(FROM_MUNICIPALITY, FETCHED),
        source=FORMS,
    )
    site_until = question(
        DateKind(),
        _("Site meter until"),
        ask=_("Give the day the site meter is returned."),
        how=_("It can be prolonged later."),
        applies_if=given("kind", "site"),
        governed_by="METER-20",
        source=SITE_METERS,
    )

    @requirement(
        "METER-20",
        level=BLOCKS,
        at="site_until",
        what=_("A site meter needs an end date."),
        how=_("Write when it is returned."),
        source=SITE_METERS,
        applies_if=given("kind", "site"),
    )
    def site_meter_has_an_end(reading: Reading) -> Outcome:
        """A meter for a building site is lent until a day."""
        return missing() if reading.value("site_until") is None else ()
