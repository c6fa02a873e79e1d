"""What the case page shows, for programs: every version of every document, two sendings compared, the story, and cases nearby."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel

from models.actor import Actor
from models.base import Phase
from models.text import Text
from ui.api.answers import document_out
from ui.api.doing import IdempotencyKey, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import DocumentOut, Key, PhaseKey, Strict
from ui.api.strict import StrictRoute
from ui.texts import translate
from workflows.casework.comparing import Comparison, Pair, Wanted, compare_sendings, mark_change
from workflows.casework.nearby import SimilarCase, similar_cases
from workflows.casework.story import case_story
from workflows.casework.viewing import CaseFile, case_files
from workflows.casework.views import StoryDay

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
Number = Annotated[int, Query(ge=0, le=9_999)]
routes = APIRouter(route_class=StrictRoute)


class DocumentVersion(DocumentOut):
    """One document of any sending. `sendings` are those of its phase it was part of; `standing` is whether it counts now.

    `standing` is one of `current`, `unsent`, `replaced`, `removed`, `not_asked` (the municipality has taken its place out of its rules).
    `replaces` and `replaced_by` are ids in the same list, or empty.
    """

    sendings: list[int]
    standing: str
    replaces: str
    replaced_by: str
    pages: int


class DocumentVersions(BaseModel):
    """Every document of a case, in the order of its form."""

    documents: list[DocumentVersion]


class SendingOut(BaseModel):
    """One sending."""

    phase: str
    number: int
    at: datetime


class DifferenceOut(BaseModel):
    """One place before and after. `how` is `added`, `removed`, `changed` or `same`; `request` the id of what was asked about it."""

    place: str
    label: str
    row: str | None
    how: str
    old: str | None
    new: str | None
    old_documents: list[str]
    new_documents: list[str]
    request: str | None
    is_seen: bool


class DifferenceList(BaseModel):
    """Two sendings of one phase. Without `old` there is nothing to compare with."""

    phase: str
    old: SendingOut | None
    new: SendingOut | None
    sendings: list[SendingOut]
    differences: list[DifferenceOut]
    changed: int
    seen: int


class LinkOut(BaseModel):
    """Something a sentence names: a `request` by its id; `documents`, `changes` or a `receipt` by `phase/number`."""

    kind: str
    value: str


class StoryEntryOut(BaseModel):
    """One thing that happened, in words. `clock` is what it meant for the time limit, `lines` what was folded into it."""

    seq: int
    kind: str
    at: datetime
    until: datetime | None
    group: str
    what: str
    clock: str
    words: str
    lines: list[str]
    links: list[LinkOut]


class StoryDayOut(BaseModel):
    """One day in one phase, the newest entry first."""

    day: str
    phase: str
    entries: list[StoryEntryOut]


class StoryOut(BaseModel):
    """The story of a case, the newest day first."""

    days: list[StoryDayOut]


class SimilarDecisionOut(BaseModel):
    """How one part was decided."""

    part: str
    outcome: str
    reason: str
    conditions: list[str]
    at: datetime


class SimilarCaseOut(BaseModel):
    """One other case of the municipality."""

    ref: str
    number: str
    workflow: str
    address: str
    property: str
    company: str
    phase: str
    status: str
    submitted_at: datetime
    decisions: list[SimilarDecisionOut]


class SimilarOut(BaseModel):
    """Cases on the same property, and others in the same street; `more` when there are more of them."""

    street: str
    on_property: list[SimilarCaseOut]
    in_street: list[SimilarCaseOut]
    more: bool


class SeenChangeIn(Strict):
    """What was looked at: a place (`step/field`) in a sending of a phase."""

    phase: PhaseKey
    sending: int
    place: Key
    is_seen: bool = True


class SeenChangeOut(BaseModel):
    """It is kept."""

    phase: str
    place: str
    is_seen: bool


@routes.get("/cases/{ref}/document-versions")
async def document_versions(request: Request, actor: Caller, ref: Ref) -> DocumentVersions:
    """Every document of all phases and sendings, those that were replaced or taken out among them."""
    found = await _ask(request, case_files, ref, actor)
    return DocumentVersions(documents=[_version(one, _t(request)) for one in found.files])


@routes.get("/cases/{ref}/differences")
async def differences(
    request: Request,
    actor: Caller,
    ref: Ref,
    phase: Annotated[str, Query(max_length=20)] = "",
    old: Number = 0,
    new: Number = 0,
    everything: bool = False,
) -> DifferenceList:
    """Two sendings compared: those named, else the last two of the newest phase sent twice. With `everything` also what is alike."""
    found: Comparison = await _ask(request, compare_sendings, ref, actor, Wanted(phase, old, new, everything))
    t = _t(request)
    told = {(one.phase, one.number): SendingOut(phase=str(one.phase), number=one.number, at=one.at) for one in found.sendings}
    return DifferenceList(
        phase=str(found.phase), old=told.get((found.phase, found.old.number)) if found.old else None,
        new=told.get((found.phase, found.new.number)) if found.new else None, sendings=list(told.values()),
        differences=[_difference(one, t) for step in found.steps for one in step.pairs], changed=found.changed, seen=found.seen,
    )  # fmt: skip


@routes.get("/cases/{ref}/timeline")
async def timeline(request: Request, actor: Caller, ref: Ref, whole: bool = False) -> StoryOut:
    """What happened, told by day. With `whole` a company is told of its own preparing too."""
    here, t = parts_of(request).house, _t(request)
    days: list[StoryDay] = await here.run_reading(
        lambda: case_story(ref, whole=whole, actor=actor, work=here.open_work(writing=False), now=here.now())
    )
    return StoryOut(days=[_day(one, t) for one in days])


@routes.get("/cases/{ref}/similar")
async def similar(request: Request, actor: Caller, ref: Ref) -> SimilarOut:
    """Other cases of the municipality on the same property and in the same street, with what was decided. For staff."""
    here, t = parts_of(request).house, _t(request)
    found = await here.run_reading(lambda: similar_cases(ref, actor=actor, work=here.open_work(writing=False)))
    near, along = ([_similar(one, t) for one in cases] for cases in (found.on_property, found.in_street))
    return SimilarOut(street=found.street, on_property=near, in_street=along, more=found.more)


@routes.post("/cases/{ref}/seen-changes", response_model=SeenChangeOut)
async def seen_change(
    request: Request,
    actor: Caller,
    ref: Ref,
    body: SeenChangeIn,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Say that somebody at the municipality has looked at a change, or take it back. It counts as long as the same stands there."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        mark_change(ref, Phase(body.phase), body.sending, body.place, is_seen=body.is_seen, actor=actor, work=work, now=here.now())
        return Answer(200, SeenChangeOut(phase=body.phase, place=body.place, is_seen=body.is_seen).model_dump())

    return await done(request, actor, key, body.model_dump(mode="json"), act)


async def _ask(request: Request, use_case: Any, ref: str, actor: Actor, *given: Any) -> Any:
    here = parts_of(request).house
    return await here.run_reading(lambda: use_case(ref, *given, actor=actor, work=here.open_work(writing=False), now=here.now()))


def _t(request: Request) -> Any:
    locale = locale_of(request)

    def speak(words: Text | None) -> str:
        return translate(words, locale) if words is not None else ""

    return speak


def _version(one: CaseFile, t: Any) -> DocumentVersion:
    more = {"sendings": list(one.sendings), "standing": one.standing, "replaces": one.replaces, "replaced_by": one.replaced_by}
    return DocumentVersion(**document_out(one.info, t).model_dump(), **more, pages=one.pages)


def _difference(pair: Pair, t: Any) -> DifferenceOut:
    one = pair.difference
    return DifferenceOut(
        place=pair.place, label=t(one.label), row=t(one.row) or None, how=one.how, old=t(one.old) if one.old else None,
        new=t(one.new) if one.new else None, old_documents=list(one.old_files), new_documents=list(one.new_files),
        request=pair.request.id if pair.request else None, is_seen=pair.is_seen,
    )  # fmt: skip


def _day(day: StoryDay, t: Any) -> StoryDayOut:
    entries = [
        StoryEntryOut(
            seq=one.seq, kind=one.kind, at=one.at, until=one.until, group=one.group, what=t(one.what), clock=t(one.clock), words=one.words,
            lines=[t(line) for line in one.lines], links=[LinkOut(kind=link.kind, value=link.value) for link in one.links],
        )
        for one in day.entries
    ]  # fmt: skip
    return StoryDayOut(day=day.day.isoformat(), phase=day.phase, entries=entries)


def _similar(one: SimilarCase, t: Any) -> SimilarCaseOut:
    decisions = [
        SimilarDecisionOut(part=t(given.part), outcome=given.outcome, reason=given.reason, conditions=list(given.conditions), at=given.at)
        for given in one.decisions
    ]
    return SimilarCaseOut(
        ref=one.ref, number=one.number, workflow=one.workflow, address=one.address, property=one.property_key, company=one.company,
        phase=str(one.phase), status=str(one.status), submitted_at=one.submitted_at, decisions=decisions,
    )  # fmt: skip
