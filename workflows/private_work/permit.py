"""Application: does the work stay in the existing trench, and is it exempt from a building permit."""

from __future__ import annotations

from models.text import Text, _
from workflows.conditions import any_of, given
from workflows.declare import NEEDED, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, MultiKind, TextKind
from workflows.private_work.choices import EXEMPT_KINDS
from workflows.reading import Reading
from workflows.shared.pipe_choices import EXEMPTIONS
from workflows.shared.pipe_sources import HALDEN


class Permit(Step):
    """Work in the existing trench needs no building permit when five conditions hold."""

    title = _("Building permit")
    section = _("The work")
    applies_if = any_of(given("kind", *EXEMPT_KINDS), given("kind", "indoor"))

    same_trench = question(
        BooleanKind(),
        _("In the existing trench"),
        required=True,
        ask=_("Say whether the pipes lie in the existing trench."),
        how=_("Answer no when any part is laid elsewhere."),
        applies_if=given("kind", *EXEMPT_KINDS),
        source=HALDEN,
    )
    exemption_confirmed = question(
        MultiKind(EXEMPTIONS),
        _("Confirmed for the exemption from a building permit"),
        ask=_("Tick what is true of the work."),
        how=_("All must hold for the work to be exempt from a building permit."),
        applies_if=given("kind", *EXEMPT_KINDS),
        governed_by="PRIV-05",
        source=HALDEN,
    )
    building_case = question(
        TextKind(0, 40, pattern=r"\d{2,4}/\d+"),
        _("Linked building case"),
        hint=_("The building department's case number, when there is such a case."),
        source=HALDEN,
        example="24/03280",
    )

    @requirement(
        "PRIV-05",
        level=NEEDED,
        at="exemption_confirmed",
        what=_("This work needs a building permit: {condition}."),
        how=_("Give the case number or explain."),
        source=HALDEN,
        applies_if=given("kind", *EXEMPT_KINDS),
    )
    def work_is_exempt_or_permitted(reading: Reading) -> Outcome:
        """All five conditions are confirmed, or the building case is named."""
        if reading.value("building_case"):
            return ()
        if reading.value("same_trench") is False:
            return missing("same_trench", condition=_("the pipes leave the existing trench"))
        lacking = _unconfirmed(reading)
        return () if lacking is None else missing(condition=lacking)


_LACKING: dict[str, Text] = {
    "same_trench": _("the existing trench is not confirmed"),
    "accords_with_plan": _("accord with the plan is not confirmed"),
    "not_quick_clay": _("safe ground without quick clay is not confirmed"),
    "no_major_terrain_work": _("small changes of terrain are not confirmed"),
    "own_ground_only": _("work on own ground only is not confirmed"),
}


def _unconfirmed(reading: Reading) -> Text | None:
    """The first condition that is not confirmed; the answer about the trench counts as its confirmation."""
    ticked = set(reading.value("exemption_confirmed") or ())
    if reading.value("same_trench"):
        ticked.add("same_trench")
    return next((words for key, words in _LACKING.items() if key not in ticked), None)
