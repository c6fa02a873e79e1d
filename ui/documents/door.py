"""The door for single pages of documents: our own pictures, to whoever may read the document, bounded in size and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from models.document import Document
from models.errors import NotSignedIn
from ui.doors.files import SANDBOX, readable
from ui.doors.keeper import Guest
from ui.visit import house

PAGE = "/cases/{ref}/documents/{document_id}/pages/{page}"
SIZES = {"": 1600, "large": 3200}
"""Longest side in pixels: to read, and to read the small print."""
KEPT_SECONDS = 3600


class Pages(Protocol):
    """Draws pages; see `storage.drawn_pages`."""

    async def page(self, object_key: str, number: int, *, longest: int, turn: int = 0) -> bytes: ...
    async def close(self) -> None: ...


@dataclass
class PageDoor:
    """Hands out pages of documents."""

    pages: Pages

    async def page(
        self,
        request: Request,
        ref: str,
        document_id: str,
        page: str,
        size: Annotated[str, Query(max_length=10)] = "",
        turn: Annotated[int, Query(ge=0, le=3)] = 0,
    ) -> Response:
        """One page as a picture. What is not the visitor's, not found clean, or has no such page, is not there."""
        guest: Guest | None = request.scope["state"].get("guest")
        if guest is None:
            raise NotSignedIn
        here = house()
        document: Document = await here.run_reading(readable, here, ref, document_id, guest.actor)
        number, pages = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0, int(document.facts.get("pages") or 1)
        if not document.preview_key or size not in SIZES or not 1 <= number <= pages:
            return JSONResponse({"status": 404, "code": "not-there"}, 404)
        here.saw(guest.actor, "file", ref, document_id)
        drawn = await self.pages.page(document.object_key, number, longest=SIZES[size], turn=turn)
        return Response(drawn, media_type="image/jpeg", headers={**SANDBOX, "Cache-Control": f"private, max-age={KEPT_SECONDS}"})


def page_routes(pages: Pages) -> APIRouter:
    """The route of the door."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(PAGE, PageDoor(pages).page, methods=["GET"], response_model=None)
    return routes
