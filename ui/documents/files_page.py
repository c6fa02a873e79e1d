"""`/cases/{ref}/documents`: every document of a case, of all phases and sendings, with a look inside. Both sides use it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.text import Text, _, _n
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.components.base import View, html
from ui.documents.words import listed
from ui.visit import Visit, portal_page
from workflows.casework.viewing import CaseFiles, case_files

TEMPLATES = Path(__file__).parent / "html"
STAGE_WORDS: dict[str, Text] = {
    "page": _("Page"),
    "of": _("of"),
    "before": _("Page before"),
    "after": _("Page after"),
    "closer": _("Zoom in"),
    "farther": _("Zoom out"),
    "fit": _("Fit to width"),
    "turn": _("Rotate"),
    "pages_of": _("Pages of"),
    "page_of": _("Page {n} of {name}"),
    "no_preview": _("No preview of this kind of file. Download it to look inside."),
    "failed": _("This page could not be drawn. Download the file to look inside."),
}


@portal_page("/cases/{ref}/documents", action="see_case")
async def files_page(visit: Visit, ref: str, doc: str = "") -> None:
    """The viewer, live while it is open."""
    found: CaseFiles = await visit.ask(case_files, ref)
    head = found.head
    over = " · ".join(part for part in (head.number, visit.t(head.title), place_name(head.address, head.property_key)) if part)
    with visitor_frame(visit, title=_("Documents"), over=over, back=(_("The case"), f"/cases/{ref}"), wide=True):
        viewer = FileViewer(_data(found, visit, doc[:64]))

    async def look_again(_changes: Sequence[Any] = ()) -> None:
        fresh: CaseFiles = await visit.ask(case_files, ref)
        viewer.change(**_files(fresh, visit))

    visit.listen(f"case:{head.id}", visit.news(look_again))


class FileViewer(View):
    """The list and the stage. Which document is open, how close and how turned, is the browser's business."""

    template = html("file-viewer", TEMPLATES)


def _files(found: CaseFiles, visit: Visit) -> dict[str, Any]:
    files = listed(found, visit.speaker)
    past = sum(one["is_past"] for one in files)
    return {"files": files, "summary": _summary(len(files), past)}


def _summary(number: int, past: int) -> Text:
    if not past:
        return _n("{n} document", "{n} documents", number)
    return _n("{n} document, {past} of them no longer in use", "{n} documents, {past} of them no longer in use", number, past=past)


def _data(found: CaseFiles, visit: Visit, wanted: str) -> dict[str, Any]:
    words = {
        **STAGE_WORDS,
        "none": _("No documents have been uploaded."),
        "list": _("All documents"),
        "viewer": _("The document"),
        "previous": _("Previous document"),
        "next": _("Next document"),
        "download": _("Download"),
        "doubtful": _("Look closer"),
        "keys": _("Keys: arrows or j and k for the next document, + and − to zoom, r to rotate."),
        "facts": _("About the file"),
    }
    return {**_files(found, visit), "open": wanted, "words": words}
