"""`/cases/{ref}`: one address for both sides. Who visits decides which page of the case is built; each side brings its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal

from models.errors import NotThere
from ui.visit import Visit, portal_page

Side = Literal["staff", "company"]
Build = Callable[[Visit, str], Awaitable[None]]

_PAGES: dict[Side, Build] = {}


def show_case_to(side: Side, build: Build) -> None:
    """From now on this side sees cases by `build(visit, ref)`. Called once for each side, before the pages are served."""
    _PAGES[side] = build


@portal_page("/cases/{ref}", action="see_case")
async def case_page(visit: Visit, ref: str) -> None:
    """The case as the visitor's side sees it."""
    build = _PAGES.get("staff" if visit.actor.is_staff else "company")
    if build is None:
        raise NotThere
    await build(visit, ref)
