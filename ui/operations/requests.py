"""One log line and one figure per request, by route template: never the address itself, which may hold names and secrets.

A pure ASGI layer, the outermost of ours, so that refusals of the inner ones are seen too. It gives every request an id
(`request.state.request_id`, `X-Request-Id`, and in every log line meanwhile); the doors put `request.state.actor_id` beside it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.operations.metrics import Metrics

log = structlog.get_logger("portal.requests")
FRAMEWORK = "/_nicegui"
QUIET = ("/_nicegui", "/healthz", "/readyz", "/metrics", "/static")
UNMATCHED = "(none)"


class RequestLog:
    """Wraps the app. What machines and browsers fetch all the time is logged at debug only, unless it fails."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; log when done, also when the inside raised."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        state: MutableMapping[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        began, answered = time.perf_counter(), _Answer(send, request_id)
        path = scope["path"]
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, answered)
            finally:
                self._note(scope, path, answered.status, time.perf_counter() - began)

    def _note(self, scope: Scope, path: str, status: int, seconds: float) -> None:
        route, method = route_template(scope, path), _known_method(scope["method"])
        self.metrics.requests.labels(method, route, str(status)).observe(seconds)
        line = log.debug if path.startswith(QUIET) and status < 400 else log.info
        line("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), actor_id=scope["state"].get("actor_id"))


class _Answer:
    """Passes messages out, remembers the status and adds the request id."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.send, self.header, self.status = send, (b"x-request-id", request_id.encode()), 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), self.header]
        await self.send(message)


def route_template(scope: Scope, path: str) -> str:
    """The matched route as it was declared, such as `/cases/{ref}`; `(none)` when nothing matched."""
    if path.startswith(FRAMEWORK):
        return f"{FRAMEWORK}/…"
    template = getattr(scope.get("route"), "path", None)
    return template if isinstance(template, str) and template else UNMATCHED


def _known_method(method: str) -> str:
    """Anyone can invent a method; a figure for each would fill the memory."""
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "OTHER"
