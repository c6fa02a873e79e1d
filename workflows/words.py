"""Answers in words: what a value is called on the page, in a receipt, in a difference. Words are `Text`s; languages come later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.geometry import Place
from models.text import Text, _, verbatim
from workflows.facts import Known
from workflows.fields import BooleanKind, ChoiceKind, DecimalKind, Kind, MultiKind, MunicipalityKind, Option, PersonKind
from workflows.kinds import MomentKind, OrganisationKind, TimeKind


def in_words(kind: Kind, value: Any, known: Known) -> Text:
    """A parsed value as people read it: choices by label, yes and no, numbers with unit, people and municipalities by name."""
    match kind:
        case BooleanKind():
            return _("Yes") if value else _("No")
        case ChoiceKind():
            return _label(kind.options, value)
        case MultiKind():
            return listed([_label(kind.options, one) for one in value])
        case DecimalKind() if kind.unit:
            return plain(value, kind.unit)
        case PersonKind():
            return plain((known.members or {}).get(value, value))
        case OrganisationKind():
            return verbatim(f"{value[:3]}\u00a0{value[3:6]}\u00a0{value[6:]}")
        case TimeKind():
            return verbatim(f"{value:%H:%M}")
        case MomentKind():
            return plain(value.date(), f"{value:%H:%M}")
        case MunicipalityKind():
            return plain(value, known.municipality_name) if value == known.municipality else plain(value)
    return _of_value(value)


def _of_value(value: Any) -> Text:
    if isinstance(value, Place):
        return _of_place(value)
    return listed(value) if isinstance(value, tuple) else plain(value)


def _of_place(place: Place) -> Text:
    """A point by its coordinates, a line or an area by its size: all points are told by the map and the table beside it."""
    if place.shape == "area":
        count = len(place.points) - 1
        return _("Area of {size} m² with {n} points ({system})", size=round(place.area_m2 or 0), n=count, system=place.system_name)
    if place.shape == "line":
        size, count = round(place.length_m or 0), len(place.points)
        return _("Line of {size} m with {n} points ({system})", size=size, n=count, system=place.system_name)
    return plain(place.system_name, *place.points[0])


def _label(options: Sequence[Option], key: str) -> Text:
    return next((option.label for option in options if option.key == key), plain(key))


def plain(*values: Any) -> Text:
    """Values one after the other, written as each language writes numbers and days; nothing to translate."""
    return _joined(values, " ")


def listed(values: Sequence[Any]) -> Text:
    """Values as a list with commas."""
    return _joined(values, ", ")


def _joined(values: Sequence[Any], between: str) -> Text:
    named = {f"value_{place}": value for place, value in enumerate(values)}
    return Text(between.join(f"{{{name}}}" for name in named), named, context="verbatim")
