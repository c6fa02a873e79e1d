"""`/settings/calendar`: the days on which the municipality is closed besides public holidays, each with its name."""

from __future__ import annotations

from typing import Any

from models.errors import BadInput
from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components.base import Tag, View, html
from ui.site import TEMPLATES
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.municipality import MunicipalityView, change_closed_days, municipality_view
from workflows.closed_days import MOST_DAYS

SPARE_LINES = 3


class ClosedDays(View):
    """A list of days and names that is typed whole and saved once."""

    template = html("closed-days", TEMPLATES)


@portal_page("/settings/calendar", action="see_municipality")
async def calendar_page(visit: Visit) -> None:
    """What holds, and changing it."""
    view: MunicipalityView = await visit.ask(municipality_view)
    lead = _("Working days are Monday to Friday without public holidays and without these days. Every clock counts by them at once.")
    with visitor_frame(visit, title=_("Closed days"), lead=lead, back=(_("Settings"), "/settings")):
        CalendarPage(visit, view).draw()


class CalendarPage:
    """The list as it is typed; nothing holds before it is saved."""

    def __init__(self, visit: Visit, view: MunicipalityView) -> None:
        self.visit, self.view = visit, view
        self.kept = list(view.closed_days)

    def draw(self) -> None:
        """The list, read only for who may not change it."""
        self.box = Tag("div")
        self._show()

    def _show(self) -> None:
        lines = [{"day": one.day.isoformat(), "said": self.visit.speaker.day(one.day), "name": one.name} for one in self.kept]
        data = {"lines": lines, "may": self.view.may_change, "spare": SPARE_LINES, "error": None, "wrong": None, "words": WORDS}
        self.box.clear()
        with self.box:
            self.shown = ClosedDays(data, on_act=self.visit.handler(self.save))

    async def save(self, _name: str, value: Any) -> None:
        """Let the list hold from now on, or say at which line what to mend."""
        lines = value if isinstance(value, list) else []
        typed = [(str(one.get("day", ""))[:40], str(one.get("name", ""))[:200]) for one in lines[: MOST_DAYS + 1] if isinstance(one, dict)]
        try:
            self.kept = list(await self.visit.do(change_closed_days, typed, self.kept))
        except BadInput as error:
            self.shown.change(error=error.text, wrong=error.target)
            return
        self._show()
        self.visit.tell(_("The closed days are saved, and every clock counts by them."), Tone.GREEN)


WORDS = {
    "day": _("Day"), "name": _("Why it is closed, such as “Christmas week”"), "add": _("Add a day"), "remove": _("Remove"),
    "save": _("Save the closed days"),
    "none": _("No closed days are set. Public holidays are known already."), "list": _("Closed days"),
}  # fmt: skip
