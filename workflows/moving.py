"""What it means to move a card from one column of the board to another: the legal act, a place where words are given, or why not.

A column says whose turn it is, so nothing is moved by hand: a move carries out the act that makes it so. What needs words opens the case
where they are written; what only the other side can do is refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.base import BoardColumn
from models.text import Text, _

Kind = Literal["do", "open", "no"]


@dataclass(frozen=True, slots=True)
class Move:
    """`do` carries out `act` of the life cycle at once, `open` leads to `part` of the case's page, `no` says `why`.

    `act` of a move that opens the case is what is done there.
    """

    kind: Kind
    act: str = ""
    part: str = ""
    why: Text | None = None


_NEW, _CHECKING, _ANSWERED = BoardColumn.NEW, BoardColumn.CHECKING, BoardColumn.ANSWERED
_WAITING, _READY, _FINAL = BoardColumn.WAITING, BoardColumn.READY, BoardColumn.FINAL_DOCS
_BEGIN = Move("do", "begin_review")
_ASK = Move("open", "plan_request", "part-checks")
_MOVES: dict[tuple[BoardColumn, BoardColumn], Move] = {
    (_NEW, _CHECKING): _BEGIN,
    (_ANSWERED, _CHECKING): _BEGIN,
    (_NEW, _WAITING): _ASK,
    (_ANSWERED, _WAITING): _ASK,
    (_CHECKING, _WAITING): _ASK,
    (_READY, _WAITING): _ASK,
    (_CHECKING, _READY): Move("open", "tick", "part-checks"),
    (_READY, _CHECKING): Move("open", "tick", "part-checks"),
    (_WAITING, _CHECKING): Move("open", "withdraw_request", "part-requests"),
    (_READY, _FINAL): Move("open", "approve", "part-decision"),
}
_INTO = {
    _NEW: _("A case is new only until somebody begins the check."),
    _CHECKING: _("The contractor is preparing the next part. It can be checked when it is sent."),
    _ANSWERED: _("Only the contractor's answers bring a case here."),
    _WAITING: _("There is nothing to ask about yet. The contractor is preparing the next part."),
    _READY: _("A case is ready when everything on its check-list is looked at. Begin the check first."),
    _FINAL: _("Final documentation follows an approval. The case is not ready for a decision yet."),
}
"""Why a column cannot be moved to where no act leads there."""


def move_between(start: BoardColumn, target: BoardColumn) -> Move:
    """What moving a card from one column to another means."""
    return _MOVES.get((start, target)) or Move("no", why=_INTO.get(target))
