"""Own cases, those that wait for the company first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse, Response

from models.base import Ball
from models.text import Text, _
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Column, Filter, button, data_table, empty_state, filter_bar, row
from ui.theme import status_look
from ui.visit import Visit, portal_page
from workflows.casework.overview import my_cases
from workflows.ports import CaseCard, CaseFilter, Page
from workflows.registry import workflow

COLUMNS = (
    Column("case", _("Case"), "link"),
    Column("what", _("What")),
    Column("status", _("Status"), "tag"),
    Column("ball", _("Who has the ball")),
    Column("due", _("Deadline"), "day"),
    Column("lacking", _("Lacks"), "number"),
)


@portal_page("/", action="see_account")
async def front_page(visit: Visit) -> Response | None:
    """Staff have their board, companies their cases."""
    if visit.actor.is_staff:
        return RedirectResponse("/board", 303)
    await show_cases(visit, "", "", "")
    return None


@portal_page("/cases", action="see_account")
async def cases_page(visit: Visit, text: str = "", ball: str = "", after: str = "") -> Response | None:
    """The same list with filters in the address."""
    if visit.actor.is_staff:
        return RedirectResponse("/board", 303)
    await show_cases(visit, text, ball, after)
    return None


async def show_cases(visit: Visit, text: str, ball: str, after: str) -> None:
    """Lay out the list and keep it live."""
    wish = CaseFilter(text=text[:100], ball=Ball(ball) if ball in set(Ball) else None)
    found: Page[CaseCard] = await visit.ask(my_cases, wish, after=after or None)
    with visitor_frame(visit, title=_("Cases"), lead=_("What waits for you stands first.")):
        with row():
            button(_("Start a new case"), href="/cases/new", icon="plus")
        if not found.rows and not (text or ball or after):
            words = _("Start with the property; everything you write is saved as you go.")
            empty_state("folder-open", _("You have no cases yet"), words, action=(_("Start a new case"), "/cases/new"))
            return
        balls = [
            Choice("", _("All")),
            Choice("contractor", _("You")),
            Choice("municipality", _("The municipality")),
            Choice("nobody", _("Nobody")),
        ]
        filter_bar(
            [Filter("text", _("Search"), "search", value=text), Filter("ball", _("Who has the ball"), options=balls, value=ball)],
            action="/cases",
        )
        shown = data_table(COLUMNS, rows_of(found, visit), caption=_("Your cases"), live=True, next_=next_of(found, text, ball))

    async def look_again(*_news: Any) -> None:
        fresh: Page[CaseCard] = await visit.ask(my_cases, wish, after=after or None)
        shown.show(rows_of(fresh, visit), previous=None, next_=next_of(fresh, text, ball))

    visit.listen(f"company:{visit.actor.company_id}", visit.handler(look_again))


def rows_of(found: Page[CaseCard], visit: Visit) -> list[Mapping[str, Any]]:
    """The table's rows."""
    return [row_of(card, visit) for card in found.rows]


def row_of(card: CaseCard, visit: Visit) -> dict[str, Any]:
    """One case as a row."""
    look = status_look(card.status, card.phase)
    name = place_name(card.address, card.property_key) or visit.t(_("Without address yet"))
    return {
        "id": card.id,
        "version": card.version,
        "case": {"words": f"{name} ({card.number})", "href": f"/cases/{card.ref}"},
        "what": workflow(card.workflow).title,
        "status": {"words": look.words("contractor"), "tone": look.tone, "strong": look.strong},
        "ball": ball_words(card),
        "due": visit.speaker.day(card.due_on) if card.due_on else "",
        "lacking": str(card.lacking or ""),
    }


def ball_words(card: CaseCard) -> Text:
    """Who has the ball, for the company."""
    return {Ball.CONTRACTOR: _("You"), Ball.MUNICIPALITY: _("The municipality"), Ball.NOBODY: _("Nobody")}[card.ball]


def next_of(found: Page[CaseCard], text: str, ball: str) -> str | None:
    """The address of the next page."""
    return f"/cases?{urlencode({'text': text, 'ball': ball, 'after': found.next})}" if found.next else None
