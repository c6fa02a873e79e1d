"""COM-05 to COM-09 and COM-15: is the place right, complete and shown, and is nobody there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from models.geometry import SYSTEMS, CoordinateSystem, Place, Position
from models.text import _, verbatim
from models.values import property_number
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, RECOMMENDED, Finding, Outcome, Requirement, doubtful, missing, requirement
from workflows.fields import is_problem
from workflows.parts import SYSTEM_OF_POINTS
from workflows.reading import Reading
from workflows.shared.checks.company import receiver
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.property import properties_of, receiving_municipality
from workflows.shared.sources import ASSUMED, DRAWN_PLACE, PROPERTY_FORM, partly_assumed
from workflows.shared.survey import spots
from workflows.shared.terms import Terms


@requirement(
    "COM-05",
    level=BLOCKS,
    at="properties",
    what=_("The property lies in {actual}, not in {municipality}."),
    how=_("Choose the right municipality or property."),
    source=ASSUMED,
)
def property_lies_in_the_municipality(reading: Reading) -> Outcome:
    """Property, address register and the chosen municipality agree with the receiving one."""
    chosen = receiving_municipality(reading)
    if not chosen:
        return NOT_APPLICABLE
    findings = [
        missing(row.path("gnr"), actual=row.value("in_municipality"), municipality=chosen)
        for row in reading.rows("properties")
        if row.value("in_municipality") not in (None, chosen)
    ]
    if reading.known.municipality and chosen != reading.known.municipality:
        findings.append(missing("municipality", actual=chosen, municipality=receiver(reading)))
    registered = property_number(_registered(reading) or "")
    if registered and registered.municipality not in ("", chosen):
        findings.append(missing("address", actual=registered.municipality, municipality=chosen))
    return findings


def _registered(reading: Reading) -> str | None:
    """The property the address register ties the address to; None when unknown or not looked up."""
    address = reading.value("address")
    return (reading.known.addresses or {}).get(address.lower()) if address else None


def property_is_complete(terms: Terms, reading: Reading) -> Outcome:
    """A property with gnr and bnr, unless the work lies in road ground."""
    if terms.road_ground.holds(reading):
        return NOT_APPLICABLE
    rows = reading.rows("properties")
    if not rows:
        return missing(part=_("gnr and bnr"))
    return [missing(row.path(part), part=verbatim(part)) for row in rows for part in ("gnr", "bnr") if row.value(part) is None]


@requirement(
    "COM-07",
    level=RECOMMENDED,
    at="address",
    what=_("The address belongs to {register}, you wrote {given}."),
    how=_("Check which is right."),
    source=ASSUMED,
)
def address_belongs_to_the_property(reading: Reading) -> Outcome:
    """The address register and the given property agree on gnr and bnr."""
    given = properties_of(reading)
    registered = property_number(_registered(reading) or "")
    if not given or registered is None:
        return NOT_APPLICABLE
    if any(registered.is_same_title(one) for one in given):
        return ()
    return doubtful(register=registered.short, given=given[0].short)


def place_is_shown(terms: Terms, reading: Reading) -> Outcome:
    """A place or a plan; a place near the property and within the municipality, as far as their positions are known."""
    place = reading.value("location")
    if place is None:
        has_plan = bool(terms.plan_slot) and bool(reading.good_files(terms.plan_slot)) and not is_problem(reading.parsed("location"))
        return () if has_plan else missing()
    if not place.fits_system:
        return ()
    return _astray(place, reading) or ()


def _astray(place: Place, reading: Reading) -> Finding | None:
    positions = reading.known.property_positions or {}
    near = [place.metres_to(positions[key]) for key in map(str, properties_of(reading)) if key in positions]
    if near and min(near) > number(reading, "property_distance_m"):
        return doubtful(instead=_("The place is {metres} m from the property."), metres=round(min(near)))
    bounds = reading.known.municipality_bounds
    if bounds and not any(bounds[0] <= north <= bounds[2] and bounds[1] <= east <= bounds[3] for north, east in place.positions()):
        return doubtful(instead=_("The place lies outside {municipality}."), municipality=receiver(reading))
    return None


@requirement(
    "COM-09",
    level=BLOCKS,
    what=_("The coordinates do not fit {system}."),
    how=_("Choose the right zone; north begins with 6 or 7 and has seven digits."),
    source=ASSUMED,
)
def coordinates_fit_their_system(reading: Reading) -> Outcome:
    """Axes swapped, wrong zone, or degrees in a UTM system; for drawn places and for surveyed points in the system of their step."""
    drawn = [(at, SYSTEMS[place.system], place.points) for at, place in _drawn(reading)]
    given = [*drawn, *_surveyed(reading)]
    if not given:
        return NOT_APPLICABLE
    return [missing(at, system=system.name) for at, system, points in given if not all(map(system.fits, points))]


def _drawn(reading: Reading) -> Iterator[tuple[str, Place]]:
    for key, (_step, question) in reading.index.questions.items():
        if isinstance(question.kind, GeometryKind) and not question.fixed and (place := reading.value(key)) is not None:
            yield key, place  # what is worked out from other places is told there
    for key, (_step, group) in reading.index.groups.items():
        for column in group.row.questions:
            if isinstance(column.kind, GeometryKind):
                yield from ((row.path(column.key), place) for row in reading.rows(key) if (place := row.value(column.key)) is not None)


def _surveyed(reading: Reading) -> Iterator[tuple[str, CoordinateSystem, Sequence[Position]]]:
    """(place, system, the pair of numbers) of every surveyed point."""
    system = SYSTEMS.get(reading.value(SYSTEM_OF_POINTS))
    if system is not None:
        for key in [key for key, (_step, group) in reading.index.groups.items() if group.as_survey]:
            yield from ((spot.row.path("north"), system, ((float(spot.north), float(spot.east)),)) for spot in spots(reading, key))


@requirement(
    "COM-15",
    level=RECOMMENDED,
    at="properties",
    what=_("Case {ref} is already open on this property."),
    how=_("Continue there, or tell why this is another job."),
    source=ASSUMED,
)
def no_other_case_is_open(reading: Reading) -> Outcome:
    """Another open case of the same workflow on the same property."""
    open_cases = reading.known.open_cases
    if open_cases is None:
        return NOT_APPLICABLE
    return doubtful(ref=open_cases[0]) if open_cases else ()


def place_checks(terms: Terms) -> tuple[Requirement, ...]:
    """COM-05 to COM-08 and COM-15 for one workflow."""
    complete = requirement(
        "COM-06",
        level=BLOCKS,
        at="properties",
        what=_("The property lacks {part}."),
        how=_("Give gnr and bnr, or pick the property in the map."),
        source=PROPERTY_FORM,
    )(partial(property_is_complete, terms))
    shown = requirement(
        "COM-08",
        level=NEEDED,
        at="location",
        what=_("The place of work is not shown."),
        how=_("Draw it in the map, paste coordinates, or upload a plan."),
        source=partly_assumed(DRAWN_PLACE),
    )(partial(place_is_shown, terms))
    return (
        property_lies_in_the_municipality,
        complete,
        address_belongs_to_the_property,
        shown,
        no_other_case_is_open,
    )
