"""Decisions for programs: what was decided with its letter and appeals, what is being written, and the municipality's letterhead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRouter
from pydantic import BaseModel

from models.base import Phase
from models.errors import NotThere
from models.letters import Letterhead
from ui.api.decision_shapes import DraftIn, draft_out
from ui.api.doing import IdempotencyKey, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import Strict
from ui.api.strict import StrictRoute
from ui.print.door import MEDIA_TYPE as PDF
from ui.texts import translate
from workflows.access.letterheads import LetterheadView, letterhead_view, save_letterhead
from workflows.casework.proposing import DecisionDesk, decision_desk, discard_decision, save_decision
from workflows.casework.reading_letters import Decided, case_decisions

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
Number = Annotated[int, Path(ge=1, le=99_999_999)]


class FeeOut(BaseModel):
    """One fee, in øre; null where nobody knows it yet."""

    label: str
    ore: int | None
    tariff: int | None


class AppealOut(BaseModel):
    """One appeal. It is open while `state` is `received` or `sent_on`."""

    id: str
    state: str
    received_on: date
    appellant: str
    words: str
    answered_on: date | None
    answer: str


class DecisionOut(BaseModel):
    """One decision. `letter` is where its PDF lies; `opened_at` when the company first opened it."""

    phase: str
    number: int
    outcome: str
    kind: str
    reason: str
    conditions: list[str]
    decided_by: str
    decided_at: datetime
    fees: list[FeeOut]
    fee_reason: str
    valid_until: date | None
    no_limit: bool
    appeal_until: date | None
    appeal_body: str
    opened_at: datetime | None
    replaces: int | None
    replaced_by: int | None
    why: str
    letter: str
    letter_sha256: str
    appeals: list[AppealOut]


class DecisionList(BaseModel):
    """Every decision of a case, oldest first."""

    decisions: list[DecisionOut]


class FeeChoiceOut(FeeOut):
    """One fee that can be decided, with the key it is named by."""

    key: str


class DraftOut(BaseModel):
    """A decision that is being written. `wrongs` says by field what must be mended; `standard_conditions` are the municipality's own."""

    phase: str
    state: str
    corrects: int
    revision: int
    terms: dict[str, Any]
    standard_conditions: list[str]
    fees: list[FeeChoiceOut]
    valid_until: date | None
    proposed_by: str
    returned_words: str
    wrongs: dict[str, str]


class LetterheadOut(BaseModel):
    """The letterhead that holds for decisions from now on. `version` 0: there is none yet."""

    version: int
    language: str
    letterhead: dict[str, Any]
    has_arms: bool


class LetterheadIn(Strict):
    """A new letterhead; `version` is that of the one it follows. `arms` is a digest that was uploaded before."""

    version: int
    letterhead: Letterhead


class DiscardIn(Strict):
    """Which revision of what is written is thrown away."""

    revision: int


class RevisionOut(BaseModel):
    """The revision that was written; 0 when nothing is any more."""

    revision: int


class VersionOut(BaseModel):
    """The version that holds now."""

    version: int


routes = APIRouter(route_class=StrictRoute)
LETTER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The PDF.", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


@routes.get("/cases/{ref}/decisions")
async def list_decisions(request: Request, actor: Caller, ref: Ref) -> DecisionList:
    """Every decision of a case with what was decided, appeals, and where its letter lies."""
    here, locale = parts_of(request).house, locale_of(request)
    found = await here.run_reading(lambda: case_decisions(ref, actor=actor, work=here.open_work(writing=False)))
    return DecisionList(decisions=[_decision_out(one, ref, locale) for one in found])


def _decision_out(one: Decided, ref: str, locale: Any) -> DecisionOut:
    fees = [FeeOut(label=translate(fee.label, locale), ore=fee.ore, tariff=fee.tariff) for fee in one.fees]
    appeals = [
        AppealOut(
            id=each.id, state=str(each.state), received_on=each.received_on, appellant=each.appellant, words=each.words,
            answered_on=each.answered_on, answer=each.answer,
        )
        for each in one.appeals
    ]  # fmt: skip
    return DecisionOut(
        phase=str(one.phase), number=one.number, outcome=one.outcome, kind=str(one.kind), reason=one.reason,
        conditions=list(one.conditions), decided_by=one.by, decided_at=one.at, fees=fees, fee_reason=one.fee_reason,
        valid_until=one.valid_until, no_limit=one.no_limit, appeal_until=one.appeal_until, appeal_body=one.appeal_body,
        opened_at=one.opened_at, replaces=one.replaces, replaced_by=one.replaced_by, why=one.why,
        letter=f"/api/v1/cases/{ref}/decisions/{one.phase}/{one.number}/letter.pdf", letter_sha256=one.sha256, appeals=appeals,
    )  # fmt: skip


@routes.get("/cases/{ref}/decisions/{phase}/{number}/letter.pdf", response_class=Response, responses=LETTER)
async def letter(request: Request, actor: Caller, ref: Ref, phase: Phase, number: Number) -> Response:
    """The letter of a decision as a PDF. A company's first look is recorded: notice has reached it."""
    parts = parts_of(request)
    return await parts.letters.answer(parts.house, ref, str(phase), str(number), actor)


@routes.get("/cases/{ref}/decisions/{phase}/{number}/proof.pdf", response_class=Response, responses=LETTER)
async def proof(request: Request, actor: Caller, ref: Ref, phase: Phase, number: Number) -> Response:
    """One sheet that says that the work may start, while the decision lets it."""
    parts = parts_of(request)
    return await parts.letters.answer(parts.house, ref, str(phase), str(number), actor, proof=True)


def _corrected(phase: Phase | None, number: int | None) -> tuple[Phase, int] | None:
    """The decision whose correction is meant. Raises NotThere when only half of its name is given."""
    if (phase is None) != (number is None):
        raise NotThere
    return (phase, number) if phase and number else None


@routes.get("/cases/{ref}/decision-draft")
async def read_draft(
    request: Request, actor: Caller, ref: Ref, phase: Phase | None = None, number: Annotated[int | None, Query(ge=1, le=99_999_999)] = None
) -> DraftOut:
    """What is being written of the current phase's decision; with `phase` and `number` of the correction of that decision."""
    here, locale = parts_of(request).house, locale_of(request)
    which = _corrected(phase, number)
    found: DecisionDesk = await here.run_reading(
        lambda: decision_desk(ref, which, actor=actor, work=here.open_work(writing=False), now=here.now())
    )
    fees = [FeeChoiceOut(key=one.key, label=translate(one.label, locale), ore=one.ore, tariff=one.tariff) for one in found.fees]
    return DraftOut(
        phase=str(found.phase), state=str(found.state), corrects=found.corrects, revision=found.revision, terms=draft_out(found.terms),
        standard_conditions=list(found.conditions), fees=fees, valid_until=found.valid_until, proposed_by=found.proposed_by,
        returned_words=found.returned_words, wrongs={field: translate(words, locale) for field, words in found.wrongs.items()},
    )  # fmt: skip


@routes.put("/cases/{ref}/decision-draft")
async def write_draft(
    request: Request, actor: Caller, ref: Ref, body: DraftIn, phase: Phase | None = None,
    number: Annotated[int | None, Query(ge=1, le=99_999_999)] = None,
) -> RevisionOut:  # fmt: skip
    """Keep a decision that is being written, whole or half. A stale `revision` is refused."""
    here, which = parts_of(request).house, _corrected(phase, number)
    revision = await here.run_writing(
        lambda: save_decision(ref, body.terms(), body.revision, which, actor=actor, work=here.open_work(writing=True), now=here.now())
    )
    return RevisionOut(revision=revision)


@routes.post("/cases/{ref}/decision-draft/discard", response_model=RevisionOut)
async def discard_draft(
    request: Request, actor: Caller, ref: Ref, body: DiscardIn, phase: Phase | None = None,
    number: Annotated[int | None, Query(ge=1, le=99_999_999)] = None, key: IdempotencyKey = None,
) -> JSONResponse:  # fmt: skip
    """Throw away a decision that is being written and not proposed. A stale `revision` is refused."""
    which = _corrected(phase, number)

    def act(work: Any) -> Answer:
        discard_decision(ref, which, revision=body.revision, actor=actor, work=work)
        return Answer(200, RevisionOut(revision=0).model_dump())

    # which decision is meant stands in the query, and a key is good for one of them only
    return await done(request, actor, key, {**body.model_dump(), "phase": phase, "number": number}, act)


@routes.get("/letterhead")
async def read_letterhead(request: Request, actor: Caller) -> LetterheadOut:
    """The letterhead of the key's own municipality."""
    here = parts_of(request).house
    found: LetterheadView = await here.run_reading(lambda: letterhead_view(actor=actor, work=here.open_work(writing=False)))
    shown = found.head.model_dump(mode="json")
    return LetterheadOut(version=found.version, language=found.language, letterhead=shown, has_arms=bool(found.arms))


@routes.put("/letterhead")
async def write_letterhead(request: Request, actor: Caller, body: LetterheadIn) -> VersionOut:
    """Let another letterhead hold. Letters that were sent stay as they are."""
    here = parts_of(request).house
    version = await here.run_writing(
        lambda: save_letterhead(
            body.letterhead, body.version, actor=actor, work=here.open_work(writing=True), now=here.now(), chance=here.chance
        )
    )
    return VersionOut(version=version)
