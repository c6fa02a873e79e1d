"""Survey files as points and shapes: GeoJSON, GML, LandXML points, KOF and tables (CSV, TXT). Pure: bytes in, values out."""

from models.survey.reader import read_survey
from models.survey.result import MOST_BYTES, MOST_SURVEYED, Survey, SurveyFault, SurveyPoint
from models.survey.table import as_table

__all__ = ["MOST_BYTES", "MOST_SURVEYED", "Survey", "SurveyFault", "SurveyPoint", "as_table", "read_survey"]
