"""Free ports for servers of the tests, from where no outgoing connection takes one before the server has it."""

from __future__ import annotations

import random
import socket

BELOW_THE_SYSTEMS_OWN = range(20_000, 32_000)
"""Systems hand ports above out to connections; a server that needs a minute to start would find its port taken."""


def free_port() -> int:
    """A port nobody listens on right now. Raises OSError when none of many is free."""
    for _try in range(200):
        port = random.choice(BELOW_THE_SYSTEMS_OWN)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port among two hundred")
