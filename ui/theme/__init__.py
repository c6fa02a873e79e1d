"""Looks: the only place that names colours, spaces and radii for Python, and that puts style sheet, script and font on every page.

The values themselves stand in `ui/static/css/tokens.css`, once for light and once for dark; Python only speaks their names.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path

import nicegui
from fastapi import FastAPI, Response
from markupsafe import Markup
from nicegui import app as nicegui_app
from nicegui import ui

from ui.theme.status import Tone, status_look
from ui.theme.templates import templates_script

__all__ = ["FAVICON", "PREFIX", "Radius", "Space", "Tone", "head_html", "install", "status_look"]

STATIC = Path(__file__).parent.parent / "static"
LEAFLET = Path(nicegui.__file__).parent / "elements" / "leaflet" / "dist"
"""As the framework ships it; asked for only by a map that is opened."""
_SHEETS = (
    "tokens", "base", "components", "pages", "municipality", "desk", "hearing", "measures", "site", "letters", "casepage", "map", "print",
)  # fmt: skip
_SCRIPTS = ("portal", "desk", "answers", "uploads", "viewer")
_LONGEST_CACHE = 31_536_000


class Space(StrEnum):
    """Distances on the 4/8 grid, as class suffixes: `stack-4` sets 16 px between children."""

    XS = "1"
    S = "2"
    M = "4"
    L = "6"
    XL = "8"
    XXL = "12"


class Radius(StrEnum):
    """Corner radii, as CSS variables."""

    CONTROL = "var(--radius-control)"
    CARD = "var(--radius-card)"


def _fingerprint() -> str:
    """Changes when any static file does, so that every file may be cached for a year."""
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


PREFIX = f"/static/{_fingerprint()}"
"""Where the static files of this version are served; nothing secret, so open without login."""
FAVICON = STATIC / "favicon.svg"


def style_sheet() -> str:
    """All style sheets as one file: one request on the first visit, none later."""
    return "\n".join((STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)


@cache
def script() -> str:
    """The constant scripts and the templates of all pieces as one file; the first call settles which pieces those are."""
    parts = [(STATIC / "js" / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    return "\n".join([*parts, templates_script()])


@cache
def head_html() -> Markup:
    """What belongs in the `<head>` of every page, also of pages that are plain HTML such as login and receipts. Constant."""
    return Markup(
        '<link rel="preload" href="{at}/fonts/inter-latin.woff2" as="font" type="font/woff2" crossorigin>'
        '<link rel="stylesheet" href="{at}/portal.css?{look}">'
        '<script src="{at}/portal.js?{wit}"></script>'
    ).format(at=PREFIX, look=_mark(style_sheet()), wit=_mark(script()))


def _mark(content: str) -> str:
    """Changes with the content, so that browsers may keep it for a year."""
    return sha256(content.encode()).hexdigest()[:12]


def install(server: FastAPI | None = None) -> None:
    """Serve the static files and put the look on every NiceGUI page.

    Called once by `main.py`, after all pages are imported and before the server starts.
    """
    served = server or nicegui_app
    for name, content, kind in (("portal.css", style_sheet(), "text/css"), ("portal.js", script(), "text/javascript")):
        served.add_api_route(f"{PREFIX}/{name}", _constant(content, kind), include_in_schema=False)
    nicegui_app.add_static_files(f"{PREFIX}/leaflet", LEAFLET, max_cache_age=_LONGEST_CACHE)
    nicegui_app.add_static_files(PREFIX, STATIC, max_cache_age=_LONGEST_CACHE)
    ui.add_head_html(head_html(), shared=True)


def _constant(content: str, kind: str) -> Callable[[], Awaitable[Response]]:
    """A route that always answers the same and may be kept for a year."""

    async def answer() -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": f"public, max-age={_LONGEST_CACHE}, immutable"})

    return answer
