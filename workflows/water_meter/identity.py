"""METER-07, 08, 10, 12, 17 and 19: is it the meter, reading, seal and old meter it is said to be."""

from __future__ import annotations

from decimal import Decimal

from models.base import Phase
from models.text import _
from models.values import property_number
from workflows.conditions import all_of
from workflows.declare import NEEDED, NOT_APPLICABLE, Finding, Outcome, doubtful, missing, requirement
from workflows.facts import MeterRecord
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.property import properties_of
from workflows.shared.sources import ASSUMED, partly_assumed
from workflows.water_meter.choices import SEALED_BY_PLUMBER, STAYS, WAS_FETCHED, WAS_TAKEN_DOWN
from workflows.water_meter.sources import HANDING_IN, INSTALLATION
from workflows.words import plain

METERS = "meters_final"


def row_before(row: RowReading, phase: Phase, group: str) -> RowReading | None:
    """The row of the same id in a group of an earlier phase."""
    before = row.phase.earlier(phase)
    return next((one for one in before.rows(group) if one.id == row.id), None) if before else None


@requirement(
    "METER-07",
    level=NEEDED,
    at=METERS,
    what=_("Meter {n}: number {state}."),
    how=_("Write it as printed; you fetched {picked}."),
    source=INSTALLATION,
    applies_if=STAYS,
)
def numbers_are_those_fetched(reading: Reading) -> Outcome:
    """Every meter has its number, and it is the one handed out."""
    return [finding for row in reading.rows(METERS) if (finding := _number_fault(row)) is not None]


def _number_fault(row: RowReading) -> Finding | None:
    fetched = row_before(row, Phase.WORK, "meters_picked")
    picked, given = fetched.value("meter_number") if fetched else None, row.value("meter_number")
    if given is None:
        return missing(row.path("meter_number"), n=row.number, state=_("is missing"), picked=picked or "–")
    if picked is not None and picked != given:
        return doubtful(row.path("meter_number"), n=row.number, state=_("is not the one you fetched"), picked=picked)
    return None


@requirement(
    "METER-08",
    level=NEEDED,
    at=METERS,
    what=_("The old reading {r} does not fit the last known {last}."),
    how=_("Check the dial and photo."),
    source=partly_assumed(INSTALLATION),
    applies_if=WAS_TAKEN_DOWN,
)
def old_readings_fit_the_last_known(reading: Reading) -> Outcome:
    """A last reading of every meter taken down: not below the last known, and not more than many years' use above it."""
    return [finding for row in reading.rows(METERS) if (finding := _old_reading_fault(row)) is not None]


def _old_reading_fault(row: RowReading) -> Finding | None:
    read, place = row.value("old_reading_m3"), row.path("old_reading_m3")
    if read is None:
        return missing(place, instead=_("The old meter's last reading is missing."))
    record = old_meter(row)
    if record is None or record.reading is None or record.reading <= read <= record.reading + _most_use(row):
        return None
    return doubtful(place, r=read, last=record.reading)


def _most_use(row: RowReading) -> Decimal:
    """m³ that may have run through since the last known reading. Source: assumed."""
    units = max(1, row.earlier_value(Phase.APPLICATION, "units_served") or 1)
    return number(row, "meter_years_between_readings") * number(row, "meter_yearly_use_m3") * units


def old_meter(row: RowReading) -> MeterRecord | None:
    """What the books say of the row's old meter; None when unknown or not looked up."""
    ordered = row_before(row, Phase.APPLICATION, "meters")
    named = row.value("old_meter_number") or (ordered.value("old_meter_number") if ordered else None)
    return (row.phase.known.meters or {}).get(named) if named else None


@requirement(
    "METER-10",
    level=NEEDED,
    at=METERS,
    what=_("Seal number {state}."),
    how=_("Write the number on the seal of this meter."),
    source=partly_assumed(INSTALLATION),
    applies_if=all_of(STAYS, SEALED_BY_PLUMBER),
)
def seals_are_given_and_unused(reading: Reading) -> Outcome:
    """Every meter has a seal of its own, used in no other case and on no other meter."""
    findings, seen = [], set[str]()
    for row in reading.rows(METERS):
        seal, place = row.value("seal_number"), row.path("seal_number")
        if seal is None:
            findings.append(missing(place, state=_("is missing")))
        elif seal in (reading.known.seals or {}):
            findings.append(doubtful(place, state=_("was used in case {ref}", ref=(reading.known.seals or {})[seal])))
        elif seal in seen:
            findings.append(doubtful(place, state=_("is used twice here")))
        seen.add(seal)
    return findings


@requirement(
    "METER-12",
    level=NEEDED,
    at=METERS,
    what=_("Meter {n} looks used: {value}."),
    how=_("Check the number and reading."),
    source=ASSUMED,
    applies_if=WAS_FETCHED,
)
def new_meters_are_new(reading: Reading) -> Outcome:
    """A new meter has hardly counted and was made lately."""
    findings = []
    for row in reading.rows(METERS):
        read, year = row.value("reading_new_m3"), row.value("production_year")
        if read is not None and read > number(reading, "meter_new_reading_max_m3"):
            findings.append(doubtful(row.path("reading_new_m3"), n=row.number, value=plain(read, "m³")))
        if year is not None and not 0 <= reading.first_sent_on.year - year <= number(reading, "meter_max_age_years"):
            findings.append(doubtful(row.path("production_year"), n=row.number, value=year))
    return findings


@requirement(
    "METER-17",
    level=NEEDED,
    at=METERS,
    what=_("Meter {n} is registered on {property}."),
    how=_("Check the number; the municipality will look too."),
    source=ASSUMED,
    applies_if=STAYS,
)
def meters_sit_nowhere_else(reading: Reading) -> Outcome:
    """No number is that of a meter in use on another property."""
    books = reading.known.meters
    if books is None:
        return NOT_APPLICABLE
    own = properties_of(reading)
    findings = []
    for row in reading.rows(METERS):
        record = books.get(row.value("meter_number") or "")
        there = property_number(record.property) if record and record.active else None
        if record and there and not any(there.is_same_title(one) for one in own):
            findings.append(doubtful(row.path("meter_number"), n=record.number, property=there.short))
    return findings


@requirement(
    "METER-19",
    level=NEEDED,
    at=METERS,
    what=_("The old meter must be handed in."),
    how=_("Say when it is returned."),
    source=HANDING_IN,
    applies_if=WAS_TAKEN_DOWN,
)
def municipal_meters_are_handed_in(reading: Reading) -> Outcome:
    """A meter the municipality owns goes back to it."""
    if reading.known.meters is None:
        return NOT_APPLICABLE
    kept = [row for row in reading.rows(METERS) if row.value("old_meter_fate") in ("thrown_away", "kept_by_owner")]
    return [missing(row.path("old_meter_fate")) for row in kept if (record := old_meter(row)) is not None and record.municipal]


IDENTITY_CHECKS = (
    numbers_are_those_fetched,
    old_readings_fit_the_last_known,
    seals_are_given_and_unused,
    new_meters_are_new,
    meters_sit_nowhere_else,
    municipal_meters_are_handed_in,
)
