"""Local rules of the discharge workflow at their defaults. Source: domain README section 13 and 5-discharge."""

from __future__ import annotations

from models.text import _
from workflows.declare import RuleParameter
from workflows.discharge.after import PARAMETERS_AFTER
from workflows.discharge.sources import HUSTADVIKA, OIL_FORM, OIL_LIMIT
from workflows.shared.parameters import SHARED_PARAMETERS
from workflows.shared.sources import ASSUMED

PARAMETERS = (
    *SHARED_PARAMETERS,
    RuleParameter("handling_time_discharge_weeks", 6, _("Time to handle a discharge application"), ASSUMED, "weeks"),
    RuleParameter("final_report_days_discharge", 28, _("Days from completion to the completion report"), ASSUMED, "days"),
    RuleParameter("treatment_by_local_regulation", False, _("A local regulation replaces the standard treatment requirements"), ASSUMED,
                  choices=(False, True)),
    RuleParameter("contracts_may_follow", False, _("Signed agreements may follow after the application"), OIL_FORM, choices=(False, True)),
    RuleParameter("pe_tolerance_pct", 10, _("How much typed pe may differ from the rule"), ASSUMED, "%"),
    RuleParameter("substantial_increase_pct", 25, _("Increase from which a discharge needs a new permit"), HUSTADVIKA, "%"),
    RuleParameter("well_distance_m", 50, _("Least distance to a drinking-water well"), ASSUMED, "m"),
    RuleParameter("boundary_distance_m", 4, _("Least distance to the boundary"), ASSUMED, "m"),
    RuleParameter("closed_tank_min_m3", 6, _("Least volume of a closed tank"), ASSUMED, "m³"),
    RuleParameter("emptying_road_m", 30, _("Greatest distance from a road for the emptying truck"), ASSUMED, "m"),
    RuleParameter("oil_limit_mg_l", 50, _("Highest oil content"), OIL_LIMIT, "mg/l"),
    RuleParameter("grease_emptyings_min", 4, _("Least number of emptyings of a grease separator in a year"), OIL_FORM),
    RuleParameter("build_photos_min", 4, _("Photos of the open plant"), ASSUMED),
    RuleParameter("outlet_deviation_m", 2, _("How far the outlet may lie from the approved place"), ASSUMED, "m"),
    *PARAMETERS_AFTER,
    RuleParameter("fee_discharge", 0, _("Fee for a discharge application"), ASSUMED, "øre"),
)  # fmt: skip
