"""How long finished work is guaranteed. Source: domain README section 13 and 6-excavation, decision rules."""

from __future__ import annotations

from datetime import date

from workflows.clocks import months_after
from workflows.reading import Reading


def guarantee_until(reading: Reading, approved_on: date) -> date | None:
    """The last day of the guarantee of a case whose last phase was approved that day; None where nothing is guaranteed.

    `reading` is the municipality's, of the last phase, under the rules the case stands under. None also while the day it begins is the
    municipality's to say and not said.
    """
    declared = reading.workflow.guarantee
    if declared is None or not reading.holds(declared.applies_if):
        return None
    begins = reading.value(declared.begins) if declared.begins and reading.shows(declared.begins) else approved_on
    years = reading.parameter(declared.parameter)
    return months_after(begins, 12 * years) if isinstance(begins, date) and isinstance(years, int) and years > 0 else None
