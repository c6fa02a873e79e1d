"""One column of the officer's board, and the button below it that shows more.

Cards are data of one element. News that would move cards waits behind “n updates” while the pointer or the focus is in the column
(`portal.js` does the waiting). The button for more stands outside the element, so that asking for more is never held back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.base import BoardColumn
from models.text import Text, _, _n
from ui.components.base import View, Words, html, safe_href, speaker
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act
from ui.theme.status import Tone
from workflows.lifecycle import BY_NAME
from workflows.moving import Move, move_between


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
    found: Sequence[Mapping[str, Any]] = ()


class Lane(View):
    """A column. Acts: `take` and `release` with a ref, `assign` with ref and person id, `move` with ref and the column moved to."""

    template = html("lane", TEMPLATES)

    def show(self, cards: Sequence[dict[str, Any]], *, total: int) -> None:
        """The column as it is now; `cards` come from `card_data`."""
        self.change(cards=cards, total=self.speaker.number(total), cases=cases_words(total))


def card_data(card: LaneCard) -> dict[str, Any]:
    """A card as the browser gets it, without what is empty; made once for all boards that show it in one language."""
    safe_href(card.href)
    return {name: value for name in LaneCard.__slots__ if (value := getattr(card, name)) not in ("", False, ())}


def lane(
    column: BoardColumn,
    cards: Sequence[dict[str, Any]],
    *,
    total: int,
    me: str,
    people: Sequence[tuple[str, str]],
    may: bool,
    may_take: bool,
    may_pick: bool,
    moves: Sequence[dict[str, Any]] | None,
    on_act: Act,
) -> Lane:
    """One column; `people` are the colleagues a case can be handed to, `may` shows the acts, `may_take` that of taking.

    `may_pick` lets cases be chosen for acts on many; `moves` are what `moves_from` says, None for who moves nothing.
    """
    title, empty = LANES[column]
    colleagues = [{"key": key, "label": label} for key, label in people]
    data = {"key": column, "title": title, "empty": empty, "cards": cards, "holds": "cards", "me": me, "people": colleagues}
    count = {"total": speaker().number(total), "cases": cases_words(total)}
    shown = {**count, "may": may, "may_take": may_take, "picks": may_pick, "moves": moves, "words": _words()}
    return Lane({**data, **shown}, on_act=on_act)


def moves_from(column: BoardColumn, given: frozenset[str]) -> list[dict[str, Any]]:
    """What moving a card from a column to each of the others means to who may take the actions `given`."""
    found = []
    for target in (one for one in LANES if one != column):
        move = move_between(column, target)
        if move.act and BY_NAME[move.act].policy not in given:
            move = Move("no", why=_("Your role does not decide this."))
        found.append({"key": target, "title": LANES[target][0], "kind": move.kind, "why": move.why})
    return found


LANES: dict[BoardColumn, tuple[Text, Text]] = {
    BoardColumn.NEW: (_("New cases"), _("No new cases.")),
    BoardColumn.CHECKING: (_("To be checked"), _("Nobody is checking a case now.")),
    BoardColumn.ANSWERED: (_("New answer"), _("No answers to look at.")),
    BoardColumn.WAITING: (_("Waiting for contractor"), _("No contractor has anything to answer.")),
    BoardColumn.READY: (_("Ready for decision"), _("No cases are ready for decision.")),
    BoardColumn.FINAL_DOCS: (_("Final documentation"), _("No final documentation is due.")),
}
"""Title of each column, and what stands there when it is empty."""


def cases_words(total: int) -> Text:
    """The number of cases in a column, as it is heard."""
    return _n("{n} case", "{n} cases", total)


def more_words(left: int) -> Text:
    """The words on the button below a column of which `left` cases are not shown."""
    return _n("Show {n} more", "Show more ({n} left)", left)


def _words() -> dict[str, Text]:
    return {
        "one": _("1 update"),
        "many": _("{n} updates"),
        "nobody": _("Nobody"),
        "acts": _("Choices for"),
        "take": _("Take the case"),
        "release": _("Release"),
        "assign": _("Hand over to"),
        "choose": _("Choose a colleague"),
        "pick": _("Choose the case"),
        "move": _("Move to"),
    }
