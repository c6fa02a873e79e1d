"""One column of the officer's board, and the button below it that shows more.

Cards are data of one element. News that would move cards waits behind “n updates” while the pointer or the focus is in the column
(`portal.js` does the waiting). The button for more stands outside the element, so that asking for more is never held back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.base import BoardColumn
from models.text import Text, _, _n
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class LaneCard:
    """A case on the board. `ref` comes back with every act; `version` changes with every change and marks the card for two seconds."""

    id: str
    ref: str
    version: int
    href: str
    title: str
    number: str
    type: Words
    company: str
    due: Words
    late: bool = False
    soon: bool = False
    age: Words = ""
    open: Words = ""
    who: str = ""
    initials: str = ""
    who_id: str = ""
    tag: Words = ""
    tone: Tone = Tone.PLAIN


class Lane(View):
    """A column. Acts: `take` and `release` with a ref, `assign` with ref and person id."""

    template = html("lane", TEMPLATES)

    def show(self, cards: Sequence[dict[str, Any]], *, total: int) -> None:
        """The column as it is now; `cards` come from `card_data`."""
        self.change(cards=cards, total=self.speaker.number(total))


def card_data(card: LaneCard) -> dict[str, Any]:
    """A card as the browser gets it, without what is empty; made once for all boards that show it in one language."""
    safe_href(card.href)
    return {name: value for name in LaneCard.__slots__ if (value := getattr(card, name)) not in ("", False)}


def lane(
    column: BoardColumn,
    cards: Sequence[dict[str, Any]],
    *,
    total: str,
    me: str,
    people: Sequence[tuple[str, str]],
    may: bool,
    may_take: bool,
    on_act: Act,
) -> Lane:
    """One column; `people` are the colleagues a case can be handed to, `may` shows the acts, `may_take` that of taking."""
    title, empty = LANES[column]
    colleagues = [{"key": key, "label": label} for key, label in people]
    data = {"key": column, "title": title, "empty": empty, "cards": cards, "total": total, "holds": "cards", "me": me, "people": colleagues}
    return Lane({**data, "may": may, "may_take": may_take, "words": _words()}, on_act=on_act)


LANES: dict[BoardColumn, tuple[Text, Text]] = {
    BoardColumn.NEW: (_("New cases"), _("No new cases.")),
    BoardColumn.CHECKING: (_("To be checked"), _("Nobody is checking a case now.")),
    BoardColumn.ANSWERED: (_("New answer"), _("No answers to look at.")),
    BoardColumn.WAITING: (_("Waiting for contractor"), _("No contractor has anything to answer.")),
    BoardColumn.READY: (_("Ready for decision"), _("No cases are ready for decision.")),
    BoardColumn.FINAL_DOCS: (_("Final documentation"), _("No final documentation is due.")),
}
"""Title of each column, and what stands there when it is empty."""


def more_words(left: int) -> Text:
    """The words on the button below a column of which `left` cases are not shown."""
    return _n("Show {n} more", "Show more ({n} left)", left)


def _words() -> dict[str, Text]:
    return {
        "cases": _("cases"),
        "one": _("1 update"),
        "many": _("{n} updates"),
        "nobody": _("Nobody"),
        "acts": _("Choices for"),
        "take": _("Take the case"),
        "release": _("Release"),
        "assign": _("Hand over to"),
        "choose": _("Choose a colleague"),
    }
