"""One open board: its lanes, what more of them was asked for, and the acts on its cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from nicegui import background_tasks

from models.base import BoardColumn
from models.errors import BadInput, MovedOn, PortalError, Refused
from models.text import _
from ui.components import Tag, button
from ui.components.board import board as board_row
from ui.components.buttons import Button
from ui.municipality.pieces.lane import Lane, lane, more_words, moves_from
from ui.municipality.rooms import Seat, rooms
from ui.municipality.sight import Sight, spoken_card
from ui.municipality.wish import COLUMNS, Wish
from ui.visit import Visit, house
from workflows.casework import reviewing
from workflows.casework.overview import board, more_of_column
from workflows.clocks import day_of
from workflows.lifecycle import LIFECYCLE
from workflows.moving import move_between
from workflows.policy import may
from workflows.ports import CaseCard, CaseFilter, Page

MOST_MORE = 100
"""Cards beyond the first ones in a column; who wants to see yet more is better served by the table."""


class OpenBoard:
    """A board in one browser. `load` takes a seat among the boards that show the same, `lay` builds, news arrives by `_show`."""

    def __init__(self, visit: Visit, wish: Wish, people: Mapping[str, str]) -> None:
        self.visit, self.wish, self.people = visit, wish, people
        self.filter: CaseFilter = wish.filter(person_id=visit.actor.person_id, today=day_of(house().now()))
        self.speaker = visit.speaker
        self.lanes: dict[BoardColumn, Lane] = {}
        self.buttons: dict[BoardColumn, Button] = {}
        self.more: dict[BoardColumn, list[CaseCard]] = {}
        self.next: dict[BoardColumn, str | None] = {}
        self.sight: Sight

    async def load(self) -> None:
        """Fetch what is shown first, and hear of every change from now on. Raises what the use case raises."""
        seat = Seat(self._load, self._show)
        self.sight, leave = await rooms().enter(self.visit.actor.municipality_id or "", self.filter, seat, day_of(house().now()))
        self.visit.client.on_delete(leave)

    async def _load(self) -> Sight:
        view = await self.visit.ask(board, self.filter)
        return Sight.of(view.counts, view.columns, view.today)

    def lay(self) -> None:
        """Build the columns."""
        actor = self.visit.actor
        rights = {"may": may(actor, "assign"), "may_take": may(actor, "take"), "may_pick": may(actor, "act_on_many")}
        given = frozenset(one.policy for one in LIFECYCLE if may(actor, one.policy))
        columns = [column for column in COLUMNS if not self.wish.column or column == self.wish.column]
        with board_row():
            for column in columns:
                with Tag("div", classes="lane-place"):
                    self.lanes[column] = lane(
                        column,
                        self._cards(column),
                        total=self.sight.columns[column].total,
                        me=actor.person_id,
                        people=list(self.people.items()),
                        moves=moves_from(column, given) if rights["may_take"] else None,
                        on_act=self.visit.handler(self._act),
                        **rights,
                    )
                    self.buttons[column] = button(more_words(0), self.visit.handler(self._more_of(column)), kind="quiet")
                    self._offer_more(column)

    def _show(self, fresh: Sight, changed: Sequence[BoardColumn]) -> None:
        self.sight = fresh
        for column in changed:
            if column in self.lanes and not self.more.get(column):
                self._draw(column)
        if any(self.more.values()):  # what lies beyond the first cards is this board's own, so it asks for itself
            background_tasks.create(self._reload_more(), name="more of a board")

    def _draw(self, column: BoardColumn) -> None:
        self.lanes[column].show(self._cards(column), total=self.sight.columns[column].total)
        self._offer_more(column)

    def _cards(self, column: BoardColumn) -> list[dict[str, Any]]:
        first = self.sight.cards(column, self.speaker)
        known = {card["id"] for card in first}
        return first + [spoken_card(card, self.sight.day, self.speaker) for card in self.more.get(column, []) if card.id not in known]

    def _offer_more(self, column: BoardColumn) -> None:
        left = self.sight.columns[column].total - len(self._cards(column))
        self.buttons[column].set_visibility(left > 0)
        if left > 0:
            self.buttons[column].relabel(more_words(left))

    def _more_of(self, column: BoardColumn) -> Any:
        async def more() -> None:
            if len(self.more.get(column, [])) >= MOST_MORE:
                self.visit.client.open(self.wish.address(view="table", column=str(column)))
                return
            after = self.next.get(column) or self.sight.columns[column].next
            if after:
                self._add(column, await self.visit.ask(more_of_column, self.filter, column, after))
                self._draw(column)

        return more

    def _add(self, column: BoardColumn, page: Page[CaseCard]) -> None:
        self.more[column] = [*self.more.get(column, []), *page.rows]
        self.next[column] = page.next

    async def _reload_more(self) -> None:
        for column, cards in list(self.more.items()):
            start = self.sight.columns[column].next
            self.more[column] = []
            try:
                if cards and start:
                    self._add(column, await self.visit.ask(more_of_column, self.filter, column, start, limit=len(cards)))
            except PortalError:
                return  # the session is over; the page is told by its own handlers
            self._draw(column)

    async def _act(self, name: str, value: Any) -> None:
        """Take, release or hand over; the cards move when the news comes back."""
        ref, person = value if isinstance(value, list) and len(value) == 2 else (value, "")
        if not isinstance(ref, str) or not isinstance(person, str):
            raise BadInput
        if name == "take":
            await self.visit.do(reviewing.take, ref)
        elif name == "release":
            await self.visit.do(reviewing.release, ref)
        elif name == "assign":
            await self.visit.do(reviewing.assign, ref, person)
        elif name == "move":
            await self._move(ref, person)

    async def _move(self, ref: str, target: str) -> None:
        """What a card that was let go over a column, or sent there from its menu, means: an act, a place to write, or a reason why not."""
        start = next((column for column in self.lanes for card in self._cards(column) if card["ref"] == ref), None)
        if start is None or target not in {str(one) for one in COLUMNS}:
            raise MovedOn
        move = move_between(start, BoardColumn(target))
        if move.kind == "do":
            await self.visit.do(reviewing.begin_review, ref)
        elif move.kind == "open":
            self.visit.client.open(f"/cases/{quote(ref, safe='')}#{move.part}")
        else:
            raise Refused(move.why or _("This cannot be done now."))
