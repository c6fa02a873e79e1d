"""Many cases at a time, for programs: one act on many with a preview, where they are, when they are due, and who has how many."""

from __future__ import annotations

import functools
from datetime import date
from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import Response
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.base import BoardColumn
from models.errors import PortalError
from ui.api.doing import parts_of
from ui.api.keys import Caller
from ui.api.narrowing import Narrowed
from ui.api.problems import locale_of
from ui.api.schemas import Key, Strict, Words
from ui.api.strict import StrictRoute
from ui.lists.export import HEADINGS, case_rows
from ui.print.letter import seal
from ui.sheets import TYPES, stream
from ui.texts import Speaker, translate
from workflows.casework.bulk import MOST, BulkAct, act_on_one, preview
from workflows.casework.lists import begin_case_export, calendar_of, map_view, workload
from workflows.casework.reviewing import Wanted

routes = APIRouter(route_class=StrictRoute)
Degrees = Annotated[float, Query(ge=-540, le=540)]
After = Annotated[str | None, Query(max_length=400)]


class BulkIn(Strict):
    """One act on many cases. `person` to assign to; `what`, `how_to_fix`, `key` and `due` to ask; `reason` to approve with."""

    action: Literal["take", "assign", "ask", "approve"]
    cases: tuple[Key, ...] = Field(min_length=1, max_length=MOST)
    dry_run: bool = False
    person: str = Field(default="", max_length=100)
    what: Words = ""
    how_to_fix: Words = ""
    key: str = Field(default="", max_length=300)
    due: date | None = None
    reason: Words = ""


class OneOut(BaseModel):
    """What became of one case, or would: `ok`, or `problem` with the reason. `version` is that of the preview."""

    ref: str
    number: str
    ok: bool
    problem: str = ""
    version: int | None = None


class BulkOut(BaseModel):
    """Every case once, in the order they were given; `ok` counts those it was, or would be, done on."""

    action: str
    dry_run: bool
    ok: int
    cases: list[OneOut]


class PlaceOut(BaseModel):
    """A case on the map, in degrees."""

    ref: str
    number: str
    place: str
    workflow: str
    column: BoardColumn
    due_on: date | None
    latitude: float
    longitude: float


class HeapOut(BaseModel):
    """Cases that lie close together: south, west, north and east of them."""

    cases: int
    latitude: float
    longitude: float
    box: tuple[float, float, float, float]


class MapOut(BaseModel):
    """Points, or heaps where a box holds too many."""

    placed: int
    unplaced: int
    points: list[PlaceOut]
    heaps: list[HeapOut]


class DateOut(BaseModel):
    """A date of the calendar: a deadline of the municipality (`ours`), of the contractor (`theirs`), or a start of work (`start`)."""

    kind: Literal["ours", "theirs", "start"]
    day: date
    ref: str
    number: str


class CalendarOut(BaseModel):
    """One page of dates, the days nobody works, and the key of the next page."""

    dates: list[DateOut]
    free_days: list[date]
    next: str | None


class LoadOut(BaseModel):
    """Open cases of one person; of nobody when `person` is empty."""

    person: str
    name: str
    open: int
    ours: int
    overdue: int
    due_this_week: int
    days_used: int


class WorkloadOut(BaseModel):
    """Who has how much to do."""

    loads: list[LoadOut]


@routes.post("/cases/bulk")
async def act_on_many(request: Request, actor: Caller, body: BulkIn) -> BulkOut:
    """Take, assign, ask or approve many cases; with `dry_run` nothing is done. Each case is its own transaction and event.

    A case that changes between the preview and the act is left as it is and says so; sending the same again is safe.
    """
    here, locale = parts_of(request).house, locale_of(request)
    wanted = Wanted(key=body.key, what=body.what, how_to_fix=body.how_to_fix)
    act = BulkAct(body.action, person=body.person, wanted=wanted, due=body.due, reason=body.reason)
    refs = list(dict.fromkeys(body.cases))
    seen = await here.run_reading(lambda: preview(act, refs, actor=actor, work=here.open_work(writing=False), now=here.now()))
    found = {one.ref: OneOut(ref=one.ref, number=one.number, ok=False, problem=translate(why, locale)) for one, why in seen.cannot}
    for one in seen.can:
        problem = ""
        if not body.dry_run:
            do = functools.partial(act_on_one, act, one.ref, one.version, actor=actor, now=here.now(), chance=here.chance, seal=seal)
            try:
                await here.run_writing(lambda do=do: do(work=here.open_work(writing=True)))
            except PortalError as error:
                problem = translate(error.text, locale)
        found[one.ref] = OneOut(ref=one.ref, number=one.number, ok=not problem, problem=problem, version=one.version)
    cases = [found[ref] for ref in refs]
    return BulkOut(action=body.action, dry_run=body.dry_run, ok=sum(one.ok for one in cases), cases=cases)


@routes.get("/map")
async def show_map(
    request: Request,
    actor: Caller,
    wish: Narrowed,
    south: Degrees | None = None,
    west: Degrees | None = None,
    north: Degrees | None = None,
    east: Degrees | None = None,
) -> MapOut:
    """The municipality's open cases in a box, or all that have a place."""
    here = parts_of(request).house
    box = (south, west, north, east) if south is not None and west is not None and north is not None and east is not None else None
    found = await here.run_reading(lambda: map_view(wish, box, actor=actor, work=here.open_work(writing=False)))
    points = [PlaceOut.model_validate(one, from_attributes=True) for one in found.points]
    heaps = [HeapOut.model_validate(one, from_attributes=True) for one in found.heaps]
    return MapOut(placed=found.placed, unplaced=found.unplaced, points=points, heaps=heaps)


@routes.get("/calendar")
async def show_calendar(request: Request, actor: Caller, wish: Narrowed, first: date, last: date, after: After = None) -> CalendarOut:
    """Deadlines and announced starts of work in a period of at most 400 days: of the municipality, or of the key's company."""
    here = parts_of(request).house
    ask = functools.partial(calendar_of, wish, first, last, after=after, actor=actor, now=here.now())
    found = await here.run_reading(lambda: ask(work=here.open_work(writing=False)))
    dates = [DateOut(kind=one.kind, day=one.day, ref=one.card.ref, number=one.card.number) for one in found.page.rows]
    return CalendarOut(dates=dates, free_days=sorted(found.free), next=found.page.next)


@routes.get("/workload")
async def show_workload(request: Request, actor: Caller, wish: Narrowed) -> WorkloadOut:
    """The municipality's open cases by who handles them."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: workload(wish, actor=actor, work=here.open_work(writing=False), now=here.now()))
    loads = [
        LoadOut(
            person=one.person_id, name=one.name, open=one.cases, ours=one.ours, overdue=one.overdue, due_this_week=one.this_week,
            days_used=one.days,
        )
        for one in found.loads
    ]  # fmt: skip
    return WorkloadOut(loads=loads)


@routes.get("/exports/cases", response_class=Response, responses={200: {"content": {one: {} for one in TYPES.values()}}})
async def export(request: Request, actor: Caller, wish: Narrowed, kind: Literal["csv", "xlsx"] = "csv") -> Response:
    """The municipality's cases as a file for spreadsheets, streamed."""
    here, speaker = parts_of(request).house, Speaker(locale_of(request))
    now = here.now()
    await here.run_writing(lambda: begin_case_export(wish, None, actor=actor, work=here.open_work(writing=True), now=now))
    return await stream(kind, "cases", [speaker(one) for one in HEADINGS], case_rows(wish, None, actor, speaker))
