"""Records for programs: case files and whole cases, the archive's log and its rules."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.records import ArchiveItem, ArchiveRules, ArchiveState
from ui.api.doing import IdempotencyKey, asked, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import Strict
from ui.api.strict import StrictRoute
from ui.records.door import PDF, ZIP
from workflows.records.archiving import (
    ArchiveView,
    archive_case,
    archive_view,
    case_entries,
    change_archive_rules,
    send_again,
)

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
routes = APIRouter(route_class=StrictRoute)


class RulesChange(Strict):
    """How the archive is served; what is left out stays."""

    moment: str | None = Field(None, max_length=20)
    with_notes: bool | None = None
    access_code: str | None = Field(None, max_length=400)
    access_law: str | None = Field(None, max_length=400)
    shielded_types: list[str] | None = Field(None, max_length=50)
    class_system: str | None = Field(None, max_length=400)
    class_id: str | None = Field(None, max_length=400)
    unit: str | None = Field(None, max_length=400)


class RulesOut(BaseModel):
    """How the archive is served."""

    moment: str
    with_notes: bool
    access_code: str
    access_law: str
    shielded_types: list[str]
    class_system: str
    class_id: str
    unit: str


class EntryOut(BaseModel):
    """One entry for the archive. `fault` is the last answer that was not good; `receipt` what the archive answered when it took it."""

    id: str
    key: str
    kind: str
    case: str = ""
    number: str = ""
    state: ArchiveState
    created_at: datetime
    due_at: datetime | None
    tried_at: datetime | None
    delivered_at: datetime | None
    attempts: int
    fault: str
    words: str
    receipt: dict[str, Any]


class ArchiveOut(BaseModel):
    """One page of the log."""

    entries: list[EntryOut]
    counts: dict[str, int]
    rules: RulesOut
    next: str | None


class EntryList(BaseModel):
    """The entries of one case, in order."""

    entries: list[EntryOut]


class Queued(BaseModel):
    """How many entries were put in the queue."""

    queued: int


BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The case file.", "content": {PDF: BINARY}}}
WHOLE: dict[int | str, dict[str, Any]] = {200: {"description": "The whole case.", "content": {ZIP: BINARY}}}


@routes.get("/cases/{ref}/case-file.pdf", response_class=Response, responses=FILE)
async def case_file(request: Request, actor: Caller, ref: Ref) -> Response:
    """The case file as PDF/A: everything that was sent, asked, said and decided, with the head of the case's chain."""
    parts = parts_of(request)
    return await parts.records.case_file(parts.house, ref, actor, locale_of(request))


@routes.get("/cases/{ref}/archive.zip", response_class=StreamingResponse, responses=WHOLE)
async def whole_case(request: Request, actor: Caller, ref: Ref) -> Response:
    """The whole case as a ZIP: case file, receipts, letters, original files, the log and a manifest. That it was taken out is logged."""
    parts = parts_of(request)
    return await parts.records.archive(parts.house, ref, actor, locale_of(request))


@routes.get("/cases/{ref}/archive")
async def list_case_entries(request: Request, actor: Caller, ref: Ref) -> EntryList:
    """Where each entry of the case stands on its way to the archive."""
    found = await asked(request, lambda work: case_entries(ref, actor=actor, work=work))
    return EntryList(entries=[_entry(one) for one in found])


@routes.post("/cases/{ref}/archive", response_model=Queued)
async def queue_case(request: Request, actor: Caller, ref: Ref, key: IdempotencyKey = None) -> JSONResponse:
    """Queue what the archive lacks of the case; what it has already is not sent again."""
    now = parts_of(request).house.now()

    def act(work: Any) -> Answer:
        return Answer(200, {"queued": archive_case(ref, actor=actor, work=work, now=now)})

    return await done(request, actor, key, None, act)


@routes.get("/archive")
async def list_entries(
    request: Request,
    actor: Caller,
    state: ArchiveState | None = None,
    after: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ArchiveOut:
    """What waits for the municipality's archive, what arrived and what failed, the newest first; and the rules it is served by."""
    view: ArchiveView = await asked(request, lambda work: archive_view(state or "", after, limit, actor=actor, work=work))
    entries = [_entry(one.item, one.ref, one.number) for one in view.page.rows]
    counts = {str(name): number for name, number in view.counts.items()}
    return ArchiveOut(entries=entries, counts=counts, rules=RulesOut(**_rules(view.rules)), next=view.page.next)


@routes.patch("/archive/rules", response_model=RulesOut)
async def change_rules(request: Request, actor: Caller, body: RulesChange, key: IdempotencyKey = None) -> JSONResponse:
    """Change how the archive is served; what is left out stays."""
    now, wishes = parts_of(request).house.now(), body.model_dump(exclude_none=True)

    def act(work: Any) -> Answer:
        return Answer(200, _rules(change_archive_rules(wishes, actor=actor, work=work, now=now)))

    return await done(request, actor, key, wishes, act)


@routes.post("/archive/{item}/again", response_model=EntryOut)
async def try_again(request: Request, actor: Caller, item: Annotated[str, Path(max_length=64)], key: IdempotencyKey = None) -> JSONResponse:
    """Try an entry that failed, or waits for its next try, at once."""
    now = parts_of(request).house.now()

    def act(work: Any) -> Answer:
        return Answer(200, _entry(send_again(item, actor=actor, work=work, now=now)).model_dump(mode="json"))

    return await done(request, actor, key, None, act)


def _entry(item: ArchiveItem, ref: str = "", number: str = "") -> EntryOut:
    told = item.model_dump(exclude={"case_id", "municipality_id", "subject", "place", "leased_until"})
    return EntryOut(**told, case=ref, number=number)


def _rules(rules: ArchiveRules) -> dict[str, Any]:
    return rules.model_dump(exclude={"municipality_id"})
