"""The layer every request passes: origin, session, pace, headers. Refuses before anything is built, since each page costs memory."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.doors.headers import ONLY_DATA, dress, page_policy, with_nonce
from ui.doors.keeper import Keeper

OPEN: tuple[str, ...] = (
    "/static/", "/_nicegui/", "/healthz", "/readyz", "/metrics", "/login", "/invitation/", "/register", "/prepare", "/accessibility",
    "/favicon.ico",
)  # fmt: skip
"""Reached without a session."""
LED_ON = {"/start": "/prepare"}
"""Where a stranger is led instead of the login, from an address that says nothing without its query."""
OWN_PROOF = ("/api/",)
"""Brings its own proof of who calls; cookies are not looked at there."""
SOCKET = "/_nicegui_ws"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_FORM = 64_000


@dataclass
class Pace:
    """Requests of one address in windows of a minute, in this process."""

    most: int
    _window: int = 0
    _counts: dict[str, int] = field(default_factory=dict)

    def wait(self, address: str) -> int:
        """Seconds the address has to wait; 0 when it may go on. Counts the request."""
        clock = time.monotonic()
        window = int(clock // 60)
        if window != self._window:
            self._window, self._counts = window, {}
        self._counts[address] = self._counts.get(address, 0) + 1
        return 60 - int(clock % 60) if self._counts[address] > self.most else 0


class DoorLayer:
    """Wraps the app. Puts the guest into `scope["state"]["guest"]` for the pages and routes behind it."""

    def __init__(
        self, app: ASGIApp, keeper: Keeper, broken: Callable[[Request, Exception], Response], anonymous_per_minute: int, pictures: str = ""
    ) -> None:
        self.app, self.keeper, self.broken = app, keeper, broken
        self.pace, self.pictures = Pace(anonymous_per_minute), pictures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the guest known."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._refusal(scope)
        dressed = _Dressed(send, scope["path"], self.keeper.is_secure, self.pictures)
        if answer is not None:
            await answer(scope, receive, dressed)
        else:
            await self._pass_on(scope, receive, dressed)

    async def _pass_on(self, scope: Scope, receive: Receive, dressed: _Dressed) -> None:
        """The app's answer; when it has none, ours, with the same headers."""
        try:
            await self.app(scope, receive, dressed)
        except Exception as error:
            if dressed.has_begun:
                raise
            await self.broken(Request(scope), error)(scope, receive, dressed)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Only the framework's socket, only from our origin, only with a live session."""
        headers = Headers(scope=scope)
        ours = scope["path"].startswith(SOCKET) and self.keeper.is_our_origin(headers.get("origin"), headers.get("host", ""))
        if ours and await self.keeper.welcome(self.keeper.cookie_in(headers)):
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403})

    async def _refusal(self, scope: Scope) -> Response | None:
        """The answer that keeps somebody out, None for those who may pass."""
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        state: dict[str, Any] = scope.setdefault("state", {})
        if path.startswith(OWN_PROOF):
            return None
        if method not in SAFE and not self.keeper.is_our_origin(headers.get("origin"), headers.get("host", "")):
            return PlainTextResponse("This request comes from another site.", 403)
        guest = await self.keeper.welcome(self.keeper.cookie_in(headers))
        state["guest"], state["actor_id"] = guest, guest.person.id if guest else None
        structlog.contextvars.bind_contextvars(actor_id=state["actor_id"])
        if guest is not None:
            return None
        wait = self.pace.wait(_address(scope))
        if wait:
            return PlainTextResponse("Too many requests. Wait a moment.", 429, {"Retry-After": str(wait)})
        return None if path.startswith(OPEN) else _to_login(scope, headers)


def _to_login(scope: Scope, headers: Headers) -> Response:
    """Pages lead to the login and back; everything else is told what lacks."""
    wants_page = scope["method"] == "GET" and "text/html" in headers.get("accept", "text/html")
    if not wants_page or scope["path"].startswith(SOCKET):
        return JSONResponse({"detail": "Sign in to go on.", "status": 401, "code": "not-signed-in"}, 401)
    query = scope.get("query_string", b"").decode("latin-1")
    if not query and scope["path"] in LED_ON:
        return RedirectResponse(LED_ON[scope["path"]], 303)
    here = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"/login?next={quote(here, safe='')}" if here != "/" else "/login", 303)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


class _Dressed:
    """Adds the headers to an answer; HTML is held until whole, to put the nonce on its scripts."""

    def __init__(self, send: Send, path: str, secure: bool, pictures: str) -> None:
        self.send, self.secure, self.pictures = send, secure, pictures
        self.cacheable = path.startswith(("/static/", "/_nicegui/"))
        self.start: Message | None = None
        self.has_begun = False
        self.body = bytearray()
        self.nonce = secrets.token_urlsafe(16)

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            html = headers.get("content-type", "").startswith("text/html")
            dress(
                headers,
                policy=page_policy(self.nonce, self.pictures) if html else ONLY_DATA,
                secure=self.secure,
                personal=not self.cacheable,
            )
            message = {**message, "headers": headers.raw}
            if html:
                self.start = message
                return
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._page(self.start)
            return
        await self.send(message)

    async def _page(self, start: Message) -> None:
        html = with_nonce(bytes(self.body), self.nonce)
        headers = MutableHeaders(raw=[pair for pair in start["headers"] if pair[0].lower() != b"content-length"])
        headers["content-length"] = str(len(html))
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": html})
