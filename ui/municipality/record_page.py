"""`/cases/{ref}/record`: what the municipality records itself once a case is closed; a form like the contractor's, kept as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.text import _
from ui.case_parts.frames import visitor_frame
from ui.case_parts.tasks import task_box
from ui.components import heading, missing_panel, paragraph, save_mark, two_columns, upload_guard
from ui.contractor.panel import missing_view
from ui.contractor.sheet import Sheet
from ui.visit import Visit, portal_page
from workflows.casework.drafting import DraftChange
from workflows.casework.filling import Kept, step_view
from workflows.casework.keeping import keep_record, record_form
from workflows.casework.overview import officer_case
from workflows.casework.views import OfficerCase, StepView
from workflows.clocks import day_of


@portal_page("/cases/{ref}/record", action="keep_record")
async def record_page(visit: Visit, ref: str) -> None:
    """The municipality's own steps of one case, live, with what lacks and the tasks that follow."""
    here = RecordVisit(visit.guest, visit.client, visit.path)
    views = await here.record(ref)
    case: OfficerCase = await visit.ask(officer_case, ref)
    sheet = RecordSheet(here, views, is_whole=True)
    head = case.head
    over = _("{number} · {workflow}", number=head.number, workflow=head.title)
    back = (_("The case"), f"/cases/{ref}")
    with visitor_frame(here, title=views[0].title, over=over, lead=views[0].intro, back=back), two_columns() as (main, aside):
        with main:
            sheet.mark = save_mark(max((one.saved_at for one in views if one.saved_at), default=None))
            for number, form in enumerate(sheet.forms.values()):
                if number:
                    heading(form.view.title, level=2)
                    paragraph(form.view.intro or "", look="muted")
                form.draw()
            upload_guard()
        with aside:
            shown = missing_view(sheet.ledger, ref, sheet.titles, (sheet.phase, sheet.is_drawn))
            sheet.panel = missing_panel(shown, when_ready=_("Everything that has to be recorded is recorded."))
            sheet.tasks = task_box(case.tasks, day_of(visit.now()))
    visit.page = here.page
    visit.listen(f"case:{head.id}", visit.handler(sheet.on_news))


@dataclass
class RecordVisit(Visit):
    """A visit whose open steps are the municipality's own."""

    async def record(self, ref: str) -> list[StepView]:
        """The steps as they are now."""
        found: list[StepView] = await super().ask(record_form, ref)
        return found

    async def ask(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """A step of the record where a form asks for a step; all else as ever."""
        if use_case is step_view:
            ref, _phase, step = args
            return next(one for one in await self.record(ref) if one.step == step)
        return await super().ask(use_case, *args, **kwargs)


class RecordSheet(Sheet):
    """A sheet that keeps what the municipality records."""

    visit: RecordVisit
    tasks: Any = None

    async def save(self, changes: Sequence[DraftChange]) -> None:
        """Keep it, and show what follows from it. Raises what the use case raises."""
        async with self.saving:
            kept: Kept = await self.visit.do(keep_record, self.head.ref, changes)
            if kept.saved.case_version == self.case_version + 1:
                self.case_version += 1
            for step, form in self.forms.items():
                form.took(kept.saved)
                form.show_parts(kept.parts[step])
            self.show_panel(kept.saved.ledger)
            if self.mark is not None and kept.saved.versions:
                self.mark.saved(self.visit.now())
        await self.show_tasks()

    async def fetch(self) -> list[StepView]:
        """The steps as they are now."""
        return await self.visit.record(self.head.ref)

    async def look_again(self) -> None:
        """What somebody else recorded, and a file that was judged."""
        await super().look_again()
        await self.show_tasks()

    async def show_tasks(self) -> None:
        """The tasks as they follow from what is recorded now."""
        if self.tasks is not None:
            case: OfficerCase = await self.visit.ask(officer_case, self.head.ref)
            self.tasks.show(case.tasks, day_of(self.visit.now()))
