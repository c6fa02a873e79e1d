"""Choices of the discharge workflow, and the kinds of case as conditions. Source: domain 5-discharge."""

from __future__ import annotations

from models.base import Phase
from models.text import _, verbatim
from workflows.conditions import Not, all_of, any_of, given, given_earlier
from workflows.fields import options

APPLICATION_KINDS = options(
    ("new", _("New discharge")),
    ("substantial_increase", _("Substantial increase")),
    ("rehabilitation", _("Rehabilitation of a plant")),
    ("change_of_outlet", _("Change of outlet")),
    ("change_of_owner_only", _("Change of owner only")),
)
WATER_KINDS = options(
    ("wc_and_grey", _("Toilet and greywater")),
    ("grey_only", _("Greywater only")),
    ("oil", _("Oily wastewater")),
    ("grease", _("Greasy wastewater")),
    ("process", _("Process water")),
    ("construction_water", _("Construction water")),
)
DESTINATIONS = options(
    ("ground", _("The ground")),
    ("stream", _("A stream")),
    ("river", _("A river")),
    ("lake", _("A lake")),
    ("sea", _("The sea")),
    ("public_sewer", _("The public sewer")),
    ("public_storm", _("The public stormwater pipe")),
    ("tank", _("A closed tank")),
)
REGIMES = options(
    ("none", _("No permit is normally needed")),
    ("ch12", _("Pollution regulation chapter 12 (under 50 pe)")),
    ("ch13", _("Pollution regulation chapter 13 (50 pe or more)")),
    ("ch14", _("Pollution regulation chapter 14 (larger agglomerations)")),
    ("ch15", _("Pollution regulation chapter 15 (oily wastewater)")),
    ("inlet15A", _("Pollution regulation chapter 15A (into the public sewer)")),
    ("connect", _("Duty to connect to the public sewer")),
)
AUTHORITIES = options(("municipality", _("The municipality")), ("county_governor", _("The county governor")), ("nobody", _("Nobody")))
PLAN_ANSWERS = options(("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known")))
BUILDINGS = options(
    ("house", _("House")), ("cabin", _("Cabin")), ("tourist", _("Hotel or tourist cabin")), ("school", _("School")),
    ("camp", _("Camp site")), ("cafe", _("Café or restaurant")), ("assembly", _("Assembly hall")), ("workplace", _("Workplace")),
    ("other", _("Other")),
)  # fmt: skip
USES = options(("all_year", _("All year")), ("weekends", _("Weekends and holidays")), ("season", _("Part of the year")))
PE_BASES = options(("table", _("The portal's table")), ("NS9426", verbatim("NS 9426")))
GROUP_RULES = options(("five_each", _("5 pe for each house")), ("two_and_half", _("2.5 pe for each dwelling")))
AREA_CLASSES = options(("sensitive", _("Sensitive")), ("normal", _("Normal")), ("less_sensitive", _("Less sensitive (open coast)")))
INTERESTS = options(
    ("drinking_water", _("Drinking water")), ("bathing", _("Bathing")), ("irrigation", _("Irrigation")), ("fishing", _("Fishing")),
    ("boating", _("Boating")), ("business", _("Business")), ("none", _("None")),
)  # fmt: skip
TREATMENT_CLASSES = options(
    ("a", _("a: 90 % phosphorus and 90 % BOD5")),
    ("b", _("b: 90 % phosphorus and 70 % BOD5")),
    ("c", _("c: 60 % phosphorus and 70 % BOD5")),
    ("d", _("d: 20 % suspended solids, or 180 mg/l in the outlet")),
)
PLANTS = options(
    ("septic_infiltration", _("Septic tank and infiltration")),
    ("septic_sand_filter", _("Septic tank and sand filter")),
    ("mini_plant", _("Mini treatment plant")),
    ("filter_bed_wetland", _("Filter bed or wetland")),
    ("grey_plant", _("Greywater plant")),
    ("closed_tank", _("Closed tank for everything")),
    ("closed_tank_plus_grey", _("Closed tank for the toilet, and a greywater plant")),
    ("septic_only", _("Septic tank only")),
    ("biological_toilet_plus_grey", _("Biological toilet and a greywater plant")),
    ("other", _("Other")),
)
PLANT_CLASSES = options(("biological", _("Biological")), ("chemical", _("Chemical")), ("biological_chemical", _("Biological and chemical")))
CERTIFIED = options(("NS-EN 12566-3", verbatim("NS-EN 12566-3")), ("national", _("National approval")), ("none", _("None")))
PARTIES = options(
    ("neighbour", _("Neighbour")), ("landowner", _("Landowner")), ("well_owner", _("Owner of a well")),
    ("association", _("Association")), ("other", _("Other")),
)  # fmt: skip
NOTICE_WAYS = options(
    ("registered", _("Registered letter")), ("by_hand", _("By hand against signature")), ("e_mail_with_receipt", _("E-mail with receipt"))
)
REMARKS = options(("none", _("None")), ("received", _("Received")))
OTHERS_GROUND = options(("plant", _("The plant")), ("pipe", _("The pipe")), ("outlet", _("The outlet")), ("none", _("Nothing")))
WELL_KINDS = options(("drilled", _("Drilled well")), ("dug", _("Dug well")), ("spring", _("Spring")), ("other", _("Other")))
ACTIVITIES = options(
    ("petrol_station", _("Petrol station")), ("wash_hall", _("Vehicle wash hall")), ("motor_workshop", _("Motor workshop")),
    ("bus_terminal", _("Bus terminal")), ("plant_workshop", _("Workshop or preparation centre for vehicles and plant")),
    ("rail_workshop", _("Workshop for rail vehicles")), ("underbody", _("Underbody treatment")), ("other", _("Other")),
)  # fmt: skip
SEPARATOR_CLASSES = options(("I", _("Class I")), ("II", _("Class II")))
EQUIPMENT = options(
    ("fryer", _("Fryer")), ("dishwasher", _("Dishwasher")), ("oven", _("Combi steamer or oven")), ("grill", _("Grill")),
    ("boiling", _("Boiling pans")), ("other", _("Other")),
)  # fmt: skip
SITE_TREATMENTS = options(("sedimentation", _("Sedimentation")), ("ph_adjust", _("pH adjustment")), ("oil_separator", _("Oil separator")))

_APP = Phase.APPLICATION
SANITARY = given("water_kind", "wc_and_grey", "grey_only")
OILY, GREASY = given("water_kind", "oil"), given("water_kind", "grease")
PROCESS, SITE = given("water_kind", "process"), given("water_kind", "construction_water")
SEPARATED = given("water_kind", "oil", "grease")
BUILDS = Not(given("application_kind", "change_of_owner_only"))
SANITARY_PLANT = all_of(SANITARY, BUILDS)
TO_NATURE = all_of(given("to", "ground", "stream", "river", "lake", "sea"), BUILDS)
TO_WATER = given("to", "stream", "river", "lake", "sea")
SANITARY_NATURE = all_of(SANITARY, TO_NATURE)
TO_GROUND = all_of(SANITARY, TO_NATURE, given("to", "ground"))
INFILTRATES = given("plant", "septic_infiltration")
MINI = given("plant", "mini_plant")
TANKED = given("plant", "closed_tank", "closed_tank_plus_grey")
WAS_SANITARY = all_of(
    given_earlier(_APP, "water_kind", "wc_and_grey", "grey_only"),
    Not(given_earlier(_APP, "application_kind", "change_of_owner_only")),
)
WAS_SEPARATED = given_earlier(_APP, "water_kind", "oil", "grease")
WAS_MINI = given_earlier(_APP, "plant", "mini_plant")
WAS_TANKED = given_earlier(_APP, "plant", "closed_tank", "closed_tank_plus_grey")
WAS_OILY, WAS_CHAPTER_13 = given_earlier(_APP, "water_kind", "oil"), given_earlier(_APP, "regime", "ch13")
WAS_SAMPLED = any_of(WAS_OILY, WAS_CHAPTER_13)
WAS_BUILT = Not(given_earlier(_APP, "application_kind", "change_of_owner_only"))
