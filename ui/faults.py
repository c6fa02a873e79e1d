"""What a visitor gets instead of an answer: a plain page in their language or, for programs, a problem document. No trace of our code."""

from __future__ import annotations

import secrets
from urllib.parse import quote

import structlog
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from models.errors import NotSignedIn, NotThere, PortalError, TooManyRequests
from models.text import _
from ui.api.problems import problem
from ui.login.words import SHARED
from ui.plain import locale_of, plain_page

log = structlog.get_logger("portal.faults")


async def not_found(request: Request, _error: Exception) -> Response:
    """The answer for an address that does not exist: a plain page, since a live one would cost memory."""
    return refusal(request, NotThere())


async def portal_error(request: Request, error: Exception) -> Response:
    """The answer to an error of ours that a route let through."""
    assert isinstance(error, PortalError)
    return refusal(request, error)


def refusal(request: Request, error: PortalError) -> Response:
    """An error in words. Who has to sign in first is led there and back."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooManyRequests) else {}
    if not wants_page(request):
        return problem(request, error.status, error.code, error.text, headers=headers)
    if isinstance(error, NotSignedIn):
        return RedirectResponse(f"/login?next={quote(request.url.path, safe='')}", 303)
    heading = _("Page not found") if isinstance(error, NotThere) else _("You cannot open this page")
    if request.method != "GET" and not isinstance(error, NotThere):
        heading = _("That was not done")
    answer = plain_page("error.html", locale_of(request), status=error.status, words=SHARED, heading=heading, message=error.text)
    answer.headers.update(headers)
    return answer


def broken(request: Request, error: Exception) -> Response:
    """The answer to a fault nobody foresaw: a mark for people to tell, and under it in the log what went wrong."""
    mark = secrets.token_hex(4)
    log.error("request_failed", mark=mark, exc_info=error)
    words = _("Something went wrong on our side. Nothing was changed. Tell us this mark: {mark}", mark=mark)
    if not wants_page(request):
        return problem(request, 500, "internal", words, mark=mark)
    heading = _("Something went wrong")
    return plain_page("error.html", locale_of(request), status=500, words=SHARED, heading=heading, message=words)


def wants_page(request: Request) -> bool:
    """Whether a person with a browser asks, and not a script."""
    return "text/html" in request.headers.get("accept", "")
