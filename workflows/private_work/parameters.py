"""Local rules of the private-work workflow at their defaults. Source: domain README section 13 and 2-private-work."""

from __future__ import annotations

from models.text import _
from workflows.declare import RuleParameter
from workflows.shared.parameters import BACKFILL_CONFIRMATION, SHARED_PARAMETERS
from workflows.shared.pipe_sources import BERGEN, CHANGED_UNITS, PUBLIC_PIPES
from workflows.shared.sources import ASSUMED

PARAMETERS = (
    *SHARED_PARAMETERS,
    BACKFILL_CONFIRMATION,
    RuleParameter("handling_time_connection_weeks", 3, _("Time to handle an application"), BERGEN, "weeks"),
    RuleParameter("notice_call_in_working_days", 5, _("Days in which a notice may be called in for approval"), ASSUMED, "working_days"),
    RuleParameter("final_report_days_connection", 14, _("Days from finished work to the final report"), CHANGED_UNITS, "days"),
    RuleParameter("tapping_notice_working_days", 3, _("Notice before tapping or shut-off"), PUBLIC_PIPES, "working_days"),
    RuleParameter("urgent_report_working_days", 1, _("Time to report urgent work that is done"), ASSUMED, "working_days"),
    RuleParameter("urgent_start_days", 2, _("How far ahead urgent work may be planned"), ASSUMED, "days"),
    RuleParameter("test_free_length_m", 3, _("Repairs shorter than this need no test"), ASSUMED, "m"),
    RuleParameter("as_built_length_deviation_pct", 10, _("How much a length may differ from the approved"), ASSUMED, "%"),
    RuleParameter("fee_private_work", 0, _("Fee for handling work on private pipes"), ASSUMED, "øre"),
)
