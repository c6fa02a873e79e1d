"""Choices of the main-pipeline workflow, and what rows of pipes are, as conditions. Source: domain 4-main-pipeline."""

from __future__ import annotations

from models.base import Phase
from models.text import _, verbatim
from workflows.conditions import RowsAtLeast, any_of, given
from workflows.fields import options

APP = Phase.APPLICATION
PRESSURE_SYSTEMS = ("VL", "SPP", "OVP")
GRAVITY_SYSTEMS = ("SP", "OV", "AF")
TESTED_SYSTEMS = ("VL", "SPP")
"""Pressure pipes that are tested before takeover."""

SYSTEMS = options(
    ("VL", _("Water (VL)")),
    ("SP", _("Wastewater (SP)")),
    ("OV", _("Stormwater (OV)")),
    ("AF", _("Combined (AF)")),
    ("SPP", _("Pumped wastewater (SPP)")),
    ("OVP", _("Pumped stormwater (OVP)")),
)
MATERIALS = options(
    ("DI", _("Ductile iron")),
    ("PE100", verbatim("PE100")),
    ("PE100RC", verbatim("PE100RC")),
    ("PVC", verbatim("PVC")),
    ("PP", verbatim("PP")),
    ("CONCRETE", _("Concrete")),
    ("GRP", verbatim("GRP")),
)
MANHOLE_KINDS = options(
    ("VK", _("Water manhole")),
    ("SK", _("Foul manhole")),
    ("OK", _("Storm manhole")),
    ("FK", _("Joint manhole")),
    ("sand_trap", _("Sand trap")),
    ("overflow", _("Overflow")),
    ("pump", _("Pump manhole")),
    ("hydrant", _("Hydrant")),
    ("separator", _("Separator")),
)
TIGHT_MANHOLES = ("SK", "OK", "FK", "overflow")
"""Manholes that carry wastewater or stormwater by gravity."""

FITTING_KINDS = options(
    ("valve", _("Valve")),
    ("hydrant", _("Hydrant")),
    ("air_valve", _("Air valve")),
    ("reducer", _("Pressure reducer")),
    ("pump_station", _("Pumping station")),
    ("detention", _("Detention basin")),
    ("outlet", _("Outlet")),
)
STATIONS = ("pump_station", "detention")
RESULTS = options(("pass", _("Passed")), ("fail", _("Not passed")))

GRAVITY = given("system", *GRAVITY_SYSTEMS)
DETAILED = given("stage", "detailed_plan")
HAS_WATER = RowsAtLeast("pipes", 1, given("system", "VL"))
HAS_STORM = RowsAtLeast("pipes", 1, given("system", "OV", "OVP"))
HAS_MANHOLES = RowsAtLeast("manholes", 1)
HAS_HYDRANTS = any_of(
    RowsAtLeast("fittings", 1, given("fitting_kind", "hydrant")), RowsAtLeast("manholes", 1, given("kind", "hydrant"))
)  # fmt: skip

GRAVITY_BUILT = given("system_built", *GRAVITY_SYSTEMS)
BUILT_WATER = RowsAtLeast("pipes_built", 1, given("system_built", "VL"))
BUILT_PRESSURE = RowsAtLeast("pipes_built", 1, given("system_built", *TESTED_SYSTEMS))
BUILT_GRAVITY = RowsAtLeast("pipes_built", 1, GRAVITY_BUILT)
BUILT_STATION = RowsAtLeast("fittings_built", 1, given("fitting_kind", *STATIONS))
