"""`/board/map`: the open cases where they are, and the same cases as a list beside the map."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from models.errors import BadInput
from models.text import Text, _, _n
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.components import Column, Tag, data_table
from ui.components.base import View, html
from ui.components.map import tiles
from ui.components.tables import DataTable
from ui.lists import TEMPLATES
from ui.lists.narrowing import filters_of, tools
from ui.municipality.other_views import query_of
from ui.municipality.sight import due_words
from ui.municipality.wish import Wish, wish_from
from ui.theme.status import status_look
from ui.visit import Visit, portal_page
from workflows.casework.lists import MapView, map_list, map_view
from workflows.clocks import day_of
from workflows.ports import CaseCard, Page
from workflows.ports_lists import Box, Point
from workflows.registry import workflow

COLUMNS = (
    Column("case", _("Case"), "link"),
    Column("address", _("Address")),
    Column("type", _("Type")),
    Column("status", _("Status"), "tag"),
    Column("due", _("Deadline"), "day"),
    Column("who", _("Handled by")),
)
_CALM = 1.0


class CaseMap(View):
    """Points and heaps of cases. Act: `box` with south, west, north and east, whenever another part of the map is shown."""

    template = html("case-map", TEMPLATES)


@portal_page("/board/map", action="see_map")
async def map_page(
    visit: Visit,
    workflow: str = "",
    who: str = "",
    company: str = "",
    text: str = "",
    overdue: str = "",
    column: str = "",
    box: str = "",
    after: str = "",
) -> None:
    """The map and its list, under the board's filters; both follow the part of the map that is shown."""
    wish = wish_from({"workflow": workflow, "who": who, "company": company, "text": text, "overdue": overdue, "column": column})
    shown = OpenMap(visit, wish, box_of(box), after[:400])
    await shown.load()
    filters = await filters_of(wish, visit)
    with visitor_frame(visit, title=_("Map of open cases"), here="/board/map", wide=True), Tag("div", classes="board-page"):
        tools(filters, wish, "/board/map")
        shown.lay()


def box_of(words: str) -> Box | None:
    """Four numbers out of an address, None for anything else."""
    try:
        south, west, north, east = (float(one) for one in words.split(","))
    except ValueError:
        return None
    return (south, west, north, east)


class OpenMap:
    """A map in one browser."""

    def __init__(self, visit: Visit, wish: Wish, box: Box | None, after: str) -> None:
        self.visit, self.wish, self.box, self.after = visit, wish, box, after
        self.today = day_of(visit.now())
        self.filter = wish.filter(person_id=visit.actor.person_id, today=self.today)
        self.view: MapView
        self.rows: Page[CaseCard]
        self._map: CaseMap
        self._table: DataTable
        self._waiting = False

    async def load(self) -> None:
        """Fetch both. Raises what the use cases raise."""
        self.view = await self.visit.ask(map_view, self.filter, self.box)
        self.rows = await self.visit.ask(map_list, self.filter, self.box, self.after or None)

    def lay(self) -> None:
        """Build map and list, and hear of changes."""
        with Tag("div", classes="map-and-list"):
            words = {"map": _("Map of open cases"), "how": _("With the keyboard: arrow keys move the map, + and - change its scale.")}
            start = {"casemap": True, "bounds": self.box or self.view.bounds, "words": words, **tiles()}
            self._map = CaseMap({**start, **self._drawn()}, on_act=self.visit.handler(self._act))
            with Tag("div", classes="map-list"):
                self._table = data_table(COLUMNS, self._cells(), caption=_("The cases in the map"), **self._pages())
        self.visit.listen(f"municipality:{self.visit.actor.municipality_id}", self.visit.handler(self._news))

    async def _act(self, name: str, value: Any) -> None:
        numbers = value if isinstance(value, list) else []
        if name != "box" or len(numbers) != 4 or not all(isinstance(one, (int, float)) for one in numbers):
            raise BadInput
        south, west, north, east = (float(one) for one in numbers)
        self.box, self.after = (south, west, north, east), ""
        await self._again()

    async def _news(self, _changes: Sequence[Any]) -> None:
        if not self._waiting:
            self._waiting = True
            await asyncio.sleep(_CALM)
            self._waiting = False
            await self._again()

    async def _again(self) -> None:
        await self.load()
        self._map.change(**self._drawn())
        self._table.show(self._cells(), **self._pages())

    def _drawn(self) -> dict[str, Any]:
        view, speaker = self.view, self.visit.speaker
        points = [
            {
                "at": [one.latitude, one.longitude],
                "href": f"/cases/{one.ref}",
                "words": f"{one.number} {one.place}",
                "late": self._late(one),
            }
            for one in view.points
        ]
        heaps = [{"at": [one.latitude, one.longitude], "box": one.box, "n": speaker.number(one.cases)} for one in view.heaps]
        summary = _n("{n} open case has a place.", "{n} open cases have a place.", view.placed)
        table = f"/board?view=table&{query_of(self.wish)}".rstrip("&")
        without = _n("{n} case has no place, and stands in the table.", "{n} cases have no place, and stand in the table.", view.unplaced)
        return {"points": points, "heaps": heaps, "summary": summary, "without": without if view.unplaced else None, "table": table}

    def _late(self, one: Point) -> bool:
        return one.due_on is not None and one.due_on < self.today

    def _cells(self) -> list[dict[str, Any]]:
        return [self._row(card) for card in self.rows.rows]

    def _row(self, card: CaseCard) -> dict[str, Any]:
        look = status_look(card.status, card.phase, works=card.work_is_on)
        return {
            "id": card.id,
            "case": {"words": card.number, "href": f"/cases/{card.ref}"},
            "address": place_name(card.address, card.property_key),
            "type": workflow(card.workflow).title,
            "status": {"words": look.words("officer", card.company), "tone": look.tone, "strong": look.strong},
            "due": due_words((card.due_on - self.today).days) if card.due_on else None,
            "who": card.assignee or None,
        }

    def _pages(self) -> dict[str, Any]:
        def address(after: str) -> str:
            parts = {"box": ",".join(f"{one:.6f}" for one in self.box) if self.box else "", "after": after}
            query = "&".join(filter(None, [query_of(self.wish), urlencode({key: value for key, value in parts.items() if value})]))
            return f"/board/map?{query}" if query else "/board/map"

        none: Text | None = None if self.rows.rows else _("No open case with a place lies here. Move the map, or choose other filters.")
        first = address("") if self.after else None
        return {"previous": first, "next_": address(self.rows.next) if self.rows.next else None, "summary": none}
