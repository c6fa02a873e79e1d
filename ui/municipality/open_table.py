"""One open table of cases: a page of rows from the database, redrawn when the municipality's cases change."""

from __future__ import annotations

import asyncio
from typing import Any

from nicegui import background_tasks

from models.errors import PortalError
from models.text import Text, _
from ui.components import data_table
from ui.components.tables import DataTable
from ui.municipality.columns import CELLS, columns_of
from ui.municipality.picking import picked, picking
from ui.municipality.wish import Wish
from ui.visit import Visit, house
from workflows.casework.overview import case_table
from workflows.clocks import day_of
from workflows.ports import CaseCard, Page

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
        self.columns = columns_of(self.wish)
        picks = picking(self.visit)
        self._table = data_table(self.columns, self._cells(), caption=_("Cases"), live=True, **picks, **self._pages())

    def _cells(self) -> list[dict[str, Any]]:
        return [self._row(card) for card in self.rows.rows]

    def _row(self, card: CaseCard) -> dict[str, Any]:
        shown = {one.key: CELLS[one.key](card, self.today, self.visit) for one in self.columns}
        return {"id": card.id, "version": card.version, **picked(card, self.visit), **shown}

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
