"""The board's filters on the other views of the same cases: one address names the same cases on each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.text import _
from ui.components import Choice, Filter, Tag
from ui.components.tables import filter_bar
from ui.municipality.board import switch
from ui.municipality.other_views import other_views
from ui.municipality.wish import MINE, NOBODY, Wish
from ui.visit import Visit
from workflows.casework.overview import board_surroundings
from workflows.registry import WORKFLOWS


async def filters_of(wish: Wish, visit: Visit) -> list[Filter]:
    """The filters of an officer's list, with the colleagues and companies there are. Raises NotAllowed."""
    around = await visit.ask(board_surroundings)
    others = [Choice(key, name) for key, name in around.handlers.items() if key != visit.actor.person_id]
    return [
        Filter("text", _("Search everything in the cases"), "search", value=wish.text),
        Filter("who", _("Handled by"), options=[Choice(MINE, _("Me")), Choice(NOBODY, _("Nobody")), *others], value=wish.who),
        kinds_filter(wish),
        Filter("company", _("Company"), options=[Choice(key, name) for key, name in around.companies.items()], value=wish.company),
        Filter("overdue", _("Deadline"), options=[Choice("1", _("Overdue"))], value="1" if wish.overdue else ""),
    ]


def kinds_filter(wish: Wish) -> Filter:
    """Which kind of case."""
    return Filter("workflow", _("Type"), options=[Choice(key, one.title) for key, one in WORKFLOWS.items()], value=wish.workflow)


def tools(filters: list[Filter], wish: Wish, path: str, kept: Mapping[str, Any] | None = None) -> None:
    """The filters, and the way to the other views."""
    with Tag("div", classes="board-tools"):
        filter_bar(filters, action=path, kept=kept)
        with Tag("div", classes="board-choices"):
            board = [
                (_("Board"), wish.address(view="board", after="", column=""), False, "columns-3"),
                (_("Table"), wish.address(view="table", after=""), False, "layout-list"),
            ]
            switch(_("Layout"), [*board, *other_views(wish, path)])
