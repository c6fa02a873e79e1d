"""The doors: who may come in, through the page, the socket and the upload route, and what every answer carries.

NiceGUI checks neither the origin nor the session of a socket, and its client id stands in the page. So everything from outside passes
`Doors` (an ASGI layer) and `SocketGuard` (around the socket's handlers) first; handlers authorise once more by `ui.visit`.
"""

from __future__ import annotations

from ui.doors.keeper import Guest, Keeper
from ui.doors.layer import DoorLayer
from ui.doors.sockets import SocketGuard

__all__ = ["DoorLayer", "Guest", "Keeper", "SocketGuard"]
