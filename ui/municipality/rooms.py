"""Rooms: the open boards that show the same are fed together, by one query for each change, whoever and however many look.

Measured before: a query and a rebuild for each open board blocks the event loop for 70 ms a board and loses sockets at fifty.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date
from typing import Protocol

from models.base import BoardColumn
from models.errors import PortalError
from ui.municipality.sight import Sight
from ui.visit import house

_log = logging.getLogger("portal.board")
_RECENT_SECONDS = 2.0
"""So long a sight may serve the next who come in; a change whose news is lost is missed no longer than this."""
_BREATH = 25
"""After so many boards the loop may do something else."""


class Hub(Protocol):
    """Where news of committed changes is heard. Callbacks run on the event loop."""

    def subscribe(self, topic: str, callback: Callable[..., Awaitable[None] | None]) -> Callable[[], None]:
        """Hear a topic until the returned function is called."""
        ...


class Seat:
    """One open board in a room: how to load with that viewer's own rights, how to show, and what it shows now.

    `show` gets the new sight and the columns in which it differs from what the board showed before.
    """

    def __init__(self, load: Callable[[], Awaitable[Sight]], show: Callable[[Sight, Sequence[BoardColumn]], None]) -> None:
        self.load, self.show = load, show
        self.sight: Sight | None = None


class Room:
    """The boards of one municipality under one filter."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []
        self.sight: Sight | None = None
        self._loaded = 0.0
        self._dirty = False
        self._busy = False

    async def news(self, *_changes: object) -> None:
        """Something in the municipality changed; several changes during one query become one more query."""
        self._dirty = True
        if self._busy:
            return
        self._busy = True
        try:
            while self._dirty and self.seats:
                self._dirty = False
                fresh = await self._load()
                if fresh is not None:
                    await self._show(fresh)
        finally:
            self._busy = False

    def recent(self, day: date) -> Sight | None:
        """What was loaded a moment ago and no news has touched since: who comes in right after others need not ask again."""
        is_recent = time.monotonic() - self._loaded < _RECENT_SECONDS and not self._dirty and not self._busy
        return self.sight if is_recent and self.sight is not None and self.sight.day == day else None

    def keep(self, sight: Sight) -> None:
        """Remember a sight that was just loaded."""
        self.sight, self._loaded = sight, time.monotonic()

    async def _load(self) -> Sight | None:
        """Ask with the rights of the first viewer who still has them: a session that ended must not silence the others."""
        for seat in list(self.seats):
            try:
                return await seat.load()
            except PortalError as error:
                _log.info("a board could not be loaded by one viewer: %s", error.code)
        return None

    async def _show(self, fresh: Sight) -> None:
        """Bring every board from what it shows to the fresh sight; boards that show the same share the comparison."""
        self.keep(fresh)
        compared: dict[int, Sequence[BoardColumn]] = {}
        for place, seat in enumerate(list(self.seats), 1):
            earlier, seat.sight = seat.sight, fresh
            if id(earlier) not in compared:
                compared[id(earlier)] = fresh.changed_since(earlier)
            try:
                seat.show(fresh, compared[id(earlier)])
            except Exception:  # one board's fault must not keep the news from the others
                _log.exception("a board could not show the news")
            if place % _BREATH == 0:
                await asyncio.sleep(0)


class Rooms:
    """All rooms of this process, opened by the first board and closed with the last."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rooms: dict[tuple[str, Hashable], tuple[Room, Callable[[], None]]] = {}

    async def enter(self, municipality_id: str, wish: Hashable, seat: Seat, day: date) -> tuple[Sight, Callable[[], None]]:
        """Take a seat: what to show on this day, and how to leave. Raises what loading raises."""
        key = (municipality_id, wish)
        room, _stop = self._rooms.get(key) or self._open(key)
        room.seats.append(seat)
        try:
            seat.sight = room.recent(day) or await self._first(room, seat)
        except BaseException:
            self._leave(key, seat)
            raise
        return seat.sight, lambda: self._leave(key, seat)

    @staticmethod
    async def _first(room: Room, seat: Seat) -> Sight:
        """Load for one seat; when news came meanwhile, the room knows better."""
        before = room.sight
        loaded = await seat.load()
        if room.sight is not None and room.sight is not before:
            return room.sight
        room.keep(loaded)
        return loaded

    def _open(self, key: tuple[str, Hashable]) -> tuple[Room, Callable[[], None]]:
        room = Room()
        self._rooms[key] = (room, self._hub.subscribe(f"municipality:{key[0]}", room.news))
        return self._rooms[key]

    def _leave(self, key: tuple[str, Hashable], seat: Seat) -> None:
        room, stop = self._rooms.get(key, (None, None))
        if room is None or stop is None or seat not in room.seats:
            return
        room.seats.remove(seat)
        if not room.seats:
            stop()
            del self._rooms[key]


def rooms() -> Rooms:
    """The rooms of this process."""
    extras = house().extras
    if "rooms" not in extras:
        extras["rooms"] = Rooms(house().hub)
    found: Rooms = extras["rooms"]
    return found
