"""Decisions on the officer's desk: read, corrected, appealed against; each redrawn when it has changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

from models.base import Phase, Role
from models.errors import BadInput
from models.text import _
from ui.case_parts.decided import DecidedView, Rights, decided_data, decided_view
from ui.components import Tag, button
from ui.municipality.acts import Doing
from ui.municipality.pieces.panel import panel
from ui.texts import Speaker
from workflows.casework.appealing import answer_appeal, register_appeal
from workflows.casework.views import OfficerCase
from workflows.policy import MATRIX


class DecidedPart:
    """The panel of decisions. `done` is called when something was carried out."""

    def __init__(
        self, visit: Doing, case: OfficerCase, speaker: Speaker, today: date, done: Callable[[], Awaitable[None]], guard: Any
    ) -> None:
        self._visit, self._case, self._speaker, self._today, self._done = visit, case, speaker, today, done
        with panel(_("Decisions and letters"), "part-decisions") as box:
            self._box = box
            self._view: DecidedView = decided_view(self._data(), guard(self.act))
        box.set_visibility(bool(case.decided))

    def _data(self) -> dict[str, Any]:
        role: Role = self._visit.actor.role
        rights = Rights(True, *(role in MATRIX[one] for one in ("correct_decision", "register_appeal", "answer_appeal")))
        return decided_data(self._case.decided, self._case.head, self._speaker, self._today, rights)

    def show(self, case: OfficerCase) -> None:
        """The case as it is now."""
        self._case = case
        self._view.show(self._data())
        self._box.set_visibility(bool(case.decided))

    async def act(self, name: str, value: Any) -> None:
        """Carry out what the piece called for; what is wrong is told beside its field. Raises what the use cases raise."""
        given = {key: str(one)[:4000] for key, one in value.items()} if isinstance(value, Mapping) else {}
        ref, id_ = self._case.head.ref, given.get("id", "")
        try:
            if name == "register_appeal":
                phase, _dash, number = id_.partition("-")
                if phase not in list(Phase) or not number.isdigit():
                    raise BadInput
                day = _day(given.get("received_on", ""))
                await self._visit.do(
                    register_appeal, ref, Phase(phase), int(number), day, given.get("appellant", ""), given.get("words", "")
                )
            elif name == "answer_appeal":
                await self._visit.do(answer_appeal, ref, id_, given.get("state", ""), given.get("words", ""))
            else:
                raise BadInput
        except BadInput as error:
            if not error.target:
                raise
            self._view.tell_wrong(error.target, error.text)
            return
        await self._done()


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(_("Choose the day it came: not before the decision, and not after today."), target="received_on") from None


def write_link(case: OfficerCase) -> None:
    """The way to the page on which a decision is written with its letter, for those who write decisions."""
    if "propose" not in case.permitted or case.head.status not in ("submitted", "resubmitted", "in_review"):
        return
    with Tag("p"):
        button(_("Write the decision with its letter"), href=f"/cases/{case.head.ref}/decision", kind="secondary", icon="file-text")
