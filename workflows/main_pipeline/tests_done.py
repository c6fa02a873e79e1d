"""Final documentation: pressure tests, tightness tests and inspections; each names its pipes or manholes by their ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal

from models.document import FileKind
from models.text import _
from workflows.declare import NEEDED, PDFS, Finding, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, TextListKind, decimal, integer, options
from workflows.main_pipeline.choices import BUILT_GRAVITY, BUILT_PRESSURE, GRAVITY_SYSTEMS, RESULTS, TESTED_SYSTEMS, TIGHT_MANHOLES
from workflows.main_pipeline.sources import FINAL_DOCUMENTS, INSPECTION, TIGHTNESS
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.sources import FORMS, partly_assumed
from workflows.words import listed

MOST_NAMED = 20
"""How many pipes one sentence names."""

PRESSURE_PARTS = ("pressure_date", "mdp_bar", "stp_bar", "pressure_result")
TIGHTNESS_PARTS = ("method", "tightness_date", "tightness_result")
CCTV_PARTS = ("cctv_date", "worst_grade")

METHODS = options(*((key, _("Method {name}", name=key)) for key in ("LA", "LB", "LC", "LD", "W")))
PIPES = question(TextListKind(40, 500), _("Pipes"), ask=_("Name the pipes of row {n}."), how=_("Their ids with commas between."),
    source=FORMS)  # fmt: skip
DAY = question(DateKind(not_after_today=True), _("Day"), ask=_("Give the day of row {n}."), how=_("The day it was done."), source=FORMS)
RESULT = question(ChoiceKind(RESULTS), _("Result"), ask=_("Choose the result of row {n}."), how=_("As in the report."), source=FORMS)
BY = question(TextKind(0, 200), _("Done by"), source=FORMS)


class PressureRow(Row):
    """A pressure test of one stretch, in bar."""

    pressure_pipes = replace(PIPES, governed_by="MAIN-19")
    pressure_date = replace(DAY, governed_by="MAIN-19")
    mdp_bar = question(decimal(1, 0, 100, "bar"), _("Design pressure"), ask=_("Give the design pressure of test {n}."), how=_("In bar."),
        governed_by="MAIN-19", source=FINAL_DOCUMENTS)  # fmt: skip
    stp_bar = question(decimal(1, 0, 200, "bar"), _("Test pressure"), ask=_("Give the test pressure of test {n}."), how=_("In bar."),
        governed_by="MAIN-19", source=FINAL_DOCUMENTS)  # fmt: skip
    minutes = question(integer(0, 100_000, "min"), _("Minutes"), source=FORMS)
    loss_bar = question(decimal(2, 0, 100, "bar"), _("Loss of pressure"), source=FORMS)
    loss_l = question(decimal(1, 0, 100_000, "l"), _("Loss of water"), source=FORMS)
    pressure_result = replace(RESULT, governed_by="MAIN-19")
    pressure_by = BY
    independent = question(BooleanKind(), _("Independent company"), governed_by="MAIN-19", source=FORMS)


class TightnessRow(Row):
    """A tightness test of pipes or manholes."""

    tightness_pipes = replace(PIPES, governed_by="MAIN-20")
    method = question(ChoiceKind(METHODS), _("Method"), ask=_("Choose the method of test {n}."), how=_("As in the report."),
        governed_by="MAIN-20", source=TIGHTNESS)  # fmt: skip
    tightness_date = replace(DAY, governed_by="MAIN-20")
    tightness_result = replace(RESULT, governed_by="MAIN-20")
    tightness_by = BY


class CctvRow(Row):
    """A pipe inspection."""

    cctv_pipes = replace(PIPES, governed_by="MAIN-21")
    cctv_date = replace(DAY, governed_by="MAIN-21")
    company = question(TextKind(0, 200), _("Company"), source=INSPECTION)
    standard = question(TextKind(0, 100), _("Standard"), source=INSPECTION)
    film_ref = question(TextKind(0, 100), _("Film"), source=INSPECTION)
    worst_grade = question(integer(0, 4), _("Worst grade"), ask=_("Give the worst grade of inspection {n}."), how=_("From 0 to 4."),
        governed_by="MAIN-21", source=INSPECTION)  # fmt: skip
    sags_mm = question(integer(0, 10_000, "mm"), _("Sags"), source=INSPECTION)
    mending = question(TextKind(0, 1_000, long=True), _("Plan for mending"), source=INSPECTION)


def named(rows: Iterable[RowReading], key: str) -> set[str]:
    """Every pipe or manhole that the rows name."""
    return {name for row in rows for name in row.value(key) or ()}


def names_of(reading: Reading, systems: Collection[str]) -> list[str]:
    """Ids of the built pipes of these systems, in order; a pipe without an id is told at its own row."""
    rows = (row for row in reading.rows("pipes_built") if row.value("system_built") in systems)
    return [name for row in rows if (name := row.value("id")) is not None]


def whole(rows: Iterable[RowReading], *columns: str) -> list[RowReading]:
    """The rows in which all of these columns are answered: others prove nothing."""
    return [row for row in rows if all(row.value(key) is not None for key in columns)]


def gap_in(rows: Iterable[RowReading], lacking: Collection[str], pipes: str, *columns: str) -> str | None:
    """Where to go on when these pipes lack: the first open column of a row that names one of them or none; None when no row does."""
    for row in rows:
        names = row.value(pipes) or ()
        if not names or any(name in lacking for name in names):
            key = next((key for key in (pipes, *columns) if row.value(key) is None), None)
            if key is not None:
                return row.path(key)
    return None


class PressureTests(Step):
    """Pressure pipes hold."""

    title = _("Pressure tests")
    section = _("Tests")
    applies_if = BUILT_PRESSURE

    pressure_tests = group(PressureRow, _("Pressure tests"), row_label=_("Test {n}"), add_label=_("Add another test"), at_most=500,
        governed_by="MAIN-19", source=FINAL_DOCUMENTS)  # fmt: skip
    pressure_reports = slot(PDFS, _("Reports of pressure tests"), at_most=50, governed_by="MAIN-19", source=FINAL_DOCUMENTS)

    @requirement("MAIN-19", level=NEEDED, at="pressure_tests", what=_("Pressure test lacks for {pipes}, or {problem}."),
        how=_("Add test per NS-EN 805 with report."), source=partly_assumed(FINAL_DOCUMENTS), applies_if=BUILT_PRESSURE)  # fmt: skip
    def pressure_is_tested(reading: Reading) -> Outcome:
        """Every water main and pumped sewer is in a passed test that was strong enough and independent where demanded; with a report.

        A test that is too weak counts for nothing, unless the same pipes hold in another one.
        """
        rows, is_strict = reading.rows("pressure_tests"), reading.parameter("independent_tester") is True
        passed = [row for row in whole(rows, *PRESSURE_PARTS) if row.value("pressure_result") == "pass"]
        good = named((row for row in passed if _is_strong(row) and (not is_strict or row.value("independent"))), "pressure_pipes")
        wanted, tested = names_of(reading, TESTED_SYSTEMS), named(passed, "pressure_pipes")
        found = _poor_tests(passed, {name for name in wanted if name not in good}, is_strict=is_strict)
        lacking, has_report = [name for name in wanted if name not in tested], bool(reading.good_files("pressure_reports"))
        if lacking:
            at, words = gap_in(rows, lacking, "pressure_pipes", *PRESSURE_PARTS), _("Pressure test lacks for {pipes}.")
            problem = "" if has_report else _("the report is missing")
            return [missing(at, instead=words if has_report else None, pipes=listed(lacking[:MOST_NAMED]), problem=problem), *found]
        if not has_report:
            found.append(missing("pressure_reports", instead=_("Pressure test: {problem}."), problem=_("the report is missing")))
        return found


def _poor_tests(passed: Iterable[RowReading], pipes: Collection[str], *, is_strict: bool) -> list[Finding]:
    """Passed tests that are not enough for pipes which hold in no better one."""
    found, words = [], _("Pressure test: {problem}.")
    for row in passed:
        if not any(name in pipes for name in row.value("pressure_pipes") or ()):
            continue
        if not _is_strong(row):
            found.append(missing(row.path("stp_bar"), instead=words, problem=_("the test pressure is too low")))
        elif is_strict and not row.value("independent"):
            found.append(missing(row.path("independent"), instead=words, problem=_("the tester is not independent")))
    return found


def _is_strong(row: RowReading) -> bool:
    """The test pressure reaches the design pressure and 5 bar, or one and a half times the design pressure. Source: assumed."""
    design, test = row.value("mdp_bar"), row.value("stp_bar")
    return bool(test >= design + 5 or test >= design * Decimal("1.5"))


class TightnessTests(Step):
    """Gravity pipes and manholes are tight, and seen from within."""

    title = _("Tightness and inspection")
    section = _("Tests")
    applies_if = BUILT_GRAVITY

    tightness_tests = group(TightnessRow, _("Tightness tests"), row_label=_("Test {n}"), add_label=_("Add another test"), at_most=500,
        governed_by="MAIN-20", source=TIGHTNESS)  # fmt: skip
    tightness_reports = slot(PDFS, _("Reports of tightness tests"), at_most=50, governed_by="MAIN-20", source=TIGHTNESS)
    cctv = group(CctvRow, _("Pipe inspections"), row_label=_("Inspection {n}"), add_label=_("Add another inspection"), at_most=500,
        governed_by="MAIN-21", source=INSPECTION)  # fmt: skip
    cctv_films = slot((FileKind.PDF, FileKind.CCTV), _("Films of pipe inspection"), at_most=100, governed_by="MAIN-21", source=INSPECTION,
        hint=_("The film itself, not only its report; name the film in its row when it is handed over in another way."))  # fmt: skip

    @requirement("MAIN-20", level=NEEDED, at="tightness_tests", what=_("Tightness test lacks for {items}."),
        how=_("Add method, date, result and report."), source=TIGHTNESS, applies_if=BUILT_GRAVITY)  # fmt: skip
    def tightness_is_tested(reading: Reading) -> Outcome:
        """Gravity pipes, storm pipes up to 1000 mm, and their manholes, by the method demanded; with a report."""
        method = reading.parameter("tightness_method")
        rows, wanted = reading.rows("tightness_tests"), _to_be_tight(reading)
        passed = [row for row in whole(rows, *TIGHTNESS_PARTS) if row.value("tightness_result") == "pass"]
        tested = named((row for row in passed if not method or row.value("method") == method), "tightness_pipes")
        lacking = [name for name in wanted if name not in tested]
        found = [
            missing(row.path("method"), instead=_("The municipality demands tightness tests by method {method}."), method=method)
            for row in passed
            if any(name in lacking for name in row.value("tightness_pipes") or ())
        ]
        by_another = named(passed, "tightness_pipes")
        untested = [name for name in lacking if name not in by_another]
        if untested:
            at = gap_in(rows, untested, "tightness_pipes", *TIGHTNESS_PARTS)
            return [missing(at, items=listed(untested[:MOST_NAMED])), *found]
        if found:
            return found
        has_report = not wanted or reading.good_files("tightness_reports")
        return () if has_report else missing("tightness_reports", instead=_("The report of the tightness test is missing."))

    @requirement("MAIN-21", level=NEEDED, at="cctv", what=_("Pipe inspection lacks for {pipes} or shows grade {g}."),
        how=_("Upload film and report, or the repair."), source=INSPECTION, applies_if=BUILT_GRAVITY)  # fmt: skip
    def pipes_are_inspected(reading: Reading) -> Outcome:
        """Every gravity pipe is filmed, what is worse than the local limit has a plan for mending, and the film is there."""
        rows, limit = reading.rows("cctv"), number(reading, "cctv_worst_grade")
        seen = named(whole(rows, *CCTV_PARTS), "cctv_pipes")
        lacking = [name for name in names_of(reading, GRAVITY_SYSTEMS) if name not in seen]
        graded = [(row, grade) for row in rows if (grade := row.value("worst_grade")) is not None and not row.value("mending")]
        bad = [(row, grade) for row, grade in graded if grade > limit]
        if lacking:
            at, pipes = gap_in(rows, lacking, "cctv_pipes", *CCTV_PARTS), listed(lacking[:MOST_NAMED])
            words = None if bad else _("Pipe inspection lacks for {pipes}.")
            return missing(at, instead=words, pipes=pipes, g=max((grade for _row, grade in bad), default=0))
        if bad:
            return [missing(row.path("worst_grade"), instead=_("Pipe inspection shows grade {g}."), g=grade) for row, grade in bad]
        return () if _has_film(reading) else missing("cctv_films", instead=_("The film of the pipe inspection is missing."))


def _to_be_tight(reading: Reading) -> list[str]:
    """Ids of gravity pipes and manholes that must be tested; large storm pipes, and renewed pipes where the local norm says so, are not."""
    is_exempt = reading.parameter("tightness_renewed_exempt") is True
    pipes = (row for row in reading.rows("pipes_built") if row.value("system_built") in GRAVITY_SYSTEMS)
    tested = [row.value("id") for row in pipes if not _is_large_storm(row) and not (is_exempt and row.value("renewed"))]
    tested += [row.value("manhole_id") for row in reading.rows("manholes_built") if row.value("kind_built") in TIGHT_MANHOLES]
    return [name for name in tested if name is not None]


def _is_large_storm(row: RowReading) -> bool:
    return row.value("system_built") == "OV" and (row.value("od_mm") or 0) > 1_000


def _has_film(reading: Reading) -> bool:
    """A film among the files, or files of which every row names the film: a PDF alone is a report."""
    files, rows = reading.good_files("cctv_films"), reading.rows("cctv")
    is_filmed = any(not file.name.casefold().endswith(".pdf") for file in files)
    return is_filmed or (bool(files) and all(row.value("film_ref") for row in rows))
