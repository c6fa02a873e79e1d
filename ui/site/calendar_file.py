"""One inspection as a calendar file (RFC 5545), for whatever calendar the person has; and the plain route that hands it out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from icalendar import Calendar, Event

from models.actor import Actor
from models.case import Case
from models.errors import NotSignedIn, NotThere
from models.followup import Appointment, AppointmentState
from models.text import _
from models.values import place_name
from ui.doors.files import SANDBOX
from ui.doors.keeper import Guest
from ui.texts import Speaker, known_locale
from ui.visit import House, house
from workflows.casework.inspecting import calendar_entry

MEDIA_TYPE = "text/calendar"
STATUS = {AppointmentState.AGREED: "CONFIRMED", AppointmentState.HELD: "CONFIRMED"}


def calendar_file(case: Case, one: Appointment, base_url: str, speaker: Speaker) -> bytes:
    """The file. The same inspection keeps its id and counts its changes, so that a calendar replaces what it had."""
    if one.starts_at is None or one.ends_at is None:
        raise NotThere
    place = one.place or place_name(case.address, case.property_key)
    event = Event()
    event.add("uid", f"{one.id}@inspections")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    event.add("summary", speaker(_("Inspection: {purpose}", purpose=one.purpose)))
    event.add("location", place)
    event.add("description", speaker(_("Case {number}. {place}", number=case.number, place=place_name(case.address, case.property_key))))
    event.add("url", f"{base_url}/cases/{case.ref}")
    event.add("status", STATUS.get(one.state, "CANCELLED"))
    calendar = Calendar()
    calendar.add("prodid", "-//Contractor portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


async def answer(here: House, ref: str, inspection: str, actor: Actor, language: str) -> Response:
    """The file for any caller whose proof is checked already. Raises what `calendar_entry` raises."""
    case, one = await here.run_reading(lambda: calendar_entry(ref, inspection, actor=actor, work=here.open_work(writing=False)))
    content = calendar_file(case, one, here.keeper.base_url, Speaker(known_locale(language)))
    disposition = f'attachment; filename="{case.number}.ics"'
    return Response(content, media_type=MEDIA_TYPE, headers={**SANDBOX, "Content-Disposition": disposition})


async def download(request: Request, ref: str, inspection: str) -> Response:
    """The file in the language of the guest. Raises NotSignedIn."""
    guest: Guest | None = request.scope["state"].get("guest")
    if guest is None:
        raise NotSignedIn
    return await answer(house(), ref, inspection, guest.actor, guest.person.language)


def calendar_routes() -> APIRouter:
    """The route; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/cases/{ref}/inspections/{inspection}.ics", download, methods=["GET"], response_model=None)
    return routes
