"""Local rules that every workflow has, at their defaults, and how rules read them. Source: domain README section 13."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from models.text import _
from workflows.declare import RuleParameter
from workflows.reading import Reading, RowReading
from workflows.shared.sources import ASSUMED, TVEDESTRAND

VALIDITY_YEARS = RuleParameter("validity_years", 3, _("How long an approval holds when work has not begun"), TVEDESTRAND, "years")

SHARED_PARAMETERS = (
    VALIDITY_YEARS,
    RuleParameter("max_file_mb", 100, _("Largest file"), ASSUMED, "MB"),
    RuleParameter("four_eyes", False, _("A second person must decide"), ASSUMED, choices=(False, True)),
    RuleParameter("closed_days", (), _("Days the municipality is closed besides public holidays"), ASSUMED),
    RuleParameter("property_distance_m", 500, _("How far from the property the place of work may lie"), ASSUMED, "m"),
)


def number(reading: Reading | RowReading, name: str) -> Decimal:
    """A local rule as a number; 0 when it is none."""
    try:
        return Decimal(str(reading.parameter(name)))
    except InvalidOperation:
        return Decimal(0)
