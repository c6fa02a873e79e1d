"""Application: wastewater and stormwater – levels, stormwater, and what the water holds."""

from __future__ import annotations

from collections.abc import Iterator

from models.text import _
from workflows.conditions import all_of, any_of, given
from workflows.connection.choices import BACKWATER, SEWER, WASTEWATER, WASTEWATERS
from workflows.declare import NEEDED, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, decimal
from workflows.kinds import CaseKind
from workflows.reading import Reading, RowReading
from workflows.shared.links import cases_here, is_linked
from workflows.shared.parameters import number
from workflows.shared.pipe_choices import SOLUTIONS
from workflows.shared.pipe_sources import PLUGGING, STORMWATER
from workflows.shared.sources import FORMS

IS_COMBINED = any_of(given("public_is_combined", True), given("stormwater_solution", "public_combined"))
SPECIAL_WATER = given("wastewater_kind", "grease", "oil", "process")


class Wastewater(Step):
    """Levels in metres, NN2000."""

    title = _("Wastewater and stormwater")
    section = _("The work")
    applies_if = SEWER

    lowest_trap_level_m = question(
        decimal(2, -50, 2_500, "m"), _("Level of lowest trap or drain"), ask=_("Give the level of the lowest trap or drain."),
        how=_("Metres above sea level in NN2000."), applies_if=WASTEWATER, governed_by="CONN-06", source=STORMWATER, example="12,34",
    )  # fmt: skip
    main_crown_level_m = question(
        decimal(2, -50, 2_500, "m"), _("Level of public pipe at the point, inner top"), ask=_("Give the level of the public pipe."),
        how=_("Metres above sea level in NN2000."), applies_if=WASTEWATER, governed_by="CONN-06", source=STORMWATER, example="11,20",
    )  # fmt: skip
    backwater_protection = question(
        ChoiceKind(BACKWATER), _("Backwater protection"), ask=_("Choose the backwater protection."),
        how=_("Choose one from the list."), applies_if=WASTEWATER, governed_by="CONN-06", source=STORMWATER,
    )  # fmt: skip
    private_pump = question(
        BooleanKind(), _("Private pumping"), required=True, ask=_("Say whether wastewater is pumped."),
        how=_("Answer yes when the property has a pump of its own."), source=FORMS,
    )  # fmt: skip
    stormwater_solution = question(
        MultiKind(SOLUTIONS), _("Stormwater handled by"), required=True, ask=_("Tick how stormwater is handled."),
        how=_("Tick all that are used on the property."), source=STORMWATER,
    )  # fmt: skip
    storm_to_wastewater = question(
        BooleanKind(), _("Does roof, drain or surface water enter the wastewater pipe?"), required=True,
        ask=_("Say whether stormwater enters the wastewater pipe."), how=_("Roof water, drain water and surface water count."),
        source=STORMWATER,
    )  # fmt: skip
    public_is_combined = question(BooleanKind(), _("The public pipe is combined"), source=STORMWATER)
    joined_before_main = question(
        BooleanKind(), _("Wastewater and stormwater join before the public pipe"), applies_if=IS_COMBINED,
        source=STORMWATER,
    )  # fmt: skip
    wastewater_kind = question(
        MultiKind(WASTEWATERS), _("Wastewater is"), required=WASTEWATER, ask=_("Tick what the wastewater is."),
        how=_("Tick all that are right."), applies_if=WASTEWATER, source=FORMS,
    )  # fmt: skip
    discharge_case = question(
        CaseKind("discharge"), _("Discharge case"), ask=_("Give the number of the discharge case."),
        how=_("It stands on the permit or the receipt."), applies_if=SPECIAL_WATER, governed_by="CONN-16", source=PLUGGING,
        example="2026-000123",
    )  # fmt: skip

    @requirement(
        "CONN-06", level=NEEDED, at="lowest_trap_level_m",
        what=_("The lowest drain is {h} m above the public pipe; {min} m is needed."),
        how=_("Give both levels, or describe pump or backwater valve."), source=STORMWATER, applies_if=WASTEWATER,
    )  # fmt: skip
    def drains_lie_high_enough(reading: Reading) -> Outcome:
        """Both levels are given with enough between them, or a valve or pump protects."""
        if reading.value("backwater_protection") in ("valve", "pump"):
            return ()
        trap, crown = reading.value("lowest_trap_level_m"), reading.value("main_crown_level_m")
        if trap is None or crown is None:
            at = "lowest_trap_level_m" if trap is None else "main_crown_level_m"
            return missing(at, instead=_("The level of the lowest drain or of the public pipe is missing."))
        least = number(reading, "lowest_drain_min_height_m")
        return missing(h=trap - crown, min=least) if trap - crown < least else ()

    @requirement(
        "CONN-07", level=NEEDED, at="storm_to_wastewater", what=_("Stormwater or drain water must not enter the wastewater pipe."),
        how=_("Lead it to ground, open water or a stormwater pipe."), source=STORMWATER, applies_if=SEWER,
    )  # fmt: skip
    def stormwater_is_kept_apart(reading: Reading) -> Outcome:
        """Judged from the answer, and from lines that are drawn: no drain or stormwater pipe ends in a wastewater pipe."""
        if reading.value("storm_to_wastewater"):
            return missing()
        return [missing(row.path("line")) for row in _ending_in_wastewater(reading)]

    @requirement(
        "CONN-20", level=NEEDED, at="joined_before_main", what=_("Foul and storm water join too early."),
        how=_("Lay two pipes up to the public pipe, join them there."), source=STORMWATER,
        applies_if=all_of(SEWER, IS_COMBINED),
    )  # fmt: skip
    def pipes_join_at_the_main(reading: Reading) -> Outcome:
        """Judged from drawn lines where wastewater and stormwater pipes have one, else from the answer."""
        drawn = _drawn_ends(reading)
        if drawn is not None:
            return missing() if drawn else ()
        return missing() if reading.value("joined_before_main") else ()

    @requirement(
        "CONN-16", level=NEEDED, at="discharge_case", what=_("Oily, greasy or process water needs its own permit."),
        how=_("Start or link a discharge case."), source=PLUGGING, applies_if=all_of(WASTEWATER, SPECIAL_WATER),
    )  # fmt: skip
    def special_water_is_permitted(reading: Reading) -> Outcome:
        """A discharge case is referred to, or the portal knows one on the property."""
        return () if is_linked(reading, "discharge_case", "discharge") or cases_here(reading, "discharge") else missing()


def _ending_in_wastewater(reading: Reading) -> Iterator[RowReading]:
    """Rows of drawn DR and OV pipes whose last point is a point of a drawn SP pipe; at a combined main they may end side by side."""
    lines = [(row, row.value("system"), line.positions()) for row in reading.rows("pipes") if (line := row.value("line")) is not None]
    at_main = {points[-1] for _row, system, points in lines if system == "SP"} if reading.holds(IS_COMBINED) else set()
    foul = {point for _row, system, points in lines if system == "SP" for point in points} - at_main
    yield from (row for row, system, points in lines if system in ("DR", "OV") and len(points) > 1 and points[-1] in foul)


def _drawn_ends(reading: Reading) -> bool | None:
    """Whether drawn SP and OV lines share a point other than their last; None unless both kinds are drawn as lines."""
    drawn: dict[str, list[tuple[tuple[float, float], ...]]] = {"SP": [], "OV": []}
    for row in reading.rows("pipes"):
        line, system = row.value("line"), row.value("system")
        if system in drawn and line is not None and len(line.points) > 1:
            drawn[system].append(line.positions())
    if not drawn["SP"] or not drawn["OV"]:
        return None
    return any(set(one[:-1]) & set(other) or set(one) & set(other[:-1]) for one in drawn["SP"] for other in drawn["OV"])
