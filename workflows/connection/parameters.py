"""Local rules of the connection workflow at their defaults. Source: domain README section 13 and 1-connection."""

from __future__ import annotations

from models.text import _
from workflows.connection.sources import GRIMSTAD
from workflows.declare import RuleParameter
from workflows.shared.parameters import BACKFILL_CONFIRMATION, SHARED_PARAMETERS
from workflows.shared.pipe_sources import BERGEN, CHANGED_UNITS, PUBLIC_PIPES, STORMWATER, SURVEYING
from workflows.shared.sources import ASSUMED, DRAWN_PLACE, TEK17

PARAMETERS = (
    *SHARED_PARAMETERS,
    BACKFILL_CONFIRMATION,
    RuleParameter("handling_time_connection_weeks", 3, _("Time to handle an application"), BERGEN, "weeks"),
    RuleParameter("final_report_days_connection", 14, _("Days from finished work to the final report"), CHANGED_UNITS, "days"),
    RuleParameter("tapping_notice_working_days", 3, _("Notice before tapping or shut-off"), PUBLIC_PIPES, "working_days"),
    RuleParameter("lowest_drain_min_height_m", 0.9, _("Least height of the lowest drain above the public pipe"), STORMWATER, "m"),
    RuleParameter("min_water_service_od_mm", 32, _("Least diameter of a new water pipe"), GRIMSTAD, "mm"),
    RuleParameter("max_pressure_without_reducer_bar", 6, _("Highest pressure without a reducing valve"), TEK17, "bar"),
    RuleParameter("survey_max_spacing_straight_m", 20, _("Longest way between surveyed points on a straight pipe"), SURVEYING, "m"),
    RuleParameter("survey_max_spacing_curve_m", 5, _("Longest way between surveyed points in a curve"), SURVEYING, "m"),
    RuleParameter("as_built_length_deviation_pct", 10, _("How much a length may differ from the approved"), ASSUMED, "%"),
    RuleParameter("connection_deviation_m", 2, _("How far the connection point may lie from the approved place"), DRAWN_PLACE, "m"),
    RuleParameter("meters_demanded", False, _("Every connection to water must have a meter"), ASSUMED, choices=(False, True)),
    RuleParameter("connection_fee_first", True, _("The connection fee is paid before tapping"), PUBLIC_PIPES, choices=(False, True)),
    RuleParameter("fee_connection_water", 0, _("Connection fee for water"), ASSUMED, "øre"),
    RuleParameter("fee_connection_wastewater", 0, _("Connection fee for wastewater"), ASSUMED, "øre"),
)
