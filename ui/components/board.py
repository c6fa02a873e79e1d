"""The officer's board: columns of cards that are data, moving live without reordering under the pointer. Source: product.md 3.13.

Keys: j and k go from card to card, enter opens, a takes the case, / goes to the search field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from models.text import _
from ui.components.base import Tag, View, Words, call, html, safe_href
from ui.theme.status import Tone

MOST_CARDS = 50


@dataclass(frozen=True, slots=True)
class CardView:
    """A case on the board. `version` changes with every change and marks the card for two seconds; `lines` are at most three."""

    id: str
    version: int
    href: str
    title: Words
    number: str = ""
    lines: Sequence[Words] = attribute(default_factory=tuple)
    tag: Words | None = None
    tone: Tone = Tone.GREY
    due: Words | None = None
    overdue: bool = False
    who: str = ""
    facts: Sequence[Words] = attribute(default_factory=tuple)


class BoardColumnView(View):
    """See `board_column`."""

    template = html("board-column")

    def show(self, cards: Sequence[CardView], *, total: int) -> None:
        """The column as it is now; waits behind “n updates” while the pointer or the focus is in it and the order would change."""
        self.change(cards=_cards(cards), total=self.speaker.number(total))


def _cards(cards: Sequence[CardView]) -> list[CardView]:
    for card in cards:
        safe_href(card.href)
    return list(cards[:MOST_CARDS])


def board() -> Tag:
    """The row of columns; a context manager."""
    return Tag("div", classes="board", tabindex="0", role="region", aria_label=_("Board"))


def board_column(
    title: Words,
    cards: Sequence[CardView],
    *,
    total: int,
    key: str = "",
    on_take: Callable[[str], Any] | None = None,
    more: str | None = None,
) -> BoardColumnView:
    """One column with its first 50 cards; `more` leads to the list of all. `on_take` gets the id of a card on which a was pressed."""
    words = {
        "one": _("1 update"),
        "many": _("{n} updates"),
        "empty": _("Nothing here now"),
        "more": _("Show all"),
        "nobody": _("Nobody"),
    }

    async def act(name: str, card_id: Any) -> None:
        if name == "take" and isinstance(card_id, str):
            await call(on_take, card_id)

    data = {
        "title": title,
        "key": key,
        "cards": _cards(cards),
        "total": str(total),
        "holds": "cards",
        "more": safe_href(more),
        "takes": on_take is not None,
    }
    return BoardColumnView({**data, "words": words}, on_act=act if on_take else None)
