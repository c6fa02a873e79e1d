"""A planted leak is found: with a use case, a page or a route made wrong, the same comparison with the table is red."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.authorization.api_door import OPERATIONS, ApiDoor
from tests.authorization.comparing import by_use_case, differences
from tests.authorization.doors import PageDoor, UseCaseDoor
from tests.authorization.found import use_cases
from tests.authorization.table import read
from tests.authorization.test_api import offered_by
from tests.authorization.test_use_cases import standing_as
from tests.authorization.town import Town
from tests.doubles import leaks

LEAKS: dict[str, tuple[str, Callable[..., Any], str, str]] = {
    "nobody asks for the role": ("casework.reviewing.take", leaks.take_without_asking, "own", "yes, not no"),
    "too many may": ("casework.talking.write_note", leaks.note_by_anyone_of_the_office, "own", "yes, not no"),
    "the wrong scope": ("casework.overview.case_home", leaks.home_of_any_tenant, "neighbour", "yes, not hidden"),
    "told apart by its words": ("casework.reviewing.release", leaks.release_that_tells, "neighbour", "but of no case"),
    "the standing is forgotten": ("casework.sending.submit", leaks.send_without_a_look_at_the_standing, "suspended", "yes, not not now"),
}


def test_an_honest_use_case_stands_beside_each_leak(town: Town) -> None:
    for name, _leak, relation, _words in LEAKS.values():
        with standing_as(town, relation if relation == "suspended" else "approved"):
            assert differences(town, UseCaseDoor(town, use_cases()), by_use_case(_of_cases(name)), relation) == []


@pytest.mark.parametrize("kind", LEAKS)
@pytest.mark.parametrize("door", [UseCaseDoor, PageDoor])
def test_a_leak_in_a_use_case_is_found_through_either_door(town: Town, kind: str, door: type[UseCaseDoor] | type[PageDoor]) -> None:
    name, leak, relation, words = LEAKS[kind]
    opened = door(town, {**use_cases(), name: leak})
    with standing_as(town, relation if relation == "suspended" else "approved"):
        found = differences(town, opened, by_use_case(_of_cases(name)), relation)
    opened.close()

    assert [one for one in found if words in one], found


def test_a_route_that_forgets_is_found_and_one_that_nobody_described(town: Town) -> None:
    door = ApiDoor(town, leaks.forgetful_api)
    found = differences(town, door, [("GET /cases/{ref}", one) for one in _of_cases("casework.asking.full_case")], "neighbour")
    undescribed = offered_by(door) - set(OPERATIONS)
    door.close()

    assert [one for one in found if "yes, not hidden" in one]
    assert undescribed == {"GET /cases/{ref}/everything"}


def _of_cases(name: str) -> list[Any]:
    return [one for one in read() if one.use_case == name and one.is_of_case]
