"""`/board`: who has the ball, as columns of cards that move while people look, or as a table under the same filters."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from fastapi.responses import RedirectResponse, Response

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Filter, Tag, View, filter_bar, safe_href
from ui.components.base import html
from ui.municipality.open_board import OpenBoard
from ui.municipality.open_table import OpenTable
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.lane import LANES
from ui.municipality.wish import COLUMNS, MINE, NOBODY, Wish, wish_from
from ui.visit import Visit, house, portal_page
from workflows.casework.overview import board_surroundings
from workflows.registry import WORKFLOWS


@portal_page("/board", action="see_board")
async def board_page(
    visit: Visit,
    view: str = "",
    workflow: str = "",
    who: str = "",
    company: str = "",
    text: str = "",
    overdue: str = "",
    column: str = "",
    sort: str = "",
    after: str = "",
) -> Response | None:
    """The municipality's cases. Everything chosen stands in the address, and is kept with the person for when nothing is chosen."""
    query = {"view": view, "workflow": workflow, "who": who, "company": company, "text": text, "overdue": overdue, "column": column}
    wish, kept = wish_from({**query, "sort": sort, "after": after}), visit.guest.person.board_view
    if kept and not any((*query.values(), sort, after)):
        return RedirectResponse(f"/board?{kept}", 303)
    if wish.kept != (kept or Wish().kept):
        await house().run_writing(functools.partial(house().keeper.book.change_person, visit.actor.person_id, board_view=wish.kept))
    around = await visit.ask(board_surroundings)
    people, companies = around.handlers, around.companies
    shown = OpenTable(visit, wish) if wish.view == "table" else OpenBoard(visit, wish, people)
    await shown.load()
    with visitor_frame(visit, title=_("Cases"), here=wish.address(), wide=True), Tag("div", classes="board-page"):
        _tools(wish, people, companies, visit)
        shown.lay()
    return None


def _tools(wish: Wish, people: Mapping[str, str], companies: Mapping[str, str], visit: Visit) -> None:
    """Filters, and the switch between the two layouts."""
    with Tag("div", classes="board-tools"):
        everything = Wish(view=wish.view, sort=wish.sort).address()
        kept = {"view": wish.view, "sort": wish.sort if wish.sort == "recent" else ""}
        filter_bar(_filters(wish, people, companies, visit), action="/board", kept=kept, all_=everything)
        with Tag("div", classes="board-choices"):
            if wish.view == "table":
                _switch(
                    _("Order"),
                    [
                        (_("Least time left"), wish.address(sort="urgent", after=""), wish.sort == "urgent", "clock"),
                        (_("Last changed"), wish.address(sort="recent", after=""), wish.sort == "recent", "history"),
                    ],
                )
            _switch(
                _("Layout"),
                [
                    (_("Board"), wish.address(view="board", after="", column=""), wish.view == "board", "columns-3"),
                    (_("Table"), wish.address(view="table"), wish.view == "table", "layout-list"),
                ],
            )


def _filters(wish: Wish, people: Mapping[str, str], companies: Mapping[str, str], visit: Visit) -> list[Filter]:
    others = [Choice(person, name) for person, name in people.items() if person != visit.actor.person_id]
    kinds = [Choice(key, one.title) for key, one in WORKFLOWS.items()]
    filters = [
        Filter("text", _("Search address, property, number"), "search", value=wish.text),
        Filter("who", _("Handled by"), options=[Choice(MINE, _("Me")), Choice(NOBODY, _("Nobody")), *others], value=wish.who),
        Filter("workflow", _("Type"), options=kinds, value=wish.workflow),
        Filter("company", _("Company"), options=[Choice(key, name) for key, name in companies.items()], value=wish.company),
        Filter("overdue", _("Deadline"), options=[Choice("1", _("Overdue"))], value="1" if wish.overdue else ""),
    ]
    if wish.view == "table":
        filters.insert(1, Filter("column", _("Stands in"), options=[Choice(str(one), LANES[one][0]) for one in COLUMNS], value=wish.column))
    return filters


class Switch(View):
    """A few links of which one is where you are."""

    template = html("switch", TEMPLATES)


def _switch(name: Text, links: Sequence[tuple[Text, str, bool, str]]) -> None:
    shown = [{"label": label, "href": safe_href(href), "current": current, "icon": picture} for label, href, current, picture in links]
    Switch({"name": name, "links": shown})
