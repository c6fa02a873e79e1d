"""Who calls: a bearer key bound to one person in one role, and how often. Cookies are not looked at here."""

from __future__ import annotations

import hashlib
import time
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from models.actor import Actor
from models.errors import NotSignedIn, TooManyRequests
from ui.api.parts import ApiParts

bearer = HTTPBearer(auto_error=False, description="A key made with `python main.py api-key EMAIL`.")


class Pace:
    """Calls per key in fixed windows of a minute; counted in this process only."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._window = 0
        self._counts: dict[str, int] = {}

    def count(self, key: str) -> None:
        """Count one call. Raises TooManyRequests past the limit."""
        clock = time.monotonic()
        window = int(clock // 60)
        if window != self._window:
            self._window, self._counts = window, {}
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > self._most:
            raise TooManyRequests(retry_after=60 - int(clock % 60))


async def caller(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Actor:
    """The actor behind the key, loaded afresh. Raises NotSignedIn or TooManyRequests."""
    if credentials is None:
        raise NotSignedIn
    parts: ApiParts = request.app.state.parts
    pace: Pace = request.app.state.pace
    pace.count(hashlib.sha256(credentials.credentials.encode()).hexdigest())
    actor = await parts.house.run_reading(parts.actor_by_key, credentials.credentials, parts.house.now())
    if actor is None:
        raise NotSignedIn
    request.state.actor = actor
    found: Actor = actor
    return found


Caller = Annotated[Actor, Depends(caller)]
