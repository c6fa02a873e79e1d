"""A file's name suggests the slot it belongs in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.guessing import guess_place

PLACES = {
    "photo_dial": ["Bilde av målerens tallverk", "photo_dial"],
    "photo_seal": ["Bilde av plomben", "photo_seal"],
    "photo_old_dial": ["Bilde av gammel måler", "photo_old_dial"],
    "intake_sketch": ["Skisse av vanninntaket", "intake_sketch"],
}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("plombe.jpg", "photo_seal"),
        ("IMG_2031 Plombenummer.JPG", "photo_seal"),
        ("gammel maaler gammel.png", "photo_old_dial"),
        ("Skisse-inntak_v2.pdf", "intake_sketch"),
        ("inntaksskisse.pdf", "intake_sketch"),
        ("tallverket.heic", "photo_dial"),
        ("IMG_20261123_101500.jpg", ""),
        ("bilde.jpg", ""),
        ("", ""),
        (".jpg", ""),
    ],
)
def test_a_name_suggests_a_place_or_none(name: str, place: str) -> None:
    assert guess_place(name, PLACES) == place


@given(st.text(max_size=80), st.dictionaries(st.text(max_size=9), st.lists(st.text(max_size=30), max_size=3), max_size=5))
def test_any_name_gives_one_of_the_places_or_none(name: str, places: dict[str, list[str]]) -> None:
    assert guess_place(name, places) in {*places, ""}
