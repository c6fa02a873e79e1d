"""Who works on a case, for programs: what is offered, the companies of one case, and the acts of co-working and handover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.errors import NotThere
from ui.api.doing import IdempotencyKey, arguments_of, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import Key, Reason, Strict, Words
from ui.api.strict import StrictRoute
from ui.texts import translate
from workflows.access import coworking, handover
from workflows.access.case_companies import CompaniesView, case_companies, offers
from workflows.ports_delegation import NamedCase

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]


class Company(Strict):
    """A company by its organisation number."""

    number: Key
    may_send: bool = False


class Nothing(Strict):
    """No arguments."""


class OneCowork(Strict):
    """A co-working."""

    cowork: Key


class Offer(Strict):
    """To which company, and why."""

    number: Key
    reason: Reason


class Given(Strict):
    """What the incoming company says anew, by the keys of `anew`: person ids, and true for what it confirms."""

    answers: dict[str, str | bool] = Field(default_factory=dict)


class Maybe(Strict):
    """Words, if there are any."""

    words: Words = ""


class Because(Strict):
    """A reason."""

    reason: Reason


@dataclass(frozen=True)
class Act:
    """One act: what it takes, and how its use case is called with the reference, the arguments and the keyword context."""

    takes: type[Strict]
    do: Callable[..., Any]


ACTS: dict[str, Act] = {
    "invite_cowork": Act(Company, lambda ref, a, **k: coworking.invite_cowork(ref, a.number, a.may_send, **k)),
    "accept_cowork": Act(Nothing, lambda ref, _a, **k: coworking.accept_cowork(ref, **k)),
    "decline_cowork": Act(Nothing, lambda ref, _a, **k: coworking.decline_cowork(ref, **k)),
    "end_cowork": Act(OneCowork, lambda ref, a, **k: coworking.end_cowork(ref, a.cowork, **k)),
    "offer_handover": Act(Offer, lambda ref, a, **k: handover.offer_handover(ref, a.number, a.reason, **k)),
    "start_handover": Act(Offer, lambda ref, a, **k: handover.start_handover(ref, a.number, a.reason, **k)),
    "accept_handover": Act(Given, lambda ref, a, **k: handover.accept_handover(ref, a.answers, **k)),
    "decline_handover": Act(Maybe, lambda ref, a, **k: handover.decline_handover(ref, a.words, **k)),
    "withdraw_handover": Act(Maybe, lambda ref, a, **k: handover.withdraw_handover(ref, a.words, **k)),
    "approve_handover": Act(Nothing, lambda ref, _a, **k: handover.approve_handover(ref, **k)),
    "refuse_handover": Act(Because, lambda ref, a, **k: handover.refuse_handover(ref, a.reason, **k)),
}


class NamedCaseOut(BaseModel):
    """What a case is called and whose it is."""

    ref: str
    number: str
    workflow: str
    address: str
    property: str
    company: str
    municipality: str


class OfferList(BaseModel):
    """Cases the company is asked to work on or take over, and those it has handed over."""

    offered: list[NamedCaseOut]
    handed_over: list[NamedCaseOut]


class ResponsibleOut(BaseModel):
    """One company's time of responsibility."""

    company: str
    number: str
    since: datetime | None
    until: datetime | None


class CoworkOut(BaseModel):
    """One co-working that is open."""

    id: str
    company: str
    may_send: bool
    state: str
    invited_at: datetime


class HandoverOut(BaseModel):
    """One handover."""

    state: str
    from_company: str
    to_company: str
    by_municipality: bool
    reason: str
    words: str
    offered_at: datetime
    accepted_at: datetime | None
    closed_at: datetime | None


class AnewOut(BaseModel):
    """One answer the incoming company gives anew."""

    key: str
    label: str
    is_person: bool


class FrozenOut(BaseModel):
    """What the outgoing company had done, as words by part, with the digest of all of it."""

    at: datetime
    company: str
    sha256: str
    sections: list[dict[str, Any]]


class CompaniesOut(BaseModel):
    """Who works on a case, as the caller may know it. `acts` can be done now; `side` is where the caller stands."""

    ref: str
    number: str
    side: str
    company: str
    responsible: list[ResponsibleOut]
    coworks: list[CoworkOut]
    handovers: list[HandoverOut]
    acts: list[str]
    anew: list[AnewOut]
    frozen: FrozenOut | None


class ActDone(BaseModel):
    """What an act made of the co-working or the handover."""

    act: str
    ref: str
    id: str
    state: str


routes = APIRouter(route_class=StrictRoute)


@routes.get("/offers")
async def list_offers(request: Request, actor: Caller) -> OfferList:
    """What other companies ask of the key's company, and the cases it has handed over."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: offers(actor=actor, work=here.open_work(writing=False)))
    return OfferList(offered=[_named(one) for one in found.offered], handed_over=[_named(one) for one in found.handed_over])


@routes.get("/cases/{ref}/companies")
async def show_companies(request: Request, actor: Caller, ref: Ref) -> CompaniesOut:
    """Who answers for the case and who works on it; a company that is asked, or was there before, sees its own part."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: case_companies(ref, actor=actor, work=here.open_work(writing=False), now=here.now()))
    return _companies(found, locale_of(request))


@routes.post("/cases/{ref}/companies/{act}", response_model=ActDone)
async def act_on_companies(
    request: Request,
    actor: Caller,
    ref: Ref,
    act: Annotated[str, Path(max_length=64)],
    body: dict[str, Any] | None = None,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """One act of co-working or handover; `GET` tells which are possible now."""
    here, called = parts_of(request).house, ACTS.get(act)
    if called is None:
        raise NotThere
    arguments = arguments_of(called.takes, body or {})

    def do(work: Any) -> Answer:
        made = called.do(ref, arguments, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(200, ActDone(act=act, ref=ref, id=made.id, state=made.state).model_dump(mode="json"))

    return await done(request, actor, key, body, do)


def _named(one: NamedCase) -> NamedCaseOut:
    return NamedCaseOut(
        ref=one.ref, number=one.number, workflow=one.workflow, address=one.address, property=one.property_key, company=one.company,
        municipality=one.municipality,
    )  # fmt: skip


def _companies(view: CompaniesView, locale: Any) -> CompaniesOut:
    kept, frozen = view.companies, view.frozen

    def t(words: Any) -> str:
        return translate(words, locale) if words is not None else ""

    told = None
    if frozen is not None:
        sections = [
            {"phase": t(one.phase), "part": t(one.title), "lines": [{"label": t(line.label), "value": t(line.value)} for line in one.lines]}
            for one in frozen.sections
        ]
        told = FrozenOut(at=frozen.at, company=frozen.company, sha256=frozen.sha256, sections=sections)
    return CompaniesOut(
        ref=view.ref, number=view.number, side=view.side, company=view.company,
        responsible=[ResponsibleOut(company=one.company, number=one.number, since=one.since, until=one.until) for one in kept.responsible],
        coworks=[
            CoworkOut(id=one.id, company=one.company, may_send=one.may_send, state=one.state, invited_at=one.invited_at)
            for one in kept.coworks
        ],
        handovers=[
            HandoverOut(
                state=one.state, from_company=one.from_company, to_company=one.to_company, by_municipality=one.by_municipality,
                reason=one.reason, words=one.words, offered_at=one.offered_at, accepted_at=one.accepted_at, closed_at=one.closed_at,
            )
            for one in kept.handovers
        ],
        acts=sorted(view.acts), anew=[AnewOut(key=one.key, label=t(one.label), is_person=one.is_person) for one in view.anew], frozen=told,
    )  # fmt: skip
