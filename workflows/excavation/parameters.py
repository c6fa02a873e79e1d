"""Local rules of the excavation workflow at their defaults. Source: domain README section 13 and 6-excavation."""

from __future__ import annotations

from models.text import _
from workflows.declare import RuleParameter
from workflows.excavation.sources import COMPLETION, COORDINATION, ENEBAKK, HANDLING, SUNNFJORD
from workflows.shared.after import INSPECTION_MONTHS
from workflows.shared.parameters import BACKFILL_CONFIRMATION, SHARED_PARAMETERS
from workflows.shared.sources import ASSUMED

PARAMETERS = (
    *SHARED_PARAMETERS,
    BACKFILL_CONFIRMATION,
    RuleParameter("handling_time_excavation_working_days", 15, _("Time to handle a digging application"), HANDLING, "working_days"),
    RuleParameter(
        "final_report_excavation_working_days", 10, _("Working days from the end of the work to the completion report"), SUNNFJORD,
        "working_days",
    ),
    RuleParameter("urgent_report_working_days", 1, _("Working days to report urgent work"), ASSUMED, "working_days"),
    RuleParameter("embargo_from", "11-01", _("Winter stop for digging, first day"), ASSUMED, "month-day"),
    RuleParameter("embargo_to", "04-15", _("Winter stop for digging, last day"), ASSUMED, "month-day"),
    RuleParameter("new_asphalt_protection_years", 3, _("Years new asphalt is protected"), ASSUMED, "years"),
    INSPECTION_MONTHS,
    RuleParameter("guarantee_years_excavation", 3, _("Guarantee time for the surface"), COMPLETION, "years"),
    RuleParameter("photo_interval_m", 25, _("Metres of trench for each photo"), COMPLETION, "m"),
    RuleParameter("coordination_required_from_m", 40, _("Length from which a plan permit is needed"), COORDINATION, "m"),
    RuleParameter("deep_trench_m", 2.0, _("Depth from which a trench needs a safety plan"), ASSUMED, "m"),
    RuleParameter("tree_distance_m", 2.0, _("Nearest a tree may stand without care"), ASSUMED, "m"),
    RuleParameter("cut_back_m", 0.5, _("How far beyond the trench asphalt is cut"), ASSUMED, "m"),
    RuleParameter("cut_back_crossing_m", 0.5, _("How far beyond the trench asphalt is cut where a road is crossed"), ASSUMED, "m"),
    RuleParameter("extension_months", 6, _("Longest time of a permit with its extensions"), ENEBAKK, "months"),
    RuleParameter("area_growth_pct", 20, _("How much the area may grow"), ASSUMED, "%"),
    RuleParameter("fee_excavation", 0, _("Fee for a digging application"), ASSUMED, "øre"),
    RuleParameter("fee_wear_m2", 0, _("Wear fee for each m²"), ASSUMED, "øre"),
    RuleParameter("fee_unlawful_start", 0, _("Fee for starting without a valid permit"), ENEBAKK, "øre"),
    RuleParameter("fee_rent_m2_day", 0, _("Rent for each m² and day"), ASSUMED, "øre"),
)  # fmt: skip
