"""Choices of the connection workflow, and what follows from them as conditions. Source: domain 1-connection."""

from __future__ import annotations

from models.base import Phase
from models.text import _, _c
from workflows.conditions import Parameter, all_of, any_of, given, given_earlier
from workflows.fields import options

MEASURES = options(
    ("new_connection", _("New connection")),
    ("changed_use", _("Changed use")),
    ("extra_unit", _("Extra dwelling unit")),
    ("temporary", _("Temporary connection")),
)
CONNECTED = options(("water", _("Water")), ("wastewater", _("Wastewater")), ("stormwater", _("Stormwater")))
NETWORKS = options(("public", _("Public pipe")), ("private_joint", _("Private joint pipe")))
BUILDINGS = options(
    ("house", _("House")),
    ("two_family", _("Two-family house")),
    ("terraced", _("Terraced houses")),
    ("flats", _("Block of flats")),
    ("holiday", _("Holiday home")),
    ("business", _("Business")),
    ("public", _("Public building")),
    ("farm", _("Farm")),
    ("site_huts", _("Site huts")),
    ("other", _("Other")),
)
METER_WISHES = options(
    ("yes_here", _("Yes, in this case")),
    ("separate_case", _("In a case of its own")),
    ("existing", _("There is a meter already")),
    ("none", _("No meter")),
)
CATEGORIES = options(*((str(category), _c("backflow", "Category {category}", category=category)) for category in range(1, 6)))
BACKWATER = options(("none", _("None")), ("valve", _("Backwater valve")), ("pump", _("Pump")))
WASTEWATERS = options(
    ("household", _("Household wastewater")),
    ("grease", _("With grease")),
    ("oil", _("With oil")),
    ("process", _("Process water")),
)
ROUTES = options(("building_permit_needed", _("A building permit is needed")), ("exempt", _("Exempt")), ("unsure", _("Not sure")))
CLASSES = options(("1", _("Class 1")), ("2", _("Class 2")), ("3", _("Class 3")))

APP = Phase.APPLICATION
WATER = given("connect_to", "water")
SEWER = given("connect_to", "wastewater", "stormwater")
WASTEWATER = given("connect_to", "wastewater")
OUTDOORS = given("outdoor_work", True)
INDOORS = given("indoor_work", True)
TEMPORARY = given("measure", "temporary")
NEEDS_PERMIT = given("permit_route", "building_permit_needed")
EXEMPT = given("permit_route", "exempt")

WAS_WATER = given_earlier(APP, "connect_to", "water")
WAS_OUTDOORS = given_earlier(APP, "outdoor_work", True)
WAS_INDOORS = given_earlier(APP, "indoor_work", True)
WAS_PERMIT = given_earlier(APP, "permit_route", "building_permit_needed")
METERED_BUILDINGS = ("business", "public", "farm")
METERS_DEMANDED = Parameter("meters_demanded", (True,))
METER_NEEDED = all_of(WATER, any_of(given("building_kind", *METERED_BUILDINGS), METERS_DEMANDED))
METER_WAS_NEEDED = all_of(
    WAS_WATER, any_of(given_earlier(APP, "building_kind", *METERED_BUILDINGS), METERS_DEMANDED, given_earlier(APP, "pool", True))
)
