"""Choices of the private-work workflow, and the kinds of work as conditions. Source: domain 2-private-work."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import Not, all_of, any_of, given, given_earlier
from workflows.fields import options

KINDS = options(
    ("repair_leak", _("Repair of a broken pipe")),
    ("replace", _("Replacement, renewal or relining")),
    ("reroute", _("Rerouting")),
    ("separate", _("Separation of stormwater from wastewater")),
    ("septic_off", _("Disconnection of a septic tank")),
    ("plug", _("Plugging or disconnection")),
    ("backwater", _("Backwater valve")),
    ("separator", _("Change or repair of an oil or grease separator")),
    ("site_huts", _("Site huts, temporary connection")),
    ("indoor", _("Indoor change, new units, sprinkler")),
    ("ordered", _("Work done by order of the municipality")),
)
"""Kinds of work."""

BUILT_KINDS = ("replace", "reroute", "separate")
EXEMPT_KINDS = (*BUILT_KINDS, "septic_off")
PIPE_KINDS = (*EXEMPT_KINDS, "repair_leak", "ordered")
NOTICE_KINDS = ("repair_leak", "backwater", "ordered")

PLACES = options(
    ("indoor", _("Indoors")),
    ("service_pipe", _("On the service pipe")),
    ("at_main", _("At the main")),
    ("manhole", _("In a manhole")),
    ("septic_tank", _("At the septic tank")),
    ("separator", _("At the separator")),
)
OUTDOOR_PLACES = ("service_pipe", "at_main", "manhole", "septic_tank", "separator")

SYSTEMS = options(
    ("VL", _("Water (VL)")), ("SP", _("Wastewater (SP)")), ("OV", _("Stormwater (OV)")), ("AF", _("Combined (AF)"))
)  # fmt: skip
CAUSES = options(
    ("break", _("Break")),
    ("leak", _("Leak")),
    ("blockage", _("Blockage")),
    ("frost", _("Frost")),
    ("age", _("Age")),
    ("root", _("Roots")),
    ("order", _("Order by the municipality")),
    ("rebuilding", _("Rebuilding")),
    ("other", _("Other")),
)
METHODS = options(
    ("open_trench", _("Open trench")),
    ("relining", _("Relining")),
    ("pipe_bursting", _("Pipe bursting")),
    ("drilling", _("Drilling")),
    ("indoor", _("Indoors")),
)
TANK_FATES = options(
    ("filled", _("Filled")),
    ("removed", _("Removed")),
    ("used_as_manhole", _("Used as a manhole")),
    ("stormwater_storage", _("Used to store stormwater")),
)
PLUG_PLACES = options(
    ("at_main", _("At the main")),
    ("in_manhole", _("In a manhole")),
    ("at_boundary", _("At the property boundary")),
    ("in_building", _("In the building")),
)
SEPARATORS = options(("oil", _("Oil separator")), ("grease", _("Grease separator")))
ROUTES = options(("notify", _("Notice")), ("approve", _("Application")))

APP = Phase.APPLICATION

OUTDOORS = given("where_in_system", *OUTDOOR_PLACES)
WAS_OUTDOORS = given_earlier(APP, "where_in_system", *OUTDOOR_PLACES)
HAD_PIPES = given_earlier(APP, "kind", *PIPE_KINDS)
WAS_INDOORS = given_earlier(APP, "where_in_system", "indoor")
BY_ORDER = any_of(given("kind", "ordered"), given("cause", "order"))
MAY_NOTIFY = any_of(
    given("kind", *NOTICE_KINDS),
    all_of(given("kind", "indoor"), Not(given("changed_use", True)), Not(given("units_differ", True))),
)
NOTICE = given("route", "notify")
NOTED = all_of(NOTICE, Not(given("shut_public", True)))
"""The municipality takes note; what shuts a public pipe is always decided first, whatever was chosen."""

WAS_NOTED = all_of(given_earlier(APP, "route", "notify"), Not(given_earlier(APP, "shut_public", True)))
