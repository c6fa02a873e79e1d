"""Final documentation: pressure, tightness, inspection, disinfection and water samples; each names its pipes by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from models.document import FileKind
from models.text import Text, _
from workflows.conditions import RowsAtLeast, given
from workflows.declare import NEEDED, PDFS, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, TextListKind, decimal, integer, options
from workflows.main_pipeline.choices import RESULTS
from workflows.main_pipeline.sources import DISINFECTION, FINAL_DOCUMENTS, INSPECTION, TIGHTNESS
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.sources import FORMS, partly_assumed
from workflows.words import listed

METHODS = options(*((key, _("Method {name}", name=key)) for key in ("LA", "LB", "LC", "LD", "W")))
PIPES = question(TextListKind(40, 500), _("Pipes"), required=True, ask=_("Name the pipes of row {n}."),
    how=_("Their ids with commas between."), source=FORMS)  # fmt: skip
DAY = question(DateKind(not_after_today=True), _("Day"), required=True, ask=_("Give the day of row {n}."), how=_("The day it was done."),
    source=FORMS)  # fmt: skip
RESULT = question(ChoiceKind(RESULTS), _("Result"), required=True, ask=_("Choose the result of row {n}."), how=_("As in the report."),
    source=FORMS)  # fmt: skip
BY = question(TextKind(0, 200), _("Done by"), source=FORMS)
WATER = RowsAtLeast("pipes_built", 1, given("pipe_system", "VL"))
PRESSURE = RowsAtLeast("pipes_built", 1, given("pipe_system", "VL", "SPP"))
GRAVITY = RowsAtLeast("pipes_built", 1, given("pipe_system", "SP", "OV", "AF"))


class PressureRow(Row):
    """A pressure test of one stretch, in bar."""

    pressure_pipes = PIPES
    pressure_date = DAY
    mdp_bar = question(decimal(1, 0, 100, "bar"), _("Design pressure"), required=True, ask=_("Give the design pressure of test {n}."),
        how=_("In bar."), source=FINAL_DOCUMENTS)  # fmt: skip
    stp_bar = question(decimal(1, 0, 200, "bar"), _("Test pressure"), required=True, ask=_("Give the test pressure of test {n}."),
        how=_("In bar."), source=FINAL_DOCUMENTS)  # fmt: skip
    minutes = question(integer(0, 100_000, "min"), _("Minutes"), source=FORMS)
    loss_bar = question(decimal(2, 0, 100, "bar"), _("Loss of pressure"), source=FORMS)
    loss_l = question(decimal(1, 0, 100_000, "l"), _("Loss of water"), source=FORMS)
    pressure_result = RESULT
    pressure_by = BY
    independent = question(BooleanKind(), _("Independent company"), source=FORMS)


class TightnessRow(Row):
    """A tightness test of pipes or manholes."""

    tightness_pipes = PIPES
    method = question(ChoiceKind(METHODS), _("Method"), required=True, ask=_("Choose the method of test {n}."), how=_("As in the report."),
        source=TIGHTNESS)  # fmt: skip
    tightness_date = DAY
    tightness_result = RESULT
    tightness_by = BY


class CctvRow(Row):
    """A pipe inspection."""

    cctv_pipes = PIPES
    cctv_date = DAY
    company = question(TextKind(0, 200), _("Company"), source=INSPECTION)
    standard = question(TextKind(0, 100), _("Standard"), source=INSPECTION)
    film_ref = question(TextKind(0, 100), _("Film"), source=INSPECTION)
    worst_grade = question(integer(0, 4), _("Worst grade"), required=True, ask=_("Give the worst grade of inspection {n}."),
        how=_("From 0 to 4."), source=INSPECTION)  # fmt: skip
    sags_mm = question(integer(0, 10_000, "mm"), _("Sags"), source=INSPECTION)
    mending = question(TextKind(0, 1_000, long=True), _("Plan for mending"), source=INSPECTION)


class DisinfectionRow(Row):
    """A disinfection; chlorine in mg/l."""

    disinfection_pipes = PIPES
    disinfection_date = DAY
    chlorine_mg_l = question(decimal(1, 0, 1_000, "mg/l"), _("Chlorine"), required=True, ask=_("Give the dose of row {n}."),
        how=_("In mg/l."), source=DISINFECTION)  # fmt: skip
    hours = question(decimal(1, 0, 1_000, "h"), _("Hours"), required=True, ask=_("Give the hours of row {n}."),
        how=_("How long the chlorine stood in the pipe."), source=DISINFECTION)  # fmt: skip
    rest_mg_l = question(decimal(2, 0, 1_000, "mg/l"), _("Remaining chlorine"), required=True,
        ask=_("Give the remaining chlorine of row {n}."), how=_("In mg/l."), source=DISINFECTION)  # fmt: skip
    flushed = question(BooleanKind(), _("Cleaned by pigs or flushed before"), governed_by="MAIN-22", source=DISINFECTION)


class SampleRow(Row):
    """A water sample; counts per 100 ml."""

    sample_date = DAY
    lab = question(TextKind(0, 200), _("Laboratory"), source=DISINFECTION)
    coliform = question(integer(0, 1_000_000), _("Coliforms"), governed_by="MAIN-23", source=DISINFECTION)
    e_coli = question(integer(0, 1_000_000), _("E. coli"), governed_by="MAIN-23", source=DISINFECTION)
    enterococci = question(integer(0, 1_000_000), _("Enterococci"), governed_by="MAIN-23", source=DISINFECTION)
    colony_22 = question(integer(0, 1_000_000), _("Colonies at 22 °C"), source=DISINFECTION)
    approved = question(BooleanKind(), _("Sample approved"), governed_by="MAIN-23", source=DISINFECTION)


def named(rows: Iterable[RowReading], key: str) -> set[str]:
    """Every pipe or manhole that the rows name."""
    return {name for row in rows for name in row.value(key) or ()}


def names_of(reading: Reading, *systems: str) -> list[str]:
    """Ids of the built pipes of these systems, in order."""
    return [row.value("id") or str(row.number) for row in reading.rows("pipes_built") if row.value("pipe_system") in systems]


class PressureTests(Step):
    """Pressure pipes hold."""

    title = _("Pressure tests")
    section = _("Tests")
    applies_if = PRESSURE

    pressure_tests = group(PressureRow, _("Pressure tests"), row_label=_("Test {n}"), add_label=_("Add another test"), at_most=500,
        governed_by="MAIN-19", source=FINAL_DOCUMENTS)  # fmt: skip
    pressure_reports = slot(PDFS, _("Reports of pressure tests"), at_most=50, governed_by="MAIN-19", source=FINAL_DOCUMENTS)

    @requirement("MAIN-19", level=NEEDED, at="pressure_tests", what=_("Pressure test lacks for {pipes}, or {problem}."),
        how=_("Add test per NS-EN 805 with report."), source=partly_assumed(FINAL_DOCUMENTS))  # fmt: skip
    def pressure_is_tested(reading: Reading) -> Outcome:
        """Every pressure pipe is in a passed test, strong enough, with a report."""
        rows, is_strict = reading.rows("pressure_tests"), reading.parameter("independent_tester") is True
        passed = named((row for row in rows if row.value("pressure_result") == "pass"), "pressure_pipes")
        lacking = [name for name in names_of(reading, "VL", "SPP") if name not in passed]
        problem: Text | None = None
        if any(_is_weak(row) for row in rows):
            problem = _("the test pressure is too low")
        elif is_strict and any(not row.value("independent") for row in rows):
            problem = _("the tester is not independent")
        elif not reading.good_files("pressure_reports"):
            problem = _("the report is missing")
        if lacking:
            return missing(instead=None if problem else _("Pressure test lacks for {pipes}.", pipes=listed(lacking[:20])),
                pipes=listed(lacking[:20]), problem=problem or "")  # fmt: skip
        return missing(instead=_("Pressure test: {problem}.", problem=problem)) if problem else ()


def _is_weak(row: RowReading) -> bool:
    design, test = row.value("mdp_bar"), row.value("stp_bar")
    return design is not None and test is not None and test < design + 5 and test < design * Decimal("1.5")


class TightnessTests(Step):
    """Gravity pipes and manholes are tight, and seen from within."""

    title = _("Tightness and inspection")
    section = _("Tests")
    applies_if = GRAVITY

    tightness_tests = group(TightnessRow, _("Tightness tests"), row_label=_("Test {n}"), add_label=_("Add another test"), at_most=500,
        governed_by="MAIN-20", source=TIGHTNESS)  # fmt: skip
    tightness_reports = slot(PDFS, _("Reports of tightness tests"), at_most=50, governed_by="MAIN-20", source=TIGHTNESS)
    cctv = group(CctvRow, _("Pipe inspections"), row_label=_("Inspection {n}"), add_label=_("Add another inspection"), at_most=500,
        governed_by="MAIN-21", source=INSPECTION)  # fmt: skip
    cctv_films = slot((FileKind.PDF, FileKind.CCTV), _("Films of pipe inspection"), at_most=100, governed_by="MAIN-21", source=INSPECTION)

    @requirement("MAIN-20", level=NEEDED, at="tightness_tests", what=_("Tightness test lacks for {items}."),
        how=_("Add method, date, result and report."), source=TIGHTNESS)  # fmt: skip
    def tightness_is_tested(reading: Reading) -> Outcome:
        """Gravity pipes, storm pipes up to 1000 mm, and their manholes, by the method demanded."""
        method, is_exempt = reading.parameter("tightness_method"), reading.parameter("tightness_renewed_exempt") is True
        rows = [row for row in reading.rows("tightness_tests") if row.value("tightness_result") == "pass"]
        tested = named((row for row in rows if not method or row.value("method") == method), "tightness_pipes")
        wanted = [
            row.value("id") or str(row.number)
            for row in reading.rows("pipes_built")
            if row.value("pipe_system") in ("SP", "AF", "OV")
            and not (row.value("pipe_system") == "OV" and (row.value("od_mm") or 0) > 1_000)
            and not (is_exempt and row.value("renewed"))
        ]
        wanted += [
            row.value("manhole_id") or str(row.number)
            for row in reading.rows("manholes_built")
            if row.value("manhole_kind") in ("SK", "OK", "FK")
        ]
        lacking = [name for name in wanted if name not in tested]
        if lacking:
            return missing(items=listed(lacking[:20]))
        is_lacking_report = bool(wanted) and not reading.good_files("tightness_reports")
        return missing("tightness_reports", instead=_("The report of the tightness test is missing.")) if is_lacking_report else ()

    @requirement("MAIN-21", level=NEEDED, at="cctv", what=_("Pipe inspection lacks for {pipes} or shows grade {g}."),
        how=_("Upload film and report, or the repair."), source=INSPECTION)  # fmt: skip
    def pipes_are_inspected(reading: Reading) -> Outcome:
        """Every gravity pipe is filmed, and what is worse than the local limit has a plan for mending."""
        rows, limit = reading.rows("cctv"), number(reading, "cctv_worst_grade")
        seen = named(rows, "cctv_pipes")
        lacking = [name for name in names_of(reading, "SP", "OV", "AF") if name not in seen]
        bad = [grade for row in rows if (grade := row.value("worst_grade")) is not None and grade > limit and not row.value("mending")]
        if lacking and bad:
            return missing(pipes=listed(lacking[:20]), g=max(bad))
        if lacking:
            return missing(instead=_("Pipe inspection lacks for {pipes}.", pipes=listed(lacking[:20])))
        if bad:
            return missing(instead=_("Pipe inspection shows grade {g}.", g=max(bad)))
        return () if reading.good_files("cctv_films") else missing("cctv_films", instead=_("The film of the pipe inspection is missing."))


class CleanWater(Step):
    """Water mains are clean before use."""

    title = _("Disinfection and water samples")
    section = _("Tests")
    applies_if = WATER

    disinfections = group(DisinfectionRow, _("Disinfections"), row_label=_("Disinfection {n}"), add_label=_("Add another disinfection"),
        at_most=500, governed_by="MAIN-22", source=DISINFECTION)  # fmt: skip
    water_samples = group(SampleRow, _("Water samples"), row_label=_("Sample {n}"), add_label=_("Add another sample"), at_most=500,
        governed_by="MAIN-23", source=DISINFECTION)  # fmt: skip
    lab_reports = slot(PDFS, _("Laboratory reports"), at_most=50, governed_by="MAIN-23", source=DISINFECTION)

    @requirement("MAIN-22", level=NEEDED, at="disinfections", what=_("Disinfection lacks for {pipes} or came before {step}."),
        how=_("Add date, dose, time and remaining chlorine."), source=DISINFECTION)  # fmt: skip
    def water_mains_are_disinfected(reading: Reading) -> Outcome:
        """After cleaning and after the pressure test."""
        rows = reading.rows("disinfections")
        done = named(rows, "disinfection_pipes")
        lacking = [name for name in names_of(reading, "VL") if name not in done]
        if lacking:
            return missing(instead=_("Disinfection lacks for {pipes}.", pipes=listed(lacking[:20])))
        tested: dict[str, date] = {}
        for row in reading.rows("pressure_tests"):
            day = row.value("pressure_date")
            if day is not None and row.value("pressure_result") == "pass":
                tested |= {name: min(day, tested.get(name, day)) for name in row.value("pressure_pipes") or ()}
        for row in rows:
            if not row.value("flushed"):
                return missing(row.path("flushed"), instead=_("Disinfection came before {step}.", step=_("cleaning")))
            day = row.value("disinfection_date")
            if day is not None and any(tested.get(name, day) > day for name in row.value("disinfection_pipes") or ()):
                return missing(row.path("disinfection_date"), instead=_("Disinfection came before {step}.", step=_("the pressure test")))
        return ()

    @requirement("MAIN-23", level=NEEDED, at="water_samples",
        what=_("The water main was taken into use {date} before an approved sample."), how=_("Upload the laboratory report."),
        source=DISINFECTION)  # fmt: skip
    def water_is_approved_before_use(reading: Reading) -> Outcome:
        """A sample without coliforms, E. coli and enterococci, not later than the day of operation, with its report."""
        good = [day for row in reading.rows("water_samples") if _is_clean(row) and (day := row.value("sample_date")) is not None]
        used = reading.value("in_operation")
        if good and (used is None or min(good) <= used) and reading.good_files("lab_reports"):
            return ()
        if used is None or (good and min(good) <= used):
            return missing(instead=_("An approved water sample or its report is missing."))
        return missing(date=used)


def _is_clean(row: RowReading) -> bool:
    return row.value("approved") is True and all(row.value(key) == 0 for key in ("coliform", "e_coli", "enterococci"))
