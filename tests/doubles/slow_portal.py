"""The real portal with two doors more: a request that takes its time and a socket that stays open. For the tests of stopping."""

from __future__ import annotations

import asyncio

import nicegui
from fastapi import WebSocket

import main


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


if __name__ == "__main__":
    main.cli()
