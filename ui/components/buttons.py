"""Buttons that are never dead: what may not be done now is explained by pressing it."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from nicegui import background_tasks

from models.text import _
from ui.components.base import Handler, View, Words, call, html, safe_href

Kind = Literal["primary", "secondary", "quiet", "danger"]
_SLOW = 0.4


class Button(View):
    """A button or, with an address, a link that looks like one."""

    template = html("button")

    def __init__(
        self, label: Words, on_click: Handler | None, kind: Kind, icon: str | None, href: str | None, why_not: Words | None
    ) -> None:
        data = {"label": label, "kind": kind, "icon": icon, "href": safe_href(href), "why": why_not, "busy": False}
        offline = None if href else _("You are offline. Try again when the connection is back.")
        super().__init__({**data, "offline": offline}, on_act=self._pressed if on_click else None)
        self._on_click = on_click
        self._running = 0
        self.every_press = False
        """Whether a press counts while the one before still runs: two quick presses on “add” give two rows, on “send” one sending."""

    async def _pressed(self, _name: str, _value: Any) -> None:
        """Run the handler, once at a time unless every press counts; a wait above 400 ms shows itself."""
        if (self._running and not self.every_press) or self.data["why"]:
            return
        self._running += 1
        waiting = background_tasks.create(self._show_busy())
        try:
            await call(self._on_click)
        finally:
            waiting.cancel()
            self._running -= 1
            if not self._running:
                self.change(busy=False)

    async def _show_busy(self) -> None:
        await asyncio.sleep(_SLOW)
        self.change(busy=True)

    def allow(self) -> None:
        """From now on a press does what the label says."""
        self.change(why=None)

    def refuse(self, why: Words) -> None:
        """From now on a press explains why not, in one sentence with the way out."""
        self.change(why=why)

    def relabel(self, label: Words) -> None:
        """Another label in place."""
        self.change(label=label)


def button(
    label: Words,
    on_click: Handler | None = None,
    *,
    kind: Kind = "primary",
    icon: str | None = None,
    href: str | None = None,
    why_not: Words | None = None,
) -> Button:
    """A button. At most one primary one in a view; `why_not` leaves it pressable and explains."""
    return Button(label, on_click, kind, icon, href, why_not)
