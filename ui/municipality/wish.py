"""What an officer wants to see on the board: the filters of the address line, so that a view can be bookmarked and shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from models.base import BoardColumn
from workflows.ports import UNASSIGNED, CaseCard, CaseFilter

Layout = Literal["board", "table"]
Order = Literal["urgent", "left", "recent"]
ORDERS: tuple[Order, ...] = ("urgent", "left", "recent")

COLUMNS = (BoardColumn.NEW, BoardColumn.CHECKING, BoardColumn.ANSWERED, BoardColumn.WAITING, BoardColumn.READY, BoardColumn.FINAL_DOCS)
"""The columns from left to right: who has the ball. Source: product.md 3.13."""
MINE, NOBODY = "mine", "nobody"
_LONGEST = 100
_LONGEST_COLUMNS = 300
TABLE_COLUMNS = (
    "case", "address", "type", "company", "status", "due", "left", "age", "open", "who", "property", "title", "reference", "received",
    "changed",
)  # fmt: skip
"""What a table of cases can show; `case` leads to the case and always is."""
USUAL_COLUMNS = ("case", "address", "type", "company", "status", "due", "age", "open", "who")


@dataclass(frozen=True, slots=True)
class Wish:
    """Filters, layout and place in the list. `who` is `mine`, `nobody`, a person id, or empty for everyone; `after` is a page key.

    `columns` are those of the table in their order, none for those everybody begins with; `saved` is the id of the view this began as.
    """

    workflow: str = ""
    who: str = ""
    company: str = ""
    text: str = ""
    overdue: bool = False
    column: str = ""
    view: Layout = "board"
    sort: Order = "urgent"
    columns: tuple[str, ...] = ()
    saved: str = ""
    after: str = ""

    def address(self, **changes: Any) -> str:
        """The address that shows this wish, with some of it changed; what is at its default is left out, but never the layout.

        So an address always says something: `/board` alone is for what the person had chosen last.
        """
        wanted = replace(self, **changes)
        parts = {
            "view": wanted.view,
            "workflow": wanted.workflow,
            "who": wanted.who,
            "company": wanted.company,
            "text": wanted.text,
            "overdue": "1" if wanted.overdue else "",
            "column": wanted.column,
            "sort": wanted.sort if wanted.sort != ORDERS[0] else "",
            "columns": " ".join(wanted.columns),
            "saved": wanted.saved,
            "after": wanted.after,
        }
        return "/board?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def kept(self) -> str:
        """The query to come back to another day; what was searched for, and how far, is of the moment. Source: product.md 3.13."""
        return urlsplit(self.address(text="", after="")).query

    @property
    def viewed(self) -> str:
        """The query a saved view keeps: all that is chosen, the search too, but neither how far one has read nor which view it began as."""
        return urlsplit(self.address(saved="", after="")).query

    def filter(self, *, person_id: str, today: date) -> CaseFilter:
        """The same wish as storage understands it, for one officer on one day."""
        return CaseFilter(
            workflow=self.workflow,
            columns=(BoardColumn(self.column),) if self.column else (),
            assignee=person_id if self.who == MINE else UNASSIGNED if self.who == NOBODY else self.who,
            company=self.company,
            text=self.text,
            overdue_on=today if self.overdue else None,
        )


def wish_from(query: Mapping[str, str]) -> Wish:
    """The wish an address line holds. Total: what we do not know is ignored, long words are cut."""
    column, sort = query.get("column", ""), query.get("sort", "")
    return Wish(
        workflow=_short(query.get("workflow")),
        who=_short(query.get("who")),
        company=_short(query.get("company")),
        text=_short(query.get("text")).strip(),
        overdue=query.get("overdue", "") in ("1", "true", "on", "yes"),
        column=column if column in {str(one) for one in COLUMNS} else "",
        view="table" if query.get("view") == "table" else "board",
        sort=next((one for one in ORDERS if one == sort), ORDERS[0]),
        columns=chosen_columns((query.get("columns") or "")[:_LONGEST_COLUMNS].split()),
        saved=_short(query.get("saved")),
        after=(query.get("after") or "")[:400],
    )


def chosen_columns(wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted columns there are, once each and in their order, with the case itself first where it was left out.

    None for the usual ones, so that who chose nothing follows what everybody begins with.
    """
    chosen = tuple(dict.fromkeys(one for one in wanted if one in TABLE_COLUMNS))
    chosen = chosen if "case" in chosen or not chosen else ("case", *chosen)
    return () if chosen == USUAL_COLUMNS else chosen


def _short(words: str | None) -> str:
    return (words or "")[:_LONGEST]


def by_urgency(card: CaseCard) -> tuple[bool, date, str]:
    """The order of cards in a column: least time left first, those without a deadline last."""
    return (card.due_on is None, card.due_on or date.max, card.id)
