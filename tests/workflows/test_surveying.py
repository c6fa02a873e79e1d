"""Survey files of every format become rows of surveyed points, with heights, kinds and systems as far as their codes tell."""

from __future__ import annotations

import json

import pytest

from models.base import Phase
from models.errors import BadInput
from models.survey import read_survey
from workflows.connection import CONNECTION
from workflows.discharge import DISCHARGE
from workflows.index import index_of
from workflows.surveying import SurveyRows, survey_rows

POINTS = index_of(CONNECTION, Phase.FINAL).groups["points"][1]
KOF = b" 05 V12        VL-KUM   6589551.590  594048.140   12.340\n 05 S3         STK      6589561.000  594050.000   11.000\n"
GML = """<g:c xmlns:g="http://www.opengis.net/gml/3.2"><g:Point srsName="urn:ogc:def:crs:EPSG::25832" g:id="V1">
<g:pos>594048.14 6589551.59 12.34</g:pos></g:Point></g:c>"""
LANDXML = """<LandXML><CoordinateSystem epsgCode="25832"/><CgPoints><CgPoint name="V1" code="bend">6589551.59 594048.14 12.34</CgPoint>
</CgPoints></LandXML>"""
GEOJSON = json.dumps(
    {
        "type": "Feature",
        "crs": {"properties": {"name": "EPSG:25832"}},
        "properties": {"id": "V1", "code": "VL bend"},
        "geometry": {"type": "Point", "coordinates": [594048.14, 6589551.59, 12.34]},
    }
)
HERE = {"north": "6589551.590", "east": "594048.140", "z": "12.340"}


def read(name: str, content: bytes, there: int = 0, system: str | None = None) -> SurveyRows:
    return survey_rows(POINTS, read_survey(name, content), there=there, system=system)


def told(rows: SurveyRows) -> list[str]:
    return [warning.in_english() for warning in rows.warnings]


@pytest.mark.parametrize(
    ("name", "content", "told_of_it"),
    [
        ("a.gml", GML.encode(), {"point_id": "V1", "system": "VL"}),
        ("a.xml", LANDXML.encode(), {"point_id": "V1", "system": "VL", "kind": "bend"}),
        ("a.geojson", GEOJSON.encode(), {"point_id": "V1", "system": "VL", "kind": "bend"}),
        (
            "a.csv",
            "id;kode;nord;øst;høyde\nV1;Bend;6589551,59;594048,14;12,34".encode(),
            {"point_id": "V1", "system": "VL", "kind": "bend"},
        ),
    ],
)
def test_each_format_gives_the_same_point_with_its_height(name: str, content: bytes, told_of_it: dict[str, str]) -> None:
    found = read(name, content)

    assert (found.rows, found.system) == ([{**told_of_it, **HERE}], "25832")


def test_kinds_and_systems_are_known_by_codes_and_ids() -> None:
    found = read("a.kof", KOF)

    assert [(row.get("kind"), row.get("system")) for row in found.rows] == [("manhole", "VL"), ("stop_valve", "SP")]
    assert told(found) == ["The file does not say its coordinate system. We took it to be EUREF89 UTM 32."]


def test_what_is_not_told_by_the_file_is_left_open_and_counted() -> None:
    found = read("a.csv", b"1;6589551,59;594048,14\n2;594048,14;6589551,59", system="25832")

    assert told(found) == [
        "1 point does not fit EUREF89 UTM 32.",
        "2 points have no height.",
        "Choose the kind of 2 points yourself; their codes do not tell.",
    ]
    assert all("kind" not in row and "z" not in row for row in found.rows)


def test_a_group_gets_only_kinds_it_offers() -> None:
    tanks = index_of(DISCHARGE, Phase.FINAL).groups["points"][1]
    rows = survey_rows(
        tanks, read_survey("a.csv", b"id;kode;nord;ost\n1;KUM;6589551;594048\n2;TANK;6589552;594048"), there=0, system=None
    ).rows

    assert [row.get("kind") for row in rows] == [None, "tank"]


@pytest.mark.parametrize(
    ("name", "content", "there", "system", "words"),
    [
        ("a.geojson", b'{"type": "LineString", "coordinates": [[10, 60], [11, 61]]}', 0, None, "no points"),
        ("a.kof", KOF, 499, None, "The file has 2 points, and there is room for 1."),
        ("a.gml", GML.encode(), 1, "25833", "the points here are in EUREF89 UTM 33"),
    ],
    ids=["lines only", "too many", "another system"],
)
def test_a_file_that_cannot_be_added_is_refused_with_what_to_do(
    name: str, content: bytes, there: int, system: str | None, words: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(name, content, there, system)

    assert words in refused.value.text.in_english()
