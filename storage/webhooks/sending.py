"""Sending one message: signed as Standard Webhooks, to an address that was looked up and judged, without following anything anywhere.

The address that was judged is the address that is connected to: a name that answers differently the second time leads nowhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import httpx
from standardwebhooks import Webhook as Signer

from models.records import Webhook, WebhookDelivery
from workflows.records.webhooks import is_public

PATIENCE_SECONDS = 10.0
DEADLINE_SECONDS = 15.0
AGENT = "contractor-portal-webhooks/1"


@dataclass(frozen=True, slots=True)
class Tried:
    """One try: the status of the answer, or the fault when there was none; milliseconds it took."""

    status: int | None
    fault: str = ""
    took_ms: int = 0

    @property
    def arrived(self) -> bool:
        """The other side has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """The other side wants nothing more."""
        return self.status == 410


class PrivateAddress(Exception):
    """The name leads to an address inside a network."""


class Sender:
    """Sends messages; `allows_private` lets them lead into networks, `allows_local` to this very machine."""

    def __init__(
        self,
        *,
        allows_private: bool = False,
        allows_local: bool = False,
        patience: float = PATIENCE_SECONDS,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        self._allows_private, self._allows_local, self._deadline = allows_private, allows_local, deadline
        self._client = httpx.AsyncClient(timeout=patience, follow_redirects=False, trust_env=False, http2=False)

    async def send(self, webhook: Webhook, delivery: WebhookDelivery, secrets: Sequence[str], now: datetime) -> Tried:
        """Try once. Never raises for what the other side or the network does."""
        began = time.monotonic()
        status: int | None = None
        try:
            async with asyncio.timeout(self._deadline):
                status = await self._post(webhook.url, delivery, secrets, now)
            fault = "redirect" if 300 <= status < 400 else ""
        except TimeoutError:
            fault = "timeout"
        except PrivateAddress:
            fault = "private_address"
        except (httpx.TimeoutException, httpx.ConnectError, httpx.HTTPError, OSError, ValueError) as error:
            fault = _fault(error)
        return Tried(status, fault, int((time.monotonic() - began) * 1000))

    async def _post(self, url: str, delivery: WebhookDelivery, secrets: Sequence[str], now: datetime) -> int:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        address = await self._judged(host, port)
        shown = f"[{address}]" if ":" in address else address
        body = json.dumps(delivery.payload, separators=(",", ":"), ensure_ascii=False)
        headers = {**signed(delivery.id, body, secrets, now), "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": AGENT}
        target = urlunsplit((parts.scheme, f"{shown}:{port}", parts.path or "/", parts.query, ""))
        extensions = {"sni_hostname": host} if parts.scheme == "https" else {}
        async with self._client.stream("POST", target, content=body.encode(), headers=headers, extensions=extensions) as answer:
            return answer.status_code  # what it says besides is nobody's business, and may be endless

    async def _judged(self, host: str, port: int) -> str:
        """The address a name leads to. Raises PrivateAddress when any of its addresses lies inside a network."""
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not all(self._is_allowed(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
            raise PrivateAddress
        return addresses[0]

    def _is_allowed(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        return self._allows_private or is_public(address) or (self._allows_local and address.is_loopback)

    async def close(self) -> None:
        """Let go of what is open."""
        await self._client.aclose()


def signed(message_id: str, body: str, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers of Standard Webhooks; one signature for each secret that is valid."""
    signatures = " ".join(Signer(secret).sign(message_id, now, body) for secret in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signatures}


def _fault(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if isinstance(error, socket.gaierror):
        return "unknown_name"
    if isinstance(error.__cause__ or error, ssl.SSLError) or "CERTIFICATE" in str(error):
        return "certificate"
    return "no_connection" if isinstance(error, httpx.ConnectError) else "cut"
