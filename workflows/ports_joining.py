"""What joining needs from the outside: the company register. Storage fulfils it; `main.py` marries the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What Enhetsregisteret says of one unit, under its own field names in `entry`; what is missing there counts as false.

    `read_at` is when it said so (UTC). `is_fresh` when it was asked now, not taken from memory or an imported file (`source`).
    """

    number: str
    name: str
    form: str
    entry: Mapping[str, Any]
    read_at: datetime
    source: str
    is_fresh: bool


class CompanyRegister(Protocol):
    """Enhetsregisteret. Synchronous, may take seconds: call it in a thread, never inside a transaction."""

    def look_up(self, number: str, *, anew: bool = False) -> RegisterAnswer:
        """The unit with this organisation number, which must be a valid one; `anew` does not settle for an answer minutes old.

        Raises NotThere for a number no unit has, Unavailable when it cannot be asked and nothing is kept.
        """
        ...
