"""Many cases at a time: on a map, in a calendar, by who handles them, and taken out as files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter

from ui.lists.calendar_file import calendar_file_routes
from ui.lists.export import case_export_routes

TEMPLATES = Path(__file__).parent / "html"


def install() -> Sequence[APIRouter]:
    """Declare the pages; the plain routes, to be added before the pages. Called once by `main.py`."""
    from ui.lists import calendar_page, map_page, workload_page  # noqa: F401  # a page is declared by being imported

    return case_export_routes(), calendar_file_routes()
