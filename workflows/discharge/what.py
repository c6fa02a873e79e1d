"""Application: what it concerns, and whether the public sewer is near."""

from __future__ import annotations

from models.text import _
from workflows.conditions import all_of, given
from workflows.declare import NEEDED, RECOMMENDED, Outcome, Step, doubtful, missing, question, requirement
from workflows.discharge.choices import APPLICATION_KINDS, DESTINATIONS, SANITARY, WATER_KINDS
from workflows.discharge.sources import BODO, GUIDE_CH12, HUSTADVIKA
from workflows.fields import BooleanKind, ChoiceKind, TextKind, integer
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.questions import DESCRIPTION, PLANNED_END, PLANNED_START
from workflows.shared.sources import FORMS

_INCREASED = given("application_kind", "substantial_increase")
_DRY_GREY = all_of(given("water_kind", "grey_only"), given("installed_water", False))


class What(Step):
    """These answers decide which rules apply."""

    title = _("The discharge")
    section = _("The work")

    application_kind = question(
        ChoiceKind(APPLICATION_KINDS),
        _("It concerns"),
        required=True,
        ask=_("Choose what the application concerns."),
        how=_("Choose one from the list."),
        source=FORMS,
    )
    water_kind = question(
        ChoiceKind(WATER_KINDS),
        _("Kind of wastewater"),
        required=True,
        ask=_("Choose the kind of wastewater."),
        how=_("It decides which rules apply."),
        source=FORMS,
    )
    to = question(
        ChoiceKind(DESTINATIONS),
        _("Led to"),
        required=True,
        ask=_("Choose where the wastewater is led."),
        how=_("The place where it leaves the plant."),
        source=FORMS,
    )
    description = DESCRIPTION
    increase_pct = question(
        integer(0, 10_000, "%"),
        _("Increase"),
        required=True,
        ask=_("Give the increase in per cent."),
        how=_("Compared with the permit of today."),
        applies_if=_INCREASED,
        source=HUSTADVIKA,
    )
    same_kind_and_place = question(
        BooleanKind(),
        _("Same kind of wastewater and same outlet"),
        required=True,
        ask=_("Say whether kind and outlet stay the same."),
        how=_("Answer no when the outlet moves or the wastewater is of another kind."),
        applies_if=_INCREASED,
        source=HUSTADVIKA,
    )
    installed_water = question(
        BooleanKind(),
        _("Water installed"),
        required=True,
        ask=_("Say whether water is installed."),
        how=_("A tank of up to 25 litres indoors is not installed water."),
        applies_if=SANITARY,
        source=GUIDE_CH12,
    )
    planned_start = PLANNED_START
    planned_end = PLANNED_END
    harm_reason = question(
        TextKind(0, 2_000, long=True),
        _("Why it may harm"),
        applies_if=_DRY_GREY,
        governed_by="DISCH-27",
        source=GUIDE_CH12,
    )
    public_sewer_near = question(
        BooleanKind(),
        _("Public sewer nearby"),
        required=True,
        ask=_("Say whether there is a public sewer nearby."),
        how=_("Look in the pipe map or ask the municipality."),
        applies_if=SANITARY,
        source=BODO,
    )
    why_not_connected = question(
        TextKind(0, 2_000, long=True),
        _("Why the building is not connected"),
        applies_if=given("public_sewer_near", True),
        governed_by="DISCH-05",
        source=BODO,
    )

    @requirement(
        "DISCH-05",
        level=NEEDED,
        at="why_not_connected",
        what=_("A public sewer is near."),
        how=_("Explain why the building is not connected, or start a connection case."),
        source=BODO,
        applies_if=given("public_sewer_near", True),
    )
    def connection_was_considered(reading: Reading) -> Outcome:
        """Who can connect must connect."""
        return () if reading.value("why_not_connected") else missing()

    @requirement(
        "DISCH-25",
        level=RECOMMENDED,
        at="increase_pct",
        what=_("The increase is {x} %."),
        how=_("A permit may not be needed; ask the municipality."),
        source=HUSTADVIKA,
        applies_if=_INCREASED,
    )
    def increase_is_substantial(reading: Reading) -> Outcome:
        """Less than the limit, of the same kind and at the same place, is no substantial increase."""
        grown = reading.value("increase_pct")
        small = grown is not None and grown < number(reading, "substantial_increase_pct") and reading.value("same_kind_and_place")
        return doubtful(x=grown) if small else ()

    @requirement(
        "DISCH-27",
        level=RECOMMENDED,
        at="installed_water",
        what=_("No permit is normally needed."),
        how=_("Withdraw, or tell why it may harm."),
        source=GUIDE_CH12,
        applies_if=_DRY_GREY,
    )
    def permit_is_needed(reading: Reading) -> Outcome:
        """Greywater without installed water needs no permit normally."""
        return () if reading.value("harm_reason") else doubtful()
