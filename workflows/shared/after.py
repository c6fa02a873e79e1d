"""What the municipality follows up when the last phase is approved: defects with a day to be mended by, and the guarantee inspection.

Source: domain 4-main-pipeline, steps 10–12 and decision rules; 6-excavation, step 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.text import _
from workflows.clocks import months_before
from workflows.declare import Due, Duty, Row, RuleParameter, group, question
from workflows.fields import DateKind, TextKind
from workflows.guarantee import guarantee_until
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED

INSPECTION_MONTHS = RuleParameter(
    "guarantee_inspection_months", 3, _("How long before the guarantee ends it is inspected"), ASSUMED, "months"
)


class DefectRow(Row):
    """A defect found at takeover or inspection."""

    defect = question(TextKind(1, 500, long=True), _("What is wrong, and where"), required=True,
        ask=_("Write what is wrong in defect {n}."), how=_("So that whoever mends it finds it."), source=ASSUMED)  # fmt: skip
    mend_by = question(DateKind(), _("To be mended by"), required=True, ask=_("Say by when defect {n} must be mended."),
        how=_("The day you agreed on."), source=ASSUMED)  # fmt: skip
    mended_on = question(DateKind(not_after_today=True), _("Mended on"), source=ASSUMED)


DEFECTS = group(DefectRow, _("Defects"), row_label=_("Defect {n}"), add_label=_("Add another defect"), at_most=200, source=ASSUMED)
INSPECTED = question(DateKind(not_after_today=True), _("Guarantee inspection held on"), source=ASSUMED)


def defects_to_mend(reading: Reading, _closed_on: date) -> Sequence[Due]:
    """One for each defect with a day."""
    rows = [(row, row.value("mend_by"), row.value("defect")) for row in reading.rows("defects")]
    return [Due(by, row=row.id, done_on=row.value("mended_on"), values={"what": str(what)[:80]}) for row, by, what in rows if by and what]


def inspection_to_hold(reading: Reading, closed_on: date) -> Sequence[Due]:
    """Before the guarantee ends, shown as long before as the municipality says."""
    until = guarantee_until(reading, closed_on)
    if until is None:
        return ()
    return [Due(until, opens_on=months_before(until, int(number(reading, INSPECTION_MONTHS.name))), done_on=reading.value("inspected_on"))]


FOLLOWED_UP = (
    Duty("defect", _("See that it is mended: {what}"), defects_to_mend),
    Duty("guarantee_inspection", _("Hold the guarantee inspection"), inspection_to_hold),
)
