"""A real mail server on loopback with moods: well, busy, refusing a receiver, refusing a letter, cutting the line after the letter."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


@dataclass
class MailServerDouble:
    """Speaks SMTP by a kept library; `mood` says how it behaves from now on, `kept` is what it has taken.

    `meanwhile` is what happens elsewhere while it takes a letter.
    """

    mood: str = "well"
    kept: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    tries: int = 0
    meanwhile: Callable[[], Awaitable[object]] | None = None
    port: int = field(default_factory=free_port)
    _server: asyncio.Server | None = None
    _doors: list[SMTP] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def open(self) -> None:
        """Listen."""

        def door() -> SMTP:
            made = SMTP(self, hostname="mail.example", loop=asyncio.get_running_loop())
            self._doors.append(made)
            return made

        self._server = await asyncio.get_running_loop().create_server(door, "127.0.0.1", self.port)

    async def close(self) -> None:
        """Be down."""
        if self._server is not None:
            self._server.close()
            for made in self._doors:
                if made.transport is not None:
                    made.transport.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Whom it takes letters for."""
        self.tries += 1
        if self.mood == "slow":
            await asyncio.sleep(5)
        if self.mood == "just in time":
            await asyncio.sleep(1)
        if self.mood == "busy":
            return "450 4.2.1 Come back later"
        if self.mood == "unknown receiver" and address.startswith("per@"):
            return "550 5.1.1 Nobody here by that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """What it does with a letter."""
        if self.mood == "refuses":
            return "554 5.7.1 We do not want it"
        if self.mood == "cuts":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "250 nobody hears this"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.kept.append((list(envelope.rcpt_tos), letter))
        if self.meanwhile is not None:
            await self.meanwhile()
        return "250 OK"
