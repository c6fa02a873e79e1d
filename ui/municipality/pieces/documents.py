"""The case's documents with a look inside: picture or first page, what the check found, and what it doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One file. `preview` and `thumb` are addresses of our own re-encoded pictures, empty when there is none to show."""

    id: str
    name: str
    place: Words
    about: Words
    state: Words
    tone: Tone
    href: str = ""
    thumb: str = ""
    preview: str = ""
    facts: Sequence[Words] = ()
    doubts: Sequence[Words] = ()
    changed: bool = False


class DocumentBrowser(View):
    """Documents on the left, the chosen one large on the right; which one is open is the browser's business."""

    template = html("document-browser", TEMPLATES)

    def show(self, documents: Sequence[DocumentView]) -> None:
        """The documents as they are now."""
        self.change(documents=_rows(documents))


def document_browser(documents: Sequence[DocumentView]) -> DocumentBrowser:
    """The documents of a case, the first one open."""
    return DocumentBrowser({"documents": _rows(documents), "words": _words()})


def _rows(documents: Sequence[DocumentView]) -> list[dict[str, Any]]:
    rows = [{name: getattr(one, name) for name in DocumentView.__slots__} for one in documents]
    for row in rows:
        for address in ("href", "thumb", "preview"):
            row[address] = safe_href(row[address] or None)
    return rows


def _words() -> dict[str, Text]:
    return {
        "none": _("No documents have been uploaded."),
        "changed": _("Changed"),
        "preview_of": _("Preview of"),
        "no_preview": _("No preview of this kind of file. Download it to look inside."),
        "download": _("Download"),
        "new_tab": _("opens in a new tab"),
    }
