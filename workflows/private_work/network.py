"""Application: what the work needs of the public network and the road, and so which way the case goes."""

from __future__ import annotations

from typing import Any

from models.text import _
from workflows.conditions import all_of, given
from workflows.declare import NEEDED, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind
from workflows.kinds import CaseKind
from workflows.private_work.choices import MAY_NOTIFY, NOTICE, ROUTES
from workflows.reading import Reading, RowReading
from workflows.shared.links import cases_here, is_linked
from workflows.shared.pipe_sources import BERGEN, PUBLIC_PIPES, ROADS

ROAD_WORK = given("road_work", True)


def usual_route(_reading: Reading | RowReading) -> Any:
    """Where a notice is enough, a notice."""
    return "notify"


class Network(Step):
    """Anything that shuts a public pipe is approved first."""

    title = _("Public network and road")
    section = _("The work")

    shut_public = question(
        BooleanKind(),
        _("Public water must be shut off"),
        required=True,
        ask=_("Say whether public water must be shut off."),
        how=_("Answer yes when a public pipe or valve is closed."),
        source=BERGEN,
    )
    tapping_needed = question(
        BooleanKind(),
        _("The public pipe must be tapped"),
        required=True,
        ask=_("Say whether the public pipe must be tapped."),
        how=_("Answer yes when a new opening is made in the main."),
        source=PUBLIC_PIPES,
    )
    road_work = question(
        BooleanKind(),
        _("Digging in a road"),
        required=True,
        ask=_("Say whether there is digging in a road."),
        how=_("Count streets, pavements and verges."),
        source=ROADS,
    )
    excavation_case = question(
        CaseKind("excavation"),
        _("Excavation case"),
        ask=_("Give the number of the excavation case."),
        how=_("It stands on the permit or the receipt."),
        applies_if=ROAD_WORK,
        governed_by="PRIV-22",
        source=ROADS,
        example="2026-000123",
    )
    route = question(
        ChoiceKind(ROUTES),
        _("Sent as"),
        computed=usual_route,
        hint=_("A notice is enough for this work. Choose application when you want a decision first."),
        applies_if=MAY_NOTIFY,
        governed_by="PRIV-19",
        source=BERGEN,
    )

    @requirement(
        "PRIV-22",
        level=NEEDED,
        at="excavation_case",
        what=_("Digging in the road needs its own permit."),
        how=_("Start or link the excavation case."),
        source=ROADS,
        applies_if=ROAD_WORK,
    )
    def digging_is_permitted(reading: Reading) -> Outcome:
        """An excavation case is referred to, or the portal knows one on the property."""
        return () if is_linked(reading, "excavation_case", "excavation") or cases_here(reading, "excavation") else missing()

    @requirement(
        "PRIV-19",
        level=NEEDED,
        at="route",
        what=_("Closing a public pipe needs approval first."),
        how=_("Send as application and order the shut-off."),
        source=BERGEN,
        applies_if=all_of(NOTICE, given("shut_public", True)),
    )
    def shut_off_is_applied_for(_reading: Reading) -> Outcome:
        """A notice is not enough where a public pipe is shut."""
        return missing()
