"""Work notification: when it begins, who is there, and the order of tapping and shut-off."""

from __future__ import annotations

from dataclasses import replace

from models.text import _
from workflows.declare import Step
from workflows.private_work.choices import WAS_OUTDOORS
from workflows.shared.tapping import Order
from workflows.shared.tapping import Start as CommonStart

__all__ = ["Order", "Start"]


class Start(Step):
    """Start and people."""

    title = _("Start")
    section = _("The work")

    start_date = CommonStart.start_date
    site_contact = CommonStart.site_contact
    site_phone = CommonStart.site_phone
    trench_foreman = replace(CommonStart.trench_foreman, required=WAS_OUTDOORS, applies_if=WAS_OUTDOORS)
    survey_appointment = replace(CommonStart.survey_appointment, applies_if=WAS_OUTDOORS)
    remarks = CommonStart.remarks
