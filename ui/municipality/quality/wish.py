"""What `/quality` is asked for, as it stands in the address: kind, part, company, period, and by what time charts are cut. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from models.base import Phase
from models.text import Text, _
from workflows.quality import QualityWish
from workflows.registry import WORKFLOWS

PERIODS: dict[str, Text] = {
    "month": _("This month"),
    "last-month": _("Last month"),
    "quarter": _("This quarter"),
    "last-quarter": _("Last quarter"),
    "year": _("This year"),
    "last-year": _("Last year"),
    "all": _("From the beginning"),
}
CUTS: dict[str, Text] = {"quarter": _("By quarter"), "year": _("By year")}
PHASES: dict[str, Text] = {
    Phase.APPLICATION: _("Application"),
    Phase.WORK: _("Work notification"),
    Phase.FINAL: _("Final documentation"),
}


@dataclass(frozen=True, slots=True)
class QualityQuery:
    """The wish, and how it was put: the name of a period, and `by` what charts are cut: `quarter`, `year`, or months."""

    wish: QualityWish
    period: str = ""
    by: str = ""
    since: str = ""
    until: str = ""


def query_from(query: Mapping[str, str], today: date) -> QualityQuery:
    """Total: what we do not know is left out. Without a period the days count, without those the last twelve months."""
    period = query.get("period", "") if query.get("period", "") in PERIODS else ""
    since, until = _day(query.get("since", "")), _day(query.get("until", ""))
    typed = "" if period else since.isoformat() if since else "", "" if period else until.isoformat() if until else ""
    if period:
        since, until = days_of(period, today)
    elif since is None and until is None:
        since = today - timedelta(days=365)
    key, part = query.get("workflow", ""), query.get("phase", "")
    wish = QualityWish(
        key if key in WORKFLOWS else "", Phase(part) if part in set(Phase) else None, query.get("company", "")[:64], since, until
    )  # fmt: skip
    by = query.get("by", "")
    return QualityQuery(wish, period, by if by in CUTS else "", *typed)


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a named period; None and None for all time."""
    month, year = date(today.year, today.month, 1), date(today.year, 1, 1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = timedelta(days=1)
    match period:
        case "month":
            return month, None
        case "last-month":
            return (month - before).replace(day=1), month - before
        case "quarter":
            return quarter, None
        case "last-quarter":
            last = quarter - before
            return date(last.year, last.month - 2, 1), last
        case "year":
            return year, None
        case "last-year":
            return date(today.year - 1, 1, 1), year - before
    return None, None


def words_address(workflow: str, requirement: str, phase: Phase | None) -> str:
    """The page of the words of a requirement, with the figures of a phase; where none is named, of the one where most lacked it."""
    return f"/quality/{workflow}/{requirement}" + (f"?{urlencode({'phase': phase})}" if phase else "")


def address(query: QualityQuery, path: str = "/quality", **more: Any) -> str:
    """The address that shows this; `more` overrides and adds, empty values are left out."""
    wish = query.wish
    parts = {
        "workflow": wish.workflow, "phase": wish.phase or "", "company": wish.company, "period": query.period, "since": query.since,
        "until": query.until, "by": query.by, **more,
    }  # fmt: skip
    told = urlencode({name: value for name, value in parts.items() if value})
    return f"{path}?{told}" if told else path


def cut_of(month: str, by: str) -> str:
    """The bucket a month `2026-11` belongs to: itself, `2026-Q4` or `2026`."""
    year, number = month.split("-")
    return year if by == "year" else f"{year}-Q{(int(number) + 2) // 3}" if by == "quarter" else month


def cut_days(bucket: str) -> tuple[date, date]:
    """First and last day of a bucket."""
    year, _dash, rest = bucket.partition("-")
    first, months = (1, 12) if not rest else (3 * int(rest[1:]) - 2, 3) if rest.startswith("Q") else (int(rest), 1)
    after = int(year) * 12 + first - 1 + months
    return date(int(year), first, 1), date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def cut_words(bucket: str) -> Text | str:
    """A bucket as people say it."""
    year, _dash, rest = bucket.partition("-")
    if rest.startswith("Q"):
        return _("Q{n} {year}", n=rest[1:], year=year)
    return f"{rest}.{year}" if rest else year


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
