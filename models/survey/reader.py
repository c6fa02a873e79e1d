"""Chooses the reader of a survey file by its name, and by its first bytes where the name says little."""

from __future__ import annotations

from models.survey.geojson import read_geojson
from models.survey.kof import looks_like_kof, read_kof
from models.survey.result import MOST_BYTES, Survey, SurveyFault
from models.survey.table import read_table
from models.survey.xml import read_xml
from models.text import _


def read_survey(name: str, content: bytes) -> Survey:
    """Points and shapes of a file.

    Raises:
        SurveyFault: too large, a format we do not read, or not what its name says; with the line where there is one.
    """
    if len(content) > MOST_BYTES:
        raise SurveyFault(_("The file is larger than {limit} MB. Save it smaller and try again.", limit=MOST_BYTES // 1_000_000))
    _stem, dot, last = name.rpartition(".")
    ending = f"{dot}{last.lower()}" if dot else ""
    words = _decoded(content)
    if ending in (".sos", ".sosi") or words.startswith(".HODE"):
        raise SurveyFault(_("We do not read SOSI files. Export the survey as KOF or GML and choose that file."))
    survey = _read(ending, words, content)
    if not survey.points and not survey.shapes:
        raise SurveyFault(_("We found no points in the file. Choose a GeoJSON, GML, LandXML, KOF, CSV or TXT file with coordinates."))
    return survey


def _read(ending: str, words: str, content: bytes) -> Survey:
    start = words.lstrip()[:1]
    if ending in (".json", ".geojson") or start in ("{", "["):
        return read_geojson(words)
    if ending in (".gml", ".xml") or start == "<":
        return read_xml(content)
    if ending == ".kof" or looks_like_kof(words):
        return read_kof(words)
    if ending in (".csv", ".txt", ".tsv", ".pxy", ".xyz", ""):
        return read_table(words)
    raise SurveyFault(_("We do not read {ending} files. Choose GeoJSON, GML, LandXML, KOF, CSV or TXT.", ending=ending[:12]))


def _decoded(content: bytes) -> str:
    """Survey instruments write UTF-8 or the old Western set."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
