"""A municipality's own closed days: how they are kept, typed and read. Pure. Source: domain README section 5, parameter `closed_days`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.errors import BadInput
from models.parties import Municipality
from models.text import _
from workflows.fields import DateKind, Problem

MOST_DAYS, LONGEST_NAME = 400, 80
CLOSED_DAYS = "closed_days"
"""The parameter of local rules for further closed days of one kind of case."""


@dataclass(frozen=True, slots=True, order=True)
class ClosedDay:
    """One day on which nobody works at the municipality, and why in a few words."""

    day: date
    name: str


def closed_days_of(municipality: Municipality) -> frozenset[date]:
    """The days alone, as calendars take them."""
    return days_of(municipality.closed_days)


def days_of(kept: Iterable[Mapping[str, str]]) -> frozenset[date]:
    """The same from what is kept."""
    return frozenset(date.fromisoformat(one["day"]) for one in kept)


def listed_days(kept: Iterable[str]) -> frozenset[date]:
    """The days alone from the rule of one kind of case, which keeps no names."""
    return frozenset(date.fromisoformat(str(day)) for day in kept)


def named_days(municipality: Municipality) -> list[ClosedDay]:
    """The days with their names, in order."""
    return sorted(ClosedDay(date.fromisoformat(one["day"]), one["name"]) for one in municipality.closed_days)


def read_closed_days(typed: Sequence[tuple[str, str]]) -> list[ClosedDay]:
    """The list somebody typed, in order; lines without a day and a name are left out.

    Raises BadInput whose target is `day/<line>` or `name/<line>`, counted from 0, for the first that is not understood, double or unnamed.
    """
    found: dict[date, ClosedDay] = {}
    for line, (day_words, name_words) in enumerate(typed):
        name = " ".join(name_words.split())
        if not day_words.strip() and not name:
            continue
        day = DateKind().parse(day_words.strip()) if day_words.strip() else None
        if day is None or isinstance(day, Problem):
            raise BadInput(_("Write the day as day, month and year, such as 24.12.2026."), target=f"day/{line}")
        if not name or len(name) > LONGEST_NAME:
            raise BadInput(_("Say in at most {most} characters why it is closed.", most=LONGEST_NAME), target=f"name/{line}")
        if day in found:
            raise BadInput(_("{day} stands in the list already.", day=day), target=f"day/{line}")
        found[day] = ClosedDay(day, name)
    if len(found) > MOST_DAYS:
        raise BadInput(_("The list takes at most {most} days.", most=MOST_DAYS), target="day/0")
    return sorted(found.values())


def kept_days(days: Iterable[ClosedDay]) -> list[dict[str, str]]:
    """The list as it is kept."""
    return [{"day": one.day.isoformat(), "name": one.name} for one in days]
