"""What an officer wants to see on the board: the filters of the address line, so that a view can be bookmarked and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from models.base import BoardColumn
from workflows.ports import UNASSIGNED, CaseCard, CaseFilter

Layout = Literal["board", "table"]
Order = Literal["urgent", "recent"]

COLUMNS = (BoardColumn.NEW, BoardColumn.CHECKING, BoardColumn.ANSWERED, BoardColumn.WAITING, BoardColumn.READY, BoardColumn.FINAL_DOCS)
"""The columns from left to right: who has the ball. Source: product.md 3.13."""
MINE, NOBODY = "mine", "nobody"
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """Filters, layout and place in the list. `who` is `mine`, `nobody`, a person id, or empty for everyone; `after` is a page key."""

    workflow: str = ""
    who: str = ""
    company: str = ""
    text: str = ""
    overdue: bool = False
    column: str = ""
    view: Layout = "board"
    sort: Order = "urgent"
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
            "sort": "recent" if wanted.sort == "recent" else "",
            "after": wanted.after,
        }
        return "/board?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def kept(self) -> str:
        """The query to come back to another day; what was searched for, and how far, is of the moment. Source: product.md 3.13."""
        return urlsplit(self.address(text="", after="")).query

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
    column = query.get("column", "")
    return Wish(
        workflow=_short(query.get("workflow")),
        who=_short(query.get("who")),
        company=_short(query.get("company")),
        text=_short(query.get("text")).strip(),
        overdue=query.get("overdue", "") in ("1", "true", "on", "yes"),
        column=column if column in {str(one) for one in COLUMNS} else "",
        view="table" if query.get("view") == "table" else "board",
        sort="recent" if query.get("sort") == "recent" else "urgent",
        after=(query.get("after") or "")[:400],
    )


def _short(words: str | None) -> str:
    return (words or "")[:_LONGEST]


def by_urgency(card: CaseCard) -> tuple[bool, date, str]:
    """The order of cards in a column: least time left first, those without a deadline last."""
    return (card.due_on is None, card.due_on or date.max, card.id)
