"""Conditions as values: they can be evaluated, put into words, and exported to programs. Never lambdas.

A condition reads through a `Lookup`; what is not answered, hidden or not understood makes it false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from models.base import Phase


class Lookup(Protocol):
    """What conditions read: a value of this phase (or this row), of an earlier phase, a local parameter, the rows of a group."""

    def value(self, field: str) -> Any: ...
    def earlier_value(self, phase: Phase, field: str) -> Any: ...
    def parameter(self, name: str) -> Any: ...
    def row_lookups(self, group: str) -> Sequence[Lookup]: ...


class Condition(Protocol):
    """A frozen value that holds or not."""

    def holds(self, lookup: Lookup) -> bool: ...
    def export(self) -> dict[str, Any]:
        """The condition as JSON for programs."""
        ...

    def fields(self) -> frozenset[str]:
        """Fields and groups of the same phase that it reads; checked at start."""
        ...


@dataclass(frozen=True)
class Always:
    """Holds in every case."""

    def holds(self, lookup: Lookup) -> bool:
        return True

    def export(self) -> dict[str, Any]:
        return {"always": True}

    def fields(self) -> frozenset[str]:
        return frozenset()


ALWAYS = Always()


@dataclass(frozen=True)
class Given:
    """The field's value is one of `values`, or includes one of them when it has several; without values: it is answered."""

    field: str
    values: tuple[Any, ...] = ()

    def holds(self, lookup: Lookup) -> bool:
        return _matches(lookup.value(self.field), self.values)

    def export(self) -> dict[str, Any]:
        return {"field": self.field, "one_of": list(self.values)} if self.values else {"field": self.field, "answered": True}

    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True)
class GivenEarlier:
    """As `Given`, of a field in an earlier phase."""

    phase: Phase
    field: str
    values: tuple[Any, ...] = ()

    def holds(self, lookup: Lookup) -> bool:
        return _matches(lookup.earlier_value(self.phase, self.field), self.values)

    def export(self) -> dict[str, Any]:
        return {"phase": str(self.phase), "field": self.field, "one_of": list(self.values)}

    def fields(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class AtLeast:
    """The field's number is `least` or more."""

    field: str
    least: int | str

    def holds(self, lookup: Lookup) -> bool:
        value = lookup.value(self.field)
        if isinstance(value, str):
            value = Decimal(value) if value.replace(".", "", 1).isdecimal() else None
        return isinstance(value, (int, Decimal)) and not isinstance(value, bool) and value >= Decimal(self.least)

    def export(self) -> dict[str, Any]:
        return {"field": self.field, "at_least": float(self.least)}

    def fields(self) -> frozenset[str]:
        return frozenset({self.field})


@dataclass(frozen=True)
class Parameter:
    """A local rule of the municipality has one of these values."""

    name: str
    values: tuple[Any, ...]

    def holds(self, lookup: Lookup) -> bool:
        return lookup.parameter(self.name) in self.values

    def export(self) -> dict[str, Any]:
        return {"parameter": self.name, "one_of": list(self.values)}

    def fields(self) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class RowsAtLeast:
    """The group has this many rows or more, counting only rows where `where` holds."""

    group: str
    least: int
    where: Condition = ALWAYS

    def holds(self, lookup: Lookup) -> bool:
        return sum(1 for row in lookup.row_lookups(self.group) if self.where.holds(row)) >= self.least

    def export(self) -> dict[str, Any]:
        return {"group": self.group, "rows_at_least": self.least, "where": self.where.export()}

    def fields(self) -> frozenset[str]:
        return frozenset({self.group})


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, lookup: Lookup) -> bool:
        return all(part.holds(lookup) for part in self.parts)

    def export(self) -> dict[str, Any]:
        return {"all_of": [part.export() for part in self.parts]}

    def fields(self) -> frozenset[str]:
        return frozenset().union(*(part.fields() for part in self.parts))


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, lookup: Lookup) -> bool:
        return any(part.holds(lookup) for part in self.parts)

    def export(self) -> dict[str, Any]:
        return {"any_of": [part.export() for part in self.parts]}

    def fields(self) -> frozenset[str]:
        return frozenset().union(*(part.fields() for part in self.parts))


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition

    def holds(self, lookup: Lookup) -> bool:
        return not self.part.holds(lookup)

    def export(self) -> dict[str, Any]:
        return {"not": self.part.export()}

    def fields(self) -> frozenset[str]:
        return self.part.fields()


def given(field: str, *values: Any) -> Given:
    """`given("kind", "replace", "remove")`, or `given("reference")` for: is answered."""
    return Given(field, values)


def given_earlier(phase: Phase, field: str, *values: Any) -> GivenEarlier:
    """A field of an earlier phase."""
    return GivenEarlier(phase, field, values)


def all_of(*parts: Condition) -> AllOf:
    """Every condition holds."""
    return AllOf(parts)


def any_of(*parts: Condition) -> AnyOf:
    """At least one condition holds."""
    return AnyOf(parts)


def leaves(condition: Condition) -> Iterator[Condition]:
    """The condition and every condition within it."""
    yield condition
    inner: tuple[Condition, ...] = ()
    if isinstance(condition, (AllOf, AnyOf)):
        inner = condition.parts
    elif isinstance(condition, Not):
        inner = (condition.part,)
    for part in inner:
        yield from leaves(part)


def _matches(value: Any, wanted: tuple[Any, ...]) -> bool:
    if value is None:
        return False
    if not wanted:
        return True
    return any(one in wanted for one in value) if isinstance(value, tuple) else value in wanted
