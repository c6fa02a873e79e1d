"""How long a connection may keep us waiting: uvicorn itself keeps half-sent requests for ever.

Headers have to be there within ten seconds; a body has to go on within thirty, whatever its length, so that a slow line may still
send a hundred megabytes. Waiting that we cause ourselves, by not reading, does not count.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
BODY_SECONDS = 30.0


class PatientProtocol(HttpToolsProtocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to our patience."""

    header_seconds, body_seconds = HEADER_SECONDS, BODY_SECONDS
    _watch: asyncio.TimerHandle | None = None
    _give_up_at = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        """A caller that never says a word is let go too."""
        super().connection_made(transport)
        self._wait_for(self.header_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request, also of a later one on the same connection."""
        self._wait_for(self.header_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """From here on the body has to make progress."""
        self._wait_for(self.body_seconds)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Progress."""
        self._give_up_at = self.loop.time() + self.body_seconds
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; now we are the slow one."""
        self._stop_waiting()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Sockets have their own pings."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def _wait_for(self, seconds: float) -> None:
        self._stop_waiting()
        self._give_up_at = self.loop.time() + seconds
        self._watch = self.loop.call_at(self._give_up_at, self._look)

    def _stop_waiting(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _look(self) -> None:
        flow: Any = self.flow
        if flow is not None and flow.read_paused:
            self._give_up_at = self.loop.time() + self.body_seconds
        if self.loop.time() < self._give_up_at:
            self._watch = self.loop.call_at(self._give_up_at, self._look)
        else:
            self.transport.close()
