"""Where new ids come from: time-ordered ones for rows, random ones for addresses."""

from __future__ import annotations

import secrets
import time


class RealChance:
    """Ids from the machine's clock and its source of chance."""

    def id(self) -> str:
        """32 hexadecimal digits: 48 bits of milliseconds, then 80 bits of chance, so that rows sort by age."""
        return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"

    def ref(self) -> str:
        """22 URL-safe characters holding 128 bits of chance."""
        return secrets.token_urlsafe(16)


CHANCE = RealChance()
