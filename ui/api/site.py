"""The work on site for programs: both clocks, reminders that were sent, confirmations, the trench sign and inspections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from models.errors import NotThere
from models.text import Text
from ui.api.doing import IdempotencyKey, arguments_of, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import Key, Reason, Strict, Words
from ui.api.strict import StrictRoute
from ui.site.calendar_file import MEDIA_TYPE, answer
from ui.texts import translate
from workflows.appointments import MOST_TIMES, Span
from workflows.casework import following, inspecting
from workflows.casework.asking import SiteNow, site_now
from workflows.casework.inspecting import Wish
from workflows.casework.site_views import Confirmed, InspectionInfo

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]


class Time(Strict):
    """A time on site, with its offset from UTC."""

    start: AwareDatetime
    end: AwareDatetime


Times = Annotated[list[Time], Field(min_length=1, max_length=MOST_TIMES)]


class Start(Strict):
    """The day, and the person id of who leads the work."""

    day: date
    leads: Key


class OneDay(Strict):
    """A day."""

    day: date


class Maybe(Strict):
    """Words, if there are any."""

    words: Words = ""


class Wanted(Strict):
    """An inspection. `officer` is a person id and staff's to say."""

    purpose: Reason
    times: Times
    place: Words = ""
    comes: Words = ""
    officer: str = Field("", max_length=200)


class Choice(Strict):
    """One of the proposed times, counted from 0."""

    inspection: Key
    choice: int = Field(0, ge=0, lt=MOST_TIMES)


class Other(Strict):
    """Other times; a reason is needed when one was agreed."""

    inspection: Key
    times: Times
    words: Words = ""


class Ended(Strict):
    """An inspection, and why it does not come to be."""

    inspection: Key
    words: Reason


class Outcome(Strict):
    """What was found, or why it was not held. `request` goes into the tray."""

    inspection: Key
    findings: Reason
    held: bool = True
    request: Words = ""


@dataclass(frozen=True)
class Act:
    """One act: what it takes, and how its use case is called with the reference, the arguments and the keyword context."""

    takes: type[Strict]
    do: Callable[..., Any]


def _wish(told: Any) -> Wish:
    return Wish(told.purpose, _spans(told.times), told.place, told.comes, told.officer)


def _spans(times: list[Time]) -> list[Span]:
    return [Span(one.start, one.end) for one in times]


ACTS: dict[str, Act] = {
    "confirm_start": Act(Start, lambda ref, a, **k: following.confirm_start(ref, a.day, a.leads, **k)),
    "confirm_end": Act(OneDay, lambda ref, a, **k: following.confirm_end(ref, a.day, **k)),
    "allow_backfill": Act(Maybe, lambda ref, a, **k: following.allow_backfill(ref, a.words, **k)),
    "backfill": Act(Maybe, lambda ref, a, **k: following.backfill(ref, a.words, **k)),
    "ask_inspection": Act(Wanted, lambda ref, a, **k: inspecting.ask_inspection(ref, _wish(a), **k)),
    "propose_inspection": Act(Wanted, lambda ref, a, **k: inspecting.propose_inspection(ref, _wish(a), **k)),
    "accept_inspection": Act(Choice, lambda ref, a, **k: inspecting.accept_inspection(ref, a.inspection, a.choice, **k)),
    "suggest_times": Act(Other, lambda ref, a, **k: inspecting.suggest_times(ref, a.inspection, _spans(a.times), a.words, **k)),
    "decline_inspection": Act(Ended, lambda ref, a, **k: inspecting.decline_inspection(ref, a.inspection, a.words, **k)),
    "cancel_inspection": Act(Ended, lambda ref, a, **k: inspecting.cancel_inspection(ref, a.inspection, a.words, **k)),
    "record_inspection": Act(
        Outcome, lambda ref, a, **k: inspecting.record_inspection(ref, a.inspection, a.findings, held=a.held, request=a.request, **k)
    ),
}


class ClockOut(BaseModel):
    """Both clocks in working days; `due` is the day of whoever has the ball, `provisional` when it holds if answered today."""

    running_for: str
    municipality_days: int
    contractor_days: int
    due: date | None
    provisional: bool
    answer_by: date | None
    explanation: list[str]


class ConfirmedOut(BaseModel):
    """One thing that was confirmed."""

    kind: str
    at: datetime
    by: str
    day: date | None
    leads: str
    words: str
    ready: int
    wanted: int


class ProofOut(BaseModel):
    """What must be made while the trench is open, and how much of it is there."""

    step: str
    at: str
    label: str
    wanted: int
    ready: int
    unsure: int


class TrenchOut(BaseModel):
    """The trench sign."""

    phase: str
    wanted: int
    ready: int
    safe: bool
    officer_must_confirm: bool
    officer_confirmed: bool
    items: list[ProofOut]


class TimeOut(BaseModel):
    """A time on site."""

    start: datetime
    end: datetime


class InspectionOut(BaseModel):
    """One inspection; `acts` can be done now by the caller."""

    id: str
    state: str
    turn: str
    purpose: str
    place: str
    officer: str
    comes: str
    words: str
    findings: str
    times: list[TimeOut]
    agreed: TimeOut | None
    acts: list[str]
    clashes: list[str]


class ReminderOut(BaseModel):
    """One reminder that was sent."""

    at: datetime
    stage: str
    to: str
    due: date
    escalated: bool
    what: str


class SiteOut(BaseModel):
    """The work on site as the caller's side sees it. `acts` maps each act the role gives to why it cannot be done now, or null."""

    ref: str
    clock: ClockOut
    acts: dict[str, str | None]
    started: ConfirmedOut | None
    finished: ConfirmedOut | None
    backfills: list[ConfirmedOut]
    trench: TrenchOut | None
    inspections: list[InspectionOut]
    reminders: list[ReminderOut]
    can_lapse_since: date | None


class SiteDone(BaseModel):
    """What was done; `inspection` is the id of the one it was about, `clashes` how many others the officer has at that time."""

    act: str
    ref: str
    inspection: str = ""
    state: str = ""
    clashes: int = 0


routes = APIRouter(route_class=StrictRoute)


@routes.get("/cases/{ref}/site")
async def show_site(request: Request, actor: Caller, ref: Ref) -> SiteOut:
    """Both clocks, reminders, what was confirmed of the work, the trench sign and inspections."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: site_now(ref, actor=actor, work=here.open_work(writing=False), now=here.now()))
    locale = locale_of(request)
    return _site(ref, found, lambda words: translate(words, locale))


@routes.post("/cases/{ref}/site/{act}", response_model=SiteDone)
async def act_on_site(
    request: Request,
    actor: Caller,
    ref: Ref,
    act: Annotated[str, Path(max_length=64)],
    body: dict[str, Any] | None = None,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """One act of the work on site; `GET` tells which are possible now."""
    here, called = parts_of(request).house, ACTS.get(act)
    if called is None:
        raise NotThere
    arguments = arguments_of(called.takes, body or {})

    def do(work: Any) -> Answer:
        made = called.do(ref, arguments, actor=actor, work=work, now=here.now(), chance=here.chance)
        one = made.appointment if isinstance(made, inspecting.Arranged) else None
        told = SiteDone(act=act, ref=ref)
        if one is not None:
            told = SiteDone(act=act, ref=ref, inspection=one.id, state=str(one.state), clashes=len(made.clashes))
        return Answer(200, told.model_dump(mode="json"))

    return await done(request, actor, key, body, do)


ICS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The inspection.", "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


@routes.get("/cases/{ref}/inspections/{inspection}.ics", response_class=Response, responses=ICS)
async def calendar_entry(request: Request, actor: Caller, ref: Ref, inspection: Annotated[str, Path(max_length=64)]) -> Response:
    """One agreed inspection as a calendar file."""
    return await answer(parts_of(request).house, ref, inspection, actor, locale_of(request))


def _site(ref: str, found: SiteNow, t: Callable[[Text], str]) -> SiteOut:
    site, clock = found.site, found.clock
    trench = site.trench
    return SiteOut(
        ref=ref,
        clock=ClockOut(
            running_for=clock.running_for, municipality_days=clock.municipality_days, contractor_days=clock.contractor_days, due=clock.due,
            provisional=clock.is_provisional, answer_by=clock.answer_by, explanation=[t(line) for line in clock.explanation],
        ),
        acts={act: t(why) if why is not None else None for act, why in site.acts.items()},
        started=_confirmed(site.started), finished=_confirmed(site.finished),
        backfills=[_one_confirmed(one) for one in site.backfills],
        trench=TrenchOut(
            phase=trench.phase, wanted=trench.wanted, ready=trench.ready, safe=trench.is_safe, officer_must_confirm=site.needs_officer,
            officer_confirmed=site.allowed is not None,
            items=[
                ProofOut(step=one.step, at=one.at, label=t(one.label), wanted=one.wanted, ready=one.ready, unsure=one.unsure)
                for one in trench.items
            ],
        ) if trench else None,
        inspections=[_inspection(one, t) for one in site.inspections],
        reminders=[
            ReminderOut(at=one.at, stage=one.stage, to=one.to, due=one.due, escalated=one.escalated, what=t(one.what))
            for one in site.reminders
        ],
        can_lapse_since=site.can_lapse_since,
    )  # fmt: skip


def _confirmed(one: Confirmed | None) -> ConfirmedOut | None:
    return _one_confirmed(one) if one else None


def _one_confirmed(one: Confirmed) -> ConfirmedOut:
    return ConfirmedOut(
        kind=one.kind, at=one.at, by=one.who, day=one.on, leads=one.leads, words=one.words, ready=one.ready, wanted=one.wanted
    )


def _inspection(one: InspectionInfo, t: Callable[[Text], str]) -> InspectionOut:
    return InspectionOut(
        id=one.id, state=one.state, turn=one.turn, purpose=one.purpose, place=one.place, officer=one.officer, comes=one.comes,
        words=one.words, findings=one.findings, times=[TimeOut(start=span.start, end=span.end) for span in one.times],
        agreed=TimeOut(start=one.agreed.start, end=one.agreed.end) if one.agreed else None, acts=list(one.acts),
        clashes=[t(words) for words in one.clashes],
    )  # fmt: skip
