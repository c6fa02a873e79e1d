"""Honest people and strangers without a browser: they speak to the portal's routes and sockets as programs can."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import httpx
import socketio

from tests.bench.page_client import OpenPage, open_page
from tests.browser.seeding import Seed
from tests.portal_process import ROOT, PortalProcess

HOURS = timedelta(hours=8)


@dataclass
class Gate:
    """A running portal and hands to put cases into it."""

    portal: PortalProcess
    seed: Seed

    def visitor(self, login: str) -> Visitor:
        """Somebody who is signed in."""
        cookie = self.seed.cookie(login)
        found = self.seed.sessions.session(cookie, datetime.now(UTC), HOURS, HOURS)
        assert found is not None
        return Visitor(self, cookie, found[0].csrf_token)


@dataclass
class Visitor:
    """A session: its cookie and its token for forms."""

    gate: Gate
    cookie: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        """What an honest browser sends."""
        base = self.gate.portal.base
        return {"Cookie": f"portal={self.cookie}", "Origin": base, "X-CSRF-Token": self.csrf}

    def client(self, **without: Any) -> httpx.Client:
        """A client with the session's headers, less or other ones; None takes a header away."""
        headers = {name: value for name, value in {**self.headers, **without}.items() if value is not None}
        return httpx.Client(base_url=self.gate.portal.base, headers=headers, timeout=30)

    @asynccontextmanager
    async def page(self, path: str) -> AsyncIterator[OpenPage]:
        """One of the portal's pages, open."""
        async with httpx.AsyncClient(base_url=self.gate.portal.base, cookies={"portal": self.cookie}, timeout=30) as client:
            opened = await open_page(client, path)
            try:
                yield opened
            finally:
                await opened.close()


@contextmanager
def open_gate(folder: Path, entry: Path = ROOT / "main.py", **settings: str) -> Iterator[Gate]:
    """A portal of its own; ended by its own handle."""
    seed = Seed(folder)
    portal = PortalProcess(folder, settings, entry)
    portal.start()
    try:
        yield Gate(portal, seed)
    finally:
        portal.stop()
        seed.database.close()


def typing_of(page: OpenPage, field: str, words: str) -> dict[str, Any]:
    """The event a browser sends when somebody has typed into a field of this page."""
    ((element, listener),) = page.listeners("answers.prevent") or page.listeners("answers")
    parcel = {"seq": 1, "changes": [{"key": field, "value": words, "version": 1}]}
    return {"id": int(element), "client_id": page.query["client_id"], "listener_id": listener, "args": [json.dumps(parcel)]}


@asynccontextmanager
async def bare_socket(gate: Gate, query: dict[str, Any], headers: dict[str, str]) -> AsyncIterator[socketio.AsyncClient]:
    """A socket with whatever somebody claims. Raises socketio.exceptions.ConnectionError when it is refused."""
    address = f"{gate.portal.base}/?{urlencode(query)}"
    async with aiohttp.ClientSession() as web:
        socket = socketio.AsyncClient(reconnection=False, logger=False, http_session=web)
        await socket.connect(address, headers=headers, transports=["websocket"], socketio_path="/_nicegui_ws/socket.io")
        try:
            yield socket
        finally:
            await socket.disconnect()
