"""One open table of cases: a page of rows from the database, redrawn when the municipality's cases change."""

from __future__ import annotations

import asyncio
from typing import Any

from nicegui import background_tasks

from models.errors import PortalError
from models.text import Text, _
from models.values import place_name
from ui.components import Column, data_table
from ui.components.tables import DataTable
from ui.municipality.sight import due_words, open_words
from ui.municipality.wish import Wish
from ui.theme.status import status_look
from ui.visit import Visit, house
from workflows.casework.overview import case_table
from workflows.clocks import age, day_of
from workflows.ports import CaseCard, Page
from workflows.registry import workflow

PAGE = 50
_CALM = 1.0
"""Seconds between two redrawings: a table is read, not watched."""


class OpenTable:
    """A table in one browser; sorted by an order of the allow-list, paged by key."""

    def __init__(self, visit: Visit, wish: Wish) -> None:
        self.visit, self.wish = visit, wish
        self.today = day_of(house().now())
        self.filter = wish.filter(person_id=visit.actor.person_id, today=self.today)
        self.rows: Page[CaseCard]
        self._table: DataTable
        self._waiting = False

    async def load(self) -> None:
        """Fetch the page of rows and hear of changes. Raises what the use case raises."""
        self.rows = await self.visit.ask(case_table, self.filter, after=self.wish.after or None, limit=PAGE, order=self.wish.sort)
        self.visit.listen(f"municipality:{self.visit.actor.municipality_id}", self._news)

    def lay(self) -> None:
        """Build the table."""
        columns = [
            Column("case", _("Case"), "link"),
            Column("address", _("Address")),
            Column("type", _("Type")),
            Column("company", _("Company")),
            Column("status", _("Status"), "tag"),
            Column("due", _("Deadline"), "day"),
            Column("age", _("Days used"), "number"),
            Column("open", _("Open")),
            Column("who", _("Handled by")),
        ]
        self._table = data_table(columns, self._cells(), caption=_("Cases"), live=True, **self._pages())

    def _cells(self) -> list[dict[str, Any]]:
        return [self._row(card) for card in self.rows.rows]

    def _row(self, card: CaseCard) -> dict[str, Any]:
        look = status_look(card.status, card.phase)
        days = (card.due_on - self.today).days if card.due_on else None
        days_used = age(card.clock_days, card.clock_since, self.today)
        return {
            "id": card.id,
            "version": card.version,
            "case": {"words": card.number, "href": f"/cases/{card.ref}"},
            "address": place_name(card.address, card.property_key),
            "type": workflow(card.workflow).title,
            "company": card.company,
            "status": {"words": look.words("officer", card.company), "tone": look.tone, "strong": look.strong},
            "due": due_words(days) if days is not None else None,
            "age": "" if days_used is None else str(days_used),
            "open": open_words(card),
            "who": card.assignee or None,
        }

    def _pages(self) -> dict[str, Any]:
        first = self.wish.address(after="") if self.wish.after else None
        following = self.wish.address(after=self.rows.next) if self.rows.next else None
        return {"previous": first, "next_": following, "summary": None if self.rows.rows else self._none()}

    def _none(self) -> Text:
        return _("No cases match. Choose other filters.")

    def _news(self, *_changes: object) -> None:
        if not self._waiting:
            self._waiting = True
            background_tasks.create(self._redraw(), name="table")

    async def _redraw(self) -> None:
        await asyncio.sleep(_CALM)
        self._waiting = False
        try:
            self.rows = await self.visit.ask(case_table, self.filter, after=self.wish.after or None, limit=PAGE, order=self.wish.sort)
        except PortalError:
            return  # the session is over; the page is told by its own handlers
        self._table.show(self._cells(), **self._pages())
