"""`/calendar`: deadlines of both sides and announced starts of work, by month, week or day; for staff theirs, for a company its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal
from urllib.parse import urlencode

from babel.dates import format_date

from models.text import Text, _, _c, _n
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.components import Choice, Column, Filter, Tag, data_table, heading, link, paragraph, row
from ui.components.base import View, html
from ui.components.tables import filter_bar
from ui.lists import TEMPLATES
from ui.lists.narrowing import filters_of, kinds_filter, tools
from ui.municipality.other_views import query_of
from ui.municipality.wish import Wish, wish_from
from ui.texts import Speaker
from ui.visit import Visit, portal_page
from workflows.casework.lists import EVERY_KIND, Period, calendar_of
from workflows.clocks import day_of
from workflows.ports_lists import Dated, DateKind
from workflows.registry import workflow

Span = Literal["month", "week", "day"]
SPANS: dict[Span, Text] = {"month": _("Month"), "week": _("Week"), "day": _c("span of a calendar", "Day")}
STAFF_WORDS: dict[DateKind, Text] = {
    "ours": _("Deadline of the municipality"),
    "theirs": _("Deadline of the contractor"),
    "start": _("Work begins"),
}
FIRM_WORDS: dict[DateKind, Text] = {**STAFF_WORDS, "theirs": _("Your deadline")}
PAGE, FIRST, LAST, _CALM = 50, date(2000, 1, 31), date(2100, 1, 1), 1.0


class CalendarGrid(View):
    """Weeks as rows of days, each a link to its day; what falls on it in figures with words."""

    template = html("calendar-grid", TEMPLATES)


@portal_page("/calendar", action="see_calendar")
async def calendar_page(
    visit: Visit,
    span: str = "month",
    day: str = "",
    kind: str = "",
    workflow: str = "",
    who: str = "",
    company: str = "",
    text: str = "",
    overdue: str = "",
    column: str = "",
    after: str = "",
) -> None:
    """A period, its days and its dates; everything chosen stands in the address."""
    query = {"workflow": workflow, "who": who, "company": company, "text": text, "overdue": overdue, "column": column}
    shown = OpenCalendar(visit, wish_from(query), span, day, kind, after[:400])
    await shown.load()
    filters = await filters_of(shown.wish, visit) if visit.actor.is_staff else [kinds_filter(shown.wish)]
    with visitor_frame(visit, title=_("Calendar"), here="/calendar", wide=True), Tag("div", classes="board-page"):
        shown.lay(filters)


class OpenCalendar:
    """A calendar in one browser."""

    def __init__(self, visit: Visit, wish: Wish, span: str, day: str, kind: str, after: str) -> None:
        self.visit, self.wish, self.after = visit, wish, after
        self.today = day_of(visit.now())
        self.span: Span = next((one for one in SPANS if one == span), "month")
        self.kind: DateKind | None = next((one for one in STAFF_WORDS if one == kind), None)
        self.day = _day(day) or self.today
        self.filter = wish.filter(person_id=visit.actor.person_id, today=self.today)
        self.words = STAFF_WORDS if visit.actor.is_staff else FIRM_WORDS
        self.period: Period
        self._waiting = False

    async def load(self) -> None:
        """Fetch the period. Raises what the use case raises."""
        kinds = frozenset({self.kind}) if self.kind else EVERY_KIND
        first, last = period_of(self.span, self.day)
        self.period = await self.visit.ask(calendar_of, self.filter, first, last, kinds, self.after or None, limit=PAGE)

    def address(self, **changes: Any) -> str:
        """The address of this calendar with some of it changed."""
        parts = {"span": self.span, "day": self.day.isoformat(), "kind": self.kind or "", **changes}
        query = "&".join(filter(None, [urlencode({key: value for key, value in parts.items() if value}), query_of(self.wish)]))
        return f"/calendar?{query}"

    def lay(self, filters: list[Filter]) -> None:
        """Build it, and hear of changes."""
        kinds = Filter("kind", _("What"), options=[Choice(key, words) for key, words in self.words.items()], value=self.kind or "")
        kept = {"span": self.span, "day": self.day.isoformat()}
        if self.visit.actor.is_staff:
            tools([*filters, kinds], self.wish, "/calendar", kept)
        else:
            filter_bar([*filters, kinds], action="/calendar", kept=kept)
        with Tag("div", classes="calendar-head"):
            heading(title_of(self.span, self.day, self.visit.speaker), level=2)
            self._lay_ways()
        self._grid = CalendarGrid(self._cells())
        paragraph(_("Grey days are no working days: weekends, public holidays and days the municipality is closed."), look="small")
        self._table = data_table(self._columns(), self._rows(), caption=_("Dates in the period"), **self._pages())
        query = query_of(self.wish)
        with row():
            link(_("Calendar file of all coming dates"), f"/calendar.ics?{query}" if query else "/calendar.ics", icon="download")
        actor = self.visit.actor
        topic = f"municipality:{actor.municipality_id}" if actor.is_staff else f"company:{actor.company_id}"
        self.visit.listen(topic, self.visit.handler(self._news))

    def _lay_ways(self) -> None:
        """To the period before and after, to today, and to the other lengths."""
        first, last = period_of(self.span, self.day)
        with Tag("nav", classes="calendar-ways", aria_label=_("Period")):
            link(_("Before"), self.address(day=(first - timedelta(days=1)).isoformat()), icon="chevron-left")
            link(_("Today"), self.address(day=self.today.isoformat()))
            link(_("After"), self.address(day=(last + timedelta(days=1)).isoformat()))
            for span, words in SPANS.items():
                there = Tag("a", words, "link", href=self.address(span=span))
                there.put(aria_current="page" if span == self.span else None)

    async def _news(self, _changes: Sequence[Any]) -> None:
        if not self._waiting:
            self._waiting = True
            await asyncio.sleep(_CALM)
            self._waiting = False
            await self.load()
            self._grid.change(**self._cells())
            self._table.show(self._rows(), **self._pages())

    def _cells(self) -> dict[str, Any]:
        """The days of the period as weeks; days of the months around it stand empty."""
        first, last = self.period.first, self.period.last
        start = first - timedelta(days=first.weekday()) if self.span != "day" else first
        speaker = self.visit.speaker
        days = [start + timedelta(days=ahead) for ahead in range((last - start).days + 1)]
        weeks = [days[at : at + 7] for at in range(0, len(days), 7)] if self.span != "day" else []
        names = [format_date(start + timedelta(days=ahead), "EEE", locale=speaker.locale) for ahead in range(7)] if weeks else []
        shown = [{"n": week[0].isocalendar().week, "days": [self._cell(day) for day in week]} for week in weeks]
        words = {"week": _("Week"), "free": _("No working day"), "title": _("Calendar"), "today": _("Today")}
        return {"names": names, "weeks": shown, "words": words}

    def _cell(self, day: date) -> dict[str, Any] | None:
        if not self.period.first <= day <= self.period.last:
            return None
        found = [(kind, self.period.counts.get((day, kind), 0)) for kind in self.words]
        return {
            "day": day.day,
            "name": format_date(day, "full", locale=self.visit.speaker.locale),
            "href": self.address(span="day", day=day.isoformat()),
            "free": day in self.period.free,
            "today": day == self.today,
            "late": day < self.today,
            "counts": [{"kind": kind, "words": _count_words(kind, n)} for kind, n in found if n],
        }

    def _columns(self) -> tuple[Column, ...]:
        who = Column("who", _("Handled by")) if self.visit.actor.is_staff else Column("town", _("Municipality"))
        columns = (Column("day", _("Day")), Column("what", _("What")), Column("case", _("Case"), "link"), Column("place", _("Address")))
        return (*columns, Column("type", _("Type")), Column("company", _("Company")), who)

    def _rows(self) -> list[dict[str, Any]]:
        return [self._row(one) for one in self.period.page.rows]

    def _row(self, one: Dated) -> dict[str, Any]:
        card = one.card
        return {
            "id": f"{one.kind}{card.id}",
            "day": format_date(one.day, "EEE d. MMM", locale=self.visit.speaker.locale),
            "what": self.words[one.kind],
            "case": {"words": card.number, "href": f"/cases/{card.ref}"},
            "place": place_name(card.address, card.property_key) or card.title,
            "type": workflow(card.workflow).title,
            "company": card.company,
            "who": card.assignee or None,
            "town": card.municipality,
        }

    def _pages(self) -> dict[str, Any]:
        following = self.address(after=self.period.page.next) if self.period.page.next else None
        none = None if self.period.page.rows else _("No deadlines and no starts of work in this period.")
        return {"previous": self.address() if self.after else None, "next_": following, "summary": none}


def period_of(span: Span, day: date) -> tuple[date, date]:
    """The first and the last day of the month, week or day around a day."""
    if span == "day":
        return day, day
    if span == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def title_of(span: Span, day: date, speaker: Speaker) -> Text | str:
    """What a period is called."""
    if span == "week":
        return _("Week {n}, {year}", n=day.isocalendar().week, year=str(day.isocalendar().year))
    return format_date(day, "LLLL y" if span == "month" else "full", locale=speaker.locale).capitalize()


def _count_words(kind: DateKind, n: int) -> Text:
    if kind == "ours":
        return _n("{n} of ours", "{n} of ours", n)
    if kind == "theirs":
        return _n("{n} of the contractor", "{n} of the contractors", n)
    return _n("{n} start", "{n} starts", n)


def _day(words: str) -> date | None:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None
