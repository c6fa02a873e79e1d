"""A survey file read for a form: bytes in, a coordinate table out. Nothing is kept; the answer is saved by the form like any typing."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from models.errors import NotSignedIn, PortalError
from models.geometry import MOST_POINTS, Place, Shape, as_text, likely_system
from models.survey import MOST_BYTES, Survey, SurveyFault, as_table, read_survey
from models.text import _
from ui.doors.keeper import Guest
from ui.texts import known_locale, translate


async def read_file(request: Request, name: str = "", points: bool = False) -> Response:
    """The first shape of the file, or its points as one line, as a coordinate table; with `points` each point with id, code and height.

    The layer has checked origin and session.
    """
    guest: Guest | None = request.scope["state"].get("guest")
    try:
        if guest is None:
            raise NotSignedIn
        survey = await asyncio.to_thread(read_survey, name[:200], await _counted(request))
        if points:
            return JSONResponse({"points": as_table(survey.points), "system": system_of(survey)})
        return JSONResponse({"table": as_text(place_of(survey)), "points": len(survey.points), "shapes": len(survey.shapes)})
    except PortalError as error:
        detail = translate(error.text, known_locale(guest.person.language if guest else "nb"))
        return JSONResponse({"status": error.status, "code": error.code, "detail": detail}, error.status)


async def _counted(request: Request) -> bytes:
    """The body, refused as soon as it is too large."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            raise SurveyFault(_("The file is larger than {limit} MB. Save it smaller and try again.", limit=MOST_BYTES // 1_000_000))
    return bytes(content)


def system_of(survey: Survey) -> str | None:
    """The one system of the points; None when the file names none. Raises SurveyFault when it names several."""
    named = {point.system for point in survey.points}
    if len(named) > 1:
        raise SurveyFault(_("The points of the file stand in several coordinate systems. Export them in one."))
    return named.pop() if named else None


def place_of(survey: Survey) -> Place:
    """The first line or area, else the points in their order, in the likely system where the file names none.

    Raises SurveyFault for too many points.
    """
    shaped = next((shape for shape in survey.shapes if shape.shape != "point"), None)
    if shaped is not None:
        return shaped
    points = tuple((point.north, point.east) for point in survey.points)
    if len(points) > MOST_POINTS:
        raise SurveyFault(_("The file has more than {most} points. Split it into smaller files.", most=MOST_POINTS))
    shape: Shape = "point" if len(points) == 1 else "line"
    return Place(survey.system or likely_system(points), shape, points)


def survey_routes() -> APIRouter:
    """The route; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/survey-files", read_file, methods=["POST"], response_model=None)
    return routes
