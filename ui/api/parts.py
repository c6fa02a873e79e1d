"""What the API is handed by `main.py`: the outside world as plain callables, so that nothing here imports storage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from models.actor import Actor
from workflows.ports import Chance, WorkFactory


class Receive(Protocol):
    """Stream bytes durably into the store; returns (object key, size, sha256). Raises TooLarge past `limit` bytes, leaving nothing."""

    def __call__(self, stream: AsyncIterator[bytes], limit: int) -> Awaitable[tuple[str, int, str]]: ...


Runner = Callable[..., Awaitable[Any]]
"""Runs a synchronous function with its arguments in a worker thread and returns what it returned."""


@dataclass
class ApiParts:
    """Everything the API needs. `actor_by_key` gives None for a key that is unknown, expired or revoked."""

    open_work: WorkFactory
    run_reading: Runner
    run_writing: Runner
    actor_by_key: Callable[[str, datetime], Actor | None]
    now: Callable[[], datetime]
    chance: Chance
    receive: Receive
    read_object: Callable[[str], AsyncIterator[bytes]]
    max_file_bytes: int = 100_000_000
    most_per_minute: int = 600
    calls: dict[str, Any] = field(default_factory=dict)
