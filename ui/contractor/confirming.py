"""The presses that say that what stands at a place still holds after the municipality changed what it asks for there."""

from __future__ import annotations

from typing import Any, Protocol

from models.text import _
from ui.components import button
from ui.visit import Visit
from workflows.casework.documents import confirm_files
from workflows.casework.drafting import AnswerChange, DraftChange
from workflows.casework.views import PartView, StepView
from workflows.declare import Slot


class Page(Protocol):
    """The page around a form."""

    async def save(self, changes: list[DraftChange]) -> None: ...
    async def look_again(self) -> None: ...


class Confirms:
    """The buttons of one step, by path; each goes when its place is settled, however that came."""

    def __init__(self, page: Page, visit: Visit, view: StepView) -> None:
        self.page, self.visit, self.view = page, visit, view
        self.buttons: dict[str, Any] = {}
        self.parts: dict[str, PartView] = {}

    def draw(self, part: PartView) -> None:
        """Draw one below a question or slot that must be confirmed. Only with the page: who presses has the new words before their eyes."""
        if not part.must_confirm or part.locked:
            return

        async def confirm() -> None:
            now = self.parts[part.path]
            await self.page.save([AnswerChange(self.view.phase, self.view.step, part.path, now.raw, now.version)])

        async def confirm_slot() -> None:
            await self.visit.do(confirm_files, self.view.head.ref, part.path)
            await self.page.look_again()

        words, act = (_("Confirm the files"), confirm_slot) if isinstance(part.part, Slot) else (_("Confirm the answer"), confirm)
        self.buttons[part.path] = button(words, self.visit.handler(act), kind="secondary", icon="check")
        self.show(part)

    def show(self, part: PartView) -> None:
        """The place as it is now."""
        self.parts[part.path] = part
        if part.path in self.buttons:
            self.buttons[part.path].set_visibility(part.must_confirm and part.shown)
