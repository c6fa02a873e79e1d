"""Callers that stop half-way are let go; slow ones that go on are not. The waits are shortened, the server is real."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from fastapi import FastAPI, Request

from ui.operations.patience import PatientProtocol

WAIT = 0.3


class Hasty(PatientProtocol):
    """The same with a short patience."""

    header_seconds = body_seconds = WAIT


@contextlib.asynccontextmanager
async def server(http: type[asyncio.Protocol] = Hasty) -> AsyncIterator[int]:
    """A server that tells how many bytes it got; yields its port."""
    app = FastAPI()

    @app.post("/")
    async def count(request: Request) -> int:
        return len(await request.body())

    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, http=http, log_config=None, timeout_keep_alive=30))
    serving = asyncio.ensure_future(running.serve([listening]))
    yield listening.getsockname()[1]
    running.should_exit = True
    await serving


async def said_after(port: int, *parts: bytes, every: float) -> bytes:
    """What the server answered to these parts, sent one by one, until it closed or two seconds went by."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await asyncio.sleep(every)
    with contextlib.suppress(TimeoutError):
        answer = await asyncio.wait_for(reader.read(4000), 2)
        writer.close()
        return answer
    writer.close()
    return b"still waiting"


@pytest.mark.parametrize(
    "sent", [b"", b"POST / HT", b"POST / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n123"]
)
async def test_a_caller_that_stops_half_way_is_let_go(sent: bytes) -> None:
    async with server() as port:
        assert await said_after(port, sent, every=0) == b""


async def test_without_our_patience_the_server_waits_for_ever() -> None:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    async with server(HttpToolsProtocol) as port:
        assert await said_after(port, b"POST / HT", every=0) == b"still waiting"


async def test_a_slow_body_that_goes_on_arrives_whole() -> None:
    parts = [b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n", *[b"x"] * 8]

    async with server() as port:
        answer = await said_after(port, *parts, every=WAIT / 2)

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"8")
