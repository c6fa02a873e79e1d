"""PDF: opened strictly, without repair; what it would run or hides is told; its first page is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from storage.inspecting import pictures
from storage.inspecting.sentences import HOLDS_FILES, LOCKED, NO_PAGES, RUNS_SOMETHING, TOO_MANY_PAGES, UNREADABLE, Refusal, doubt

MOST_PAGES = 2_000
MOST_OBJECTS = 100_000
DEEPEST = 20
RUNNING = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute"})
"""Kinds of action that do more than turn pages or follow a link."""


def look_at(path: Path, out: Path) -> tuple[dict[str, Any], list[Any]]:
    """Facts and doubts of a PDF; writes `preview.jpg` and `thumb.jpg` into `out`. Raises Refusal."""
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            facts, doubts = _read(pdf)
    except pikepdf.PasswordError as error:
        raise Refusal(LOCKED) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refusal(UNREADABLE) from error
    _draw_first_page(path, out)
    return facts, doubts


def _read(pdf: pikepdf.Pdf) -> tuple[dict[str, Any], list[Any]]:
    if pdf.is_encrypted:
        raise Refusal(LOCKED)
    pages = len(pdf.pages)
    if pages == 0:
        raise Refusal(NO_PAGES)
    if pages > MOST_PAGES:
        raise Refusal(TOO_MANY_PAGES)
    if pdf.get_warnings():
        raise Refusal(UNREADABLE)
    doubts = [doubt(RUNS_SOMETHING)] if _runs_something(pdf) else []
    return {"pages": pages}, doubts + ([doubt(HOLDS_FILES, number=len(pdf.attachments))] if len(pdf.attachments) else [])


def _runs_something(pdf: pikepdf.Pdf) -> bool:
    for number, one in enumerate(pdf.objects):
        if number > MOST_OBJECTS or any(str(part.get("/S", "")) in RUNNING for part in _dictionaries(one, DEEPEST)):
            return True
    return any("/JavaScript" in part for part in _dictionaries(pdf.Root.get("/Names"), DEEPEST))


def _dictionaries(one: Any, deep: int) -> Iterator[Any]:
    """An object's dictionary and those written inside it; what is only referred to comes up by itself among the document's objects."""
    if deep == 0 or not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    if not isinstance(one, pikepdf.Array):
        yield one
    for part in one if isinstance(one, pikepdf.Array) else one.values():
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _dictionaries(part, deep - 1)


def _draw_first_page(path: Path, out: Path) -> None:
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[0]
            longest = max(page.get_width(), page.get_height(), 1.0)
            pictures.draw(page.render(scale=pictures.PREVIEW_PIXELS / longest).to_pil(), out)
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Refusal(UNREADABLE) from error
