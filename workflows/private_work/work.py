"""Work notification: when it begins, who is there, and the order of tapping and shut-off."""

from __future__ import annotations

from dataclasses import replace

from models.text import _
from workflows.declare import Step
from workflows.private_work.choices import WAS_OUTDOORS
from workflows.shared.tapping import Order as CommonOrder
from workflows.shared.tapping import Start as CommonStart
from workflows.shared.tapping import comes_too_late

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


class Order(Step):
    """What the owner of the network does, ordered in time."""

    key = "order"
    title = CommonOrder.title
    section = CommonOrder.section

    tapping_ordered = CommonOrder.tapping_ordered
    tapping_date = replace(CommonOrder.tapping_date, unfit=comes_too_late("tapping_date"))
    tapping_time_window = CommonOrder.tapping_time_window
    tapping_dimension_mm = CommonOrder.tapping_dimension_mm
    shut_off_needed = CommonOrder.shut_off_needed
    shut_off_date = replace(CommonOrder.shut_off_date, unfit=comes_too_late("shut_off_date"))
    affected_subscribers = CommonOrder.affected_subscribers
    warning_given = CommonOrder.warning_given
    revised_plan = CommonOrder.revised_plan
