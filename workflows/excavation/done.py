"""Completion: the surface as it was laid, the new line, and what was found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from models.base import Phase
from models.text import _
from workflows.conditions import given
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Row, Step, doubtful, group, missing, question, requirement
from workflows.excavation.choices import APP, METHODS, SIDES, SURFACES, WAS_DUG
from workflows.excavation.sources import COMPLETION, SUNNFJORD, TREES, WINTER
from workflows.excavation.when import is_in_winter
from workflows.fields import BooleanKind, ChoiceKind, DateKind, MultiKind, TextKind, decimal, integer
from workflows.kinds import MomentKind
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.questions import DEVIATIONS
from workflows.shared.sources import FORMS, partly_assumed

ASPHALTED = given("surface_built", "asphalt")


def approved_method(at: Reading | RowReading) -> Any:
    """The method that was approved, until another is chosen."""
    return at.earlier_value(APP, "method")


def approved_side(at: Reading | RowReading) -> Any:
    """The side that was approved, until another is chosen."""
    return at.earlier_value(APP, "road_side")


def is_later(built: Any, approved: Any, _reading: Reading) -> bool:
    """Whether the work ended after the approved day."""
    return bool(built > approved)


def is_another_surface(built: Any, approved: Any, _reading: Reading) -> bool:
    """Whether a surface was laid that was not there before."""
    return not set(built) <= set(approved)


class FoundRow(Row):
    """Something in the ground that no map showed."""

    found_what = question(
        TextKind(0, 200),
        _("What was found"),
        required=True,
        ask=_("Write what was found at place {n}."),
        how=_("Kind and dimension."),
        source=SUNNFJORD,
    )
    found_where = question(TextKind(0, 200), _("Where"), source=SUNNFJORD)
    found_told = question(BooleanKind(), _("The owner was told"), source=SUNNFJORD)


class Done(Step):
    """When it ended, and what became different."""

    title = _("The work as done")
    section = _("The work")

    work_ended = question(
        DateKind(not_after_today=True),
        _("Work ended"),
        required=True,
        ask=_("Give the day the work ended."),
        how=_("The last day in the trench."),
        source=FORMS,
    )
    reinstated = question(
        DateKind(not_after_today=True),
        _("Surface reinstated"),
        required=True,
        ask=_("Give the day the surface was reinstated."),
        how=_("Temporary or permanent."),
        source=FORMS,
    )
    method_built = question(ChoiceKind(METHODS), _("Method used"), applies_if=WAS_DUG, computed=approved_method, source=FORMS)
    road_side_built = question(ChoiceKind(SIDES), _("Side of the road"), computed=approved_side, source=FORMS)
    new_line_laid = question(
        BooleanKind(),
        _("Was a new pipe or cable laid?"),
        required=WAS_DUG,
        ask=_("Say whether a new pipe or cable was laid."),
        how=_("It must then be surveyed."),
        applies_if=WAS_DUG,
        source=SUNNFJORD,
    )
    found_cables = group(
        FoundRow,
        _("Unknown cables and pipes"),
        row_label=_("Find {n}"),
        add_label=_("Add a find"),
        how=_("They must be reported to the owners."),
        source=SUNNFJORD,
    )
    signs_removed_at = question(MomentKind(), _("Signs were removed"), source=FORMS)
    logbook_deviations = question(TextKind(0, 2_000, long=True), _("Deviations in the logbook"), source=FORMS)
    damages = question(TextKind(0, 2_000, long=True), _("Damage"), hint=_("To pipes, cables, trees or property."), source=FORMS)
    cleaned = question(
        BooleanKind(),
        _("The place is cleaned"),
        required=True,
        ask=_("Say whether the place is cleaned."),
        how=_("Signs as before, no mass left."),
        source=COMPLETION,
    )
    deviations = DEVIATIONS


def _was_opened_in_winter(reading: Reading) -> bool:
    ended, laid = reading.value("work_ended"), reading.value("surface_built") or ()
    had_asphalt = "asphalt" in laid or "asphalt" in (reading.earlier_value(APP, "surface") or ())
    return ended is not None and had_asphalt and is_in_winter(ended, reading)


class Surface(Step):
    """The guarantee covers the surface."""

    title = _("Surface")
    section = _("The work")
    applies_if = WAS_DUG

    surface_built = question(
        MultiKind(SURFACES),
        _("Surface laid"),
        required=True,
        ask=_("Choose the surface that was laid."),
        how=_("What lies there now."),
        source=FORMS,
    )
    area_m2_final = question(
        decimal(1, "0.1", 1_000_000, "m²"),
        _("Reinstated area"),
        required=True,
        ask=_("Give the reinstated area."),
        how=_("In square metres; the fee follows the area."),
        source=FORMS,
    )
    temporary_surface = question(
        BooleanKind(),
        _("Is the surface temporary?"),
        ask=_("Say whether the surface is temporary."),
        how=_("Asphalt that was opened in winter often is."),
        governed_by="EXC-12",
        source=WINTER,
    )
    permanent_asphalt_by = question(
        DateKind(),
        _("Permanent surface laid by"),
        ask=_("Say when the permanent surface is laid."),
        how=_("When the asphalt plants are open."),
        applies_if=given("temporary_surface", True),
        governed_by="EXC-12",
        source=WINTER,
    )
    asphalt_type = question(TextKind(0, 60), _("Kind of asphalt"), applies_if=ASPHALTED, source=COMPLETION, example="Agb 11")
    asphalt_thickness_mm = question(integer(20, 200, "mm"), _("Thickness of the asphalt"), applies_if=ASPHALTED, source=COMPLETION)
    base_thickness_mm = question(integer(0, 3_000, "mm"), _("Thickness of the base course"), source=COMPLETION)
    compaction = question(TextKind(0, 200), _("Compaction"), source=COMPLETION)
    cut_back_m = question(
        decimal(1, 0, 20, "m"), _("Asphalt cut beyond the trench"), applies_if=ASPHALTED, source=WINTER, hint=_("On each side, in metres.")
    )
    joint_sealed = question(BooleanKind(), _("The joint is sealed"), applies_if=ASPHALTED, source=COMPLETION)

    @requirement(
        "EXC-12",
        level=NEEDED,
        at="permanent_asphalt_by",
        what=_("The permanent surface has no date."),
        how=_("Say when it is laid (when asphalt plants are open)."),
        source=WINTER,
        applies_if=WAS_DUG,
    )
    def permanent_surface_has_a_date(reading: Reading) -> Outcome:
        """A temporary surface is replaced on a day to come; where asphalt was opened in winter it is said whether it is temporary."""
        laid, is_temporary = reading.value("permanent_asphalt_by"), reading.value("temporary_surface")
        if is_temporary is None and _was_opened_in_winter(reading):
            return missing("temporary_surface", instead=_("It is not said whether the surface is temporary."))
        if not is_temporary:
            return NOT_APPLICABLE
        return () if laid is not None and laid >= reading.sent_on else missing()

    @requirement(
        "EXC-24",
        level=RECOMMENDED,
        at="cut_back_m",
        what=_("The asphalt cut is {x} m beyond the trench, the rule is {min} m."),
        how=_("Mend or explain."),
        source=WINTER,
        applies_if=ASPHALTED,
    )
    def asphalt_is_cut_back(reading: Reading) -> Outcome:
        """A clean cut beyond the trench, farther where the road is crossed and the municipality demands it."""
        cut, least = reading.value("cut_back_m"), number(reading, "cut_back_m")
        if reading.earlier_value(APP, "crossing"):
            least = max(least, number(reading, "cut_back_crossing_m"))
        if cut is None or reading.value("deviations"):
            return NOT_APPLICABLE
        return doubtful(x=cut, min=least) if cut < least else ()

    @requirement(
        "EXC-25",
        level=NEEDED,
        at="area_m2_final",
        what=_("Area grew from {a} to {b} m²."),
        how=_("Explain; the fee follows the final area."),
        source=partly_assumed(TREES),
    )
    def area_did_not_grow(reading: Reading) -> Outcome:
        """Not more than the local share beyond the approved area, or explained."""
        built, approved = reading.value("area_m2_final"), reading.earlier_value(Phase.APPLICATION, "area_m2")
        if built is None or approved is None or reading.value("deviations"):
            return NOT_APPLICABLE
        limit = approved * (1 + number(reading, "area_growth_pct") / Decimal(100))
        return missing(a=approved, b=built) if built > limit else ()
