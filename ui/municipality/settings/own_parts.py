"""A municipality's own question or document on the page of its step: every field of it, and the way to take it away and back."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import TYPE_CHECKING

from models.document import FileKind
from models.local_set import OwnQuestion, OwnSlot
from models.text import Text, _
from ui.components import Choice, FieldView, Tag, button, field
from ui.contractor.parts import NAMES
from ui.municipality.settings.pieces import folded, weight_field, words_fields
from workflows.local.editing import put_back, remove_own
from workflows.local.offering import heavier

if TYPE_CHECKING:
    from ui.municipality.settings.step_page import StepRules

KINDS: dict[str, Text] = {
    "text": _("Short text"),
    "longtext": _("Long text"),
    "number": _("Number with unit"),
    "choice": _("Choice"),
    "date": _("Date"),
    "yes_no": _("Yes or no"),
}


def draw_own(page: StepRules, own: OwnQuestion | OwnSlot, *, is_open: bool) -> None:
    """One own part behind its label."""
    folded(own.label.text, lambda: _draw(page, own), is_open=is_open, id_=own.key)


def _draw(page: StepRules, drawn: OwnQuestion | OwnSlot) -> None:
    own = page.view.content.own(drawn.key) or drawn
    part = "questions" if isinstance(own, OwnQuestion) else "slots"
    path = f"{part}/{own.key}"
    words_fields(page, f"{path}/label", _("What is asked for"), own.label, long=False)
    if isinstance(own, OwnQuestion):
        _draw_kind(page, path, own)
    else:
        _draw_files(page, path, own)
    weight_field(page, f"{path}/level", None, heavier(None), own.level)
    words_fields(page, f"{path}/help", _("Help"), own.help)
    if page.view.may_change:
        remove = page.visit.handler(functools.partial(_remove, page, own.key))
        button(_("Remove “{label}”", label=own.label.text), remove, kind="quiet", icon="trash-2")


def _draw_kind(page: StepRules, path: str, own: OwnQuestion) -> None:
    """What kind of answer, and what belongs to that kind; the rest waits invisibly."""
    options = [Choice(key, label) for key, label in KINDS.items()]
    field(FieldView(f"{path}/kind", _("Kind of answer"), "choice", own.kind, options=options, locked=page.locked))
    with Tag("div", classes="stack stack-4") as numbers:
        for name, label, value in (
            ("unit", _("Unit, such as m or l/s"), own.unit),
            ("least", _("Least"), own.least),
            ("most", _("Most"), own.most),
            ("places", _("Decimals"), own.places),
        ):
            key = f"{path}/{name}"
            field(FieldView(key, label, "text", _typed(value), error=page.fault_at(key), locked=page.locked))
    with Tag("div", classes="stack stack-4") as choices:
        lines = "\n".join(" | ".join(filter(None, (one.label.nb, one.label.nn, one.label.en))) for one in own.options)
        hint = _("One choice on each line: bokmål | nynorsk | English. The last two may be left out.")
        key = f"{path}/options"
        field(FieldView(key, _("Choices"), "longtext", lines, hint=hint, error=page.fault_at(key), locked=page.locked))
    page.kinds[own.key] = (numbers, choices)
    page.show_kind(own.key)


def _typed(value: str | float | None) -> str:
    """A number as people type it."""
    if isinstance(value, float):
        return format(Decimal(str(value)).normalize(), "f").replace(".", ",")
    return "" if value is None else str(value)


def _draw_files(page: StepRules, path: str, own: OwnSlot) -> None:
    """Which files fit, and how many."""
    options = [Choice(kind.value, NAMES[kind]) for kind in FileKind]
    accepts = [kind.value for kind in own.accepts]
    field(FieldView(f"{path}/accepts", _("Kinds of files"), "multi", accepts, options=options, locked=page.locked))
    field(FieldView(f"{path}/at_most", _("Most files"), "integer", own.at_most, locked=page.locked))


async def _remove(page: StepRules, key: str) -> None:
    """Take it away; the notice has the way back."""
    own = page.view.content.own(key)
    if own is None:
        return
    kept = own
    await page.change(lambda before: (remove_own(before, key), None))
    page.draw_own_parts()

    async def undo() -> None:
        await page.change(lambda before: (put_back(before, kept), None))
        page.draw_own_parts()

    if page.visit.page is not None and not page.has_moved:
        words = _("“{label}” was removed.", label=own.label.text)
        page.visit.page.toast(words, undo=page.visit.handler(undo))
