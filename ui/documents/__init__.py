"""Every document of a case in one viewer, and two sendings side by side: pages both sides use, and the door that hands out drawn pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.documents.door import Pages


def install(pages: Pages) -> None:
    """Declare the pages and serve the pictures of documents' pages; called once by `main.py` before the pages are served."""
    import nicegui

    from ui.documents import changes_page, files_page  # noqa: F401  # importing a page declares it
    from ui.documents.door import page_routes

    nicegui.app.include_router(page_routes(pages))
    nicegui.app.on_shutdown(pages.close)
