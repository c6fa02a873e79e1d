"""Answers to requests that carried an idempotency key, kept in the transaction that did the work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from models.access import Replay
from storage.rows import add, maybe


class StoredReplays:
    """The port `Replays` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, person_id: str, key: str) -> tuple[str, int, Mapping[str, Any]] | None:
        """Fingerprint, status and answer of a request answered before, None for a new key."""
        found = maybe(self._connection, Replay, person_id=person_id, key=key)
        return (found.fingerprint, found.status, found.answer) if found else None

    def keep(self, person_id: str, key: str, fingerprint: str, status: int, answer: Mapping[str, Any], at: datetime) -> None:
        """Remember an answer. A second one under the same key raises MovedOn when the unit is left: somebody else was faster."""
        add(self._connection, Replay(person_id=person_id, key=key, fingerprint=fingerprint, status=status, answer=dict(answer), at=at))
