"""The officer's page watched over: who else has the case open, and what others did since this officer looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.contractor.colleagues import Colleagues
from ui.hearing.moved import moved_box
from ui.visit import Visit
from workflows.casework.freshness import Move, moves_since
from workflows.casework.views import Head


class Watch:
    """Which version of the case the officer has looked at: it moves on by itself only while nobody else does anything."""

    def __init__(self, visit: Any, head: Head, speaker: Any) -> None:
        self.visit, self.ref, self.speaker = visit, head.ref, speaker
        self.seen = self.shown = head.version
        self.moves: Sequence[Move] = ()
        if isinstance(visit, Visit):  # a desk in a test has no window others could look into
            Colleagues(visit, f"staff:{head.id}", {}).look("desk")
        self.box = moved_box((), speaker, on_seen=self.looked)

    async def follow(self, version: int) -> None:
        """The page shows this version now; what others did on the way stays told until it was looked at."""
        self.shown = version
        if version > self.seen:
            self.moves = await self.visit.ask(moves_since, self.ref, self.seen)
        if not self.moves:
            self.seen = version
        self.box.show(self.moves, self.speaker)

    async def looked(self) -> None:
        """The officer says that they have looked at what is shown."""
        self.seen, self.moves = self.shown, ()
        self.box.show((), self.speaker)
