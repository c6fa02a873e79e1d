"""The real portal with one door more, which tells what each answered request has asked the database. For the tests that bound it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

import nicegui
from sqlalchemy import Engine, event
from starlette.types import Message, Receive, Scope, Send

import main
from storage.threads import Threads
from ui.doors import layer
from ui.operations.requests import RequestLog

R = TypeVar("R")
BESIDE = ("count notices", "record a look", "cases nearby", "decisions opened")
"""Tasks that a page begins and does not wait for."""


@dataclass
class Request:
    """Statements a request sent, without those that begin a transaction: those its answer waited for, and those of tasks beside it."""

    path: str
    waited: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


REQUESTS: deque[Request] = deque(maxlen=100)
_now_answering: ContextVar[Request | None] = ContextVar("request", default=None)
_asking: ContextVar[list[str] | None] = ContextVar("asking", default=None)


class CountingThreads(Threads):
    """Knows for which request each call is made; contexts travel into the threads."""

    async def _run(self, way: Any, call: Callable[[], R]) -> R:
        request, task = _now_answering.get(), asyncio.current_task()
        if request is not None and task is not None:
            _asking.set(request.beside if task.get_name() in BESIDE else request.waited)
        return await super()._run(way, call)


class CountingLog(RequestLog):
    """The outermost layer: what is asked from here on belongs to this request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/test/"):
            await super().__call__(scope, receive, send)
            return
        request = Request(scope["path"])
        _now_answering.set(request)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                REQUESTS.append(request)
            await send(message)

        await super().__call__(scope, receive, sent)


@nicegui.app.get("/test/requests")
async def requests() -> list[dict[str, Any]]:
    """What was answered lately, the oldest first."""
    return [asdict(one) for one in REQUESTS]


def _note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    statements = _asking.get()
    if statements is not None and not statement.startswith("BEGIN"):
        statements.append(statement)


if __name__ == "__main__":
    layer.OPEN = (*layer.OPEN, "/test/")
    for name, counting in (("Threads", CountingThreads), ("RequestLog", CountingLog)):
        setattr(main, name, counting)
    event.listen(Engine, "before_cursor_execute", _note)
    main.cli()
