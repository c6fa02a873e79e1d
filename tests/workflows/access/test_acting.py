"""Whether the register shows that somebody may act for a company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.access.acting import right_of, right_words
from workflows.ports_joining import RegisteredRole

ROLES = [RegisteredRole("DAGL", "Åse Marie Grøft-Nilsen"), RegisteredRole("LEDE", "Ola Vik")]


@pytest.mark.parametrize(("name", "right"), [
    ("Åse Marie Grøft-Nilsen", "role:DAGL"),
    ("åse grøft nilsen", "role:DAGL"),
    ("OLA  VIK", "role:LEDE"),
    ("Ola Per Vik", "role:LEDE"),
    ("Ola Vikan", "none"),
    ("Ola", "none"),
    ("", "none"),
])  # fmt: skip
def test_first_and_last_name_must_be_those_of_a_role(name: str, right: str) -> None:
    assert right_of(name, ROLES) == right


def test_a_register_that_was_not_asked_shows_nothing() -> None:
    assert right_of("Ola Vik", None) == ""
    assert "could not be asked" in right_words("", "Ola Vik").in_english()


@pytest.mark.parametrize("right", ["role:DAGL", "role:SOMETHING", "none", ""])
def test_every_outcome_has_words(right: str) -> None:
    assert right_words(right, "Ola Vik").in_english()


@given(st.text(), st.lists(st.builds(RegisteredRole, st.text(), st.text())))
def test_any_name_and_any_roles_are_judged(name: str, roles: list[RegisteredRole]) -> None:
    assert right_of(name, roles).partition(":")[0] in ("role", "none")
