"""Reading JSON strictly: bounded in size and depth, no NaN, no key twice. What breaks these rules answers 4xx, never 5xx."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from models.errors import BadInput, PortalError, TooLarge
from models.text import _, is_text

MOST_BYTES = 1_000_000
MOST_DEPTH = 50


class WrongMediaType(PortalError):
    """The body is not said to be JSON."""

    status, code = 415, "wrong-media-type"
    text = _("Send the body as application/json.")


class StrictRoute(APIRoute):
    """A route whose JSON body is read by our rules before FastAPI validates its shape. Multipart bodies are left to their own door."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            if self.body_field is not None:
                await read_strictly(request)
            return await handle(request)

        return strictly


async def read_strictly(request: Request) -> Any:
    """The body as JSON; leaves it readable for FastAPI. Raises TooLarge, WrongMediaType or BadInput."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json":
        raise WrongMediaType
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge(_("The request is larger than {limit} MB. Split it.", limit=1))
    request._body = bytes(body)
    return parse_strictly(request._body)


def parse_strictly(body: bytes) -> Any:
    """Parse JSON text. Raises BadInput on anything but plain, bounded JSON."""
    try:
        parsed = json.loads(body.decode("utf-8"), object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except RecursionError:
        raise BadInput(_("The JSON is nested deeper than {most} levels.", most=MOST_DEPTH)) from None
    except (UnicodeDecodeError, ValueError):
        raise BadInput(_("The body is not valid JSON.")) from None
    _check_depth(parsed)
    if b"\\u" in body and not is_text(parsed):
        raise BadInput(_("The JSON holds half a character. Write characters whole, or both halves of their escape."))
    return parsed


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadInput(_("The JSON has the same key twice in one object."))
    return found


def _no_constant(_word: str) -> Any:
    raise BadInput(_("NaN and Infinity are not JSON."))


def _check_depth(parsed: Any) -> None:
    level, depth = [parsed], 0
    while level:
        depth += 1
        if depth > MOST_DEPTH + 1:
            raise BadInput(_("The JSON is nested deeper than {most} levels.", most=MOST_DEPTH))
        level = [
            part
            for one in level
            if isinstance(one, (dict, list))
            for part in (one.values() if isinstance(one, dict) else one)
            if isinstance(part, (dict, list))
        ]
