"""Application: the ground, its neighbours, and the terms of the municipality."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.conditions import given
from workflows.declare import NEEDED, PDFS, RECOMMENDED, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.excavation.choices import DIGS, POLLUTED, POLLUTION
from workflows.excavation.sources import CONSENT
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind
from workflows.reading import Reading
from workflows.shared.sources import ASSUMED, FORMS

PRIVATE = given("ground", "private")


class OwnerRow(Row):
    """One owner whose ground is touched."""

    affected_property = question(
        TextKind(0, 60),
        _("Property"),
        required=True,
        ask=_("Give the property of owner {n}."),
        how=_("Such as 12/34."),
        source=CONSENT,
        example="12/34",
    )
    owner_told_on = question(DateKind(not_after_today=True), _("Told on"), source=CONSENT)
    owner_consents = question(BooleanKind(), _("Consents"), source=CONSENT)


class Ground(Step):
    """Pollution, finds, and the ground of others."""

    title = _("Ground and neighbours")
    section = _("The work")

    polluted_ground = question(
        ChoiceKind(POLLUTION),
        _("Is the ground polluted?"),
        required=DIGS,
        ask=_("Say whether the ground may be polluted."),
        how=_("Old petrol stations, workshops and fillings often are."),
        applies_if=DIGS,
        source=ASSUMED,
    )
    soil_plan = slot(
        PDFS,
        _("Plan for polluted soil"),
        at_least=0,
        at_most=3,
        ask=_("Upload the plan for polluted soil."),
        how=_("Approved by the municipality."),
        applies_if=POLLUTED,
        governed_by="EXC-19",
        source=ASSUMED,
    )
    cultural_heritage_checked = question(
        BooleanKind(),
        _("Cultural heritage is checked"),
        required=DIGS,
        level=RECOMMENDED,
        ask=_("Check for cultural heritage."),
        how=_("Finds older than 1537 stop the work."),
        applies_if=DIGS,
        source=FORMS,
    )
    affected_owners = group(
        OwnerRow,
        _("Owners whose ground is touched"),
        row_label=_("Owner {n}"),
        add_label=_("Add an owner"),
        applies_if=PRIVATE,
        governed_by="EXC-17",
        ask=_("List the owners."),
        how=_("One row for each property."),
        source=CONSENT,
    )
    owner_consent = slot(
        PDFS,
        _("Consent from landowners and neighbours"),
        at_least=0,
        at_most=20,
        ask=_("Upload the owners' consent."),
        how=_("Signed."),
        applies_if=PRIVATE,
        governed_by="EXC-17",
        source=CONSENT,
    )
    client_form = slot(PDFS, _("The client's attachment"), at_least=0, at_most=2, source=FORMS)

    @requirement(
        "EXC-17",
        level=NEEDED,
        at="owner_consent",
        what=_("Consent from {owners} is missing."),
        how=_("Upload it."),
        source=CONSENT,
        applies_if=PRIVATE,
    )
    def owners_consent(reading: Reading) -> Outcome:
        """A signed consent, or every listed owner consents."""
        rows = reading.rows("affected_owners")
        if reading.good_files("owner_consent") or (rows and all(row.value("owner_consents") for row in rows)):
            return ()
        named = [row.value("affected_property") for row in rows if row.value("affected_property") and not row.value("owner_consents")]
        return missing(owners=", ".join(named) if named else _("the owners"))

    @requirement(
        "EXC-19",
        level=NEEDED,
        at="soil_plan",
        what=_("Polluted soil needs a plan approved by the municipality."),
        how=_("Upload it."),
        source=ASSUMED,
        applies_if=POLLUTED,
    )
    def soil_has_a_plan(reading: Reading) -> Outcome:
        """Suspected or known pollution."""
        return () if reading.good_files("soil_plan") else missing()


class Conditions(Step):
    """The municipality's own rules for digging."""

    title = _("Terms")
    section = _("Documentation")

    accepts_terms = question(
        BooleanKind(),
        _("The local digging rules are accepted"),
        required=True,
        ask=_("Accept the local digging rules."),
        how=_("They stand on the municipality's page."),
        source=FORMS,
    )
    guarantee_accepted = question(
        BooleanKind(),
        _("The guarantee for the surface is accepted"),
        required=DIGS,
        ask=_("Accept the guarantee for the surface."),
        how=_("It runs from the approved completion."),
        applies_if=DIGS,
        source=FORMS,
    )
    insurance_until = question(DateKind(), _("Liability insurance until"), source=ASSUMED)
    insurance = slot((FileKind.PDF,), _("Liability insurance"), at_least=0, at_most=2, source=ASSUMED)
    bank_guarantee = slot((FileKind.PDF,), _("Bank guarantee"), at_least=0, at_most=2, source=ASSUMED)
