"""Application: what is done, how urgent it is, and when."""

from __future__ import annotations

from datetime import timedelta

from models.text import _
from workflows.clocks import Calendar
from workflows.conditions import given
from workflows.declare import BLOCKS, NEEDED, NOT_APPLICABLE, RECOMMENDED, Outcome, Step, doubtful, missing, question, requirement
from workflows.fields import BooleanKind, ChoiceKind, DateKind
from workflows.private_work.choices import KINDS
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.pipe_sources import BERGEN
from workflows.shared.questions import DESCRIPTION, PLANNED_END, PLANNED_START
from workflows.shared.sources import ASSUMED

URGENT = given("urgent", True)


class Job(Step):
    """The kind of work decides which questions follow."""

    title = _("The job")
    section = _("The work")

    kind = question(
        ChoiceKind(KINDS),
        _("Kind of work"),
        required=True,
        level=BLOCKS,
        ask=_("Choose what is to be done."),
        how=_("The choice decides which questions follow."),
        source=BERGEN,
    )
    urgent = question(
        BooleanKind(),
        _("Urgent: water is escaping or sewage is blocked"),
        required=given("kind", "repair_leak"),
        ask=_("Say whether it is urgent."),
        how=_("Urgent repairs may begin at once and are reported afterwards."),
        source=BERGEN,
    )
    work_is_done = question(
        BooleanKind(),
        _("The urgent work is already done"),
        required=True,
        ask=_("Say whether the urgent work is done."),
        how=_("Answer no when it is still going on."),
        applies_if=URGENT,
        source=BERGEN,
    )
    work_done_date = question(
        DateKind(not_after_today=True),
        _("Already done on"),
        required=True,
        ask=_("Give the day the urgent work was done."),
        how=_("The day the leak or blockage was mended."),
        applies_if=given("work_is_done", True),
        source=BERGEN,
    )
    description = DESCRIPTION
    planned_start = PLANNED_START
    planned_end = PLANNED_END

    @requirement(
        "PRIV-01",
        level=NEEDED,
        at="urgent",
        what=_("Marked urgent but planned for {date}."),
        how=_("Remove the mark or correct the date."),
        source=ASSUMED,
        applies_if=URGENT,
    )
    def urgent_work_is_soon(reading: Reading) -> Outcome:
        """Only a broken or blocked pipe is urgent, and it is mended within days."""
        start, kind = reading.value("planned_start"), reading.value("kind")
        if kind not in (None, "repair_leak"):
            return missing(instead=_("Marked urgent, but it is not the repair of a pipe."))
        days = min(int(number(reading, "urgent_start_days")), 365)
        return missing(date=start) if start is not None and start > reading.sent_on + timedelta(days=days) else ()

    @requirement(
        "PRIV-02",
        level=RECOMMENDED,
        at="work_done_date",
        what=_("Urgent work on {date} is reported late."),
        how=_("Tell briefly why."),
        source=ASSUMED,
        applies_if=given("work_is_done", True),
    )
    def urgent_work_is_reported_at_once(reading: Reading) -> Outcome:
        """Urgent work that is done is reported within the local number of working days."""
        done = reading.value("work_done_date")
        if done is None:
            return NOT_APPLICABLE
        calendar = Calendar(reading.known.closed_days)
        days = max(0, min(int(number(reading, "urgent_report_working_days")), 365))
        return doubtful(date=done) if reading.first_sent_on > calendar.add_working_days(done, days) else ()
