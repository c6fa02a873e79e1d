"""Statements for programs: those of a case, asking for one, taking it back, sharing it; and what the key's person is asked."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.errors import NotThere
from ui.api.doing import IdempotencyKey, arguments_of, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.schemas import Key, Reason, Strict, Words
from ui.api.strict import StrictRoute
from ui.doors.keeper import hash_of
from workflows.casework import statements, stating
from workflows.casework.statements import Ask, StatementsView
from workflows.casework.views import StatementLine
from workflows.ports_statements import AskedLine

Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
Id = Annotated[str, Path(max_length=64)]


class AskBody(Strict):
    """Whom to ask (`person` of `GET /people`, or an `email` outside), what, and by when; of an outsider also what they may read."""

    question: Reason
    due_on: date
    person: Words = ""
    email: Words = ""
    whom: Words = ""
    steps: list[Key] | None = None
    hidden_documents: list[Key] = Field(default_factory=list)
    expires_on: date | None = None


class OneStatement(Strict):
    """A statement."""

    statement: Key


class OneStatementBecause(OneStatement):
    """A statement, and why it is no longer asked for, if there is a reason to tell."""

    reason: Words = ""


class Give(Strict):
    """A statement in words."""

    words: Reason


@dataclass(frozen=True)
class Act:
    """One act: what it takes, and how its use case is called with the reference, the arguments and the keyword context."""

    takes: type[Strict]
    do: Callable[..., Any]


def _ask(ref: str, a: AskBody, **k: Any) -> Any:
    token = secrets.token_urlsafe(32)
    return statements.ask_statement(ref, Ask(**a.model_dump()), token=token, token_hash=hash_of(token), **k)


ACTS: dict[str, Act] = {
    "ask_statement": Act(AskBody, _ask),
    "withdraw_statement": Act(OneStatementBecause, lambda ref, a, **k: statements.withdraw_statement(ref, a.statement, a.reason, **k)),
    "share_statement": Act(OneStatement, lambda ref, a, **k: statements.share_statement(ref, a.statement, **k)),
}


class StatementOut(BaseModel):
    """One statement as staff read it."""

    id: str
    whom: str
    is_outside: bool
    state: str
    question: str
    due_on: date
    expires_at: datetime
    asked_at: datetime
    words: str
    given_at: datetime | None
    is_shared: bool
    files: list[str]


class StatementList(BaseModel):
    """The statements of a case, and the parts an outsider can be shown."""

    statements: list[StatementOut]
    steps: list[str]
    may_ask: bool


class SharedOut(BaseModel):
    """One statement as the case's company reads it, on its page as here: not what was asked, or until when."""

    id: str
    whom: str
    state: str
    words: str
    given_at: datetime | None
    files: list[str]


class SharedList(BaseModel):
    """The statements a company may read."""

    statements: list[SharedOut]


class AskedOut(BaseModel):
    """One question to the key's person."""

    id: str
    number: str
    place: str
    municipality: str
    question: str
    due_on: date
    state: str


class AskedList(BaseModel):
    """What the key's person is asked for a statement on."""

    asked: list[AskedOut]


class StatementDone(BaseModel):
    """What an act made of a statement."""

    act: str
    id: str
    state: str


routes = APIRouter(route_class=StrictRoute)


@routes.get("/cases/{ref}/statements")
async def show_statements(request: Request, actor: Caller, ref: Ref) -> StatementList:
    """The statements of a case; for staff."""
    here = parts_of(request).house
    found: StatementsView = await here.run_reading(
        lambda: statements.statements_view(ref, actor=actor, work=here.open_work(writing=False), now=here.now())
    )
    return StatementList(statements=[_out(one) for one in found.lines], steps=[one.key for one in found.steps], may_ask=found.may_ask)


@routes.get("/cases/{ref}/shared-statements")
async def show_shared(request: Request, actor: Caller, ref: Ref) -> SharedList:
    """The statements the municipality lets the case's company read, as its page shows them."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: statements.shared_statements(ref, actor=actor, work=here.open_work(writing=False)))
    return SharedList(statements=[_shared(one) for one in found])


@routes.post("/cases/{ref}/statements/{act}", response_model=StatementDone)
async def act_on_statements(
    request: Request, actor: Caller, ref: Ref, act: Id, body: dict[str, Any] | None = None, key: IdempotencyKey = None
) -> JSONResponse:
    """Ask for one, take it back, or share it."""
    called = ACTS.get(act)
    if called is None:
        raise NotThere
    arguments = arguments_of(called.takes, body or {})
    return await _once(request, actor, key, body, act, lambda **k: called.do(ref, arguments, **k))


@routes.get("/asked")
async def list_asked(request: Request, actor: Caller) -> AskedList:
    """What the key's person is asked for a statement on."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: stating.asked_list(actor=actor, work=here.open_work(writing=False), now=here.now()))
    return AskedList(asked=[_asked(one) for one in found])


@routes.post("/asked/{statement}/give", response_model=StatementDone)
async def give(request: Request, actor: Caller, statement: Id, body: Give, key: IdempotencyKey = None) -> JSONResponse:
    """Give the statement, once."""
    return await _once(
        request, actor, key, body.model_dump(mode="json"), "give_statement", lambda **k: stating.give_statement(statement, body.words, **k)
    )


async def _once(request: Request, actor: Any, key: str | None, body: Any, act: str, do: Callable[..., Any]) -> JSONResponse:
    here = parts_of(request).house

    def run(work: Any) -> Answer:
        made = do(actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(200, StatementDone(act=act, id=made.id, state=made.state).model_dump(mode="json"))

    return await done(request, actor, key, body, run)


def _out(one: StatementLine) -> StatementOut:
    return StatementOut(
        id=one.id, whom=one.whom, is_outside=one.is_outside, state=one.state, question=one.question, due_on=one.due_on,
        expires_at=one.expires_at, asked_at=one.asked_at, words=one.words, given_at=one.given_at, is_shared=one.is_shared,
        files=[file.name for file in one.files],
    )  # fmt: skip


def _shared(one: StatementLine) -> SharedOut:
    files = [file.name for file in one.files]
    return SharedOut(id=one.id, whom=one.whom, state=one.state, words=one.words, given_at=one.given_at, files=files)


def _asked(one: AskedLine) -> AskedOut:
    asked = one.statement
    return AskedOut(
        id=asked.id, number=one.number, place=one.address or one.property_key, municipality=one.municipality, question=asked.question,
        due_on=asked.due_on, state=asked.state,
    )  # fmt: skip
