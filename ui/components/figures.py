"""Key figures: a number that is read first, what it is, and the way to the cases behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.components.base import View, Words, html, safe_href


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure in words, with a note and a link to what is behind it. A link says where it leads by itself."""

    label: Words
    value: Words
    note: Words | None = None
    href: str | None = None
    link: Words = ""


class FigureCards(View):
    """See `figure_cards`."""

    template = html("figure-cards")


def figure_cards(cards: Sequence[FigureCard]) -> FigureCards:
    """Figures beside each other, below each other on a phone."""
    shown = [
        {"label": one.label, "value": one.value, "note": one.note, "href": safe_href(one.href), "link": one.link} for one in cards
    ]  # fmt: skip
    return FigureCards({"cards": shown})
