"""Final documentation: what was connected, pipes as built, and their tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from models.base import Phase
from models.text import _
from workflows.conditions import given, given_earlier
from workflows.connection.choices import APP, CATEGORIES, METER_WAS_NEEDED, WAS_OUTDOORS, WAS_WATER
from workflows.connection.pipe_rows import GRAVITY_SYSTEMS, PRESSURE_SYSTEMS, BuiltPipeRow, is_laid, pipe_checks, system_of
from workflows.connection.sources import BACKFLOW, TIGHTNESS
from workflows.declare import (
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Outcome,
    Prefill,
    Row,
    Step,
    doubtful,
    group,
    missing,
    question,
    requirement,
    slot,
)  # fmt: skip
from workflows.fields import BooleanKind, ChoiceKind, DateKind, decimal
from workflows.kinds import CaseKind
from workflows.reading import Reading, RowReading
from workflows.shared.links import cases_here, linked_case
from workflows.shared.pipe_sources import BERGEN, CHANGED_UNITS, FINAL_REPORT, STORMWATER
from workflows.shared.pipe_tests import PressureTestRow as CommonPressureTest
from workflows.shared.pipe_tests import TightnessTestRow as CommonTightnessTest
from workflows.shared.questions import DEVIATIONS
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed

_OVER_STATIC = Decimal("1.3")
"""Test pressure over static pressure. Source: assumed."""

KEPT = (
    "status", "length_m", "od_mm", "material", "pressure_class", "ring_stiffness", "slope_permille", "connection_kind", "cover_m",
)  # fmt: skip


class PressureTestRow(Row):
    """One pressure test; pressure in bar, time in minutes."""

    pressure_date = CommonPressureTest.pressure_date
    bar = CommonPressureTest.bar
    minutes = CommonPressureTest.minutes
    drop_bar = CommonPressureTest.drop_bar
    pressure_result = replace(CommonPressureTest.pressure_result, governed_by="CONN-26")
    by = CommonPressureTest.by


class TightnessTestRow(Row):
    """One tightness test."""

    tightness_date = CommonTightnessTest.tightness_date
    tightness_method = CommonTightnessTest.tightness_method
    tightness_result = replace(CommonTightnessTest.tightness_result, governed_by="CONN-27")


class Done(Step):
    """What was connected, and when."""

    title = _("What was done")
    section = _("The work")

    completed = question(
        DateKind(not_after_today=True), _("Finished"), required=True, ask=_("Give the day the work was finished."),
        how=_("The day the last part was done on site."), source=BERGEN,
    )  # fmt: skip
    connected = question(
        DateKind(not_after_today=True), _("Connected to the public pipe"), required=True, ask=_("Give the day of connection."),
        how=_("The day water or wastewater first could run."), source=FINAL_REPORT,
    )  # fmt: skip
    storm_free = question(
        BooleanKind(), _("No stormwater, drain or roof water led to wastewater"),
        ask=_("Confirm that no stormwater enters the wastewater."),
        how=_("Neither roof water, drain water nor surface water."), governed_by="CONN-07", source=STORMWATER,
    )  # fmt: skip
    backflow_mounted = question(
        BooleanKind(), _("Backflow protection is mounted"), ask=_("Confirm the backflow protection."), how=_("Mounted as approved."),
        applies_if=WAS_WATER, governed_by="CONN-29", source=BACKFLOW,
    )  # fmt: skip
    backflow_category_built = question(
        ChoiceKind(CATEGORIES), _("Fluid category as built"), ask=_("Choose the fluid category."), how=_("By NS-EN 1717."),
        applies_if=given("backflow_mounted", True), governed_by="CONN-29", source=BACKFLOW,
    )  # fmt: skip
    lowest_trap_level_built_m = question(
        decimal(2, -50, 2_500, "m"), _("Level of lowest trap as built"), required=True, level=RECOMMENDED,
        ask=_("Give the level of the lowest trap or drain."), how=_("Metres above sea level in NN2000."),
        applies_if=given_earlier(APP, "connect_to", "wastewater"), source=FORMS, example="12,34",
    )  # fmt: skip
    meter_ref = question(
        CaseKind("water-meter"), _("Water-meter case"), ask=_("Give the number of the water-meter case."),
        how=_("It stands on the receipt."), applies_if=METER_WAS_NEEDED, governed_by="CONN-28", source=CHANGED_UNITS,
        example="2026-000123",
    )  # fmt: skip
    deviations = DEVIATIONS

    @requirement(
        "CONN-07", level=NEEDED, at="storm_free", what=_("Stormwater or drain water must not enter the wastewater pipe."),
        how=_("Lead it to ground, open water or a stormwater pipe."), source=STORMWATER,
    )  # fmt: skip
    def stormwater_is_kept_out(reading: Reading) -> Outcome:
        """The contractor says that none enters."""
        return () if reading.value("storm_free") else missing()

    @requirement(
        "CONN-28", level=NEEDED, at="meter_ref", what=_("The water meter is not reported as installed."),
        how=_("Send the meter's final report or link it."), source=partly_assumed(CHANGED_UNITS), applies_if=METER_WAS_NEEDED,
    )  # fmt: skip
    def meter_is_installed(reading: Reading) -> Outcome:
        """A meter case whose final report is approved; a number the portal does not know is taken as given."""
        if reading.value("meter_ref") is not None:
            known = linked_case(reading, "meter_ref")
            is_there = known is None or (known.workflow == "water-meter" and Phase.FINAL in known.approved)
            return () if is_there else missing()
        return () if any(Phase.FINAL in one.approved for one in cases_here(reading, "water-meter")) else missing()

    @requirement(
        "CONN-29", level=NEEDED, at="backflow_mounted", what=_("Backflow protection is not confirmed as approved (category {c})."),
        how=_("Confirm it or explain."), source=BACKFLOW, applies_if=WAS_WATER,
    )  # fmt: skip
    def backflow_is_as_approved(reading: Reading) -> Outcome:
        """Mounted, and of the approved category or higher."""
        approved, built = reading.earlier_value(APP, "backflow_category"), reading.value("backflow_category_built")
        if not reading.value("backflow_mounted") or built is None:
            at = "backflow_category_built" if reading.value("backflow_mounted") else None
            return missing(at, c=approved or "–")
        return doubtful("backflow_category_built", c=approved) if approved is not None and built < approved else ()


class BuiltPipes(Step):
    """Pipes and tests."""

    key = "pipes"
    title = _("Pipes and tests")
    section = _("The work")
    applies_if = WAS_OUTDOORS

    pipes_built = group(
        BuiltPipeRow, _("Pipes as built"), row_label=_("Pipe {n}"), add_label=_("Add another pipe"), required=True, at_least=1,
        at_most=50, ask=_("Describe the pipes as they are now."), how=_("One row for each pipe that was approved."), source=FINAL_REPORT,
        prefill=(Prefill(Phase.APPLICATION, "pipes", only=KEPT),),
    )  # fmt: skip
    flushed = question(
        BooleanKind(), _("Flushed"), required=WAS_WATER, level=RECOMMENDED, ask=_("Say whether the water pipe was flushed."),
        how=_("Before it was taken into use."), applies_if=WAS_WATER, source=FORMS,
    )  # fmt: skip
    pressure_test = group(
        PressureTestRow, _("Pressure tests"), row_label=_("Pressure test {n}"), add_label=_("Add a pressure test"), at_most=20,
        governed_by="CONN-26", source=ASSUMED,
    )  # fmt: skip
    tightness_test = group(
        TightnessTestRow, _("Tightness tests"), row_label=_("Tightness test {n}"), add_label=_("Add a tightness test"), at_most=20,
        governed_by="CONN-27", source=ASSUMED,
    )  # fmt: skip
    pressure_report = slot(PDFS, _("Pressure test report"), at_least=0, source=FORMS)
    tightness_report = slot(PDFS, _("Tightness test report"), at_least=0, source=FORMS)
    product_docs = slot(PDFS, _("Product documentation"), at_least=0, at_most=10, source=FORMS)
    checks = pipe_checks("pipes_built")

    @requirement(
        "CONN-26", level=RECOMMENDED, at="pipes_built", what=_("No passed pressure test for pipe {n}."),
        how=_("Write date, pressure, minutes and result, attach the report."), source=partly_assumed(TIGHTNESS), applies_if=WAS_OUTDOORS,
    )  # fmt: skip
    def pressure_pipes_were_tested(reading: Reading) -> Outcome:
        """A passed test without fall of pressure, at 1.3 times the static pressure or more (figures assumed)."""
        static = reading.earlier_value(APP, "static_pressure_bar")
        passed = any(_has_held(row, static) for row in reading.rows("pressure_test"))
        return _untested(reading, PRESSURE_SYSTEMS, passed=passed)

    @requirement(
        "CONN-27", level=RECOMMENDED, at="pipes_built", what=_("No tightness test for pipe {n}."),
        how=_("Write date, method and result."), source=ASSUMED, applies_if=WAS_OUTDOORS,
    )  # fmt: skip
    def gravity_pipes_were_tested(reading: Reading) -> Outcome:
        """A passed test."""
        passed = any(row.value("tightness_result") == "pass" for row in reading.rows("tightness_test"))
        return _untested(reading, GRAVITY_SYSTEMS, passed=passed)


def _has_held(row: RowReading, static: Decimal | None) -> bool:
    bar = row.value("bar")
    is_low = static is not None and bar is not None and bar < _OVER_STATIC * static
    return row.value("pressure_result") == "pass" and not row.value("drop_bar") and not is_low


def _untested(reading: Reading, systems: Sequence[str], *, passed: bool) -> Outcome:
    rows = [row for row in reading.rows("pipes_built") if is_laid(row) and system_of(row) in systems]
    if not rows:
        return NOT_APPLICABLE
    return () if passed else [missing(row.path("system_built"), n=row.number) for row in rows]
