"""Choices of the water-meter workflow, and the kinds of job as conditions. Source: domain 3-water-meter."""

from __future__ import annotations

from models.base import Phase
from models.text import _, _c, verbatim
from workflows.conditions import Not, Parameter, given, given_earlier
from workflows.fields import options
from workflows.words import plain

KINDS = options(
    ("new", _("New meter")),
    ("replace", _("Replace a meter")),
    ("remove", _("Remove a meter")),
    ("move", _("Move a meter")),
    ("extra", _("Additional, sub, parallel or deduction meter")),
    ("site", _("Meter for a building site")),
)

FETCHED_KINDS = ("new", "replace", "extra", "site")
OLD_METER_KINDS = ("replace", "remove", "move")
TAKEN_DOWN_KINDS = ("replace", "remove")

FETCHED = given("kind", *FETCHED_KINDS)
HAS_OLD_METER = given("kind", *OLD_METER_KINDS)
MOVED = given("kind", "move")
NEEDS_CONNECTION = given("kind", "new", "extra", "site")

WAS_FETCHED = given_earlier(Phase.APPLICATION, "kind", *FETCHED_KINDS)
WAS_MOVED = given_earlier(Phase.APPLICATION, "kind", "move")
WAS_TAKEN_DOWN = given_earlier(Phase.APPLICATION, "kind", *TAKEN_DOWN_KINDS)
STAYS = Not(given_earlier(Phase.APPLICATION, "kind", "remove"))
NO_NEW_METER = given_earlier(Phase.APPLICATION, "kind", "remove", "move")

FROM_MUNICIPALITY = Parameter("meters_supplied_by", ("municipality",))
FROM_PLUMBER = Parameter("meters_supplied_by", ("plumber",))
SEALED_BY_PLUMBER = Parameter("sealing_by", ("plumber",))

REASONS = options(
    ("age", _("Age")),
    ("stopped", _("It has stopped")),
    ("frozen", _("It froze")),
    ("damaged", _("It is damaged")),
    ("leaking", _("It leaks")),
    ("wrong_size", _("Wrong size")),
    ("renovation", _("Renovation")),
    ("ordered_by_municipality", _("Ordered by the municipality")),
    ("demolition", _("Demolition")),
    ("other", _("Other")),
)

BUILDINGS = options(
    ("house", _("House")),
    ("holiday", _("Holiday home")),
    ("flats", _("Block of flats")),
    ("business", _("Business")),
    ("public", _("Public building")),
    ("farm", _("Farm")),
    ("mixed", _("Dwelling and business")),
    ("other", _("Other")),
)

NETWORKS = options(("water", _("Water")), ("wastewater", _("Wastewater")))

RELATIONS = options(
    ("main", _("Main meter")),
    ("parallel", _("Parallel meter")),
    ("sub", _("Sub-meter")),
    ("deduction", _("Deduction meter")),
    ("process", _("Process meter")),
    ("irrigation", _("Irrigation meter")),
)

NOMINAL_SIZES = options(*((str(dn), verbatim(f"DN {dn}")) for dn in (15, 20, 25, 32, 40, 50, 65, 80, 100, 150, 200)))
PERMANENT_FLOWS = options(
    *((q3, plain(float(q3), "m³/h")) for q3 in ("1.6", "2.5", "4", "6.3", "10", "16", "25", "40", "63", "100", "160", "250"))
)
THREADS = options(*((size, verbatim(size)) for size in ('3/4"', '1"', '5/4"', '2"')), ("flange", _("Flange")))

FATES = options(("returned", _("Handed in")), ("thrown_away", _("Thrown away")), ("kept_by_owner", _("Kept by the owner")))
POSITIONS = options(
    ("horizontal", _("Horizontal")),
    ("vertical_up", _("Vertical, flow upwards")),
    ("vertical_down", _("Vertical, flow downwards")),
)
PLACINGS = options(
    ("near_main_stop_valve", _("Near the main stop valve")),
    ("before_first_branch", _("Before the first branch")),
    ("frost_free", _("Frost-free")),
    ("accessible", _("Easy to reach")),
    ("fixed_bracket", _("On a fixed bracket")),
    ("floor_drain", _("Room with a floor drain")),
)
REDUCER_PLACES = options(("before", _("Before the meter")), ("after", _("After the meter")))
REMOTE_READING = options(("yes", _("Yes")), ("no", _("No")), ("not_fitted", _("Not fitted")))
LIQUID_CATEGORIES = options(*((str(category), _c("backflow", "Category {category}", category=category)) for category in range(1, 6)))
