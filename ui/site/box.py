"""The box of the work on site, the same on both sides' page of a case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from models.errors import BadInput
from models.text import _
from ui.components.base import Tag, View, html
from ui.site import TEMPLATES
from ui.site.acts import ACTS, DONE, Told, clash_words
from ui.site.words import site_data
from ui.theme import Tone
from workflows.casework.site_views import Site
from workflows.clocks import day_of


class SiteView(View):
    """See `SiteBox`."""

    template = html("site-box", TEMPLATES)


class SiteBox:
    """What was confirmed, the trench sign, inspections, and what can be done now. `done` fetches the case anew after an act."""

    def __init__(self, visit: Any, site: Site, ref: str, done: Callable[[], Awaitable[Any]]) -> None:
        self._visit, self._ref, self._done = visit, ref, done
        self._count = 0
        self._press = visit.handler(self._act)
        self.view = SiteView({**self._data(site), "done": 0}, on_act=self._press)

    def show(self, site: Site) -> None:
        """The work as it stands now; a form that is half filled in stays."""
        self.view.change(**self._data(site))

    async def _act(self, name: str, value: Any) -> None:
        carry_out = ACTS.get(name)
        if carry_out is None:
            raise BadInput
        done = await carry_out(self._visit, self._ref, Told(value))
        self._count += 1
        if not self.view.is_deleted:
            self.view.change(done=self._count)
        self._visit.tell(DONE[name], Tone.GREEN)
        clash = clash_words(done)
        if clash is not None:
            self._visit.tell(clash, Tone.YELLOW)
        await self._done()

    def _data(self, site: Site) -> dict[str, Any]:
        visit = self._visit
        return site_data(site, self._ref, day_of(visit.now()), visit.actor.person_id, visit.speaker)


class SitePanel:
    """The box under its heading; not shown while there is nothing to show and nothing to do."""

    def __init__(self, visit: Any, site: Site, ref: str, done: Callable[[], Awaitable[Any]]) -> None:
        self.place = Tag("section", classes="panel site-panel", id="part-site", aria_labelledby="part-site-title")
        with self.place:
            Tag("h2", _("On site"), classes="panel-title", id="part-site-title")
            self.box = SiteBox(visit, site, ref, done)
        self.place.set_visibility(not site.is_empty)

    def show(self, site: Site) -> None:
        """The work as it stands now."""
        self.box.show(site)
        self.place.set_visibility(not site.is_empty)
