"""The door to the mail server: SMTP, one connection for a batch, every answer of the server told apart.

Refused for good (5xx about the receiver or the letter) is final for that mail. Everything else, a server that is down, slow, busy (4xx),
that refuses us ourselves, or that hangs up, leaves the mail for later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

import aiosmtplib
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from models.notices import Mail
from workflows.ports_notices import Rendered

Security = Literal["starttls", "tls", "none"]

LONGEST_SENDING = 180.0
"""Seconds one mail may take, connecting included: a server that answers each command just in time is given up before the lease ends."""
Render = Callable[[Mail], Rendered | None]
"""Puts a mail into its receiver's language; None when there is nothing left to say."""


IsOurs = Callable[[Mail], Awaitable[bool]]
"""Whether a mail is still in this sender's hands."""


@dataclass(frozen=True, slots=True)
class MailFault:
    """Why a mail did not leave, without anything the server said: it may quote people. `stops` when others need not be tried now."""

    code: str
    is_final: bool = False
    stops: bool = False


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in. Times in seconds: `timeout` for each answer, `longest` for a whole mail."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = ""
    security: Security = "starttls"
    timeout: float = 10.0
    longest: float = LONGEST_SENDING


class Mailer:
    """Sends mails to one server."""

    def __init__(self, server: MailServer, render: Render) -> None:
        self._server, self._render = server, render

    async def send(self, mails: Sequence[Mail], is_ours: IsOurs) -> AsyncIterator[tuple[Mail, MailFault | None]]:
        """Each mail with what became of it. After a fault of the server itself the rest is not tried.

        `is_ours` is asked just before each; what another sender has taken since is passed over without a word.
        """
        client: aiosmtplib.SMTP | None = None
        try:
            for place, mail in enumerate(mails):
                if not await is_ours(mail):
                    continue
                rendered = self._render(mail)
                if rendered is None:
                    yield mail, MailFault("nothing-to-say", is_final=True)
                    continue
                try:
                    async with asyncio.timeout(self._server.longest):
                        client = client or await self._connected()
                        message, receiver = self._message(mail, rendered), spelled(mail.address)
                        await client.send_message(message, sender=self._server.sender, recipients=[receiver])
                    fault = None
                except (SMTPException, OSError, TimeoutError, ValueError, MessageError) as error:
                    fault = fault_of(error)
                yield mail, fault
                if fault is not None and fault.stops:
                    for left in mails[place + 1 :]:
                        yield left, MailFault("server-did-not-answer")
                    return
        finally:
            if client is not None:
                with suppress(SMTPException, OSError, TimeoutError):
                    await client.quit()

    async def _connected(self) -> aiosmtplib.SMTP:
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host, port=server.port, timeout=server.timeout, use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
        )  # fmt: skip
        await client.connect()
        if server.user:
            await client.login(server.user, server.password)
        return client

    def _message(self, mail: Mail, rendered: Rendered) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(self._server.sender_name, addr_spec=self._server.sender)
        message["To"] = Address(addr_spec=spelled(mail.address))
        message["Subject"] = " ".join(rendered.subject.split())
        message["Date"] = format_datetime(datetime.now(UTC))
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(rendered.plain)
        message.add_alternative(rendered.html, subtype="html")
        return message


def spelled(address: str) -> str:
    """The address as every mail server understands it: a domain with ø in it in its ASCII form. Raises ValueError when there is none."""
    local, _at, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"


def fault_of(error: BaseException) -> MailFault:
    """What an error means for the mail: final only where the server has looked at receiver or letter and said no for good."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [one.code for one in error.recipients]
        return MailFault(f"receiver-{max(codes, default=0)}", is_final=bool(codes) and all(code >= 500 for code in codes))
    if isinstance(error, (SMTPRecipientRefused, SMTPDataError)):
        return MailFault(f"refused-{error.code}", is_final=error.code >= 500)
    if isinstance(error, SMTPResponseException):
        return MailFault(f"server-{error.code}", stops=True)
    if isinstance(error, (ValueError, MessageError)):
        return MailFault("address-unusable", is_final=True)
    return MailFault(type(error).__name__, stops=True)
