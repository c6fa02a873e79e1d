"""Application: what indoor changes, separators and site huts need besides."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.conditions import given
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Step, doubtful, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, integer
from workflows.kinds import CaseKind
from workflows.private_work.choices import SEPARATORS
from workflows.reading import Reading, RowReading
from workflows.shared.links import cases_here, is_linked
from workflows.shared.pipe_sources import BERGEN, CHANGED_UNITS
from workflows.shared.pipe_sources import SEPARATORS as SEPARATOR_SOURCE

INDOOR = given("kind", "indoor")
SEPARATOR = given("kind", "separator")
SITE_HUTS = given("kind", "site_huts")


def units_differ(reading: Reading | RowReading) -> bool | None:
    """Whether the number of dwelling units changes; None while one of the numbers lacks."""
    before, after = reading.value("units_before"), reading.value("units_after")
    return None if before is None or after is None else before != after


class Details(Step):
    """What only some kinds of work need."""

    title = _("More about the work")
    section = _("The work")
    applies_if = given("kind", "indoor", "separator", "site_huts")

    units_before = question(
        integer(0, 999),
        _("Dwelling units before"),
        required=True,
        ask=_("Give the number of dwelling units before the work."),
        how=_("A whole number; 0 for a building without dwellings."),
        applies_if=INDOOR,
        source=CHANGED_UNITS,
    )
    units_after = question(
        integer(0, 999),
        _("Dwelling units after"),
        required=True,
        ask=_("Give the number of dwelling units after the work."),
        how=_("A whole number; the same as before when nothing changes."),
        applies_if=INDOOR,
        source=CHANGED_UNITS,
    )
    units_differ = question(
        BooleanKind(), _("The number of units changes"), computed=units_differ, fixed=True, applies_if=INDOOR, source=CHANGED_UNITS
    )
    changed_use = question(
        BooleanKind(),
        _("The use changes, or there is a sprinkler"),
        required=True,
        ask=_("Say whether the use or a sprinkler is affected."),
        how=_("Then the municipality decides before the work begins."),
        applies_if=INDOOR,
        source=CHANGED_UNITS,
    )

    @requirement(
        "PRIV-21",
        level=RECOMMENDED,
        at="units_after",
        what=_("More dwelling units: fee and meter may change."),
        how=_("The municipality will be told; add the building case."),
        source=CHANGED_UNITS,
        applies_if=INDOOR,
    )
    def more_units_are_noticed(reading: Reading) -> Outcome:
        """More dwelling units belong to a building case."""
        before, after = reading.value("units_before"), reading.value("units_after")
        if before is None or after is None:
            return NOT_APPLICABLE
        return doubtful() if after > before and not reading.value("building_case") else ()

    separator_kind = question(
        ChoiceKind(SEPARATORS),
        _("Separator"),
        required=True,
        ask=_("Choose the kind of separator."),
        how=_("The one that is changed or repaired."),
        applies_if=SEPARATOR,
        source=BERGEN,
    )
    separator_docs = slot(
        (FileKind.PDF,),
        _("Product data and emptying agreement"),
        required=SEPARATOR,
        ask=_("Upload product data and emptying agreement."),
        how=_("PDF from the supplier, and the agreement with the company that empties it."),
        applies_if=SEPARATOR,
        source=BERGEN,
    )
    discharge_case = question(
        CaseKind("discharge"),
        _("Discharge case"),
        ask=_("Give the number of the discharge case."),
        how=_("It stands on the permit or the receipt."),
        applies_if=SEPARATOR,
        governed_by="PRIV-20",
        source=SEPARATOR_SOURCE,
        example="2026-000123",
    )

    @requirement(
        "PRIV-20",
        level=NEEDED,
        at="discharge_case",
        what=_("A separator needs a discharge or inlet permit."),
        how=_("Start or link the discharge case."),
        source=SEPARATOR_SOURCE,
        applies_if=SEPARATOR,
    )
    def discharge_is_permitted(reading: Reading) -> Outcome:
        """A discharge case is referred to, or the portal knows one on the property."""
        return () if is_linked(reading, "discharge_case", "discharge") or cases_here(reading, "discharge") else missing()

    temporary_until = question(
        DateKind(),
        _("Until"),
        ask=_("Give the day the connection is removed."),
        how=_("It can be prolonged later."),
        applies_if=SITE_HUTS,
        governed_by="PRIV-14",
        source=BERGEN,
    )

    @requirement(
        "PRIV-14",
        level=BLOCKS,
        at="temporary_until",
        what=_("Site huts need an end date."),
        how=_("Write when the connection is removed."),
        source=BERGEN,
        applies_if=SITE_HUTS,
    )
    def site_huts_have_an_end(reading: Reading) -> Outcome:
        """Temporary connections are removed on a day."""
        return missing() if reading.value("temporary_until") is None else ()
