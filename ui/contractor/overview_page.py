"""`/` for a company: what it must do, what waits for others, what is done; then how it does, its standing, and its latest notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from models.text import Text, _
from models.values import place_name
from ui.case_companies.offers import NO_OFFERS, show_offers
from ui.case_parts.expected import expected_short
from ui.case_parts.frames import visitor_frame
from ui.components import Column, Tag, button, data_table, empty_state, link, paragraph, row, section
from ui.components.tables import DataTable
from ui.contractor.cases_page import may_start, what_words
from ui.contractor.mirror import draw_mirror, draw_news, draw_standing
from ui.theme import status_look
from ui.visit import Visit
from workflows.access.case_companies import offers
from workflows.access.seeing import own_company
from workflows.measures.mirror import mirror_view
from workflows.measures.overview import NOBODY, Overview, OverviewWish, overview
from workflows.notices.reading import notice_list
from workflows.ports import CaseCard, Page

CASE, WHAT, STATUS = Column("case", _("Case"), "link"), Column("what", _("What")), Column("status", _("Status"), "tag")
WHO = Column("who", _("Responsible"), "link")
LISTS: dict[str, tuple[Text, tuple[Column, ...], Text]] = {
    "do": (
        _("What you must do"), (CASE, WHAT, STATUS, Column("due", _("Deadline"), "day"), Column("lacking", _("Lacks"), "number"), WHO),
        _("Nothing waits for you."),
    ),
    "wait": (
        _("What waits for others"), (CASE, WHAT, STATUS, Column("expected", _("Expected answer")), WHO),
        _("No case waits for anybody else."),
    ),
    "done": (_("What is done"), (CASE, WHAT, STATUS, Column("changed", _("Last changed"), "day"), WHO), _("No case is done yet.")),
}  # fmt: skip
"""Name in the address -> heading, columns, and what is said where there is none."""


async def show_overview(visit: Visit, wish: OverviewWish) -> None:
    """Lay the page out and keep its lists live."""
    page = OverviewPage(visit, wish)
    await page.ask()
    company, mirror, notices = await visit.ask(own_company), await visit.ask(mirror_view), await visit.ask(notice_list)
    with visitor_frame(visit, title=visit.actor.tenant_name, heading=_("Overview"), over=visit.actor.tenant_name, wide=True):
        page.draw_head()
        page.draw()
        draw_news(notices, visit)
        draw_standing(company, visit)
        draw_mirror(mirror, visit)
    visit.listen(f"company:{visit.actor.company_id}", visit.handler(page.on_news))


class OverviewPage:
    """The lists of one open page. A company without any case sees how to begin."""

    def __init__(self, visit: Visit, wish: OverviewWish) -> None:
        self.visit, self.wish = visit, wish
        self.found = Overview(Page(()), Page(()), Page(()), {}, {})
        self.offers = NO_OFFERS
        self.tables: dict[str, DataTable] = {}

    async def ask(self) -> None:
        """Everything as it is now."""
        self.found = await self.visit.ask(overview, self.wish)
        self.offers = await self.visit.ask(offers)

    async def on_news(self, *_news: Any) -> None:
        """A case of the company changed."""
        await self.ask()
        self.show()

    def draw_head(self) -> None:
        """The way to a new case, and whose cases are shown."""
        with row():
            if may_start(self.visit):
                button(_("Start a new case"), href="/cases/new", icon="plus")
            link(_("All cases"), "/cases")
        with Tag("nav", classes="switch-row", aria_label=_("Whose cases")):
            for words, mine in ((_("The company's cases"), False), (_("Those I am responsible for"), True)):
                if self.wish.mine == mine:
                    Tag("strong", words, aria_current="page")
                else:
                    link(words, "/?who=me" if mine else "/")

    def draw(self) -> None:
        """What is offered, the three lists, what was handed over."""
        self.before = Tag("div")
        self.box = Tag("div", classes="stack stack-8")
        self.behind = Tag("div")
        self.show()

    def show(self) -> None:
        """The lists as they were last asked for."""
        show_offers(self.offers, self.before, self.behind)
        if self.tables:
            for name, table in self.tables.items():
                table.show(self._rows(name), **self._pages(name))
            return
        self.box.clear()
        with self.box:
            if not self._has_any():
                self._draw_nothing()
                return
            for name, (title, columns, _none) in LISTS.items():
                with section(title):
                    if name == "wait" and self.found.expected:
                        paragraph(_("An expected answer is an estimate: the median of the last similar cases there."), look="muted")
                    self.tables[name] = data_table(columns, self._rows(name), caption=title, live=True, **self._pages(name))
                    if name == "do":
                        with row():
                            link(_("Calendar file of all coming dates"), "/calendar.ics", icon="download")

    def _has_any(self) -> bool:
        paged = self.wish.do or self.wish.wait or self.wish.done or self.wish.mine
        return bool(paged or self.found.do.rows or self.found.wait.rows or self.found.done.rows)

    def _draw_nothing(self) -> None:
        words = _("Start with the property; everything you write is saved as you go.")
        action = (_("Start a new case"), "/cases/new") if may_start(self.visit) else None
        other = _("They stand here as soon as somebody in your company has started one.")
        empty_state("folder-open", _("You have no cases yet"), words if action else other, action=action)

    def _page(self, name: str) -> Page[CaseCard]:
        found: Page[CaseCard] = getattr(self.found, name)
        return found

    def _pages(self, name: str) -> dict[str, Any]:
        page, after = self._page(name), getattr(self.wish, name)
        none = None if page.rows else _("There are no more cases.") if after else LISTS[name][2]
        following = self._address(name, page.next) if page.next else None
        return {"previous": self._address(name, "") if after else None, "next_": following, "summary": none}

    def _address(self, name: str, after: str) -> str:
        kept = {one: getattr(self.wish, one) for one in LISTS} | {name: after, "who": "me" if self.wish.mine else ""}
        told = urlencode({one: value for one, value in kept.items() if value})
        return f"/?{told}" if told else "/"

    def _rows(self, name: str) -> list[Mapping[str, Any]]:
        return [self._row(card) for card in self._page(name).rows]

    def _row(self, card: CaseCard) -> dict[str, Any]:
        visit, look = self.visit, status_look(card.status, card.phase, works=card.work_is_on)
        name = place_name(card.address, card.property_key) or visit.t(_("Without address yet"))
        person = self.found.beside.get(card.id, NOBODY).person
        own = card.company_id == visit.actor.company_id
        return {
            "id": card.id, "version": card.version, "case": {"words": f"{name} ({card.number})", "href": f"/cases/{card.ref}"},
            "what": what_words(card, visit), "status": {"words": look.words("contractor"), "tone": look.tone, "strong": look.strong},
            "due": visit.speaker.day(card.due_on) if card.due_on else "", "lacking": str(card.lacking or ""),
            "expected": expected_short(self.found.expected.get(card.id)) or "", "changed": visit.speaker.day(card.updated_at),
            "who": {"words": person or "–", "href": f"/cases/{card.ref}/responsible" if own else f"/cases/{card.ref}"},
        }  # fmt: skip
