"""The table through the third door: every operation and action of the API, by real keys, also one of somebody who left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.authorization.api_door import ACTIONS, COMPANY_ACTS, OPERATIONS, REQUESTS, SITE_ACTS, STATEMENT_ACTS, ApiDoor
from tests.authorization.comparing import differences
from tests.authorization.table import Cell, read
from tests.authorization.town import Town
from ui.api.actions import ACTIONS as OFFERED
from ui.api.companies import ACTS
from ui.api.site import ACTS as OF_THE_SITE
from ui.api.statements import ACTS as OF_STATEMENTS

pytestmark = pytest.mark.timeout(600)  # thousands of cells in one test

METHODS = {"get", "post", "put", "patch", "delete"}
CELLS: dict[str, list[Cell]] = {}
for one_cell in read():
    CELLS.setdefault(one_cell.use_case, []).append(one_cell)


@pytest.fixture
def door(town: Town) -> Iterator[ApiDoor]:
    opened = ApiDoor(town)
    yield opened
    opened.close()


def test_every_operation_and_action_the_api_offers_is_in_the_table(door: ApiDoor) -> None:
    assert offered_by(door) == set(OPERATIONS), "say in api_door.py which use case decides the new operation"
    assert set(OFFERED) == set(ACTIONS), "say in api_door.py which use case decides the new action"
    assert set(ACTS) == set(COMPANY_ACTS), "say in api_door.py which use case decides the new act"
    assert set(OF_THE_SITE) == set(SITE_ACTS), "say in api_door.py which use case decides the new act"
    assert set(OF_STATEMENTS) == set(STATEMENT_ACTS), "say in api_door.py which use case decides the new act"


def offered_by(door: ApiDoor) -> set[str]:
    """Every operation of the OpenAPI document."""
    paths = door.app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods if method in METHODS}


@pytest.mark.timeout(240)
@pytest.mark.parametrize("relation", ["own", "neighbour", "former"])
def test_the_api_answers_as_the_table_says(town: Town, door: ApiDoor, relation: str) -> None:
    before = town.everything()
    cells = [
        (called, cell)
        for called, (use_case, _request) in REQUESTS.items()
        for cell in CELLS[use_case]
        if (cell.is_of_case or relation != "neighbour") and (town.database.is_sqlite or cell.speaks_for_its_line)
    ]

    assert differences(town, door, cells, relation) == []

    assert town.everything() == before
