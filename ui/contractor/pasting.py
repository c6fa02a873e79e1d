"""Rows pasted from a spreadsheet into a repeating group."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any, Protocol

from models.base import Phase
from models.errors import PortalError
from models.text import Text, _, _n
from ui.components import Tag, button, dialog, notice, paragraph
from ui.texts import LOCALES, Speaker
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.drafting import AnswerChange, DraftChange
from workflows.casework.rows import AddRows
from workflows.declare import Group
from workflows.pasting import pasted_columns, read_table


class Form(Protocol):
    """The form around a group."""

    visit: Visit

    @property
    def place(self) -> tuple[Phase, str]: ...
    def drawn_rows(self, path: str) -> list[str]: ...
    async def write(self, changes: Sequence[DraftChange]) -> None: ...


def draw_pasting(form: Form, path: str, group: Group) -> None:
    """A button under the group, and the dialog it opens."""
    visit, typed = form.visit, {"table": ""}

    async def take() -> None:
        wrong.clear()
        try:
            rows = read_table(group, typed["table"], [Speaker(locale) for locale in LOCALES])
        except PortalError as fault:
            with wrong:
                notice(fault.text, Tone.RED, live=True)
            return
        await add_rows(form, path, rows)
        box.close()
        visit.tell(_n("{n} row was added.", "{n} rows were added.", len(rows)), Tone.GREEN)
        visit.client.open(f"{visit.path}?at={path}")

    with dialog(_("Paste rows from a spreadsheet")) as box:
        words: list[Text] = [column.label for column in pasted_columns(group)]
        paragraph(_("Copy the cells and paste them below, one row a line. The columns are, in this order:"))
        paragraph(", ".join(visit.t(one) for one in words), look="small")
        paragraph(_("A first line with the columns' names lets you have them in another order, or leave some out."), look="small")
        key = f"paste-{path}"
        Tag("label", _("Rows"), classes="field-label", for_=key)
        area = Tag("textarea", classes="control", id=key, rows="8", spellcheck="false", wrap="off")
        area.on("input", lambda event: typed.update(table=str(event.args)[:400_000]), js_handler="(e) => emit(e.target.value)")
        wrong = Tag("div")
        button(_("Add the rows"), visit.handler(take), icon="plus")
    button(_("Paste from a spreadsheet"), box.open, kind="quiet", icon="copy").classes("row-paste")


async def add_rows(form: Form, path: str, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows after those that are there, in one save."""
    phase, step = form.place
    named = [(secrets.token_hex(4), cells) for cells in rows]
    changes: list[DraftChange] = [AddRows(phase, step, path, [row_id for row_id, _cells in named], form.drawn_rows(path))]
    changes += [AnswerChange(phase, step, f"{path}/{row_id}/{key}", raw) for row_id, cells in named for key, raw in cells.items()]
    await form.write(changes)
