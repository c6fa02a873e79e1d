"""Who looked at what, told to the log behind the answer: nobody waits for it, and the same look within ten minutes is told once."""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict
from datetime import datetime

import structlog

from models.actor import Actor
from models.errors import NotThere, PortalError
from ui.visit import House
from workflows.oversight.auditing import SAME_LOOK, Look, record_look

log = structlog.get_logger("portal.looks")
MOST_REMEMBERED = 20_000


class Looks:
    """Remembers in this process what was told; the oldest is forgotten first. A restart costs one more event for each second look."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._told: OrderedDict[tuple[str, Look], datetime] = OrderedDict()
        self._telling: set[asyncio.Task[None]] = set()

    def saw(self, actor: Actor, thing: str, name: str, part: str) -> None:
        """Somebody was shown something. Called on the event loop; returns at once."""
        look, now = Look(thing, name, part), self._house.now()
        before = self._told.get((actor.person_id, look))
        if before is not None and now - before < SAME_LOOK:
            return
        self._told[actor.person_id, look] = now
        self._told.move_to_end((actor.person_id, look))
        while len(self._told) > MOST_REMEMBERED:
            self._told.popitem(last=False)
        task = asyncio.get_running_loop().create_task(self._tell(actor, look, now), name="record a look")
        self._telling.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._telling.discard)

    async def _tell(self, actor: Actor, look: Look, now: datetime) -> None:
        here = self._house
        try:
            await here.run_writing(functools.partial(record_look, look, actor=actor, work=here.open_work(writing=True), now=now))
        except NotThere:  # gone between the answer and the record
            return
        except (PortalError, asyncio.CancelledError) as error:
            self._told.pop((actor.person_id, look), None)  # told at the next look
            log.warning("look_not_recorded", thing=look.thing, error=type(error).__name__)
