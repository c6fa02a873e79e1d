"""Local rules of the water-meter workflow at their defaults. Source: domain README section 13 and 3-water-meter."""

from __future__ import annotations

from models.text import _
from workflows.declare import RuleParameter
from workflows.shared.parameters import SHARED_PARAMETERS
from workflows.shared.sources import ASSUMED, TEK17
from workflows.water_meter.sources import INSTALLATION, ORDERING, REQUISITION

PARAMETERS = (
    *SHARED_PARAMETERS,
    RuleParameter("handling_time_meter_working_days", 1, _("Time to handle an order"), REQUISITION, "working_days"),
    RuleParameter("handling_time_meter_final_working_days", 10, _("Time to handle a final report"), ASSUMED, "working_days"),
    RuleParameter("final_report_days_meter", 7, _("Days from mounting to the final report"), INSTALLATION, "days"),
    RuleParameter("meters_supplied_by", "municipality", _("Who supplies the meters"), ASSUMED, choices=("municipality", "plumber")),
    RuleParameter("sealing_by", "plumber", _("Who seals the meters"), ASSUMED, choices=("plumber", "municipality")),
    RuleParameter("meter_standard_dn", 20, _("Nominal size of the standard meter"), ORDERING, "mm"),
    RuleParameter("meter_standard_q3", 2.5, _("Permanent flow of the standard meter"), ORDERING, "m³/h"),
    RuleParameter("meter_design_flow_from_units", 5, _("Dwelling units from which the design flow is needed"), ORDERING),
    RuleParameter("meter_photos_min", 3, _("Photos of each mounted meter"), INSTALLATION),
    RuleParameter("meter_photo_days", 14, _("Days between mounting and photo"), ASSUMED, "days"),
    RuleParameter("meter_photo_distance_m", 200, _("How far from the property a photo may be taken"), ASSUMED, "m"),
    RuleParameter("meter_yearly_use_m3", 500, _("Largest normal use of a dwelling unit in a year"), ASSUMED, "m³"),
    RuleParameter("meter_years_between_readings", 10, _("Years of use an old reading may lie above the last known"), ASSUMED, "years"),
    RuleParameter("meter_new_reading_max_m3", 10, _("Largest reading of a new meter"), ASSUMED, "m³"),
    RuleParameter("meter_max_age_years", 5, _("Greatest age of a new meter"), ASSUMED, "years"),
    RuleParameter("meter_strainer_demanded", False, _("A strainer is demanded before the meter"), ASSUMED, choices=(False, True)),
    RuleParameter("max_pressure_without_reducer_bar", 6.0, _("Highest pressure without a reducing valve"), TEK17, "bar"),
    RuleParameter("backflow_category_business", 3, _("Lowest backflow category for business and farms"), ASSUMED),
    RuleParameter("backflow_category_sprinkler", 4, _("Lowest backflow category with sprinklers"), ASSUMED),
    RuleParameter("fee_meter_rent_year", 0, _("Rent of a meter for a year"), ASSUMED, "øre"),
)
