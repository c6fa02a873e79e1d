"""Repeating groups: several meters, pipes or properties, each row with its own fields, added and removed with a way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from models.text import _
from ui.components.base import Tag, View, Words, call, html
from ui.components.browser import tell_browser
from ui.components.buttons import button
from ui.components.field import FieldView, field
from ui.components.form import AnswerForm
from ui.components.row_lines import RowLine, RowLines
from ui.components.timing import after


@dataclass(frozen=True, slots=True)
class RowView:
    """One row. A field's key is `group/row/field`. `below` draws what belongs to the row under its fields, such as document slots."""

    id: str
    title: Words
    fields: Sequence[FieldView] = attribute(default_factory=tuple)
    below: Callable[[], Any] | None = None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A repeating group; `table` lays the fields of a row beside each other on wide screens.

    With `lines` the rows are told as lines, a page at a time, and `row_of` makes the row that somebody opens, which `opened`
    is told when it is drawn; `rows` is then empty.
    """

    key: str
    label: Words
    rows: Sequence[RowView] = attribute(default_factory=tuple)
    add_label: Words | None = None
    at_least: int = 0
    at_most: int = 50
    hint: Words | None = None
    error: Words | None = None
    locked: Words | None = None
    table: bool = False
    lines: Sequence[RowLine] = attribute(default_factory=tuple)
    row_of: Callable[[str], RowView | None] | None = None
    opened: Callable[[], None] | None = None


class GroupHead(View):
    """Title, hint, reason for a lock and error of a group."""

    template = html("group-head")


class RemovedRow(View):
    """Stands where a row was, for ten seconds, with the way back."""

    template = html("removed-row")


class RowGroup(Tag):
    """The rows of a repeating group. See `row_group`."""

    def __init__(
        self, view: GroupView, on_add: Callable[[], Any], on_remove: Callable[[str], Any], on_restore: Callable[[str], Any]
    ) -> None:
        super().__init__("section", classes="row-group stack stack-4", data_group=view.key)
        self._view, self._on_add, self._on_remove, self._on_restore = view, on_add, on_remove, on_restore
        self._cards: dict[str, tuple[RowView, Tag]] = {}
        with self:
            head = {
                "key": view.key,
                "label": view.label,
                "hint": view.hint,
                "locked": view.locked,
                "error": view.error,
                "error_word": _("Error:"),
            }
            self._head = GroupHead(head)
            self._lines = RowLines(view.lines, self.open_row) if view.row_of else None
            self._rows = Tag("div", classes="stack stack-4")
            self._add = button(view.add_label or _("Add another"), on_add, kind="secondary", icon="plus") if not view.locked else None
            if self._add is not None:
                self._add.every_press = True
        for one in view.rows:
            self._draw(one)
        self._judge()

    def _draw(self, row: RowView) -> None:
        with self._rows, Tag("fieldset", classes="row-card" + (" row-table" if self._view.table else ""), data_row=row.id) as card:
            Tag("legend", row.title, classes="row-title")
            for view in row.fields:
                field(view)
            if row.below is not None:
                row.below()
            if not self._view.locked:
                remove = button(_("Remove {row}", row=row.title), lambda: call(self._on_remove, row.id), kind="quiet", icon="trash-2")
                remove.classes("row-remove")
            if self._lines is not None:
                button(_("Close {row}", row=row.title), lambda: self.close_row(row.id), kind="quiet", icon="x").classes("row-close")
        self._cards[row.id] = (row, card)

    @property
    def is_folded(self) -> bool:
        """Whether rows are lines that open one at a time."""
        return self._lines is not None

    def open_row(self, row_id: str, *, focus: bool = True) -> None:
        """Draw one row of a folded group for editing, the one open before closed; pressed on the open one, closes it."""
        assert self._lines is not None
        assert self._view.row_of is not None
        was_open = row_id in self._cards
        for other in list(self._cards):
            self.close_row(other)
        row = None if was_open and focus else self._view.row_of(row_id)
        if row is not None:
            self._draw(row)
            self._lines.turn_to(row_id)
            if self._view.opened is not None:
                self._view.opened()
            if row.fields and focus:
                tell_browser("focus", row.fields[0].key, self.client)

    def close_row(self, row_id: str) -> None:
        """Fold an open row to its line again."""
        if self._lines is not None and row_id in self._cards:
            row, card = self._cards.pop(row_id)
            self._forget(row)
            card.delete()
            self._lines.turn_to("")

    def show_lines(self, lines: Sequence[RowLine]) -> None:
        """The rows as they are now."""
        if self._lines is not None:
            for gone in set(self._cards) - {one.id for one in lines}:
                self.close_row(gone)
            self._lines.show(lines, next(iter(self._cards), ""))
            self._judge()

    def _judge(self) -> None:
        """A full group explains itself instead of hiding its button."""
        if self._add is None:
            return
        if len(self.row_ids) >= self._view.at_most:
            self._add.refuse(_("There is room for {most} here.", most=self._view.at_most))
        else:
            self._add.allow()

    @property
    def row_ids(self) -> list[str]:
        """The rows that are drawn, as cards or as lines."""
        return [one.id for one in self._lines.lines] if self._lines is not None else list(self._cards)

    @property
    def cards(self) -> Collection[str]:
        """The rows that are drawn as cards, with their fields."""
        return self._cards.keys()

    def add_row(self, row: RowView, *, focus: bool = True) -> None:
        """Draw a new row and take the person to its first field, unless a colleague added it. News may have drawn it already."""
        if row.id not in self._cards:
            self._draw(row)
            self._judge()
        if row.fields and focus:
            tell_browser("focus", row.fields[0].key, self.client)

    async def remove_row(self, row_id: str, *, undo: bool = True) -> None:
        """Take a row away; for ten seconds a line with the way back stands in its place."""
        row, card = self._cards.pop(row_id)
        self._forget(row)
        if self._lines is not None:
            self._lines.show([one for one in self._lines.lines if one.id != row_id], "")
        place = self._rows.default_slot.children.index(card)
        card.delete()
        self._judge()
        if not undo:
            return
        with self._rows:
            line = RemovedRow(
                {"words": _("{row} was removed.", row=row.title), "undo": _("Undo")}, on_act=lambda *_what: self._restore(row_id, line)
            )
        line.move(self._rows, place)
        after(10, lambda: None if line.is_deleted else line.delete())

    async def _restore(self, row_id: str, line: RemovedRow) -> None:
        line.delete()
        await call(self._on_restore, row_id)

    def _forget(self, row: RowView) -> None:
        form = next((one for one in self.ancestors() if isinstance(one, AnswerForm)), None)
        if form is not None:
            for view in row.fields:
                form.fields.pop(view.key, None)

    def error(self, words: Words | None) -> None:
        """What is wrong with the group as a whole."""
        self._head.change(error=words)


def row_group(view: GroupView, *, on_add: Callable[[], Any], on_remove: Callable[[str], Any], on_restore: Callable[[str], Any]) -> RowGroup:
    """A repeating group inside an `answer_form`.

    Callbacks change the draft and then call `add_row` or `remove_row`; `on_restore` gets the id of a row removed less than ten seconds ago.
    """
    return RowGroup(view, on_add, on_remove, on_restore)
