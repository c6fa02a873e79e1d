"""A municipality's own settings for programs: the arms on its letterhead, and the days on which it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.errors import NotThere, TooLarge
from models.text import _
from ui.api.decisions import VersionOut
from ui.api.doing import IdempotencyKey, asked, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.schemas import Strict
from ui.api.strict import StrictRoute
from ui.doors.files import SANDBOX
from ui.print.arms import MOST_BYTES, read_arms
from ui.print.press import Press
from workflows.access.letterheads import LetterheadView, keep_arms, letterhead_view, save_letterhead
from workflows.access.municipality import MunicipalityView, change_closed_days, municipality_view
from workflows.closed_days import MOST_DAYS, ClosedDay
from workflows.policy import authorize

SVG = "image/svg+xml"
Seen = Annotated[int | None, Query(ge=0, le=99_999_999, description="The version of the letterhead this follows, if it must be that one.")]
ARMS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The arms.", "content": {SVG: {"schema": {"type": "string", "format": "binary"}}}}
}
PICTURE = {
    "requestBody": {
        "required": True,
        "description": "A PNG, JPEG or SVG file of at most 2 MB, as it is.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
PRESS = Press()
routes = APIRouter(route_class=StrictRoute)


class ClosedDayOne(Strict):
    """A day on which the municipality is closed, and why in a few words."""

    day: date
    name: str = Field(max_length=200)


class NewClosedDays(Strict):
    """Days to be added to the list."""

    days: list[ClosedDayOne] = Field(min_length=1, max_length=MOST_DAYS)


class ClosedDaysOut(BaseModel):
    """The days on which the municipality is closed besides weekends and public holidays, in order."""

    days: list[ClosedDayOne]


@routes.get("/letterhead/arms", response_class=Response, responses=ARMS)
async def read_letterhead_arms(request: Request, actor: Caller) -> Response:
    """The arms on the letterhead of the key's own municipality, as letters print them."""
    found: LetterheadView = await asked(request, lambda work: letterhead_view(actor=actor, work=work))
    if not found.arms:
        raise NotThere
    return Response(found.arms, media_type=SVG, headers={**SANDBOX, "Content-Disposition": "attachment"})


@routes.put("/letterhead/arms", openapi_extra=PICTURE, response_model=VersionOut)
async def write_letterhead_arms(request: Request, actor: Caller, version: Seen = None) -> JSONResponse:
    """Put other arms on the letterhead. Letters that were sent keep theirs. The same arms again are no new version."""
    authorize(actor, "change_municipality")
    here, drawing = parts_of(request).house, await PRESS.make(read_arms, await _body(request))

    def act(work: Any) -> Answer:
        kept = keep_arms(drawing.svg, drawing.sha256, version, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(200, {"version": kept})

    return await done(request, actor, None, None, act)


@routes.delete("/letterhead/arms", response_model=VersionOut)
async def remove_letterhead_arms(request: Request, actor: Caller, version: Seen = None) -> JSONResponse:
    """Take the arms off the letterhead. Letters that were sent keep theirs."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        holds: LetterheadView = letterhead_view(actor=actor, work=work)
        bare, seen = holds.head.model_copy(update={"arms": ""}), holds.version if version is None else version
        return Answer(200, {"version": save_letterhead(bare, seen, actor=actor, work=work, now=here.now(), chance=here.chance)})

    return await done(request, actor, None, None, act)


@routes.get("/closed-days")
async def list_closed_days(request: Request, actor: Caller) -> ClosedDaysOut:
    """The days on which the key's own municipality is closed."""
    found: MunicipalityView = await asked(request, lambda work: municipality_view(actor=actor, work=work))
    return _out(found.closed_days)


@routes.post("/closed-days", status_code=201, response_model=ClosedDaysOut)
async def add_closed_days(request: Request, actor: Caller, body: NewClosedDays, key: IdempotencyKey = None) -> JSONResponse:
    """Close the municipality on more days, all of them or none; the whole list. Every clock counts by it at once."""
    now = parts_of(request).house.now()

    def act(work: Any) -> Answer:
        kept = municipality_view(actor=actor, work=work).closed_days
        typed = [(one.day.isoformat(), one.name) for one in kept] + [(one.day.isoformat(), one.name) for one in body.days]
        return Answer(201, _out(change_closed_days(typed, kept, actor=actor, work=work, now=now)).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(mode="json"), act)


@routes.delete("/closed-days/{day}", response_model=ClosedDaysOut)
async def remove_closed_day(request: Request, actor: Caller, day: Annotated[date, Path()], key: IdempotencyKey = None) -> JSONResponse:
    """Take a day off the list; what remains. Nothing happens when it does not stand there."""
    now = parts_of(request).house.now()

    def act(work: Any) -> Answer:
        kept = municipality_view(actor=actor, work=work).closed_days
        typed = [(one.day.isoformat(), one.name) for one in kept if one.day != day]
        return Answer(200, _out(change_closed_days(typed, kept, actor=actor, work=work, now=now)).model_dump(mode="json"))

    return await done(request, actor, key, None, act)


async def _body(request: Request) -> bytes:
    """The file that was sent. Raises TooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge(_("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000))
    return bytes(body)


def _out(days: Sequence[ClosedDay]) -> ClosedDaysOut:
    return ClosedDaysOut(days=[ClosedDayOne(day=one.day, name=one.name) for one in days])
