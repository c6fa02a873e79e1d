"""The table through the second door: what every handler of an open page calls, with a real session, also one of somebody who left.

One state speaks for all that have the same line in the table: a handler adds nothing to the use case but who acts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.authorization.comparing import by_use_case, differences
from tests.authorization.doors import PageDoor
from tests.authorization.found import use_cases
from tests.authorization.table import read
from tests.authorization.town import Town

pytestmark = pytest.mark.timeout(600)  # thousands of cells in one test

CELLS = [one for one in read() if one.speaks_for_its_line]


@pytest.fixture
def door(town: Town) -> Iterator[PageDoor]:
    opened = PageDoor(town, use_cases())
    yield opened
    opened.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("relation", ["own", "neighbour", "former"])
def test_a_handler_of_a_page_answers_as_the_table_says(town: Town, door: PageDoor, relation: str) -> None:
    cells, before = [one for one in CELLS if one.is_of_case or relation != "neighbour"], town.everything()

    assert differences(town, door, by_use_case(cells), relation) == []

    assert town.everything() == before
