"""Ids of rows: in the order they were made, whatever the clock does."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.chance import RealChance


def test_ids_made_in_a_row_are_in_order_and_of_one_shape() -> None:
    chance = RealChance()

    made = [chance.id() for _each in range(20_000)]

    assert made == sorted(set(made))
    assert {len(one) for one in made} == {32}


def test_several_threads_never_make_the_same() -> None:
    chance = RealChance()
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _each: [chance.id() for _id in range(2_000)], range(8)))

    assert len({one for part in made for one in part}) == 16_000
    assert all(part == sorted(part) for part in made)


def test_a_clock_that_is_set_back_makes_no_older_id(monkeypatch: pytest.MonkeyPatch) -> None:
    chance, hour = RealChance(), 3_600_000_000_000
    now = time.time_ns()
    before = chance.id()
    monkeypatch.setattr(time, "time_ns", lambda: now - hour)

    assert chance.id() > before
    monkeypatch.setattr(time, "time_ns", lambda: now + hour)
    later = chance.id()
    assert int(later[:12], 16) == (now + hour) // 1_000_000, "the clock counts again once it has come past"
