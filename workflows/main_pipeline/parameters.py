"""Local rules of the main-pipeline workflow at their defaults. Source: domain README section 13 and 4-main-pipeline."""

from __future__ import annotations

from models.text import _
from workflows.declare import RuleParameter
from workflows.main_pipeline.sources import BERGEN, BODO_START, FINAL_DOCUMENTS, LEAST_DIMENSION, STAVANGER
from workflows.main_pipeline.takeover import TAKEOVER_WEEKS
from workflows.shared.after import INSPECTION_MONTHS
from workflows.shared.parameters import BACKFILL_CONFIRMATION, SHARED_PARAMETERS
from workflows.shared.sources import ASSUMED

PARAMETERS = (
    *SHARED_PARAMETERS,
    BACKFILL_CONFIRMATION,
    RuleParameter("handling_time_main_weeks", 4, _("Time to handle a plan for mains"), BERGEN, "weeks"),
    RuleParameter("main_start_notice_days", 14, _("Notice before mains are begun"), BODO_START, "days"),
    RuleParameter("pressure_test_notice_days", 14, _("Notice before tests"), STAVANGER, "days"),
    RuleParameter("independent_tester", False, _("Tests must be done by an independent company"), ASSUMED, choices=(False, True)),
    RuleParameter("main_least_mm", 100, _("Least inner diameter of water mains without fire water"), LEAST_DIMENSION, "mm"),
    RuleParameter("main_least_fire_mm", 150, _("Least inner diameter of water mains with fire water"), LEAST_DIMENSION, "mm"),
    RuleParameter("fire_water_small_ls", 20, _("Fire water for small houses"), ASSUMED, "l/s"),
    RuleParameter("fire_water_ls", 50, _("Fire water elsewhere"), ASSUMED, "l/s"),
    RuleParameter("tightness_method", "LC", _("Method demanded for tightness tests"), ASSUMED, choices=("", "LA", "LB", "LC", "LD", "W")),
    RuleParameter(
        "tightness_renewed_exempt", False, _("Renewed pipes with branches need no tightness test"), ASSUMED, choices=(False, True)
    ),
    RuleParameter("cctv_worst_grade", 1, _("Worst grade accepted in pipe inspection"), ASSUMED),
    RuleParameter("survey_xy_tolerance_m", "0.10", _("Accuracy of surveys in plane"), ASSUMED, "m"),
    RuleParameter("survey_max_spacing_curve_m", 10, _("Longest way between surveyed points in a curve"), FINAL_DOCUMENTS, "m"),
    RuleParameter("as_built_length_deviation_pct", 10, _("How much a surveyed pipe may differ from the drawing"), ASSUMED, "%"),
    RuleParameter("guarantee_years_main", 5, _("Guarantee for mains"), ASSUMED, "years"),
    TAKEOVER_WEEKS,
    INSPECTION_MONTHS,
    RuleParameter("final_report_days_main", 56, _("Time to send final documentation of mains"), ASSUMED, "days"),
    RuleParameter("fee_main_pipeline", 0, _("Fee for handling a plan for mains"), ASSUMED, "øre"),
)
