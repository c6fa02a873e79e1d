"""Own cases, those that wait for the company first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse, Response

from models.base import Ball, Role
from models.text import Text, _
from models.values import place_name
from ui.case_companies.offers import NO_OFFERS, show_offers
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Column, Filter, Tag, button, data_table, empty_state, filter_bar, link, row
from ui.components.found import FOUND, found_data, near_words
from ui.components.tables import DataTable
from ui.theme import status_look
from ui.visit import Visit, portal_page
from workflows.access.case_companies import offers
from workflows.boards.views import words_near
from workflows.casework.overview import my_cases
from workflows.measures.overview import OverviewWish
from workflows.policy import may
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


@portal_page("/", action="see_front")
async def front_page(visit: Visit, do: str = "", wait: str = "", done: str = "", who: str = "") -> Response | None:
    """Staff have their board, companies their overview, the platform's administrator the platform, experts what they are asked."""
    if visit.actor.role == Role.PLATFORM_ADMIN:
        return RedirectResponse("/platform", 303)
    if visit.actor.role == Role.EXPERT:
        return RedirectResponse("/asked", 303)
    if visit.actor.is_staff:
        return RedirectResponse("/board", 303)
    from ui.contractor.overview_page import show_overview  # it takes pieces of this list

    await show_overview(visit, OverviewWish(do[:400], wait[:400], done[:400], mine=who == "me"))
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
    cases = CaseList(visit, text, ball, after)
    await cases.ask()
    with visitor_frame(visit, title=_("Cases"), lead=_("What waits for you stands first.")):
        if may_start(visit):
            with row():
                button(_("Start a new case"), href="/cases/new", icon="plus")
        cases.draw()
    visit.listen(f"company:{visit.actor.company_id}", visit.handler(cases.on_news))


def may_start(visit: Visit) -> bool:
    """Whether the visitor may begin a case."""
    return may(visit.actor, "start_case", company_id=visit.actor.company_id)


class CaseList:
    """One page of the company's cases. A company without any sees how to begin, until the first is there."""

    def __init__(self, visit: Visit, text: str, ball: str, after: str) -> None:
        self.visit, self.text, self.ball, self.after = visit, text, ball, after
        self.found: Page[CaseCard] = Page(())
        self.offers = NO_OFFERS
        self.near: list[Text] = []
        self.table: DataTable | None = None

    async def ask(self) -> None:
        """The cases as they are now, and on the first page what others ask of the company."""
        self.offers = await self.visit.ask(offers) if not (self.text or self.ball or self.after) else NO_OFFERS
        wish = CaseFilter(text=self.text[:100], ball=Ball(self.ball) if self.ball in set(Ball) else None)
        self.found = await self.visit.ask(my_cases, wish, after=self.after or None)
        self.near = near_words(await self.visit.ask(words_near, self.text[:100]))

    async def on_news(self, *_news: Any) -> None:
        """A case of the company changed."""
        await self.ask()
        self.show()

    def draw(self) -> None:
        """The list, or the words that stand for it; before it what is offered, after it what was handed over."""
        self.before = Tag("div")
        self.box = Tag("div", classes="stack stack-6")
        self.behind = Tag("div")
        self.show()

    def show(self) -> None:
        """The cases as they were last asked for."""
        show_offers(self.offers, self.before, self.behind)
        if self.table is not None:
            self.table.show(rows_of(self.found, self.visit), next_=self._next(), summary=self._summary())
            return
        self.box.clear()
        with self.box:
            if self.found.rows or self.text or self.ball or self.after:
                self._draw_table()
            else:
                self._draw_nothing()

    def _draw_nothing(self) -> None:
        if may_start(self.visit):
            words = _("Start with the property; everything you write is saved as you go.")
            empty_state("folder-open", _("You have no cases yet"), words, action=(_("Start a new case"), "/cases/new"))
        else:
            empty_state(
                "folder-open", _("You have no cases yet"), _("They stand here as soon as somebody in your company has started one.")
            )

    def _draw_table(self) -> None:
        balls = [
            Choice("", _("All")),
            Choice("contractor", _("You")),
            Choice("municipality", _("The municipality")),
            Choice("nobody", _("Nobody")),
        ]
        filter_bar(
            [
                Filter("text", _("Search"), "search", value=self.text),
                Filter("ball", _("Who has the ball"), options=balls, value=self.ball),
            ],
            action="/cases",
        )
        for words in self.near:
            Tag("p", words, "text-small", role="status")
        rows = rows_of(self.found, self.visit)
        columns = [COLUMNS[0], FOUND, *COLUMNS[1:]] if self.text else COLUMNS
        self.table = data_table(columns, rows, caption=_("Your cases"), live=True, next_=self._next(), summary=self._summary())
        if self.after:
            link(_("Back to the first page"), self._address())

    def _summary(self) -> Text | None:
        """Words where no case is shown."""
        if self.found.rows:
            return None
        return _("There are no more cases.") if self.after else _("No cases match. Choose other filters.")

    def _next(self) -> str | None:
        return self._address(after=self.found.next) if self.found.next else None

    def _address(self, **more: str) -> str:
        wish = {name: value for name, value in {"text": self.text, "ball": self.ball, **more}.items() if value}
        return f"/cases?{urlencode(wish)}" if wish else "/cases"


def rows_of(found: Page[CaseCard], visit: Visit) -> list[Mapping[str, Any]]:
    """The table's rows."""
    return [row_of(card, visit) for card in found.rows]


def row_of(card: CaseCard, visit: Visit) -> dict[str, Any]:
    """One case as a row."""
    look = status_look(card.status, card.phase, works=card.work_is_on)
    name = place_name(card.address, card.property_key) or visit.t(_("Without address yet"))
    return {
        "id": card.id,
        "version": card.version,
        "case": {"words": f"{name} ({card.number})", "href": f"/cases/{card.ref}"},
        "what": what_words(card, visit),
        "status": {"words": look.words("contractor"), "tone": look.tone, "strong": look.strong},
        "ball": ball_words(card),
        "due": visit.speaker.day(card.due_on) if card.due_on else "",
        "lacking": str(card.lacking or ""),
        "found": [{**one, "where": visit.t(one["where"])} for one in found_data(card.found)],
    }


def what_words(card: CaseCard, visit: Visit) -> Text:
    """The kind of case; of another company's, whose it is."""
    title = workflow(card.workflow).title
    return title if card.company_id == visit.actor.company_id else _("{what}, for {company}", what=title, company=card.company)


def ball_words(card: CaseCard) -> Text:
    """Who has the ball, for the company."""
    return {Ball.CONTRACTOR: _("You"), Ball.MUNICIPALITY: _("The municipality"), Ball.NOBODY: _("Nobody")}[card.ball]
