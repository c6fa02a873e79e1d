"""Work notification: start, people, and the order of tapping and shut-off."""

from __future__ import annotations

from dataclasses import replace

from models.text import _
from workflows.conditions import Parameter, all_of, given
from workflows.connection.choices import WAS_OUTDOORS, WAS_PERMIT
from workflows.declare import NEEDED, NOT_APPLICABLE, Outcome, Step, missing, question, requirement
from workflows.fields import BooleanKind, DateKind, TextKind
from workflows.kinds import OrganisationKind
from workflows.reading import Reading
from workflows.shared.pipe_sources import PUBLIC_PIPES
from workflows.shared.tapping import Order as CommonOrder
from workflows.shared.tapping import Start as CommonStart
from workflows.shared.tapping import earliest_order


class Start(Step):
    """Start and people."""

    title = _("Start")
    section = _("The work")

    start_date = CommonStart.start_date
    site_contact = CommonStart.site_contact
    site_phone = CommonStart.site_phone
    executing_company = question(
        OrganisationKind(), _("Executing company"), required=True, ask=_("Give the executing company."),
        how=_("Its organisation number, nine digits."), source=PUBLIC_PIPES, example="910 000 004",
    )  # fmt: skip
    trench_foreman = replace(CommonStart.trench_foreman, required=WAS_OUTDOORS, applies_if=WAS_OUTDOORS)
    start_permit_ref = question(
        TextKind(0, 60), _("Start permit"), ask=_("Write the number of the start permit."), how=_("It stands on the permit."),
        applies_if=WAS_PERMIT, governed_by="CONN-31", source=PUBLIC_PIPES,
    )  # fmt: skip
    start_permit_date = question(
        DateKind(not_after_today=True), _("Date of the start permit"), ask=_("Give the date of the start permit."),
        how=_("It stands on the permit."), applies_if=WAS_PERMIT, governed_by="CONN-31", source=PUBLIC_PIPES,
    )  # fmt: skip
    survey_appointment = replace(CommonStart.survey_appointment, applies_if=WAS_OUTDOORS)
    remarks = CommonStart.remarks

    @requirement(
        "CONN-31", level=NEEDED, at="start_permit_ref", what=_("The start permit is missing."), how=_("Write its number and date."),
        source=PUBLIC_PIPES, applies_if=WAS_PERMIT,
    )  # fmt: skip
    def start_is_permitted(reading: Reading) -> Outcome:
        """Number and date of the start permit."""
        lacking = [at for at in ("start_permit_ref", "start_permit_date") if not reading.value(at)]
        return [missing(at) for at in lacking[:1]]


class Order(Step):
    """What the owner of the network does."""

    title = _("Tapping and shut-off")
    section = _("The work")

    tapping_ordered = CommonOrder.tapping_ordered
    tapping_date = CommonOrder.tapping_date
    tapping_time_window = CommonOrder.tapping_time_window
    tapping_dimension_mm = CommonOrder.tapping_dimension_mm
    shut_off_needed = CommonOrder.shut_off_needed
    shut_off_date = CommonOrder.shut_off_date
    affected_subscribers = CommonOrder.affected_subscribers
    warning_given = CommonOrder.warning_given
    fee_paid = question(
        BooleanKind(), _("The connection fee is paid"), ask=_("Say whether the connection fee is paid."),
        how=_("The owner pays; the receipt shows it."), governed_by="CONN-30", source=PUBLIC_PIPES,
    )  # fmt: skip
    revised_plan = CommonOrder.revised_plan

    @requirement(
        "CONN-22", level=NEEDED, at="tapping_date", what=_("The order for {date} comes too late."), how=_("Choose {earliest} or later."),
        source=PUBLIC_PIPES,
    )  # fmt: skip
    def orders_come_in_time(reading: Reading) -> Outcome:
        """Tapping and shut-off are the local number of working days ahead."""
        days = {at: day for at in ("tapping_date", "shut_off_date") if (day := reading.value(at)) is not None}
        if not days:
            return NOT_APPLICABLE
        earliest = earliest_order(reading)
        return [missing(at, date=day, earliest=earliest) for at, day in days.items() if day < earliest]

    @requirement(
        "CONN-30", level=NEEDED, at="fee_paid", what=_("The connection fee is not paid."),
        how=_("The owner pays first; then the order can be carried out."), source=PUBLIC_PIPES,
        applies_if=all_of(given("tapping_ordered", True), Parameter("connection_fee_first", (True,))),
    )  # fmt: skip
    def fee_is_paid_first(reading: Reading) -> Outcome:
        """Where the municipality demands the fee before tapping."""
        return () if reading.value("fee_paid") else missing()
