"""Work notification: when it begins, who is there, and the order of tapping and shut-off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from models.document import FileKind
from models.text import _
from workflows.clocks import Calendar
from workflows.conditions import given
from workflows.declare import DRAWINGS, RECOMMENDED, Step, question, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, PersonKind, PhoneKind, Problem, TextKind, integer, options
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.pipe_sources import PUBLIC_PIPES, SURVEYING
from workflows.shared.sources import ADK, FORMS

WINDOWS = options(("morning", _("Before noon")), ("afternoon", _("After noon")), ("any_time", _("Any time of the day")))
ORDERED = given("tapping_ordered", True)
SHUT_OFF = given("shut_off_needed", True)


def earliest_order(reading: Reading | RowReading) -> date:
    """The first day on which tapping or shut-off can be ordered: the local number of working days after the day of sending."""
    phase = reading.phase if isinstance(reading, RowReading) else reading
    notice = max(0, min(int(number(phase, "tapping_notice_working_days")), 365))
    return Calendar(phase.known.closed_days).add_working_days(phase.sent_on, notice)


def comes_too_late(field: str) -> Callable[[Reading | RowReading], Problem | None]:
    """What is wrong with the day of an order that is nearer than the municipality needs; for orders no numbered check speaks of."""

    def check(reading: Reading | RowReading) -> Problem | None:
        day, earliest = reading.value(field), earliest_order(reading)
        if day is None or day >= earliest:
            return None
        return Problem(_("The order for {date} comes too late.", date=day), _("Choose {earliest} or later.", earliest=earliest))

    return check


class Start(Step):
    """Start and people."""

    title = _("Start")
    section = _("The work")

    start_date = question(
        DateKind(),
        _("Start"),
        required=True,
        ask=_("Give the day the work begins."),
        how=_("The first day on site."),
        source=PUBLIC_PIPES,
    )
    site_contact = question(
        PersonKind(),
        _("Contact on site"),
        required=True,
        ask=_("Choose the contact on site."),
        how=_("A person of your company who is there while the work goes on."),
        source=PUBLIC_PIPES,
    )
    site_phone = question(
        PhoneKind(),
        _("Phone on site"),
        required=True,
        ask=_("Give the phone number on site."),
        how=_("Norwegian phone numbers have eight digits."),
        misread_by="COM-11",
        source=PUBLIC_PIPES,
        example="912 34 567",
    )
    trench_foreman = question(
        PersonKind(),
        _("Trench foreman"),
        required=True,
        ask=_("Choose the trench foreman."),
        how=_("A person with an ADK1 certificate or a pipelayer's trade certificate."),
        source=ADK,
    )
    survey_appointment = question(DateKind(), _("Appointment for the survey"), source=SURVEYING)
    remarks = question(
        TextKind(0, 1_000, long=True), _("Remarks"), hint=_("What the municipality should know before the work begins."), source=FORMS
    )


class Order(Step):
    """What the owner of the network does."""

    key = "order"
    title = _("Tapping and shut-off")
    section = _("The work")

    tapping_ordered = question(
        BooleanKind(),
        _("Tapping is ordered"),
        required=True,
        ask=_("Say whether you order tapping."),
        how=_("Answer yes when the municipality is to open the main."),
        source=PUBLIC_PIPES,
    )
    tapping_date = question(
        DateKind(),
        _("Day of tapping"),
        required=True,
        ask=_("Give the day of tapping."),
        how=_("Order some working days ahead, as the municipality demands."),
        applies_if=ORDERED,
        source=PUBLIC_PIPES,
    )
    tapping_time_window = question(
        ChoiceKind(WINDOWS),
        _("Time of tapping"),
        required=True,
        ask=_("Choose the time of tapping."),
        how=_("Any time is the quickest to get."),
        applies_if=ORDERED,
        source=PUBLIC_PIPES,
    )
    tapping_dimension_mm = question(
        integer(16, 1_200, "mm"),
        _("Dimension of the tapping"),
        required=True,
        level=RECOMMENDED,
        ask=_("Give the dimension of the tapping."),
        how=_("In mm, the outer diameter of the pipe that is connected."),
        applies_if=ORDERED,
        source=PUBLIC_PIPES,
    )
    shut_off_needed = question(
        BooleanKind(),
        _("Shut-off is ordered"),
        required=True,
        ask=_("Say whether water must be shut off."),
        how=_("Answer yes when others than the owner lose water."),
        source=PUBLIC_PIPES,
    )
    shut_off_date = question(
        DateKind(),
        _("Day of shut-off"),
        required=True,
        ask=_("Give the day of shut-off."),
        how=_("Order some working days ahead, as the municipality demands."),
        applies_if=SHUT_OFF,
        source=PUBLIC_PIPES,
    )
    affected_subscribers = question(
        integer(0, 100_000),
        _("Subscribers who lose water"),
        required=True,
        ask=_("Give how many subscribers lose water."),
        how=_("A good estimate is enough."),
        applies_if=SHUT_OFF,
        source=PUBLIC_PIPES,
    )
    warning_given = question(
        BooleanKind(),
        _("Those who lose water are told"),
        required=True,
        ask=_("Say whether those who lose water are told."),
        how=_("The municipality tells how it is done there."),
        applies_if=SHUT_OFF,
        source=PUBLIC_PIPES,
    )
    revised_plan = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("Changed plan"),
        at_least=0,
        at_most=3,
        hint=_("Only when route, dimension or place became another than approved."),
        source=PUBLIC_PIPES,
    )
