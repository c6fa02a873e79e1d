"""Orders to the browser: a short numbered list in an attribute, carried out by portal.js. Data never becomes code on this way."""

from __future__ import annotations

import json
from typing import Literal
from weakref import WeakKeyDictionary

from nicegui import Client, context

from ui.components.base import Tag

Verb = Literal["focus", "announce", "title", "lang"]
_KEPT = 12
_boards: WeakKeyDictionary[Client, OrderBoard] = WeakKeyDictionary()


class OrderBoard(Tag):
    """The hidden element that carries the orders; one a page, made by `frame`.

    The last few orders stay in the list, since two changes within one moment reach the browser as one.
    """

    def __init__(self) -> None:
        super().__init__("div", id="portal-orders", hidden=True)
        self._orders: list[tuple[int, str, str]] = []
        self._count = 0
        _boards[context.client] = self

    def give(self, verb: Verb, what: str) -> None:
        """Add one order and send the list."""
        self._count += 1
        self._orders = [*self._orders[1 - _KEPT :], (self._count, verb, what)]
        self.put(data_orders=json.dumps(self._orders, ensure_ascii=False))


def tell_browser(verb: Verb, what: str, client: Client | None = None) -> None:
    """Have a page's browser focus a field or place, say something to screen readers, or change the tab's title.

    The page is the current one unless `client` names it (news from outside has no current page). Without a frame nothing happens.
    """
    board = _boards.get(client or context.client)
    if board is not None and not board.is_deleted:
        board.give(verb, what)
