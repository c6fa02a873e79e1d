"""How often somebody may try to prove who they are, and what is done of it behind the answer, whose time must tell nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog
from fastapi import Request

from models.errors import PortalError
from models.text import Text, _
from ui.login.desk import Desk
from ui.login.passwords import fingerprint

log = structlog.get_logger("portal.login")


class Tries:
    """The count of tries, by account and by network address."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keeper = desk, desk.keeper
        self.window = int(desk.window.total_seconds())
        self._behind: set[asyncio.Task[None]] = set()

    async def too_many(self, account: str, email: str, request: Request) -> Text | None:
        """Count a try of the account and of the address; the sentence when either has tried too often.

        That the account with this e-mail is shut is recorded with the first try too many of a window: a log nobody can fill.
        """
        mine = f"login:account:{fingerprint(account)}"
        limits = (
            (mine, self.desk.tries_per_account),
            (f"login:address:{fingerprint(address_of(request))}", self.desk.tries_per_address),
        )
        for key, most in limits:
            count = await self.keeper.run_writing(self.keeper.book.throttle_hit, key, self.keeper.now(), self.desk.window)
            if count > most:
                if key == mine and count == most + 1:
                    self.refused("sign_in_locked", email)
                return too_often(self.desk)
        return None

    async def was_right(self, account: str, request: Request) -> None:
        """Tries are counted before they are looked at, so that many at once cannot slip through; only failed ones stay counted."""
        book = self.keeper.book
        await self.keeper.run_writing(book.throttle_clear, f"login:account:{fingerprint(account)}")
        await self.keeper.run_writing(book.throttle_take_back, f"login:address:{fingerprint(address_of(request))}")

    def refused(self, kind: str, email: str) -> None:
        """Record that somebody was not let in."""
        book, now = self.keeper.book, self.keeper.now()
        self.later(lambda: book.record_refusal(kind, email, now))

    def later(self, act: Callable[[], None]) -> None:
        """Write something behind the answer: how long it takes would tell whether there is such an account."""
        task = asyncio.get_running_loop().create_task(self._written(act), name="write behind an answer")
        self._behind.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._behind.discard)

    async def _written(self, act: Callable[[], None]) -> None:
        try:
            await self.keeper.run_writing(act)
        except (PortalError, asyncio.CancelledError) as error:
            log.warning("not_written_behind_an_answer", error=type(error).__name__)


def too_often(desk: Desk) -> Text:
    """What is said to whoever must wait."""
    return _("Too many attempts. Wait {minutes} minutes and try again.", minutes=int(desk.window.total_seconds() // 60))


def address_of(request: Request) -> str:
    """Where a request comes from, for throttles."""
    return request.client.host if request.client else ""
