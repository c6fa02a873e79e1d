"""Choices of the excavation workflow, and what follows from them as conditions. Source: domain 6-excavation."""

from __future__ import annotations

from models.base import Phase
from models.text import _
from workflows.conditions import Not, all_of, any_of, given, given_earlier
from workflows.fields import options

APP = Phase.APPLICATION
KINDS = options(
    ("dig", _("Digging")),
    ("work_only", _("Work on or by the road without digging")),
    ("area_use", _("Use of ground: container, scaffold, crane, site huts")),
    ("urgent", _("Urgent digging")),
    ("extension", _("Extension of a permit")),
)
PURPOSES = options(
    ("water", _("Water")), ("sewage", _("Wastewater")), ("storm", _("Stormwater")), ("district_heat", _("District heating")),
    ("power", _("Power")), ("telecom", _("Telecom")), ("fibre", _("Fibre")), ("gas", _("Gas")), ("drainage", _("Drainage")),
    ("foundation", _("Foundation")), ("survey", _("Ground survey")), ("trees", _("Trees")), ("other", _("Other")),
)  # fmt: skip
ROAD_OWNERS = options(
    ("municipal", _("The municipality")), ("county", _("The county")), ("state", _("The state")), ("private", _("Private"))
)
GROUNDS = options(
    ("carriageway", _("Carriageway")), ("pavement", _("Pavement")), ("cycle", _("Cycle path")), ("verge", _("Verge")),
    ("ditch", _("Ditch")), ("parking", _("Parking place")), ("park", _("Park")), ("square", _("Square")), ("private", _("Private ground")),
    ("other_municipal", _("Other municipal ground")),
)  # fmt: skip
SURFACES = options(
    ("asphalt", _("Asphalt")), ("gravel", _("Gravel")), ("stone", _("Paving stone")), ("slabs", _("Slabs")), ("concrete", _("Concrete")),
    ("grass", _("Grass")),
)  # fmt: skip
METHODS = options(("open", _("Open trench")), ("drilling", _("Drilling")), ("pressing", _("Pressing")), ("microtrench", _("Microtrench")))
SIDES = options(("left", _("Left")), ("right", _("Right")), ("both", _("Both")), ("middle", _("In the middle")))
OUTCOMES = options(("clear", _("Clear")), ("map", _("Map sent")), ("detection", _("Detection in the field")))
CONSENTING = options(
    ("power", _("Power")), ("telecom", _("Telecom")), ("municipal_water", _("Municipal water and sewage")),
    ("district_heat", _("District heating")), ("lighting", _("Street lighting")),
)  # fmt: skip
EFFECTS = options(
    ("none", _("No effect")), ("narrowed", _("Narrowed")), ("one_lane", _("One lane")), ("closed", _("Closed")),
    ("pavement_closed", _("Pavement closed")), ("detour", _("Detour")),
)  # fmt: skip
SIGNS = options(("standard_plan", _("Standard plan")), ("own_plan", _("Own plan")))
POLLUTION = options(("no", _("No")), ("suspected", _("Suspected")), ("known", _("Known")))

DIGS = given("kind", "dig", "urgent")
URGENT = given("kind", "urgent")
AREA_USE = given("kind", "area_use")
EXTENSION = given("kind", "extension")
OPEN = all_of(DIGS, given("method", "open"))
TRAFFIC = any_of(
    given("traffic_effect", "narrowed", "one_lane", "closed", "pavement_closed", "detour"),
    given("ground", "carriageway", "pavement", "cycle"),
)
CLOSED = given("traffic_effect", "closed")
LED_ROUND = given("traffic_effect", "closed", "detour")
WALKERS = any_of(given("traffic_effect", "pavement_closed"), given("school_route", True), given("ground", "pavement"))
POLLUTED = given("polluted_ground", "suspected", "known")
DEEP = all_of(DIGS, given("depth_m"))

WAS_DUG = given_earlier(APP, "kind", "dig", "urgent")
WAS_AREA_USE = given_earlier(APP, "kind", "area_use")
WAS_URGENT = given_earlier(APP, "kind", "urgent")
WAS_WARNED = any_of(
    given_earlier(APP, "traffic_effect", "narrowed", "one_lane", "closed", "pavement_closed", "detour"),
    given_earlier(APP, "ground", "carriageway", "pavement", "cycle"),
)
WAS_UNLAWFUL = given_earlier(Phase.WORK, "unlawful_start", True)
WAS_POLLUTED = given_earlier(APP, "polluted_ground", "suspected", "known")
NOT_EXTENDED = Not(EXTENSION)
