"""The columns a table of cases can show: what each is called, and what stands in it for one case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models.text import Text, _, _n
from models.values import place_name
from ui.components import Column
from ui.components.found import FOUND, found_data
from ui.municipality.sight import due_words, open_words
from ui.municipality.wish import USUAL_COLUMNS, Wish
from ui.theme.status import status_look
from ui.visit import Visit
from workflows.clocks import Calendar, age, day_of, days_left
from workflows.ports import CaseCard
from workflows.registry import workflow

COLUMNS: dict[str, Column] = {
    one.key: one
    for one in (
        Column("case", _("Case"), "link"),
        Column("address", _("Address")),
        Column("type", _("Type")),
        Column("company", _("Company")),
        Column("status", _("Status"), "tag"),
        Column("due", _("Deadline"), "day"),
        Column("left", _("Left on our clock"), "day"),
        Column("age", _("Days used"), "number"),
        Column("open", _("Open")),
        Column("who", _("Handled by")),
        Column("property", _("Property")),
        Column("title", _("Title")),
        Column("reference", _("Own reference")),
        Column("received", _("Received"), "day"),
        Column("changed", _("Last changed"), "day"),
    )
}
Cell = Callable[[CaseCard, date, Visit], Any]


ORDERED_BY = {"left": "left", "recent": "changed"}
"""Order -> the column that shows what it goes by."""


def columns_of(wish: Wish) -> list[Column]:
    """The columns a wish shows, in its order; a search says behind the first of them where it found the case.

    Who chose no columns sees what the list is in order of, behind the deadline.
    """
    keys = list(wish.columns or USUAL_COLUMNS)
    if not wish.columns and wish.sort in ORDERED_BY:
        keys.insert(keys.index("due") + 1, ORDERED_BY[wish.sort])
    shown = [COLUMNS[key] for key in keys]
    return [shown[0], FOUND, *shown[1:]] if wish.text else shown


def left_words(card: CaseCard, today: date) -> Text | None:
    """Working days left on the municipality's clock; None where it has none."""
    days = days_left(card.our_due_on, card.our_days_left, today, Calendar(card.closed_days))
    if days is None:
        return None
    if card.our_due_on is None:
        return _n("{n} day, stands still", "{n} days, stands still", days)
    return _n("{n} working day over", "{n} working days over", -days) if days < 0 else _n("{n} working day", "{n} working days", days)


def _status(card: CaseCard, _today: date, _visit: Visit) -> dict[str, Any]:
    look = status_look(card.status, card.phase, works=card.work_is_on)
    return {"words": look.words("officer", card.company), "tone": look.tone, "strong": look.strong}


def _age(card: CaseCard, today: date, _visit: Visit) -> str:
    days = age(card.clock_days, card.clock_since, today, Calendar(card.closed_days))
    return "" if days is None else str(days)


CELLS: dict[str, Cell] = {
    "case": lambda card, _today, _visit: {"words": card.number, "href": f"/cases/{card.ref}"},
    "found": lambda card, _today, visit: [{**one, "where": visit.t(one["where"])} for one in found_data(card.found)],
    "address": lambda card, _today, _visit: place_name(card.address, card.property_key),
    "type": lambda card, _today, _visit: workflow(card.workflow).title,
    "company": lambda card, _today, _visit: card.company,
    "status": _status,
    "due": lambda card, today, _visit: due_words((card.due_on - today).days) if card.due_on else None,
    "left": lambda card, today, _visit: left_words(card, today),
    "age": _age,
    "open": lambda card, _today, _visit: open_words(card),
    "who": lambda card, _today, _visit: card.assignee or None,
    "property": lambda card, _today, _visit: place_name("", card.property_key) or None,
    "title": lambda card, _today, _visit: card.title or None,
    "reference": lambda card, _today, _visit: card.reference or None,
    "received": lambda card, _today, visit: visit.speaker.day(day_of(card.submitted_at)) if card.submitted_at else None,
    "changed": lambda card, _today, visit: visit.speaker.day(day_of(card.updated_at)),
}
"""Column -> what stands in it: words, None for nothing, or what the kind of its column takes."""
