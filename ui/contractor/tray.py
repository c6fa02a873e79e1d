"""Many files at once on a step with several open slots; each is suggested a place by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.text import Text, _
from ui.components import FileTray, SlotView, file_tray
from ui.contractor.parts import row_title, slot_view
from ui.visit import Visit, house
from workflows.casework.views import PartView, StepView
from workflows.declare import Group, Slot
from workflows.guessing import guess_place


class Tray:
    """The tray of one step; its places follow questions that appear and rows that come and go."""

    def __init__(self, visit: Visit, view: StepView) -> None:
        self.visit, self.view = visit, view
        self.open = open_slots(view.parts)
        self.drawn: FileTray | None = None

    def draw_before(self, part: PartView) -> None:
        """Draw it once, over the first part that takes documents."""
        if self.drawn is None and takes_files(part):
            url = f"/cases/{self.view.head.ref}/documents"
            self.drawn = file_tray(self.view.step, self._views(), url=url, csrf=self.visit.csrf, guess=self._guess)

    def offer(self, parts: Sequence[PartView]) -> None:
        """The step's parts as they are now."""
        before, self.open = self.open, open_slots(parts)
        if self.drawn is not None and [part.path for part, _label in self.open] != [part.path for part, _label in before]:
            self.drawn.offer(self._views())

    def _views(self) -> list[SlotView]:
        return [replace(slot_view(part, self.view, house().max_file_mb, self.visit.t), label=label) for part, label in self.open]

    def _guess(self, name: str) -> str:
        return guess_place(name, {part.path: [self.visit.t(label), part.path] for part, label in self.open})


def takes_files(part: PartView) -> bool:
    """Whether it is a slot, or a group whose rows have some."""
    return isinstance(part.part, Slot) or (isinstance(part.part, Group) and bool(part.part.row.slots))


def open_slots(parts: Sequence[PartView]) -> list[tuple[PartView, Text]]:
    """The slots that take files now, with their labels; those of rows name the row."""
    found = [(part, part.part.label) for part in parts if isinstance(part.part, Slot)]
    for group in parts:
        if isinstance(group.part, Group) and group.shown:
            for row in group.rows:
                title = row_title(group.part, row)
                found += [(one, _("{row}: {label}", row=title, label=one.part.label)) for one in row.parts if isinstance(one.part, Slot)]
    return [(part, label) for part, label in found if part.shown and not part.locked]
