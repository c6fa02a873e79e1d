"""The real portal with two doors more: a request that takes its time and a socket that stays open. For the tests of stopping."""

from __future__ import annotations

import asyncio

import nicegui
from fastapi import WebSocket
from starlette.types import Receive, Scope, Send

import main
from ui.doors import layer


@nicegui.app.get("/test/slow")
async def slow() -> str:
    """Answers after two seconds."""
    await asyncio.sleep(2)
    return "done"


@nicegui.app.websocket("/test/socket")
async def stay(socket: WebSocket) -> None:
    """Stays open until the other side leaves or the portal stops."""
    await socket.accept()
    await socket.receive_text()


class HalfOpenDoor(layer.DoorLayer):
    """Lets the two doors of the test through, which nobody signs in for."""

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/test/socket":
            await self.app(scope, receive, send)
        else:
            await super()._socket(scope, receive, send)


if __name__ == "__main__":
    layer.OPEN = (*layer.OPEN, "/test/")
    setattr(main, "DoorLayer", HalfOpenDoor)  # noqa: B010 - the types would rightly refuse
    main.cli()
