"""The line to one identity provider: only its own hosts, https, no redirects, one answer of a size within a time.

After five failures in a row the provider is left alone for half a minute. What it refuses is no failure. Source: security rule 53.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pybreaker
from authlib.oauth2.auth import ClientAuth

from models.identity_providers import ProviderTerms
from models.settings import LOOPBACK
from workflows.ports_identities import ProviderSilent

LARGEST_ANSWER = 500_000
FAILURES, LEFT_ALONE_SECONDS = 5, 30.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "contractor-portal"}
"""Unpacked: what is counted is then what was sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON object. The names are those the library expects of an answer."""

    status_code: int
    content: Mapping[str, Any]

    def json(self) -> dict[str, Any]:
        """The object."""
        return dict(self.content)

    def raise_for_status(self) -> None:
        """Nothing: a status that is a failure never gets here."""


class Line:
    """Asks one provider. `left_alone_seconds` after `failures` in a row."""

    def __init__(self, terms: ProviderTerms, *, failures: int = FAILURES, left_alone_seconds: float = LEFT_ALONE_SECONDS) -> None:
        self._hosts = {urlsplit(terms.issuer).netloc, *terms.hosts}
        self._may_be_plain = urlsplit(terms.issuer).scheme == "http"
        self._seconds = terms.seconds
        self._client = httpx.Client(headers=HEADERS, timeout=terms.seconds, follow_redirects=False)
        self._breaker = pybreaker.CircuitBreaker(fail_max=failures, reset_timeout=left_alone_seconds)

    def get(self, url: str, bearer: str = "") -> Mapping[str, Any]:
        """The JSON object at an address. Raises ProviderSilent for anything but one."""
        answer = self._answer("GET", url, {"Authorization": f"Bearer {bearer}"} if bearer else {}, "")
        if answer.status_code != 200:
            raise ProviderSilent(f"status_{answer.status_code}")
        return answer.content

    def post(self, url: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: ClientAuth, **_more: Any) -> Answer:
        """Send a form as the library does, which calls this by its own words. Raises ProviderSilent."""
        body = str(httpx.QueryParams(dict(data)))
        _url, signed, body = auth.prepare("POST", url, dict(headers), body)
        return self._answer("POST", url, signed, body)

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def _answer(self, method: str, url: str, headers: Mapping[str, str], body: str) -> Answer:
        self._demand_known(url)
        try:
            found: Answer = self._breaker.call(self._asked, method, url, headers, body)
        except pybreaker.CircuitBreakerError:
            raise ProviderSilent("left_alone") from None
        return found

    def _demand_known(self, url: str) -> None:
        parts = urlsplit(url)
        is_plain = parts.scheme == "http" and self._may_be_plain and parts.hostname in LOOPBACK
        if parts.netloc not in self._hosts or not (parts.scheme == "https" or is_plain):
            raise ProviderSilent("foreign_host")

    def _asked(self, method: str, url: str, headers: Mapping[str, str], body: str) -> Answer:
        status, raw = self._read(method, url, headers, body)
        if status >= 500 or 300 <= status < 400 or status == 429:
            raise ProviderSilent(f"status_{status}")
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            raise ProviderSilent("not_json")
        return Answer(status, content)

    def _read(self, method: str, url: str, headers: Mapping[str, str], body: str) -> tuple[int, bytes]:
        ends, read = time.monotonic() + self._seconds, bytearray()
        try:
            with self._client.stream(method, url, headers=dict(headers), content=body.encode() or None) as answer:
                for piece in answer.iter_raw():
                    read += piece
                    if len(read) > LARGEST_ANSWER:
                        raise ProviderSilent("too_large")
                    if time.monotonic() > ends:
                        raise ProviderSilent("slow")
                return answer.status_code, bytes(read)
        except httpx.HTTPError as error:
            raise ProviderSilent(type(error).__name__) from error
