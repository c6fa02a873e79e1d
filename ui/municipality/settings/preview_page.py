"""`/settings/{workflow}/preview/{phase}/{step}`: the step as a contractor would fill it in under what is written; nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from models.base import Phase
from models.errors import NotThere
from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.components import MissingView, missing_panel, notice, two_columns
from ui.contractor.panel import missing_view
from ui.contractor.sheet import Sheet
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.drafting import AnswerChange, DraftChange, Saved
from workflows.casework.filling import step_view
from workflows.casework.previewing import PREVIEW, Preview, preview_step
from workflows.casework.rows import AddRows, RemoveRow, rows_after, rows_before
from workflows.casework.views import PartView, RowView, StepView
from workflows.declare import Question, Slot
from workflows.ledger import Ledger


@portal_page("/settings/{workflow}/preview/{phase}/{step}", action="see_rules")
async def preview_page(visit: Visit, workflow: str, phase: str, step: str) -> None:
    """The form and the panel of one step, alive, kept in this window only."""
    if phase not in set(Phase):
        raise NotThere
    typed: dict[str, Any] = {}
    here = PreviewVisit(visit.guest, visit.client, visit.path, place=(workflow, Phase(phase), step), typed=typed)
    first = await here.preview()
    sheet = PreviewSheet(here, [_no_files(first.view)], is_whole=False)
    back = (_("Rules of this step"), f"/settings/{workflow}/{phase}/{step}")
    with visitor_frame(here, title=first.view.title, lead=first.view.intro, back=back):
        notice(_("You see the step as a contractor, under the rules as they are written now. Nothing you type here is kept."), Tone.BLUE)
        with two_columns() as (main, aside):
            with main:
                sheet.forms[step].draw()
            with aside:
                sheet.panel = missing_panel(sheet.lines(first.view.ledger))
    visit.page = here.page


def _no_files(view: StepView) -> StepView:
    """The step with its places for documents locked."""
    return replace(view, parts=[_locked(one) for one in view.parts])


def _locked(part: PartView) -> PartView:
    if isinstance(part.part, Slot):
        return replace(part, locked=_("Documents cannot be uploaded in the preview."))
    return replace(part, rows=[replace(row, describe=partial(_cells, row)) for row in part.rows]) if part.rows else part


def _cells(row: RowView, wanted: Sequence[Question | Slot]) -> list[PartView]:
    return [_locked(one) for one in row.describe(wanted)]


@dataclass
class PreviewVisit(Visit):
    """A visit whose open step is asked for as a preview; `typed` is all there is of answers."""

    place: tuple[str, Phase, str] = ("", Phase.APPLICATION, "")
    typed: dict[str, Any] = field(default_factory=dict)

    async def preview(self) -> Preview:
        """The step as it is after what was typed."""
        found: Preview = await super().ask(preview_step, *self.place, dict(self.typed))
        return found

    async def ask(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The step of the preview instead of a case's; all else as ever."""
        if use_case is step_view:
            return _no_files((await self.preview()).view)
        return await super().ask(use_case, *args, **kwargs)


class PreviewSheet(Sheet):
    """A sheet that keeps what is typed in the window."""

    visit: PreviewVisit

    async def save(self, changes: Sequence[DraftChange]) -> None:
        """Remember what was typed, and show what follows from it."""
        async with self.saving:
            for one in changes:
                self.visit.typed[one.path] = one.raw if isinstance(one, AnswerChange) else self.rows(one)
            preview = await self.visit.preview()
            view = _no_files(preview.view)
            versions = {f"{one.step}/{one.path}": 1 for one in changes}
            form = self.forms[view.step]
            form.took(Saved(PREVIEW, versions, (), view.ledger, 1, preview.loaded))
            form.show_parts(view.parts)
            self.show_panel(view.ledger)

    def rows(self, change: AddRows | RemoveRow) -> list[str]:
        """The rows of a group after the change."""
        typed = self.visit.typed
        kept = {change.path: {"raw": typed[change.path], "version": 1}} if change.path in typed else {}
        return rows_after(rows_before(kept, change), change)

    def show_panel(self, ledger: Ledger) -> None:
        """What a contractor would lack."""
        self.ledger = ledger
        if self.panel is not None:
            self.panel.show(self.lines(ledger))

    def lines(self, ledger: Ledger) -> MissingView:
        """The panel's lines, leading to previews of other steps."""
        shown = missing_view(ledger, PREVIEW, self.titles, (self.phase, self.is_drawn))
        home = f"/settings/{self.visit.place[0]}/preview/"
        groups = [
            replace(group, lines=[replace(one, href=one.href and one.href.replace(f"/cases/{PREVIEW}/", home)) for one in group.lines])
            for group in shown.groups
        ]
        return replace(shown, groups=groups)
