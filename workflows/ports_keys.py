"""What the use cases of keys need from the outside. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from models.access import ApiKey


class Keys(Protocol):
    """One person's keys for programs. Nobody reads another's, so every method takes the person first."""

    def of_person(self, person_id: str, now: datetime) -> Sequence[tuple[ApiKey, str]]:
        """Those that still work, the newest first, each with the company or municipality it acts for."""
        ...

    def add(self, key: ApiKey) -> None: ...

    def end(self, person_id: str, key_id: str, now: datetime) -> None:
        """From now on the key opens nothing. Raises NotThere unless it is the person's and works."""
        ...
