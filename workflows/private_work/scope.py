"""Application: where in the system the work is, why and how; and the order it answers."""

from __future__ import annotations

from models.base import Phase
from models.document import FileKind
from models.text import _
from workflows.conditions import all_of, any_of, given
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Step, missing, question, requirement, slot
from workflows.fields import ChoiceKind, DateKind, MultiKind, TextKind
from workflows.private_work.choices import BY_ORDER, CAUSES, EXEMPT_KINDS, METHODS, PLACES, SYSTEMS
from workflows.reading import Reading
from workflows.shared.pipe_sources import BERGEN, ORDERS
from workflows.shared.sources import ASSUMED, FORMS


class Scope(Step):
    """Where and how."""

    title = _("Where and how")
    section = _("The work")

    where_in_system = question(
        MultiKind(PLACES),
        _("Where"),
        required=True,
        ask=_("Tick where in the system the work is."),
        how=_("Tick all places where something is changed."),
        source=BERGEN,
    )
    systems = question(
        MultiKind(SYSTEMS),
        _("Systems"),
        required=True,
        ask=_("Tick which pipes the work concerns."),
        how=_("Tick all that are touched."),
        source=BERGEN,
    )
    cause = question(
        ChoiceKind(CAUSES),
        _("Cause"),
        required=given("kind", "repair_leak", "replace"),
        ask=_("Choose the cause."),
        how=_("Choose the order when the municipality has demanded the work."),
        applies_if=given("kind", "repair_leak", *EXEMPT_KINDS),
        source=FORMS,
    )
    method = question(
        ChoiceKind(METHODS),
        _("Method"),
        required=True,
        ask=_("Choose the method."),
        how=_("The one used for most of the work."),
        source=FORMS,
    )
    order_ref = question(
        TextKind(0, 100),
        _("The order's reference"),
        ask=_("Write the number of the order."),
        how=_("It stands on the municipality's letter."),
        applies_if=BY_ORDER,
        governed_by="PRIV-06",
        source=ORDERS,
    )
    order_date = question(DateKind(not_after_today=True), _("Date of the order"), applies_if=BY_ORDER, source=ORDERS)
    order_deadline = question(DateKind(), _("The order must be met by"), applies_if=BY_ORDER, source=ORDERS)
    order_letter = slot(
        (FileKind.PDF,),
        _("The order"),
        required=given("kind", "ordered"),
        at_most=2,
        ask=_("Upload the municipality's order."),
        how=_("The letter as PDF."),
        applies_if=BY_ORDER,
        source=ORDERS,
    )

    @requirement(
        "PRIV-06",
        level=NEEDED,
        at="order_ref",
        what=_("The order's reference is missing."),
        how=_("Write the number on the municipality's letter."),
        source=ORDERS,
        applies_if=any_of(given("kind", "ordered"), all_of(given("kind", "separate", "septic_off"), given("cause", "order"))),
    )
    def order_is_referred_to(reading: Reading) -> Outcome:
        """Work that the municipality has demanded names the demand."""
        return () if reading.value("order_ref") else missing()

    @requirement(
        "PRIV-07",
        level=RECOMMENDED,
        at="order_deadline",
        what=_("The order ends {deadline}."),
        how=_("Ask for more time, or plan earlier."),
        source=ASSUMED,
    )
    def plan_meets_the_order(reading: Reading) -> Outcome:
        """The work is planned to be finished before the order's last day."""
        deadline, end = reading.value("order_deadline"), reading.value("planned_end")
        if deadline is None or end is None:
            return NOT_APPLICABLE
        return missing(deadline=deadline) if end > deadline else ()


@requirement(
    "PRIV-07",
    level=RECOMMENDED,
    at="completed",
    what=_("The order ends {deadline}."),
    how=_("Ask for more time, or plan earlier."),
    source=ASSUMED,
)
def work_met_the_order(reading: Reading) -> Outcome:
    """The work was finished before the order's last day."""
    deadline, completed = reading.earlier_value(Phase.APPLICATION, "order_deadline"), reading.value("completed")
    if deadline is None or completed is None:
        return NOT_APPLICABLE
    return missing(deadline=deadline) if completed > deadline else ()
