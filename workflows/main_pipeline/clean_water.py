"""Final documentation: disinfection and water samples, in their right order: cleaned, tested, disinfected, sampled, taken into use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.text import _
from workflows.declare import NEEDED, PDFS, Outcome, Row, Step, group, missing, question, requirement, slot
from workflows.fields import BooleanKind, TextKind, decimal, integer
from workflows.main_pipeline.choices import BUILT_WATER
from workflows.main_pipeline.sources import DISINFECTION
from workflows.main_pipeline.tests_done import DAY, MOST_NAMED, PIPES, gap_in, named, names_of, whole
from workflows.reading import Reading, RowReading
from workflows.words import listed

DISINFECTION_PARTS = ("disinfection_date", "chlorine_mg_l", "hours", "rest_mg_l")
COUNTS = ("coliform", "e_coli", "enterococci")
"""None of them may be found. Source: domain 4-main-pipeline, S22."""


class DisinfectionRow(Row):
    """A disinfection; chlorine in mg/l."""

    disinfection_pipes = replace(PIPES, governed_by="MAIN-22")
    disinfection_date = replace(DAY, governed_by="MAIN-22")
    chlorine_mg_l = question(decimal(1, 0, 1_000, "mg/l"), _("Chlorine"), ask=_("Give the dose of row {n}."), how=_("In mg/l."),
        governed_by="MAIN-22", source=DISINFECTION)  # fmt: skip
    hours = question(decimal(1, 0, 1_000, "h"), _("Hours"), ask=_("Give the hours of row {n}."),
        how=_("How long the chlorine stood in the pipe."), governed_by="MAIN-22", source=DISINFECTION)  # fmt: skip
    rest_mg_l = question(decimal(2, 0, 1_000, "mg/l"), _("Remaining chlorine"), ask=_("Give the remaining chlorine of row {n}."),
        how=_("In mg/l."), governed_by="MAIN-22", source=DISINFECTION)  # fmt: skip
    flushed = question(BooleanKind(), _("Cleaned by pigs or flushed before"), governed_by="MAIN-22", source=DISINFECTION)


class SampleRow(Row):
    """A water sample; counts per 100 ml."""

    sample_date = replace(DAY, governed_by="MAIN-23")
    lab = question(TextKind(0, 200), _("Laboratory"), source=DISINFECTION)
    coliform = question(integer(0, 1_000_000), _("Coliforms"), governed_by="MAIN-23", source=DISINFECTION)
    e_coli = question(integer(0, 1_000_000), _("E. coli"), governed_by="MAIN-23", source=DISINFECTION)
    enterococci = question(integer(0, 1_000_000), _("Enterococci"), governed_by="MAIN-23", source=DISINFECTION)
    colony_22 = question(integer(0, 1_000_000), _("Colonies at 22 °C"), source=DISINFECTION)
    approved = question(BooleanKind(), _("Sample approved"), governed_by="MAIN-23", source=DISINFECTION)


class CleanWater(Step):
    """Water mains are clean before use."""

    title = _("Disinfection and water samples")
    section = _("Tests")
    applies_if = BUILT_WATER

    disinfections = group(DisinfectionRow, _("Disinfections"), row_label=_("Disinfection {n}"), add_label=_("Add another disinfection"),
        at_most=500, governed_by="MAIN-22", source=DISINFECTION)  # fmt: skip
    water_samples = group(SampleRow, _("Water samples"), row_label=_("Sample {n}"), add_label=_("Add another sample"), at_most=500,
        governed_by="MAIN-23", source=DISINFECTION)  # fmt: skip
    lab_reports = slot(PDFS, _("Laboratory reports"), at_most=50, governed_by="MAIN-23", source=DISINFECTION)

    @requirement("MAIN-22", level=NEEDED, at="disinfections", what=_("Disinfection lacks for {pipes} or came before {step}."),
        how=_("Add date, dose, time and remaining chlorine."), source=DISINFECTION, applies_if=BUILT_WATER)  # fmt: skip
    def water_mains_are_disinfected(reading: Reading) -> Outcome:
        """After cleaning and after the pressure test; the same day is in order."""
        rows, tested = reading.rows("disinfections"), _first_passed(reading)
        done = named(whole(rows, *DISINFECTION_PARTS), "disinfection_pipes")
        lacking = [name for name in names_of(reading, ("VL",)) if name not in done]
        if lacking:
            at = gap_in(rows, lacking, "disinfection_pipes", *DISINFECTION_PARTS)
            return missing(at, instead=_("Disinfection lacks for {pipes}."), pipes=listed(lacking[:MOST_NAMED]))
        found = []
        for row in rows:
            day = row.value("disinfection_date")
            if not row.value("flushed"):
                found.append(missing(row.path("flushed"), instead=_("Disinfection came before {step}."), step=_("cleaning")))
            elif day is not None and any(tested.get(name, day) > day for name in row.value("disinfection_pipes") or ()):
                words = _("Disinfection came before {step}.")
                found.append(missing(row.path("disinfection_date"), instead=words, step=_("the pressure test")))
        return found

    @requirement("MAIN-23", level=NEEDED, at="water_samples",
        what=_("The water main was taken into use {date} before an approved sample."), how=_("Upload the laboratory report."),
        source=DISINFECTION, applies_if=BUILT_WATER)  # fmt: skip
    def water_is_approved_before_use(reading: Reading) -> Outcome:
        """An approved sample without bacteria, not later than the day of operation, with its report; the last sample is no worse."""
        rows, used = reading.rows("water_samples"), reading.value("in_operation")
        clean = [day for row in rows if _is_clean(row) and (day := row.value("sample_date")) is not None]
        if used is not None and (not clean or min(clean) > used):
            return missing(date=used)
        if not clean or not reading.good_files("lab_reports"):
            return missing(None if not clean else "lab_reports", instead=_("An approved water sample or its report is missing."))
        dirty = [row for row in rows if not _is_clean(row) and (row.value("sample_date") or max(clean)) > max(clean)]
        return [missing(row.path("approved"), instead=_("An approved water sample or its report is missing.")) for row in dirty]


def _first_passed(reading: Reading) -> dict[str, date]:
    """The first day on which each pipe passed a pressure test."""
    tested: dict[str, date] = {}
    for row in reading.rows("pressure_tests"):
        day = row.value("pressure_date")
        if day is not None and row.value("pressure_result") == "pass":
            tested |= {name: min(day, tested.get(name, day)) for name in row.value("pressure_pipes") or ()}
    return tested


def _is_clean(row: RowReading) -> bool:
    return row.value("approved") is True and all(row.value(key) == 0 for key in COUNTS)
