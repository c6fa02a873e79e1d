"""Takeover: what the municipality records once the final documentation is approved. Source: domain 4-main-pipeline, steps 10–12."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from models.base import Phase
from models.text import _
from workflows.conditions import given_earlier
from workflows.declare import PDFS, Due, Duty, Row, RuleParameter, Step, group, question, slot
from workflows.fields import DateKind, TextKind, TextListKind
from workflows.reading import Reading
from workflows.shared.after import DEFECTS, FOLLOWED_UP, INSPECTED
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED

TAKEN_OVER = given_earlier(Phase.APPLICATION, "takeover", True)
TAKEOVER_WEEKS = RuleParameter("takeover_weeks_main", 4, _("Time from approved final documentation to takeover"), ASSUMED, "weeks")


class StretchRow(Row):
    """A part that is taken over on a day of its own."""

    stretch = question(TextKind(1, 100), _("Stretch"), required=True, ask=_("Name stretch {n}."), how=_("A street or two manholes."),
        source=ASSUMED)  # fmt: skip
    stretch_pipes = question(TextListKind(40, 500), _("Pipes"), required=True, ask=_("Name the pipes of stretch {n}."),
        how=_("Their ids with commas between."), source=ASSUMED)  # fmt: skip
    stretch_taken_over_on = question(DateKind(not_after_today=True), _("Taken over on"), source=ASSUMED)


class Takeover(Step):
    """The inspection, what was found, and from when the plant is the municipality's."""

    title = _("Takeover")
    intro = _("Record the takeover inspection. The contractor sees what you write here.")
    section = _("After approval")
    applies_if = TAKEN_OVER

    takeover_protocol = slot(PDFS, _("Takeover protocol"), required=True, ask=_("Upload the takeover protocol."),
        how=_("Signed by both sides, as PDF."), at_most=5, source=ASSUMED)  # fmt: skip
    guarantee_from = question(DateKind(not_after_today=True), _("Guarantee runs from"), required=True,
        ask=_("Give the day the guarantee runs from."), how=_("The day of takeover, as in the protocol."), source=ASSUMED)  # fmt: skip
    stretches = group(StretchRow, _("Stretches taken over by themselves"), row_label=_("Stretch {n}"), add_label=_("Add another stretch"),
        at_most=100, source=ASSUMED)  # fmt: skip
    defects = DEFECTS
    inspected_on = INSPECTED


def to_take_over(reading: Reading, closed_on: date) -> Sequence[Due]:
    """Done when the protocol and the day are there, and every pipe of a plant taken over in parts has been."""
    if not reading.shows("guarantee_from"):
        return ()
    begins, stretches = reading.value("guarantee_from"), reading.rows("stretches")
    named = {pipe for row in stretches if row.value("stretch_taken_over_on") for pipe in row.value("stretch_pipes") or ()}
    pipes = {row.value("id") for row in reading.rows("pipes_built")} - {None}
    is_done = begins and reading.good_files("takeover_protocol") and (not stretches or pipes <= named)
    weeks = int(number(reading, TAKEOVER_WEEKS.name))
    return [Due(closed_on + timedelta(weeks=weeks), done_on=begins if is_done else None)]


DUTIES = (Duty("takeover", _("Take over the plant"), to_take_over), *FOLLOWED_UP)
