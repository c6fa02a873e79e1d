"""What a board shows at one moment, and the words its cards are given in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.base import BoardColumn
from models.text import Text, _, _n
from models.values import place_name
from ui.components.found import found_data
from ui.municipality.pieces.assignee import initials
from ui.municipality.pieces.lane import LaneCard, card_data
from ui.municipality.wish import COLUMNS
from ui.texts import Locale, Speaker
from ui.theme.status import Tone, status_look
from workflows.access.standing import COMPANY_IS_GONE
from workflows.clocks import Calendar, age
from workflows.ports import CaseCard, Page
from workflows.registry import workflow

SOON_DAYS = 2


@dataclass(frozen=True)
class Column:
    """One column: how many cases it holds, the most urgent of them, and the key of the page after those."""

    total: int
    cards: Sequence[CaseCard]
    next: str | None = None


@dataclass(frozen=True)
class Sight:
    """The columns of one municipality under one filter on one day. Shared by every open board that shows the same."""

    day: date
    columns: Mapping[BoardColumn, Column]
    _spoken: dict[tuple[Locale, BoardColumn], list[dict[str, Any]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, counts: Mapping[BoardColumn, int], pages: Mapping[BoardColumn, Page[CaseCard]], day: date) -> Sight:
        """A sight from what the use case answers."""
        return cls(day, {one: Column(counts.get(one, 0), tuple(pages[one].rows), pages[one].next) for one in COLUMNS})

    def cards(self, column: BoardColumn, speaker: Speaker) -> list[dict[str, Any]]:
        """The cards of a column in words; worked out once for all boards of a language."""
        key = (speaker.locale, column)
        if key not in self._spoken:
            self._spoken[key] = [spoken_card(card, self.day, speaker) for card in self.columns[column].cards]
        return self._spoken[key]

    def changed_since(self, earlier: Sight | None) -> list[BoardColumn]:
        """The columns that differ from an earlier sight; all of them when there is none or the day has turned."""
        if earlier is None or earlier.day != self.day:
            return list(COLUMNS)
        return [column for column in COLUMNS if self.columns[column] != earlier.columns[column]]


def spoken_card(card: CaseCard, day: date, speaker: Speaker) -> dict[str, Any]:
    """One card as the browser gets it."""
    days = (card.due_on - day).days if card.due_on else None
    look = status_look(card.status, card.phase, works=card.work_is_on)
    tagged = card.column in (BoardColumn.FINAL_DOCS, BoardColumn.CLOSED)
    gone = COMPANY_IS_GONE.get(card.company_gone)
    shown = LaneCard(
        id=card.id,
        ref=card.ref,
        version=card.version,
        href=f"/cases/{card.ref}",
        title=place_name(card.address, card.property_key) or card.number,
        number=card.number,
        type=speaker(workflow(card.workflow).title),
        company=card.company,
        due=speaker(due_words(days)) if days is not None else "",
        late=days is not None and days < 0,
        soon=days is not None and 0 <= days <= SOON_DAYS,
        age=speaker(age_words(age(card.clock_days, card.clock_since, day, Calendar(card.closed_days)))),
        open=speaker(open_words(card)),
        who=card.assignee,
        who_id=card.assignee_id or "",
        initials=initials(card.assignee),
        tag=speaker(gone or look.words("officer", card.company)) if gone or tagged else "",
        tone=Tone.RED if gone else look.tone if tagged else Tone.PLAIN,
        found=[{**one, "where": speaker(one["where"])} for one in found_data(card.found)] or (),
    )
    return card_data(shown)


def due_words(days: int | None) -> Text:
    """Days left or over, in words."""
    if days is None:
        return _("No deadline")
    if days < 0:
        return _n("{n} day over", "{n} days over", -days)
    return _("Due today") if days == 0 else _n("{n} day left", "{n} days left", days)


def age_words(days: int | None) -> Text | None:
    """How long the municipality has had a case, in words; None before it had."""
    return None if days is None else _n("{n} day used", "{n} days used", days)


def open_words(card: CaseCard) -> Text | None:
    """What is still open in a case: requests first, otherwise what lacks; None when nothing is."""
    if card.open_requests:
        return _n("{n} open request", "{n} open requests", card.open_requests)
    return _n("{n} thing lacking", "{n} things lacking", card.lacking) if card.lacking else None
