"""Errors as problem details (RFC 9457): one shape for everything that goes wrong, in the reader's language."""

from __future__ import annotations

import uuid
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from models.errors import NotSignedIn, NotThere, PortalError, TooManyRequests
from models.text import Text, _
from ui.texts import Locale, known_locale, translate

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
LOCALES = ("nb", "nn", "en")
TITLES = {
    400: _("The request cannot be read"),
    401: _("A key is needed"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This method is not offered here"),
    409: _("Cannot be done now"),
    413: _("Too large"),
    415: _("Wrong media type"),
    422: _("The request is not as described"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
    503: _("Not available right now"),
    507: _("The disk is full"),
}


def install_problems(app: FastAPI) -> None:
    """Answer every kind of error of this app with problem details."""
    app.add_exception_handler(PortalError, _portal_error)  # type: ignore[arg-type]  # starlette types handlers by the base class
    app.add_exception_handler(RequestValidationError, _validation_error)  # type: ignore[arg-type]  # same
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]  # same
    app.add_exception_handler(Exception, _unexpected)


def locale_of(request: Request) -> Locale:
    """nb, nn or en: what the caller asks for by Accept-Language, else the person's own, else bokmål."""
    wanted = [part.split(";")[0].strip().lower()[:2] for part in request.headers.get("accept-language", "").split(",")]
    asked = next((one for one in wanted if one in LOCALES), None)
    actor = getattr(request.state, "actor", None)
    chosen = asked or ("nb" if "no" in wanted else None) or (actor.language if actor else "nb")
    return known_locale(chosen)


def problem(request: Request, status: int, code: str, detail: Text, *, headers: dict[str, str] | None = None, **more: Any) -> JSONResponse:
    """One problem document; `more` are extension members."""
    locale = locale_of(request)
    title = translate(TITLES.get(status, TITLES[500]), locale)
    body = {"type": f"about:blank#{code}", "title": title, "status": status, "code": code, "detail": translate(detail, locale), **more}
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


async def _portal_error(request: Request, error: PortalError) -> JSONResponse:
    headers: dict[str, str] = {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    more: dict[str, Any] = {"target": error.target} if error.target else {}
    rows = getattr(error, "rows", None)
    if rows:
        locale = locale_of(request)
        more["rows"] = [
            {
                "id": row.id,
                "key": row.key,
                "step": row.step,
                "what": translate(row.what, locale),
                "how_to_fix": translate(row.how_to_fix, locale),
            }
            for row in rows
        ]
    moves = getattr(error, "moves", None)
    if moves:
        locale = locale_of(request)
        more["moves"] = [
            {"kind": one.kind, "what": translate(one.what, locale), "who": one.who, "at": one.at.isoformat(), "version": one.version}
            for one in moves
        ]
    return problem(request, error.status, error.code, error.text, headers=headers, **more)


async def _validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    faults = [{"at": ".".join(str(part) for part in one["loc"]), "problem": one["msg"]} for one in error.errors()[:50]]
    detail = _("{count} parts of the request are not as described. See “faults”.", count=len(error.errors()))
    return problem(request, 422, "bad-input", detail, faults=faults)


async def _http_error(request: Request, error: HTTPException) -> JSONResponse:
    codes = {404: ("not-there", NotThere.text), 405: ("method-not-allowed", TITLES[405]), 401: ("not-signed-in", NotSignedIn.text)}
    code, detail = codes.get(error.status_code, ("bad-request", TITLES[400]))
    return problem(request, error.status_code, code, detail, headers=dict(error.headers or {}))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    mark = uuid.uuid4().hex[:12]
    log.error("api_failed", mark=mark, path=request.scope.get("route_path", ""), exc_info=error)
    return problem(
        request, 500, "internal", _("Something went wrong on our side. Nothing was changed. Tell us this mark: {mark}", mark=mark)
    )
