"""The table of permissions through the first door, the use cases, on both engines: what it says is what happens, in every cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models.parties import CompanyAccess
from storage.rows import table_of
from tests.authorization.calls import GIVEN
from tests.authorization.comparing import by_use_case, differences
from tests.authorization.doors import UseCaseDoor
from tests.authorization.found import use_cases
from tests.authorization.table import SENDING, STANDINGS, Cell, read
from tests.authorization.town import BESIDE, COMPANY, OWN, STATES, Town
from workflows.policy import MATRIX

pytestmark = pytest.mark.timeout(600)  # thousands of cells in one test

CELLS = read()
SENDERS = {use_case for use_case, _state in SENDING}
FOREIGN = ("of a company that is gone",)
"""Whose company is none of ours, so that the table says of ours what it says of strangers."""
OF_CASES = [one for one in CELLS if one.is_of_case]


def test_the_table_speaks_of_every_use_case_and_of_no_other() -> None:
    assert {one.use_case for one in CELLS} == set(use_cases()) == set(GIVEN), "write the new use case into authz_matrix.csv and calls.py"


def test_the_table_names_actions_there_are() -> None:
    assert {action for one in CELLS for action in one.actions} <= set(MATRIX)


def test_no_cell_is_written_twice_and_every_state_is_spoken_of() -> None:
    spoken: dict[str, list[str]] = {}
    for one in CELLS:
        spoken.setdefault(f"{one.use_case} {one.role}", []).append(one.state)
    assert [name for name, states in spoken.items() if len(states) != len(set(states))] == []
    assert [name for name, states in spoken.items() if set(states) & set(STATES) and not set(states) >= set(STATES)] == []


def test_who_may_at_all_is_who_the_policy_gives_the_action() -> None:
    """A cell that says `no` is no other than one the role does not give; all others are."""

    def gives(one: Cell) -> bool:
        return any(one.role in MATRIX[action] for action in one.actions)

    wrong = [one for one in CELLS if one.answer != "hidden" and (one.answer == "no") == (gives(one))]
    assert wrong == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("relation", ["own", "colleague", "neighbour"])
def test_a_use_case_answers_as_the_table_says(town: Town, relation: str) -> None:
    before = town.everything()
    cells = OF_CASES if relation == "neighbour" else CELLS
    if relation == "colleague" and not town.database.is_sqlite:
        cells = [one for one in CELLS if one.speaks_for_its_line]

    assert differences(town, UseCaseDoor(town, use_cases()), by_use_case(cells), relation) == []

    assert town.everything() == before


@pytest.mark.timeout(240)
@pytest.mark.parametrize("relation", BESIDE)
def test_another_company_on_a_case_may_do_what_it_was_given(town: Town, relation: str) -> None:
    cells = [one for one in OF_CASES if one.role in COMPANY and one.speaks_for_its_line and one.state not in FOREIGN]

    assert differences(town, UseCaseDoor(town, use_cases()), by_use_case(cells), relation) == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("standing", STANDINGS)
def test_a_company_that_is_not_approved_may_do_all_but_send(town: Town, standing: str) -> None:
    """All that concerns its cases in the first standing, what sends in the others."""
    cells = [one for one in OF_CASES if not one.role.is_staff and (standing == STANDINGS[0] or one.use_case in SENDERS)]
    with standing_as(town, standing):
        assert differences(town, UseCaseDoor(town, use_cases()), by_use_case(cells), standing) == []


@contextmanager
def standing_as(town: Town, standing: str) -> Iterator[None]:
    """Meanwhile our municipality has another opinion of the company."""
    accesses, ours = table_of(CompanyAccess), f"{OWN[False]}-in-{OWN[True]}"

    def become(state: str) -> None:
        with town.database.writing.begin() as connection:
            connection.execute(accesses.update().where(accesses.c.id == ours).values(state=state))

    become(standing)
    try:
        yield
    finally:
        become("approved")
