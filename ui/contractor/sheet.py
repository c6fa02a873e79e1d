"""One open page of the wizard: the forms of one step or of all, with one panel, one save mark and one line about colleagues."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from models.text import Text
from ui.components import MissingPanel, SaveMark
from ui.contractor.colleagues import Colleagues
from ui.contractor.panel import missing_view
from ui.contractor.step_form import StepForm
from ui.visit import Visit
from workflows.casework.drafting import DraftChange, waive
from workflows.casework.filling import Kept, save_and_look, sheet_view, step_view
from workflows.casework.views import StepView
from workflows.ledger import Ledger


class Sheet:
    """Saves for its forms one after the other, shows what that changed anywhere on the page, hears what colleagues do. Keeps no truth."""

    def __init__(self, visit: Visit, views: Sequence[StepView], *, is_whole: bool, is_tried: bool = False) -> None:
        self.visit, self.is_whole, self.is_tried = visit, is_whole, is_tried
        self.head, self.phase = views[0].head, views[0].phase
        self.forms: Mapping[str, StepForm] = {view.step: StepForm(self, view) for view in views}
        self.panel: MissingPanel | None = None
        self.mark: SaveMark | None = None
        self.colleagues: Colleagues | None = None
        self.case_version = self.head.version
        self.ledger: Ledger = views[0].ledger
        self.saving = asyncio.Lock()

    @property
    def titles(self) -> dict[str, Text]:
        """Step titles by key."""
        first = next(iter(self.forms.values()))
        return {step.key: step.title for step in first.view.steps}

    async def save(self, changes: Sequence[DraftChange]) -> None:
        """Keep answers and show the page as it then is; returns after the commit. Raises what the use case raises."""
        async with self.saving:
            kept: Kept = await self.visit.do(save_and_look, self.head.ref, changes, self.phase, list(self.forms))
            if kept.saved.case_version == self.case_version + 1:  # else a colleague's change lies between, and the news of it shall count
                self.case_version += 1
            self.ledger = kept.saved.ledger
            for step, form in self.forms.items():
                form.took(kept.saved)
                form.show_parts(kept.parts[step])
                form.notice_new_rules(kept.parts[step])
            self.show_panel(kept.saved.ledger)
            if self.mark is not None and kept.saved.versions:
                self.mark.saved(self.visit.now())

    def show_panel(self, ledger: Ledger) -> None:
        """What is missing now."""
        self.ledger = ledger
        if self.panel is not None:
            self.panel.show(missing_view(ledger, self.head.ref, self.titles, (self.phase, self.is_drawn)))

    def is_drawn(self, step: str, at: str) -> bool | None:
        """Whether a place has its field on the page: None on another page, False where its row is folded."""
        form = self.forms.get(step)
        if form is None:
            return None
        return at in form.fields or at in form.slots or ("/" not in at and "@" not in at)

    def look(self, step: str, path: str = "") -> None:
        """The person stands in a field now; colleagues see where."""
        if self.colleagues is not None:
            self.colleagues.look(f"{self.phase}/{step}", path)

    async def waive(self, key: str, reason: str) -> None:
        """Say why something cannot be had."""
        loaded = await self.visit.do(waive, self.head.ref, key, reason)
        self.show_panel(loaded.ledger())

    async def on_news(self, changes: Sequence[Any]) -> None:
        """Something happened to the case: fetch once, show what differs."""
        if any(change.is_after(self.case_version) for change in changes):
            await self.look_again()

    async def look_again(self) -> None:
        """Fetch the page's state and show what differs; what the person is typing is left alone.

        Never beside a save: a state fetched before it and shown after it would take a row away that was just added.
        """
        async with self.saving:
            views = await self.fetch()
            before, self.head = self.head, views[0].head
            self.case_version = self.head.version
            if self.head.status != before.status:
                self.visit.client.open(self.visit.path)
                return
            self.ledger = views[0].ledger
            for view in views:
                await self.forms[view.step].show(view)
            self.show_panel(views[0].ledger)

    async def fetch(self) -> list[StepView]:
        """The steps of the page as they are now."""
        if self.is_whole:
            whole: list[StepView] = await self.visit.ask(sheet_view, self.head.ref, self.phase)
            return whole
        return [await self.visit.ask(step_view, self.head.ref, self.phase, step) for step in self.forms]
