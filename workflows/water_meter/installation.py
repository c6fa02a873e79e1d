"""METER-11, 13, 14 and 21: is each meter placed and fitted as demanded, and is everything measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.base import Phase
from models.text import Text, _, _n
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Finding, Outcome, doubtful, missing, requirement
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.sources import TEK17
from workflows.water_meter.choices import STAYS
from workflows.water_meter.identity import METERS, row_before
from workflows.water_meter.sources import INSTALLATION, PLACING

DEMANDED_PLACING = {
    "before_first_branch": _("before the first branch"),
    "frost_free": _("frost-free"),
    "accessible": _("easy to reach"),
}


@requirement(
    "METER-11",
    level=NEEDED,
    at=METERS,
    what=_("The place is not as demanded: {part}."),
    how=_("Correct it or explain in deviations."),
    source=PLACING,
    applies_if=STAYS,
)
def main_meters_are_well_placed(reading: Reading) -> Outcome:
    """A main meter sits before the first branch, free of frost and easy to reach, or the deviation is described."""
    if reading.value("deviations"):
        return ()
    return [
        missing(row.path("placement"), part=lacking)
        for row in reading.rows(METERS)
        if _is_main(row) and (lacking := _lacking_placing(row)) is not None
    ]


def _is_main(row: RowReading) -> bool:
    """As told now, else as ordered; a meter nobody said anything about counts as a main meter."""
    ordered = row_before(row, Phase.APPLICATION, "meters")
    return (row.value("relation") or (ordered.value("relation") if ordered else None) or "main") == "main"


def _lacking_placing(row: RowReading) -> Text | None:
    ticked = row.value("placement") or ()
    return next((words for key, words in DEMANDED_PLACING.items() if key not in ticked), None)


@requirement(
    "METER-13",
    level=NEEDED,
    at=METERS,
    what=_("{part} is missing at the meter."),
    how=_("Mount it or explain."),
    source=INSTALLATION,
    applies_if=STAYS,
)
def valves_and_strainer_are_fitted(reading: Reading) -> Outcome:
    """Shut valves on both sides; a strainer where the municipality demands one."""
    demanded = {"valve_before": _("Shut valve before the meter"), "valve_after": _("Shut valve after the meter")}
    if reading.parameter("meter_strainer_demanded"):
        demanded["strainer"] = _("Strainer")
    return [missing(row.path(key), part=words) for row in reading.rows(METERS) for key, words in demanded.items() if not row.value(key)]


@requirement(
    "METER-14",
    level=RECOMMENDED,
    at=METERS,
    what=_("Pressure {p} bar: a reducing valve before the meter is needed."),
    how=_("Mount it or explain."),
    source=TEK17,
    applies_if=STAYS,
)
def pressure_is_reduced_before_the_meter(reading: Reading) -> Outcome:
    """High pressure is reduced, and before the meter rather than after it."""
    highest = number(reading, "max_pressure_without_reducer_bar")
    findings: list[Finding] = []
    for row in reading.rows(METERS):
        pressure, has_reducer = row.value("pressure_bar"), row.value("pressure_reducer")
        if has_reducer and row.value("reducer_place") == "after":
            findings.append(missing(row.path("reducer_place"), p="–" if pressure is None else pressure))
        elif not has_reducer and pressure is not None and pressure > highest:
            findings.append(missing(row.path("pressure_bar"), p=pressure))
    return findings


@requirement(
    "METER-21",
    level=NEEDED,
    at=METERS,
    what=_("{part} has no meter."),
    how=_("All use must be measured."),
    source=PLACING,
    applies_if=STAYS,
)
def everything_is_measured(reading: Reading) -> Outcome:
    """With several meters, what they serve adds up to the dwelling units of the application."""
    rows, units = reading.rows(METERS), reading.earlier_value(Phase.APPLICATION, "units_served")
    told = [row.value("serves") for row in rows]
    if len(rows) < 2 or units is None or None in told:
        return NOT_APPLICABLE
    served = [units_in(words) for words in told]
    if any(one.is_all for one in served):
        return ()
    lacking = units - sum(one.units for one in served)
    return doubtful(part=_n("{n} dwelling unit", "{n} dwelling units", lacking)) if lacking > 0 else ()


class Served(NamedTuple):
    """What a meter serves: everything, or a number of units or parts."""

    is_all: bool
    units: int


_ALL = re.compile(r"\b(all|alle|alt|hele|heile|whole|everything)\b", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,4})\s*(?:-|–|til|to)\s*[A-Z]?(\d{1,4})", re.IGNORECASE)
_COUNT = re.compile(
    r"^\s*(\d{1,3})\s*(?:x\s*)?(?:units?|flats?|dwellings?|boenhet|bueining|leilighet|leilegheit|hybel|hybl)", re.IGNORECASE
)

_DWELLING = re.compile(
    r"\b[HKLU]\d{4}\b|^\s*\d{1,4}[A-Z]?\s*$|\b(?:units?|flats?|dwellings?|boenhet|bueining|bolig|bustad|leilighet|leilegheit|hybel|hybl)",
    re.IGNORECASE,
)
"""A dwelling number, or a word for a dwelling: a shop or a common laundry is no dwelling unit."""


def units_in(words: str) -> Served:
    """How many units a text such as `H0101-H0104, shop` or `3 boenheter` names; `all` is everything. Source: assumed."""
    return Served(_ALL.search(words) is not None, sum(_counts(words)))


def _counts(words: str) -> Iterator[int]:
    for part in re.split(r"[,;+&\n]|\bog\b|\band\b", words):
        if not part.strip():
            continue
        counted, span = _COUNT.search(part), _RANGE.search(part)
        if counted:
            yield int(counted[1])
        elif span and int(span[2]) >= int(span[1]):
            yield int(span[2]) - int(span[1]) + 1
        elif _DWELLING.search(part):
            yield 1


INSTALLATION_CHECKS = (
    main_meters_are_well_placed,
    valves_and_strainer_are_fitted,
    pressure_is_reduced_before_the_meter,
    everything_is_measured,
)
