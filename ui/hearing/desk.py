"""A page about a case watched over: who else has the case open, and what others did since this person looked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.contractor.colleagues import Colleagues
from ui.hearing.moved import moved_box
from ui.visit import Visit
from workflows.casework.freshness import Move, moves_since
from workflows.casework.views import Head
from workflows.ports import Change


class Look:
    """Which version of a case a person has looked at: it moves on by itself only while nobody else does anything.

    `at` is the address of the case's page where this is another one.
    """

    def __init__(self, visit: Any, ref: str, version: int, speaker: Any, *, at: str = "") -> None:
        self.visit, self.ref, self.speaker = visit, ref, speaker
        self.seen = self.shown = version
        self.moves: Sequence[Move] = ()
        self.box = moved_box((), speaker, on_seen=self.looked, at=at)

    async def follow(self, version: int) -> None:
        """The page shows this version now; what others did on the way stays told until it was looked at."""
        self.shown = version
        if version > self.seen:
            self.moves = await self.visit.ask(moves_since, self.ref, self.seen)
        if not self.moves:
            self.seen = version
        self.box.show(self.moves, self.speaker)

    async def hear(self, changes: Sequence[Change]) -> None:
        """News of the case: so far it has come."""
        await self.follow(max([self.shown, *(one.version for one in changes)]))

    async def looked(self) -> None:
        """The person says that they have looked at what is shown."""
        self.seen, self.moves = self.shown, ()
        self.box.show((), self.speaker)


class Watch(Look):
    """The same on the officer's page of the case, with who else has it open."""

    def __init__(self, visit: Any, head: Head, speaker: Any) -> None:
        if isinstance(visit, Visit):  # a desk in a test has no window others could look into
            Colleagues(visit, f"staff:{head.id}", {}).look("desk")
        super().__init__(visit, head.ref, head.version, speaker)
