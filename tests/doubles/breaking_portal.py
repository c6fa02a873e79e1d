"""The portal with addresses that break, so that what people then see can be looked at; and with a look at what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import nicegui
from fastapi import APIRouter
from starlette.routing import BaseRoute, Mount

import main
from models.errors import Refused
from models.text import verbatim
from ui.visit import Visit, portal_page

WORDS = "Anna Eier, Storgata 14"
"""What somebody wrote and an error quotes."""

routes = APIRouter()


@routes.api_route("/_broken", methods=["GET", "POST"])
async def broken() -> None:
    raise RuntimeError(WORDS)


@routes.api_route("/_refusing", methods=["GET", "POST"])
async def refusing() -> None:
    raise Refused(verbatim("Dette går ikke nå."))


@routes.get("/_clients")
async def clients() -> int:
    return len(nicegui.Client.instances)


@routes.get("/_routes")
async def all_routes() -> list[list[Any]]:
    return _told("", nicegui.app.routes)


def _told(prefix: str, found: Sequence[BaseRoute]) -> list[list[Any]]:
    told: list[list[Any]] = []
    for one in found:
        included = getattr(one, "original_router", None)  # FastAPI joins included routers without copying their routes
        if included is not None:
            told += _told(prefix, included.routes)
        elif isinstance(one, Mount):
            told += _told(prefix + one.path, one.routes) or [[prefix + one.path, ["GET"]]]
        else:
            told.append([prefix + getattr(one, "path", ""), sorted(getattr(one, "methods", None) or [])])
    return told


@portal_page("/_broken_page", action="see_own_cases")
async def broken_page(visit: Visit) -> None:
    raise RuntimeError(WORDS)


if __name__ == "__main__":
    nicegui.app.include_router(routes)
    main.cli()
