"""`/board`: who has the ball, as columns of cards that move while people look, or as a table under the same filters."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from fastapi.responses import RedirectResponse, Response

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Filter, Tag, View, filter_bar, safe_href
from ui.components.base import html
from ui.components.found import near_words
from ui.municipality.bulk_place import BulkPlace
from ui.municipality.open_board import OpenBoard
from ui.municipality.open_table import OpenTable
from ui.municipality.other_views import other_views
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.lane import LANES
from ui.municipality.views_bar import ViewsBar
from ui.municipality.wish import COLUMNS, MINE, NOBODY, ORDERS, Wish, wish_from
from ui.visit import Visit, house, portal_page
from workflows.boards.views import my_views, one_view, view_to_begin_with, words_near
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
    columns: str = "",
    saved: str = "",
    after: str = "",
) -> Response | None:
    """The municipality's cases. Everything chosen stands in the address, and is kept with the person for when nothing is chosen.

    A saved view is opened by `saved` alone; then the address says what it shows. Who has chosen nothing yet sees what their role begins
    with.
    """
    query = {"view": view, "workflow": workflow, "who": who, "company": company, "text": text, "overdue": overdue, "column": column}
    query |= {"sort": sort, "columns": columns}
    wish, kept = wish_from({**query, "saved": saved, "after": after}), visit.guest.person.board_view
    if not any((*query.values(), after)):
        meant = await _meant(visit, wish.saved, kept)
        if meant:
            return RedirectResponse(f"/board?{meant}", 303)
    if wish.kept != (kept or Wish().kept):
        await house().run_writing(functools.partial(house().keeper.book.change_person, visit.actor.person_id, board_view=wish.kept))
    around = await visit.ask(board_surroundings)
    people, companies = around.handlers, around.companies
    bar = ViewsBar(visit, wish, await visit.ask(my_views))
    near = near_words(await visit.ask(words_near, wish.text))
    shown = OpenTable(visit, wish) if wish.view == "table" else OpenBoard(visit, wish, people)
    await shown.load()
    with visitor_frame(visit, title=_("Cases"), here=wish.address(), wide=True), Tag("div", classes="board-page"):
        bar.lay()
        _tools(wish, people, companies, visit)
        for words in near:
            Tag("p", words, "text-small", role="status")
        BulkPlace(visit, wish, people).lay()
        shown.lay()
    return None


async def _meant(visit: Visit, saved: str, kept: str) -> str:
    """The query of a board whose address names a view at most: that view, what the person chose last, what their role begins with."""
    if saved:
        view = await visit.ask(one_view, saved)
        return f"{view.query}&saved={view.id}"
    if kept:
        return kept
    first = await visit.ask(view_to_begin_with)
    return f"{first.query}&saved={first.id}" if first else ""


def _tools(wish: Wish, people: Mapping[str, str], companies: Mapping[str, str], visit: Visit) -> None:
    """Filters, and the switch between the two layouts."""
    with Tag("div", classes="board-tools"):
        everything = Wish(view=wish.view, sort=wish.sort, columns=wish.columns).address()
        kept = {
            "view": wish.view,
            "sort": wish.sort if wish.sort != ORDERS[0] else "",
            "columns": " ".join(wish.columns),
            "saved": wish.saved,
        }
        filter_bar(_filters(wish, people, companies, visit), action="/board", kept=kept, all_=everything)
        with Tag("div", classes="board-choices"):
            if wish.view == "table":
                switch(
                    _("Order"),
                    [
                        (_("Deadline"), wish.address(sort="urgent", after=""), wish.sort == "urgent", "clock"),
                        (_("Left on our clock"), wish.address(sort="left", after=""), wish.sort == "left", "gauge"),
                        (_("Last changed"), wish.address(sort="recent", after=""), wish.sort == "recent", "history"),
                    ],
                )
            switch(
                _("Layout"),
                [
                    (_("Board"), wish.address(view="board", after="", column=""), wish.view == "board", "columns-3"),
                    (_("Table"), wish.address(view="table"), wish.view == "table", "layout-list"),
                    *other_views(wish),
                ],
            )


def _filters(wish: Wish, people: Mapping[str, str], companies: Mapping[str, str], visit: Visit) -> list[Filter]:
    others = [Choice(person, name) for person, name in people.items() if person != visit.actor.person_id]
    kinds = [Choice(key, one.title) for key, one in WORKFLOWS.items()]
    filters = [
        Filter("text", _("Search everything in the cases"), "search", value=wish.text),
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


def switch(name: Text, links: Sequence[tuple[Text, str, bool, str]]) -> None:
    """A few links, each with words, address, whether it is where you are, and a picture."""
    shown = [{"label": label, "href": safe_href(href), "current": current, "icon": picture} for label, href, current, picture in links]
    Switch({"name": name, "links": shown})
