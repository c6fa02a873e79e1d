"""Both clocks of a case, the same piece with the same words on both sides' pages. Source: product.md idea 3."""

from __future__ import annotations

from typing import Any

from models.base import Status
from models.text import Text, _, _n
from ui.components.base import View, html
from ui.site import TEMPLATES
from workflows.casework.views import Head


class ClockBox(View):
    """How many working days each side has used, whose clock runs, and why."""

    template = html("clock-box", TEMPLATES)

    def show(self, head: Head) -> None:
        """The clocks as they are now."""
        self.change(**clock_data(head))


def clock_box(head: Head) -> ClockBox:
    """Both clocks; nothing where the case was never sent."""
    return ClockBox({**clock_data(head), "title": _("How the deadline is worked out")})


def clock_data(head: Head) -> dict[str, Any]:
    """What both sides are shown, which depends on the case and on nothing of who reads it."""
    clock = head.clock
    if not clock.explanation:
        return {"clocks": [], "lines": [], "provisional": None}
    runs = _("runs")
    clocks = [
        {"label": head.municipality, "days": _days(clock.municipality_days), "running": clock.running_for == "municipality"},
        {"label": head.company, "days": _days(clock.contractor_days), "running": clock.running_for == "contractor"},
    ]
    provisional = clock.is_provisional and clock.due
    said = _("If it is answered today, the municipality's answer is due {day}.", day=clock.due) if provisional else None
    return {
        "clocks": [one | {"state": runs if one["running"] else None} for one in clocks],
        "lines": list(clock.explanation),
        "provisional": said,
    }


def due_words(head: Head) -> Text:
    """The day whoever has the ball must act by, in the same words for both sides."""
    if head.status == Status.PAUSED and head.due:
        return _("Answers by {day}", day=head.due)
    if head.clock.is_provisional and head.clock.due:
        return _("{day}, if it is answered today", day=head.clock.due)
    return _("{day}", day=head.due) if head.due else _("No deadline")


def _days(days: int) -> Text:
    return _n("{n} working day", "{n} working days", days)
