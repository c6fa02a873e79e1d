"""How a program changes something: once for one idempotency key, in one transaction with the memory of its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from models.actor import Actor
from models.errors import BadInput
from models.text import _
from ui.api.idempotency import Answer, once, wish_of
from ui.api.parts import ApiParts
from ui.api.schemas import Strict

IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", description="The same key and body give the same answer.")]


def parts_of(request: Request) -> ApiParts:
    """What the API was handed."""
    found: ApiParts = request.app.state.parts
    return found


def arguments_of(takes: type[Strict], body: dict[str, Any]) -> Strict:
    """The arguments of an act. Raises BadInput for what it does not take."""
    try:
        return takes.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(_("“{place}” is not as this action takes it: {problem}"), place=place, problem=first["msg"], target=place) from None


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
