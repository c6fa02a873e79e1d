"""Local rules that every workflow has, at their defaults, and how rules read them. Source: domain README section 13."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from models.text import _
from workflows.closed_days import CLOSED_DAYS
from workflows.declare import RuleParameter
from workflows.reading import Reading, RowReading
from workflows.shared.sources import ASSUMED, TVEDESTRAND

VALIDITY_YEARS = RuleParameter("validity_years", 3, _("How long an approval holds when work has not begun"), TVEDESTRAND, "years")

LARGEST_FILE = RuleParameter("max_file_mb", 100, _("Largest file"), ASSUMED, "MB")

BACKFILL_CONFIRMATION = RuleParameter(
    "backfill_confirmation", False, _("The municipality must say when a trench may be backfilled"), ASSUMED, choices=(False, True)
)
"""For kinds of case in which a trench is filled back; not in those where nothing is."""

SHARED_PARAMETERS = (
    VALIDITY_YEARS,
    LARGEST_FILE,
    RuleParameter("four_eyes", False, _("A second person must decide"), ASSUMED, choices=(False, True)),
    RuleParameter(CLOSED_DAYS, (), _("Days the municipality is closed besides public holidays"), ASSUMED),
    RuleParameter("property_distance_m", 500, _("How far from the property the place of work may lie"), ASSUMED, "m"),
)


def largest_file_mb(rules: Mapping[str, Any]) -> int:
    """How large one file may be by the municipality's rule; what takes files in may take less."""
    return int(rules.get(LARGEST_FILE.name, LARGEST_FILE.default))


def number(reading: Reading | RowReading, name: str) -> Decimal:
    """A local rule as a number; 0 when it is none."""
    try:
        return Decimal(str(reading.parameter(name)))
    except InvalidOperation:
        return Decimal(0)
