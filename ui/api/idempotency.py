"""The same `Idempotency-Key` gives the same answer, also after a crash: the answer is kept in the transaction of its effect."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from models.actor import Actor
from models.errors import BadInput
from models.text import _
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wish:
    """A caller's key and a fingerprint of what it was sent with."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: status and JSON body. `replayed` tells that nothing was done this time."""

    status: int
    body: dict[str, Any]
    replayed: bool = False


def wish_of(key: str | None, method: str, path: str, body: Any) -> Wish | None:
    """The wish behind an `Idempotency-Key` header, None without one. Raises BadInput on a key too long or not printable."""
    if key is None:
        return None
    if not 1 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise BadInput(_("An Idempotency-Key has 1 to 100 printable characters."))
    whole = json.dumps([method, path, body], sort_keys=True, default=str)
    return Wish(key, hashlib.sha256(whole.encode()).hexdigest())


class HeldWork:
    """A unit of work whose commit is held back until the answer has been kept beside the effect."""

    def __init__(self, inner: UnitOfWork) -> None:
        self._inner = inner
        self.wants_commit = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """The surrounding `once` ends the transaction."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        """Remember that the use case wants its effect kept."""
        self.wants_commit = True


def once(work: UnitOfWork, actor: Actor, wish: Wish | None, now: datetime, act: Callable[[Any], Answer]) -> Answer:
    """Run `act` with the unit of work and commit, or give the kept answer. Runs in the writer thread.

    Raises BadInput when the key was used before with another request.
    """
    with work:
        kept = work.replays.find(actor.person_id, wish.key) if wish else None
        if wish and kept:
            fingerprint, status, body = kept
            if fingerprint != wish.fingerprint:
                raise BadInput(_("This Idempotency-Key was used for another request. Use a new key."))
            return Answer(status, dict(body), replayed=True)
        held = HeldWork(work)
        answer = act(held)
        if wish:
            work.replays.keep(actor.person_id, wish.key, wish.fingerprint, answer.status, answer.body, now)
        if held.wants_commit or wish:
            work.commit()
    return answer
