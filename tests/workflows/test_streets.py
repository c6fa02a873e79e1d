"""The street of an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.streets import LONGEST, street_of


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("Storgata 14", "storgata"),
        ("Øvre  Storgate 3B, 6415 Molde", "øvre storgate"),
        ("17. mai gate 5", "17. mai gate"),
        ("Kirkeveien 12 A", "kirkeveien"),
        ("Kirkeveien 12-14", "kirkeveien"),
        ("STORGATA 14", "storgata"),
        ("Ytre Nes", "ytre nes"),
        ("Ytre Nes, 6400 Molde", "ytre nes"),
        ("12", ""),
        ("", ""),
        ("  , 6400 Molde", ""),
    ],
)
def test_the_street_is_what_stands_before_the_number(address: str, street: str) -> None:
    assert street_of(address) == street


@given(st.text(max_size=300))
def test_any_address_has_a_short_street_in_small_letters_and_finding_it_again_changes_nothing(address: str) -> None:
    street = street_of(address)

    assert len(street) <= LONGEST
    assert street == street.casefold()


@given(st.from_regex(r"[A-ZÆØÅ][a-zæøå]{2,12}(veien|gata|vegen)", fullmatch=True), st.integers(1, 999), st.sampled_from(["", "A", " b"]))
def test_every_house_of_a_street_is_in_it(name: str, number: int, letter: str) -> None:
    assert street_of(f"{name} {number}{letter}, 6415 Molde") == street_of(name)
