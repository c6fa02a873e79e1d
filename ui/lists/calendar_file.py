"""Coming deadlines and starts of work as a calendar file, for staff and for companies: whole days, told again under the same ids."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from icalendar import Calendar, Event

from models.text import Text, _
from models.values import place_name
from ui.login.desk import known_guest
from ui.municipality.wish import wish_from
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.casework.lists import EVERY_KIND, Period, calendar_of
from workflows.clocks import day_of
from workflows.ports_lists import Dated, DateKind
from workflows.registry import workflow

BEHIND, AHEAD, MOST = timedelta(days=31), timedelta(days=365), 2000
"""Days looked back and ahead; dates in one file."""
STAFF: dict[DateKind, Text] = {
    "ours": _("Deadline: {place}"),
    "theirs": _("The contractor's deadline: {place}"),
    "start": _("Work begins: {place}"),
}
FIRM: dict[DateKind, Text] = {
    "ours": _("The municipality answers by: {place}"),
    "theirs": _("Your deadline: {place}"),
    "start": _("Work begins: {place}"),
}


async def take_calendar(request: Request) -> Response:
    """What the filters of the address choose. Raises NotSignedIn."""
    guest, here = known_guest(request), house()
    now = here.now()
    today = day_of(now)
    wish = wish_from(request.query_params).filter(person_id=guest.actor.person_id, today=today)
    found: list[Dated] = []
    after: str | None = None
    while len(found) < MOST:
        ask = functools.partial(calendar_of, wish, today - BEHIND, today + AHEAD, EVERY_KIND, after, actor=guest.actor, now=now, limit=200)
        period: Period = await here.run_reading(lambda ask=ask: ask(work=here.open_work(writing=False)))
        found += period.page.rows
        after = period.page.next
        if after is None:
            break
    words = STAFF if guest.actor.is_staff else FIRM
    made = calendar_file(found, words, Speaker(known_locale(guest.person.language)), base_url=here.keeper.base_url, now=now)
    headers = {"Content-Disposition": 'attachment; filename="deadlines.ics"', "Cache-Control": "no-store"}
    return Response(made, media_type="text/calendar; charset=utf-8", headers=headers)


def calendar_file(found: Sequence[Dated], words: dict[DateKind, Text], speaker: Speaker, *, base_url: str, now: datetime) -> bytes:
    """The file. An id is that of case and kind of date, so that a day that is moved moves in the reader's calendar too."""
    file = Calendar()
    file.add("prodid", "-//Contractor portal//Deadlines//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", speaker(_("Cases: deadlines and starts of work")))
    host = base_url.partition("://")[2].partition("/")[0] or "portal"
    for one in found:
        card, event = one.card, Event()
        place = place_name(card.address, card.property_key) or card.title or card.number
        event.add("uid", f"{card.ref}-{one.kind}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("sequence", card.version)
        event.add("summary", speaker(words[one.kind].with_values(place=place)))
        event.add("description", f"{card.number} · {speaker(workflow(card.workflow).title)} · {card.company}")
        event.add("location", place)
        event.add("url", f"{base_url}/cases/{card.ref}")
        event.add("transp", "TRANSPARENT")
        file.add_component(event)
    made: bytes = file.to_ical()
    return made


def calendar_file_routes() -> APIRouter:
    """The route; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/calendar.ics", take_calendar, methods=["GET"], response_model=None)
    return routes
