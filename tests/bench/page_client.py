"""A page held open without a browser: loads it, joins its socket, sends the events a person's typing would send, counts what comes back."""

from __future__ import annotations

import ast
import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import socketio

_ELEMENTS = re.compile(r"parseElements\(String\.raw`(.*?)`\)", re.DOTALL)
_QUERY = re.compile(r"query: (\{.*?\}),\n", re.DOTALL)


@dataclass
class OpenPage:
    """One open page. `updates` holds the arrival times (perf_counter seconds) of the server's messages, with their payload."""

    elements: dict[str, Any]
    query: dict[str, Any]
    socket: socketio.AsyncClient
    updates: list[tuple[float, Any]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def emit(self, element_id: str, listener_id: str, *args: Any) -> None:
        """Send one event as the browser would."""
        await self.socket.emit(
            "event",
            {
                "id": int(element_id),
                "client_id": self.query["client_id"],
                "listener_id": listener_id,
                "args": [json.dumps(one) for one in args],
            },
        )

    def listeners(self, event: str, tag: str = "") -> list[tuple[str, str]]:
        """(element id, listener id) of every element that listens to `event`."""
        return [
            (element_id, one["listener_id"])
            for element_id, element in self.elements.items()
            for one in element.get("events", [])
            if one["type"] == event and (not tag or element.get("tag") == tag)
        ]

    async def update_after(self, seen: int, timeout: float = 10.0) -> float:
        """When the first message after the first `seen` ones arrived; raises TimeoutError after `timeout` seconds."""
        async with asyncio.timeout(timeout):
            while len(self.updates) <= seen:
                self.arrived.clear()
                await self.arrived.wait()
        return self.updates[seen][0]

    async def close(self) -> None:
        """Leave the page."""
        await self.socket.disconnect()


def read_page(html: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Elements and socket query of a NiceGUI page's HTML. Raises ValueError when it is no such page."""
    elements, query = _ELEMENTS.search(html), _QUERY.search(html)
    if not elements or not query:
        raise ValueError("this is no live page: " + html[:300])
    plain = elements[1].replace("&#36;", "$").replace("&#96;", "`").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return json.loads(plain), ast.literal_eval(query[1])


async def open_page(client: httpx.AsyncClient, path: str) -> OpenPage:
    """Load `path` with the cookies of `client` and join its socket; ready when the server has accepted the handshake."""
    answer = await client.get(path, follow_redirects=True)
    answer.raise_for_status()
    elements, query = read_page(answer.text)
    base = f"{client.base_url.scheme}://{urlsplit(str(client.base_url)).netloc}"
    socket = socketio.AsyncClient(reconnection=False, logger=False)
    page = OpenPage(elements, query, socket)

    async def heard(_event: str, data: Any = None) -> None:
        page.updates.append((time.perf_counter(), data))
        page.arrived.set()

    socket.on("*", heard)

    implicit = query.get("implicit_handshake") is True
    if implicit:
        query["implicit_handshake"] = "true"
    query.update(document_id=str(uuid.uuid4()), tab_id=str(uuid.uuid4()), old_tab_id="")
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    await socket.connect(
        f"{base}/?{urlencode(query)}",
        headers={"Cookie": cookies, "Origin": base},
        transports=["websocket"],
        socketio_path="/_nicegui_ws/socket.io",
    )
    if not implicit:
        accepted = await socket.call("handshake", query)
        if not accepted:
            raise ValueError("the page's handshake was refused")
    return page
