"""GML (points, lines, areas) and the points of LandXML. A document type declaration is refused, so no entity is ever expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from models.geometry import MOST_POINTS, Place, Shape
from models.survey.result import Survey, SurveyFault, SurveyPoint, at_most, known_system, number
from models.text import _

_SHAPES: dict[str, Shape] = {"Point": "point", "LineString": "line", "Curve": "line", "Polygon": "area", "PolygonPatch": "area"}
_WITH_HEIGHTS = re.compile(r"(?:4937|5972|5973|5975)\D*$")
"""Names of systems that have a height as their third number, also where the dimension is not told."""


def read_xml(content: bytes) -> Survey:
    """Points and shapes. Raises SurveyFault when it is no XML, has a document type, a hole in an area or an unknown system."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise SurveyFault(_("The file is not valid XML. Export it again as GML.")) from None
    return _landxml(root) if _local(root) == "LandXML" else _gml(root)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _landxml(root: Element) -> Survey:
    named = next((one.get("epsgCode", "") for one in root.iter() if _local(one) == "CoordinateSystem"), "")
    system, points = known_system(named), []
    for nth, one in enumerate((one for one in root.iter() if _local(one) == "CgPoint" and (one.text or "").strip()), 1):
        at_most(nth)
        numbers = _numbers(one.text or "", nth)
        if len(numbers) < 2:
            raise _fault(nth)
        z = numbers[2] if len(numbers) > 2 else None
        points.append(SurveyPoint(one.get("name", ""), one.get("code", ""), system, numbers[0], numbers[1], z))
    return Survey(tuple(points))


def _gml(root: Element) -> Survey:
    points: list[SurveyPoint] = []
    shapes: list[Place] = []
    around = next((one for one in root.iter() if _local(one) == "Envelope"), root)
    given = around.get("srsName", ""), around.get("srsDimension", "")
    for nth, (one, name, size) in enumerate(_geometries(root, *given), 1):
        at_most(nth)
        triples = _triples(one, name, size, nth)
        system, shape = known_system(name), _SHAPES[_local(one)]
        if shape == "point":
            points.append(SurveyPoint(_id(one), "", system, *triples[0]))
        if system is not None and len(triples) <= MOST_POINTS:
            shapes.append(Place(system, shape, tuple((north, east) for north, east, _z in triples)))
    return Survey(tuple(points), tuple(shapes))


def _geometries(root: Element, name: str, size: str) -> Iterator[tuple[Element, str, str]]:
    """Outermost geometries with their inherited srsName and srsDimension; a stack of its own, since files may nest deep."""
    waiting = [(root, name, size)]
    while waiting:
        one, name, size = waiting.pop()
        name, size = one.get("srsName", name), one.get("srsDimension", size)
        if _local(one) in _SHAPES:
            yield one, name, size
        else:
            waiting.extend((child, name, size) for child in reversed(one))


def _id(one: Element) -> str:
    return next((value for key, value in one.attrib.items() if key.endswith("}id")), "")


def _triples(one: Element, name: str, size: str, nth: int) -> list[tuple[float, float, float | None]]:
    """North, east and height of each point. Raises SurveyFault for a hole or for numbers that do not make points."""
    if any(_local(inner) in ("interior", "innerBoundaryIs") for inner in one.iter()):
        raise SurveyFault(_("Shape {n} is an area with a hole. Draw it without the hole.", n=nth))
    lists = [inner for inner in one.iter() if _local(inner) in ("pos", "posList", "coordinates")]
    numbers, width = [], 0
    for inner in lists:
        numbers += _numbers((inner.text or "").replace(",", " ") if _local(inner) == "coordinates" else inner.text or "", nth)
        told = inner.get("srsDimension", size)
        width = width or (int(told) if told in ("2", "3") else _width(inner, numbers, name))
    if not numbers or width not in (2, 3) or len(numbers) % width:
        raise _fault(nth)
    return [_turned(numbers[at : at + width], name) for at in range(0, len(numbers), width)]


def _width(inner: Element, numbers: list[float], name: str) -> int:
    if _local(inner) == "coordinates":
        return "".join((inner.text or "").split()[:1]).count(",") + 1
    if _local(inner) == "pos":
        return len(numbers)
    return 3 if _WITH_HEIGHTS.search(name) else 2


def _turned(numbers: list[float], name: str) -> tuple[float, float, float | None]:
    """North first: UTM and short names (`EPSG:4326`) are east first, URNs and addresses of degrees are latitude first."""
    first, second = numbers[:2]
    degrees = known_system(name) == "4258"
    north_first = degrees and name.lower().startswith(("urn:", "http")) and "CRS84" not in name.upper()
    north, east = (first, second) if north_first or (not degrees and first > 3_000_000) else (second, first)
    return north, east, numbers[2] if len(numbers) > 2 else None


def _numbers(words: str, nth: int) -> list[float]:
    found = [number(word) for word in words.split()]
    whole = [one for one in found if one is not None]
    if len(whole) != len(found):
        raise _fault(nth)
    return whole


def _fault(nth: int) -> SurveyFault:
    return SurveyFault(_("Shape {n}: expected pairs or triples of numbers.", n=nth))
