"""Free ports for servers of the tests, from where no outgoing connection takes one before the server has it."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack

BELOW_THE_SYSTEMS_OWN = range(20_000, 32_000)
"""Systems hand ports above out to connections; a server that needs a minute to start would find its port taken."""

OUR_CHOICE = random.SystemRandom()
"""Of its own: property tests seed the usual one, and workers that ran the same test would then choose the same ports."""


def free_port() -> int:
    """A port nobody listens on right now. Raises OSError when none of many is free."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many ports nobody listens on right now, all different. Raises OSError when not enough of many are free."""
    found: list[int] = []
    with ExitStack() as held:
        for port in OUR_CHOICE.sample(BELOW_THE_SYSTEMS_OWN, 200 + count):
            probe = held.enter_context(socket.socket())
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise OSError(f"fewer than {count} free ports among many")
