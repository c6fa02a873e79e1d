"""The form of one step on an open page: sends what is typed, redraws only what changed. Keeps no truth."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from models.base import Phase
from models.text import _
from ui.components import (
    AnswerForm,
    Change,
    Field,
    RowView,
    Tag,
    UploadSlot,
    Words,
    answer_form,
    button,
    notice,
    paragraph,
)
from ui.components import field as draw_field
from ui.components import row_group as draw_group
from ui.components import upload_slot as draw_slot
from ui.components.rows import RowGroup
from ui.contractor.confirming import Confirms
from ui.contractor.parts import field_view, file_view, group_view, line_views, raw_for_form, row_title, slot_view
from ui.contractor.pasting import draw_pasting
from ui.contractor.surveying import draw_surveying
from ui.contractor.tray import Tray
from ui.contractor.wrongs import Wrongs
from ui.theme import Tone
from ui.visit import Visit, house
from workflows.casework import documents
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange, Conflict, DraftChange, Saved
from workflows.casework.filling import step_view
from workflows.casework.previewing import PREVIEW
from workflows.casework.rows import AddRows, RemoveRow
from workflows.casework.views import PartView, StepView
from workflows.casework.views import RowView as DescribedRow
from workflows.declare import Group, Question, Slot
from workflows.ledger import Ledger

FOLD_FROM = 4
"""From so many rows on, a group shows lines that open one at a time."""


class Page(Protocol):
    """The page around a form."""

    visit: Visit
    ledger: Ledger
    is_tried: bool

    async def save(self, changes: Sequence[DraftChange]) -> None: ...
    async def look_again(self) -> None: ...
    def look(self, step: str, path: str = "") -> None: ...


class StepForm:
    """The form of one step: what it has on the screen, by path."""

    def __init__(self, page: Page, view: StepView) -> None:
        self.page, self.visit, self.view = page, page.visit, view
        self.fields: dict[str, Field] = {}
        self.slots: dict[str, UploadSlot] = {}
        self.groups: dict[str, RowGroup] = {}
        self.offers: dict[str, Any] = {}
        self.confirms = Confirms(page, page.visit, view)
        self.told_new_rules = False
        self.versions: dict[str, int] = {}
        self.parts: dict[str, PartView] = {}
        self.rows: dict[str, Sequence[DescribedRow]] = {}
        self.focused = ""
        self.form: AnswerForm | None = None
        self.conflicts: Tag | None = None
        self.box: Tag | None = None
        self.tray = Tray(self.visit, view, self.slots)
        self.wrongs = Wrongs(page, view.step, self.visit.t)

    @property
    def ref(self) -> str:
        """The case."""
        return self.view.head.ref

    @property
    def place(self) -> tuple[Phase, str]:
        """Phase and step."""
        return self.view.phase, self.view.step

    # drawing

    def draw(self) -> None:
        """All parts of the step in order; hidden ones wait invisibly."""
        view = self.view
        self.conflicts = Tag("div", classes="stack stack-4 form-conflicts")
        keep = f"{self.visit.actor.person_id}/{self.ref}/{view.phase}/{view.step}" if self.ref != PREVIEW else ""
        with answer_form(keep, self.on_answers, on_looking=self.on_looking) as self.form:
            for part in view.parts:
                self.tray.draw_before(part)
                self._draw(part)
        if not view.parts:
            paragraph(_("There is nothing to answer here."))

    def _draw(self, part: PartView) -> None:
        self._note(part)
        if isinstance(part.part, Question):
            self.fields[part.path] = draw_field(field_view(part, self.view, self.visit.t, self.wrongs.at(part)))
            self.fields[part.path].set_visibility(part.shown)
            if part.part.offer is not None:
                self._draw_offer(part)
            self.confirms.draw(part)
        elif isinstance(part.part, Slot):
            self._draw_slot(part)
            self.confirms.draw(part)
        else:
            self._draw_group(part)

    def _draw_offer(self, part: PartView) -> None:
        """A press that fills in other answers of the step; there when there is something to fill in."""

        async def take() -> None:
            found = self.parts[part.path].offer
            if found is not None:
                await self.page.save([AnswerChange(self.view.phase, self.view.step, path, raw) for path, raw in found.answers.items()])
                await self.page.look_again()
                for path, raw in found.answers.items():
                    if path in self.fields:
                        self.fields[path].take(raw_for_form(raw), self.versions.get(path, 0))

        self.offers[part.path] = button(part.offer.words if part.offer else "", self.visit.handler(take), kind="secondary", icon="map-pin")
        self.offers[part.path].set_visibility(part.shown and part.offer is not None)

    def notice_new_rules(self, parts: Sequence[PartView]) -> None:
        """The municipality published rules while the page was open: what is new is there when the page is loaded anew."""
        if self.told_new_rules or self.conflicts is None or {one.path for one in parts} == {one.path for one in self.view.parts}:
            return
        self.told_new_rules = True

        def anew() -> None:
            self.visit.client.open(self.visit.path)

        with self.conflicts:
            notice(_("The municipality has changed its rules. Load the page anew to see what is new here."), Tone.YELLOW, live=True)
            button(_("Load the page anew"), anew, kind="secondary")

    def _show_offer(self, part: PartView) -> None:
        drawn = self.offers.get(part.path)
        if drawn is not None:
            if part.offer is not None:
                drawn.relabel(part.offer.words)
            drawn.set_visibility(part.shown and part.offer is not None)

    def _drawn(self, parts: Sequence[PartView]) -> Iterator[PartView]:
        """Parts, and those of the rows whose fields are on the page; a folded row is described when somebody opens it."""
        for part in parts:
            yield part
            cards = self.groups[part.path].cards if part.path in self.groups else ()
            yield from (inner for row in part.rows if row.id in cards for inner in row.parts)

    def _note(self, part: PartView) -> None:
        self.parts[part.path] = part
        self.versions[part.path] = part.version

    def _draw_slot(self, part: PartView) -> None:
        shown = slot_view(part, self.view, house().max_file_mb, self.visit.t)
        act = self.visit.handler
        slot = draw_slot(
            shown,
            url=f"/cases/{self.ref}/documents",
            csrf=self.visit.csrf,
            on_remove=act(self._remove_file),
            on_restore=act(self._restore_file),
            on_move=act(self._move_file),
        )
        slot.set_visibility(part.shown)
        self.slots[part.path] = slot
        self.wrongs.show(part, slot)

    def _draw_group(self, part: PartView) -> None:
        group = part.part
        if not isinstance(group, Group):
            return
        is_folded = len(part.rows) >= FOLD_FROM
        rows = [] if is_folded else [self._row(group, row) for row in part.rows]
        act = self.visit.handler

        async def add() -> None:
            await self._add_row(part.path, group)

        async def remove(row_id: str) -> None:
            await self._remove_row(part.path, row_id)

        async def restore(row_id: str) -> None:
            await self._add_row(part.path, group, row_id)

        lines = line_views(group, part.rows, self.view.ledger) if is_folded else ()

        def opened() -> None:
            self._adopt(drawn)

        row_of = functools.partial(self._opened, part.path) if is_folded else None
        shown = group_view(part, rows, lines, row_of, opened)
        drawn = draw_group(shown, on_add=act(add), on_remove=act(remove), on_restore=act(restore))
        drawn.set_visibility(part.shown)
        self.groups[part.path] = drawn
        self.wrongs.show(part, drawn)
        self.rows[part.path] = part.rows
        self._adopt(drawn)
        if not part.locked:
            draw_pasting(self, part.path, group)
        if group.as_survey and not part.locked:
            draw_surveying(self, part.path, group)

    def _opened(self, path: str, row_id: str) -> RowView | None:
        """The row of a folded group that somebody opens, as it is known now."""
        part = self.parts[path]
        row = next((one for one in self.rows[path] if one.id == row_id), None)
        return self._row(part.part, row) if row is not None and isinstance(part.part, Group) else None

    def open_row_of(self, place: str) -> None:
        """Open the row a place lies in, where rows are folded: `group/row/field` or `slot@row`."""
        row_id = place.partition("@")[2] or place.split("/")[1] if "@" in place or "/" in place else ""
        for path, rows in self.rows.items():
            drawn = self.groups[path]
            if drawn.is_folded and any(one.id == row_id for one in rows):
                drawn.open_row(row_id, focus=False)
                self._adopt(drawn)

    def _let_go(self) -> None:
        """Forget the fields of rows that were folded again."""
        for path in [path for path, drawn in self.fields.items() if drawn.is_deleted]:
            del self.fields[path]

    def _adopt(self, group: RowGroup) -> None:
        """Take note of the fields a group has drawn."""
        self._let_go()
        found = self.form.fields if self.form else {}
        for path, drawn in found.items():
            if path not in self.fields and "/" in path:
                self.fields[path] = drawn
        for path, drawn in self.fields.items():
            part = self.parts.get(path)
            if part is not None:
                drawn.set_visibility(part.shown)

    def _row(self, group: Group, row: DescribedRow) -> RowView:
        questions = [part for part in row.parts if isinstance(part.part, Question)]
        slots = [part for part in row.parts if isinstance(part.part, Slot)]
        for part in row.parts:
            self._note(part)
        views = [field_view(part, self.view, self.visit.t, self.wrongs.at(part)) for part in questions]

        def below() -> None:
            for part in slots:
                self._draw_slot(part)

        return RowView(row.id, row_title(group, row), views, below if slots else None)

    # saving

    async def on_answers(self, changes: Sequence[Change]) -> bool:
        """Save what was typed; true only after the commit."""
        given = [AnswerChange(self.view.phase, self.view.step, one.key, one.value, max(one.version, 0)) for one in changes]
        return await self.visit.handler(self.page.save)(given)

    def took(self, saved: Saved) -> None:
        """Show what a save did to the answers of this step: new versions, and what was left alone because a colleague changed it."""
        self._let_go()
        prefix = f"{self.view.step}/"
        for place, version in saved.versions.items():
            if not place.startswith(prefix):
                continue
            path = place.removeprefix(prefix)
            self.versions[path] = version
            if path in self.fields:
                self.fields[path].saved(version)
        for conflict in saved.conflicts:
            if conflict.step == self.view.step:
                self._show_conflict(conflict)

    def show_parts(self, parts: Sequence[PartView]) -> None:
        """Visibility of conditional parts, and problems of what is not being typed right now."""
        self._let_go()
        self._show_lines(parts)
        if self.box is not None:
            self.box.set_visibility(applies(parts))
        self.tray.offer(parts)
        for part in self._drawn(parts):
            old = self.parts.get(part.path)
            if old is None:
                continue
            self.parts[part.path] = part
            self._show_offer(part)
            self.confirms.show(part)
            if part.path in self.fields and old.suggestions != part.suggestions:
                self.fields[part.path].suggest(part.suggestions)
            element: Any = self.fields.get(part.path) or self.slots.get(part.path) or self.groups.get(part.path)
            if element is not None:
                self.wrongs.unless_typing(part, element, self.focused)
                if element.visible != part.shown:
                    element.set_visibility(part.shown)
            if part.path in self.fields and (old.worked_out, old.near) != (part.worked_out, part.near):
                self.fields[part.path].worked_out(part.worked_out, part.near)

    def _show_lines(self, parts: Sequence[PartView]) -> None:
        """The lines of folded groups."""
        for part in parts:
            if part.path in self.groups and isinstance(part.part, Group):
                self.rows[part.path] = part.rows
                if self.groups[part.path].is_folded:
                    self.groups[part.path].show_lines(line_views(part.part, part.rows, self.page.ledger))

    async def on_looking(self, path: str) -> None:
        """Another field has the focus: what is wrong with the one that was left may be said now; colleagues see where we are."""
        self._let_go()
        left, self.focused = self.focused, path
        part = self.parts.get(left)
        if left in self.fields and part is not None:
            self.wrongs.show(part, self.fields[left])
        self.page.look(self.view.step, path)

    def _show_conflict(self, conflict: Conflict) -> None:
        """Both values and the choice; nothing was overwritten."""
        if self.conflicts is None or conflict.path not in self.fields:
            return
        shown = self.fields[conflict.path]
        label = self.parts[conflict.path].part.label
        with self.conflicts, Tag("div", classes="stack stack-2") as box:
            values = {"name": conflict.by, "label": label, "value": str(conflict.raw), "time": self.visit.speaker.time(conflict.at)}
            notice(_("{name} changed “{label}” to “{value}” at {time}. Yours was not saved.", **values), Tone.YELLOW, live=True)

            def take_theirs() -> None:
                shown.take(raw_for_form(conflict.raw), conflict.version)
                box.delete()

            def keep_mine() -> None:
                shown.saved(conflict.version)
                self.versions[conflict.path] = conflict.version
                box.delete()
                if self.form is not None:
                    self.form.focus(conflict.path)

            button(_("Use theirs"), take_theirs, kind="secondary")
            button(_("Keep mine and edit"), keep_mine, kind="quiet")

    # rows and files

    def drawn_rows(self, path: str) -> list[str]:
        """The rows of a group that are on the page."""
        return self.groups[path].row_ids

    async def write(self, changes: Sequence[DraftChange]) -> None:
        """Save changes that nobody typed into a field."""
        await self.page.save(changes)

    async def _add_row(self, path: str, group: Group, row_id: str = "") -> None:
        """A new row, or one that was taken away."""
        wanted = row_id or secrets.token_hex(4)
        await self.page.save([AddRows(*self.place, path, [wanted], self.drawn_rows(path))])
        await self._draw_new(path, group, wanted)

    async def _draw_new(self, path: str, group: Group, row_id: str) -> None:
        self.view = await self.visit.ask(step_view, self.ref, *self.place)
        part = next(one for one in self.view.parts if one.path == path)
        row = next((one for one in part.rows if one.id == row_id), None)
        if row is None:  # a colleague took it away in this moment
            return
        self.rows[path] = part.rows
        if self.groups[path].is_folded:
            self.groups[path].show_lines(line_views(group, part.rows, self.page.ledger))
            self.groups[path].open_row(row_id)
        else:
            self.groups[path].add_row(self._row(group, row))
        self._adopt(self.groups[path])

    async def _remove_row(self, path: str, row_id: str) -> None:
        await self.page.save([RemoveRow(*self.place, path, row_id)])
        await self._take_row_away(path, row_id, undo=True)

    async def _take_row_away(self, path: str, row_id: str, *, undo: bool) -> None:
        if row_id in self.groups[path].row_ids:  # news may have taken it away meanwhile
            await self.groups[path].remove_row(row_id, undo=undo)
        for known in [known for known in self.fields if known.startswith(f"{path}/{row_id}/")]:
            del self.fields[known]

    async def _remove_file(self, document_id: str) -> None:
        await self.visit.do(documents.remove, self.ref, document_id)
        await self.page.look_again()

    async def _restore_file(self, document_id: str) -> None:
        await self.visit.do(documents.restore, self.ref, document_id)
        await self.page.look_again()

    async def _move_file(self, document_id: str, place: str) -> None:
        await self.visit.do(documents.move_to_slot, self.ref, document_id, Place.of(self.view.phase, place))
        await self.page.look_again()

    # news

    async def show(self, fresh: StepView) -> None:
        """The step as it is now; what the person is typing is left alone."""
        self.view = fresh
        for part in fresh.parts:
            await self._show_rows(part)
        for part in self._drawn(fresh.parts):
            self._show_news(part)
        self.show_parts(fresh.parts)

    async def _show_rows(self, part: PartView) -> None:
        """Rows that colleagues added or removed."""
        drawn, group = self.groups.get(part.path), part.part
        if drawn is None or not isinstance(group, Group):
            return
        if drawn.is_folded:
            return
        ids = [row.id for row in part.rows]
        for gone in [one for one in drawn.row_ids if one not in ids]:
            await self._take_row_away(part.path, gone, undo=False)
        for row in [one for one in part.rows if one.id not in drawn.row_ids]:
            drawn.add_row(self._row(group, row), focus=False)
        self._adopt(drawn)

    def _show_news(self, part: PartView) -> None:
        if part.path in self.slots:
            self.slots[part.path].show([file_view(one, self.ref, self.visit.t) for one in part.files])
        elif part.path in self.fields and part.version > self.versions.get(part.path, 0):
            self.versions[part.path] = part.version
            by = self.view.people.get(part.saved_by, "")
            note: Words | None = _("{name} changed this just now", name=by) if by and part.saved_by != self.visit.actor.person_id else None
            self.fields[part.path].take(raw_for_form(part.raw), part.version, note=note)


def applies(parts: Sequence[PartView]) -> bool:
    """Whether a step has anything to show now."""
    return not parts or any(part.shown for part in parts)
