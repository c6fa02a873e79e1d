"""Places as they are typed, pasted or drawn, and how far they are from something."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from models.geometry import SYSTEMS, Place, metres_between, read_place, zone_at


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("N 6589551,59 Ø 594048,14 (sone 32)", Place("25832", "point", ((6589551.59, 594048.14),))),
        ("Ø 594048 N 6589551", Place("25832", "point", ((6589551, 594048),))),
        ("UTM 33\n6734074,9 -32253,5 12,4\n6734084 -32250", Place("25833", "line", ((6734074.9, -32253.5), (6734084, -32250)))),
        ("59.91,10.75", Place("4258", "point", ((59.91, 10.75),))),
        ("59,91 10,75", Place("4258", "point", ((59.91, 10.75),))),
        ("6589551,594048", Place("25832", "point", ((6589551, 594048),))),
        ({"type": "Point", "coordinates": [10.75, 59.91]}, Place("4258", "point", ((59.91, 10.75),))),
        (
            {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[10, 60], [11, 61]]}},
            Place("4258", "line", ((60, 10), (61, 11))),
        ),
        ({"system": "EPSG:25835", "points": [[7776039, 604588]]}, Place("25835", "point", ((7776039, 604588),))),
        ("EUREF89 UTM 33\n6640000 262000", Place("25833", "point", ((6640000, 262000),))),
        ("ETRS89 / UTM zone 32N\n6589551 594048", Place("25832", "point", ((6589551, 594048),))),
        ("EUREF89, sone 32: 6589551 594048", Place("25832", "point", ((6589551, 594048),))),
        ("EUREF89 lat/long\n59,91 10,75", Place("4258", "point", ((59.91, 10.75),))),
        ("EUREF89\n6589551 594048", Place("25832", "point", ((6589551, 594048),))),
        ("6589551,594048,35", Place("25832", "point", ((6589551, 594048),))),
        ("P1 6589551 594048", Place("25832", "point", ((6589551, 594048),))),
        ("1\t6589551,5\t594048,5\t35,1", Place("25832", "point", ((6589551.5, 594048.5),))),
        ("594048 6589551 35", Place("25832", "point", ((594048, 6589551),))),
        ("1 2 3 4", None),
        ("6589551 594048" + " " * 300 + "\n6589561 594048", Place("25832", "line", ((6589551, 594048), (6589561, 594048)))),
        ("6589551 594048" + " x" * 300, None),
        ("somewhere", None),
        ("EPSG:9999 1 2", None),
        ("12", None),
        ({"points": [[float("nan"), 1]]}, None),
        ({}, None),
        (7, None),
    ],
)
def test_a_place_is_read_from_what_people_and_maps_give(raw: Any, place: Place | None) -> None:
    assert read_place(raw) == place


def test_a_closed_ring_is_an_area_and_its_inside_has_no_distance() -> None:
    ring = [[10, 60], [10.1, 60], [10.1, 60.1], [10, 60.1], [10, 60]]
    area = read_place({"type": "Polygon", "coordinates": [ring]})

    assert area is not None
    assert (area.shape, area.metres_to((60.05, 10.05))) == ("area", 0.0)
    assert round(area.metres_to((60.05, 10.11))) == 555


@pytest.mark.parametrize(
    ("raw", "fits"),
    [
        ("UTM 32 6589551 594048", True),
        ("UTM 32 594048 6589551", False),
        ("UTM 32 59.9 10.7", False),
        ("UTM 35 6589551 594048", False),
        ("lat/long 10.7 59.9", False),
        ({"system": "25832", "text": "59.9 10.7"}, False),
    ],
)
def test_swapped_axes_wrong_zones_and_degrees_in_metres_do_not_fit(raw: Any, fits: bool) -> None:
    place = read_place(raw)

    assert place is not None
    assert place.fits_system == fits


def test_the_same_place_in_two_systems_lies_in_the_same_spot() -> None:
    west, national = read_place("UTM 32 6700510,2 297230,2"), read_place("UTM 33 6734074,9 -32253,6")

    assert west is not None
    assert national is not None
    assert metres_between(west.positions()[0], (60.3897, 5.3200)) < 40
    assert metres_between(national.positions()[0], (60.39, 5.32)) < 1


@pytest.mark.parametrize(
    ("town", "position", "zone"),
    [
        ("Oslo", (59.91, 10.75), "25832"),
        ("Bergen", (60.39, 5.32), "25832"),
        ("Mosjøen", (65.84, 13.19), "25833"),
        ("Bodø", (67.28, 14.40), "25833"),
        ("Tromsø", (69.65, 18.96), "25833"),
        ("Vadsø", (70.07, 29.75), "25835"),
    ],
)
def test_each_town_has_the_zone_its_surveyors_use(town: str, position: tuple[float, float], zone: str) -> None:
    assert zone_at(position) == zone, town


@given(st.floats(57.9, 71.2), st.floats(4.6, 31.2))
def test_wherever_somebody_draws_in_norway_the_coordinates_fit_the_zone(latitude: float, longitude: float) -> None:
    if (latitude < 65.5 and longitude > 14.6) or (latitude < 68.4 and longitude > 17.5):
        return  # Sweden and Finland
    zone = zone_at((latitude, longitude))
    east, north = Transformer.from_crs(4258, int(zone)).transform(latitude, longitude)

    assert SYSTEMS[zone].fits((north, east))


@pytest.mark.parametrize(
    ("raw", "system"),
    [
        ("6589551 594048", "25832"),
        ("7304394 417594", "25833"),
        ("7304394 417594\n7304400 417600", "25833"),
        ("594048 6589551", "25832"),
        ("UTM 32 7304394 417594", "25832"),
    ],
)
def test_coordinates_that_name_no_system_are_read_in_the_first_they_fit(raw: str, system: str) -> None:
    place = read_place(raw)

    assert place is not None
    assert place.system == system


def test_the_way_to_a_line_is_the_shortest() -> None:
    line = read_place("lat/long\n60 10\n60 10.02")

    assert line is not None
    assert round(line.metres_to((60.001, 10.01))) == 111


@pytest.mark.parametrize(
    "words",
    ["utm" + " " * 2_000_000, "a" + " " * 2_000_000 + "1", "1" * 2_000_000, "N " * 1_000_000, "\n" * 2_000_000],
    ids=["blanks after utm", "blanks", "digits", "marks", "lines"],
)
@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.timeout(10)
def test_no_length_of_a_text_takes_long(words: str, wrapped: bool) -> None:
    assert read_place({"text": words} if wrapped else words) is None


@given(st.text(max_size=200) | st.sampled_from([f"{name} 1 2" for name in SYSTEMS]))
def test_any_text_is_a_place_or_none(words: str) -> None:
    place = read_place(words)

    assert place is None or place.points
