"""Property numbers, organisation numbers and identity numbers as people and registers write them."""

from __future__ import annotations

import pytest

from models.values import PropertyNumber, has_national_id, organisation_number, property_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("9999-12/34/0/0", PropertyNumber("9999", 12, 34)),
        ("12/34", PropertyNumber("0301", 12, 34)),
        (" 12/34/5/6 ", PropertyNumber("0301", 12, 34, 5, 6)),
        ("12", None),
        ("Storgata 1", None),
        ("٣/٤", None),
    ],
)
def test_a_property_is_read_as_people_write_it(words: str, number: PropertyNumber | None) -> None:
    assert property_number(words, "0301") == number


def test_a_property_is_written_long_for_registers_and_short_for_people() -> None:
    assert str(PropertyNumber("9999", 12, 34)) == "9999-12/34/0/0"
    assert (PropertyNumber("9999", 12, 34).short, PropertyNumber("9999", 12, 34, 0, 5).short) == ("12/34", "12/34/0/5")


def test_sections_and_leases_lie_on_the_same_title() -> None:
    assert PropertyNumber("9999", 12, 34).is_same_title(PropertyNumber("", 12, 34, 5))
    assert not PropertyNumber("9999", 12, 34).is_same_title(PropertyNumber("9998", 12, 34))


@pytest.mark.parametrize(
    ("words", "digits"), [("974 760 673", "974760673"), ("NO974760673MVA", "974760673"), ("974760674", None), ("", None)]
)
def test_an_organisation_number_has_a_check_digit(words: str, digits: str | None) -> None:
    assert organisation_number(words) == digits


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("Eier 010190 10046 her", True),
        ("01019010046", True),
        ("01019010047", False),
        ("401019010046", False),
        ("målernr 12345678901", False),
    ],
)
def test_an_identity_number_is_found_in_running_text(words: str, is_found: bool) -> None:
    assert has_national_id(words) == is_found
