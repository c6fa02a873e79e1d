"""The sketch of places: to scale, north up, and none where it would tell nothing."""

from __future__ import annotations

import io
import math

import pikepdf
import pytest

from models.base import Phase
from models.geometry import Place
from models.text import verbatim
from tests.ui.print.papers import receipt_for, section_with, words_of
from tests.workflows.test_every_workflow import complete
from ui.print.receipt import receipt_pdf
from ui.print.sketch import HEIGHT, WIDTH, sketch
from ui.texts import Speaker
from workflows.summary import SummaryLine

POINT = Place("25832", "point", ((6_929_000.0, 352_000.0),))
LINE = Place("25832", "line", ((6_929_000.0, 352_000.0), (6_929_030.0, 352_040.0)))
AREA = Place("25832", "area", ((6_929_000.0, 352_000.0), (6_929_000.0, 352_080.0), (6_929_020.0, 352_080.0), (6_929_000.0, 352_000.0)))
LOST = Place("25832", "line", ((1e11, 1e11), (2e11, 2e11)))


def test_a_line_of_fifty_metres_is_as_long_as_its_scale_says_and_north_is_up() -> None:
    drawn = sketch([LINE])

    assert drawn is not None
    (start, end) = drawn.drawn[0].points
    assert math.dist(start, end) / drawn.bar * drawn.metres == pytest.approx(50, rel=0.01)
    assert end[1] < start[1]
    assert end[0] > start[0]
    assert drawn.metres in (1, 2, 5, 10, 20, 50)


@pytest.mark.parametrize("places", [[LINE], [AREA], [POINT, AREA, LINE], [LINE, LOST]])
def test_everything_lies_on_the_paper(places: list[Place]) -> None:
    drawn = sketch(places)

    assert drawn is not None
    assert (drawn.width, drawn.height <= HEIGHT) == (WIDTH, True)
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for one in drawn.drawn for x, y in one.points)


@pytest.mark.parametrize("places", [[], [POINT], [POINT, POINT], [LOST]])
def test_where_there_is_nothing_to_see_there_is_no_sketch(places: list[Place]) -> None:
    assert sketch(places) is None


def test_places_stand_with_all_their_coordinates_and_the_sketch_is_told_in_words() -> None:
    lines = [
        SummaryLine("a", verbatim("Trasé"), verbatim("…"), place=LINE),
        SummaryLine("b", verbatim("Område"), verbatim("…"), place=AREA),
    ]
    receipt = receipt_for(complete("water_meter", "remove", Phase.APPLICATION), sections=[section_with(*lines)])

    content = receipt_pdf(receipt, Speaker("nb"))

    found = words_of(content)
    for words in ("6929030.00", "352040.00", "EUREF89 UTM 32", "m rundt", "10 m"):
        assert words in found, words
    with pikepdf.open(io.BytesIO(content)) as document:
        told = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert any(words.startswith("Skisse av stedene i målestokk") for words in told)
