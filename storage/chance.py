"""Where new ids come from: time-ordered ones for rows, random ones for addresses."""

from __future__ import annotations

import secrets
import threading
import time

CHANCE_BITS, STEP_BITS = 80, 64


class RealChance:
    """Ids from the machine's clock and its source of chance."""

    def __init__(self) -> None:
        self._last, self._alone = 0, threading.Lock()

    def id(self) -> str:
        """32 hexadecimal digits: 48 bits of milliseconds, then 80 bits of chance, so that rows sort by age.

        Of one process each is larger than the one before, also within a millisecond or when the clock is set back: then a random step
        is added to the last. Source: RFC 9562 section 6.2, method 2.
        """
        made = (time.time_ns() // 1_000_000 << CHANCE_BITS) | secrets.randbits(CHANCE_BITS)
        with self._alone:
            if made >> CHANCE_BITS <= self._last >> CHANCE_BITS:
                made = self._last + 1 + secrets.randbits(STEP_BITS)
            self._last = made
        return f"{made:032x}"

    def ref(self) -> str:
        """22 URL-safe characters holding 128 bits of chance."""
        return secrets.token_urlsafe(16)


CHANCE = RealChance()
