"""The letter as it would be, beside what is written: drawn anew half a second after the last key, off the event loop."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from models.errors import PortalError
from models.letters import LetterFacts
from models.text import _
from ui.components.base import View, html
from ui.components.timing import after
from ui.municipality.letter import TEMPLATES
from ui.print.letter import letter_pictures
from ui.print.press import Press

log = structlog.get_logger("portal.letters")
QUIET_SECONDS = 0.5
"""After the last key."""
PRESS = Press()
"""One for all previews: they wait for each other, and decided letters wait for none of them."""
Facts = Callable[[], Awaitable[tuple[LetterFacts, str]]]


class LetterPreview(View):
    """The pages of a letter as pictures. `soon` asks for new ones; many asks in a breath draw once."""

    template = html("letter-preview", TEMPLATES)

    def __init__(self, facts: Facts) -> None:
        words = {
            "title": _("The letter as it will be"), "busy": _("Drawing the letter …"), "ready": _("Follows what you write."),
            "page": _("Page {n} of {all} of the letter as it will be"),
        }  # fmt: skip
        super().__init__({"pages": [], "busy": True, "fault": "", "words": words})
        self._facts, self._asked, self._drawn, self._draws = facts, 0, 0, False

    def soon(self) -> None:
        """What is written has changed."""
        self._asked += 1
        asked = self._asked

        async def later() -> None:
            if asked == self._asked:
                await self.draw()

        after(QUIET_SECONDS, later)

    async def draw(self) -> None:
        """Draw now, and once more when something changed meanwhile."""
        if self._draws or self.is_deleted:
            return
        self._draws = True
        try:
            while self._drawn != self._asked or not self.data["pages"]:
                self._drawn = self._asked
                self._show(busy=True)
                self._show(busy=False, **await self._made())
                if self.data["fault"]:
                    return
        finally:
            self._draws = False

    def _show(self, **parts: Any) -> None:
        if not self.is_deleted:
            self.change(**parts)

    async def _made(self) -> dict[str, Any]:
        try:
            facts, arms = await self._facts()
            pages = await PRESS.make(letter_pictures, facts, arms)
        except PortalError as error:
            return {"fault": error.text}
        except Exception:  # a preview that cannot be drawn must not take what is written with it
            log.exception("preview_failed")
            return {"fault": _("The letter cannot be drawn right now. What you write is kept.")}
        return {"pages": [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pages], "fault": ""}
