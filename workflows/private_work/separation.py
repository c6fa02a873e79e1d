"""Application: where stormwater goes once it is separated from the wastewater."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import given, given_earlier
from workflows.declare import NEEDED, Finding, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, MultiKind
from workflows.reading import Reading
from workflows.shared.pipe_choices import SOLUTIONS
from workflows.shared.pipe_sources import HALDEN, STORMWATER

SEPARATE = given("kind", "separate")


class Separation(Step):
    """Roof and drain water leave the wastewater."""

    title = _("Stormwater")
    section = _("The work")
    applies_if = SEPARATE

    stormwater_after = question(
        MultiKind(SOLUTIONS),
        _("Stormwater afterwards goes to"),
        ask=_("Tick where stormwater goes after the work."),
        how=_("Tick all that are used on the property."),
        governed_by="PRIV-08",
        source=HALDEN,
    )
    roof_to_ground = question(
        BooleanKind(),
        _("Roof gutters are led to the ground"),
        required=True,
        ask=_("Say whether roof gutters are led to the ground."),
        how=_("Answer no when they are led into a pipe."),
        source=STORMWATER,
    )

    @requirement(
        "PRIV-08",
        level=NEEDED,
        at="stormwater_after",
        what=_("Stormwater still enters the wastewater: {part}."),
        how=_("Show where roof and drain water goes."),
        source=STORMWATER,
        applies_if=SEPARATE,
    )
    def stormwater_has_a_way_of_its_own(reading: Reading) -> Outcome:
        """A solution is chosen, and roof water that is not led to the ground has a stormwater pipe."""
        lacks: list[Finding] = []
        if not reading.value("stormwater_after"):
            lacks.append(missing(part=_("no solution is chosen")))
        if reading.value("roof_to_ground") is False and not _has_storm_pipe(reading):
            lacks.append(missing("roof_to_ground", part=_("roof water has no stormwater pipe")))
        return lacks


def _has_storm_pipe(reading: Reading) -> bool:
    return any(row.value("system") == "OV" and row.value("status") != "abandoned" for row in reading.rows("pipes"))


@requirement(
    "PRIV-08",
    level=NEEDED,
    at="storm_free",
    what=_("Stormwater still enters the wastewater: {part}."),
    how=_("Show where roof and drain water goes."),
    source=STORMWATER,
    applies_if=given_earlier(Phase.APPLICATION, "kind", "separate"),
)
def stormwater_is_gone(reading: Reading) -> Outcome:
    """The contractor says that no stormwater, roof or drain water enters the wastewater any more."""
    return () if reading.value("storm_free") else missing(part=_("it is not confirmed that roof and drain water are led away"))
