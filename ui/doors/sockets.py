"""The guard around the socket's handlers: a page belongs to the session that loaded it, and so does every event about it.

Tried on this framework before: a foreign socket that knew a page's id pressed its buttons. Here a socket must come from our origin with a
live session, shake hands for a page which that session loaded, and may then speak of that page only, while the session lives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import socketio
import structlog
from nicegui import Client, background_tasks, core

from ui.doors.keeper import Keeper, hash_of

log = structlog.get_logger("portal.doors")
SWEEP_SECONDS = 2.0
ABOUT_A_PAGE = ("event", "javascript_response", "ack", "log")


class SocketGuard:
    """Knows which session loaded which page and which socket shook hands for which page."""

    def __init__(self, keeper: Keeper, *, guarding: bool = True) -> None:
        self.keeper = keeper
        self.guarding = guarding
        self.owners: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        keeper.on_ended.append(self._close_soon)

    def own(self, client: Client, session_hash: str) -> None:
        """Remember that this session loaded this page."""
        self.owners[client.id] = session_hash
        client.on_delete(lambda: self.owners.pop(client.id, None))

    def install(self) -> None:
        """Put the guard around all handlers of the framework's socket; once, before the server starts."""
        handlers: dict[str, Callable[..., Any]] = core.sio.handlers["/"]
        connect, handshake, leave = handlers["connect"], handlers["handshake"], handlers["disconnect"]

        async def guarded_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> Any:
            await self._let_in(sid, environ)
            answer = await connect(sid, environ, auth)
            self._took_page(sid, _query(environ).get("client_id", "") if _query(environ).get("implicit_handshake") == "true" else "")
            return answer

        async def guarded_handshake(sid: str, data: dict[str, Any]) -> bool:
            page = str(data.get("client_id", "")) if isinstance(data, dict) else ""
            if self.guarding and not self._owns(sid, page):
                log.warning("foreign_page_refused")
                return False
            accepted: bool = await handshake(sid, data)
            if accepted:
                self._took_page(sid, page)
            return accepted

        def guarded_leave(sid: str, *rest: Any) -> Any:
            self.sessions.pop(sid, None)
            self.pages.pop(sid, None)
            return leave(sid, *rest)

        handlers.update(connect=guarded_connect, handshake=guarded_handshake, disconnect=guarded_leave)
        for name in ABOUT_A_PAGE:
            handlers[name] = self._about_own_page(handlers[name])

    def _about_own_page(self, handle: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(sid: str, message: Any) -> Any:
            page = message.get("client_id") if isinstance(message, dict) else None
            if self.guarding and (page is None or self.pages.get(sid) != page):
                log.warning("foreign_event_dropped")
                return None
            return handle(sid, message)

        return guarded

    async def _let_in(self, sid: str, environ: dict[str, Any]) -> None:
        """Origin, session, and the page named in the query. Raises ConnectionRefusedError, upon which the browser loads the page anew."""
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
        cookie = self.keeper.cookie_in(headers)
        guest = await self.keeper.welcome(cookie)
        if guest is not None:
            self.sessions[sid] = hash_of(cookie)
        if not self.guarding:
            return
        query = _query(environ)
        ours = self.keeper.is_our_origin(headers.get("origin"), headers.get("host", ""))
        if not ours or guest is None or (query.get("implicit_handshake") == "true" and not self._owns(sid, query.get("client_id", ""))):
            self.sessions.pop(sid, None)
            log.warning("socket_refused", ours=ours, session=guest is not None)
            raise socketio.exceptions.ConnectionRefusedError("Implicit handshake failed")

    def _owns(self, sid: str, page: str) -> bool:
        session = self.sessions.get(sid)
        return session is not None and self.owners.get(page) == session

    def _took_page(self, sid: str, page: str) -> None:
        if page:
            self.pages[sid] = page

    async def watch(self) -> None:
        """Close sockets whose session ended, grew old, or lost its role; forever, every two seconds."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for session in set(self.sessions.values()):
                if not await self.keeper.is_alive(session):
                    await self.close(session)

    async def close(self, session_hash: str) -> None:
        """Close every socket of a session and let go of its pages; the browser then comes back to the login."""
        for sid in [sid for sid, session in self.sessions.items() if session == session_hash]:
            self.sessions.pop(sid, None)
            self.pages.pop(sid, None)
            await core.sio.disconnect(sid)
        for page in [page for page, owner in self.owners.items() if owner == session_hash]:
            self.owners.pop(page, None)

    def _close_soon(self, session_hash: str) -> None:
        background_tasks.create(self.close(session_hash), name="close sockets of an ended session")


def _query(environ: dict[str, Any]) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
