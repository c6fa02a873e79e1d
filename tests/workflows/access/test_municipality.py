"""Where a municipality lies, said by its administrator: what is refused, what is written down, and what it changes."""

from __future__ import annotations

from typing import Any

import pytest

from models.case import Event
from models.errors import BadInput, MovedOn, NotAllowed
from models.text import Text
from storage.rows import every
from tests.workflows.casework.desk import Desk
from workflows.access.municipality import Bounds, MunicipalityView, change_bounds, municipality_view, read_bounds

BOX = {"south": "62,35", "west": "5.95", "north": " 62,62 ", "east": "6,55"}
EMPTY = dict.fromkeys(BOX, "")


def view(desk: Desk, login: str = "admin") -> MunicipalityView:
    found: MunicipalityView = desk.do(login, municipality_view)
    return found


def change(desk: Desk, typed: dict[str, Any], seen: Bounds | None = None, login: str = "admin") -> Any:
    return desk.do(login, change_bounds, typed, seen or view(desk).bounds)


def doubts(desk: Desk, ref: str) -> list[str]:
    return [str(row.state) for row in desk.home(ref).ledger if row.id == "COM-08" and "outside" in str(row.what.in_english())]


def test_what_the_administrator_says_holds_for_open_drafts_at_once_and_is_written_down(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    before = view(desk).bounds
    assert before is not None
    assert doubts(desk, ref) == []

    assert change(desk, {"south": "58", "west": "6", "north": "59,5", "east": "7,25"}) == (58.0, 6.0, 59.5, 7.25)

    assert view(desk).bounds == (58.0, 6.0, 59.5, 7.25)
    assert doubts(desk, ref) == ["doubtful"]
    event = written(desk)[-1]
    assert (event.kind, event.actor_id, event.data) == (
        "municipality_changed",
        desk.actor("admin").person_id,
        {"before": list(before), "bounds": [58.0, 6.0, 59.5, 7.25]},
    )
    assert change(desk, EMPTY) is None
    assert doubts(desk, ref) == []


def written(desk: Desk) -> list[Any]:
    """The events of the municipality in order."""
    with desk.database.reading.connect() as connection:
        return list(every(connection, Event, "seq", stream=f"municipality:{desk.actor('admin').municipality_id}"))


def test_the_same_box_again_is_no_news(desk: Desk) -> None:
    change(desk, BOX)
    change(desk, BOX)

    assert [one.kind for one in written(desk)].count("municipality_changed") == 1


def test_a_box_that_was_changed_in_another_window_is_not_written_over(desk: Desk) -> None:
    seen = view(desk).bounds
    change(desk, BOX)

    with pytest.raises(MovedOn):
        change(desk, EMPTY, seen)
    assert view(desk).bounds == (62.35, 5.95, 62.62, 6.55)


@pytest.mark.parametrize("login", ["auditor", "officer", "contractor"])
def test_nobody_but_the_administrator_changes_it(desk: Desk, login: str) -> None:
    with pytest.raises(NotAllowed):
        desk.do(login, change_bounds, BOX, view(desk).bounds)


def test_only_the_own_municipality_changes(desk: Desk) -> None:
    before = view(desk, "admin2").bounds

    change(desk, BOX)

    assert view(desk, "admin2").bounds == before


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"south": ""}, ["south"]),
        ({"south": "nord"}, ["south"]),
        ({"south": "5,95", "west": "62,35"}, ["south", "west"]),
        ({"south": "62,62"}, ["north"]),
        ({"east": "5,95"}, ["east"]),
        ({"north": None, "east": "x" * 5000}, ["north", "east"]),
    ],
)
def test_a_box_that_is_none_says_at_each_side_what_to_mend(desk: Desk, wrong: dict[str, Any], at: list[str]) -> None:
    bounds, problems = read_bounds({**BOX, **wrong})

    assert (bounds, sorted(problems)) == (None, sorted(at))
    assert all(isinstance(words, Text) for words in problems.values())
    with pytest.raises(BadInput):
        change(desk, {**BOX, **wrong})
