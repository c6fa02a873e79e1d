"""The doorkeeper: which session a cookie stands for, who acts in it, and which origins are ours."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from models.access import LoginSession
from models.actor import Actor
from models.parties import Membership, Person
from workflows.ports_access import SessionBook

Runner = Callable[..., Awaitable[Any]]
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a live session, as things are now. `cookie` is a secret: never logged, never put into a page."""

    cookie: str
    session: LoginSession
    person: Person
    membership: Membership
    actor: Actor


@dataclass
class Keeper:
    """Knows sessions and origins. Database questions are asked in worker threads."""

    book: SessionBook
    run_reading: Runner
    run_writing: Runner
    now: Callable[[], datetime]
    base_url: str
    extra_origins: tuple[str, ...] = ()
    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=8)
    on_ended: list[Callable[[str], None]] = field(default_factory=list)

    @property
    def is_secure(self) -> bool:
        """The portal is reached by https."""
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """`__Host-` cookies bind to the host, but browsers take them over https only."""
        return "__Host-portal" if self.is_secure else "portal"

    def cookie_in(self, headers: Mapping[str, str]) -> str:
        """The session cookie's value in a request's headers (lower-case names), empty without one."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.cookie_name)
        except CookieError:
            return ""
        return found.value if found else ""

    def guest(self, cookie: str) -> Guest | None:
        """Who has this cookie; synchronous, for worker threads."""
        found = self.book.session(cookie, self.now(), self.idle, self.absolute) if cookie else None
        return Guest(cookie, *found) if found else None

    async def welcome(self, cookie: str) -> Guest | None:
        """Who has this cookie, None when nobody has."""
        found: Guest | None = await self.run_reading(self.guest, cookie) if cookie else None
        return found

    async def is_alive(self, id_hash: str) -> bool:
        """Whether a session still lives; no sign of life in itself."""
        alive: bool = await self.run_reading(self.book.is_alive, id_hash, self.now(), self.idle, self.absolute)
        return alive

    def ended(self, id_hash: str) -> None:
        """Tell the socket guard at once that a session is over."""
        for told in self.on_ended:
            told(id_hash)

    def is_our_origin(self, origin: str | None, host: str) -> bool:
        """Whether a request's `Origin` is ours. A missing one is not: browsers send it where it matters."""
        if not origin or origin == "null":
            return False
        if origin in {_origin_of(self.base_url), *self.extra_origins}:
            return True
        parts = urlsplit(origin)
        return parts.scheme == "http" and not self.is_secure and parts.netloc == host and host.rsplit(":", 1)[0] in LOOPBACK


def hash_of(cookie: str) -> str:
    """How a session is known outside its cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
