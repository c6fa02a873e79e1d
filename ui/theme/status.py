"""The status tags: one map from a case's status to the words each side reads and the tone of the tag.

Same state, two wordings: each side reads who has the ball. Source: product.md 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from models.base import Phase, Status
from models.text import Text, _, _c

Side = Literal["contractor", "officer"]


class Tone(StrEnum):
    """Tones of tags and notices; each has a colour triple (ground, words, line) in light and dark. PLAIN has no colour at all."""

    PLAIN = "plain"
    GREY = "grey"
    BLUE = "blue"
    SKY = "sky"
    YELLOW = "yellow"
    PURPLE = "purple"
    GREEN = "green"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Look:
    """How one status is shown: words for the contractor, words for the officer, tone, and whether the contractor must act."""

    contractor: Text
    officer: Text
    tone: Tone
    strong: bool = False

    def words(self, side: Side, firm: str = "") -> Text:
        """The wording of one side; officers may read the firm's name."""
        return self.contractor if side == "contractor" else self.officer.with_values(firm=firm or _("the firm"))


_LOOKS = {
    Status.DRAFT: Look(_("Draft – not sent"), _("Draft – not sent"), Tone.GREY),
    Status.SUBMITTED: Look(_("Received"), _c("status for officers", "New"), Tone.BLUE),
    Status.IN_REVIEW: Look(_("Under review"), _("Being checked"), Tone.SKY),
    Status.PAUSED: Look(_("You must answer"), _("Waiting for {firm}"), Tone.YELLOW, strong=True),
    Status.RESUBMITTED: Look(_("Answer sent"), _("New answer"), Tone.PURPLE, strong=True),
    Status.APPROVED: Look(_("Approved – you may start"), _c("status", "Approved"), Tone.GREEN),
    Status.COMPLETED: Look(_c("status", "Completed"), _c("status", "Completed"), Tone.PLAIN),
    Status.REJECTED: Look(_c("status", "Rejected"), _c("status", "Rejected"), Tone.RED),
    Status.WITHDRAWN: Look(_c("status", "Withdrawn"), _c("status", "Withdrawn"), Tone.GREY),
    Status.LAPSED: Look(_c("status", "Lapsed"), _c("status", "Lapsed"), Tone.GREY),
}
_FINAL_DOCS_DUE = Look(_("Final documentation remains"), _("Awaiting final documentation"), Tone.YELLOW, strong=True)


_WORK_IS_ON = Look(_("Work in progress"), _c("status", "In progress"), Tone.BLUE)


def status_look(status: Status, phase: Phase = Phase.APPLICATION, *, works: bool = False) -> Look:
    """The look of a status. A draft of the work phase follows an approved application, a draft of the final phase awaits documentation.

    Both are work in progress while `works`: its start was confirmed and its end was not.
    """
    if works and status is Status.DRAFT and phase is not Phase.APPLICATION:
        return _WORK_IS_ON
    if status is Status.DRAFT and phase is Phase.WORK:
        return _LOOKS[Status.APPROVED]
    if status is Status.DRAFT and phase is Phase.FINAL:
        return _FINAL_DOCS_DUE
    return _LOOKS[status]
