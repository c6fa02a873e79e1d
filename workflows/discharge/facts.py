"""Facts worked out from the answers: size in pe, which regime and authority, treatment class, earliest day to send.

Never raise; None where the answers do not say. Source: domain 5-discharge.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from workflows.reading import Reading, RowReading

HOMES = ("house", "cabin")
LIMIT_PE = Decimal(50)
AGGLOMERATION_LIMITS = {"sea": 10_000}
AGGLOMERATION_LIMIT = 2_000
NOTICE_DAYS = 28
_EACH, _IN_GROUPS, _LARGEST_SMALL_GROUP = Decimal(5), Decimal("2.5"), 7

At = Reading | RowReading


def _phase(at: At) -> Reading:
    return at.phase if isinstance(at, RowReading) else at


def homes(at: At) -> Decimal:
    """Houses and cabins on the plant together."""
    rows = _phase(at).rows("sources")
    return sum((Decimal(row.value("units") or 0) for row in rows if row.value("building_kind") in HOMES), Decimal())


def pe_five_each(at: At) -> Decimal:
    """The homes by 5 pe each."""
    return homes(at) * _EACH


def pe_two_and_half(at: At) -> Decimal:
    """The homes by 2.5 pe for each dwelling."""
    return homes(at) * _IN_GROUPS


def pe_of_row(at: At) -> Decimal | None:
    """Personal equivalents of one row by the table: homes by their number, all else by persons."""
    kind, units, persons = at.value("building_kind"), at.value("units"), at.value("persons_or_beds")
    wc, water = at.value("wc"), at.value("water")
    if kind in HOMES and water is not False:
        if units is None:
            return None
        in_groups = homes(at) > _LARGEST_SMALL_GROUP and at.value("pe_group_rule") == "two_and_half"
        return Decimal(units) * (_IN_GROUPS if in_groups else _EACH)
    if persons is None or water is None:
        return None
    factor = Decimal("0.1") if not water else Decimal(1) if wc else Decimal("0.3")
    return Decimal(persons) * factor


def pe_total(at: At) -> Decimal | None:
    """Sum of all rows, unrounded; None while no row tells its size."""
    sizes = [row.value("pe") for row in _phase(at).rows("sources")]
    known = [Decimal(size) for size in sizes if size is not None]
    return sum(known, Decimal()) if known else None


def regime(at: At) -> str | None:
    """The chapter that governs the discharge."""
    water, to = at.value("water_kind"), at.value("to")
    if water is None or to is None:
        return None
    if water in ("wc_and_grey", "grey_only"):
        return _sanitary_regime(at, water, to)
    listed = set(at.value("activity") or ()) - {"other"}
    return "ch15" if water == "oil" and (listed or to not in ("public_sewer", "public_storm")) else "inlet15A"


def _sanitary_regime(at: At, water: str, to: str) -> str | None:
    if water == "grey_only" and at.value("installed_water") is False:
        return "none"
    if to == "public_sewer" or (at.value("public_sewer_near") and at.value("why_not_connected") is None):
        return "connect"
    size = pe_total(at)
    if size is None:
        return None
    if size < LIMIT_PE:
        return "ch12"
    agglomeration = at.value("agglomeration_pe")
    return "ch14" if agglomeration is not None and agglomeration >= AGGLOMERATION_LIMITS.get(to, AGGLOMERATION_LIMIT) else "ch13"


def deciding_authority(at: At) -> str | None:
    """Who decides the case."""
    found = regime(at)
    return {None: None, "ch14": "county_governor", "none": "nobody"}.get(found, "municipality")


def treatment_class(at: At) -> str | None:
    """The class of treatment the area demands."""
    area, interests = at.value("area_class"), at.value("user_interests")
    if area == "less_sensitive":
        return "d"
    if area is None or not interests:
        return None
    if set(interests) != {"none"}:
        return "a"
    return "b" if at.value("eutrophication_risk") else "c"


def earliest_send(at: At) -> date | None:
    """Four weeks after the last notice."""
    days = [day for row in _phase(at).rows("notified") if isinstance(day := row.value("date"), date)]
    try:
        return max(days) + timedelta(days=NOTICE_DAYS) if days else None
    except OverflowError:
        return None


def differs_much(typed: Decimal | None, by_rule: Decimal | None, percent: Decimal) -> bool:
    """Whether a typed size differs from the rule's by more than so many per cent."""
    if typed is None or by_rule is None:
        return False
    try:
        return abs(Decimal(typed) - by_rule) * 100 > abs(by_rule) * percent
    except InvalidOperation:
        return False
