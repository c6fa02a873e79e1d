"""Who else has the case open: a line over the form, and a mark at the field they stand in."""

from __future__ import annotations

from collections.abc import Mapping

from models.text import _
from ui.components import Field, Tag
from ui.visit import Visit, house
from workflows.ports import Present


class Colleagues:
    """Shows where others are, and tells them where this page is. Own other tabs are nobody else.

    `fields` are those of the page by place, which is `phase/step`, and path.
    """

    def __init__(self, visit: Visit, case_id: str, fields: Mapping[str, Mapping[str, Field]]) -> None:
        self.visit, self.case, self.fields = visit, case_id, fields
        self.line = Tag("p", classes="text-small presence", role="status")
        self.line.set_visibility(False)
        self.shown: dict[tuple[str, str], list[str]] = {}
        presence = house().presence
        if presence is not None:
            presence.watch(self.case, visit.client.id, self._show)
            visit.client.on_delete(lambda: presence.leave(self.case, visit.client.id))

    def look(self, place: str, path: str = "") -> None:
        """This page is open, or stands in another field now."""
        presence = house().presence
        if presence is not None:
            actor = self.visit.actor
            presence.enter(self.case, self.visit.client.id, Present(actor.person_id, actor.name, place, path))
            self._show()

    def _show(self) -> None:
        presence = house().presence
        if presence is None or self.visit.client.is_deleted:
            return
        own = self.visit.actor.person_id
        others = [one for one in presence.on(self.case, but=self.visit.client.id) if one.person_id != own]
        names = sorted({one.name for one in others})
        self.line.say(_("{names} has this case open too", names=", ".join(names)) if names else "")
        self.line.set_visibility(bool(names))
        here: dict[tuple[str, str], list[str]] = {}
        for one in others:
            here.setdefault((one.phase, one.path), []).append(one.name)
        for at in {*here, *self.shown}:
            field = self.fields.get(at[0], {}).get(at[1])
            if field is not None and here.get(at) != self.shown.get(at):
                field.present(here.get(at, []))
        self.shown = here
