"""The places of a step that take files: many at once, each suggested a place by its name, and single ones that lie in the wrong one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ui.components import FileTray, SlotView, UploadSlot, file_tray
from ui.contractor.parts import moves_from, open_slots, slot_view
from ui.visit import Visit, house
from workflows.casework.views import PartView, StepView
from workflows.declare import Group, Slot
from workflows.guessing import guess_place


class Tray:
    """The tray of one step and its drawn `slots`; their places follow questions that appear and rows that come and go."""

    def __init__(self, visit: Visit, view: StepView, slots: Mapping[str, UploadSlot]) -> None:
        self.visit, self.view, self.slots = visit, view, slots
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
        if [part.path for part, _label in self.open] == [part.path for part, _label in before]:
            return
        if self.drawn is not None:
            self.drawn.offer(self._views())
        for path, slot in self.slots.items():
            if not slot.is_deleted:
                slot.offer(moves_from(path, parts))

    def _views(self) -> list[SlotView]:
        return [replace(slot_view(part, self.view, house().max_file_mb, self.visit.t), label=label) for part, label in self.open]

    def _guess(self, name: str) -> str:
        return guess_place(name, {part.path: [self.visit.t(label), part.path] for part, label in self.open})


def takes_files(part: PartView) -> bool:
    """Whether it is a slot, or a group whose rows have some."""
    return isinstance(part.part, Slot) or (isinstance(part.part, Group) and bool(part.part.row.slots))
