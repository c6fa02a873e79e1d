"""Cards go only where an act of the life cycle leads; everything else has a reason."""

from __future__ import annotations

from itertools import permutations

import pytest

from models.base import BoardColumn, Phase, Status
from workflows.casework.overview import BOARD_COLUMNS
from workflows.lifecycle import BY_NAME, column_of
from workflows.moving import move_between

STANDS: dict[BoardColumn, set[tuple[Status, bool]]] = {
    column: {
        (status, ready)
        for status in Status
        for ready in (False, True)
        if column_of(Phase.APPLICATION, status, is_ready=ready, was_sent=True) == column
    }
    for column in BOARD_COLUMNS
}
"""The statuses of the cases in each column, and whether they are ready for a decision."""


@pytest.mark.parametrize(("start", "target"), [*permutations(BOARD_COLUMNS, 2)])
def test_a_move_is_an_act_the_life_cycle_allows_there_or_a_reason(start: BoardColumn, target: BoardColumn) -> None:
    move = move_between(start, target)

    if move.kind == "no":
        assert move.why is not None
        assert move.act == ""
        return
    transition = BY_NAME[move.act]
    assert {status for status, _ready in STANDS[start]} <= transition.origins
    assert transition.policy
    if move.kind == "do":
        assert transition.guards == ()
        assert column_of(Phase.APPLICATION, transition.target or Status.DRAFT, is_ready=False, was_sent=True) == target
    else:
        assert move.part.startswith("part-")


def test_some_moves_are_acts_and_nothing_is_put_back_to_new() -> None:
    kinds = {pair: move_between(*pair).kind for pair in permutations(BOARD_COLUMNS, 2)}

    assert kinds[BoardColumn.NEW, BoardColumn.CHECKING] == kinds[BoardColumn.ANSWERED, BoardColumn.CHECKING] == "do"
    assert {kind for (_start, target), kind in kinds.items() if target in (BoardColumn.NEW, BoardColumn.ANSWERED)} == {"no"}
