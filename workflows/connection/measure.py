"""Application: what is connected, and for which building."""

from __future__ import annotations

from models.text import _
from workflows.conditions import Not, given
from workflows.connection.choices import BUILDINGS, CONNECTED, INDOORS, MEASURES, NETWORKS, OUTDOORS, TEMPORARY
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, DateKind, MultiKind, Problem, TextKind, decimal, integer
from workflows.reading import Reading, RowReading
from workflows.shared.checks.people import is_competent
from workflows.shared.people import name_of
from workflows.shared.questions import DESCRIPTION, PLANNED_END, PLANNED_START
from workflows.shared.sources import ADK as ADK_SOURCE
from workflows.shared.sources import DRAWN_PLACE, FORMS, MOSS, partly_assumed
from workflows.shared.terms import ADK

_LONGEST_TEMPORARY_DAYS = 731
"""Two years. Source: assumed."""


def _no_work_at_all(reading: Reading | RowReading) -> Problem | None:
    """A connection is work indoors, outdoors, or both."""
    if reading.value("indoor_work") is not False or reading.value("outdoor_work") is not False:
        return None
    return Problem(_("Neither work indoors nor work outdoors is chosen."), _("Answer yes to at least one of them."))


class Measure(Step):
    """Kind of connection, and the work it takes."""

    title = _("The connection")
    section = _("The work")

    measure = question(
        ChoiceKind(MEASURES), _("What is it about?"), required=True, level=BLOCKS,
        ask=_("Choose what the application is about."), how=_("The choice decides which questions follow."), source=FORMS,
    )  # fmt: skip
    connect_to = question(
        MultiKind(CONNECTED), _("Connect to"), required=True,
        ask=_("Tick what the property is connected to."), how=_("Tick at least one."), source=FORMS,
    )  # fmt: skip
    network = question(
        ChoiceKind(NETWORKS), _("Public or private joint network"), required=True,
        ask=_("Choose whose pipe you connect to."), how=_("A joint pipe is owned by several neighbours."), source=FORMS,
    )  # fmt: skip
    outdoor_work = question(
        BooleanKind(), _("Work outdoors"), required=True,
        ask=_("Say whether there is work outdoors."), how=_("Pipes and manholes outside the wall."), source=FORMS,
    )  # fmt: skip
    indoor_work = question(
        BooleanKind(), _("Work indoors"), required=True,
        ask=_("Say whether there is work indoors."), how=_("Pipes and equipment inside the wall."), source=FORMS,
        unfit=_no_work_at_all,
    )  # fmt: skip
    temporary_until = question(
        DateKind(), _("Temporary until"), ask=_("Give the day the connection is removed."), how=_("It can be prolonged later."),
        applies_if=TEMPORARY, governed_by="CONN-21", source=DRAWN_PLACE,
    )  # fmt: skip
    excavation_in_road = question(
        BooleanKind(), _("There is digging in a road"), required=OUTDOORS,
        ask=_("Say whether there is digging in a road."), how=_("Digging in a road needs a case of its own."),
        applies_if=OUTDOORS, source=FORMS,
    )  # fmt: skip
    description = DESCRIPTION
    planned_start = PLANNED_START
    planned_end = PLANNED_END

    @requirement(
        "CONN-18", level=NEEDED, at="outdoor_work", what=_("{person} has no certificate for outdoor pipes."),
        how=_("Add ADK1 with trade certificate, or choose another person."), source=ADK_SOURCE, applies_if=OUTDOORS,
    )  # fmt: skip
    def outdoor_work_has_a_pipelayer(reading: Reading) -> Outcome:
        """The responsible person holds one of the ways to lay outdoor pipes; expiry is told by COM-14."""
        person = reading.value("responsible_person")
        if person is None:
            return NOT_APPLICABLE
        competent = is_competent(reading, person, ADK)
        if competent is None:
            return NOT_APPLICABLE
        return () if competent else missing(person=name_of(reading, person))

    @requirement(
        "CONN-19", level=NEEDED, at="indoor_work", what=_("Indoor work needs a plumber's trade certificate."),
        how=_("Add it to the company profile."), source=MOSS, applies_if=INDOORS,
    )  # fmt: skip
    def indoor_work_has_a_plumber(reading: Reading) -> Outcome:
        """Anybody in the company holds a plumber's trade certificate."""
        if reading.known.certificates is None:
            return NOT_APPLICABLE
        kinds = {one.kind for held in reading.known.certificates.values() for one in held}
        return () if "trade_plumber" in kinds else missing()

    @requirement(
        "CONN-21", level=BLOCKS, at="temporary_until", what=_("A temporary connection needs an end date."),
        how=_("Write when it is removed."), source=partly_assumed(DRAWN_PLACE), applies_if=TEMPORARY,
    )  # fmt: skip
    def temporary_connections_end(reading: Reading) -> Outcome:
        """The end is given and at most two years ahead; the limit is assumed."""
        until = reading.value("temporary_until")
        return missing() if until is None or (until - reading.today).days > _LONGEST_TEMPORARY_DAYS else ()


class Building(Step):
    """What stands on the property."""

    title = _("The building")
    section = _("The work")

    building_kind = question(
        ChoiceKind(BUILDINGS), _("Kind of building"), required=True,
        ask=_("Choose the kind of building."), how=_("Choose one from the list."), source=FORMS,
    )  # fmt: skip
    units = question(
        integer(0, 999), _("Dwelling units"), required=Not(given("building_kind", "business")),
        ask=_("Give the number of dwelling units."), how=_("A whole number."), source=FORMS,
    )  # fmt: skip
    floor_area_m2 = question(
        decimal(1, 1, 200_000, "m²"), _("Gross floor area"), required=True,
        ask=_("Give the gross floor area."), how=_("In square metres, all floors together."), source=FORMS, example="142,5",
    )  # fmt: skip
    business_activity = question(
        TextKind(2, 500), _("Activity"), required=True, ask=_("Write what goes on in the building."),
        how=_("One sentence is enough."), applies_if=given("building_kind", "business", "public"), source=FORMS,
    )  # fmt: skip
