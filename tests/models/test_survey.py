"""Survey files of every format we read give the same points, and no bytes whatever give anything but the declared error."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from models.geometry import Place, as_text, read_place, to_geojson
from models.survey import Survey, SurveyFault, SurveyPoint, as_table, read_survey

NORTH, EAST, Z = 6589551.59, 594048.14, 12.34
LAT, LON = Transformer.from_crs(25832, 4258).transform(EAST, NORTH)
GML = '<g:c xmlns:g="http://www.opengis.net/gml/3.2">{}</g:c>'


def only(survey: Survey) -> tuple[float, float, float | None]:
    (point,) = survey.points
    return point.north, point.east, point.z


def columns(name: str = "V12", code: str = "VL") -> bytes:
    line = f" 05 {name:<10} {code:<8} {NORTH:12.3f} {EAST:11.3f} {Z:8.3f}"
    return f" 00 Anlegg\n 01 Oslo\n{line}\n 99\n".encode()


def test_kof_is_read_by_its_columns() -> None:
    survey = read_survey("a.kof", columns())
    assert only(survey) == (NORTH, EAST, Z)
    assert (survey.points[0].id, survey.points[0].code) == ("V12", "VL")


@pytest.mark.parametrize("point", [SurveyPoint("#1", "VL KUM", None, NORTH, EAST, Z), SurveyPoint("", "", None, NORTH, EAST, None)])
def test_a_table_that_is_written_is_read_back(point: SurveyPoint) -> None:
    assert read_survey("a.csv", as_table([point, point]).encode()).points == (point, point)


def test_a_point_id_of_kof_may_hold_a_space() -> None:
    assert read_survey("a.kof", columns("V 12", "")).points[0].id == "V 12"


def test_kof_with_shifted_columns_is_read_by_its_spaces() -> None:
    survey = read_survey("a.kof", b"05 V12 VL 6589551.590 594048.140 12.340\n")
    assert only(survey) == (NORTH, EAST, Z)


@pytest.mark.parametrize(
    "words",
    [
        "id;nord;øst;høyde\nV12;6589551,59;594048,14;12,34",
        "Øst\tNord\tH\n594048,14\t6589551,59\t12,34",
        "id,north,east,z\nV12,6589551.59,594048.14,12.34",
        "V12 6589551.59 594048.14 12.34",
        "V12;6589551,59;594048,14;12,34",
        "V12,6589551.59,594048.14,12.34",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_tables_are_read_with_and_without_headings(words: str, encoding: str) -> None:
    assert only(read_survey("a.csv", words.encode(encoding))) == (NORTH, EAST, Z)


def test_a_fault_in_a_table_names_its_line() -> None:
    with pytest.raises(SurveyFault, match="Line 3"):
        read_survey("a.txt", b"id;n;e;z\n1;6589551;594048;1\n2;feil;594048;1\n")


def test_gml_in_utm_is_east_first_also_when_written_north_first() -> None:
    for pair in (f"{EAST} {NORTH} {Z}", f"{NORTH} {EAST} {Z}"):
        survey = read_survey("a.gml", GML.format(f'<g:Point srsName="EPSG:25832"><g:pos>{pair}</g:pos></g:Point>').encode())
        assert only(survey) == (NORTH, EAST, Z)
        assert survey.system == "25832"


def test_gml_in_degrees_follows_how_the_system_is_named() -> None:
    for name, pair in (
        ("urn:ogc:def:crs:EPSG::4258", "59.4 10.6"),
        ("EPSG:4326", "10.6 59.4"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "10.6 59.4"),
    ):
        survey = read_survey("a.gml", GML.format(f'<g:Point srsName="{name}"><g:pos>{pair}</g:pos></g:Point>').encode())
        assert only(survey) == (59.4, 10.6, None)


def test_lines_and_areas_of_gml_become_shapes() -> None:
    line = '<g:LineString srsName="EPSG:25832"><g:posList>594048 6589551 594058 6589551</g:posList></g:LineString>'
    ring = "<g:posList>594048 6589551 594058 6589551 594058 6589561 594048 6589551</g:posList>"
    area = f'<g:Polygon srsName="EPSG:25832"><g:exterior><g:LinearRing>{ring}</g:LinearRing></g:exterior></g:Polygon>'
    assert [shape.shape for shape in read_survey("a.gml", GML.format(line + area).encode()).shapes] == ["line", "area"]


def test_an_area_in_patches_and_a_system_told_by_the_envelope_are_understood() -> None:
    ring = "<g:posList>594048 6589551 594058 6589551 594058 6589561 594048 6589551</g:posList>"
    patch = f"<g:PolygonPatch><g:exterior><g:LinearRing>{ring}</g:LinearRing></g:exterior></g:PolygonPatch>"
    surface = f'<g:Surface srsName="EPSG:25832"><g:patches>{patch}</g:patches></g:Surface>'
    envelope = '<g:boundedBy><g:Envelope srsName="urn:ogc:def:crs:EPSG::25832"/></g:boundedBy>'
    line = "<g:LineString><g:posList>594048 6589551 594058 6589551</g:posList></g:LineString>"

    assert [shape.shape for shape in read_survey("a.gml", GML.format(surface).encode()).shapes] == ["area"]
    assert [(shape.shape, shape.system) for shape in read_survey("a.gml", GML.format(envelope + line).encode()).shapes] == [
        ("line", "25832")
    ]


def test_a_system_with_heights_has_three_numbers_for_each_point() -> None:
    line = '<g:LineString srsName="EPSG:5972"><g:posList>594048 6589551 1 594058 6589551 2</g:posList></g:LineString>'

    (shape,) = read_survey("a.gml", GML.format(line).encode()).shapes

    assert shape.points == ((6589551, 594048), (6589551, 594058))


@pytest.mark.parametrize("words", ["nord,aust\n6589551.5,594048.5", "lat,lon\n59.4,10.6", '"lat","lon"\n"59.4","10.6"', "59.4,10.6"])
def test_a_table_of_two_columns_may_have_commas_between_them(words: str) -> None:
    (point,) = read_survey("a.csv", words.encode()).points

    assert (point.north, point.east) in ((6589551.5, 594048.5), (59.4, 10.6))


@pytest.mark.parametrize("words", ["6589551.5;594048.5;3", "6589551,5;594048,5;3"])
def test_a_table_without_headings_may_have_no_number_of_the_point(words: str) -> None:
    assert only(read_survey("a.csv", words.encode())) == (6589551.5, 594048.5, 3)


def test_odd_members_of_geojson_change_no_coordinates() -> None:
    odd = {"type": "Point", "coordinates": [10.7, 59.9], "points": [[1, 2]], "text": "1 2", "id": "\ud800"}

    (point,) = read_survey("a.geojson", json.dumps(odd).encode()).points

    assert (point.north, point.east) == (59.9, 10.7)
    assert point.id.encode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.geojson", '{"type":"Point","points":[[1,2]]}'),
        ("a.geojson", '{"type":"Point","points":[[1,2]],"coordinates":5}'),
        ("a.gml", "<a><Point><coordinates></coordinates></Point></a>"),
        ("a.gml", "<a><Point><coordinates>  </coordinates></Point></a>"),
    ],
)
def test_a_shape_without_coordinates_is_refused(name: str, words: str) -> None:
    with pytest.raises(SurveyFault):
        read_survey(name, words.encode())


def test_an_area_with_a_hole_is_refused() -> None:
    area = '<g:Polygon srsName="EPSG:25832"><g:interior/></g:Polygon>'
    with pytest.raises(SurveyFault, match="hole"):
        read_survey("a.gml", GML.format(area).encode())
    ring = [[10, 59], [11, 59], [11, 60], [10, 59]]
    assert read_place({"type": "Polygon", "coordinates": [ring, ring]}) is None


def test_entities_are_never_expanded() -> None:
    with pytest.raises(SurveyFault, match="not valid XML"):
        read_survey("a.gml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')


def test_points_of_landxml_are_read() -> None:
    words = f'<LandXML><CoordinateSystem epsgCode="25832"/><CgPoints><CgPoint name="V12">{NORTH} {EAST} {Z}</CgPoint></CgPoints></LandXML>'
    survey = read_survey("a.xml", words.encode())
    assert (only(survey), survey.system) == ((NORTH, EAST, Z), "25832")


def test_geojson_is_read_with_its_system() -> None:
    feature = {"type": "Feature", "properties": {"id": "V12"}, "geometry": {"type": "Point", "coordinates": [EAST, NORTH, Z]}}
    raw = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        "features": [feature],
    }
    survey = read_survey("a.geojson", json.dumps(raw).encode())
    assert (only(survey), survey.system, survey.points[0].id) == ((NORTH, EAST, Z), "25832", "V12")


@pytest.mark.parametrize("name", ["a.sos", "a.dwg", "a.csv"])
def test_what_is_no_survey_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(SurveyFault):
        read_survey(name, b".HODE\n..TEGNSETT UTF-8\n" if name == "a.sos" else b"")


def test_a_file_too_large_or_with_too_many_points_is_refused() -> None:
    with pytest.raises(SurveyFault, match="20 MB"):
        read_survey("a.csv", b"1" * 20_000_001)
    with pytest.raises(SurveyFault, match="50000"):
        read_survey("a.csv", b"1 6589551 594048\n" * 50_002)


_PIECES = st.sampled_from(
    [b"05 ", b"<a", b"srsName='x'", b"<Point>", b"<pos>", b"</pos>", b"[", b"{", b'"type"', b";", b"\n", b"1e999", b"NaN"]
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["a.kof", "a.csv", "a.gml", "a.json", "a.sos", "a"]), st.binary(max_size=200) | st.lists(_PIECES).map(b"".join))
def test_no_bytes_raise_anything_but_the_declared_error(name: str, content: bytes) -> None:
    with contextlib.suppress(SurveyFault):
        assert isinstance(read_survey(name, content), Survey)


_JSON = st.recursive(
    st.none() | st.integers() | st.floats() | st.sampled_from(["Point", "Polygon", "EPSG:25832"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "crs", "points", "text", "system"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(_JSON)
def test_no_json_raises_anything_but_the_declared_error(raw: object) -> None:
    with contextlib.suppress(SurveyFault):
        assert isinstance(read_survey("a.json", json.dumps(raw).encode()), Survey)


@pytest.mark.parametrize(
    "place",
    [
        Place("25832", "point", ((NORTH, EAST),)),
        Place("25833", "line", ((6589551.5, 262000.25), (6589561.5, 262010.25))),
        Place("4258", "area", ((59.4, 10.6), (59.5, 10.6), (59.5, 10.7), (59.4, 10.6))),
    ],
)
def test_geojson_and_the_coordinate_table_read_back_as_the_same_place(place: Place) -> None:
    assert read_place(to_geojson(place)) == place
    assert read_place({"type": "Feature", "geometry": to_geojson(place)}) is not None
    assert read_place(as_text(place)) == place
