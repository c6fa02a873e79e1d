"""Enhetsregisteret over the network, by its open interface: every documented answer, and every way of not answering.

The host stands in the settings and nowhere else; redirects are not followed; one answer has a time from start to end and a size. After
five failures in a row the register is left alone for half a minute, so that nobody waits for what does not come.
Source: domain README section 9, security rule 53.
"""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

import httpx
import pybreaker

from models.errors import NotThere
from storage.registers.entries import hits_in, registered_roles, trimmed
from workflows.ports_joining import RegisteredRole, RegisterHit

LARGEST_ANSWER = 1_000_000
FAILURES, LEFT_ALONE_SECONDS = 5, 30.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "contractor-portal"}
"""Unpacked: what is counted is then what was sent."""


class RegisterSilent(Exception):
    """The register gave no answer that can be used. `why` is one word for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Enhetsregisteret:
    """Asks one register. `url` is its base, without a slash at the end; `seconds` is how long one answer may take."""

    def __init__(self, url: str, *, seconds: float = 8.0, failures: int = FAILURES, left_alone_seconds: float = LEFT_ALONE_SECONDS) -> None:
        self._url, self._seconds = url, seconds
        self._client = httpx.Client(headers=HEADERS, timeout=seconds, follow_redirects=False)
        self._breaker = pybreaker.CircuitBreaker(fail_max=failures, reset_timeout=left_alone_seconds, exclude=[NotThere])

    def entry(self, number: str) -> dict[str, Any]:
        """The unit's entry, cut down; a branch's holds `overordnetEnhet`, a removed one's `slettedato`.

        Raises NotThere for a number neither a company nor a branch has, RegisterSilent when there is no answer.
        """
        try:
            found: dict[str, Any] = self._breaker.call(self._entry, number)
        except pybreaker.CircuitBreakerError:
            raise RegisterSilent("left_alone") from None
        return found

    def roles(self, number: str) -> list[RegisteredRole]:
        """People with a role in the company that is theirs now, without dates of birth. Raises as `entry`."""
        return registered_roles(self._guarded(f"/enheter/{number}/roller"))

    def search(self, name: str, most: int) -> list[RegisterHit]:
        """Companies whose name holds these words, the register's best first. Raises as `entry`."""
        return hits_in(self._guarded("/enheter?" + urlencode({"navn": name, "size": most})))

    def _guarded(self, path: str) -> dict[str, Any]:
        try:
            status, body = self._breaker.call(self._served, path)
        except pybreaker.CircuitBreakerError:
            raise RegisterSilent("left_alone") from None
        if status in (400, 404, 410):
            raise NotThere
        return _as_any_object(body)

    def _served(self, path: str) -> tuple[int, bytes]:
        status, body = self._answer(path)
        if status not in (200, 400, 404, 410):
            raise RegisterSilent(f"status_{status}")
        return status, body

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def _entry(self, number: str) -> dict[str, Any]:
        found = self._asked(f"/enheter/{number}")
        if found is None:
            found = self._asked(f"/underenheter/{number}")
        if found is None:
            raise NotThere
        return found

    def _asked(self, path: str) -> dict[str, Any] | None:
        status, body = self._answer(path)
        if status in (400, 404):  # 400: the register does not take it for an organisation number
            return None
        if status not in (200, 410):
            raise RegisterSilent(f"status_{status}")
        raw = _as_object(body, may_be_empty=status == 410)
        return {**trimmed(raw), "respons_klasse": "SlettetEnhet"} if status == 410 else trimmed(raw)

    def _answer(self, path: str) -> tuple[int, bytes]:
        ends, body = time.monotonic() + self._seconds, bytearray()
        try:
            with self._client.stream("GET", self._url + path) as answer:
                for piece in answer.iter_raw():
                    body += piece
                    if len(body) > LARGEST_ANSWER:
                        raise RegisterSilent("too_large")
                    if time.monotonic() > ends:
                        raise RegisterSilent("slow")
                return answer.status_code, bytes(body)
        except httpx.HTTPError as error:
            raise RegisterSilent(type(error).__name__) from error


def _as_any_object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise RegisterSilent("not_json")
    return raw


def _as_object(body: bytes, *, may_be_empty: bool) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if isinstance(raw, dict) and (may_be_empty or raw.get("organisasjonsnummer")):
        return raw
    if may_be_empty:
        return {}
    raise RegisterSilent("not_json")
