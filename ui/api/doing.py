"""How a program changes something: once for one idempotency key, in one transaction with the memory of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.responses import JSONResponse

from models.actor import Actor
from ui.api.idempotency import Answer, once, wish_of
from ui.api.parts import ApiParts

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", description="The same key and body give the same answer.")]


def parts_of(request: Request) -> ApiParts:
    """What the API was handed."""
    found: ApiParts = request.app.state.parts
    return found


async def asked(request: Request, ask: Callable[[Any], Any]) -> Any:
    """What `ask(work)` answers, in a thread for reading."""
    here = parts_of(request).house
    return await here.run_reading(lambda: ask(here.open_work(writing=False)))


async def done(request: Request, actor: Actor, key: str | None, body: Any, act: Callable[[Any], Answer]) -> JSONResponse:
    """Run `act(work)` once."""
    here = parts_of(request).house
    wish = wish_of(key, request.method, request.url.path, body)
    answer: Answer = await here.run_writing(lambda: once(here.open_work(writing=True), actor, wish, here.now(), act))
    return JSONResponse(answer.body, answer.status, headers={"Idempotent-Replayed": "true"} if answer.replayed else {})
