"""What a municipality's administrator says of the municipality itself: the box inside which its places lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from models.actor import Actor
from models.errors import BadInput, MovedOn, NotThere
from models.geometry import SYSTEMS
from models.parties import Municipality
from models.text import Text, _
from workflows.clocks import day_of
from workflows.closed_days import ClosedDay, kept_days, named_days, read_closed_days
from workflows.fields import DecimalKind, is_problem
from workflows.policy import authorize, may
from workflows.ports import UnitOfWork

Bounds = tuple[float, float, float, float]
"""South, west, north, east in degrees."""
SIDES = ("south", "west", "north", "east")
PLACES = 5
"""Decimals of a degree that are kept: about a metre."""


def _degrees(span: tuple[float, float]) -> DecimalKind:
    least, most = (Decimal(int(one)) for one in span)
    return DecimalKind(PLACES, least, most, "°")


NORTHWARDS, EASTWARDS = _degrees(SYSTEMS["4258"].north), _degrees(SYSTEMS["4258"].east)
KINDS = {"south": NORTHWARDS, "west": EASTWARDS, "north": NORTHWARDS, "east": EASTWARDS}


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """The municipality as its own people see it; `bounds` are None while nobody has said them; `closed_days` in order."""

    name: str
    number: str
    bounds: Bounds | None
    may_change: bool
    closed_days: Sequence[ClosedDay] = ()


def municipality_view(*, actor: Actor, work: UnitOfWork) -> MunicipalityView:
    """What is set. Raises NotAllowed."""
    authorize(actor, "see_municipality")
    with work:
        place = _own(actor, work)
    return MunicipalityView(place.name, place.number, bounds_of(place), may(actor, "change_municipality"), named_days(place))


def change_bounds(typed: Mapping[str, Any], seen: Bounds | None, *, actor: Actor, work: UnitOfWork, now: datetime) -> Bounds | None:
    """Say where the municipality lies, or with four empty sides that nobody says so; what then holds. Cases follow it at once.

    Raises NotAllowed, BadInput with the first side that is wrong, MovedOn when it is no longer what was seen.
    """
    authorize(actor, "change_municipality")
    bounds, problems = read_bounds(typed)
    for side, words in problems.items():
        raise BadInput(words, target=side)
    with work:
        place = _own(actor, work)
        before = bounds_of(place)
        if before != seen:
            raise MovedOn(_("The box was changed in another window. Load the page anew to go on from there."))
        if bounds != before:
            work.parties.set_bounds(place.id, bounds)
            data = {"before": list(before or ()), "bounds": list(bounds or ())}
            work.log.record("municipality_changed", actor=actor, at=now, data=data, stream=f"municipality:{place.id}")
            work.commit()
    return bounds


def change_closed_days(
    typed: Sequence[tuple[str, str]], seen: Sequence[ClosedDay], *, actor: Actor, work: UnitOfWork, now: datetime
) -> Sequence[ClosedDay]:
    """From now on nobody works at the municipality on these days; what then holds, in order. `typed` are days and names as written.

    Every clock counts by it at once; the days that lists show follow with the next look at open cases. Raises as `change_bounds`.
    """
    authorize(actor, "change_municipality")
    days = read_closed_days(typed)
    with work:
        place = _own(actor, work)
        before = named_days(place)
        if before != list(seen):
            raise MovedOn(_("The list was changed in another window. Load the page anew to go on from there."))
        if days != before:
            work.followup.close(place.id, kept_days(days))
            work.followup.look_at_all(place.id, day_of(now))
            data = {"before": [one.day.isoformat() for one in before], "closed": [one.day.isoformat() for one in days]}
            work.log.record("closed_days_changed", actor=actor, at=now, data=data, stream=f"municipality:{place.id}")
            work.commit()
    return days


def read_bounds(typed: Mapping[str, Any]) -> tuple[Bounds | None, dict[str, Text]]:
    """The box that was typed, and what to mend at which side. Four empty sides are no box and no mistake."""
    words = {side: str(typed.get(side) or "").strip() for side in SIDES}
    if not any(words.values()):
        return None, {}
    found: dict[str, Decimal] = {}
    problems: dict[str, Text] = {}
    for side in SIDES:
        value = KINDS[side].parse(words[side]) if words[side] else None
        if value is None:
            problems[side] = _("Fill in all four sides, or leave all of them empty.")
        elif is_problem(value):
            problems[side] = _("{what} {how_to_fix}", what=value.what, how_to_fix=value.how_to_fix)
        else:
            found[side] = value
    for less, more, sentence in (
        ("south", "north", _("The north side must be a greater number than the south side.")),
        ("west", "east", _("The east side must be a greater number than the west side.")),
    ):
        if less in found and more in found and found[less] >= found[more]:
            problems[more] = sentence
    return (None if problems else (float(found["south"]), float(found["west"]), float(found["north"]), float(found["east"]))), problems


def bounds_of(place: Municipality) -> Bounds | None:
    """The box of a municipality as four numbers."""
    return (place.bounds[0], place.bounds[1], place.bounds[2], place.bounds[3]) if place.bounds else None


def _own(actor: Actor, work: UnitOfWork) -> Municipality:
    if actor.municipality_id is None:
        raise NotThere
    return work.parties.municipality(actor.municipality_id)
