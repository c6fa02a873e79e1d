"""A table copied from a spreadsheet becomes rows, or is refused with what to do."""

from __future__ import annotations

import pytest

from models.base import Phase
from models.errors import BadInput
from ui.texts import LOCALES, Speaker
from workflows.index import index_of
from workflows.pasting import pasted_columns, read_table
from workflows.water_meter import WATER_METER

METERS = index_of(WATER_METER, Phase.APPLICATION).groups["meters"][1]
SPEAKERS = [Speaker(locale) for locale in LOCALES]


def read(words: str) -> list[dict[str, object]]:
    return read_table(METERS, words, SPEAKERS)


def test_columns_come_in_the_order_of_the_form() -> None:
    assert read('main\t20\t2.5\t1"\tKjeller\tA-1001\n\nsub\t20') == [
        {"relation": "main", "dn": "20", "q3": "2.5", "thread": '1"', "place_room": "Kjeller", "old_meter_number": "A-1001"},
        {"relation": "sub", "dn": "20"},
    ]


@pytest.mark.parametrize(
    "first", ["place_room\trelation", "Place (room, floor)\tRelation", "Plassering (rom, etasje)\tPlassering i systemet"]
)
def test_a_first_line_may_name_the_columns_by_key_or_in_any_language(first: str) -> None:
    assert read(f"{first}\nKjeller\tmain") == [{"place_room": "Kjeller", "relation": "main"}]


def test_choices_are_understood_by_their_words() -> None:
    assert read("Hovedmåler\nmain meter\nnoe annet") == [{"relation": "main"}, {"relation": "main"}, {"relation": "noe annet"}]


def test_cells_may_be_separated_by_semicolons_and_quoted() -> None:
    assert read('relation;place_room\nmain;"Rom 1; kjeller"') == [{"relation": "main", "place_room": "Rom 1; kjeller"}]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("  \n\n", "There is nothing in the table"),
        ("a\tb\tc\td\te\tf\tg\th\ti", "The table has 9 columns, and there are 8 here"),
        ("relation\tcolour\nmain\tred", "There is no column “colour”"),
        ('"' + "a" * 140_000, "A cell of the table is too long"),
        ("main\n" * 51, "The table has 51 rows, and there is room for 50"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(words: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(words)

    assert refused.value.text.in_english().startswith(told)


def test_what_is_worked_out_or_looked_up_has_no_column() -> None:
    assert [one.key for one in pasted_columns(METERS)] == [one.key for one in METERS.row.questions]
    place = index_of(WATER_METER, Phase.APPLICATION).groups["properties"][1]
    assert [one.key for one in pasted_columns(place)] == ["gnr", "bnr", "fnr", "snr"]
