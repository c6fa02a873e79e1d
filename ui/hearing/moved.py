"""“The case changed since you looked”: what changed, by whom and when, the way there, and going on once it was looked at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from models.text import _, _n
from ui.components.base import View, html
from ui.hearing import TEMPLATES
from ui.texts import Speaker
from workflows.casework.freshness import Move


class Moved(View):
    """The box; empty and silent while nothing changed. Acts: `seen`, when it was looked at. `at` is the page that shows what changed."""

    template = html("moved", TEMPLATES)
    at = ""

    def show(self, moves: Sequence[Move], speaker: Speaker) -> None:
        """What others did since the person looked; nothing takes the box away."""
        self.change(**_data(moves, speaker, self.at))


def moved_box(moves: Sequence[Move], speaker: Speaker, *, on_seen: Callable[[], Awaitable[object] | None], at: str = "") -> Moved:
    """The box over a page that stays open while others work on the case; `at` is the address of the case's page, empty on that page."""

    def act(name: str, _value: Any) -> Awaitable[object] | None:
        return on_seen() if name == "seen" else None

    box = Moved({**_data(moves, speaker, at), "seen": _("I have looked at it"), "look": _("Look at it")}, on_act=act)
    box.at = at
    return box


def _data(moves: Sequence[Move], speaker: Speaker, at: str) -> dict[str, Any]:
    portal = speaker(_("The portal"))
    lines = [
        {"when": speaker.moment(one.at), "who": one.who or portal, "what": one.what, "part": f"{at}#part-{one.part}"}
        for one in reversed(moves)
    ]
    return {"moves": lines, "title": _n("{n} change since you looked", "{n} changes since you looked", len(moves))}
